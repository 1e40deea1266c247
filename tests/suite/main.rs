//! The stories, one file per noun: each runs against the real server on SQLite and on PostgreSQL.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a story reports by panicking"
)]

mod account;
mod agency;
mod amendment;
mod application;
mod audit;
mod calendar;
mod card;
mod card_corpus;
mod cases;
mod certificate;
mod conventions;
mod custody;
mod duty;
mod edition;
mod enrol;
mod export;
mod feed;
mod headers;
mod incident;
mod inquiry;
mod inspection;
mod inventory;
mod job_change;
mod journal;
mod journal_signed;
mod liability;
mod limits;
mod mail;
mod matrix;
mod notice;
mod oversight;
mod pack;
mod paper;
mod practice;
mod printout;
mod privacy;
mod reconciliation;
mod retention;
mod review;
mod roster;
mod schedule;
mod session;
mod signature;
mod store;
mod sync;
mod tls;
mod token;
mod traceability;

//! The acceptance harness: the real server on either database, people of the practice county to sign in as,
//! and the faults that it must survive.
//!
//! `suite/` tells the stories, one file per noun, each on SQLite and on PostgreSQL. `fault/` kills, starves and robs the
//! server; each harness there has a control that must fail. Longer runs ask for more by environment: `CHADIAO_KILLS`
//! (200), `CHADIAO_CUTS` (2,000), `CHADIAO_SEED`. `DATABASE_URL` names a PostgreSQL to use in place of a private one.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a harness reports by panicking: whatever goes wrong here fails the test that called it"
)]

pub mod app;
pub mod at_rest;
pub mod canary;
pub mod card;
pub mod cast;
pub mod chance;
pub mod client;
pub mod load;
mod logs;
pub mod paper;
pub mod people;
pub mod postgres;
pub mod powercut;
pub mod process;
mod registers;
pub mod scratch;
pub mod smtp;

pub use app::{App, Database, Options, filed, kept, query, url_part};
pub use cast::Cast;
pub use client::{Answer, Client};

//! The authoritative records: axum over SQLite or PostgreSQL. Nouns are folders; `http` shapes, `flow` acts, `store` keeps.

pub mod account;
pub mod agency;
pub mod app;
pub mod calendar;
pub mod card;
pub mod cli;
pub mod clock;
pub mod config;
pub mod dashboard;
pub mod duty;
pub mod exchange;
pub mod figures;
pub mod http;
pub mod inquiry;
pub mod inventory;
pub mod journal;
pub mod paper;
pub mod planted;
pub mod practice;
pub mod printout;
pub mod records;
pub mod registers;
pub mod schedule;
pub mod session;
pub mod store;
pub mod sync;

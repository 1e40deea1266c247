//! The stories, one file per noun: each runs against the real server on SQLite and on PostgreSQL.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a story reports by panicking"
)]

// LATER mod account;
// LATER mod agency;
// LATER mod conventions;
// LATER mod duty;
// LATER mod export;
// LATER mod headers;
// LATER mod inquiry;
// LATER mod inventory;
// LATER mod journal;
// LATER mod printout;
// LATER mod privacy;
// LATER mod session;

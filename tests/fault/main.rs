//! The promises under fault, each harness with a control that must fail, so that it is known to see.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a harness reports by panicking"
)]

mod backup;
mod binding;
mod canaries;
mod disk;
mod kill;
mod power_cut;
mod tampering;
mod writers;

/// The server as a process.
const SERVER: &str = env!("CARGO_BIN_EXE_server");

/// `chadiao` as a process.
const COMMAND_LINE: &str = env!("CARGO_BIN_EXE_command-line");

/// The environment in which a server has this bug, or none.
fn planted(bug: Option<&str>) -> Vec<(String, String)> {
    bug.map(|bug| ("CHADIAO_PLANTED_BUG".to_owned(), bug.to_owned())).into_iter().collect()
}

/// A number from the environment: longer runs ask for more.
fn number(name: &str, usual: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

/// This month, by the machine's clock.
#[expect(clippy::disallowed_methods, reason = "a server in a process of its own keeps the machine's time")]
fn month() -> String {
    shared::taiwan_day(chrono::Utc::now()).format("%Y-%m").to_string()
}

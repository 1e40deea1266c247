//! What the server holds, beside the floors of the same machine in the same run. Read ratios, not times.
//! Usage: `bench-server [--inquiries N] [--seconds S]`, in release; `cargo xtask bench server` calls it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a tool of the bench: whatever goes wrong ends it"
)]

#[path = "../../bench_server/mod.rs"]
mod bench_server;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().collect();
    // Called with a database and its keys, this is the server to be measured.
    if let [_, database, keys] = arguments.as_slice()
        && !database.starts_with("--")
    {
        return acceptance::process::serve(database.clone(), keys.into()).await;
    }
    let number = |name: &str, usual: u64| {
        let at = arguments.iter().position(|argument| argument == name);
        at.and_then(|at| arguments.get(at + 1)?.parse().ok()).unwrap_or(usual)
    };
    bench_server::run(number("--inquiries", 200_000), number("--seconds", 4)).await
}

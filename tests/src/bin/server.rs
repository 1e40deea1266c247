//! The server as a process for the fault harnesses: database and key file as arguments, any free port, its address on
//! standard output once it listens. Usage: `server DATABASE KEYS`.

use anyhow::Context as _;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let (database, keys) = (arguments.next().context("a database")?, arguments.next().context("a key file")?);
    acceptance::process::serve(database, keys.into()).await
}

//! The server as a process for the fault harnesses: database and key file as arguments, any free port, its address on
//! standard output once it answers. Usage: `server DATABASE KEYS`.

use std::io::{IsTerminal as _, Write as _};

use anyhow::Context as _;
use backend::{app, clock::Clock, config::Config};
use shared::Editions;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let filter = tracing_subscriber::EnvFilter::new("backend=debug,tower_http=debug,sqlx=info");
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr)
        .init();
    let mut arguments = std::env::args().skip(1);
    let (database, keys) = (arguments.next().context("a database")?, arguments.next().context("a key file")?);
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await?;
    let bind = listener.local_addr()?;
    let editions = Editions { amended_from: chrono::NaiveDate::from_ymd_opt(2024, 1, 1) };
    let config = Config { bind, database, keys: keys.into(), is_practice: true, editions };
    let server = app::App::open(config, Clock::real()).await?;
    println!("http://{bind}");
    std::io::stdout().flush()?;
    app::serve(server, listener).await
}

//! `chadiao serve`.

use std::{
    io::{IsTerminal, Write, stderr, stdout},
    net::SocketAddr,
    process::ExitCode,
};

use anyhow::Context;
use clap::Args;
use tracing_subscriber::EnvFilter;

use super::{House, complain, open::on_runtime};
use crate::{
    app::{self, App},
    clock::Clock,
    config::Config,
    journal, practice,
};

/// Serve the web app and the API.
#[derive(Debug, Args)]
pub struct Serve {
    #[command(flatten)]
    house: House,
    /// Where to listen.
    #[arg(long, env = "CHADIAO_BIND", default_value = "127.0.0.1:8080")]
    bind: SocketAddr,
    /// The practice county: sign-in without a card, on loopback alone; an empty database is filled first.
    #[arg(long)]
    practice: bool,
}

/// Inquiries of a practice county that was just made.
const PRACTICE_INQUIRIES: u64 = 120;

impl Serve {
    /// Serves until told to stop.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
        tracing_subscriber::fmt()
            .with_env_filter(filter)
            .with_ansi(stderr().is_terminal())
            .with_writer(stderr)
            .init();
        on_runtime(async move {
            let config = Config { bind: self.bind, is_practice: self.practice, ..self.house.config() };
            let app = App::open(config, Clock::real()).await?;
            if self.practice && practice::is_empty(&app).await? {
                complain("making the practice county …");
                practice::fill(&app, practice::Size { inquiries: PRACTICE_INQUIRIES }).await?;
            }
            if !self.practice && app.is_practice_database() {
                tracing::warn!(
                    "this is a practice database served without --practice: nobody can sign in to it"
                );
            }
            let listener = tokio::net::TcpListener::bind(self.bind)
                .await
                .with_context(|| format!("cannot listen on {}", self.bind))?;
            writeln!(stdout(), "http://{}", listener.local_addr()?)?;
            verify_in_background(app.clone());
            app::serve(app, listener).await?;
            Ok(ExitCode::SUCCESS)
        })
    }
}

/// The journal is verified at every start, beside the first requests.
fn verify_in_background(app: App) {
    tokio::spawn(async move {
        match journal::verify::run(&app).await {
            Ok(head) if head.problems.is_empty() => {
                tracing::info!(entries = head.size, "the journal is sound")
            }
            Ok(head) => tracing::error!(first = head.problems.first(), "the journal was tampered with"),
            Err(error) => tracing::error!(error = format!("{error:?}"), "the journal cannot be checked"),
        }
    });
}

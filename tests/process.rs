//! The server as a process of its own, to be killed, starved and lied to.

use std::{
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use chrono::{NaiveDate, TimeDelta};
use tempfile::TempDir;

use crate::{
    app::{self, Database},
    cast::Cast,
    client::Client,
    postgres, scratch,
};

/// How often one looks whether a server has ended, at 50 ms each.
const PATIENCE: u32 = 200;

/// A database with the practice county in it, and the keys to it.
pub struct House {
    /// Path of an SQLite file, or a PostgreSQL URL.
    pub url: String,
    /// The key file.
    pub keys: PathBuf,
    /// Who plays whom.
    pub cast: Cast,
    folder: TempDir,
}

impl House {
    /// A fresh house in a throw-away folder.
    pub async fn build(database: Database) -> Self {
        let folder = scratch::folder();
        let data = folder.path().join("data");
        Self::build_in(database, folder, &data).await
    }

    /// A fresh house whose SQLite file lies in `data`.
    pub async fn build_in(database: Database, folder: TempDir, data: &Path) -> Self {
        let url = match database {
            Database::Sqlite => data.join("chadiao.db").display().to_string(),
            Database::Postgres => postgres::fresh_database().await,
        };
        let keys = folder.path().join("keys/chadiao.keys");
        let cast = app::furnish(&url, &keys).await;
        Self { url, keys, cast, folder }
    }

    /// Where its files are.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Starts a server in it; `program` is the `server` binary of this package.
    #[must_use]
    pub fn serve(&self, program: &str, environment: &[(String, String)]) -> Process {
        let log = std::fs::OpenOptions::new().append(true).create(true).open(self.log()).expect("a log file");
        let mut child = Command::new(program)
            .arg(&self.url)
            .arg(&self.keys)
            .envs(environment.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .expect("the server starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("a pipe"))
            .read_line(&mut line)
            .expect("the server says where it listens");
        let base = line.trim().to_owned();
        assert!(base.starts_with("http://"), "the server starts: {}", self.log_text());
        Process { child, base }
    }

    /// The journal and the records, as `journal verify` finds them; empty when sound.
    pub async fn verify(&self) -> Vec<String> {
        let server = app::open(&self.url, &self.keys).await;
        let head = backend::journal::verify::run(&server).await.expect("verification runs");
        server.db().close().await;
        head.problems
    }

    /// Fills the house with inquiries of the practice county.
    pub async fn populate(&self, inquiries: u64) {
        let server = app::open(&self.url, &self.keys).await;
        backend::practice::fill(&server, backend::practice::Size { inquiries })
            .await
            .expect("the county is filled");
        server.db().close().await;
    }

    /// The platform's own record of the days to today, as CSV, with its rows.
    pub async fn platform_record(&self, days: i64) -> (NaiveDate, NaiveDate, usize, Vec<u8>) {
        let server = app::open(&self.url, &self.keys).await;
        let to = shared::taiwan_day(server.clock().now());
        let from = to - TimeDelta::days(days);
        let table = backend::practice::platform::record(&server, from, to).await.expect("a practice county");
        server.db().close().await;
        (from, to, table.rows.len(), table.csv().expect("CSV"))
    }

    /// What the servers of this house logged.
    #[must_use]
    pub fn log_text(&self) -> String {
        std::fs::read_to_string(self.log()).unwrap_or_default()
    }

    fn log(&self) -> PathBuf {
        self.folder.path().join("server.log")
    }
}

/// A running server.
pub struct Process {
    child: Child,
    base: String,
}

impl Process {
    /// Somebody at this server.
    #[must_use]
    pub fn stranger(&self) -> Client {
        Client::stranger(&self.base)
    }

    /// Where it listens.
    #[must_use]
    pub fn base(&self) -> &str {
        &self.base
    }

    /// Its process number.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Whether it still runs.
    pub fn is_running(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// Waits until it has ended by itself; whether it said that something was wrong. None if it goes on.
    pub async fn ends_badly(&mut self) -> Option<bool> {
        for _ in 0..PATIENCE {
            if let Ok(Some(status)) = self.child.try_wait() {
                return Some(!status.success());
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        None
    }

    /// kill -9.
    pub fn kill(mut self) {
        self.end();
    }

    fn end(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.end();
    }
}

/// Serves until killed, on the machine's clock and any free port; says where on standard output.
///
/// # Errors
/// The database or the keys are refused.
pub async fn serve(database: String, keys: PathBuf) -> anyhow::Result<()> {
    let filter = tracing_subscriber::EnvFilter::new("backend=info,tower_http=info");
    tracing_subscriber::fmt().with_env_filter(filter).with_ansi(false).with_writer(std::io::stderr).init();
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await?;
    let bind = listener.local_addr()?;
    let config = app::config(bind, &database, &keys);
    let server = backend::app::App::open(config, backend::clock::Clock::real()).await?;
    println!("http://{bind}");
    std::io::Write::flush(&mut std::io::stdout())?;
    backend::app::serve(server, listener).await
}

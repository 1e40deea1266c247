//! The house below the nouns: two databases under one SQL, one writer, one journal, one seal.

pub mod behind;
pub mod dialect;
pub mod error;
pub mod keys;
pub mod migrate;
pub mod operation;
pub mod seal;
pub mod writer;

use std::path::{Path, PathBuf};

use anyhow::ensure;
use sqlx::{PgPool, Postgres, Sqlite, SqlitePool, pool::PoolConnection};

pub use error::StoreError;
pub use writer::{WriteError, Writer};

use crate::journal::frontier::Frontier;

/// Runs one expression on whichever database a transaction is of: the same text, the same bindings.
#[macro_export]
macro_rules! on_tx {
    ($tx:expr, $conn:ident => $body:expr) => {
        match $tx.conn() {
            $crate::store::Conn::Sqlite(connection) => {
                let $conn = &mut **connection;
                $body
            }
            $crate::store::Conn::Postgres(connection) => {
                let $conn = &mut **connection;
                $body
            }
        }
    };
}

/// A database: SQLite in a file beside the server, or PostgreSQL shared by many servers.
#[derive(Debug, Clone)]
pub enum Db {
    /// One writer connection, several readers.
    Sqlite {
        /// The one connection that writes.
        writer: SqlitePool,
        /// Connections that cannot write.
        readers: SqlitePool,
    },
    /// One pool for both.
    Postgres(PgPool),
}

/// A connection of either kind.
#[derive(Debug)]
pub enum Conn {
    /// SQLite's.
    Sqlite(PoolConnection<Sqlite>),
    /// PostgreSQL's.
    Postgres(PoolConnection<Postgres>),
}

/// A connection in use: the writer's inside its transaction, or a reader's.
#[derive(Debug)]
pub struct Tx {
    conn: Conn,
    /// The journal's right edge as of this transaction.
    pub(crate) frontier: Frontier,
    /// The same as of the start of the running job.
    job: Frontier,
    /// The registers' version, once asked for: within a transaction only its own jobs change it.
    pub(crate) registers: Option<String>,
    /// Rows held back by whoever lives a long past in a database that nobody else writes.
    pub(crate) behind: Option<Box<behind::Behind>>,
}

impl Tx {
    fn new(conn: Conn) -> Self {
        Self { conn, frontier: Frontier::default(), job: Frontier::default(), registers: None, behind: None }
    }

    /// The connection, for [`on_tx!`].
    pub fn conn(&mut self) -> &mut Conn {
        &mut self.conn
    }

    /// Whether it is SQLite's.
    #[must_use]
    pub const fn is_sqlite(&self) -> bool {
        matches!(self.conn, Conn::Sqlite(_))
    }

    /// A job begins inside the writer's transaction; the one before it, if any, can be undone no more.
    pub(crate) async fn begin_job(&mut self, is_first: bool) -> Result<(), StoreError> {
        self.job = self.frontier.clone();
        self.execute(if is_first { "SAVEPOINT job" } else { "RELEASE SAVEPOINT job; SAVEPOINT job" }).await
    }

    /// Undoes everything the running job did so far, the journal's entries too; the job may go on.
    pub(crate) async fn undo_job(&mut self) -> Result<(), StoreError> {
        self.frontier = self.job.clone();
        self.registers = None;
        self.behind = None;
        self.execute("ROLLBACK TO SAVEPOINT job").await
    }

    /// Never gives the connection back to the pool: after a failed write its state is unknown.
    pub fn discard(mut self) {
        match &mut self.conn {
            Conn::Sqlite(connection) => connection.close_on_drop(),
            Conn::Postgres(connection) => connection.close_on_drop(),
        }
    }

    /// Ends a snapshot, in which there was nothing to write.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn end(mut self) -> Result<(), StoreError> {
        self.execute("ROLLBACK").await
    }

    /// Runs statements without bindings.
    ///
    /// # Errors
    /// The database refuses or does not answer.
    pub async fn execute(&mut self, sql: &'static str) -> Result<(), StoreError> {
        on_tx!(self, conn => sqlx::raw_sql(sql).execute(conn).await.map(|_| ())).map_err(StoreError::from)
    }
}

impl Db {
    /// Opens a database and brings its schema up to date.
    ///
    /// `url` is a PostgreSQL URL, or the path of an SQLite file.
    ///
    /// # Errors
    /// It cannot be opened, refuses a safety setting, or a migration fails.
    pub async fn open(url: &str) -> anyhow::Result<Self> {
        let db = if is_postgres(url) {
            Self::Postgres(dialect::open_postgres(url).await?)
        } else {
            let (writer, readers) = dialect::open_sqlite(sqlite_path(url)).await?;
            Self::Sqlite { writer, readers }
        };
        Ok(db)
    }

    /// Opens a database that must be there already, with a schema of ours in it.
    ///
    /// # Errors
    /// It is not there, holds no records, or cannot be opened.
    pub async fn open_existing(url: &str) -> anyhow::Result<Self> {
        // Asked before opening, because opening makes the file.
        if !is_postgres(url) {
            let path = sqlite_path(url);
            let is_there = std::fs::metadata(path).is_ok_and(|about| about.is_file() && about.len() > 0);
            ensure!(is_there, "there is no database at `{}`", path.display());
        }
        let db = Self::open(url).await?;
        ensure!(
            dialect::has_schema(&db).await?,
            "the database holds no records: it was never served or migrated"
        );
        Ok(db)
    }

    /// A connection for reading.
    ///
    /// # Errors
    /// None is to be had.
    pub async fn read(&self) -> Result<Tx, StoreError> {
        let conn = match self {
            Self::Sqlite { readers, .. } => Conn::Sqlite(readers.acquire().await?),
            Self::Postgres(pool) => Conn::Postgres(pool.acquire().await?),
        };
        Ok(Tx::new(conn))
    }

    /// A connection for reading the records of one instant, however many queries it takes; [`Tx::end`] ends it.
    ///
    /// # Errors
    /// None is to be had, or the database does not answer.
    pub async fn snapshot(&self) -> Result<Tx, StoreError> {
        let mut tx = self.read().await?;
        dialect::begin_snapshot(&mut tx).await?;
        Ok(tx)
    }

    /// The connection for writing; only the writer and set-up ask for it.
    ///
    /// # Errors
    /// None is to be had.
    pub(crate) async fn write(&self) -> Result<Tx, StoreError> {
        let conn = match self {
            Self::Sqlite { writer, .. } => Conn::Sqlite(writer.acquire().await?),
            Self::Postgres(pool) => Conn::Postgres(pool.acquire().await?),
        };
        Ok(Tx::new(conn))
    }

    /// Closes every connection.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

pub(crate) fn is_postgres(url: &str) -> bool {
    url.starts_with("postgres://") || url.starts_with("postgresql://")
}

/// The file an SQLite database's name means.
pub(crate) fn sqlite_path(url: &str) -> &Path {
    Path::new(url.trim_start_matches("sqlite://").trim_start_matches("sqlite:"))
}

/// The folder of an SQLite database's file; a PostgreSQL database has none on this machine.
#[must_use]
pub fn folder(url: &str) -> Option<PathBuf> {
    if is_postgres(url) { None } else { sqlite_path(url).parent().map(Path::to_path_buf) }
}

/// Every statement of every store, prepared by a test on both databases.
#[must_use]
pub fn statements() -> Vec<&'static str> {
    [
        operation::STATEMENTS,
        keys::STATEMENTS,
        &crate::journal::store::statements(),
        crate::journal::verify::STATEMENTS,
        crate::journal::contents::STATEMENTS,
        crate::journal::checkpoint::store::STATEMENTS,
        crate::practice::mark::STATEMENTS,
        crate::figures::STATEMENTS,
        crate::records::store::STATEMENTS,
        crate::registers::store::STATEMENTS,
        crate::amendment::store::STATEMENTS,
        crate::retention::store::STATEMENTS,
        crate::review::store::STATEMENTS,
        crate::mail::store::STATEMENTS,
        crate::schedule::store::STATEMENTS,
        crate::session::store::STATEMENTS,
        crate::session::token::store::STATEMENTS,
        &behind::statements(),
        crate::inquiry::store::STATEMENTS,
        crate::printout::store::STATEMENTS,
        crate::duty::store::STATEMENTS,
        crate::duty::feed::STATEMENTS,
        crate::oversight::store::STATEMENTS,
        &crate::audit::store::statements(),
        crate::inspection::store::STATEMENTS,
        crate::reconciliation::store::STATEMENTS,
        crate::sync::store::STATEMENTS,
    ]
    .concat()
}

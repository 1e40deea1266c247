//! The house below the nouns: two databases under one SQL, one writer, one journal, one seal.

pub mod behind;
pub mod dialect;
pub mod error;
pub mod keys;
pub mod migrate;
pub mod operation;
pub mod runs;
pub mod seal;
pub mod writer;

use std::path::{Path, PathBuf};

use anyhow::ensure;
use futures::future::BoxFuture;
use sqlx::{PgPool, Postgres, Sqlite, SqlitePool, pool::PoolConnection};
use tokio::task::JoinHandle;

pub use error::StoreError;
pub use writer::{WriteError, Writer};

use crate::journal::frontier::Frontier;

/// Runs one expression on whichever database a transaction is of: the same text, the same bindings.
#[macro_export]
macro_rules! on_tx {
    ($tx:expr, $conn:ident => $body:expr) => {
        match $tx.conn().await {
            Ok($crate::store::Conn::Sqlite(connection)) => {
                let $conn = &mut **connection;
                $body
            }
            Ok($crate::store::Conn::Postgres(connection)) => {
                let $conn = &mut **connection;
                $body
            }
            Err(error) => Err(error),
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

/// Where a transaction's connection is.
#[derive(Debug)]
enum Link {
    Here(Conn),
    /// With a write that runs beside, which brings it back.
    Away(JoinHandle<(Link, Result<(), StoreError>)>),
    /// That write broke down.
    Lost,
}

/// A connection in use: the writer's inside its transaction, or a reader's.
#[derive(Debug)]
pub struct Tx {
    link: Link,
    is_sqlite: bool,
    /// How a write that ran beside failed.
    failed: Option<StoreError>,
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
        Self::over(matches!(conn, Conn::Sqlite(_)), Link::Here(conn))
    }

    fn over(is_sqlite: bool, link: Link) -> Self {
        let (frontier, job) = (Frontier::default(), Frontier::default());
        Self { link, is_sqlite, failed: None, frontier, job, registers: None, behind: None }
    }

    /// The connection, for [`on_tx!`]; waits for a write that runs beside.
    ///
    /// # Errors
    /// That write broke down and the connection with it.
    pub async fn conn(&mut self) -> Result<&mut Conn, sqlx::Error> {
        self.join().await;
        match &mut self.link {
            Link::Here(conn) => Ok(conn),
            Link::Away(_) | Link::Lost => Err(sqlx::Error::WorkerCrashed),
        }
    }

    /// Whether it is SQLite's.
    #[must_use]
    pub const fn is_sqlite(&self) -> bool {
        self.is_sqlite
    }

    /// Lets a write run beside whatever comes next, which must not depend on it; everything that asks the database waits for
    /// it. Its failure fails the whole transaction, see [`Tx::written`].
    pub(crate) async fn write_beside<F>(&mut self, write: F)
    where
        F: for<'t> FnOnce(&'t mut Self) -> BoxFuture<'t, Result<(), StoreError>> + Send + 'static,
    {
        self.join().await;
        let mut beside = Self::over(self.is_sqlite, std::mem::replace(&mut self.link, Link::Lost));
        self.link = Link::Away(tokio::spawn(async move {
            let written = write(&mut beside).await;
            (beside.link, written)
        }));
        // A task that was just made is run by its maker's thread alone, once that has a moment.
        tokio::task::yield_now().await;
    }

    /// Whether a write still runs beside.
    #[must_use]
    pub(crate) fn is_writing(&self) -> bool {
        matches!(&self.link, Link::Away(write) if !write.is_finished())
    }

    /// Waits for the write that runs beside.
    ///
    /// # Errors
    /// One of them failed.
    pub(crate) async fn written(&mut self) -> Result<(), StoreError> {
        self.join().await;
        self.failed.take().map_or(Ok(()), Err)
    }

    async fn join(&mut self) {
        let Link::Away(write) = &mut self.link else { return };
        let failed = match write.await {
            Ok((link, written)) => {
                self.link = link;
                written.err()
            }
            Err(_) => {
                self.link = Link::Lost;
                Some(StoreError::Broken(sqlx::Error::WorkerCrashed))
            }
        };
        self.failed = self.failed.take().or(failed);
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
    pub async fn discard(mut self) {
        match self.conn().await {
            Ok(Conn::Sqlite(connection)) => connection.close_on_drop(),
            Ok(Conn::Postgres(connection)) => connection.close_on_drop(),
            Err(_) => {}
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

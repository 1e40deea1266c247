//! The few places where the two databases differ: opening, beginning, locking.

use std::{path::Path, str::FromStr, time::Duration};

use anyhow::{Context, ensure};
use sqlx::{
    PgPool, SqlitePool,
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use super::{Db, StoreError, Tx};
use crate::planted;

/// Reader connections of an SQLite server.
const READERS: u32 = 4;
/// What the writer and each reader may keep of the file in memory: at SQLite's own 2 MB, the indexes of five years are read
/// from the file again for every row.
const WRITER_CACHE: &str = "-262144";
const READER_CACHE: &str = "-32768";
/// Connections of a PostgreSQL server.
const CONNECTIONS: u32 = 8;

/// The level that survives a power cut. The planted bug is the control of the power-cut test, which must see it lose rows.
fn synchronous() -> (SqliteSynchronous, i64) {
    if planted::is(planted::SYNCHRONOUS_NORMAL) {
        (SqliteSynchronous::Normal, 1)
    } else {
        (SqliteSynchronous::Full, 2)
    }
}

/// Opens an SQLite file: one writer, several readers that cannot write.
///
/// # Errors
/// The file cannot be opened or a safety setting does not hold.
pub async fn open_sqlite(path: &Path) -> anyhow::Result<(SqlitePool, SqlitePool)> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder)
            .with_context(|| format!("cannot make the folder `{}`", folder.display()))?;
    }
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(synchronous().0)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(10))
        .pragma("trusted_schema", "OFF")
        .pragma("cell_size_check", "ON")
        .pragma("secure_delete", "ON");
    let writer = SqlitePoolOptions::new()
        .max_connections(1)
        .connect_with(options.clone().pragma("cache_size", WRITER_CACHE))
        .await
        .with_context(|| format!("cannot open `{}`", path.display()))?;
    assert_settings(&writer).await?;
    settle(&writer).await.with_context(|| format!("cannot settle `{}` on the disk", path.display()))?;
    let readers = SqlitePoolOptions::new().max_connections(READERS).connect_lazy_with(
        options.create_if_missing(false).pragma("query_only", "ON").pragma("cache_size", READER_CACHE),
    );
    Ok((writer, readers))
}

/// Brings what a write-ahead log holds to the disk before anybody builds on it. A server that ended because the disk did
/// not confirm a write leaves pages that the kernel takes for stored; only writing them once more makes them so. A full
/// disk keeps nobody from reading.
async fn settle(pool: &SqlitePool) -> Result<(), StoreError> {
    match sqlx::query("PRAGMA wal_checkpoint(PASSIVE)").execute(pool).await.map_err(StoreError::from) {
        Ok(_) | Err(StoreError::Full) => Ok(()),
        Err(error) => Err(error),
    }
}

/// Reads the settings back: a setting that silently did not take is worse than none.
async fn assert_settings(pool: &SqlitePool) -> anyhow::Result<()> {
    let mode: String = sqlx::query_scalar("PRAGMA journal_mode").fetch_one(pool).await?;
    ensure!(mode == "wal", "SQLite runs with journal_mode={mode}, not WAL");
    let synchronous: i64 = sqlx::query_scalar("PRAGMA synchronous").fetch_one(pool).await?;
    ensure!(synchronous == self::synchronous().1, "SQLite runs with synchronous={synchronous}, not FULL");
    let foreign_keys: i64 = sqlx::query_scalar("PRAGMA foreign_keys").fetch_one(pool).await?;
    ensure!(foreign_keys == 1, "SQLite runs without foreign keys");
    let check: String = sqlx::query_scalar("PRAGMA quick_check").fetch_one(pool).await?;
    ensure!(check == "ok", "SQLite reports a damaged file: {check}");
    Ok(())
}

/// Opens PostgreSQL.
///
/// # Errors
/// It cannot be reached or a safety setting does not hold.
pub async fn open_postgres(url: &str) -> anyhow::Result<PgPool> {
    let options = PgConnectOptions::from_str(url)
        .context("not a PostgreSQL URL")?
        .options([("synchronous_commit", "on")]);
    let pool = PgPoolOptions::new()
        .max_connections(CONNECTIONS)
        .connect_with(options)
        .await
        .context("cannot reach PostgreSQL")?;
    let commit: String = sqlx::query_scalar("SHOW synchronous_commit").fetch_one(&pool).await?;
    ensure!(commit == "on", "PostgreSQL runs with synchronous_commit={commit}");
    let fsync: String = sqlx::query_scalar("SHOW fsync").fetch_one(&pool).await?;
    ensure!(fsync == "on", "PostgreSQL runs with fsync={fsync}");
    Ok(pool)
}

/// Whether a database was ever migrated.
///
/// # Errors
/// The database does not answer.
pub async fn has_schema(db: &Db) -> anyhow::Result<bool> {
    let found: i64 = match db {
        Db::Sqlite { writer, .. } => {
            sqlx::query_scalar("SELECT count(*) FROM sqlite_master WHERE name = '_sqlx_migrations'")
                .fetch_one(writer)
                .await?
        }
        Db::Postgres(pool) => {
            sqlx::query_scalar("SELECT count(to_regclass('_sqlx_migrations'))").fetch_one(pool).await?
        }
    };
    Ok(found > 0)
}

/// Begins the writer's transaction. On PostgreSQL the lock makes append order and commit order one, so that no
/// reader of the journal can miss an entry; it also means that batches never conflict and need no retry.
///
/// # Errors
/// The database does not answer.
pub async fn begin(tx: &mut Tx) -> Result<(), StoreError> {
    tx.execute(if tx.is_sqlite() { "BEGIN IMMEDIATE" } else { "BEGIN; SELECT pg_advisory_xact_lock(727001)" })
        .await
}

/// Begins a reader's transaction in which every query sees the records of one instant. PostgreSQL's default would show
/// each query what was committed meanwhile, so that a journal that grows looks like one that was tampered with.
///
/// # Errors
/// The database does not answer.
pub async fn begin_snapshot(tx: &mut Tx) -> Result<(), StoreError> {
    tx.execute(if tx.is_sqlite() { "BEGIN" } else { "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY" })
        .await
}

//! The registers in the database: every version of every record is kept.

use chrono::DateTime;
use shared::period::Calendar;
use sqlx::FromRow;
use uuid::Uuid;

use super::Registers;
use crate::{
    on_tx,
    store::{StoreError, Tx},
};

const VERSION: &str = "SELECT value FROM meta WHERE name = 'registers'";
const BUMP: &str = "UPDATE meta SET value = $1 WHERE name = 'registers'";
const LATEST: &str = "SELECT kind, id, revision, body, at FROM register_versions WHERE is_latest AND kind <> 'item' ORDER BY kind, id";
// Items keep all their versions in memory: a planned one takes force on its day without anybody's doing.
const ITEMS: &str =
    "SELECT kind, id, revision, body, at FROM register_versions WHERE kind = 'item' ORDER BY id, revision";
const AS_OF: &str =
    "SELECT kind, id, revision, body, at FROM register_versions WHERE at <= $1 ORDER BY kind, id, revision";
const RETIRE: &str = "UPDATE register_versions SET is_latest = $3 WHERE kind = $1 AND id = $2 AND is_latest";
const INSERT: &str = "INSERT INTO register_versions (kind, id, revision, is_latest, body, actor_id, at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7)";
const CLAIM: &str = "UPDATE meta SET value = $2 WHERE name = 'registers' AND value = $1";
const LATEST_OF: &str =
    "SELECT id, revision, body, at FROM register_versions WHERE is_latest AND kind = $1 ORDER BY id";
const VERSIONS_OF: &str =
    "SELECT id, revision, body, at FROM register_versions WHERE kind = $1 ORDER BY id, revision";
const VERSIONS: &str = "SELECT revision, body, actor_id, at FROM register_versions WHERE kind = $1 AND id = $2 ORDER BY revision";

/// The registers' version: another with each change, never used twice.
///
/// # Errors
/// The database does not answer.
pub async fn version(tx: &mut Tx) -> Result<String, StoreError> {
    if let Some(version) = &tx.registers {
        return Ok(version.clone());
    }
    let version: String = on_tx!(tx, conn => sqlx::query_scalar(VERSION).fetch_one(conn).await)?;
    tx.registers = Some(version.clone());
    Ok(version)
}

#[derive(FromRow)]
struct Latest {
    kind: String,
    id: Uuid,
    revision: i64,
    body: String,
    at: i64,
}

/// All registers.
///
/// # Errors
/// A row does not parse, or the database does not answer.
pub async fn load(tx: &mut Tx, version: String) -> Result<Registers, StoreError> {
    let mut rows: Vec<Latest> = on_tx!(tx, conn => sqlx::query_as(LATEST).fetch_all(conn).await)?;
    rows.extend(on_tx!(tx, conn => sqlx::query_as::<_, Latest>(ITEMS).fetch_all(conn).await)?);
    restored(rows, version)
}

/// All registers as they were known at an instant, µs: for questions about the past, which are rare.
///
/// # Errors
/// A row does not parse, or the database does not answer.
pub async fn as_of(tx: &mut Tx, at: i64) -> Result<Registers, StoreError> {
    let rows = on_tx!(tx, conn => sqlx::query_as(AS_OF).bind(at).fetch_all(conn).await)?;
    restored(rows, String::new())
}

/// Later versions of a record take the place of earlier ones.
fn restored(rows: Vec<Latest>, version: String) -> Result<Registers, StoreError> {
    let mut registers = Registers { version, calendar: Calendar::official(), ..Registers::default() };
    for row in rows {
        let at = DateTime::from_timestamp_micros(row.at).unwrap_or_default();
        registers.restore(&row.kind, row.id, row.revision, &row.body, at).map_err(|_| {
            StoreError::Inconsistent { table: "register_versions", column: "body", row: row.id.to_string() }
        })?;
    }
    Ok(registers)
}

/// Adds a version of a record and makes it the latest.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn put(
    tx: &mut Tx,
    kind: &'static str,
    id: Uuid,
    revision: i64,
    body: &str,
    actor: Option<Uuid>,
    at: i64,
) -> Result<(), StoreError> {
    on_tx!(tx, conn => sqlx::query(RETIRE).bind(kind).bind(id).bind(false).execute(conn).await.map(|_| ()))?;
    on_tx!(tx, conn => sqlx::query(INSERT)
        .bind(kind)
        .bind(id)
        .bind(revision)
        .bind(true)
        .bind(body)
        .bind(actor)
        .bind(at)
        .execute(conn)
        .await
        .map(|_| ()))?;
    let version = Uuid::now_v7().to_string();
    tx.registers = None;
    on_tx!(tx, conn => sqlx::query(BUMP).bind(version).execute(conn).await.map(|_| ()))
        .map_err(StoreError::from)
}

/// Takes the registers at the version they were judged at; whether they still were.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn claim(tx: &mut Tx, version: &str) -> Result<bool, StoreError> {
    tx.registers = None;
    let next = Uuid::now_v7().to_string();
    on_tx!(tx, conn => sqlx::query(CLAIM)
        .bind(version)
        .bind(next)
        .execute(conn)
        .await
        .map(|done| done.rows_affected() == 1))
    .map_err(StoreError::from)
}

/// One version of some record of a register.
#[derive(Debug, Clone, FromRow)]
pub struct VersionOf {
    /// The record.
    pub id: Uuid,
    /// Its revision.
    pub revision: i64,
    /// Its content.
    pub body: String,
    /// When, µs.
    pub at: i64,
}

/// Every record of a register as it stands.
///
/// # Errors
/// The database does not answer.
pub async fn latest_of(tx: &mut Tx, kind: &'static str) -> Result<Vec<VersionOf>, StoreError> {
    on_tx!(tx, conn => sqlx::query_as(LATEST_OF).bind(kind).fetch_all(conn).await).map_err(StoreError::from)
}

/// Every version of every record of a register, record by record.
///
/// # Errors
/// The database does not answer.
pub async fn versions_of(tx: &mut Tx, kind: &'static str) -> Result<Vec<VersionOf>, StoreError> {
    on_tx!(tx, conn => sqlx::query_as(VERSIONS_OF).bind(kind).fetch_all(conn).await).map_err(StoreError::from)
}

/// One version of a record.
#[derive(Debug, Clone, FromRow)]
pub struct Version {
    /// Its revision.
    pub revision: i64,
    /// Its content.
    pub body: String,
    /// Who entered it.
    pub actor_id: Option<Uuid>,
    /// When, µs.
    pub at: i64,
}

/// Every version of a record, oldest first.
///
/// # Errors
/// The database does not answer.
pub async fn versions(tx: &mut Tx, kind: &'static str, id: Uuid) -> Result<Vec<Version>, StoreError> {
    on_tx!(tx, conn => sqlx::query_as(VERSIONS).bind(kind).bind(id).fetch_all(conn).await)
        .map_err(StoreError::from)
}

/// Every statement of this module, prepared by a test on both databases.
pub const STATEMENTS: &[&str] =
    &[VERSION, BUMP, CLAIM, LATEST, LATEST_OF, ITEMS, AS_OF, RETIRE, INSERT, VERSIONS, VERSIONS_OF];

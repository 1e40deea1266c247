//! Operations that may arrive twice: the first outcome is kept, in the effect's own transaction, and given again.

use sqlx::FromRow;
use uuid::Uuid;

use super::{StoreError, Tx};
use crate::on_tx;

/// An operation's outcome as it was answered.
#[derive(Debug, Clone, FromRow)]
pub struct Outcome {
    /// SHA-256 of what was asked.
    pub fingerprint: Vec<u8>,
    /// HTTP status.
    pub status: i64,
    /// The record's revision, where there is one.
    pub etag: Option<String>,
    /// The answer's body; sealed where it is kept, because the answer to a saved form repeats what was typed.
    pub answer: Vec<u8>,
}

const FIND: &str =
    "SELECT fingerprint, status, etag, answer FROM operations WHERE person_id = $1 AND key = $2";
const KEEP: &str = "INSERT INTO operations (person_id, key, fingerprint, status, etag, answer, at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7)";
const PURGE: &str = "DELETE FROM operations WHERE at < $1";

/// What an earlier arrival of the operation was answered.
///
/// # Errors
/// The database does not answer.
pub async fn find(tx: &mut Tx, person: Uuid, key: &str) -> Result<Option<Outcome>, StoreError> {
    on_tx!(tx, conn => sqlx::query_as(FIND).bind(person).bind(key).fetch_optional(conn).await)
        .map_err(StoreError::from)
}

/// Keeps an outcome.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn keep(
    tx: &mut Tx,
    person: Uuid,
    key: &str,
    outcome: &Outcome,
    at: i64,
) -> Result<(), StoreError> {
    on_tx!(tx, conn => sqlx::query(KEEP)
        .bind(person)
        .bind(key)
        .bind(&outcome.fingerprint)
        .bind(outcome.status)
        .bind(&outcome.etag)
        .bind(&outcome.answer)
        .bind(at)
        .execute(conn)
        .await
        .map(|_| ()))
    .map_err(StoreError::from)
}

/// Forgets outcomes older than an instant, µs; gives how many.
///
/// # Errors
/// The database does not answer.
pub async fn purge(tx: &mut Tx, before: i64) -> Result<u64, StoreError> {
    on_tx!(tx, conn => sqlx::query(PURGE).bind(before).execute(conn).await.map(|done| done.rows_affected()))
        .map_err(StoreError::from)
}

/// Every statement of this module, prepared by a test on both databases.
pub const STATEMENTS: &[&str] = &[FIND, KEEP, PURGE];

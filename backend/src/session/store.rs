//! Sessions in the database, by the hash of their token.

use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    on_tx,
    store::{StoreError, Tx},
};

/// A session's row.
#[derive(Debug, Clone, FromRow)]
pub struct Row {
    /// SHA-256 of the token.
    pub token_hash: Vec<u8>,
    /// Whose.
    pub person_id: Uuid,
    /// When made, µs.
    pub made_at: i64,
    /// When last used, µs, to the minute.
    pub seen_at: i64,
    /// When it ends at the latest, µs.
    pub ends_at: i64,
}

const FIND: &str =
    "SELECT token_hash, person_id, made_at, seen_at, ends_at FROM sessions WHERE token_hash = $1";
const INSERT: &str =
    "INSERT INTO sessions (token_hash, person_id, made_at, seen_at, ends_at) VALUES ($1, $2, $3, $4, $5)";
const SEEN: &str = "UPDATE sessions SET seen_at = $2 WHERE token_hash = $1";
const END: &str = "DELETE FROM sessions WHERE token_hash = $1 OR ends_at < $2";

/// A session.
///
/// # Errors
/// The database does not answer.
pub async fn find(tx: &mut Tx, token_hash: &[u8]) -> Result<Option<Row>, StoreError> {
    on_tx!(tx, conn => sqlx::query_as(FIND).bind(token_hash).fetch_optional(conn).await)
        .map_err(StoreError::from)
}

/// Starts a session.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn insert(tx: &mut Tx, row: &Row) -> Result<(), StoreError> {
    on_tx!(tx, conn => sqlx::query(INSERT)
        .bind(&row.token_hash)
        .bind(row.person_id)
        .bind(row.made_at)
        .bind(row.seen_at)
        .bind(row.ends_at)
        .execute(conn)
        .await
        .map(|_| ()))
    .map_err(StoreError::from)
}

/// Notes that a session was used.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn seen(tx: &mut Tx, token_hash: &[u8], at: i64) -> Result<(), StoreError> {
    on_tx!(tx, conn => sqlx::query(SEEN).bind(token_hash).bind(at).execute(conn).await.map(|_| ()))
        .map_err(StoreError::from)
}

/// Ends a session, and forgets those long over.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn end(tx: &mut Tx, token_hash: &[u8], now: i64) -> Result<(), StoreError> {
    on_tx!(tx, conn => sqlx::query(END).bind(token_hash).bind(now).execute(conn).await.map(|_| ()))
        .map_err(StoreError::from)
}

/// Every statement of this module, prepared by a test on both databases.
pub const STATEMENTS: &[&str] = &[FIND, INSERT, SEEN, END];

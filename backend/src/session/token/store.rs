//! Tokens in the database, by their hash.

use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    on_tx,
    store::{StoreError, Tx},
};

/// A token's row.
#[derive(Debug, Clone, FromRow)]
pub struct Row {
    /// SHA-256 of the token.
    pub token_hash: Vec<u8>,
    /// By which it is listed and revoked.
    pub id: Uuid,
    /// Whose.
    pub person_id: Uuid,
    /// What it is for.
    pub name: String,
    /// Names of its scopes, a space between.
    pub scopes: String,
    /// Its first characters.
    pub head: String,
    /// When made, µs.
    pub made_at: i64,
    /// When it ends at the latest, µs.
    pub ends_at: i64,
    /// When last used, µs, to the minute.
    pub seen_at: Option<i64>,
    /// From where it was last used.
    pub seen_from: String,
    /// When it was revoked, µs.
    pub revoked_at: Option<i64>,
}

const FIND: &str = "SELECT token_hash, id, person_id, name, scopes, head, made_at, ends_at, seen_at, seen_from, revoked_at \
    FROM tokens WHERE token_hash = $1";
const OF: &str = "SELECT token_hash, id, person_id, name, scopes, head, made_at, ends_at, seen_at, seen_from, revoked_at \
    FROM tokens WHERE person_id = $1";
const ALL: &str = "SELECT token_hash, id, person_id, name, scopes, head, made_at, ends_at, seen_at, seen_from, revoked_at \
    FROM tokens";
const INSERT: &str = "INSERT INTO tokens (token_hash, id, person_id, name, scopes, head, made_at, ends_at, seen_at, seen_from, revoked_at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
const SEEN: &str = "UPDATE tokens SET seen_at = $2, seen_from = $3 WHERE token_hash = $1";
const REVOKE: &str = "UPDATE tokens SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL";

/// A token.
///
/// # Errors
/// The database does not answer.
pub async fn find(tx: &mut Tx, token_hash: &[u8]) -> Result<Option<Row>, StoreError> {
    on_tx!(tx, conn => sqlx::query_as(FIND).bind(token_hash).fetch_optional(conn).await)
        .map_err(StoreError::from)
}

/// Tokens, dead ones too: one person's, or everybody's.
///
/// # Errors
/// The database does not answer.
pub async fn list(tx: &mut Tx, person: Option<Uuid>) -> Result<Vec<Row>, StoreError> {
    let found = match person {
        Some(person) => on_tx!(tx, conn => sqlx::query_as(OF).bind(person).fetch_all(conn).await),
        None => on_tx!(tx, conn => sqlx::query_as(ALL).fetch_all(conn).await),
    };
    found.map_err(StoreError::from)
}

/// Keeps a token that was made.
///
/// # Errors
/// Its identifier is in use, or the database refuses or does not answer.
pub async fn insert(tx: &mut Tx, row: &Row) -> Result<(), StoreError> {
    on_tx!(tx, conn => sqlx::query(INSERT)
        .bind(&row.token_hash)
        .bind(row.id)
        .bind(row.person_id)
        .bind(&row.name)
        .bind(&row.scopes)
        .bind(&row.head)
        .bind(row.made_at)
        .bind(row.ends_at)
        .bind(row.seen_at)
        .bind(&row.seen_from)
        .bind(row.revoked_at)
        .execute(conn)
        .await
        .map(|_| ()))
    .map_err(StoreError::from)
}

/// Notes that a token was used.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn seen(tx: &mut Tx, token_hash: &[u8], at: i64, from: &str) -> Result<(), StoreError> {
    on_tx!(tx, conn => sqlx::query(SEEN).bind(token_hash).bind(at).bind(from).execute(conn).await.map(|_| ()))
        .map_err(StoreError::from)
}

/// Revokes a token; whether it was not revoked before.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn revoke(tx: &mut Tx, id: Uuid, at: i64) -> Result<bool, StoreError> {
    on_tx!(tx, conn => sqlx::query(REVOKE).bind(id).bind(at).execute(conn).await.map(|done| done.rows_affected()))
        .map(|rows| rows == 1)
        .map_err(StoreError::from)
}

/// Every statement of this module, prepared by a test on both databases.
pub const STATEMENTS: &[&str] = &[FIND, OF, ALL, INSERT, SEEN, REVOKE];

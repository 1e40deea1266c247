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
    /// By which it is listed and ended.
    pub id: Uuid,
    /// Whose.
    pub person_id: Uuid,
    /// SHA-256 of the certificate that began it.
    pub card: Vec<u8>,
    /// From where.
    pub address: String,
    /// When made, µs.
    pub made_at: i64,
    /// When last used, µs, to the minute.
    pub seen_at: i64,
    /// When it ends at the latest, µs.
    pub ends_at: i64,
}

const FIND: &str = "SELECT token_hash, id, person_id, card, address, made_at, seen_at, ends_at FROM sessions WHERE token_hash = $1";
const INSERT: &str = "INSERT INTO sessions (token_hash, id, person_id, card, address, made_at, seen_at, ends_at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
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
        .bind(row.id)
        .bind(row.person_id)
        .bind(&row.card)
        .bind(&row.address)
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

const LIVE_OF: &str = "SELECT token_hash, id, person_id, card, address, made_at, seen_at, ends_at FROM sessions \
    WHERE person_id = $1 AND ends_at > $2 AND seen_at > $3";
const LIVE: &str = "SELECT token_hash, id, person_id, card, address, made_at, seen_at, ends_at FROM sessions \
    WHERE ends_at > $1 AND seen_at > $2";
const END_ONE: &str = "DELETE FROM sessions WHERE id = $1";

/// Sessions that last at `now` and were used after `seen`: one person's, or everybody's.
///
/// # Errors
/// The database does not answer.
pub async fn live(tx: &mut Tx, person: Option<Uuid>, now: i64, seen: i64) -> Result<Vec<Row>, StoreError> {
    let found = match person {
        Some(person) => {
            on_tx!(tx, conn => sqlx::query_as(LIVE_OF).bind(person).bind(now).bind(seen).fetch_all(conn).await)
        }
        None => on_tx!(tx, conn => sqlx::query_as(LIVE).bind(now).bind(seen).fetch_all(conn).await),
    };
    found.map_err(StoreError::from)
}

/// Ends a session by its identifier.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn end_one(tx: &mut Tx, id: Uuid) -> Result<(), StoreError> {
    on_tx!(tx, conn => sqlx::query(END_ONE).bind(id).execute(conn).await.map(|_| ()))
        .map_err(StoreError::from)
}

const FORGET_ENDED: &str = "DELETE FROM sessions WHERE ends_at < $1";

/// Forgets sessions that ended and challenges that nobody answered in time; gives how many.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn forget(tx: &mut Tx, now: i64) -> Result<u64, StoreError> {
    let mut gone = 0;
    for sql in [FORGET_ENDED, FORGET] {
        gone += on_tx!(tx, conn => sqlx::query(sql).bind(now).execute(conn).await.map(|done| done.rows_affected()))?;
    }
    Ok(gone)
}

/// A challenge that waits for its signature.
#[derive(Debug, Clone, FromRow)]
pub struct Pending {
    /// SHA-256 of the asking browser's token.
    pub asker: Vec<u8>,
    /// What is to be signed.
    pub text: String,
    /// Until when, µs.
    pub expires_at: i64,
}

const PENDING: &str = "SELECT asker, text, expires_at FROM challenges WHERE asker = $1";
const ASK: &str = "INSERT INTO challenges (asker, text, expires_at) VALUES ($1, $2, $3)";
const FORGET: &str = "DELETE FROM challenges WHERE expires_at < $1";
const USE_UP: &str = "DELETE FROM challenges WHERE asker = $1 AND text = $2";

/// Keeps a challenge, and forgets those nobody answered in time.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn ask(tx: &mut Tx, pending: &Pending, now: i64) -> Result<(), StoreError> {
    on_tx!(tx, conn => sqlx::query(FORGET).bind(now).execute(conn).await.map(|_| ()))?;
    on_tx!(tx, conn => sqlx::query(ASK)
        .bind(&pending.asker)
        .bind(&pending.text)
        .bind(pending.expires_at)
        .execute(conn)
        .await
        .map(|_| ()))
    .map_err(StoreError::from)
}

/// The challenge a browser is to answer.
///
/// # Errors
/// The database does not answer.
pub async fn pending(tx: &mut Tx, asker: &[u8]) -> Result<Option<Pending>, StoreError> {
    on_tx!(tx, conn => sqlx::query_as(PENDING).bind(asker).fetch_optional(conn).await)
        .map_err(StoreError::from)
}

/// Takes a challenge away; whether it was still there.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn use_up(tx: &mut Tx, asker: &[u8], text: &str) -> Result<bool, StoreError> {
    on_tx!(tx, conn => sqlx::query(USE_UP).bind(asker).bind(text).execute(conn).await.map(|done| done.rows_affected()))
        .map(|rows| rows == 1)
        .map_err(StoreError::from)
}

/// Every statement of this module, prepared by a test on both databases.
pub const STATEMENTS: &[&str] =
    &[FIND, INSERT, SEEN, END, LIVE_OF, LIVE, END_ONE, FORGET_ENDED, PENDING, ASK, FORGET, USE_UP];

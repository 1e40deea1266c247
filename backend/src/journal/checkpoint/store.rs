//! Checkpoints, co-signatures, and the tree's nodes by place.

use std::collections::BTreeMap;

use shared::journal::{Hash, note::Line, proof::Span};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    on_tx,
    store::{StoreError, Tx},
};

/// A checkpoint's row.
#[derive(Debug, Clone, FromRow)]
pub struct Row {
    /// Entries.
    pub size: i64,
    /// When it was signed, µs.
    pub at: i64,
    /// As the log signed it.
    pub note: String,
}

/// A co-signature's row.
#[derive(Debug, Clone, FromRow)]
pub struct Cosigned {
    /// Of which checkpoint.
    pub size: i64,
    /// The line under the note.
    pub line: String,
}

const INSERT: &str =
    "INSERT INTO journal_checkpoints (size, at, note) VALUES ($1, $2, $3) ON CONFLICT (size) DO NOTHING";
const NEWEST: &str =
    "SELECT size, at, note FROM journal_checkpoints WHERE size < $1 ORDER BY size DESC LIMIT $2";
const FIND: &str = "SELECT size, at, note FROM journal_checkpoints WHERE size = $1";
const COVERING: &str =
    "SELECT size, at, note FROM journal_checkpoints WHERE size > $1 ORDER BY size DESC LIMIT 200";
const ALL: &str = "SELECT size, at, note FROM journal_checkpoints WHERE size > $1 ORDER BY size LIMIT $2";
const COSIGN: &str = "INSERT INTO journal_cosignatures (size, key, name, line, at) VALUES ($1, $2, $3, $4, $5) \
    ON CONFLICT (size, key) DO NOTHING";
const COSIGNED: &str =
    "SELECT size, line FROM journal_cosignatures WHERE size >= $1 AND size <= $2 ORDER BY size, key";
const COSIGNED_BY: &str = "SELECT COALESCE(MAX(size), 0) FROM journal_cosignatures WHERE key = $1";
const NODE: &str = "SELECT hash FROM journal_hashes WHERE place = $1";
const ABOUT_ITSELF: &str =
    "SELECT bytes FROM journal_entries WHERE record_id = $1 AND (action = $2 OR action = $3) ORDER BY seq";

/// Keeps a checkpoint; one of the same size stays as it is.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn insert(tx: &mut Tx, row: &Row) -> Result<(), StoreError> {
    on_tx!(tx, conn => sqlx::query(INSERT).bind(row.size).bind(row.at).bind(&row.note).execute(conn).await.map(|_| ()))
        .map_err(StoreError::from)
}

/// The newest below a size.
///
/// # Errors
/// The database does not answer.
pub async fn newest(tx: &mut Tx, below: i64, limit: i64) -> Result<Vec<Row>, StoreError> {
    on_tx!(tx, conn => sqlx::query_as(NEWEST).bind(below).bind(limit).fetch_all(conn).await)
        .map_err(StoreError::from)
}

/// The one of a size.
///
/// # Errors
/// The database does not answer.
pub async fn find(tx: &mut Tx, size: i64) -> Result<Option<Row>, StoreError> {
    on_tx!(tx, conn => sqlx::query_as(FIND).bind(size).fetch_optional(conn).await).map_err(StoreError::from)
}

/// The newest two hundred that have an entry below them.
///
/// # Errors
/// The database does not answer.
pub async fn covering(tx: &mut Tx, seq: i64) -> Result<Vec<Row>, StoreError> {
    on_tx!(tx, conn => sqlx::query_as(COVERING).bind(seq).fetch_all(conn).await).map_err(StoreError::from)
}

/// A stretch of all of them.
///
/// # Errors
/// The database does not answer.
pub async fn all(tx: &mut Tx, after: i64, limit: i64) -> Result<Vec<Row>, StoreError> {
    on_tx!(tx, conn => sqlx::query_as(ALL).bind(after).bind(limit).fetch_all(conn).await)
        .map_err(StoreError::from)
}

/// Keeps a witness's line.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn cosign(tx: &mut Tx, size: i64, line: &Line, at: i64) -> Result<(), StoreError> {
    on_tx!(tx, conn => sqlx::query(COSIGN).bind(size).bind(line.key()).bind(line.name()).bind(line.to_string()).bind(at)
        .execute(conn).await.map(|_| ()))
    .map_err(StoreError::from)
}

/// The witnesses' lines of these sizes.
///
/// # Errors
/// The database does not answer.
pub async fn cosigned(tx: &mut Tx, from: i64, to: i64) -> Result<Vec<Cosigned>, StoreError> {
    on_tx!(tx, conn => sqlx::query_as(COSIGNED).bind(from).bind(to).fetch_all(conn).await)
        .map_err(StoreError::from)
}

/// The largest size a witness's key signed; 0 for none.
///
/// # Errors
/// The database does not answer.
pub async fn cosigned_by(tx: &mut Tx, key: &str) -> Result<i64, StoreError> {
    on_tx!(tx, conn => sqlx::query_scalar(COSIGNED_BY).bind(key).fetch_one(conn).await)
        .map_err(StoreError::from)
}

/// The entries by which the journal speaks of itself under two actions, in order.
///
/// # Errors
/// The database does not answer.
pub async fn about_itself(tx: &mut Tx, actions: [&str; 2]) -> Result<Vec<Vec<u8>>, StoreError> {
    let [one, other] = actions;
    on_tx!(tx, conn => sqlx::query_scalar(ABOUT_ITSELF).bind(Uuid::nil()).bind(one).bind(other).fetch_all(conn).await)
        .map_err(StoreError::from)
}

/// The roots of subtrees, from the stored nodes.
///
/// # Errors
/// A node is missing, or the database does not answer.
pub async fn roots(tx: &mut Tx, spans: &[Span]) -> Result<Vec<Hash>, StoreError> {
    let mut nodes = BTreeMap::new();
    for place in spans.iter().flat_map(|span| span.places()) {
        let number = i64::try_from(place).unwrap_or(i64::MAX);
        let found: Option<Vec<u8>> =
            on_tx!(tx, conn => sqlx::query_scalar(NODE).bind(number).fetch_optional(conn).await)?;
        nodes.extend(found.and_then(|hash| hash.try_into().ok()).map(|hash: Hash| (place, hash)));
    }
    let missing =
        || StoreError::Inconsistent { table: "journal_hashes", column: "hash", row: "a node".to_owned() };
    spans.iter().map(|span| span.root(&nodes).ok_or_else(missing)).collect()
}

/// Every statement of this module, prepared by a test on both databases.
pub const STATEMENTS: &[&str] =
    &[INSERT, NEWEST, FIND, COVERING, ALL, COSIGN, COSIGNED, COSIGNED_BY, NODE, ABOUT_ITSELF];

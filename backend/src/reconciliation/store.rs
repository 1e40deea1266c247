//! The register's side: who was asked for in inquiries that were approved, by keyed hash.

use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    on_tx,
    store::{StoreError, Tx},
};

/// An approved inquiry.
#[derive(Debug, FromRow)]
pub struct Row {
    /// The inquiry.
    pub id: Uuid,
    /// The record.
    pub body: String,
}

/// A person asked for in it.
#[derive(Debug, FromRow)]
pub struct Asked {
    /// The inquiry.
    pub inquiry_id: Uuid,
    /// Keyed hash.
    pub blind: Vec<u8>,
}

const APPROVED: &str = "SELECT id, body FROM inquiries WHERE id > $1 AND id < $2 AND body IS NOT NULL \
    AND status IN ('approved', 'carried_out', 'closed') ORDER BY id LIMIT $3";
const SUBJECTS: &str = "SELECT inquiry_id, blind FROM subjects WHERE inquiry_id >= $1 AND inquiry_id <= $2";

/// Inquiries that were approved, by identifier, after one and before another.
///
/// # Errors
/// The database does not answer.
pub async fn approved(tx: &mut Tx, after: Uuid, before: Uuid, limit: i64) -> Result<Vec<Row>, StoreError> {
    on_tx!(tx, conn => sqlx::query_as(APPROVED).bind(after).bind(before).bind(limit).fetch_all(conn).await)
        .map_err(StoreError::from)
}

/// Who was asked for in the inquiries from one identifier to another.
///
/// # Errors
/// The database does not answer.
pub async fn subjects(tx: &mut Tx, first: Uuid, last: Uuid) -> Result<Vec<Asked>, StoreError> {
    on_tx!(tx, conn => sqlx::query_as(SUBJECTS).bind(first).bind(last).fetch_all(conn).await)
        .map_err(StoreError::from)
}

/// Every statement of this module, prepared by a test on both databases.
pub const STATEMENTS: &[&str] = &[APPROVED, SUBJECTS];

//! The register's side: who was asked for in inquiries that were approved, by keyed hash.

use shared::id::UnitId;
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    on_tx,
    store::{StoreError, Tx},
};

/// A person asked for in an approved inquiry, with its record.
#[derive(Debug, FromRow)]
pub struct Row {
    /// The inquiry.
    pub id: Uuid,
    /// The record.
    pub body: String,
    /// Keyed hash of the person.
    pub blind: Vec<u8>,
}

const QUERIED: &str = "SELECT i.id, i.body, s.blind FROM inquiries i JOIN subjects s ON s.inquiry_id = i.id \
    WHERE i.unit_id = $1 AND i.queried_at IS NOT NULL AND i.queried_at >= $2 AND i.queried_at < $3 AND i.body IS NOT NULL";
const APPROVED: &str = "SELECT i.id, i.body, s.blind FROM inquiries i JOIN subjects s ON s.inquiry_id = i.id \
    WHERE i.status = 'approved' AND i.body IS NOT NULL";

/// Who was asked for in a unit's queries from one instant to another, µs.
///
/// # Errors
/// The database does not answer.
pub async fn queried(tx: &mut Tx, unit: UnitId, from: i64, until: i64) -> Result<Vec<Row>, StoreError> {
    on_tx!(tx, conn => sqlx::query_as(QUERIED).bind(unit.0).bind(from).bind(until).fetch_all(conn).await)
        .map_err(StoreError::from)
}

/// Who is asked for in what is approved and not carried out.
///
/// # Errors
/// The database does not answer.
pub async fn approved(tx: &mut Tx) -> Result<Vec<Row>, StoreError> {
    on_tx!(tx, conn => sqlx::query_as(APPROVED).fetch_all(conn).await).map_err(StoreError::from)
}

/// Every statement of this module, prepared by a test on both databases.
pub const STATEMENTS: &[&str] = &[QUERIED, APPROVED];

//! What the comparison of editions counts.

use uuid::Uuid;

use crate::{
    on_tx,
    store::{StoreError, Tx},
};

const CASES: &str =
    "SELECT COUNT(*) FROM inquiries WHERE unit_id = $1 AND queried_at >= $2 AND queried_at < $3";

/// A unit's cases carried out between two instants, µs.
///
/// # Errors
/// The database does not answer.
pub async fn cases(tx: &mut Tx, unit: Uuid, from: i64, until: i64) -> Result<i64, StoreError> {
    on_tx!(tx, conn => sqlx::query_scalar(CASES).bind(unit).bind(from).bind(until).fetch_one(conn).await)
        .map_err(StoreError::from)
}

const OPEN_INQUIRIES: &str = "SELECT COUNT(*) FROM inquiries WHERE status = $1";
const OPEN_RECORDS: &str = "SELECT COUNT(*) FROM records WHERE kind = $2 AND status = $1";
const LATEST_INQUIRIES: &str =
    "SELECT id FROM inquiries WHERE status = $1 AND status <> 'draft' ORDER BY id DESC LIMIT $2";
const LATEST_RECORDS: &str =
    "SELECT id FROM records WHERE kind = $3 AND status = $1 ORDER BY id DESC LIMIT $2";

/// How many records of a noun are in a state.
///
/// # Errors
/// The database does not answer.
pub async fn open(tx: &mut Tx, kind: &str, status: &str) -> Result<i64, StoreError> {
    let found = if kind == "inquiry" {
        on_tx!(tx, conn => sqlx::query_scalar(OPEN_INQUIRIES).bind(status).fetch_one(conn).await)
    } else {
        on_tx!(tx, conn => sqlx::query_scalar(OPEN_RECORDS).bind(status).bind(kind).fetch_one(conn).await)
    };
    found.map_err(StoreError::from)
}

/// The latest of them in a state; drafts are nobody's but their writers'.
///
/// # Errors
/// The database does not answer.
pub async fn latest(tx: &mut Tx, kind: &str, status: &str, limit: i64) -> Result<Vec<Uuid>, StoreError> {
    let found = if kind == "inquiry" {
        on_tx!(tx, conn => sqlx::query_scalar(LATEST_INQUIRIES).bind(status).bind(limit).fetch_all(conn).await)
    } else {
        on_tx!(tx, conn => sqlx::query_scalar(LATEST_RECORDS).bind(status).bind(limit).bind(kind).fetch_all(conn).await)
    };
    found.map_err(StoreError::from)
}

/// Queries of a unit, and forms of a person, read to try a number on: the latest, so that a county of any size is answered.
const TRIED: i64 = 5_000;
const QUERIED_SINCE: &str = "SELECT body FROM inquiries WHERE unit_id = $1 AND queried_at >= $2 AND body IS NOT NULL \
    ORDER BY queried_at DESC LIMIT $3";
const SUBMITTED_SINCE: &str = "SELECT submitted_at FROM inquiries WHERE applicant_id = $1 AND submitted_at >= $2 \
    ORDER BY submitted_at DESC LIMIT $3";

/// A unit's inquiries carried out since an instant, µs, as they are kept, the latest first.
///
/// # Errors
/// The database does not answer.
pub async fn queried_since(tx: &mut Tx, unit: Uuid, since: i64) -> Result<Vec<String>, StoreError> {
    on_tx!(tx, conn => sqlx::query_scalar(QUERIED_SINCE).bind(unit).bind(since).bind(TRIED).fetch_all(conn).await)
        .map_err(StoreError::from)
}

/// When a person submitted forms since an instant, µs, the latest first.
///
/// # Errors
/// The database does not answer.
pub async fn submitted_since(tx: &mut Tx, person: Uuid, since: i64) -> Result<Vec<i64>, StoreError> {
    on_tx!(tx, conn => sqlx::query_scalar(SUBMITTED_SINCE).bind(person).bind(since).bind(TRIED).fetch_all(conn).await)
        .map_err(StoreError::from)
}

/// Every statement of this module, prepared by a test on both databases.
pub const STATEMENTS: &[&str] =
    &[CASES, OPEN_INQUIRIES, OPEN_RECORDS, LATEST_INQUIRIES, LATEST_RECORDS, QUERIED_SINCE, SUBMITTED_SINCE];

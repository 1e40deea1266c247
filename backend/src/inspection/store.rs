//! What is within a scope, in the database: records by what was done to them in a period, and what they say.

use std::collections::{BTreeMap, BTreeSet};

use shared::{id::UnitId, inspection::InspectionBody};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    http::page,
    on_tx,
    store::{StoreError, Tx},
};

// A record stands where something was last done to it within the period, so that no page shows it twice.
const DONE: &str = "SELECT e.record_id, e.seq, e.at FROM journal_entries e WHERE e.seq < $4 AND e.kind = $1 AND e.at >= $2 AND e.at < $3 \
    AND NOT EXISTS (SELECT 1 FROM journal_entries l WHERE l.record_id = e.record_id AND l.seq > e.seq AND l.kind = $1 AND l.at < $3) \
    ORDER BY e.seq DESC LIMIT $5";
const WALK: &str = "SELECT seq, kind, record_id FROM journal_entries WHERE seq < $1 AND at >= $2 AND at < $3 ORDER BY seq DESC LIMIT $4";
const IS_DONE: &str =
    "SELECT COUNT(*) FROM journal_entries WHERE record_id = $1 AND kind = $2 AND at >= $3 AND at < $4";
const INQUIRY: &str = "SELECT unit_id, body, revision FROM inquiries WHERE id = $1";
const PRINTOUT: &str = "SELECT unit_id, body, revision FROM printouts WHERE id = $1";
const RECORD: &str = "SELECT unit_id, body, revision FROM records WHERE id = $1 AND kind = $2";
const REGISTER: &str =
    "SELECT body, revision FROM register_versions WHERE is_latest AND id = $1 AND kind = $2";

/// A record to which something was done.
#[derive(Debug, Clone, FromRow)]
pub struct Done {
    /// The record.
    pub record_id: Uuid,
    /// Its newest entry of the period.
    pub seq: i64,
    /// When, µs.
    pub at: i64,
}

/// What a record says.
#[derive(Debug, Clone, FromRow)]
pub struct Found {
    /// Its unit; none for what is in a register.
    #[sqlx(default)]
    pub unit_id: Option<Uuid>,
    /// Its content; none once its time was over.
    pub body: Option<String>,
    /// Its revision.
    pub revision: i64,
}

impl Found {
    /// Its unit.
    #[must_use]
    pub fn unit(&self) -> Option<UnitId> {
        self.unit_id.map(UnitId)
    }
}

/// The instants of a scope's period, µs.
fn bounds(scope: &InspectionBody) -> (i64, i64) {
    (page::midnight(scope.from), scope.to.succ_opt().map_or(i64::MAX, page::midnight))
}

/// Records of a noun to which something was done in the period, the latest first.
///
/// # Errors
/// The database does not answer.
pub async fn done(
    tx: &mut Tx,
    scope: &InspectionBody,
    kind: &str,
    before: i64,
    limit: i64,
) -> Result<Vec<Done>, StoreError> {
    let (from, until) = bounds(scope);
    on_tx!(tx, conn => sqlx::query_as(DONE).bind(kind).bind(from).bind(until).bind(before).bind(limit)
        .fetch_all(conn).await)
    .map_err(StoreError::from)
}

/// Entries read at a time while a period is counted.
const STRIDE: i64 = 10_000;

/// The records of each noun to which something was done in the period.
///
/// # Errors
/// The database does not answer.
pub async fn touched(
    tx: &mut Tx,
    scope: &InspectionBody,
) -> Result<BTreeMap<String, BTreeSet<Uuid>>, StoreError> {
    let (from, until) = bounds(scope);
    let (mut before, mut found) = (i64::MAX, BTreeMap::<String, BTreeSet<Uuid>>::new());
    loop {
        let rows: Vec<(i64, String, Uuid)> = on_tx!(tx, conn => sqlx::query_as(WALK).bind(before).bind(from).bind(until)
            .bind(STRIDE).fetch_all(conn).await)?;
        let Some((last, _, _)) = rows.last() else { return Ok(found) };
        before = *last;
        for (_, kind, record) in rows {
            found.entry(kind).or_default().insert(record);
        }
    }
}

/// Whether anything was done to a record in the period.
///
/// # Errors
/// The database does not answer.
pub async fn is_done(
    tx: &mut Tx,
    scope: &InspectionBody,
    kind: &str,
    record: Uuid,
) -> Result<bool, StoreError> {
    let (from, until) = bounds(scope);
    let count: i64 = on_tx!(tx, conn => sqlx::query_scalar(IS_DONE).bind(record).bind(kind).bind(from).bind(until)
        .fetch_one(conn).await)?;
    Ok(count > 0)
}

/// What a record says now.
///
/// # Errors
/// The database does not answer.
pub async fn find(tx: &mut Tx, kind: &str, record: Uuid) -> Result<Option<Found>, StoreError> {
    let sql = match kind {
        "inquiry" => INQUIRY,
        "printout" => PRINTOUT,
        "agency" | "item" | "account" => REGISTER,
        _ => RECORD,
    };
    on_tx!(tx, conn => {
        let query = sqlx::query_as(sql).bind(record);
        let query = if sql == REGISTER || sql == RECORD { query.bind(kind) } else { query };
        query.fetch_optional(conn).await
    })
    .map_err(StoreError::from)
}

/// Every statement of this module, prepared by a test on both databases.
pub const STATEMENTS: &[&str] = &[DONE, WALK, IS_DONE, INQUIRY, PRINTOUT, RECORD, REGISTER];

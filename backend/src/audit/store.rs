//! What each freeze of an audit committed to, and the cases of a unit's half-year.

use std::sync::LazyLock;

use shared::{
    id::{AuditId, InquiryId, PersonId, UnitId},
    period::HalfYear,
};
use uuid::Uuid;

use crate::{
    http::page::midnight,
    on_tx,
    store::{StoreError, Tx, runs::Runs},
};

const UNFROZEN: &str = "SELECT i.id FROM inquiries i WHERE i.unit_id = $1 AND i.queried_at IS NOT NULL AND i.queried_at >= $2 \
    AND i.queried_at < $3 AND NOT EXISTS (SELECT 1 FROM audit_cases c WHERE c.audit_id = $4 AND c.case_id = i.id)";
static FREEZE: LazyLock<Runs> =
    LazyLock::new(|| Runs::new("INSERT INTO audit_cases (audit_id, case_id, round) VALUES", 3));
const FROZEN: &str = "SELECT case_id FROM audit_cases WHERE audit_id = $1 AND round = $2";
const INVOLVED: &str = "SELECT COUNT(*) FROM inquiries WHERE unit_id = $1 AND queried_at IS NOT NULL AND queried_at >= $2 \
    AND queried_at < $3 AND (applicant_id = $4 OR approver_id = $4)";
const HAS_CASES: &str = "SELECT 1 FROM inquiries WHERE unit_id = $1 AND queried_at IS NOT NULL AND queried_at >= $2 \
    AND queried_at < $3 LIMIT 1";

/// A half-year as the instants between which its queries lie, µs.
fn between(period: HalfYear) -> (i64, i64) {
    let edge = |period: HalfYear, beyond| period.first_day().map_or(beyond, midnight);
    (edge(period, i64::MIN), edge(period.next(), i64::MAX))
}

/// Cases of a unit's half-year that no freeze of its audit holds yet.
///
/// # Errors
/// The database does not answer.
pub async fn unfrozen(
    tx: &mut Tx,
    unit: UnitId,
    period: HalfYear,
    audit: AuditId,
) -> Result<Vec<InquiryId>, StoreError> {
    let (from, until) = between(period);
    let found: Vec<Uuid> = on_tx!(tx, conn => sqlx::query_scalar(UNFROZEN)
        .bind(unit.0).bind(from).bind(until).bind(audit.0).fetch_all(conn).await)?;
    Ok(found.into_iter().map(InquiryId).collect())
}

/// Keeps what a freeze commits to.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn freeze(
    tx: &mut Tx,
    audit: AuditId,
    round: usize,
    cases: &[InquiryId],
) -> Result<(), StoreError> {
    let round = i64::try_from(round).unwrap_or(i64::MAX);
    for (sql, run) in FREEZE.over(tx.is_sqlite(), cases) {
        on_tx!(tx, conn => {
            let mut query = sqlx::query(sql);
            for case in run {
                query = query.bind(audit.0).bind(case.0).bind(round);
            }
            query.execute(conn).await.map(|_| ())
        })?;
    }
    Ok(())
}

/// What a freeze committed to.
///
/// # Errors
/// The database does not answer.
pub async fn frozen(tx: &mut Tx, audit: AuditId, round: usize) -> Result<Vec<InquiryId>, StoreError> {
    let round = i64::try_from(round).unwrap_or(i64::MAX);
    let found: Vec<Uuid> =
        on_tx!(tx, conn => sqlx::query_scalar(FROZEN).bind(audit.0).bind(round).fetch_all(conn).await)?;
    Ok(found.into_iter().map(InquiryId).collect())
}

/// In how many cases of a unit's half-year somebody is user or approver.
///
/// # Errors
/// The database does not answer.
pub async fn involved(
    tx: &mut Tx,
    unit: UnitId,
    period: HalfYear,
    person: PersonId,
) -> Result<u64, StoreError> {
    let (from, until) = between(period);
    let count: i64 = on_tx!(tx, conn => sqlx::query_scalar(INVOLVED)
        .bind(unit.0).bind(from).bind(until).bind(person.0).fetch_one(conn).await)?;
    Ok(u64::try_from(count).unwrap_or_default())
}

/// Whether a unit queried in a half-year.
///
/// # Errors
/// The database does not answer.
pub async fn has_cases(tx: &mut Tx, unit: UnitId, period: HalfYear) -> Result<bool, StoreError> {
    let (from, until) = between(period);
    let found: Option<i32> = on_tx!(tx, conn => sqlx::query_scalar(HAS_CASES)
        .bind(unit.0).bind(from).bind(until).fetch_optional(conn).await)?;
    Ok(found.is_some())
}

/// Every statement of this module, prepared by a test on both databases.
#[must_use]
pub fn statements() -> Vec<&'static str> {
    [UNFROZEN, FROZEN, INVOLVED, HAS_CASES].into_iter().chain(FREEZE.statements()).collect()
}

//! Counts kept in the write's own transaction, so that the dashboard costs the same at any size.

use chrono::{DateTime, Datelike, Utc};
use shared::{
    id::UnitId,
    inquiry::{InquiryBody, Status},
    taiwan_day,
};
use uuid::Uuid;

use crate::{
    on_tx,
    store::{StoreError, Tx},
};

/// A change of one count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// `2026-11`, or empty for a count that is not by month.
    pub month: String,
    /// Stable name: a state, or `month.registered` and the like.
    pub name: &'static str,
    /// By how much.
    pub by: i64,
}

impl Count {
    /// A count that is not by month.
    #[must_use]
    pub const fn total(name: &'static str, by: i64) -> Self {
        Self { month: String::new(), name, by }
    }

    fn monthly(at: DateTime<Utc>, name: &'static str) -> Self {
        let day = taiwan_day(at);
        Self { month: format!("{:04}-{:02}", day.year(), day.month()), name, by: 1 }
    }
}

/// What an inquiry's change of state does to the counts.
#[must_use]
pub fn of_inquiry(before: &str, body: &InquiryBody, now: DateTime<Utc>) -> Vec<Count> {
    let mut counts = Vec::new();
    let after = body.status.name();
    if before != after {
        if let Some(name) = known(before) {
            counts.push(Count::total(name, -1));
        }
        counts.push(Count::total(after, 1));
    }
    match (before, &body.status) {
        ("draft", Status::Submitted) => counts.push(Count::monthly(now, "registered")),
        (_, Status::CarriedOut { .. }) if before != after => counts.push(Count::monthly(now, "carried_out")),
        (_, Status::Rejected { .. } | Status::SentBack { .. }) => counts.push(Count::monthly(now, "refused")),
        _ => {}
    }
    counts
}

fn known(status: &str) -> Option<&'static str> {
    std::iter::once("draft").chain(Status::NAMES).find(|name| *name == status)
}

const ADD: &str = "INSERT INTO figures (unit_id, month, name, count) VALUES ($1, $2, $3, $4) \
    ON CONFLICT (unit_id, month, name) DO UPDATE SET count = figures.count + excluded.count";

/// Adds to a unit's counts.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn add(tx: &mut Tx, unit: UnitId, counts: &[Count]) -> Result<(), StoreError> {
    if let Some(behind) = tx.behind.as_mut() {
        behind.count(unit, counts);
        return Ok(());
    }
    for count in counts {
        on_tx!(tx, conn => sqlx::query(ADD)
            .bind(unit.0)
            .bind(&count.month)
            .bind(count.name)
            .bind(count.by)
            .execute(conn)
            .await
            .map(|_| ()))?;
    }
    Ok(())
}

const ALL: &str = "SELECT unit_id, month, name, count FROM figures ORDER BY month, name";

/// One stored count.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Stored {
    /// The unit.
    pub unit_id: Uuid,
    /// The month, or empty.
    pub month: String,
    /// The name.
    pub name: String,
    /// The count.
    pub count: i64,
}

/// Every count: units × months × names, a few hundred rows at any number of records.
///
/// # Errors
/// The database does not answer.
pub async fn all(tx: &mut Tx) -> Result<Vec<Stored>, StoreError> {
    on_tx!(tx, conn => sqlx::query_as(ALL).fetch_all(conn).await).map_err(StoreError::from)
}

/// Every statement of this module, prepared by a test on both databases.
pub const STATEMENTS: &[&str] = &[ADD, ALL];

//! What reviews count and find in the tables of other nouns.

use shared::id::{ItemId, PersonId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    on_tx,
    store::{StoreError, Tx},
};

const LAST_USES: &str = "SELECT applicant_id, item_id, MAX(submitted_at) FROM inquiries \
    WHERE submitted_at IS NOT NULL AND item_id IS NOT NULL GROUP BY applicant_id, item_id";

/// When everybody last registered an inquiry under each item, µs.
///
/// # Errors
/// The database does not answer.
pub async fn last_uses(tx: &mut Tx) -> Result<Vec<(PersonId, ItemId, i64)>, StoreError> {
    let rows: Vec<(Uuid, Uuid, i64)> = on_tx!(tx, conn => sqlx::query_as(LAST_USES).fetch_all(conn).await)?;
    Ok(rows.into_iter().map(|(person, item, at)| (PersonId(person), ItemId(item), at)).collect())
}

/// A query that is not accounted for.
#[derive(Debug, FromRow)]
pub struct Unclosed {
    /// The inquiry.
    pub id: Uuid,
    /// The unit.
    pub unit_id: Uuid,
    /// Who made the query.
    pub applicant_id: Uuid,
    /// Case number.
    pub case_number: String,
    /// The record.
    pub body: Option<String>,
}

const UNCLOSED: &str = "SELECT id, unit_id, applicant_id, case_number, body FROM inquiries \
    WHERE status = 'carried_out' AND id > $1 ORDER BY id LIMIT $2";

/// Queries that are not accounted for, by identifier, after the given one.
///
/// # Errors
/// The database does not answer.
pub async fn unclosed(tx: &mut Tx, after: Uuid, limit: i64) -> Result<Vec<Unclosed>, StoreError> {
    on_tx!(tx, conn => sqlx::query_as(UNCLOSED).bind(after).bind(limit).fetch_all(conn).await)
        .map_err(StoreError::from)
}

const FATES: &str = "SELECT state, COUNT(*) FROM printouts GROUP BY state";
const DESTROYED: &str =
    "SELECT COUNT(*) FROM printouts WHERE state = 'destroyed' AND updated_at >= $1 AND updated_at < $2";

/// How many printouts are in each state, and how many were destroyed between two instants, µs.
///
/// # Errors
/// The database does not answer.
pub async fn fates(tx: &mut Tx, from: i64, until: i64) -> Result<(Vec<(String, i64)>, i64), StoreError> {
    let fates = on_tx!(tx, conn => sqlx::query_as(FATES).fetch_all(conn).await)?;
    let destroyed =
        on_tx!(tx, conn => sqlx::query_scalar(DESTROYED).bind(from).bind(until).fetch_one(conn).await)?;
    Ok((fates, destroyed))
}

const REGISTERED: &str = "SELECT COUNT(*) FROM inquiries WHERE submitted_at >= $1 AND submitted_at < $2";
const LOOKED: &str =
    "SELECT COUNT(*) FROM journal_entries WHERE action = 'inquiry.reveal' AND at >= $1 AND at < $2";
const LATE: &str = "SELECT kind, COUNT(*) FROM duties WHERE due_on < $1 GROUP BY kind";

/// What the security audit counts of some time.
#[derive(Debug, Default)]
pub struct Counted {
    /// Inquiries registered.
    pub registered: i64,
    /// Looks at full identities.
    pub looked: i64,
    /// Duties that are late, by kind.
    pub late: Vec<(String, i64)>,
}

/// Counts between two instants, µs, and what is late on a day.
///
/// # Errors
/// The database does not answer.
pub async fn counted(tx: &mut Tx, from: i64, until: i64, today: &str) -> Result<Counted, StoreError> {
    let registered =
        on_tx!(tx, conn => sqlx::query_scalar(REGISTERED).bind(from).bind(until).fetch_one(conn).await)?;
    let looked = on_tx!(tx, conn => sqlx::query_scalar(LOOKED).bind(from).bind(until).fetch_one(conn).await)?;
    let late = on_tx!(tx, conn => sqlx::query_as(LATE).bind(today).fetch_all(conn).await)?;
    Ok(Counted { registered, looked, late })
}

/// Every statement of this module, prepared by a test on both databases.
pub const STATEMENTS: &[&str] = &[LAST_USES, UNCLOSED, FATES, DESTROYED, REGISTERED, LOOKED, LATE];

//! What reviews count and find in the tables of other nouns.

use shared::id::{ItemId, PersonId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    on_tx,
    store::{StoreError, Tx},
};

const LAST_USE: &str =
    "SELECT MAX(submitted_at) FROM inquiries WHERE applicant_id = $1 AND submitted_at IS NOT NULL";
const LAST_USE_OF: &str = "SELECT MAX(submitted_at) FROM inquiries \
    WHERE applicant_id = $1 AND submitted_at IS NOT NULL AND item_id = $2";

/// When a person last registered an inquiry, under an item or any, µs.
///
/// # Errors
/// The database does not answer.
pub async fn last_use(
    tx: &mut Tx,
    person: PersonId,
    item: Option<ItemId>,
) -> Result<Option<i64>, StoreError> {
    let found = match item {
        None => on_tx!(tx, conn => sqlx::query_scalar(LAST_USE).bind(person.0).fetch_one(conn).await),
        Some(item) => {
            on_tx!(tx, conn => sqlx::query_scalar(LAST_USE_OF).bind(person.0).bind(item.0).fetch_one(conn).await)
        }
    };
    found.map_err(StoreError::from)
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

const FATE: &str = "SELECT COUNT(*) FROM printouts WHERE state = $1";
const DESTROYED: &str =
    "SELECT COUNT(*) FROM printouts WHERE state = 'destroyed' AND updated_at >= $1 AND updated_at < $2";

/// How many printouts are in a state.
///
/// # Errors
/// The database does not answer.
pub async fn fate(tx: &mut Tx, state: &str) -> Result<i64, StoreError> {
    on_tx!(tx, conn => sqlx::query_scalar(FATE).bind(state).fetch_one(conn).await).map_err(StoreError::from)
}

/// How many printouts were destroyed between two instants, µs.
///
/// # Errors
/// The database does not answer.
pub async fn destroyed(tx: &mut Tx, from: i64, until: i64) -> Result<i64, StoreError> {
    on_tx!(tx, conn => sqlx::query_scalar(DESTROYED).bind(from).bind(until).fetch_one(conn).await)
        .map_err(StoreError::from)
}

// Every look stands in an index of its own, by its number.
const LOOKED: &str = "SELECT COUNT(*) FROM journal_entries \
    WHERE action = 'inquiry.reveal' AND seq >= 0 AND at >= $1 AND at < $2";

/// Looks at full identities between two instants, µs.
///
/// # Errors
/// The database does not answer.
pub async fn looked(tx: &mut Tx, from: i64, until: i64) -> Result<i64, StoreError> {
    on_tx!(tx, conn => sqlx::query_scalar(LOOKED).bind(from).bind(until).fetch_one(conn).await)
        .map_err(StoreError::from)
}

const LATE: &str = "SELECT COUNT(*) FROM duties WHERE due_on < $1";
const LATE_OF: &str = "SELECT COUNT(*) FROM duties WHERE kind = $1 AND due_on < $2";

/// Duties that are late on a day, of a kind or all of them.
///
/// # Errors
/// The database does not answer.
pub async fn late(tx: &mut Tx, kind: Option<&str>, today: &str) -> Result<i64, StoreError> {
    let found = match kind {
        None => on_tx!(tx, conn => sqlx::query_scalar(LATE).bind(today).fetch_one(conn).await),
        Some(kind) => {
            on_tx!(tx, conn => sqlx::query_scalar(LATE_OF).bind(kind).bind(today).fetch_one(conn).await)
        }
    };
    found.map_err(StoreError::from)
}

/// Every statement of this module, prepared by a test on both databases.
pub const STATEMENTS: &[&str] = &[LAST_USE, LAST_USE_OF, UNCLOSED, FATE, DESTROYED, LOOKED, LATE, LATE_OF];

//! Which letters went, and who wants none.

use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    on_tx,
    store::{StoreError, Tx},
};

/// Times a letter is tried on its day.
const ATTEMPTS_MOST: i64 = 6;

/// A letter's row.
#[derive(Debug, Clone, FromRow)]
pub struct Row {
    /// To whom.
    pub person_id: Uuid,
    /// Of which Taiwan day.
    pub day: String,
    /// `sending`, `sent`, `failed` or `refused`.
    pub state: String,
    /// How often it was tried.
    pub attempts: i64,
    /// What the mail server said.
    pub error: String,
    /// When last, µs.
    pub at: i64,
}

const OF_DAY: &str = "SELECT person_id, day, state, attempts, error, at FROM mails WHERE day = $1";
const BEGIN: &str = "INSERT INTO mails (person_id, day, state, attempts, error, at) VALUES ($1, $2, 'sending', 1, '', $3) \
    ON CONFLICT (person_id, day) DO UPDATE SET state = 'sending', attempts = mails.attempts + 1, at = $3 \
    WHERE mails.state = 'failed' AND mails.attempts < $4";
const SETTLE: &str = "UPDATE mails SET state = $3, error = $4, at = $5 WHERE person_id = $1 AND day = $2";
const TROUBLE: &str = "SELECT person_id, day, state, attempts, error, at FROM mails WHERE day >= $1 AND state <> 'sent' ORDER BY day DESC LIMIT 100";
const PURGE: &str = "DELETE FROM mails WHERE day < $1";

/// The letters of a day.
///
/// # Errors
/// The database does not answer.
pub async fn of_day(tx: &mut Tx, day: &str) -> Result<Vec<Row>, StoreError> {
    on_tx!(tx, conn => sqlx::query_as(OF_DAY).bind(day).fetch_all(conn).await).map_err(StoreError::from)
}

/// Says that a letter is about to be handed in; false when it was, or was tried often enough. What is never settled after
/// this may or may not have gone, and is not sent again.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn begin(tx: &mut Tx, person: Uuid, day: &str, now: i64) -> Result<bool, StoreError> {
    let rows = on_tx!(tx, conn => sqlx::query(BEGIN).bind(person).bind(day).bind(now).bind(ATTEMPTS_MOST)
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Says what became of it.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn settle(
    tx: &mut Tx,
    person: Uuid,
    day: &str,
    state: &str,
    error: &str,
    now: i64,
) -> Result<(), StoreError> {
    on_tx!(tx, conn => sqlx::query(SETTLE).bind(person).bind(day).bind(state).bind(error).bind(now)
        .execute(conn).await.map(|_| ()))
    .map_err(StoreError::from)
}

/// Letters since a day that did not go, the newest first.
///
/// # Errors
/// The database does not answer.
pub async fn trouble(tx: &mut Tx, since: &str) -> Result<Vec<Row>, StoreError> {
    on_tx!(tx, conn => sqlx::query_as(TROUBLE).bind(since).fetch_all(conn).await).map_err(StoreError::from)
}

/// Forgets letters of days before one; gives how many.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn purge(tx: &mut Tx, before: &str) -> Result<u64, StoreError> {
    on_tx!(tx, conn => sqlx::query(PURGE).bind(before).execute(conn).await.map(|done| done.rows_affected()))
        .map_err(StoreError::from)
}

const REFUSERS: &str = "SELECT person_id FROM mail_refusals";
const REFUSES: &str = "SELECT COUNT(*) FROM mail_refusals WHERE person_id = $1";
const REFUSE: &str =
    "INSERT INTO mail_refusals (person_id, at) VALUES ($1, $2) ON CONFLICT (person_id) DO NOTHING";
const WANT: &str = "DELETE FROM mail_refusals WHERE person_id = $1";

/// Everybody who wants no reminders.
///
/// # Errors
/// The database does not answer.
pub async fn refusers(tx: &mut Tx) -> Result<Vec<Uuid>, StoreError> {
    on_tx!(tx, conn => sqlx::query_scalar(REFUSERS).fetch_all(conn).await).map_err(StoreError::from)
}

/// Whether somebody wants none.
///
/// # Errors
/// The database does not answer.
pub async fn refuses(tx: &mut Tx, person: Uuid) -> Result<bool, StoreError> {
    let found: i64 = on_tx!(tx, conn => sqlx::query_scalar(REFUSES).bind(person).fetch_one(conn).await)?;
    Ok(found > 0)
}

/// Somebody wants reminders, or none.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn choose(tx: &mut Tx, person: Uuid, wants: bool, now: i64) -> Result<(), StoreError> {
    if wants {
        on_tx!(tx, conn => sqlx::query(WANT).bind(person).execute(conn).await.map(|_| ()))
    } else {
        on_tx!(tx, conn => sqlx::query(REFUSE).bind(person).bind(now).execute(conn).await.map(|_| ()))
    }
    .map_err(StoreError::from)
}

/// Every statement of this module, prepared by a test on both databases.
pub const STATEMENTS: &[&str] = &[OF_DAY, BEGIN, SETTLE, TROUBLE, PURGE, REFUSERS, REFUSES, REFUSE, WANT];

//! The jobs' rows: when each is due, who runs it until when, and what became of its last run.

use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    on_tx,
    store::{StoreError, Tx},
};

/// A job's row; instants in µs.
#[derive(Debug, Clone, FromRow)]
pub struct Row {
    /// The job.
    pub job: String,
    /// When it is due.
    pub due_at: i64,
    /// Who runs it now: a number made for that one run.
    pub holder: Option<Uuid>,
    /// Until when nobody else may.
    pub lease_until: Option<i64>,
    /// Failures since the last success.
    pub failures: i64,
    /// When the last run began.
    pub began_at: Option<i64>,
    /// When the last finished run ended.
    pub ended_at: Option<i64>,
    /// Whether that went well.
    pub is_good: Option<bool>,
    /// What it did, in both languages, as JSON.
    pub note: String,
}

const ALL: &str = "SELECT job, due_at, holder, lease_until, failures, began_at, ended_at, is_good, note FROM schedule ORDER BY job";
const ENTER: &str =
    "INSERT INTO schedule (job, due_at, failures, note) VALUES ($1, $2, 0, '') ON CONFLICT (job) DO NOTHING";
const HASTEN: &str = "UPDATE schedule SET due_at = $2 WHERE job = $1 AND due_at > $2";
const CLAIM: &str = "UPDATE schedule SET holder = $2, lease_until = $3, began_at = $4 \
    WHERE job = $1 AND due_at <= $5 AND (holder IS NULL OR lease_until <= $4)";
const RENEW: &str = "UPDATE schedule SET lease_until = $3 WHERE job = $1 AND holder = $2";
const FINISH: &str = "UPDATE schedule SET holder = NULL, lease_until = NULL, due_at = $3, failures = $4, ended_at = $5, is_good = $6, note = $7 \
    WHERE job = $1 AND holder = $2";

/// Every job that has a row.
///
/// # Errors
/// The database does not answer.
pub async fn all(tx: &mut Tx) -> Result<Vec<Row>, StoreError> {
    on_tx!(tx, conn => sqlx::query_as(ALL).fetch_all(conn).await).map_err(StoreError::from)
}

/// Gives a job its row; one that has one keeps it.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn enter(tx: &mut Tx, job: &str, due_at: i64) -> Result<(), StoreError> {
    on_tx!(tx, conn => sqlx::query(ENTER).bind(job).bind(due_at).execute(conn).await.map(|_| ()))
        .map_err(StoreError::from)
}

/// Makes a job due by an instant; one that has no row yet gets it soon anyway.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn hasten(tx: &mut Tx, job: &str, due_at: i64) -> Result<(), StoreError> {
    on_tx!(tx, conn => sqlx::query(HASTEN).bind(job).bind(due_at).execute(conn).await.map(|_| ()))
        .map_err(StoreError::from)
}

/// What a run asks for.
#[derive(Debug, Clone, Copy)]
pub struct Claim {
    /// The job.
    pub job: &'static str,
    /// The run.
    pub holder: Uuid,
    /// Now, µs.
    pub now: i64,
    /// The lease's end, µs.
    pub until: i64,
    /// Only if it is due by then, µs.
    pub due_by: i64,
}

/// Takes a job's lease, if it is due and nobody has it.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn claim(tx: &mut Tx, claim: Claim) -> Result<bool, StoreError> {
    let Claim { job, holder, now, until, due_by } = claim;
    let rows = on_tx!(tx, conn => sqlx::query(CLAIM).bind(job).bind(holder).bind(until).bind(now).bind(due_by)
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Makes a lease last longer; false when it was somebody else's meanwhile.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn renew(tx: &mut Tx, job: &str, holder: Uuid, until: i64) -> Result<bool, StoreError> {
    let rows = on_tx!(tx, conn => sqlx::query(RENEW).bind(job).bind(holder).bind(until)
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// What a finished run leaves.
#[derive(Debug, Clone)]
pub struct Finish {
    /// When the job is due again, µs.
    pub due_at: i64,
    /// Failures since the last success.
    pub failures: i64,
    /// Now, µs.
    pub ended_at: i64,
    /// Whether it went well.
    pub is_good: bool,
    /// What it did, as JSON.
    pub note: String,
}

/// Ends a run and gives the lease back; false when it was somebody else's meanwhile.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn finish(tx: &mut Tx, job: &str, holder: Uuid, finish: &Finish) -> Result<bool, StoreError> {
    let rows = on_tx!(tx, conn => sqlx::query(FINISH)
        .bind(job)
        .bind(holder)
        .bind(finish.due_at)
        .bind(finish.failures)
        .bind(finish.ended_at)
        .bind(finish.is_good)
        .bind(&finish.note)
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Every statement of this module, prepared by a test on both databases.
pub const STATEMENTS: &[&str] = &[ALL, ENTER, HASTEN, CLAIM, RENEW, FINISH];

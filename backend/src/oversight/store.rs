//! Figures of a person over some days, read off indexes; hints; looks at full identities; use of data items.

use std::{collections::BTreeMap, ops::RangeInclusive};

use chrono::{DateTime, NaiveDate, TimeDelta};
use shared::{
    id::{InquiryId, ItemId, PersonId, UnitId},
    inquiry::InquiryBody,
    record::taiwan_midnight,
    taiwan_day,
};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    on_tx,
    store::{StoreError, Tx},
};

const REGISTERED: &str = "SELECT COUNT(*), CAST(COALESCE(SUM(subject_count), 0) AS BIGINT), MAX(submitted_at) FROM inquiries \
    WHERE applicant_id = $1 AND submitted_at IS NOT NULL AND submitted_at >= $2 AND submitted_at < $3";
const QUERIED: &str = "SELECT COUNT(*), MAX(queried_at) FROM inquiries \
    WHERE applicant_id = $1 AND queried_at IS NOT NULL AND queried_at >= $2 AND queried_at < $3";
const PAPER: &str = "SELECT CAST(COALESCE(SUM(pages), 0) AS BIGINT), CAST(COALESCE(SUM(copies), 0) AS BIGINT) FROM printouts \
    WHERE holder_id = $1 AND queried_on >= $2 AND queried_on <= $3";
const LOOKED: &str = "SELECT COUNT(*), MAX(at) FROM journal_entries \
    WHERE actor_id = $1 AND action = 'inquiry.reveal' AND at >= $2 AND at < $3";
const NOTICED: &str = "SELECT COUNT(*) FROM hints WHERE person_id = $1 AND at >= $2 AND at < $3";

/// A stretch of time: from an instant up to another, µs, with its days as text.
#[derive(Debug, Clone)]
pub struct Stretch {
    /// First instant.
    pub from: i64,
    /// The first instant after it.
    pub until: i64,
    /// First day.
    pub first: String,
    /// Last day.
    pub last: String,
}

/// What a person did in a stretch of time.
#[derive(Debug, Clone, Default)]
pub struct Figures {
    /// Forms submitted.
    pub registered: i64,
    /// People asked for in them.
    pub subjects: i64,
    /// Queries made.
    pub carried_out: i64,
    /// Sheets.
    pub pages: i64,
    /// Further copies.
    pub copies: i64,
    /// Looks at full identities.
    pub reveals: i64,
    /// Hints.
    pub hints: i64,
    /// The last of it, µs.
    pub last_at: Option<i64>,
}

/// Counts what a person did.
///
/// # Errors
/// The database does not answer.
pub async fn figures(tx: &mut Tx, person: PersonId, over: &Stretch) -> Result<Figures, StoreError> {
    let (person, from, until) = (person.0, over.from, over.until);
    let (registered, subjects, submitted_at): (i64, i64, Option<i64>) = on_tx!(tx, conn =>
        sqlx::query_as(REGISTERED).bind(person).bind(from).bind(until).fetch_one(conn).await)?;
    let (carried_out, queried_at): (i64, Option<i64>) = on_tx!(tx, conn =>
        sqlx::query_as(QUERIED).bind(person).bind(from).bind(until).fetch_one(conn).await)?;
    let (pages, copies): (i64, i64) = on_tx!(tx, conn =>
        sqlx::query_as(PAPER).bind(person).bind(&over.first).bind(&over.last).fetch_one(conn).await)?;
    let (reveals, looked_at): (i64, Option<i64>) = on_tx!(tx, conn =>
        sqlx::query_as(LOOKED).bind(person).bind(from).bind(until).fetch_one(conn).await)?;
    let hints: i64 = on_tx!(tx, conn =>
        sqlx::query_scalar(NOTICED).bind(person).bind(from).bind(until).fetch_one(conn).await)?;
    let last_at = [submitted_at, queried_at, looked_at].into_iter().flatten().max();
    Ok(Figures { registered, subjects, carried_out, pages, copies, reveals, hints, last_at })
}

const SUBMITTED: &str = "SELECT submitted_at FROM inquiries \
    WHERE applicant_id = $1 AND submitted_at IS NOT NULL AND submitted_at >= $2 AND submitted_at < $3";

/// Days from one to another, both of them too.
pub type Days = RangeInclusive<NaiveDate>;

/// How many forms a person submitted on each of some days with any.
///
/// # Errors
/// The database does not answer.
pub async fn submitted_by_day(
    tx: &mut Tx,
    person: PersonId,
    days: &Days,
) -> Result<BTreeMap<NaiveDate, u32>, StoreError> {
    let from = taiwan_midnight(*days.start()).timestamp_micros();
    let mut until = (taiwan_midnight(*days.end()) + TimeDelta::days(1)).timestamp_micros();
    let mut counts = BTreeMap::new();
    if let Some(behind) = tx.behind.as_mut() {
        counts = behind.submitted_by_day(person, days);
        // What was there before this past began is in the database alone.
        until = until.min(behind.since());
    }
    if from < until {
        let stored: Vec<i64> = on_tx!(tx, conn => sqlx::query_scalar(SUBMITTED)
            .bind(person.0).bind(from).bind(until).fetch_all(conn).await)?;
        for at in stored.into_iter().filter_map(DateTime::from_timestamp_micros) {
            *counts.entry(taiwan_day(at)).or_default() += 1;
        }
    }
    Ok(counts)
}

const INQUIRIES: &str = "SELECT id FROM inquiries WHERE applicant_id = $1 AND submitted_at IS NOT NULL \
    AND submitted_at >= $2 AND submitted_at < $3 ORDER BY submitted_at DESC LIMIT $4";

/// The forms a person submitted in a stretch of time, newest first.
///
/// # Errors
/// The database does not answer.
pub async fn inquiries(
    tx: &mut Tx,
    person: PersonId,
    over: &Stretch,
    limit: i64,
) -> Result<Vec<InquiryId>, StoreError> {
    let found: Vec<Uuid> = on_tx!(tx, conn => sqlx::query_scalar(INQUIRIES)
        .bind(person.0).bind(over.from).bind(over.until).bind(limit).fetch_all(conn).await)?;
    Ok(found.into_iter().map(InquiryId).collect())
}

const ASKED_BY: &str = "SELECT 1 FROM subjects s JOIN inquiries i ON i.id = s.inquiry_id \
    WHERE (s.blind = $1 OR s.blind = $2) AND i.applicant_id = $3 AND i.id <> $4 AND i.case_number <> $5 \
    AND i.submitted_at >= $6 LIMIT 1";

/// Whether an inquiry's applicant asked for the same person under another case number since an instant, µs.
///
/// # Errors
/// The database does not answer.
pub async fn asked_by(
    tx: &mut Tx,
    blinds: &[Vec<u8>; 2],
    inquiry: &InquiryBody,
    since: i64,
) -> Result<bool, StoreError> {
    if let Some(behind) = &tx.behind {
        // Forms of before are in the database, and none of this past is asked of it.
        if let Some(is_again) = behind.has_asked(blinds, inquiry, since) {
            return Ok(is_again);
        }
    }
    let [this, last] = blinds;
    let found: Option<(i32,)> = on_tx!(tx, conn => sqlx::query_as(ASKED_BY)
        .bind(this)
        .bind(last)
        .bind(inquiry.applicant.0)
        .bind(inquiry.id.0)
        .bind(&inquiry.registration.case_number)
        .bind(since)
        .fetch_optional(conn)
        .await)?;
    Ok(found.is_some())
}

const PUT_HINT: &str = "INSERT INTO hints (inquiry_id, code, path, person_id, unit_id, body, at) VALUES ($1, $2, $3, $4, $5, $6, $7) \
    ON CONFLICT (inquiry_id, code, path) DO UPDATE SET body = excluded.body, at = excluded.at";

/// Many of them at once, with what becomes of one that is there.
pub const INSERT_HINTS: &str =
    "INSERT INTO hints (inquiry_id, code, path, person_id, unit_id, body, at) VALUES";
/// See [`INSERT_HINTS`].
pub const HINT_AGAIN: &str =
    " ON CONFLICT (inquiry_id, code, path) DO UPDATE SET body = excluded.body, at = excluded.at";

/// Where a hint belongs.
#[derive(Debug, Clone)]
pub struct NewHint {
    /// The inquiry.
    pub inquiry: InquiryId,
    /// The applicant.
    pub person: PersonId,
    /// The unit.
    pub unit: UnitId,
    /// When, µs.
    pub at: i64,
}

/// Keeps a hint.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn put_hint(
    tx: &mut Tx,
    hint: &NewHint,
    code: &str,
    path: &str,
    body: &str,
) -> Result<(), StoreError> {
    if tx.behind.as_mut().is_some_and(|behind| behind.hint(hint, code, path, body)) {
        return Ok(());
    }
    on_tx!(tx, conn => sqlx::query(PUT_HINT)
        .bind(hint.inquiry.0)
        .bind(code)
        .bind(path)
        .bind(hint.person.0)
        .bind(hint.unit.0)
        .bind(body)
        .bind(hint.at)
        .execute(conn)
        .await
        .map(|_| ()))
    .map_err(StoreError::from)
}

const FORGET_HINTS: &str = "DELETE FROM hints WHERE inquiry_id = $1";

/// Takes an inquiry's hints away: it was mended and is judged anew.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn forget_hints(tx: &mut Tx, inquiry: InquiryId) -> Result<(), StoreError> {
    if tx.behind.as_mut().is_some_and(|behind| behind.forget_hints(inquiry.0)) {
        return Ok(());
    }
    on_tx!(tx, conn => sqlx::query(FORGET_HINTS).bind(inquiry.0).execute(conn).await.map(|_| ()))
        .map_err(StoreError::from)
}

const HINTS: &str = "SELECT inquiry_id, person_id, body, at FROM hints \
    WHERE person_id = $1 AND at >= $2 AND at < $3 ORDER BY at DESC LIMIT $4";

/// A hint's row.
#[derive(Debug, Clone, FromRow)]
pub struct Hint {
    /// The inquiry.
    pub inquiry_id: Uuid,
    /// The applicant.
    pub person_id: Uuid,
    /// What was noticed.
    pub body: String,
    /// When, µs.
    pub at: i64,
}

/// A person's hints, newest first.
///
/// # Errors
/// The database does not answer.
pub async fn hints(
    tx: &mut Tx,
    person: PersonId,
    over: &Stretch,
    limit: i64,
) -> Result<Vec<Hint>, StoreError> {
    on_tx!(tx, conn => sqlx::query_as(HINTS).bind(person.0).bind(over.from).bind(over.until).bind(limit)
        .fetch_all(conn).await)
    .map_err(StoreError::from)
}

const REVEALS_OF: &str = "SELECT seq, bytes, at, actor_id, record_id FROM journal_entries \
    WHERE actor_id = $1 AND action = 'inquiry.reveal' AND seq < $2 AND at >= $3 AND at < $4 ORDER BY seq DESC LIMIT $5";
const REVEALS: &str = "SELECT seq, bytes, at, actor_id, record_id FROM journal_entries \
    WHERE action = 'inquiry.reveal' AND seq < $1 AND at >= $2 AND at < $3 ORDER BY seq DESC LIMIT $4";

/// A look at full identities, as the journal has it.
#[derive(Debug, Clone, FromRow)]
pub struct Reveal {
    /// Its number.
    pub seq: i64,
    /// Its canonical bytes.
    pub bytes: Vec<u8>,
    /// When, µs.
    pub at: i64,
    /// Who.
    pub actor_id: Option<Uuid>,
    /// The inquiry.
    pub record_id: Uuid,
}

/// Looks before a number, newest first: one person's, or everybody's.
///
/// # Errors
/// The database does not answer.
pub async fn reveals(
    tx: &mut Tx,
    person: Option<PersonId>,
    before: i64,
    over: &Stretch,
    limit: i64,
) -> Result<Vec<Reveal>, StoreError> {
    let (from, until) = (over.from, over.until);
    match person {
        Some(person) => {
            on_tx!(tx, conn => sqlx::query_as(REVEALS_OF).bind(person.0).bind(before).bind(from).bind(until)
                .bind(limit).fetch_all(conn).await)
        }
        None => {
            on_tx!(tx, conn => sqlx::query_as(REVEALS).bind(before).bind(from).bind(until).bind(limit)
                .fetch_all(conn).await)
        }
    }
    .map_err(StoreError::from)
}

const COUNT_USE: &str = "INSERT INTO item_usage (item_id, data_item, month, count) VALUES ($1, $2, $3, $4) \
    ON CONFLICT (item_id, data_item, month) DO UPDATE SET count = item_usage.count + excluded.count";

/// Counts that a form asked for a data item.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn count_use(tx: &mut Tx, item: ItemId, code: &str, month: &str) -> Result<(), StoreError> {
    if let Some(behind) = tx.behind.as_mut() {
        behind.count_use(item, code, month);
        return Ok(());
    }
    count_uses(tx, item, code, month, 1).await
}

/// The same of several forms.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn count_uses(
    tx: &mut Tx,
    item: ItemId,
    code: &str,
    month: &str,
    count: i64,
) -> Result<(), StoreError> {
    on_tx!(tx, conn => sqlx::query(COUNT_USE).bind(item.0).bind(code).bind(month).bind(count).execute(conn).await.map(|_| ()))
        .map_err(StoreError::from)
}

const USES: &str =
    "SELECT data_item, month, count FROM item_usage WHERE item_id = $1 ORDER BY data_item, month";

/// How often each data item of an item was asked for, by month, oldest first.
///
/// # Errors
/// The database does not answer.
pub async fn uses(tx: &mut Tx, item: ItemId) -> Result<Vec<(String, String, i64)>, StoreError> {
    on_tx!(tx, conn => sqlx::query_as(USES).bind(item.0).fetch_all(conn).await).map_err(StoreError::from)
}

/// Every statement of this module, prepared by a test on both databases.
pub const STATEMENTS: &[&str] = &[
    REGISTERED,
    QUERIED,
    PAPER,
    LOOKED,
    NOTICED,
    SUBMITTED,
    INQUIRIES,
    ASKED_BY,
    PUT_HINT,
    FORGET_HINTS,
    HINTS,
    REVEALS_OF,
    REVEALS,
    COUNT_USE,
    USES,
];

//! Entering, changing and listing the records of a noun: row, duties and journal entry together.

use chrono::{DateTime, Utc};
use shared::{EditionId, Kept, Record, api::v1::Page, period::Calendar};
use uuid::Uuid;

use super::store::{self, Row, Scope};
use crate::{
    app::Act,
    duty,
    http::{error::ApiError, page},
    journal::store::{self as journal, NewEntry},
    store::{StoreError, Tx},
};

/// Enters a record the rules agreed to.
///
/// # Errors
/// The identifier is in use, or the database does not answer.
pub async fn enter<R: Kept>(act: &mut Act<'_>, record: &R, action: &'static str) -> Result<(), ApiError> {
    let row = row(act.now(), record)?;
    store::insert(act.tx, &row).await?;
    settle(act, record, row, action).await
}

/// Writes the next revision of a record that a step gave.
///
/// # Errors
/// The record has moved on, or the database does not answer.
pub async fn change<R: Kept>(act: &mut Act<'_>, record: &R, action: &'static str) -> Result<(), ApiError> {
    let row = row(act.now(), record)?;
    if !store::update(act.tx, &row).await? {
        let now = store::find(act.tx, R::KIND, row.id).await?;
        return Err(now.map_or(ApiError::NotFound, |row| ApiError::Stale { revision: row.revision }));
    }
    settle(act, record, row, action).await
}

/// A record; none where there is none of this noun.
///
/// # Errors
/// The row does not parse, or the database does not answer.
pub async fn find<R: Kept>(tx: &mut Tx, id: Uuid) -> Result<Option<R>, ApiError> {
    let row = store::find(tx, R::KIND, id).await?;
    Ok(row.map(|row| parse(&row)).transpose()?)
}

/// A record at the revision that was seen.
///
/// # Errors
/// It is absent or has moved on.
pub async fn at_revision<R: Kept>(tx: &mut Tx, id: Uuid, revision: i64) -> Result<R, ApiError> {
    let record: R = find(tx, id).await?.ok_or(ApiError::NotFound)?;
    if record.revision() == revision {
        Ok(record)
    } else {
        Err(ApiError::Stale { revision: record.revision() })
    }
}

/// Which records of a noun a page shows.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// Whose: the union of these.
    pub scopes: Vec<Scope>,
    /// In which state; empty for any.
    pub status: String,
    /// Where to go on.
    pub cursor: Option<String>,
    /// Rows a page.
    pub limit: Option<i64>,
}

/// A page of a noun's records, newest first.
///
/// # Errors
/// The cursor is none of ours, a row does not parse, or the database does not answer.
pub async fn list<R: Kept, V>(
    tx: &mut Tx,
    wanted: &Wanted,
    view: impl FnMut(R) -> V,
) -> Result<Page<V>, ApiError> {
    let (limit, before) = (page::limit(wanted.limit), page::after(wanted.cursor.as_deref())?);
    let mut rows = Vec::new();
    for scope in &wanted.scopes {
        rows.extend(store::list(tx, R::KIND, *scope, &wanted.status, before, limit + 1).await?);
    }
    rows.sort_by_key(|row| std::cmp::Reverse(row.id));
    rows.dedup_by(|a, b| a.id == b.id);
    let records = rows.iter().map(parse::<R>).collect::<Result<Vec<_>, _>>()?;
    Ok(page::of(records, limit, Record::id, view))
}

/// Every record of a noun in a state, newest first; for what is few by its nature.
///
/// # Errors
/// A row does not parse, or the database does not answer.
pub async fn all<R: Kept>(tx: &mut Tx, scope: Scope, status: &str) -> Result<Vec<R>, ApiError> {
    Ok(every(tx, scope, status).await?)
}

/// The same for what runs by itself.
///
/// # Errors
/// As [`all`].
pub async fn every<R: Kept>(tx: &mut Tx, scope: Scope, status: &str) -> Result<Vec<R>, StoreError> {
    let mut found = Vec::new();
    let mut before = Uuid::max();
    loop {
        let rows = store::list(tx, R::KIND, scope, status, before, STRIDE).await?;
        let Some(last) = rows.last() else { return Ok(found) };
        before = last.id;
        for row in &rows {
            found.push(parse(row)?);
        }
    }
}

/// What the schedule does by itself: by nobody, at an instant, under an edition.
#[derive(Debug, Clone, Copy)]
pub struct Unattended {
    /// When.
    pub now: DateTime<Utc>,
    /// The edition in force.
    pub edition: EditionId,
}

impl Unattended {
    /// An identifier of the instant.
    #[must_use]
    pub fn fresh_id(self) -> Uuid {
        id_of(self.now)
    }
}

/// Enters a record by itself.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn enter_unattended<R: Kept>(
    tx: &mut Tx,
    calendar: &Calendar,
    by: Unattended,
    record: &R,
    action: &'static str,
) -> Result<(), StoreError> {
    let row = row(by.now, record)?;
    store::insert(tx, &row).await?;
    settle_unattended(tx, calendar, by, record, row, action).await
}

/// Writes the next revision of a record by itself; one that has moved on since is left to its next turn.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn change_unattended<R: Kept>(
    tx: &mut Tx,
    calendar: &Calendar,
    by: Unattended,
    record: &R,
    action: &'static str,
) -> Result<(), StoreError> {
    let row = row(by.now, record)?;
    if store::update(tx, &row).await? {
        settle_unattended(tx, calendar, by, record, row, action).await
    } else {
        Ok(())
    }
}

async fn settle_unattended<R: Kept>(
    tx: &mut Tx,
    calendar: &Calendar,
    by: Unattended,
    record: &R,
    row: Row,
    action: &'static str,
) -> Result<(), StoreError> {
    let duties = record.duties(calendar);
    duty::store::replace(tx, row.id, None, &record.about(), &duties).await?;
    let entry = NewEntry::changed(action, R::KIND, row.id, row.revision, row.body.into_bytes());
    journal::append(tx, by.now, None, by.edition, entry).await?;
    Ok(())
}

/// An identifier of the act's own instant, so that lists by identifier are lists by time.
#[must_use]
pub fn fresh_id(act: &Act<'_>) -> Uuid {
    id_of(act.now())
}

fn id_of(at: DateTime<Utc>) -> Uuid {
    let seconds = u64::try_from(at.timestamp()).unwrap_or_default();
    Uuid::new_v7(uuid::Timestamp::from_unix(uuid::NoContext, seconds, at.timestamp_subsec_nanos()))
}

/// Rows read at a time.
const STRIDE: i64 = 500;

fn unwritable<R: Kept>(record: &R) -> StoreError {
    StoreError::Inconsistent { table: "records", column: "body", row: record.id().to_string() }
}

fn parse<R: Kept>(row: &Row) -> Result<R, StoreError> {
    let body = serde_json::from_str(&row.body).map_err(|_| StoreError::Inconsistent {
        table: "records",
        column: "body",
        row: row.id.to_string(),
    })?;
    Ok(R::restore(body))
}

fn row<R: Kept>(now: DateTime<Utc>, record: &R) -> Result<Row, StoreError> {
    let now = now.timestamp_micros();
    Ok(Row {
        id: record.id(),
        kind: R::KIND.to_owned(),
        revision: record.revision(),
        status: record.status().to_owned(),
        unit_id: record.unit().0,
        person_id: record.person().map(|person| person.0),
        body: serde_json::to_string(record.body()).map_err(|_| unwritable::<R>(record))?,
        made_at: now,
        updated_at: now,
    })
}

/// Duties and journal entry of a written row.
async fn settle<R: Kept>(
    act: &mut Act<'_>,
    record: &R,
    row: Row,
    action: &'static str,
) -> Result<(), ApiError> {
    let duties = record.duties(act.calendar());
    duty::store::replace(act.tx, row.id, None, &record.about(), &duties).await?;
    act.journal(NewEntry::changed(action, R::KIND, row.id, row.revision, row.body.into_bytes())).await
}

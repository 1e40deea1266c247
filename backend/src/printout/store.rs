//! Printouts in the database.

use shared::id::{InquiryId, PersonId, PrintoutId, UnitId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    on_tx,
    store::{StoreError, Tx},
};

/// A printout's row, with the case number of its inquiry.
#[derive(Debug, Clone, FromRow)]
pub struct Row {
    /// The printout.
    pub id: Uuid,
    /// Its revision.
    pub revision: i64,
    /// Where it is in its life.
    pub state: String,
    /// The inquiry that left it.
    pub inquiry_id: Uuid,
    /// The unit that holds it.
    pub unit_id: Uuid,
    /// Who answers for it.
    pub holder_id: Uuid,
    /// Strict last day for its destruction.
    pub due_on: Option<String>,
    /// The record.
    pub body: String,
    /// Last change, µs.
    pub updated_at: i64,
    /// Case number of its inquiry.
    pub case_number: String,
}

const FIND: &str = "SELECT p.id, p.revision, p.state, p.inquiry_id, p.unit_id, p.holder_id, p.due_on, p.body, p.updated_at, \
    i.case_number FROM printouts p JOIN inquiries i ON i.id = p.inquiry_id WHERE p.id = $1";
const OF_INQUIRY: &str = "SELECT p.id, p.revision, p.state, p.inquiry_id, p.unit_id, p.holder_id, p.due_on, p.body, p.updated_at, \
    i.case_number FROM printouts p JOIN inquiries i ON i.id = p.inquiry_id WHERE p.inquiry_id = $1 ORDER BY p.id";
/// A new printout, to be followed by its values.
pub const INSERT_MANY: &str = "INSERT INTO printouts (id, revision, state, inquiry_id, unit_id, holder_id, due_on, body, updated_at, \
    queried_on, pages, copies) VALUES";
/// What becomes of one that is there.
pub const CHANGE_MANY: &str = " ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, state = excluded.state, \
    due_on = excluded.due_on, body = excluded.body, updated_at = excluded.updated_at";
const INSERT: &str = "INSERT INTO printouts (id, revision, state, inquiry_id, unit_id, holder_id, due_on, body, updated_at, \
    queried_on, pages, copies) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
const UPDATE: &str =
    "UPDATE printouts SET revision = $2, state = $3, due_on = $4, body = $5, updated_at = $6 WHERE id = $1";

/// One printout.
///
/// # Errors
/// The database does not answer.
pub async fn find(tx: &mut Tx, id: PrintoutId) -> Result<Option<Row>, StoreError> {
    if let Some(row) = tx.behind.as_ref().and_then(|behind| behind.printout(id.0)) {
        return Ok(Some(row.clone()));
    }
    on_tx!(tx, conn => sqlx::query_as(FIND).bind(id.0).fetch_optional(conn).await).map_err(StoreError::from)
}

/// An inquiry's printouts.
///
/// # Errors
/// The database does not answer.
pub async fn of_inquiry(tx: &mut Tx, id: InquiryId) -> Result<Vec<Row>, StoreError> {
    on_tx!(tx, conn => sqlx::query_as(OF_INQUIRY).bind(id.0).fetch_all(conn).await).map_err(StoreError::from)
}

/// What never changes of a printout, for the figures of whoever oversees.
#[derive(Debug, Clone)]
pub struct Sheets {
    /// The day of its query.
    pub queried_on: String,
    /// Sheets.
    pub pages: i64,
    /// Further copies.
    pub copies: i64,
}

/// Adds a printout.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn insert(tx: &mut Tx, row: &Row, sheets: &Sheets) -> Result<(), StoreError> {
    if tx.behind.as_mut().is_some_and(|behind| behind.insert_printout(row, sheets)) {
        return Ok(());
    }
    on_tx!(tx, conn => sqlx::query(INSERT)
        .bind(row.id)
        .bind(row.revision)
        .bind(&row.state)
        .bind(row.inquiry_id)
        .bind(row.unit_id)
        .bind(row.holder_id)
        .bind(&row.due_on)
        .bind(&row.body)
        .bind(row.updated_at)
        .bind(&sheets.queried_on)
        .bind(sheets.pages)
        .bind(sheets.copies)
        .execute(conn)
        .await
        .map(|_| ()))
    .map_err(StoreError::from)
}

/// Writes a printout's next revision.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn update(tx: &mut Tx, row: &Row) -> Result<(), StoreError> {
    if tx.behind.as_mut().is_some_and(|behind| behind.update_printout(row)) {
        return Ok(());
    }
    on_tx!(tx, conn => sqlx::query(UPDATE)
        .bind(row.id)
        .bind(row.revision)
        .bind(&row.state)
        .bind(&row.due_on)
        .bind(&row.body)
        .bind(row.updated_at)
        .execute(conn)
        .await
        .map(|_| ()))
    .map_err(StoreError::from)
}

macro_rules! list {
    ($scope:literal) => {
        concat!(
            "SELECT p.id, p.revision, p.state, p.inquiry_id, p.unit_id, p.holder_id, p.due_on, p.body, p.updated_at, \
             i.case_number FROM printouts p JOIN inquiries i ON i.id = p.inquiry_id WHERE ",
            $scope,
            " AND p.id < $2 AND ($3 IS NULL OR p.state = $3) AND ($4 IS NULL OR p.due_on < $4) ORDER BY p.id DESC LIMIT $5"
        )
    };
}

const LIST_HOLDER: &str = list!("p.holder_id = $1");
const LIST_UNIT: &str = list!("p.unit_id = $1");
const LIST_ALL: &str = list!("p.unit_id <> $1");

const LIST_DAYS: &str = "SELECT p.id, p.revision, p.state, p.inquiry_id, p.unit_id, p.holder_id, p.due_on, p.body, p.updated_at, \
    i.case_number FROM printouts p JOIN inquiries i ON i.id = p.inquiry_id WHERE p.holder_id = $1 AND p.queried_on >= $2 \
    AND p.queried_on <= $3 ORDER BY p.queried_on DESC LIMIT $4";

/// A person's printouts of queries in some days, newest first.
///
/// # Errors
/// The database does not answer.
pub async fn of_days(
    tx: &mut Tx,
    holder: PersonId,
    from: &str,
    to: &str,
    limit: i64,
) -> Result<Vec<Row>, StoreError> {
    on_tx!(tx, conn => sqlx::query_as(LIST_DAYS).bind(holder.0).bind(from).bind(to).bind(limit)
        .fetch_all(conn).await)
    .map_err(StoreError::from)
}

/// Whose printouts a list shows.
#[derive(Debug, Clone, Copy)]
pub enum Scope {
    /// One person's.
    Holder(PersonId),
    /// One unit's.
    Unit(UnitId),
    /// Everybody's, for the manager.
    All,
}

/// A page, newest first, after the given one.
///
/// # Errors
/// The database does not answer.
pub async fn list(
    tx: &mut Tx,
    scope: Scope,
    state: Option<&str>,
    due_before: Option<&str>,
    after: Uuid,
    limit: i64,
) -> Result<Vec<Row>, StoreError> {
    let (sql, id) = match scope {
        Scope::Holder(person) => (LIST_HOLDER, person.0),
        Scope::Unit(unit) => (LIST_UNIT, unit.0),
        Scope::All => (LIST_ALL, Uuid::nil()),
    };
    on_tx!(tx, conn => sqlx::query_as(sql)
        .bind(id)
        .bind(after)
        .bind(state)
        .bind(due_before)
        .bind(limit)
        .fetch_all(conn)
        .await)
    .map_err(StoreError::from)
}

/// Every statement of this module, prepared by a test on both databases.
pub const STATEMENTS: &[&str] =
    &[FIND, OF_INQUIRY, INSERT, UPDATE, LIST_DAYS, LIST_HOLDER, LIST_UNIT, LIST_ALL];

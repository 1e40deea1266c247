//! Records of the common table.

use shared::id::{PersonId, UnitId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    on_tx,
    store::{StoreError, Tx},
};

/// A record's row.
#[derive(Debug, Clone, FromRow)]
pub struct Row {
    /// The record.
    pub id: Uuid,
    /// Its noun.
    pub kind: String,
    /// Its revision.
    pub revision: i64,
    /// The name of its state.
    pub status: String,
    /// The unit it belongs to.
    pub unit_id: Uuid,
    /// The person it is of.
    pub person_id: Option<Uuid>,
    /// The record itself.
    pub body: String,
    /// When it was made, µs.
    pub made_at: i64,
    /// When it last changed, µs.
    pub updated_at: i64,
}

const FIND: &str = "SELECT id, kind, revision, status, unit_id, person_id, body, made_at, updated_at FROM records \
    WHERE id = $1 AND kind = $2";
const INSERT: &str = "INSERT INTO records (id, kind, revision, status, unit_id, person_id, body, made_at, updated_at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
const UPDATE: &str = "UPDATE records SET revision = $3, status = $4, unit_id = $5, person_id = $6, body = $7, updated_at = $8 \
    WHERE id = $1 AND kind = $2 AND revision = $3 - 1";

/// One record of a noun.
///
/// # Errors
/// The database does not answer.
pub async fn find(tx: &mut Tx, kind: &'static str, id: Uuid) -> Result<Option<Row>, StoreError> {
    on_tx!(tx, conn => sqlx::query_as(FIND).bind(id).bind(kind).fetch_optional(conn).await)
        .map_err(StoreError::from)
}

/// Adds a record.
///
/// # Errors
/// The identifier is taken, or the database does not answer.
pub async fn insert(tx: &mut Tx, row: &Row) -> Result<(), StoreError> {
    on_tx!(tx, conn => sqlx::query(INSERT)
        .bind(row.id)
        .bind(&row.kind)
        .bind(row.revision)
        .bind(&row.status)
        .bind(row.unit_id)
        .bind(row.person_id)
        .bind(&row.body)
        .bind(row.made_at)
        .bind(row.updated_at)
        .execute(conn)
        .await
        .map(|_| ()))
    .map_err(StoreError::from)
}

/// Writes a record's next revision; whether the one before it stood there.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn update(tx: &mut Tx, row: &Row) -> Result<bool, StoreError> {
    on_tx!(tx, conn => sqlx::query(UPDATE)
        .bind(row.id)
        .bind(&row.kind)
        .bind(row.revision)
        .bind(&row.status)
        .bind(row.unit_id)
        .bind(row.person_id)
        .bind(&row.body)
        .bind(row.updated_at)
        .execute(conn)
        .await
        .map(|done| done.rows_affected() == 1))
    .map_err(StoreError::from)
}

const EVERY: &str = "SELECT id, kind, revision, status, unit_id, person_id, body, made_at, updated_at FROM records \
    WHERE id > $1 ORDER BY id LIMIT $2";

/// Records of every noun after the given one, by identifier.
///
/// # Errors
/// The database does not answer.
pub async fn every(tx: &mut Tx, after: Uuid, limit: i64) -> Result<Vec<Row>, StoreError> {
    on_tx!(tx, conn => sqlx::query_as(EVERY).bind(after).bind(limit).fetch_all(conn).await)
        .map_err(StoreError::from)
}

macro_rules! list {
    ($scope:literal) => {
        concat!(
            "SELECT id, kind, revision, status, unit_id, person_id, body, made_at, updated_at FROM records WHERE kind = $1 AND ",
            $scope,
            " AND id < $3 AND ($4 = '' OR status = $4) ORDER BY id DESC LIMIT $5"
        )
    };
}

const LIST_PERSON: &str = list!("person_id = $2");
const LIST_UNIT: &str = list!("unit_id = $2");
const LIST_ALL: &str = list!("unit_id <> $2");

/// Whose records a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// One person's.
    Person(PersonId),
    /// One unit's.
    Unit(UnitId),
    /// Everybody's.
    All,
}

/// A page of a noun's records, newest first, before the given one; an empty status leaves the state open.
///
/// # Errors
/// The database does not answer.
pub async fn list(
    tx: &mut Tx,
    kind: &'static str,
    scope: Scope,
    status: &str,
    before: Uuid,
    limit: i64,
) -> Result<Vec<Row>, StoreError> {
    let (sql, id) = match scope {
        Scope::Person(person) => (LIST_PERSON, person.0),
        Scope::Unit(unit) => (LIST_UNIT, unit.0),
        Scope::All => (LIST_ALL, Uuid::nil()),
    };
    on_tx!(tx, conn => sqlx::query_as(sql)
        .bind(kind)
        .bind(id)
        .bind(before)
        .bind(status)
        .bind(limit)
        .fetch_all(conn)
        .await)
    .map_err(StoreError::from)
}

/// Every statement of this module, prepared by a test on both databases.
pub const STATEMENTS: &[&str] = &[FIND, INSERT, UPDATE, EVERY, LIST_PERSON, LIST_UNIT, LIST_ALL];

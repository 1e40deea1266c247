//! 查調登記 in the database: the sealed draft, the accepted record, the sealed subjects.

use shared::id::{InquiryId, ItemId, PersonId, UnitId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    on_tx,
    store::{StoreError, Tx},
};

/// An inquiry's row.
#[derive(Debug, Clone, FromRow)]
pub struct Row {
    /// The inquiry.
    pub id: Uuid,
    /// Its revision.
    pub revision: i64,
    /// `draft` or a state of the record.
    pub status: String,
    /// The applicant.
    pub applicant_id: Uuid,
    /// The unit that uses the data.
    pub unit_id: Uuid,
    /// The unit whose head decides.
    pub approving_unit_id: Uuid,
    /// Who approved.
    pub approver_id: Option<Uuid>,
    /// The item, once one is chosen.
    pub item_id: Option<Uuid>,
    /// 公文文號或案號.
    pub case_number: String,
    /// How many subjects.
    pub subject_count: i64,
    /// The first of them, masked.
    pub first_subject: String,
    /// The edition it was registered under.
    pub edition: String,
    /// When submitted, µs.
    pub submitted_at: Option<i64>,
    /// When queried, µs.
    pub queried_at: Option<i64>,
    /// Last day of an unused approval.
    pub use_by: Option<String>,
    /// Next strict due day.
    pub due_on: Option<String>,
    /// Last change, µs.
    pub updated_at: i64,
}

/// What only the whole record needs.
#[derive(Debug, Clone, FromRow)]
pub struct Content {
    /// The sealed form.
    pub draft: Option<Vec<u8>>,
    /// The accepted record.
    pub body: Option<String>,
}

const FIND: &str = "SELECT id, revision, status, applicant_id, unit_id, approving_unit_id, approver_id, item_id, \
    case_number, subject_count, first_subject, edition, submitted_at, queried_at, use_by, due_on, updated_at \
    FROM inquiries WHERE id = $1";

/// One row.
///
/// # Errors
/// The database does not answer.
pub async fn find(tx: &mut Tx, id: InquiryId) -> Result<Option<Row>, StoreError> {
    if let Some((row, _)) = tx.behind.as_ref().and_then(|behind| behind.inquiry(id.0)) {
        return Ok(Some(row.clone()));
    }
    on_tx!(tx, conn => sqlx::query_as(FIND).bind(id.0).fetch_optional(conn).await).map_err(StoreError::from)
}

const CONTENT: &str = "SELECT draft, body FROM inquiries WHERE id = $1";

/// The sealed form and the accepted record.
///
/// # Errors
/// The database does not answer.
pub async fn content(tx: &mut Tx, id: InquiryId) -> Result<Option<Content>, StoreError> {
    if let Some((_, content)) = tx.behind.as_ref().and_then(|behind| behind.inquiry(id.0)) {
        return Ok(Some(content.clone()));
    }
    on_tx!(tx, conn => sqlx::query_as(CONTENT).bind(id.0).fetch_optional(conn).await)
        .map_err(StoreError::from)
}

/// A new row, to be followed by its values.
pub const INSERT_MANY: &str = "INSERT INTO inquiries (id, revision, status, applicant_id, unit_id, approving_unit_id, approver_id, \
    item_id, case_number, subject_count, first_subject, edition, submitted_at, queried_at, use_by, due_on, updated_at, draft, body) VALUES";
/// What becomes of one that is there.
pub const CHANGE_MANY: &str = " ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, status = excluded.status, \
    applicant_id = excluded.applicant_id, unit_id = excluded.unit_id, approving_unit_id = excluded.approving_unit_id, \
    approver_id = excluded.approver_id, item_id = excluded.item_id, case_number = excluded.case_number, \
    subject_count = excluded.subject_count, first_subject = excluded.first_subject, edition = excluded.edition, \
    submitted_at = excluded.submitted_at, queried_at = excluded.queried_at, use_by = excluded.use_by, \
    due_on = excluded.due_on, updated_at = excluded.updated_at, draft = excluded.draft, body = excluded.body";
const INSERT: &str = "INSERT INTO inquiries (id, revision, status, applicant_id, unit_id, approving_unit_id, approver_id, \
    item_id, case_number, subject_count, first_subject, edition, submitted_at, queried_at, use_by, due_on, updated_at, draft, body) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)";

const UPDATE: &str = "UPDATE inquiries SET revision = $2, status = $3, applicant_id = $4, unit_id = $5, \
    approving_unit_id = $6, approver_id = $7, item_id = $8, case_number = $9, subject_count = $10, first_subject = $11, \
    edition = $12, submitted_at = $13, queried_at = $14, use_by = $15, due_on = $16, updated_at = $17, \
    draft = COALESCE($18, draft), body = COALESCE($19, body) WHERE id = $1";

/// Binds a row and its content in the order of the columns.
macro_rules! bound {
    ($query:expr, $row:expr, $content:expr) => {
        $query
            .bind($row.id)
            .bind($row.revision)
            .bind(&$row.status)
            .bind($row.applicant_id)
            .bind($row.unit_id)
            .bind($row.approving_unit_id)
            .bind($row.approver_id)
            .bind($row.item_id)
            .bind(&$row.case_number)
            .bind($row.subject_count)
            .bind(&$row.first_subject)
            .bind(&$row.edition)
            .bind($row.submitted_at)
            .bind($row.queried_at)
            .bind(&$row.use_by)
            .bind(&$row.due_on)
            .bind($row.updated_at)
            .bind(&$content.draft)
            .bind(&$content.body)
    };
}
pub(crate) use bound;

/// Writes a row, new or changed; content that is not given stays.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn put(tx: &mut Tx, is_new: bool, row: &Row, content: &Content) -> Result<(), StoreError> {
    if tx.behind.as_mut().is_some_and(|behind| behind.put_inquiry(is_new, row, content)) {
        return Ok(());
    }
    let sql = if is_new { INSERT } else { UPDATE };
    on_tx!(tx, conn => bound!(sqlx::query(sql), row, content)
        .execute(conn)
        .await
        .map(|_| ()))
    .map_err(StoreError::from)
}

const DELETE_DRAFT: &str = "DELETE FROM inquiries WHERE id = $1 AND status = 'draft'";

/// Throws an unsubmitted draft away.
///
/// # Errors
/// The database does not answer.
pub async fn delete_draft(tx: &mut Tx, id: InquiryId) -> Result<(), StoreError> {
    on_tx!(tx, conn => sqlx::query(DELETE_DRAFT).bind(id.0).execute(conn).await.map(|_| ()))
        .map_err(StoreError::from)
}

const DELETE_SUBJECTS: &str = "DELETE FROM subjects WHERE inquiry_id = $1";
/// A new subject, to be followed by its values.
pub const INSERT_SUBJECTS: &str =
    "INSERT INTO subjects (inquiry_id, ordinal, name, identity, blind, year, mark) VALUES";
const INSERT_SUBJECT: &str = "INSERT INTO subjects (inquiry_id, ordinal, name, identity, blind, year, mark) VALUES ($1, $2, $3, $4, $5, $6, $7)";

/// A subject's sealed row.
#[derive(Debug, Clone, FromRow)]
pub struct SubjectRow {
    /// Place in the form.
    pub ordinal: i64,
    /// Sealed name.
    pub name: Vec<u8>,
    /// Sealed identity.
    pub identity: Vec<u8>,
    /// Keyed hash for search.
    pub blind: Vec<u8>,
    /// The year of the hash's key.
    pub year: i64,
    /// Keyed hash that compares with colleagues; none on what was registered before there was one.
    pub mark: Option<Vec<u8>>,
}

/// Replaces an inquiry's subjects.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn put_subjects(tx: &mut Tx, id: InquiryId, subjects: &[SubjectRow]) -> Result<(), StoreError> {
    if tx.behind.as_mut().is_some_and(|behind| behind.put_subjects(id.0, subjects)) {
        return Ok(());
    }
    delete_subjects(tx, id).await?;
    for subject in subjects {
        on_tx!(tx, conn => sqlx::query(INSERT_SUBJECT)
            .bind(id.0)
            .bind(subject.ordinal)
            .bind(&subject.name)
            .bind(&subject.identity)
            .bind(&subject.blind)
            .bind(subject.year)
            .bind(&subject.mark)
            .execute(conn)
            .await
            .map(|_| ()))?;
    }
    Ok(())
}

/// Takes an inquiry's subjects away, before others come.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn delete_subjects(tx: &mut Tx, id: InquiryId) -> Result<(), StoreError> {
    on_tx!(tx, conn => sqlx::query(DELETE_SUBJECTS).bind(id.0).execute(conn).await.map(|_| ()))
        .map_err(StoreError::from)
}

const SUBJECTS: &str =
    "SELECT ordinal, name, identity, blind, year, mark FROM subjects WHERE inquiry_id = $1 ORDER BY ordinal";

/// An inquiry's sealed subjects, in the order of the form.
///
/// # Errors
/// The database does not answer.
pub async fn subjects(tx: &mut Tx, id: InquiryId) -> Result<Vec<SubjectRow>, StoreError> {
    if let Some(held) = tx.behind.as_ref().and_then(|behind| behind.subjects(id.0)) {
        return Ok(held.to_vec());
    }
    on_tx!(tx, conn => sqlx::query_as(SUBJECTS).bind(id.0).fetch_all(conn).await).map_err(StoreError::from)
}

const SAME_SUBJECT: &str = "SELECT DISTINCT inquiry_id FROM subjects WHERE blind = $1 AND inquiry_id <> $2";

/// Other inquiries that asked for the same person, by the keyed hash.
///
/// # Errors
/// The database does not answer.
pub async fn same_subject(tx: &mut Tx, blind: &[u8], but: InquiryId) -> Result<Vec<InquiryId>, StoreError> {
    let found: Vec<(Uuid,)> =
        on_tx!(tx, conn => sqlx::query_as(SAME_SUBJECT).bind(blind).bind(but.0).fetch_all(conn).await)?;
    Ok(found.into_iter().map(|(id,)| InquiryId(id)).collect())
}

/// Which rows a list shows; absent filters pass everything.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// By state.
    pub status: Option<String>,
    /// By item.
    pub item: Option<ItemId>,
    /// By case number, a part of it.
    pub case_number: Option<String>,
    /// Submitted at or after, µs.
    pub from: Option<i64>,
    /// Submitted before, µs.
    pub to: Option<i64>,
    /// Approvals whose last day lies before this one.
    pub lapsed_before: Option<String>,
}

/// From which side a list is entered, and thereby who may see it.
#[derive(Debug, Clone, Copy)]
pub enum Scope {
    /// The applicant's own.
    Applicant(PersonId),
    /// Those one unit's head decides on; drafts are nobody else's.
    Approving(UnitId),
    /// Those of one unit, for the manager; drafts left out.
    Unit(UnitId),
    /// All but drafts, for the manager.
    All,
}

macro_rules! list {
    ($scope:literal) => {
        concat!(
            "SELECT id, revision, status, applicant_id, unit_id, approving_unit_id, approver_id, item_id, case_number, \
             subject_count, first_subject, edition, submitted_at, queried_at, use_by, due_on, updated_at FROM inquiries WHERE ",
            $scope,
            " AND id < $2 AND ($3 IS NULL OR status = $3) AND ($4 IS NULL OR item_id = $4) \
             AND ($5 IS NULL OR case_number LIKE $5) AND ($6 IS NULL OR submitted_at >= $6) \
             AND ($7 IS NULL OR submitted_at < $7) AND ($8 IS NULL OR (status = 'approved' AND use_by < $8)) \
             ORDER BY id DESC LIMIT $9"
        )
    };
}

const LIST_APPLICANT: &str = list!("applicant_id = $1");
const LIST_APPROVING: &str = list!("approving_unit_id = $1 AND status <> 'draft'");
const LIST_APPROVING_STATUS: &str = list!("approving_unit_id = $1 AND status = $3 AND status <> 'draft'");
const LIST_UNIT: &str = list!("unit_id = $1 AND status <> 'draft'");
const LIST_ALL: &str = list!("unit_id <> $1 AND status <> 'draft'");
const LIST_STATUS: &str = list!("unit_id <> $1 AND status = $3 AND status <> 'draft'");

/// A page of rows, newest first, after the given one.
///
/// # Errors
/// The database does not answer.
pub async fn list(
    tx: &mut Tx,
    scope: Scope,
    filter: &Filter,
    after: Uuid,
    limit: i64,
) -> Result<Vec<Row>, StoreError> {
    let (sql, id) = match scope {
        Scope::Applicant(person) => (LIST_APPLICANT, person.0),
        Scope::Approving(unit) if filter.status.is_some() => (LIST_APPROVING_STATUS, unit.0),
        Scope::Approving(unit) => (LIST_APPROVING, unit.0),
        Scope::Unit(unit) => (LIST_UNIT, unit.0),
        Scope::All if filter.status.is_some() => (LIST_STATUS, Uuid::nil()),
        Scope::All => (LIST_ALL, Uuid::nil()),
    };
    on_tx!(tx, conn => sqlx::query_as(sql)
        .bind(id)
        .bind(after)
        .bind(&filter.status)
        .bind(filter.item.map(|item| item.0))
        .bind(filter.case_number.as_ref().map(|text| format!("%{text}%")))
        .bind(filter.from)
        .bind(filter.to)
        .bind(&filter.lapsed_before)
        .bind(limit)
        .fetch_all(conn)
        .await)
    .map_err(StoreError::from)
}

const OPEN_UNDER_ITEM: &str = "SELECT status, COUNT(*) FROM inquiries WHERE item_id = $1 \
    AND status IN ('draft', 'submitted', 'sent_back', 'approved') GROUP BY status";

/// How many drafts and registered inquiries not yet carried out stand under an item.
///
/// # Errors
/// The database does not answer.
pub async fn open_under_item(tx: &mut Tx, item: ItemId) -> Result<Vec<(String, i64)>, StoreError> {
    on_tx!(tx, conn => sqlx::query_as(OPEN_UNDER_ITEM).bind(item.0).fetch_all(conn).await)
        .map_err(StoreError::from)
}

const LATEST_OF: &str = "SELECT subject_count, body FROM inquiries WHERE unit_id = $1 AND item_id = $2 AND id <> $3 \
    AND body IS NOT NULL ORDER BY id DESC LIMIT $4";

/// A unit's latest registered forms under an item but one: how many subjects, and the record.
///
/// # Errors
/// The database does not answer.
pub async fn latest_of(
    tx: &mut Tx,
    unit: UnitId,
    item: ItemId,
    but: InquiryId,
    limit: i64,
) -> Result<Vec<(i64, String)>, StoreError> {
    on_tx!(tx, conn => sqlx::query_as(LATEST_OF).bind(unit.0).bind(item.0).bind(but.0).bind(limit)
        .fetch_all(conn).await)
    .map_err(StoreError::from)
}

const OF_ITEM: &str = "SELECT id, revision, status, applicant_id, unit_id, approving_unit_id, approver_id, item_id, case_number, \
    subject_count, first_subject, edition, submitted_at, queried_at, use_by, due_on, updated_at FROM inquiries \
    WHERE item_id = $1 AND status = $2 LIMIT $3";

/// Rows of one state under an item.
///
/// # Errors
/// The database does not answer.
pub async fn of_item(tx: &mut Tx, item: ItemId, status: &str, limit: i64) -> Result<Vec<Row>, StoreError> {
    on_tx!(tx, conn => sqlx::query_as(OF_ITEM).bind(item.0).bind(status).bind(limit).fetch_all(conn).await)
        .map_err(StoreError::from)
}

const REGISTERED_SINCE: &str =
    "SELECT 1 FROM inquiries WHERE applicant_id = $1 AND submitted_at >= $2 LIMIT 1";

/// Whether a person submitted an inquiry at or after an instant, µs.
///
/// # Errors
/// The database does not answer.
pub async fn has_registered_since(tx: &mut Tx, person: PersonId, since: i64) -> Result<bool, StoreError> {
    let found: Option<(i32,)> = on_tx!(tx, conn => sqlx::query_as(REGISTERED_SINCE)
        .bind(person.0)
        .bind(since)
        .fetch_optional(conn)
        .await)?;
    Ok(found.is_some())
}

/// Every statement of this module, prepared by a test on both databases.
pub const STATEMENTS: &[&str] = &[
    REGISTERED_SINCE,
    FIND,
    CONTENT,
    INSERT,
    UPDATE,
    DELETE_DRAFT,
    DELETE_SUBJECTS,
    INSERT_SUBJECT,
    SUBJECTS,
    SAME_SUBJECT,
    LIST_APPLICANT,
    LIST_APPROVING,
    LIST_APPROVING_STATUS,
    LIST_UNIT,
    LIST_ALL,
    LIST_STATUS,
    OPEN_UNDER_ITEM,
    OF_ITEM,
    LATEST_OF,
];

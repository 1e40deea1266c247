//! Records of every noun as their keeping sees them, and their end: content, sealed subjects and salts go, the journal stays.

use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    on_tx,
    store::{StoreError, Tx},
};

/// A record of any noun.
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
}

macro_rules! inquiry {
    ($where:literal) => {
        concat!(
            "SELECT id, 'inquiry' AS kind, revision, status, unit_id, applicant_id AS person_id FROM inquiries WHERE ",
            $where
        )
    };
}

macro_rules! printout {
    ($where:literal) => {
        concat!(
            "SELECT id, 'printout' AS kind, revision, state AS status, unit_id, holder_id AS person_id FROM printouts WHERE ",
            $where
        )
    };
}

macro_rules! record {
    ($where:literal) => {
        concat!("SELECT id, kind, revision, status, unit_id, person_id FROM records WHERE ", $where)
    };
}

const FIND_INQUIRY: &str = inquiry!("id = $1 AND status <> 'draft' AND $2 = 'inquiry'");
const FIND_PRINTOUT: &str = printout!("id = $1 AND $2 = 'printout'");
const FIND_RECORD: &str = record!("id = $1 AND kind = $2");

/// One record of a noun.
///
/// # Errors
/// The database does not answer.
pub async fn find(tx: &mut Tx, kind: &str, id: Uuid) -> Result<Option<Row>, StoreError> {
    let sql = match kind {
        "inquiry" => FIND_INQUIRY,
        "printout" => FIND_PRINTOUT,
        _ => FIND_RECORD,
    };
    on_tx!(tx, conn => sqlx::query_as(sql).bind(id).bind(kind).fetch_optional(conn).await)
        .map_err(StoreError::from)
}

const OLD_INQUIRIES: &str = inquiry!("status = $1 AND id > $2 AND updated_at < $3 ORDER BY id LIMIT $4");
const OLD_PRINTOUTS: &str = printout!("state = $1 AND id > $2 AND updated_at < $3 ORDER BY id LIMIT $4");
const OLD_RECORDS: &str = record!("kind = $1 AND id > $2 AND updated_at < $3 ORDER BY id LIMIT $4");

/// Which table, and which rows of it.
#[derive(Debug, Clone, Copy)]
pub enum Source {
    /// Printouts in a state.
    Printouts(&'static str),
    /// Inquiries in a state.
    Inquiries(&'static str),
    /// Records of a noun of the common table.
    Records(&'static str),
}

/// Records that have not changed since an instant, µs, by identifier, after the given one. A device makes identifiers, so
/// the time in them says nothing.
///
/// # Errors
/// The database does not answer.
pub async fn old(
    tx: &mut Tx,
    source: Source,
    before: i64,
    after: Uuid,
    limit: i64,
) -> Result<Vec<Row>, StoreError> {
    let (sql, of) = match source {
        Source::Printouts(state) => (OLD_PRINTOUTS, state),
        Source::Inquiries(state) => (OLD_INQUIRIES, state),
        Source::Records(kind) => (OLD_RECORDS, kind),
    };
    on_tx!(tx, conn => sqlx::query_as(sql).bind(of).bind(after).bind(before).bind(limit)
        .fetch_all(conn).await)
    .map_err(StoreError::from)
}

// The journal says when: a row's own time could have been edited.
const LAST_AT: &str =
    "SELECT MAX(at) FROM journal_entries WHERE record_id = $1 AND action <> 'inquiry.reveal'";
const DUTIES: &str = "SELECT COUNT(*) FROM duties WHERE record_id = $1";

/// The instant of a record's last event, µs, and how many duties hang on it.
///
/// # Errors
/// The database does not answer.
pub async fn last(tx: &mut Tx, id: Uuid) -> Result<(Option<i64>, i64), StoreError> {
    let at = on_tx!(tx, conn => sqlx::query_scalar(LAST_AT).bind(id).fetch_one(conn).await)?;
    let duties = on_tx!(tx, conn => sqlx::query_scalar(DUTIES).bind(id).fetch_one(conn).await)?;
    Ok((at, duties))
}

const DROP_SALTS: &str =
    "DELETE FROM journal_salts WHERE seq IN (SELECT seq FROM journal_entries WHERE record_id = $1)";
const DROP_ESCALATIONS: &str = "DELETE FROM escalations WHERE record_id = $1";
const DROP_HINTS: &str = "DELETE FROM hints WHERE inquiry_id = $1";
const DROP_SUBJECTS: &str = "DELETE FROM subjects WHERE inquiry_id = $1";
const DROP_INQUIRY: &str = "DELETE FROM inquiries WHERE id = $1 AND revision = $2";
const DROP_PRINTOUT: &str = "DELETE FROM printouts WHERE id = $1 AND revision = $2";
const DROP_RECORD: &str = "DELETE FROM records WHERE id = $1 AND revision = $2";

/// Destroys a record's content, what was sealed of it, and the salts of everything the journal committed to about it.
/// Whether it stood there at that revision.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn destroy(tx: &mut Tx, kind: &str, id: Uuid, revision: i64) -> Result<bool, StoreError> {
    let (before, row): (&[&'static str], &'static str) = match kind {
        "inquiry" => (&[DROP_HINTS, DROP_SUBJECTS], DROP_INQUIRY),
        "printout" => (&[], DROP_PRINTOUT),
        _ => (&[], DROP_RECORD),
    };
    for sql in before.iter().chain(&[DROP_SALTS, DROP_ESCALATIONS]) {
        on_tx!(tx, conn => sqlx::query(*sql).bind(id).execute(conn).await.map(|_| ()))?;
    }
    let gone = on_tx!(tx, conn => sqlx::query(row).bind(id).bind(revision).execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(gone == 1)
}

/// Every statement of this module, prepared by a test on both databases.
pub const STATEMENTS: &[&str] = &[
    FIND_INQUIRY,
    FIND_PRINTOUT,
    FIND_RECORD,
    OLD_INQUIRIES,
    OLD_PRINTOUTS,
    OLD_RECORDS,
    LAST_AT,
    DUTIES,
    DROP_SALTS,
    DROP_ESCALATIONS,
    DROP_HINTS,
    DROP_SUBJECTS,
    DROP_INQUIRY,
    DROP_PRINTOUT,
    DROP_RECORD,
];

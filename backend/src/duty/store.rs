//! Open duties in the database, rewritten with each change of their record.

use chrono::NaiveDate;
use shared::{
    duty::{Duty, DutyKind, Escalation, Level},
    id::{InquiryId, PersonId, UnitId},
};
use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    on_tx,
    store::{StoreError, Tx},
};

/// An open duty's row.
#[derive(Debug, Clone, FromRow)]
pub struct Row {
    /// The row.
    pub id: Uuid,
    /// What is to be done.
    pub kind: String,
    /// The noun it hangs on.
    pub record_kind: String,
    /// The record.
    pub record_id: Uuid,
    /// The inquiry to open, where it is about one.
    pub inquiry_id: Option<Uuid>,
    /// Who owes it.
    pub unit_id: Uuid,
    /// Who answers for it.
    pub person_id: Option<Uuid>,
    /// What it is about, in a few words.
    pub about: String,
    /// First day.
    pub from_on: String,
    /// Strict last day.
    pub due_on: Option<String>,
    /// Moved last day.
    pub adjusted_on: Option<String>,
}

impl Row {
    /// The duty; none when the row no longer parses.
    #[must_use]
    pub fn duty(&self) -> Option<Duty> {
        let kind = DutyKind::of(&self.kind)?;
        let day = |text: &Option<String>| text.as_ref().and_then(|day| day.parse().ok());
        Some(Duty {
            kind,
            record_kind: self.record_kind.clone().into(),
            record: self.record_id,
            unit: UnitId(self.unit_id),
            person: self.person_id.map(PersonId),
            from: self.from_on.parse().ok()?,
            due: day(&self.due_on),
            due_adjusted: day(&self.adjusted_on),
        })
    }
}

const CLEAR: &str = "DELETE FROM duties WHERE record_id = $1";
/// The same for many records.
pub const CLEAR_MANY: &str = "DELETE FROM duties WHERE record_id IN";
/// A new duty, to be followed by its values.
pub const INSERT_MANY: &str = "INSERT INTO duties (id, kind, record_kind, record_id, inquiry_id, unit_id, person_id, about, from_on, \
    due_on, adjusted_on) VALUES";
const INSERT: &str = "INSERT INTO duties (id, kind, record_kind, record_id, inquiry_id, unit_id, person_id, about, from_on, \
    due_on, adjusted_on) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";

/// Binds a new duty in the order of the columns.
macro_rules! bound {
    ($query:expr, $inquiry:expr, $about:expr, $duty:expr) => {
        $query
            .bind(uuid::Uuid::now_v7())
            .bind($duty.kind.name())
            .bind($duty.record_kind.as_ref())
            .bind($duty.record)
            .bind($inquiry.map(|inquiry| inquiry.0))
            .bind($duty.unit.0)
            .bind($duty.person.map(|person| person.0))
            .bind($about)
            .bind($duty.from.to_string())
            .bind($duty.due.map(|day| day.to_string()))
            .bind($duty.due_adjusted.map(|day| day.to_string()))
    };
}
pub(crate) use bound;

/// Takes away the duties that hang on a record.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn clear(tx: &mut Tx, record: Uuid) -> Result<(), StoreError> {
    on_tx!(tx, conn => sqlx::query(CLEAR).bind(record).execute(conn).await.map(|_| ()))
        .map_err(StoreError::from)
}

/// Replaces the duties that hang on a record.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn replace(
    tx: &mut Tx,
    record: Uuid,
    inquiry: Option<InquiryId>,
    about: &str,
    duties: &[Duty],
) -> Result<(), StoreError> {
    if tx.behind.as_mut().is_some_and(|behind| behind.owe(record, inquiry, about, duties)) {
        return Ok(());
    }
    clear(tx, record).await?;
    for duty in duties {
        on_tx!(tx, conn => bound!(sqlx::query(INSERT), inquiry, about, duty)
            .execute(conn)
            .await
            .map(|_| ()))?;
    }
    Ok(())
}

macro_rules! list {
    ($scope:literal) => {
        concat!(
            "SELECT id, kind, record_kind, record_id, inquiry_id, unit_id, person_id, about, from_on, due_on, adjusted_on \
             FROM duties WHERE ",
            $scope,
            " AND COALESCE(due_on, '9999-12-31') >= $2 AND (COALESCE(due_on, '9999-12-31'), id) > ($2, $3) \
             AND COALESCE(due_on, '9999-12-31') < $4 AND ($5 = '' OR REPLACE($5, ',' || kind || ',', '') <> $5) \
             AND ($6 IS NULL OR person_id = $6) \
             ORDER BY COALESCE(due_on, '9999-12-31'), id LIMIT $7"
        )
    };
}

const LIST_PERSON: &str = list!("person_id = $1");
const LIST_UNIT: &str = list!("unit_id = $1");
const LIST_UNCLAIMED: &str = list!("unit_id = $1 AND person_id IS NULL");
const LIST_ALL: &str = list!("unit_id <> $1");

/// Sorts a duty without a day behind all others.
pub const NO_DAY: &str = "9999-12-31";
/// Behind even those.
const BEYOND: &str = "9999-12-32";

/// Whose duties a list shows.
#[derive(Debug, Clone, Copy)]
pub enum Scope {
    /// One person's.
    Person(PersonId),
    /// One unit's.
    Unit(UnitId),
    /// Those of a unit that nobody answers for alone.
    Unclaimed(UnitId),
    /// Everybody's.
    All,
}

/// Which of them.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Only those whose strict day lies before this one.
    pub due_before: Option<NaiveDate>,
    /// Only these kinds.
    pub kinds: Option<Vec<DutyKind>>,
    /// Only this person's.
    pub person: Option<PersonId>,
}

impl Filter {
    /// The kinds as one text in which each stands between commas; empty for any.
    fn kinds(&self) -> String {
        let Some(kinds) = &self.kinds else { return String::new() };
        kinds.iter().fold(",".to_owned(), |text, kind| text + kind.name() + ",")
    }
}

/// A page of duties, most pressing first, after the given place; a duty without a day comes last.
///
/// # Errors
/// The database does not answer.
pub async fn list(
    tx: &mut Tx,
    scope: Scope,
    filter: &Filter,
    after: (&str, Uuid),
    limit: i64,
) -> Result<Vec<Row>, StoreError> {
    let (sql, id) = match scope {
        Scope::Person(person) => (LIST_PERSON, person.0),
        Scope::Unit(unit) => (LIST_UNIT, unit.0),
        Scope::Unclaimed(unit) => (LIST_UNCLAIMED, unit.0),
        Scope::All => (LIST_ALL, Uuid::nil()),
    };
    let before = filter.due_before.map_or_else(|| BEYOND.to_owned(), |day| day.to_string());
    on_tx!(tx, conn => sqlx::query_as(sql)
        .bind(id)
        .bind(after.0)
        .bind(after.1)
        .bind(&before)
        .bind(filter.kinds())
        .bind(filter.person.map(|person| person.0))
        .bind(limit)
        .fetch_all(conn)
        .await)
    .map_err(StoreError::from)
}

/// Every duty of a scope that a filter lets through, most pressing first; for what is bounded by its day.
///
/// # Errors
/// The database does not answer.
pub async fn all(tx: &mut Tx, scope: Scope, filter: &Filter) -> Result<Vec<Row>, StoreError> {
    let (mut found, mut day, mut id) = (Vec::new(), String::new(), Uuid::nil());
    loop {
        let rows = list(tx, scope, filter, (&day, id), STRIDE).await?;
        let Some(last) = rows.last() else { return Ok(found) };
        (day, id) = (last.due_on.clone().unwrap_or_else(|| NO_DAY.to_owned()), last.id);
        found.extend(rows);
    }
}

/// Rows read at a time.
const STRIDE: i64 = 500;

const OF_RECORD: &str = "SELECT id, kind, record_kind, record_id, inquiry_id, unit_id, person_id, about, from_on, due_on, adjusted_on \
    FROM duties WHERE record_id = $1";

/// The duties that hang on a record.
///
/// # Errors
/// The database does not answer.
pub async fn of_record(tx: &mut Tx, record: Uuid) -> Result<Vec<Row>, StoreError> {
    on_tx!(tx, conn => sqlx::query_as(OF_RECORD).bind(record).fetch_all(conn).await).map_err(StoreError::from)
}

const OPEN: &str = "SELECT unit_id FROM duties WHERE kind = $1";

/// The units of every open duty of a kind; for kinds that come by the dozen.
///
/// # Errors
/// The database does not answer.
pub async fn open(tx: &mut Tx, kind: DutyKind) -> Result<Vec<Uuid>, StoreError> {
    on_tx!(tx, conn => sqlx::query_scalar(OPEN).bind(kind.name()).fetch_all(conn).await)
        .map_err(StoreError::from)
}

const PRESSING: &str = "SELECT unit_id, kind, \
    CAST(SUM(CASE WHEN due_on < $1 THEN 1 ELSE 0 END) AS BIGINT) AS late, \
    CAST(SUM(CASE WHEN due_on >= $1 THEN 1 ELSE 0 END) AS BIGINT) AS soon \
    FROM duties WHERE due_on <= $2 GROUP BY unit_id, kind";

/// Late and soon duties of a unit, by kind.
#[derive(Debug, Clone, FromRow)]
pub struct Pressing {
    /// The unit.
    pub unit_id: Uuid,
    /// What is to be done.
    pub kind: String,
    /// Past the strict day.
    pub late: i64,
    /// Due until the given day.
    pub soon: i64,
}

/// Duties late today or due until `soon`, by unit and kind: a walk over the pressing end of the index alone.
///
/// # Errors
/// The database does not answer.
pub async fn pressing(tx: &mut Tx, today: &str, soon: &str) -> Result<Vec<Pressing>, StoreError> {
    on_tx!(tx, conn => sqlx::query_as(PRESSING).bind(today).bind(soon).fetch_all(conn).await)
        .map_err(StoreError::from)
}

const UNTOLD: &str = "SELECT id, kind, record_kind, record_id, inquiry_id, unit_id, person_id, about, from_on, due_on, adjusted_on \
    FROM duties d WHERE COALESCE(due_on, '9999-12-31') < $1 AND NOT EXISTS (SELECT 1 FROM escalations e \
    WHERE e.record_id = d.record_id AND e.kind = d.kind AND e.due_on = d.due_on AND e.level = $2) \
    AND (COALESCE(due_on, '9999-12-31'), id) > ($3, $4) ORDER BY COALESCE(due_on, '9999-12-31'), id LIMIT $5";
const TELL: &str = "INSERT INTO escalations (record_id, kind, due_on, level, since) VALUES ($1, $2, $3, $4, $5) \
    ON CONFLICT (record_id, kind, due_on, level) DO NOTHING";

/// A stretch of the duties late enough for a level of which it is not on record that they were shown there; `after` is the
/// day and identifier of the last one before, the oldest first.
///
/// # Errors
/// The database does not answer.
pub async fn untold(
    tx: &mut Tx,
    level: Level,
    cut: NaiveDate,
    after: &(String, Uuid),
) -> Result<Vec<Row>, StoreError> {
    on_tx!(tx, conn => sqlx::query_as(UNTOLD)
        .bind(cut.to_string())
        .bind(level.name())
        .bind(&after.0)
        .bind(after.1)
        .bind(STRIDE)
        .fetch_all(conn)
        .await)
    .map_err(StoreError::from)
}

/// Puts on record that a duty escalated; false when it was.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn tell(tx: &mut Tx, duty: &Duty, escalation: Escalation) -> Result<bool, StoreError> {
    let rows = on_tx!(tx, conn => sqlx::query(TELL)
        .bind(duty.record)
        .bind(duty.kind.name())
        .bind(duty.due.map(|day| day.to_string()))
        .bind(escalation.level.name())
        .bind(escalation.since.to_string())
        .execute(conn)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

const LATE_OF: &str =
    "SELECT COUNT(*) FROM duties WHERE person_id = $1 AND COALESCE(due_on, '9999-12-31') < $2";

/// How many of a person's duties are past their strict day.
///
/// # Errors
/// The database does not answer.
pub async fn late_of(tx: &mut Tx, person: PersonId, today: &str) -> Result<i64, StoreError> {
    on_tx!(tx, conn => sqlx::query_scalar(LATE_OF).bind(person.0).bind(today).fetch_one(conn).await)
        .map_err(StoreError::from)
}

/// Every statement of this module, prepared by a test on both databases.
pub const STATEMENTS: &[&str] = &[
    CLEAR,
    INSERT,
    LIST_PERSON,
    LIST_UNIT,
    LIST_UNCLAIMED,
    LIST_ALL,
    OF_RECORD,
    OPEN,
    UNTOLD,
    TELL,
    PRESSING,
    LATE_OF,
];

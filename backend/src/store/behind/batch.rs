//! Rows that were held back, on their way into the tables, in the order in which they refer to each other.

use std::{collections::BTreeMap, sync::LazyLock};

use shared::{
    duty::Duty,
    id::{InquiryId, ItemId, UnitId},
};
use uuid::Uuid;

use super::{
    super::{StoreError, Tx, runs::Runs},
    Inquiry, Owed, Printout,
};
use crate::{
    duty::store as duties,
    figures::{self, Count},
    inquiry::store::{self as inquiries, SubjectRow},
    on_tx,
    oversight::store as oversight,
    printout::store as printouts,
};

static INQUIRIES: LazyLock<Runs> =
    LazyLock::new(|| Runs::ended(inquiries::INSERT_MANY, 19, inquiries::CHANGE_MANY));
static SUBJECTS: LazyLock<Runs> = LazyLock::new(|| Runs::new(inquiries::INSERT_SUBJECTS, 7));
static PRINTOUTS: LazyLock<Runs> =
    LazyLock::new(|| Runs::ended(printouts::INSERT_MANY, 12, printouts::CHANGE_MANY));
static SETTLED: LazyLock<Runs> = LazyLock::new(|| Runs::of(duties::CLEAR_MANY));
static HINTS: LazyLock<Runs> =
    LazyLock::new(|| Runs::ended(oversight::INSERT_HINTS, 7, oversight::HINT_AGAIN));
static DUTIES: LazyLock<Runs> = LazyLock::new(|| Runs::new(duties::INSERT_MANY, 11));

/// A subject's row of an inquiry, a duty of an inquiry's with what it is about, a hint with its code and field.
type Subject = (Uuid, SubjectRow);
type OneDuty = (Option<InquiryId>, String, Duty);
type OneHint = ((String, String), (oversight::NewHint, String));

/// What is written together; of a row that is there it replaces what can change.
#[derive(Debug, Default)]
pub struct Batch {
    pub inquiries: Vec<Inquiry>,
    pub printouts: Vec<Printout>,
    /// Records whose duties are there and give way to others.
    pub settled: Vec<Uuid>,
    pub hints: Vec<OneHint>,
    pub uses: BTreeMap<(Uuid, String, String), i64>,
    pub counts: BTreeMap<(Uuid, String, &'static str), i64>,
    /// Inquiries whose subjects are there and give way to others.
    pub replaced: Vec<Uuid>,
    pub subjects: Vec<Subject>,
    pub duties: Vec<OneDuty>,
}

impl Batch {
    /// An inquiry's subjects, with whether others are there.
    pub fn put_subjects(&mut self, inquiry: Uuid, (replaces, subjects): (bool, Vec<SubjectRow>)) {
        if replaces {
            self.replaced.push(inquiry);
        }
        self.subjects.extend(subjects.into_iter().map(|subject| (inquiry, subject)));
    }

    /// A record's duties, with whether others are there.
    pub fn put_duties(&mut self, record: Uuid, (inquiry, about, duties): Owed, replaces: bool) {
        if replaces {
            self.settled.push(record);
        }
        self.duties.extend(duties.into_iter().map(|duty| (inquiry, about.clone(), duty)));
    }

    /// The same in the order of identifiers, which is the order of time: the tables grow at their end.
    pub fn in_order(mut self) -> Self {
        self.inquiries.sort_unstable_by_key(|(row, _)| row.id);
        self.printouts.sort_unstable_by_key(|(row, _)| row.id);
        self.subjects.sort_unstable_by_key(|(id, subject)| (*id, subject.ordinal));
        self.hints.sort_unstable_by_key(|(_, (hint, _))| hint.inquiry.0);
        self
    }

    /// Writes it. The connection has nothing held back, so that each store writes for good.
    ///
    /// # Errors
    /// The database refuses or does not answer.
    pub async fn write(self, tx: &mut Tx) -> Result<(), StoreError> {
        write_inquiries(tx, &self.inquiries).await?;
        for id in &self.replaced {
            inquiries::delete_subjects(tx, InquiryId(*id)).await?;
        }
        write_subjects(tx, &self.subjects).await?;
        write_printouts(tx, &self.printouts).await?;
        for (sql, run) in SETTLED.over(tx.is_sqlite(), &self.settled) {
            on_tx!(tx, conn => {
                let query = run.iter().fold(sqlx::query(sql), |query, record| query.bind(*record));
                query.execute(conn).await.map(|_| ())
            })?;
        }
        write_duties(tx, &self.duties).await?;
        write_hints(tx, &self.hints).await?;
        for ((item, code, month), count) in self.uses {
            oversight::count_uses(tx, ItemId(item), &code, &month, count).await?;
        }
        for ((unit, month, name), by) in self.counts {
            figures::add(tx, UnitId(unit), &[Count { month, name, by }]).await?;
        }
        Ok(())
    }
}

async fn write_inquiries(tx: &mut Tx, rows: &[Inquiry]) -> Result<(), StoreError> {
    for (sql, run) in INQUIRIES.over(tx.is_sqlite(), rows) {
        on_tx!(tx, conn => {
            let mut query = sqlx::query(sql);
            for (row, content) in run {
                query = inquiries::bound!(query, row, content);
            }
            query.execute(conn).await.map(|_| ())
        })?;
    }
    Ok(())
}

async fn write_subjects(tx: &mut Tx, rows: &[Subject]) -> Result<(), StoreError> {
    for (sql, run) in SUBJECTS.over(tx.is_sqlite(), rows) {
        on_tx!(tx, conn => {
            let mut query = sqlx::query(sql);
            for (id, row) in run {
                query = query.bind(*id).bind(row.ordinal).bind(row.name.as_slice()).bind(row.identity.as_slice());
                query = query.bind(row.blind.as_slice()).bind(row.year).bind(row.mark.as_deref());
            }
            query.execute(conn).await.map(|_| ())
        })?;
    }
    Ok(())
}

async fn write_printouts(tx: &mut Tx, rows: &[Printout]) -> Result<(), StoreError> {
    for (sql, run) in PRINTOUTS.over(tx.is_sqlite(), rows) {
        on_tx!(tx, conn => {
            let mut query = sqlx::query(sql);
            for (row, sheets) in run {
                query = query.bind(row.id).bind(row.revision).bind(row.state.as_str()).bind(row.inquiry_id);
                query = query.bind(row.unit_id).bind(row.holder_id).bind(row.due_on.as_deref());
                query = query.bind(row.body.as_str()).bind(row.updated_at).bind(sheets.queried_on.as_str());
                query = query.bind(sheets.pages).bind(sheets.copies);
            }
            query.execute(conn).await.map(|_| ())
        })?;
    }
    Ok(())
}

async fn write_duties(tx: &mut Tx, rows: &[OneDuty]) -> Result<(), StoreError> {
    for (sql, run) in DUTIES.over(tx.is_sqlite(), rows) {
        on_tx!(tx, conn => {
            let mut query = sqlx::query(sql);
            for (inquiry, about, duty) in run {
                query = duties::bound!(query, inquiry, about, duty);
            }
            query.execute(conn).await.map(|_| ())
        })?;
    }
    Ok(())
}

async fn write_hints(tx: &mut Tx, rows: &[OneHint]) -> Result<(), StoreError> {
    for (sql, run) in HINTS.over(tx.is_sqlite(), rows) {
        on_tx!(tx, conn => {
            let mut query = sqlx::query(sql);
            for ((code, path), (hint, body)) in run {
                query = query.bind(hint.inquiry.0).bind(code.as_str()).bind(path.as_str()).bind(hint.person.0);
                query = query.bind(hint.unit.0).bind(body.as_str()).bind(hint.at);
            }
            query.execute(conn).await.map(|_| ())
        })?;
    }
    Ok(())
}

/// Every statement of this module, prepared by a test on both databases.
#[must_use]
pub fn statements() -> Vec<&'static str> {
    [&*INQUIRIES, &*SUBJECTS, &*PRINTOUTS, &*SETTLED, &*DUTIES, &*HINTS]
        .into_iter()
        .flat_map(Runs::statements)
        .collect()
}

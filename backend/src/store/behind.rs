//! What a long past writes, held back: a case's rows stay in memory while they change, and those of many cases are written
//! together. The same flows read and write through it, so that there is no second way to write a record; only whoever has
//! the database alone may hold back, for nobody else sees what is not written yet.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::LazyLock,
};

use shared::{
    duty::Duty,
    id::{InquiryId, ItemId, PersonId, UnitId},
};
use uuid::Uuid;

use super::{StoreError, Tx};
use crate::{
    duty::store as duties,
    figures::{self, Count},
    inquiry::store::{self as inquiries, Content, SubjectRow},
    journal::runs::Runs,
    on_tx,
    oversight::store as oversight,
    printout::store as printouts,
};

/// A row in memory, and how the database stands to it.
#[derive(Debug)]
struct Kept<T> {
    row: T,
    is_new: bool,
    is_changed: bool,
}

type Inquiry = Kept<(inquiries::Row, Content)>;
type Printout = Kept<(printouts::Row, printouts::Sheets)>;
type Owed = (Option<InquiryId>, String, Vec<Duty>);
type Hint = (oversight::NewHint, String);

/// The colleagues' marks of a year, by the registers' version.
type Marks = ((String, i32), Vec<(PersonId, Vec<u8>)>);

/// Rows held back.
#[derive(Debug, Default)]
pub struct Behind {
    inquiries: HashMap<Uuid, Inquiry>,
    /// With whether others are there that these replace.
    subjects: HashMap<Uuid, (bool, Vec<SubjectRow>)>,
    printouts: HashMap<Uuid, Printout>,
    owed: HashMap<Uuid, Owed>,
    /// Records whose duties are in the database.
    owing: HashSet<Uuid>,
    /// Records that were entered here and are still in memory.
    own: HashSet<Uuid>,
    counts: BTreeMap<(Uuid, String, &'static str), i64>,
    uses: BTreeMap<(Uuid, String, String), i64>,
    hints: BTreeMap<(Uuid, String, String), Hint>,
    /// When each person submitted, with the form.
    submitted: HashMap<Uuid, BTreeMap<(i64, Uuid), ()>>,
    /// The keyed hash of everybody who was asked for, cut short, with the form: none where there are several, and the
    /// database has the rest.
    asked: HashMap<u64, Option<Uuid>>,
    /// When this past began, µs, and whether anybody was asked for before.
    since: i64,
    goes_on: bool,
    /// What was sealed to the server's own key here, with what it says.
    boxes: HashMap<String, String>,
    marks: Option<Marks>,
}

fn short(blind: &[u8]) -> u64 {
    blind.first_chunk().map_or(0, |bytes| u64::from_be_bytes(*bytes))
}

impl Behind {
    /// Holds back what is written from an instant on, µs; `goes_on` where there are inquiries of before.
    #[must_use]
    pub fn new(since: i64, goes_on: bool) -> Self {
        Self { since, goes_on, ..Self::default() }
    }

    /// When this past began, µs.
    #[must_use]
    pub const fn since(&self) -> i64 {
        self.since
    }

    /// An inquiry in memory.
    #[must_use]
    pub fn inquiry(&self, id: Uuid) -> Option<&(inquiries::Row, Content)> {
        self.inquiries.get(&id).map(|kept| &kept.row)
    }

    /// Holds an inquiry's row back; content that is not given stays. False where it is neither new nor in memory.
    #[must_use]
    pub fn put_inquiry(&mut self, is_new: bool, row: &inquiries::Row, content: &Content) -> bool {
        if !is_new && !self.inquiries.contains_key(&row.id) {
            return false;
        }
        self.submit(row);
        let kept = self.inquiries.entry(row.id).or_insert_with(|| Kept {
            row: (row.clone(), Content { draft: None, body: None }),
            is_new,
            is_changed: true,
        });
        kept.is_changed = true;
        kept.row.0.clone_from(row);
        if content.draft.is_some() {
            kept.row.1.draft.clone_from(&content.draft);
        }
        if content.body.is_some() {
            kept.row.1.body.clone_from(&content.body);
        }
        if is_new {
            self.own.insert(row.id);
        }
        true
    }

    fn submit(&mut self, row: &inquiries::Row) {
        let before = self.inquiries.get(&row.id).and_then(|kept| kept.row.0.submitted_at);
        if before == row.submitted_at {
            return;
        }
        let of = self.submitted.entry(row.applicant_id).or_default();
        if let Some(at) = before {
            of.remove(&(at, row.id));
        }
        if let Some(at) = row.submitted_at {
            of.insert((at, row.id), ());
        }
    }

    /// When a person submitted what was submitted here; what is older than asked for is forgotten, for time goes one way.
    pub fn submitted_between(&mut self, person: PersonId, from: i64, until: i64) -> Vec<i64> {
        let of = self.submitted.entry(person.0).or_default();
        *of = of.split_off(&(from, Uuid::nil()));
        of.range(..(until, Uuid::nil())).map(|((at, _), ())| *at).collect()
    }

    /// Holds an inquiry's subjects back.
    #[must_use]
    pub fn put_subjects(&mut self, id: Uuid, subjects: &[SubjectRow]) -> bool {
        let Some(inquiry) = self.inquiries.get(&id) else { return false };
        for subject in subjects {
            let one = self.asked.entry(short(&subject.blind)).or_insert(Some(id));
            *one = one.filter(|known| *known == id);
        }
        self.subjects.insert(id, (!inquiry.is_new, subjects.to_vec()));
        true
    }

    /// An inquiry's subjects, where they are held back.
    #[must_use]
    pub fn subjects(&self, id: Uuid) -> Option<&[SubjectRow]> {
        self.subjects.get(&id).map(|(_, subjects)| subjects.as_slice())
    }

    /// Whether another form may have asked for somebody: in this past, or none where only the database can tell.
    #[must_use]
    pub fn has_asked(&self, blinds: &[Vec<u8>], but: Uuid) -> Option<bool> {
        let is_here =
            blinds.iter().any(|blind| self.asked.get(&short(blind)).is_some_and(|form| *form != Some(but)));
        (is_here || !self.goes_on).then_some(is_here)
    }

    /// A printout in memory.
    #[must_use]
    pub fn printout(&self, id: Uuid) -> Option<&printouts::Row> {
        self.printouts.get(&id).map(|kept| &kept.row.0)
    }

    /// Holds a new printout back.
    #[must_use]
    pub fn insert_printout(&mut self, row: &printouts::Row, sheets: &printouts::Sheets) -> bool {
        if !self.inquiries.contains_key(&row.inquiry_id) {
            return false;
        }
        self.own.insert(row.id);
        let kept = Kept { row: (row.clone(), sheets.clone()), is_new: true, is_changed: true };
        self.printouts.insert(row.id, kept);
        true
    }

    /// Holds a printout's next revision back. False where it is not in memory.
    #[must_use]
    pub fn update_printout(&mut self, row: &printouts::Row) -> bool {
        let Some(kept) = self.printouts.get_mut(&row.id) else { return false };
        kept.row.0.clone_from(row);
        kept.is_changed = true;
        true
    }

    /// Holds back the duties that hang on a record of this past.
    #[must_use]
    pub fn owe(&mut self, record: Uuid, inquiry: Option<InquiryId>, about: &str, duties: &[Duty]) -> bool {
        if !self.own.contains(&record) {
            return false;
        }
        self.owed.insert(record, (inquiry, about.to_owned(), duties.to_vec()));
        true
    }

    /// Adds to a unit's counts.
    pub fn count(&mut self, unit: UnitId, counts: &[Count]) {
        for count in counts {
            *self.counts.entry((unit.0, count.month.clone(), count.name)).or_default() += count.by;
        }
    }

    /// Counts that a form asked for a data item.
    pub fn count_use(&mut self, item: ItemId, code: &str, month: &str) {
        *self.uses.entry((item.0, code.to_owned(), month.to_owned())).or_default() += 1;
    }

    /// Holds a hint back.
    #[must_use]
    pub fn hint(&mut self, hint: &oversight::NewHint, code: &str, path: &str, body: &str) -> bool {
        if !self.inquiries.contains_key(&hint.inquiry.0) {
            return false;
        }
        let key = (hint.inquiry.0, code.to_owned(), path.to_owned());
        self.hints.insert(key, (hint.clone(), body.to_owned()));
        true
    }

    /// Takes an inquiry's hints away; true where none of them can be in the database.
    #[must_use]
    pub fn forget_hints(&mut self, inquiry: Uuid) -> bool {
        self.hints.retain(|(of, ..), _| *of != inquiry);
        self.inquiries.get(&inquiry).is_some_and(|kept| kept.is_new)
    }

    /// Remembers what was sealed to the server's own key.
    pub fn boxed(&mut self, sealed: String, plain: String) {
        self.boxes.insert(sealed, plain);
    }

    /// What was sealed here.
    #[must_use]
    pub fn unboxed(&self, sealed: &str) -> Option<&String> {
        self.boxes.get(sealed)
    }

    /// The colleagues' marks of a year under a version of the registers, where they were worked out.
    #[must_use]
    pub fn marks(&self, version: &str, year: i32) -> Option<&[(PersonId, Vec<u8>)]> {
        let ((of, when), marks) = self.marks.as_ref()?;
        (of == version && *when == year).then_some(marks)
    }

    /// Remembers them.
    pub fn remember_marks(&mut self, version: &str, year: i32, marks: Vec<(PersonId, Vec<u8>)>) {
        self.marks = Some(((version.to_owned(), year), marks));
    }

    /// Forgets a case that is over, once it is written.
    pub fn over(&mut self, inquiry: Uuid, printouts: impl IntoIterator<Item = Uuid>) {
        self.inquiries.remove(&inquiry);
        for id in std::iter::once(inquiry).chain(printouts) {
            self.printouts.remove(&id);
            self.own.remove(&id);
            self.owing.remove(&id);
        }
    }

    /// Forgets which boxes say what: the forms behind them were judged.
    pub fn forget_boxes(&mut self) {
        self.boxes.clear();
    }
}

static INQUIRIES: LazyLock<Runs> = LazyLock::new(|| Runs::new(inquiries::INSERT_MANY, 19));
static SUBJECTS: LazyLock<Runs> = LazyLock::new(|| Runs::new(inquiries::INSERT_SUBJECTS, 7));
static PRINTOUTS: LazyLock<Runs> = LazyLock::new(|| Runs::new(printouts::INSERT_MANY, 12));
static HINTS: LazyLock<Runs> =
    LazyLock::new(|| Runs::ended(oversight::INSERT_HINTS, 7, oversight::HINT_AGAIN));
static DUTIES: LazyLock<Runs> = LazyLock::new(|| Runs::new(duties::INSERT_MANY, 11));

/// Writes everything that is held back, in the order in which rows refer to each other. The connection has no `Behind`
/// meanwhile, so that each store writes for good.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn write(tx: &mut Tx) -> Result<(), StoreError> {
    let Some(mut behind) = tx.behind.take() else { return Ok(()) };
    let written = write_all(tx, &mut behind).await;
    tx.behind = Some(behind);
    written
}

async fn write_all(tx: &mut Tx, behind: &mut Behind) -> Result<(), StoreError> {
    write_inquiries(tx, behind).await?;
    write_subjects(tx, behind).await?;
    write_printouts(tx, behind).await?;
    write_duties(tx, behind).await?;
    write_hints(tx, behind).await?;
    for ((item, code, month), count) in std::mem::take(&mut behind.uses) {
        oversight::count_uses(tx, ItemId(item), &code, &month, count).await?;
    }
    for ((unit, month, name), by) in std::mem::take(&mut behind.counts) {
        figures::add(tx, UnitId(unit), &[Count { month, name, by }]).await?;
    }
    Ok(())
}

/// In the order of their identifiers, which is the order of time: the tables grow at their end.
async fn write_inquiries(tx: &mut Tx, behind: &mut Behind) -> Result<(), StoreError> {
    let mut changed: Vec<&mut Inquiry> =
        behind.inquiries.values_mut().filter(|kept| kept.is_changed).collect();
    changed.sort_by_key(|kept| kept.row.0.id);
    let (new, old): (Vec<_>, Vec<_>) = changed.iter().partition::<Vec<_>, _>(|kept| kept.is_new);
    for (sql, run) in INQUIRIES.over(tx.is_sqlite(), &new) {
        on_tx!(tx, conn => {
            let mut query = sqlx::query(sql);
            for kept in run {
                let (row, content) = &kept.row;
                query = inquiries::bound!(query, row, content);
            }
            query.execute(conn).await.map(|_| ())
        })?;
    }
    for kept in old {
        inquiries::put(tx, false, &kept.row.0, &kept.row.1).await?;
    }
    for kept in changed {
        (kept.is_new, kept.is_changed) = (false, false);
    }
    Ok(())
}

async fn write_subjects(tx: &mut Tx, behind: &mut Behind) -> Result<(), StoreError> {
    let mut rows = Vec::new();
    for (id, (replaces, subjects)) in std::mem::take(&mut behind.subjects) {
        // A form that was sent back and mended has its old subjects there.
        if replaces {
            inquiries::delete_subjects(tx, InquiryId(id)).await?;
        }
        rows.extend(subjects.into_iter().map(|subject| (id, subject)));
    }
    rows.sort_by_key(|(id, subject)| (*id, subject.ordinal));
    for (sql, run) in SUBJECTS.over(tx.is_sqlite(), &rows) {
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

async fn write_printouts(tx: &mut Tx, behind: &mut Behind) -> Result<(), StoreError> {
    let mut changed: Vec<&mut Printout> =
        behind.printouts.values_mut().filter(|kept| kept.is_changed).collect();
    changed.sort_by_key(|kept| kept.row.0.id);
    let (new, old): (Vec<_>, Vec<_>) = changed.iter().partition::<Vec<_>, _>(|kept| kept.is_new);
    for (sql, run) in PRINTOUTS.over(tx.is_sqlite(), &new) {
        on_tx!(tx, conn => {
            let mut query = sqlx::query(sql);
            for kept in run {
                let (row, sheets) = &kept.row;
                query = query.bind(row.id).bind(row.revision).bind(row.state.as_str()).bind(row.inquiry_id);
                query = query.bind(row.unit_id).bind(row.holder_id).bind(row.due_on.as_deref());
                query = query.bind(row.body.as_str()).bind(row.updated_at).bind(sheets.queried_on.as_str());
                query = query.bind(sheets.pages).bind(sheets.copies);
            }
            query.execute(conn).await.map(|_| ())
        })?;
    }
    for kept in old {
        printouts::update(tx, &kept.row.0).await?;
    }
    for kept in changed {
        (kept.is_new, kept.is_changed) = (false, false);
    }
    Ok(())
}

async fn write_duties(tx: &mut Tx, behind: &mut Behind) -> Result<(), StoreError> {
    let mut rows = Vec::new();
    for (record, (inquiry, about, owed)) in std::mem::take(&mut behind.owed) {
        if behind.owing.remove(&record) {
            duties::clear(tx, record).await?;
        }
        if !owed.is_empty() {
            behind.owing.insert(record);
        }
        rows.extend(owed.into_iter().map(|duty| (inquiry, about.clone(), duty)));
    }
    for (sql, run) in DUTIES.over(tx.is_sqlite(), &rows) {
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

async fn write_hints(tx: &mut Tx, behind: &mut Behind) -> Result<(), StoreError> {
    let rows: Vec<_> = std::mem::take(&mut behind.hints).into_iter().collect();
    for (sql, run) in HINTS.over(tx.is_sqlite(), &rows) {
        on_tx!(tx, conn => {
            let mut query = sqlx::query(sql);
            for ((_, code, path), (hint, body)) in run {
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
    [&*INQUIRIES, &*SUBJECTS, &*PRINTOUTS, &*DUTIES, &*HINTS].into_iter().flat_map(Runs::statements).collect()
}

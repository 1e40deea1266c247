//! What a long past writes, held back: a case's rows stay in memory while they change, and those of many cases are written
//! together. The same flows read and write through it, so that there is no second way to write a record; only whoever has
//! the database alone may hold back, for nobody else sees what is not written yet.

mod batch;

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, NaiveDate};
use shared::{
    duty::Duty,
    id::{InquiryId, ItemId, PersonId, UnitId},
    inquiry::InquiryBody,
    taiwan_day,
};
use uuid::Uuid;

use super::Tx;
use crate::{
    figures::Count,
    inquiry::store::{self as inquiries, Content, SubjectRow},
    oversight::store::{self as oversight, Days},
    printout::store as printouts,
};

use batch::Batch;
pub use batch::statements;

/// A row in memory, and how the database stands to it.
#[derive(Debug)]
struct Kept<T> {
    row: T,
    /// It is in its table, as it was then.
    is_written: bool,
    is_changed: bool,
}

type Inquiry = (inquiries::Row, Content);
type Printout = (printouts::Row, printouts::Sheets);
type Owed = (Option<InquiryId>, String, Vec<Duty>);
/// An inquiry's hints by code and field.
type Hints = BTreeMap<(String, String), (oversight::NewHint, String)>;

/// The colleagues' marks of a year, by the registers' version.
type Marks = ((String, i32), Vec<(PersonId, Vec<u8>)>);

/// Who asked for whom in a form, and when.
#[derive(Debug)]
struct Asking {
    applicant: Uuid,
    case_number: String,
    submitted_at: Option<i64>,
    subjects: Vec<u64>,
}

/// Rows held back.
#[derive(Debug, Default)]
pub struct Behind {
    inquiries: HashMap<Uuid, Kept<Inquiry>>,
    /// With whether others are there that these replace.
    subjects: HashMap<Uuid, (bool, Vec<SubjectRow>)>,
    printouts: HashMap<Uuid, Kept<Printout>>,
    owed: HashMap<Uuid, Owed>,
    /// Records whose duties are in the database.
    owing: HashSet<Uuid>,
    /// Records that were entered here and are still in memory.
    own: HashSet<Uuid>,
    counts: BTreeMap<(Uuid, String, &'static str), i64>,
    uses: BTreeMap<(Uuid, String, String), i64>,
    hints: HashMap<Uuid, Hints>,
    /// How many forms each person submitted on each day.
    submitted: HashMap<Uuid, BTreeMap<NaiveDate, u32>>,
    /// The keyed hash of everybody who was asked for, cut short, with the forms that asked.
    asked: HashMap<u64, Vec<Uuid>>,
    /// Those forms.
    asking: HashMap<Uuid, Asking>,
    /// When this past began, µs, and whether anybody was asked for before.
    since: i64,
    goes_on: bool,
    /// What was sealed to the server's own key here, with what it says.
    boxes: HashMap<String, String>,
    marks: Option<Marks>,
}

fn day_of(at: i64) -> NaiveDate {
    taiwan_day(DateTime::from_timestamp_micros(at).unwrap_or_default())
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
        if let Some(asking) = self.asking.get_mut(&row.id) {
            asking.case_number.clone_from(&row.case_number);
            asking.submitted_at = row.submitted_at;
        }
        let kept = self.inquiries.entry(row.id).or_insert_with(|| Kept {
            row: (row.clone(), Content { draft: None, body: None }),
            is_written: false,
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
        if let Some(count) = before.and_then(|at| of.get_mut(&day_of(at))) {
            *count -= 1;
        }
        if let Some(at) = row.submitted_at {
            *of.entry(day_of(at)).or_default() += 1;
        }
    }

    /// How many forms a person submitted here on each day from one to another; what is older than asked for is forgotten,
    /// for time goes one way.
    pub fn submitted_by_day(&mut self, person: PersonId, days: &Days) -> BTreeMap<NaiveDate, u32> {
        let of = self.submitted.entry(person.0).or_default();
        if of.first_key_value().is_some_and(|(first, _)| first < days.start()) {
            *of = of.split_off(days.start());
        }
        of.range(days.clone()).filter(|(_, count)| **count > 0).map(|(day, count)| (*day, *count)).collect()
    }

    /// Holds an inquiry's subjects back.
    #[must_use]
    pub fn put_subjects(&mut self, id: Uuid, subjects: &[SubjectRow]) -> bool {
        let Some(inquiry) = self.inquiries.get(&id) else { return false };
        let of: Vec<u64> = subjects.iter().map(|subject| short(&subject.blind)).collect();
        for subject in &of {
            self.asked.entry(*subject).or_default().push(id);
        }
        let row = &inquiry.row.0;
        let (applicant, case_number) = (row.applicant_id, row.case_number.clone());
        let asking = Asking { applicant, case_number, submitted_at: row.submitted_at, subjects: of };
        self.asking.insert(id, asking);
        self.subjects.insert(id, (inquiry.is_written, subjects.to_vec()));
        true
    }

    /// An inquiry's subjects, where they are held back.
    #[must_use]
    pub fn subjects(&self, id: Uuid) -> Option<&[SubjectRow]> {
        self.subjects.get(&id).map(|(_, subjects)| subjects.as_slice())
    }

    /// Whether the applicant of a form asked for somebody under another case number since an instant, µs: in this past, or
    /// none where only the database can tell.
    #[must_use]
    pub fn has_asked(&self, blinds: &[Vec<u8>], form: &InquiryBody, since: i64) -> Option<bool> {
        let asked_here = |blind: u64| {
            let forms = self.asked.get(&blind).into_iter().flatten().filter(|id| **id != form.id.0);
            forms.filter_map(|id| self.asking.get(id)).any(|asking| {
                asking.applicant == form.applicant.0
                    && asking.case_number != form.registration.case_number
                    && asking.submitted_at.is_some_and(|at| at >= since)
                    // A form that was mended may ask for others now.
                    && asking.subjects.contains(&blind)
            })
        };
        let is_here = blinds.iter().any(|blind| asked_here(short(blind)));
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
        let kept = Kept { row: (row.clone(), sheets.clone()), is_written: false, is_changed: true };
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
        let of = self.hints.entry(hint.inquiry.0).or_default();
        of.insert((code.to_owned(), path.to_owned()), (hint.clone(), body.to_owned()));
        true
    }

    /// Takes an inquiry's hints away; true where none of them can be in the database.
    #[must_use]
    pub fn forget_hints(&mut self, inquiry: Uuid) -> bool {
        self.hints.remove(&inquiry);
        self.inquiries.get(&inquiry).is_some_and(|kept| !kept.is_written)
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

    /// Forgets which boxes say what: the forms behind them were judged.
    pub fn forget_boxes(&mut self) {
        self.boxes.clear();
    }

    /// Takes what is to be written of everything; rows of cases that go on stay in memory as well.
    fn take_all(&mut self) -> Batch {
        let mut batch = Batch {
            inquiries: changed(self.inquiries.values_mut()),
            printouts: changed(self.printouts.values_mut()),
            uses: std::mem::take(&mut self.uses),
            counts: std::mem::take(&mut self.counts),
            ..Batch::default()
        };
        for (id, subjects) in std::mem::take(&mut self.subjects) {
            batch.put_subjects(id, subjects);
        }
        for hints in std::mem::take(&mut self.hints).into_values() {
            batch.hints.extend(hints);
        }
        for (record, owed) in std::mem::take(&mut self.owed) {
            if !owed.2.is_empty() {
                batch.put_duties(record, owed, !self.owing.insert(record));
            } else if self.owing.remove(&record) {
                batch.settled.push(record);
            }
        }
        batch.in_order()
    }

    /// Takes what is to be written of cases that are over, and forgets them.
    fn take_over(&mut self, cases: Vec<(Uuid, Vec<Uuid>)>) -> Batch {
        let mut batch = Batch::default();
        for (inquiry, printouts) in cases {
            let kept = self.inquiries.remove(&inquiry);
            batch.inquiries.extend(kept.filter(|kept| kept.is_changed).map(|kept| kept.row));
            if let Some(subjects) = self.subjects.remove(&inquiry) {
                batch.put_subjects(inquiry, subjects);
            }
            batch.hints.extend(self.hints.remove(&inquiry).into_iter().flatten());
            for id in printouts.into_iter().chain([inquiry]) {
                let kept = self.printouts.remove(&id);
                batch.printouts.extend(kept.filter(|kept| kept.is_changed).map(|kept| kept.row));
                let (owed, is_owing) = (self.owed.remove(&id), self.owing.remove(&id));
                if let Some(owed) = owed {
                    batch.put_duties(id, owed, is_owing);
                }
                self.own.remove(&id);
            }
        }
        batch.in_order()
    }
}

/// Rows to be written.
fn changed<'k, T: Clone + 'k>(kept: impl Iterator<Item = &'k mut Kept<T>>) -> Vec<T> {
    kept.filter(|kept| kept.is_changed)
        .map(|kept| {
            (kept.is_written, kept.is_changed) = (true, false);
            kept.row.clone()
        })
        .collect()
}

/// Hands everything that is held back to a write that runs beside what comes next.
pub async fn write(tx: &mut Tx) {
    let Some(behind) = &mut tx.behind else { return };
    let batch = behind.take_all();
    tx.write_beside(|tx| Box::pin(batch.write(tx))).await;
}

/// The same for cases that are over, each with its printouts.
pub async fn write_over(tx: &mut Tx, cases: Vec<(Uuid, Vec<Uuid>)>) {
    let Some(behind) = &mut tx.behind else { return };
    let batch = behind.take_over(cases);
    tx.write_beside(|tx| Box::pin(batch.write(tx))).await;
}

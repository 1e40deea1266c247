//! A form that stays inside while it is typed: one field goes in, the whole form is judged, and only a change comes out.

use chrono::NaiveDate;

use super::{request::ReviewRequest, text};
use crate::{
    inquiry::{Identity, InquiryDraft, SubjectDraft},
    violation::Report,
};

/// A place of the form that can be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slot {
    /// The business item.
    Item,
    /// Codes of the data items, as a JSON array.
    DataItems,
    /// 查調事由.
    Reason,
    /// 公文文號或案號.
    CaseNumber,
    /// First month.
    PeriodFrom,
    /// Last month.
    PeriodTo,
    /// Why more than usual.
    Justification,
    /// 備註.
    Remark,
    /// How many subjects there are.
    Subjects,
    /// A subject's name, by row.
    Name(u32),
    /// A subject's identity number, by row.
    Identity(u32),
}

/// Rows a form may be given; ten times what it may hold, so that too many is still a finding.
const MOST_ROWS: u32 = 10_000;

const PLAIN: [(Slot, &str); 9] = [
    (Slot::Item, "item"),
    (Slot::DataItems, "data_items"),
    (Slot::Reason, "reason"),
    (Slot::CaseNumber, "case_number"),
    (Slot::PeriodFrom, "period_from"),
    (Slot::PeriodTo, "period_to"),
    (Slot::Justification, "justification"),
    (Slot::Remark, "remark"),
    (Slot::Subjects, "subjects.length"),
];

impl Slot {
    /// The place that a report's path names, such as `reason` or `subjects[3].identity`.
    #[must_use]
    pub fn of(path: &str) -> Option<Self> {
        if let Some((slot, _)) = PLAIN.iter().find(|(_, name)| *name == path) {
            return Some(*slot);
        }
        let (row, field) = path.strip_prefix("subjects[")?.split_once("].")?;
        let row = row.parse().ok().filter(|row| *row < MOST_ROWS)?;
        match field {
            "name" => Some(Self::Name(row)),
            "identity" => Some(Self::Identity(row)),
            _ => None,
        }
    }

    /// A number for doors that pass numbers only.
    #[must_use]
    pub fn number(self) -> u32 {
        match self {
            Self::Name(row) => 16 + 2 * row,
            Self::Identity(row) => 17 + 2 * row,
            plain => PLAIN.iter().zip(0..).find(|((slot, _), _)| *slot == plain).map_or(0, |(_, at)| at),
        }
    }

    /// The place a number stands for.
    #[must_use]
    pub fn from_number(number: u32) -> Option<Self> {
        match number.checked_sub(16) {
            None => PLAIN.get(usize::try_from(number).ok()?).map(|(slot, _)| *slot),
            Some(rows) if rows / 2 >= MOST_ROWS => None,
            Some(rows) if rows.is_multiple_of(2) => Some(Self::Name(rows / 2)),
            Some(rows) => Some(Self::Identity(rows / 2)),
        }
    }
}

/// A form, its facts and its report.
#[derive(Debug, Clone, Default)]
pub struct Editor {
    request: ReviewRequest,
    report: Report,
    today: NaiveDate,
}

impl Editor {
    /// Opens a form given as JSON text. Unreadable text is an empty form whose report says so until something is set.
    #[must_use]
    pub fn open(json: &str, today: NaiveDate) -> Self {
        match ReviewRequest::parse(json) {
            Ok(request) => Self { report: request.review(today), request, today },
            Err(report) => Self { request: ReviewRequest::default(), report, today },
        }
    }

    /// Sets one field and judges the whole form; true when the report is another one than before.
    pub fn set(&mut self, slot: Slot, value: &str) -> bool {
        put(&mut self.request.draft, slot, value);
        let report = self.request.review(self.today);
        let is_other = report != self.report;
        self.report = report;
        is_other
    }

    /// The report on the form as it stands.
    #[must_use]
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// Appends the report as JSON text.
    pub fn report_to(&self, out: &mut Vec<u8>) {
        text::write_report(out, &self.report);
    }
}

fn put(draft: &mut InquiryDraft, slot: Slot, value: &str) {
    let place = match slot {
        Slot::Item => &mut draft.item,
        Slot::Reason => &mut draft.reason,
        Slot::CaseNumber => &mut draft.case_number,
        Slot::PeriodFrom => &mut draft.period_from,
        Slot::PeriodTo => &mut draft.period_to,
        Slot::Justification => &mut draft.justification,
        Slot::Remark => &mut draft.remark,
        Slot::DataItems => {
            draft.data_items = serde_json::from_str(value).unwrap_or_default();
            return;
        }
        Slot::Subjects => {
            let rows = value.parse().unwrap_or(0).min(MOST_ROWS);
            draft.subjects.resize_with(usize::try_from(rows).unwrap_or(0), SubjectDraft::default);
            return;
        }
        Slot::Name(row) | Slot::Identity(row) => {
            let Some(subject) = subject(draft, row) else { return };
            if matches!(slot, Slot::Name(_)) {
                &mut subject.name
            } else {
                if let Identity::Sealed { .. } = subject.identity {
                    subject.identity = Identity::default();
                }
                let Identity::Typed(text) = &mut subject.identity else { return };
                text
            }
        }
    };
    value.clone_into(place);
}

/// The subject in a row; rows before it come into being with it.
fn subject(draft: &mut InquiryDraft, row: u32) -> Option<&mut SubjectDraft> {
    let row = usize::try_from(row).unwrap_or(0);
    if draft.subjects.len() <= row {
        draft.subjects.resize_with(row + 1, SubjectDraft::default);
    }
    draft.subjects.get_mut(row)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
    }

    #[test]
    fn a_field_that_is_set_is_judged_with_the_rest() {
        let mut editor = Editor::open("{}", today());
        assert!(editor.report().has("P05-1-REASON-MISSING"));
        let reason = Slot::of("reason").unwrap();
        assert!(editor.set(reason, "短"));
        assert!(editor.report().has("P05-1-REASON-SHORT"));
        assert!(!editor.set(reason, "短了"), "the same finding is no change");
        assert!(editor.set(reason, "依身心障礙者權益保障法第七十三條核定補助"));
        assert!(editor.report().at("reason").next().is_none());
        assert!(editor.set(Slot::of("subjects[2].identity").unwrap(), "A123456789"));
        assert_eq!(editor.report().at("subjects[2].name").count(), 1);
        assert!(editor.set(Slot::Subjects, "0"));
        assert!(editor.report().has("P05-1-SUBJECTS-MISSING"));
    }

    #[test]
    fn slots_survive_their_numbers() {
        for path in ["item", "remark", "subjects.length", "subjects[0].name", "subjects[999].identity"] {
            let slot = Slot::of(path).unwrap();
            assert_eq!(Slot::from_number(slot.number()), Some(slot), "{path}");
        }
        for path in ["", "facts", "subjects[-1].name", "subjects[10000].name", "subjects[0].age"] {
            assert_eq!(Slot::of(path), None, "{path}");
        }
        for number in [9, 15, u32::MAX] {
            assert_eq!(Slot::from_number(number), None);
        }
    }
}

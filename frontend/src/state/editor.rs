//! A form while it is being typed: draft, verdict, and which fields may complain already.

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use shared::{
    inquiry::{Identity, InquiryCtx, InquiryDraft, InquiryFacts, SubjectDraft, Usual},
    regulation::{self, EditionId, point_03::SUBJECT_TWICE},
    violation::{Report, Violation},
};

use chrono::NaiveDate;
use yew::Reducible;

/// An inquiry's form under the hands of a person.
#[derive(Debug, Clone, PartialEq)]
pub struct Editor {
    /// The form.
    pub draft: InquiryDraft,
    /// The rules' verdict on it, as far as the browser knows the facts.
    pub report: Report,
    /// What only the server could find, shown until its field is changed.
    pub served: Vec<Violation>,
    /// A composition (注音) is under way: nothing is rewritten meanwhile.
    pub is_composing: bool,
    /// Identities are being sealed: nothing is saved until they are.
    pub is_sealing: bool,
    /// Counts changes, so that a pause after the last one can be noticed.
    pub changes: u32,
    ctx: Ctx,
    left: BTreeSet<String>,
    loud: BTreeSet<String>,
    /// Fingerprints of sealed identities by row: two rows for one person are noticed even after sealing.
    prints: BTreeMap<usize, u64>,
}

/// By what the form is judged.
#[derive(Debug, Clone, PartialEq)]
pub struct Ctx {
    /// The server's day.
    pub on: NaiveDate,
    /// The edition in force on it.
    pub edition: EditionId,
    /// What is known besides the form.
    pub facts: InquiryFacts,
}

/// An identity that was sealed: it takes the place of the very text it was made from, or of nothing.
pub struct Sealing {
    /// The row.
    pub row: usize,
    /// The text that was sealed.
    pub text: String,
    /// The sealed box and its mask.
    pub identity: Identity,
    /// Tells two alike, for this page only.
    pub print: u64,
}

/// What can happen to a form.
pub enum Edit {
    /// A text field changed; by its path in the form.
    Text(&'static str, String),
    /// Another business item: its data items start afresh.
    Item(String, InquiryFacts),
    /// A data item was ticked or unticked.
    DataItem(String, bool),
    /// A subject's name changed.
    SubjectName(usize, String),
    /// A subject's identity was typed or sealed.
    SubjectIdentity(usize, Identity),
    /// Subjects were pasted, after the ones that are there.
    Subjects(Vec<SubjectDraft>),
    /// Identities were sealed, by row, each with a fingerprint that lives only as long as the page.
    Sealed(Vec<Sealing>),
    /// Many identities are being sealed, or no longer.
    Sealing(bool),
    /// A row was taken out.
    Drop(usize),
    /// A field was left.
    Leave(String),
    /// A composition began or ended.
    Compose(bool),
    /// Everything may complain now: the person tried to submit.
    ShowAll,
    /// The server's own verdict.
    Served(Vec<Violation>),
    /// Another form altogether: loaded, or chosen in a conflict.
    Load(InquiryDraft),
    /// The facts or the rules changed.
    Judge(Ctx),
    /// What the unit usually asks for under an item; of no use once another one is chosen.
    Usual(String, Usual),
}

impl Editor {
    /// A form, judged.
    #[must_use]
    pub fn new(draft: InquiryDraft, ctx: Ctx) -> Self {
        let mut editor = Self {
            draft,
            report: Report::default(),
            served: Vec::new(),
            is_composing: false,
            is_sealing: false,
            changes: 0,
            ctx,
            left: BTreeSet::new(),
            loud: BTreeSet::new(),
            prints: BTreeMap::new(),
        };
        editor.judge();
        editor
    }

    /// What a field may say now: nothing while a first value is being typed.
    #[must_use]
    pub fn says(&self, path: &str) -> Vec<Violation> {
        let own = self.report.at(path).filter(|_| self.loud.contains(path));
        let served = self.served.iter().filter(|violation| violation.path == path);
        own.chain(served).cloned().collect()
    }

    /// How many refusals there are, shown or not.
    #[must_use]
    pub fn refusals(&self) -> usize {
        let is_refusal = |violation: &&Violation| violation.severity == shared::violation::Severity::Refusal;
        self.report.violations.iter().filter(is_refusal).count()
            + self.served.iter().filter(is_refusal).count()
    }

    /// Rows with something to say, in order.
    #[must_use]
    pub fn wrong_rows(&self) -> BTreeSet<usize> {
        let row =
            |violation: &Violation| violation.path.strip_prefix("subjects[")?.split(']').next()?.parse().ok();
        let loud = self.report.violations.iter().filter(|violation| self.loud.contains(&violation.path));
        loud.chain(&self.served).filter_map(row).collect()
    }

    /// Every violation, the server's last.
    #[must_use]
    pub fn all(&self) -> Vec<Violation> {
        self.report.violations.iter().chain(&self.served).cloned().collect()
    }

    /// The facts the form is judged by.
    #[must_use]
    pub fn ctx(&self) -> &Ctx {
        &self.ctx
    }

    fn judge(&mut self) {
        let ctx = InquiryCtx { on: self.ctx.on, edition: self.ctx.edition, facts: &self.ctx.facts };
        self.report = regulation::review(&self.draft, &ctx);
        let mut first = BTreeMap::new();
        for (row, print) in &self.prints {
            let known = *first.entry(print).or_insert(*row);
            if known != *row {
                let path = format!("subjects[{row}].identity");
                self.report.violations.push(SUBJECT_TWICE.filled(path, &[("row", &(known + 1))]));
            }
        }
        // A field that came right falls silent and stays so until it is left again.
        let report = &self.report;
        self.loud.retain(|path| report.at(path).next().is_some());
    }

    fn changed(&mut self, path: &str) {
        self.served.retain(|violation| violation.path != path);
        self.changes += 1;
        self.judge();
    }

    fn apply(&mut self, edit: Edit) {
        match edit {
            Edit::Text(path, text) => {
                if let Some(field) = text_field(&mut self.draft, path) {
                    *field = text;
                    self.changed(path);
                }
            }
            Edit::Item(item, facts) => {
                let usual = self.ctx.facts.usual.filter(|_| item == self.draft.item);
                self.draft.item = item;
                self.draft.data_items.clear();
                self.ctx.facts = InquiryFacts { usual, ..facts };
                self.left.insert("item".into());
                self.changed("item");
            }
            Edit::DataItem(code, is_on) => {
                self.draft.data_items.retain(|kept| *kept != code);
                if is_on {
                    self.draft.data_items.push(code);
                }
                self.changed("data_items");
            }
            Edit::SubjectName(row, name) => self.subject(row, "name", |subject| subject.name = name),
            Edit::SubjectIdentity(row, identity) => {
                self.subject(row, "identity", |subject| subject.identity = identity)
            }
            Edit::Subjects(mut subjects) => {
                self.draft.subjects.retain(|subject| !is_blank(subject));
                let first = self.draft.subjects.len();
                self.draft.subjects.append(&mut subjects);
                self.changed("subjects");
                for row in first..self.draft.subjects.len() {
                    self.left.insert(format!("subjects[{row}].name"));
                    self.left.insert(format!("subjects[{row}].identity"));
                }
                self.left.insert("subjects".into());
                self.raise();
            }
            Edit::Sealed(sealed) => {
                for Sealing { row, text, identity, print } in sealed {
                    let typed = Identity::Typed(text);
                    if let Some(subject) =
                        self.draft.subjects.get_mut(row).filter(|subject| subject.identity == typed)
                    {
                        subject.identity = identity;
                        self.prints.insert(row, print);
                    }
                }
                self.changes += 1;
                self.judge();
                self.raise();
            }
            Edit::Drop(row) => {
                if row < self.draft.subjects.len() {
                    self.draft.subjects.remove(row);
                }
                let moved = |at: usize| if at > row { at - 1 } else { at };
                self.prints = self
                    .prints
                    .iter()
                    .filter(|(at, _)| **at != row)
                    .map(|(at, print)| (moved(*at), *print))
                    .collect();
                // Rows below moved up, so what was said about rows is said anew.
                self.served.retain(|violation| !violation.path.starts_with("subjects["));
                self.changed("subjects");
            }
            Edit::Leave(path) => {
                self.leave(path);
                self.raise();
            }
            Edit::Sealing(is_sealing) => {
                self.is_sealing = is_sealing;
                self.changes += 1;
            }
            Edit::Compose(is_composing) => self.is_composing = is_composing,
            Edit::ShowAll => {
                self.left.extend(self.report.violations.iter().map(|violation| violation.path.clone()));
                self.raise();
            }
            Edit::Served(violations) => self.served = violations,
            Edit::Load(draft) => {
                let is_same = |row: usize| match (self.draft.subjects.get(row), draft.subjects.get(row)) {
                    (Some(old), Some(new)) => old.identity == new.identity,
                    _ => false,
                };
                self.prints = self
                    .prints
                    .iter()
                    .filter(|(row, _)| is_same(**row))
                    .map(|(row, print)| (*row, *print))
                    .collect();
                self.draft = draft;
                self.served.clear();
                self.judge();
            }
            Edit::Judge(ctx) => {
                let usual = self.ctx.facts.usual;
                self.ctx = ctx;
                self.ctx.facts.usual = self.ctx.facts.usual.or(usual);
                self.judge();
            }
            Edit::Usual(item, usual) if item == self.draft.item => {
                self.ctx.facts.usual = Some(usual);
                self.judge();
                self.raise();
            }
            Edit::Usual(..) => {}
        }
    }

    fn subject(&mut self, row: usize, field: &str, change: impl FnOnce(&mut SubjectDraft)) {
        if self.draft.subjects.len() <= row {
            self.draft.subjects.resize(row + 1, SubjectDraft::default());
        }
        if let Some(subject) = self.draft.subjects.get_mut(row) {
            change(subject);
        }
        self.changed(&format!("subjects[{row}].{field}"));
    }

    fn leave(&mut self, path: String) {
        if self.report.at(&path).next().is_some() {
            self.loud.insert(path.clone());
        }
        if path.starts_with("subjects[") {
            self.left.insert("subjects".into());
        }
        self.left.insert(path);
    }

    /// A field that was left may have become wrong because of another one.
    fn raise(&mut self) {
        let (left, loud) = (&self.left, &mut self.loud);
        for violation in &self.report.violations {
            if left.contains(&violation.path) {
                loud.insert(violation.path.clone());
            }
        }
    }
}

/// Nothing was typed into the row.
#[must_use]
pub fn is_blank(subject: &SubjectDraft) -> bool {
    subject.name.trim().is_empty()
        && matches!(&subject.identity, Identity::Typed(text) if text.trim().is_empty())
}

fn text_field<'a>(draft: &'a mut InquiryDraft, path: &str) -> Option<&'a mut String> {
    Some(match path {
        "reason" => &mut draft.reason,
        "case_number" => &mut draft.case_number,
        "period_from" => &mut draft.period_from,
        "period_to" => &mut draft.period_to,
        "justification" => &mut draft.justification,
        "remark" => &mut draft.remark,
        _ => return None,
    })
}

impl Reducible for Editor {
    type Action = Edit;

    fn reduce(self: Rc<Self>, edit: Edit) -> Rc<Self> {
        let mut editor = Rc::unwrap_or_clone(self);
        editor.apply(edit);
        Rc::new(editor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn editor() -> Editor {
        let on = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        Editor::new(
            InquiryDraft::default(),
            Ctx { on, edition: EditionId::Amended, facts: InquiryFacts::default() },
        )
    }

    #[test]
    fn a_field_says_nothing_until_it_is_left() {
        let mut editor = editor();
        editor.apply(Edit::Text("case_number", "!".into()));
        assert!(editor.says("case_number").is_empty());
        editor.apply(Edit::Leave("case_number".into()));
        assert!(!editor.says("case_number").is_empty());
    }

    #[test]
    fn a_field_that_came_right_falls_silent_at_once() {
        let mut editor = editor();
        editor.apply(Edit::Leave("reason".into()));
        assert!(!editor.says("reason").is_empty());
        editor.apply(Edit::Text(
            "reason",
            "依身心障礙者權益保障法第73條辦理保險費補助，須核對被保險人各月份自付額以計算補助金額。".into(),
        ));
        assert_eq!(editor.says("reason"), []);
    }

    #[test]
    fn another_item_asks_for_its_own_data() {
        let mut editor = editor();
        editor.apply(Edit::DataItem("A".into(), true));
        editor.apply(Edit::Item("x".into(), InquiryFacts::default()));
        assert!(editor.draft.data_items.is_empty());
    }

    #[test]
    fn what_is_usual_under_another_item_says_nothing() {
        let mut editor = editor();
        editor.apply(Edit::Item("a".into(), InquiryFacts::default()));
        let usual = Usual { forms: 20, subjects: 1, months: 1 };
        editor.apply(Edit::Usual("b".into(), usual));
        assert_eq!(editor.ctx.facts.usual, None);
        editor.apply(Edit::Usual("a".into(), usual));
        assert_eq!(editor.ctx.facts.usual, Some(usual));
        editor.apply(Edit::Judge(Ctx { facts: InquiryFacts::default(), ..editor.ctx.clone() }));
        assert_eq!(editor.ctx.facts.usual, Some(usual), "what is known stays known");
        editor.apply(Edit::Item("b".into(), InquiryFacts::default()));
        assert_eq!(editor.ctx.facts.usual, None);
    }

    #[test]
    fn pasted_rows_replace_blank_ones_and_complain_at_once() {
        let mut editor = editor();
        editor.apply(Edit::SubjectName(0, String::new()));
        let row = SubjectDraft { name: "測試人".into(), identity: Identity::Typed("A000000000".into()) };
        editor.apply(Edit::Subjects(vec![row]));
        assert_eq!(editor.draft.subjects.len(), 1);
        assert!(!editor.says("subjects[0].identity").is_empty());
    }

    #[test]
    fn typed_text_is_left_as_typed() {
        let mut editor = editor();
        editor.apply(Edit::Compose(true));
        editor.apply(Edit::Text("reason", "ㄅㄆ ".into()));
        assert_eq!(editor.draft.reason, "ㄅㄆ ");
    }
}

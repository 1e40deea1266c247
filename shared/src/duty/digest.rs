//! 待辦提醒: one letter a day that counts what is pressing, by kind and day. It names nobody and no case.

use std::{collections::BTreeMap, fmt::Write as _};

use chrono::{Days, NaiveDate};

use super::{Duty, DutyKind};
use crate::field::roc_text;

/// What is due within so many days is pressing.
const SOON: Days = Days::new(7);
/// Lines of a section before the rest is only counted.
const LINES_MOST: usize = 20;

/// Duties of one kind due on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Line {
    kind: DutyKind,
    due: Option<NaiveDate>,
    count: usize,
}

/// What a person is reminded of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Digest {
    late: Vec<Line>,
    soon: Vec<Line>,
    at_once: Vec<Line>,
    escalated: Vec<Line>,
}

/// A letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Its subject.
    pub subject: String,
    /// Its text, in both languages.
    pub text: String,
}

/// What of somebody's own duties is pressing today, and what has escalated to them.
#[must_use]
pub fn digest(own: &[Duty], escalated: &[Duty], today: NaiveDate) -> Digest {
    let until = today.checked_add_days(SOON).unwrap_or(today);
    let is_soon = |duty: &Duty| !duty.is_late(today) && duty.due.is_some_and(|due| due <= until);
    Digest {
        late: lines(own, |duty| duty.is_late(today)),
        soon: lines(own, is_soon),
        at_once: lines(own, |duty| duty.due.is_none()),
        escalated: lines(escalated, |_| true),
    }
}

fn lines(duties: &[Duty], keep: impl Fn(&Duty) -> bool) -> Vec<Line> {
    let mut counts: BTreeMap<(Option<NaiveDate>, &'static str), (DutyKind, usize)> = BTreeMap::new();
    for duty in duties.iter().filter(|duty| keep(duty)) {
        counts.entry((duty.due, duty.kind.name())).or_insert((duty.kind, 0)).1 += 1;
    }
    counts.into_iter().map(|((due, _), (kind, count))| Line { kind, due, count }).collect()
}

fn sum(lines: &[Line]) -> usize {
    lines.iter().map(|line| line.count).sum()
}

/// A language of the letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum In {
    Chinese,
    English,
}

impl Digest {
    /// Nothing to write about.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sections().iter().all(|(_, lines)| lines.is_empty())
    }

    /// Only what has escalated: for whoever wants no reminders of their own duties.
    #[must_use]
    pub fn escalated_alone(self) -> Self {
        Self { escalated: self.escalated, ..Self::default() }
    }

    fn sections(&self) -> [((&'static str, &'static str), &Vec<Line>); 4] {
        [
            (("逾期提報給您", "Late and shown to you"), &self.escalated),
            (("逾期", "Late"), &self.late),
            (("七日內到期", "Due within seven days"), &self.soon),
            (("應即辦理", "To be done at once"), &self.at_once),
        ]
    }

    /// The letter; its links lead to the product at an origin.
    #[must_use]
    pub fn letter(&self, origin: &str) -> Letter {
        let late = sum(&self.late) + sum(&self.escalated);
        let open = late + sum(&self.soon) + sum(&self.at_once);
        let mut text = String::new();
        for language in [In::Chinese, In::English] {
            self.write(&mut text, language, origin, open, late);
        }
        Letter { subject: format!("查調待辦提醒：{open} 件，逾期 {late} 件"), text }
    }

    fn write(&self, text: &mut String, language: In, origin: &str, open: usize, late: usize) {
        let pick = |zh_tw: &'static str, en: &'static str| if language == In::Chinese { zh_tw } else { en };
        // Writing to a text cannot fail.
        let _ = match language {
            In::Chinese => writeln!(text, "您有 {open} 件待辦，其中逾期 {late} 件。\n"),
            In::English => writeln!(text, "You have {open} duties, {late} of them late.\n"),
        };
        for ((zh_tw, en), lines) in self.sections().into_iter().filter(|(_, lines)| !lines.is_empty()) {
            let _ = writeln!(text, "【{}】", pick(zh_tw, en));
            for line in lines.iter().take(LINES_MOST) {
                let (kind, point) = (line.kind.words(), line.kind.citation());
                let name = line.kind.name();
                let _ = match (language, line.due) {
                    (In::Chinese, Some(due)) => {
                        writeln!(
                            text,
                            "・{}（{}）：{}到期，{} 件",
                            kind.zh_tw,
                            point.zh_tw(),
                            roc_text(due),
                            line.count
                        )
                    }
                    (In::Chinese, None) => {
                        writeln!(text, "・{}（{}）：{} 件", kind.zh_tw, point.zh_tw(), line.count)
                    }
                    (In::English, Some(due)) => {
                        writeln!(text, "- {} ({}): {} due on {due}", kind.en, point.en(), line.count)
                    }
                    (In::English, None) => writeln!(text, "- {} ({}): {}", kind.en, point.en(), line.count),
                };
                let _ = writeln!(text, "  {origin}/duties?mine=true&kind={name}");
            }
            let rest = sum(lines.get(LINES_MOST..).unwrap_or_default());
            if rest > 0 {
                let _ = match language {
                    In::Chinese => writeln!(text, "・另有 {rest} 件"),
                    In::English => writeln!(text, "- and {rest} more"),
                };
            }
            text.push('\n');
        }
        let _ = writeln!(
            text,
            "{}\n{origin}/duties?mine=true\n",
            pick(
                "本信由查調系統自動寄出，不含案號與任何人的姓名，請登入系統辦理。提醒可在「待辦與期限」頁關閉；逾期提報的事項仍會寄出。",
                "Sent by the register itself; it names no case and nobody. Sign in to see what it is about. Reminders can be turned off on the page of duties; what has escalated is sent all the same.",
            )
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::UnitId;

    fn duty(kind: DutyKind, due: Option<&str>) -> Duty {
        Duty {
            kind,
            record_kind: "inquiry".into(),
            record: uuid::Uuid::nil(),
            unit: UnitId(uuid::Uuid::nil()),
            person: None,
            from: "2026-03-01".parse().unwrap(),
            due: due.map(|due| due.parse().unwrap()),
            due_adjusted: None,
        }
    }

    fn today() -> NaiveDate {
        "2026-03-10".parse().unwrap()
    }

    #[test]
    fn pressing_duties_are_counted_by_kind_and_day() {
        let own = [
            duty(DutyKind::DestroyPrintout, Some("2026-03-09")),
            duty(DutyKind::DestroyPrintout, Some("2026-03-09")),
            duty(DutyKind::UseApproval, Some("2026-03-17")),
            duty(DutyKind::UseApproval, Some("2026-03-18")),
            duty(DutyKind::DecideInquiry, None),
        ];
        let escalated = [duty(DutyKind::AccountForPaper, Some("2026-03-06"))];
        let letter = digest(&own, &escalated, today()).letter("https://chadiao.example");
        assert_eq!(letter.subject, "查調待辦提醒：5 件，逾期 3 件");
        for line in [
            "・檢視或銷毀列印資料（第五點第五款）：民國115年3月9日到期，2 件",
            "・核可後辦理查調（第五點第一款）：民國115年3月17日到期，1 件",
            "・審核查調登記（第五點第一款）：1 件",
            "【逾期提報給您】",
            "- Account for paper and query record (point 5(6)): 1 due on 2026-03-06",
            "  https://chadiao.example/duties?mine=true&kind=use_approval",
        ] {
            assert!(letter.text.contains(line), "{line}\n{}", letter.text);
        }
        assert!(!letter.text.contains("3月18日"), "what is due in eight days can wait");
    }

    #[test]
    fn nothing_pressing_is_no_letter() {
        assert!(digest(&[duty(DutyKind::UseApproval, Some("2026-03-18"))], &[], today()).is_empty());
    }

    #[test]
    fn who_wants_no_reminders_is_still_told_what_escalated() {
        let late = [duty(DutyKind::AccountForPaper, Some("2026-03-06"))];
        assert!(digest(&late, &[], today()).escalated_alone().is_empty());
        assert!(!digest(&[], &late, today()).escalated_alone().is_empty());
    }

    #[test]
    fn a_long_list_is_cut_and_the_rest_counted() {
        let day = |back: u64| today().checked_sub_days(Days::new(back)).unwrap().to_string();
        let own: Vec<Duty> = (1..=25).map(|back| duty(DutyKind::DestroyPrintout, Some(&day(back)))).collect();
        assert!(digest(&own, &[], today()).letter("").text.contains("・另有 5 件"));
    }
}

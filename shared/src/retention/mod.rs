//! 保存五年 (all points): every record knows until when it is kept and why. Nothing is deleted by itself: what is due is listed for a
//! decision before a witness, and a hold wins.

mod disposal;
mod hold;
pub mod paper;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use disposal::{
    Disposal, DisposalAction, DisposalBody, DisposalDraft, DisposalLine, DisposalState, DisposalStep, Spared,
};
pub use hold::{Hold, HoldAction, HoldBody, HoldDraft, HoldFacts, Lifted};

use crate::{
    period::{self, Retention},
    violation::Bilingual,
};

/// A record of any noun.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RecordRef {
    /// The noun, as in the journal.
    pub kind: String,
    /// The record.
    pub id: Uuid,
}

/// The states after which nothing more happens to a record of a noun: its five years run from the last event. A noun that is
/// not named here is never due.
pub const ENDED: &[(&str, &[&str])] = &[
    ("inquiry", &["closed", "withdrawn", "rejected"]),
    ("printout", &["filed", "destroyed"]),
    ("application", &["set", "over", "rejected", "withdrawn"]),
    ("job_change", &["settled", "withdrawn"]),
    ("manager_change", &["closed", "cancelled"]),
    ("notice", &["sent", "withdrawn"]),
    ("acknowledgment", &["acknowledged"]),
    ("referral", &["closed"]),
    ("review", &["closed"]),
    ("audit", &["received"]),
    ("joint_audit", &["signed"]),
    ("finding", &["mended"]),
    ("incident", &["closed"]),
    ("certificate", &["replaced"]),
    ("pack", &["masked", "unmasked"]),
    ("inspection", &["concluded"]),
    ("reconciliation", &["matched", "differing"]),
    ("hold", &["lifted"]),
    ("disposal", &["executed", "withdrawn"]),
];

/// Whether nothing more happens to a record in this state.
#[must_use]
pub fn is_ended(kind: &str, status: &str) -> bool {
    ENDED.iter().any(|(noun, states)| *noun == kind && states.contains(&status))
}

/// What is known of a record when its keeping is asked about.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct KeepingFacts {
    /// The noun.
    pub kind: String,
    /// The name of its state.
    pub status: String,
    /// The day of its last event.
    pub last_on: Option<NaiveDate>,
    /// Duties that hang on it.
    pub duties: usize,
    /// Other records that rest on it.
    pub rests: usize,
    /// Whether a hold stands on it.
    pub is_held: bool,
}

/// Whether a record may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Keeping {
    /// Something is still to happen to it.
    Open,
    /// Its five years are not over.
    Kept,
    /// They are, and somebody held it.
    Held,
    /// They are, and another record rests on it.
    Needed,
    /// It may be listed for disposal.
    Due,
}

impl Keeping {
    /// Why, in a sentence.
    #[must_use]
    pub const fn words(self) -> Bilingual {
        match self {
            Self::Open => Bilingual::fixed(
                "尚有待辦事項，五年自最後一次異動翌日起算。",
                "Something is still to be done; the five years run from the day after its last event.",
            ),
            Self::Kept => Bilingual::fixed(
                "最後一次異動翌日起保存五年。",
                "Kept five years from the day after its last event.",
            ),
            Self::Held => Bilingual::fixed(
                "五年已滿，但有保留註記，不得銷毀。",
                "The five years are over, and a hold keeps it.",
            ),
            Self::Needed => Bilingual::fixed(
                "五年已滿，但仍有其他紀錄以它為依據。",
                "The five years are over, and another record still rests on it.",
            ),
            Self::Due => Bilingual::fixed(
                "五年已滿，可列入銷毀清冊，由另一人監毀；不會自動刪除。",
                "The five years are over: it may be listed for disposal before a witness. Nothing is deleted by itself.",
            ),
        }
    }
}

/// The five years of a record; none while something is still to happen to it.
#[must_use]
pub fn years(facts: &KeepingFacts) -> Option<Retention> {
    let is_over = is_ended(&facts.kind, &facts.status) && facts.duties == 0;
    facts.last_on.filter(|_| is_over).and_then(|day| period::retention(day).ok())
}

/// Whether a record may go on a day.
#[must_use]
pub fn keeping(facts: &KeepingFacts, today: NaiveDate) -> Keeping {
    match years(facts) {
        None => Keeping::Open,
        Some(years) if today < years.earliest_disposal_review => Keeping::Kept,
        Some(_) if facts.is_held => Keeping::Held,
        Some(_) if facts.rests > 0 => Keeping::Needed,
        Some(_) => Keeping::Due,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts() -> KeepingFacts {
        KeepingFacts {
            kind: "inquiry".into(),
            status: "closed".into(),
            last_on: NaiveDate::from_ymd_opt(2021, 3, 10),
            ..KeepingFacts::default()
        }
    }

    fn on(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_record_is_kept_through_its_five_years_and_due_on_the_day_after() {
        assert_eq!(keeping(&facts(), on("2026-03-10")), Keeping::Kept);
        assert_eq!(keeping(&facts(), on("2026-03-11")), Keeping::Due);
    }

    #[test]
    fn a_hold_and_a_record_that_rests_on_it_keep_it_longer() {
        let today = on("2030-01-01");
        assert_eq!(keeping(&KeepingFacts { is_held: true, ..facts() }, today), Keeping::Held);
        assert_eq!(keeping(&KeepingFacts { rests: 1, ..facts() }, today), Keeping::Needed);
    }

    #[test]
    fn what_is_not_over_is_never_due() {
        let today = on("2040-01-01");
        assert_eq!(keeping(&KeepingFacts { status: "approved".into(), ..facts() }, today), Keeping::Open);
        assert_eq!(keeping(&KeepingFacts { duties: 1, ..facts() }, today), Keeping::Open);
        assert_eq!(keeping(&KeepingFacts { kind: "account".into(), ..facts() }, today), Keeping::Open);
    }
}

//! From which day the amended text judges: the table does not say, so the manager enters it once it is announced. A day
//! that has passed is not moved: what was judged on it was judged.

use crate::{
    edition::{EditionAction, EditionBody, EditionDraft, EditionStatus},
    record::Step,
    regulation::{EditionId, Editions, Rule, point_04},
    violation::{Citation, Report},
};

const POINT: Citation = Citation::point(1);

/// No day.
pub const DAY_MISSING: Rule = Rule::refusal(
    "P01-EDITION-DAY-MISSING",
    POINT,
    "請填寫修正規定的施行日,例如 116/01/01。",
    "Enter the day on which the amended text takes force, such as 2027-01-01.",
);
/// No document.
pub const DOCUMENT_MISSING: Rule = Rule::refusal(
    "P01-EDITION-DOCUMENT-MISSING",
    POINT,
    "請填寫發布修正規定的文號。",
    "Enter the number of the document that announced the amended text.",
);
/// Today or before.
pub const DAY_PAST: Rule = Rule::refusal(
    "P01-EDITION-DAY-PAST",
    POINT,
    "施行日須在明日以後:今日以前的案件已依當日有效的版本判定,不得改動。",
    "The day must be tomorrow or later: what happened until today was judged by the edition of its day and stays so.",
);
/// The amended text judges already.
pub const IN_FORCE: Rule = Rule::refusal(
    "P01-EDITION-IN-FORCE",
    POINT,
    "修正規定已經施行,施行日不得再變更。",
    "The amended text is in force already; its day is not moved any more.",
);
/// Not waiting to be put in force.
pub const NOT_PREPARED: Rule = Rule::refusal(
    "P01-EDITION-NOT-PREPARED",
    POINT,
    "這一筆施行日已經生效或撤回;請另外新增一筆。",
    "This day is in force or was withdrawn already; prepare another one.",
);
/// Withdrawn without a word.
pub const REASON_MISSING: Rule =
    Rule::refusal("P01-EDITION-REASON-MISSING", POINT, "請填寫撤回的理由。", "Say why it is withdrawn.");

/// A day can be prepared by the manager; `known` is what decides today.
#[must_use]
pub fn check_draft(draft: &EditionDraft, known: Editions, step: &Step<'_>) -> Report {
    let mut report = Report::default();
    point_04::check_keeper(&mut report, step.actor);
    if known.on(step.on()) == EditionId::Amended {
        report.breach(&IN_FORCE, "amended_from");
    } else {
        match draft.amended_from {
            None => report.breach(&DAY_MISSING, "amended_from"),
            Some(day) if day <= step.on() => report.breach(&DAY_PAST, "amended_from"),
            Some(_) => {}
        }
    }
    if draft.document_number.trim().is_empty() {
        report.breach(&DOCUMENT_MISSING, "document_number");
    }
    report
}

/// A step of a prepared day.
#[must_use]
pub fn check_step(body: &EditionBody, action: &EditionAction, step: &Step<'_>) -> Report {
    let mut report = Report::default();
    point_04::check_keeper(&mut report, step.actor);
    if body.status != EditionStatus::Prepared {
        report.breach(&NOT_PREPARED, "");
        return report;
    }
    match action {
        EditionAction::PutInForce => {
            if step.edition == EditionId::Amended {
                report.breach(&IN_FORCE, "amended_from");
            } else if body.amended_from <= step.on() {
                report.breach(&DAY_PAST, "amended_from");
            }
        }
        EditionAction::Withdraw { reason } => {
            if reason.trim().is_empty() {
                report.breach(&REASON_MISSING, "reason");
            }
        }
    }
    report
}

#[cfg(test)]
mod tests {
    use chrono::{NaiveDate, TimeZone, Utc};

    use super::*;
    use crate::{
        account::Standing,
        edition::Edition,
        id::{EditionDayId, PersonId, UnitId},
        record::Record,
    };

    fn manager(is_manager: bool) -> Standing {
        Standing {
            person: PersonId(uuid::Uuid::from_u128(1)),
            name: "黃管理".into(),
            unit: UnitId(uuid::Uuid::from_u128(2)),
            is_active: true,
            has_card: true,
            has_egov_account: true,
            grants: Vec::new(),
            heads: Vec::new(),
            parents: Vec::new(),
            deputy_for: Vec::new(),
            is_manager,
        }
    }

    fn step(actor: &Standing) -> Step<'_> {
        let now = Utc.with_ymd_and_hms(2026, 11, 25, 2, 0, 0).unwrap();
        Step { now, edition: EditionId::Original, actor, must_sign: false }
    }

    fn draft(day: u32) -> EditionDraft {
        EditionDraft {
            amended_from: NaiveDate::from_ymd_opt(2026, 11, day),
            document_number: "府社障字第1150000001號".into(),
            remark: String::new(),
        }
    }

    fn codes(report: &Report) -> Vec<&str> {
        report.violations.iter().map(|violation| violation.code.as_ref()).collect()
    }

    const NOT_YET: Editions = Editions { amended_from: None };

    #[test]
    fn a_day_is_tomorrow_or_later_with_its_document_and_entered_by_the_manager() {
        let (manager, staff) = (manager(true), manager(false));
        assert!(check_draft(&draft(26), NOT_YET, &step(&manager)).is_accepted());
        assert_eq!(codes(&check_draft(&draft(25), NOT_YET, &step(&manager))), [DAY_PAST.code]);
        let none = EditionDraft::default();
        assert_eq!(
            codes(&check_draft(&none, NOT_YET, &step(&manager))),
            [DAY_MISSING.code, DOCUMENT_MISSING.code]
        );
        assert!(!check_draft(&draft(26), NOT_YET, &step(&staff)).is_accepted(), "staff enter none");
        let begun = Editions { amended_from: NaiveDate::from_ymd_opt(2026, 11, 25) };
        assert_eq!(codes(&check_draft(&draft(26), begun, &step(&manager))), [IN_FORCE.code]);
        let ahead = Editions { amended_from: NaiveDate::from_ymd_opt(2026, 11, 26) };
        assert!(check_draft(&draft(30), ahead, &step(&manager)).is_accepted(), "a day ahead may be moved");
    }

    #[test]
    fn a_prepared_day_is_put_in_force_once_or_withdrawn_with_a_reason() {
        let manager = manager(true);
        let id = EditionDayId(uuid::Uuid::from_u128(3));
        let day = Edition::prepare(id, &draft(26), NOT_YET, &step(&manager)).unwrap();
        let silent = EditionAction::Withdraw { reason: " ".into() };
        let refused = day.clone().step(&step(&manager), &silent).unwrap_err();
        assert_eq!(codes(&refused), [REASON_MISSING.code]);
        let late = Step { now: Utc.with_ymd_and_hms(2026, 11, 26, 2, 0, 0).unwrap(), ..step(&manager) };
        let refused = day.clone().step(&late, &EditionAction::PutInForce).unwrap_err();
        assert_eq!(codes(&refused), [DAY_PAST.code], "the day has come while nobody looked");
        let decides = day.step(&step(&manager), &EditionAction::PutInForce).unwrap();
        let from = NaiveDate::from_ymd_opt(2026, 11, 26);
        assert_eq!(crate::edition::deciding([&decides], NOT_YET).amended_from, from);
        let again = decides.step(&step(&manager), &EditionAction::PutInForce).unwrap_err();
        assert_eq!(codes(&again), [NOT_PREPARED.code]);
    }
}

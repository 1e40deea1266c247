//! 5(2), 5(5), 5(6): every sheet is counted and accounted for; the query record is filed.

use chrono::NaiveDate;

use super::{PAPER, PURPOSE, QUERY_RECORD};
use crate::{
    field,
    inquiry::{Outcome, QueryDraft},
    period,
    printout::{Fate, FateDraft, PrintoutAction, PrintoutBody},
    record::Step,
    regulation::{point_04, rule::Rule},
    violation::Report,
};

/// Copies were made.
pub const COPIES_MADE: Rule = Rule::warning(
    "P05-2-COPIES-MADE",
    PURPOSE,
    "另有影印 {copies} 份;資料不得任意影印,主管與查核人員會看到此數。",
    "{copies} further copies were made. Free copying is forbidden; supervisor and auditor see this number.",
);
/// A printout without sheets.
pub const PAGES_MISSING: Rule = Rule::refusal(
    "P05-5-PAGES-MISSING",
    PAPER,
    "請填寫列印張數,至少一張;沒有列印就不必新增。",
    "Enter the number of sheets, at least one; leave the printout out if nothing was printed.",
);
/// Data was found and no paper declared.
pub const PRINTOUTS_MISSING: Rule = Rule::warning(
    "P05-5-PRINTOUTS-MISSING",
    PAPER,
    "查有資料但未登錄任何列印;若有列印,請務必登錄每一份。",
    "Data was found but no printout is declared. If anything was printed, declare each one.",
);
/// Nothing was found and paper declared.
pub const PRINTOUTS_UNEXPECTED: Rule = Rule::warning(
    "P05-5-PRINTOUTS-UNEXPECTED",
    PAPER,
    "查無資料卻登錄了列印,請確認查詢結果。",
    "Nothing was found, yet a printout is declared; check the outcome.",
);
/// Filed to no case.
pub const CASE_FILE_MISSING: Rule = Rule::refusal(
    "P05-5-CASE-FILE-MISSING",
    PAPER,
    "附卷須填寫卷宗的文號或案號。",
    "A filed printout needs the number of its case file.",
);
/// Kept nowhere.
pub const PLACE_MISSING: Rule = Rule::refusal(
    "P05-5-PLACE-MISSING",
    PAPER,
    "請填寫保管處所,查核時才找得到。",
    "Say where it is kept, so that an audit can find it.",
);
/// Its life is over.
pub const PRINTOUT_SETTLED: Rule = Rule::refusal(
    "P05-5-PRINTOUT-SETTLED",
    PAPER,
    "此列印已附卷或已銷毀,不能再變更。",
    "This printout is filed or destroyed and cannot be changed any more.",
);
/// Somebody else's paper.
pub const NOT_THE_HOLDER: Rule = Rule::refusal(
    "P05-5-NOT-THE-HOLDER",
    PAPER,
    "只有保管人、其主管或管理者可以處理此列印。",
    "Only its holder, their supervisor or the manager may deal with this printout.",
);
/// Too soon to decide.
pub const YEAR_NOT_OVER: Rule = Rule::refusal(
    "P05-5-YEAR-NOT-OVER",
    PAPER,
    "自查調日翌日起未滿一年({day} 起始得確認),不能確認無保存必要。",
    "A year from the day after the query is not over; this can be confirmed from {day}.",
);
/// Nobody said it is not needed.
pub const NOT_CONFIRMED: Rule = Rule::refusal(
    "P05-5-NOT-CONFIRMED",
    PAPER,
    "銷毀前須先確認無保存必要。",
    "Confirm first that it need not be kept.",
);
/// Before the year was over, and no word why.
pub const DESTROYED_EARLY: Rule = Rule::refusal(
    "P05-5-DESTROYED-EARLY",
    PAPER,
    "未滿一年銷毀須寫明理由。",
    "Destroying before the year is over needs a written reason.",
);
/// After the month, and no word why.
pub const DESTROYED_LATE: Rule = Rule::refusal(
    "P05-5-DESTROYED-LATE",
    PAPER,
    "已逾銷毀期限({day}),請寫明逾期原因。",
    "The last day for destruction was {day}; say why it was missed.",
);
/// A day to come.
pub const DESTROYED_AHEAD: Rule = Rule::refusal(
    "P05-5-DESTROYED-AHEAD",
    PAPER,
    "銷毀日不得在未來,也不得早於查調日。",
    "The day of destruction lies neither ahead nor before the query.",
);
/// One's own witness.
pub const WITNESS_SAME: Rule =
    Rule::refusal("P05-5-WITNESS-SAME", PAPER, "監毀人須為另一人。", "The witness must be another person.");
/// No query record.
pub const QUERY_RECORD_MISSING: Rule = Rule::refusal(
    "P05-6-QUERY-RECORD-MISSING",
    QUERY_RECORD,
    "請列印平臺的查詢紀錄並填寫歸檔處所;未歸檔前不能結案。",
    "Print the platform's query record and say where it is filed; the case cannot be closed without it.",
);

/// The after-query form accounts for its paper.
pub fn check_query(report: &mut Report, query: &QueryDraft, ids: usize) {
    for (at, printout) in query.printouts.iter().enumerate() {
        let path = |field: &str| format!("query.printouts[{at}].{field}");
        if printout.pages == 0 {
            report.breach(&PAGES_MISSING, path("pages"));
        }
        if printout.copies > 0 {
            report.violations.push(COPIES_MADE.filled(path("copies"), &[("copies", &printout.copies)]));
        }
        match &printout.fate {
            FateDraft::Filed { case_number } => check_case_file(report, case_number, &path("case_number")),
            FateDraft::Kept { place } => check_place(report, place, &path("place")),
        }
    }
    match (query.outcome, query.printouts.is_empty()) {
        (Outcome::Found, true) => report.breach(&PRINTOUTS_MISSING, "query.printouts"),
        (Outcome::NothingFound, false) => report.breach(&PRINTOUTS_UNEXPECTED, "query.printouts"),
        _ => {}
    }
    if ids != query.printouts.len() {
        report.breach(&super::step::WRONG_STATE, "printout_ids");
    }
    check_text(report, &query.query_record_place, "query.query_record_place");
}

/// The query record is filed somewhere (5(6)).
pub fn check_query_record(report: &mut Report, place: &str, path: &str) {
    if place.trim().is_empty() {
        report.breach(&QUERY_RECORD_MISSING, path);
    }
    check_text(report, place, path);
}

/// A free text names nobody.
pub fn check_text(report: &mut Report, text: &str, path: &str) {
    if field::contains_identity(text) {
        report.breach(&super::form::IDENTITY_IN_TEXT, path);
    }
}

fn check_case_file(report: &mut Report, case_number: &str, path: &str) {
    if field::contains_identity(case_number) {
        report.breach(&super::form::IDENTITY_IN_TEXT, path);
    } else if field::CaseNumber::parse(case_number.trim()).is_err() {
        report.breach(&CASE_FILE_MISSING, path);
    }
}

fn check_place(report: &mut Report, place: &str, path: &str) {
    if place.trim().is_empty() {
        report.breach(&PLACE_MISSING, path);
    }
    check_text(report, place, path);
}

/// An action on a printout may be taken.
#[must_use]
pub fn check_printout_step(printout: &PrintoutBody, step: &Step<'_>, action: &PrintoutAction) -> Report {
    let mut report = Report::default();
    point_04::check_active(&mut report, step.actor);
    let actor = step.actor;
    let answers = actor.person == printout.holder
        || actor.is_manager
        || actor.heads.contains(&printout.unit)
        || actor.deputyship(printout.unit, step.on()).is_some();
    if !answers {
        report.breach(&NOT_THE_HOLDER, "");
    }
    if matches!(printout.fate, Fate::Filed { .. } | Fate::Destroyed(_)) {
        report.breach(&PRINTOUT_SETTLED, "");
        return report;
    }
    match action {
        PrintoutAction::File { case_number } => check_case_file(&mut report, case_number, "case_number"),
        PrintoutAction::Keep { place } => check_place(&mut report, place, "place"),
        PrintoutAction::ConfirmNotNeeded => {
            let from = period::destroy_from(printout.queried_on);
            // A year past the calendar's end has no day, and is not over either.
            let from = from.unwrap_or(NaiveDate::MAX);
            if step.on() < from {
                report.violations.push(YEAR_NOT_OVER.dated("", from, &[]));
            }
            if !matches!(printout.fate, Fate::Kept { .. }) {
                report.breach(&super::step::WRONG_STATE, "");
            }
        }
        PrintoutAction::Destroy { on, witness, reason, .. } => {
            check_destruction(&mut report, printout, step, *on, reason);
            if *witness == actor.person {
                report.breach(&WITNESS_SAME, "witness");
            }
            check_text(&mut report, reason, "reason");
        }
    }
    report
}

fn check_destruction(
    report: &mut Report,
    printout: &PrintoutBody,
    step: &Step<'_>,
    on: chrono::NaiveDate,
    reason: &str,
) {
    if on > step.on() || on < printout.queried_on {
        return report.breach(&DESTROYED_AHEAD, "on");
    }
    let explained = !reason.trim().is_empty();
    let (from, by) = (period::destroy_from(printout.queried_on), period::destroy_by(printout.queried_on));
    let is_early = from.is_none_or(|from| on < from);
    if is_early {
        if !explained {
            report.breach(&DESTROYED_EARLY, "reason");
        }
    } else if !matches!(printout.fate, Fate::NotNeeded { .. }) {
        report.breach(&NOT_CONFIRMED, "");
    }
    if let Some(by) = by.filter(|by| *by < on)
        && !explained
    {
        report.violations.push(DESTROYED_LATE.dated("reason", by, &[]));
    }
}

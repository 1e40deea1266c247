//! 8(2): what was found is mended by its owner, and looked at again by whoever found it.

use super::{RESULT, case::DUE_MISSING, check_text};
use crate::{
    finding::{FindingAction, FindingBody},
    record::Step,
    regulation::{point_04, rule::Rule},
    violation::Report,
};

/// Mended already.
pub const FINDING_OVER: Rule = Rule::refusal(
    "P08-2-FINDING-OVER",
    RESULT,
    "此改善事項已完成,不能再變更。",
    "This finding is mended or was settled already; nothing changes any more.",
);
/// Somebody else's.
pub const NOT_THE_OWNER: Rule = Rule::refusal(
    "P08-2-NOT-THE-OWNER",
    RESULT,
    "由負責改善的人或其單位主管登錄改善情形。",
    "What was done is recorded by whoever answers for it, or by the head of the unit.",
);
/// Nothing said.
pub const SETTLEMENT_MISSING: Rule =
    Rule::refusal("P08-2-SETTLEMENT-MISSING", RESULT, "請寫明已如何改善。", "Say what was done.");
/// Nothing to look at.
pub const NOT_SETTLED: Rule = Rule::refusal(
    "P08-2-NOT-SETTLED",
    RESULT,
    "尚未登錄改善情形,還不能複查。",
    "Nothing is recorded as done yet, so there is nothing to look at again.",
);
/// Not whoever looks again.
pub const NOT_THE_CHECKER: Rule = Rule::refusal(
    "P08-2-NOT-THE-CHECKER",
    RESULT,
    "由原查核人員或管理者複查,負責改善的人不得自行複查。",
    "Whoever found it, or the manager, looks again; nobody looks again at their own.",
);
/// Not mended, without a word why.
pub const RECHECK_NOTE_MISSING: Rule = Rule::refusal(
    "P08-2-RECHECK-NOTE-MISSING",
    RESULT,
    "未改善完成請寫明所見。",
    "Say what is still to be mended.",
);

/// An action on a finding may be taken.
#[must_use]
pub fn check_finding(body: &FindingBody, is_mended: bool, step: &Step<'_>, action: &FindingAction) -> Report {
    let mut report = Report::default();
    let actor = step.actor;
    if !actor.is_active {
        report.breach(&point_04::ACCOUNT_INACTIVE, "");
    }
    match action {
        FindingAction::Settle { text } => {
            if is_mended || body.settled.is_some() {
                report.breach(&FINDING_OVER, "");
            }
            let heads = actor.approves_for(step.on()).contains(&body.unit);
            if actor.person != body.owner && !heads {
                report.breach(&NOT_THE_OWNER, "");
            }
            if text.trim().is_empty() {
                report.breach(&SETTLEMENT_MISSING, "text");
            }
            check_text(&mut report, text, "text");
        }
        FindingAction::Recheck { is_mended: mended_now, note, due } => {
            if is_mended {
                report.breach(&FINDING_OVER, "");
            } else if body.settled.is_none() {
                report.breach(&NOT_SETTLED, "");
            }
            let may_look = actor.person == body.checker || actor.is_manager;
            let did_it = body.settled.as_ref().is_some_and(|settled| settled.mark.by == actor.person);
            if !may_look || actor.person == body.owner || did_it {
                report.breach(&NOT_THE_CHECKER, "");
            }
            if !mended_now && note.trim().is_empty() {
                report.breach(&RECHECK_NOTE_MISSING, "note");
            }
            if !mended_now && due.is_none_or(|due| due < step.on()) {
                report.breach(&DUE_MISSING, "due");
            }
            check_text(&mut report, note, "note");
        }
    }
    report
}

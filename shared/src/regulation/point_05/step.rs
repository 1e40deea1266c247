//! 5(1): approved by the user's own supervisor before the query; nobody approves their own; an unused approval lapses.

use chrono::{Days, NaiveDate};

use super::{REGISTER, paper};
use crate::{
    inquiry::{InquiryAction, InquiryBody, QueryDraft, Status},
    record::{Step, taiwan_day},
    regulation::{Settings, point_04, rule::Rule},
    violation::Report,
};

/// The action does not fit the state.
pub const WRONG_STATE: Rule = Rule::refusal(
    "P05-1-WRONG-STATE",
    REGISTER,
    "此登記表目前的狀態不能做這個動作,請重新整理後再試。",
    "The form's present state does not allow this; refresh and look again.",
);
/// Somebody else's form.
pub const NOT_THE_APPLICANT: Rule = Rule::refusal(
    "P05-1-NOT-THE-APPLICANT",
    REGISTER,
    "只有登記人本人可以做這個動作。",
    "Only the applicant may do this.",
);
/// One's own form.
pub const OWN_INQUIRY: Rule = Rule::refusal(
    "P05-1-OWN-INQUIRY",
    REGISTER,
    "不得核可自己的查調;請由所屬主管或其上級主管決定。",
    "Nobody decides on their own inquiry; it goes to the supervisor, or the one above.",
);
/// An approval that must be signed and is not.
pub const SIGNATURE_MISSING: Rule = Rule::refusal(
    "P05-1-SIGNATURE-MISSING",
    REGISTER,
    "此業務項目的核可須以自然人憑證簽章,請插卡輸入 PIN 碼後核可。",
    "Approvals of this item are signed with the citizen certificate: insert your card, enter the PIN and approve.",
);
/// Not this unit's supervisor.
pub const NOT_THE_SUPERVISOR: Rule = Rule::refusal(
    "P05-1-NOT-THE-SUPERVISOR",
    REGISTER,
    "您不是該單位主管,也不是今日的職務代理人。",
    "You neither head this unit nor are its head's deputy today.",
);
/// A refusal without a word why.
pub const NOTE_MISSING: Rule = Rule::refusal(
    "P05-1-NOTE-MISSING",
    REGISTER,
    "請寫明原因,讓登記人知道如何補正。",
    "Say why, so that the applicant knows what to mend.",
);
/// Too late for this approval.
pub const APPROVAL_LAPSED: Rule = Rule::refusal(
    "P05-1-APPROVAL-LAPSED",
    REGISTER,
    "核可已逾 {days} 日未使用而失效,請重新登記送陳。",
    "The approval was not used within {days} days and has lapsed; register and submit again.",
);
/// The query came first.
pub const QUERIED_BEFORE_APPROVAL: Rule = Rule::refusal(
    "P05-1-QUERIED-BEFORE-APPROVAL",
    REGISTER,
    "查調時間早於核可時間;未經核可不得查調,請更正時間,或通報管理者。",
    "The query lies before the approval, and nobody may query without one. Correct the time, or report it to the manager.",
);
/// The query lies ahead.
pub const QUERIED_AHEAD: Rule = Rule::refusal(
    "P05-1-QUERIED-AHEAD",
    REGISTER,
    "查調時間在未來,請更正。",
    "The query lies in the future; correct the time.",
);

/// A look at full identities without a word why.
pub const REVEAL_REASON_MISSING: Rule = Rule::refusal(
    "P05-4-REVEAL-REASON-MISSING",
    super::NEED_TO_KNOW,
    "查看完整統一編號須寫明理由;每次查看都會留下紀錄,主管看得到。",
    "Seeing full identity numbers needs a reason. Every look is journaled and visible to the supervisor.",
);

/// Full identities may be shown: a reason is given, and it names nobody (5(4)).
#[must_use]
pub fn check_reveal(reason: &str) -> Report {
    let mut report = Report::default();
    if reason.trim().is_empty() {
        report.breach(&REVEAL_REASON_MISSING, "reason");
    }
    paper::check_text(&mut report, reason, "reason");
    report
}

/// The last day on which an approval of `on` may be used, by the settings of that day.
#[must_use]
pub fn approval_last_day(on: NaiveDate, settings: &Settings) -> Option<NaiveDate> {
    on.checked_add_days(Days::new(settings.unused_approval_days.into()))
}

/// An action on a registered inquiry may be taken.
#[must_use]
pub fn check_step(inquiry: &InquiryBody, step: &Step<'_>, action: &InquiryAction) -> Report {
    let mut report = Report::default();
    point_04::check_active(&mut report, step.actor);
    if !fits(&inquiry.status, action) {
        report.breach(&WRONG_STATE, "");
        return report;
    }
    match action {
        InquiryAction::Withdraw => check_applicant(&mut report, inquiry, step),
        InquiryAction::Approve { note, signature } => {
            check_decider(&mut report, inquiry, step);
            check_note(&mut report, note);
            if step.must_sign && signature.is_none() {
                report.breach(&SIGNATURE_MISSING, "signature");
            }
        }
        InquiryAction::SendBack { note } | InquiryAction::Reject { note } => {
            check_decider(&mut report, inquiry, step);
            check_note(&mut report, note);
            if note.trim().is_empty() {
                report.breach(&NOTE_MISSING, "note");
            }
        }
        InquiryAction::CarryOut { query, printout_ids } => {
            check_applicant(&mut report, inquiry, step);
            check_time(&mut report, inquiry, step, query);
            paper::check_query(&mut report, query, printout_ids.len());
        }
        InquiryAction::FileQueryRecord { place } => {
            check_applicant(&mut report, inquiry, step);
            paper::check_query_record(&mut report, place, "place");
        }
        InquiryAction::Close => {
            check_applicant(&mut report, inquiry, step);
            if let Some(query) = inquiry.status.query() {
                paper::check_query_record(&mut report, &query.query_record_place, "query_record_place");
            }
        }
    }
    report
}

/// Which actions a state allows.
const fn fits(status: &Status, action: &InquiryAction) -> bool {
    match action {
        InquiryAction::Withdraw => {
            matches!(status, Status::Submitted | Status::SentBack { .. } | Status::Approved { .. })
        }
        InquiryAction::SendBack { .. } | InquiryAction::Approve { .. } | InquiryAction::Reject { .. } => {
            matches!(status, Status::Submitted)
        }
        InquiryAction::CarryOut { .. } => matches!(status, Status::Approved { .. }),
        InquiryAction::FileQueryRecord { .. } | InquiryAction::Close => {
            matches!(status, Status::CarriedOut { .. })
        }
    }
}

fn check_applicant(report: &mut Report, inquiry: &InquiryBody, step: &Step<'_>) {
    if step.actor.person != inquiry.applicant {
        report.breach(&NOT_THE_APPLICANT, "");
    }
}

fn check_decider(report: &mut Report, inquiry: &InquiryBody, step: &Step<'_>) {
    if step.actor.person == inquiry.applicant {
        report.breach(&OWN_INQUIRY, "");
    } else if !step.actor.heads.contains(&inquiry.approving_unit)
        && step.actor.deputyship(inquiry.approving_unit, step.on()).is_none()
    {
        report.breach(&NOT_THE_SUPERVISOR, "");
    }
}

fn check_note(report: &mut Report, note: &str) {
    paper::check_text(report, note, "note");
}

fn check_time(report: &mut Report, inquiry: &InquiryBody, step: &Step<'_>, query: &QueryDraft) {
    if query.queried_at > step.now {
        report.breach(&QUERIED_AHEAD, "query.queried_at");
    }
    let Some(approval) = inquiry.status.approval() else { return };
    if query.queried_at < approval.at {
        report.breach(&QUERIED_BEFORE_APPROVAL, "query.queried_at");
    }
    if let Some(last) = approval.last_day().filter(|last| taiwan_day(query.queried_at) > *last) {
        let days = (last - taiwan_day(approval.at)).num_days();
        report.violations.push(APPROVAL_LAPSED.filled("query.queried_at", &[("days", &days)]));
    }
}

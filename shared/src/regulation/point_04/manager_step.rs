//! 4(2)–(4): the change is prepared, reported and switched in order; then the successor takes over by list.

use chrono::NaiveDate;

use super::{
    CHANGE, HAND_OVER, MANAGER, check_active,
    manager::{SUCCESSOR_MISSING, check_successor},
};
use crate::{
    custody::{ChangeAction, ChangeBody, ChangeStep},
    field::CaseNumber,
    record::{Step, taiwan_day},
    regulation::rule::Rule,
    violation::Report,
};

/// The change is over.
pub const CHANGE_OVER: Rule = Rule::refusal(
    "P04-2-CHANGE-OVER",
    MANAGER,
    "此件管理者異動已結案或已撤銷,不能再變更。",
    "This change of manager is closed or was given up, and nothing about it changes any more.",
);
/// Neither of the two nor the head.
pub const NOT_A_PARTY: Rule = Rule::refusal(
    "P04-2-NOT-A-PARTY",
    MANAGER,
    "只有原管理者、新任管理者或社會處主管可以辦理此步驟。",
    "Only predecessor, successor or the head of Social Affairs takes this step.",
);
/// A day to come.
pub const DAY_AHEAD: Rule = Rule::refusal(
    "P04-2-DAY-AHEAD",
    MANAGER,
    "日期不得在今日之後;請於完成後再登錄。",
    "The day lies ahead; put it on record once it is done.",
);
/// No document number.
pub const DOCUMENT_MISSING: Rule = Rule::refusal(
    "P04-2-DOCUMENT-MISSING",
    MANAGER,
    "請填寫報送電子化政府服務平臺的公文文號,例如 府社障字第1150012345號。",
    "Enter the number of the document sent to the e-government platform.",
);
/// Already switched.
pub const SWITCHED_ALREADY: Rule = Rule::refusal(
    "P04-3-SWITCHED-ALREADY",
    CHANGE,
    "新任管理者已承接,異動前的步驟不能再變更;其餘請依移交步驟辦理。",
    "The successor has taken over; what came before stands as it is. Go on with the hand-over.",
);
/// Somebody else presses the switch.
pub const NOT_THE_SUCCESSOR: Rule = Rule::refusal(
    "P04-3-NOT-THE-SUCCESSOR",
    CHANGE,
    "須由新任管理者本人登入後承接。",
    "The successor takes over themselves, signed in with their own card.",
);
/// The manager in office is not who the form says.
pub const PREDECESSOR_GONE: Rule = Rule::refusal(
    "P04-3-PREDECESSOR-GONE",
    CHANGE,
    "現任管理者已不是此件所載的原管理者;請撤銷此件後重新提出。",
    "The manager in office is no longer the one on this form; give the change up and open another.",
);
/// No training on record.
pub const TRAINING_MISSING: Rule = Rule::refusal(
    "P04-2-TRAINING-MISSING",
    MANAGER,
    "新任管理者的資安教育訓練尚未登錄,完成後才能承接。",
    "The successor's security training is not on record; they take over after it.",
);
/// Not reported.
pub const REPORT_MISSING: Rule = Rule::refusal(
    "P04-2-REPORT-MISSING",
    MANAGER,
    "尚未報請電子化政府服務平臺處理,登錄日期與文號後才能承接。",
    "The change is not reported to the e-government platform yet; record day and number, then take over.",
);
/// After the day, and no word why.
pub const SWITCHED_LATE: Rule = Rule::refusal(
    "P04-3-SWITCHED-LATE",
    CHANGE,
    "已逾職務異動日({day}),請寫明延誤原因。",
    "The day of the transfer was {day}; say why the switch comes after it.",
);
/// Before the switch.
pub const NOT_SWITCHED: Rule = Rule::refusal(
    "P04-3-NOT-SWITCHED",
    CHANGE,
    "新任管理者承接之後才辦理此步驟。",
    "This step comes after the successor has taken over.",
);
/// The platform's stop lies before the switch.
pub const STOPPED_BEFORE_SWITCH: Rule = Rule::refusal(
    "P04-3-STOPPED-BEFORE-SWITCH",
    CHANGE,
    "原管理者帳號的停用日不得早於新任管理者承接之日。",
    "The predecessor's account is stopped after the successor's is added, not before.",
);
/// No list.
pub const LIST_MISSING: Rule = Rule::refusal(
    "P04-4-LIST-MISSING",
    HAND_OVER,
    "尚未產生移交清冊,請先產生。",
    "There is no hand-over list yet; make it first.",
);
/// Another list.
pub const LIST_DIFFERS: Rule = Rule::refusal(
    "P04-4-LIST-DIFFERS",
    HAND_OVER,
    "您確認的雜湊值與現有清冊不同,清冊可能已重新產生;請重新核對。",
    "The hash you confirm is not that of the list as it stands: it may have been made anew. Compare again.",
);
/// Both have confirmed.
pub const LIST_CONFIRMED: Rule = Rule::refusal(
    "P04-4-LIST-CONFIRMED",
    HAND_OVER,
    "雙方都已確認清冊,不能重新產生。",
    "Both have confirmed the list; it is not made anew.",
);
/// In the predecessor's place, and no word why.
pub const STAND_IN_REASON_MISSING: Rule = Rule::refusal(
    "P04-4-STAND-IN-REASON-MISSING",
    HAND_OVER,
    "由主管代原管理者確認時,請寫明原管理者無法親自確認的原因。",
    "When the head confirms in the predecessor's place, say why the predecessor cannot.",
);
/// Not confirmed by both.
pub const NOT_CONFIRMED: Rule = Rule::refusal(
    "P04-4-NOT-CONFIRMED",
    HAND_OVER,
    "移交清冊須經原管理者與新任管理者雙方確認後才能結案。",
    "Both confirm the hand-over list before the change is closed.",
);
/// The platform has not stopped the account.
pub const PLATFORM_OPEN: Rule = Rule::refusal(
    "P04-3-PLATFORM-OPEN",
    CHANGE,
    "尚未登錄平臺停用原管理者帳號的日期與文號,登錄後才能結案。",
    "Record when the platform stopped the predecessor's account; then the change can be closed.",
);
/// Given up without a word why.
pub const CANCEL_REASON_MISSING: Rule = Rule::refusal(
    "P04-2-CANCEL-REASON-MISSING",
    MANAGER,
    "請寫明撤銷的原因。",
    "Say why the change is given up.",
);

/// A step can be taken.
#[must_use]
pub fn check_step(body: &ChangeBody, step: &Step<'_>, act: &ChangeStep) -> Report {
    let mut report = Report::default();
    check_active(&mut report, step.actor);
    if !body.is_open() {
        report.breach(&CHANGE_OVER, "");
        return report;
    }
    if !body.is_party(step.actor.person) && !act.facts.heads_social_affairs {
        report.breach(&NOT_A_PARTY, "");
        return report;
    }
    match &act.action {
        ChangeAction::RecordTraining { on, .. } => {
            expect_before(&mut report, body);
            expect_past(&mut report, *on, step);
        }
        ChangeAction::Report { on, document_number, .. } => {
            expect_before(&mut report, body);
            expect_past(&mut report, *on, step);
            expect_document(&mut report, document_number);
        }
        ChangeAction::Switch { late_reason } => check_switch(&mut report, body, step, act, late_reason),
        ChangeAction::StopPlatform { on, document_number, .. } => {
            expect_switched(&mut report, body);
            expect_past(&mut report, *on, step);
            expect_document(&mut report, document_number);
            let switched_on = body.switch.as_ref().map(|switch| taiwan_day(switch.mark.at));
            if switched_on.is_some_and(|day| *on < day) {
                report.breach(&STOPPED_BEFORE_SWITCH, "on");
            }
        }
        ChangeAction::MakeList => {
            expect_switched(&mut report, body);
            if body
                .hand_over
                .as_ref()
                .is_some_and(|one| one.by_predecessor.is_some() && one.by_successor.is_some())
            {
                report.breach(&LIST_CONFIRMED, "");
            }
        }
        ChangeAction::Confirm { sha256, stand_in_reason } => {
            check_confirm(&mut report, body, step, sha256, stand_in_reason);
        }
        ChangeAction::Close => {
            expect_switched(&mut report, body);
            if body.platform_stop.is_none() {
                report.breach(&PLATFORM_OPEN, "platform_stop");
            }
            let word = body.hand_over.as_ref();
            if word.is_none_or(|one| one.by_predecessor.is_none() || one.by_successor.is_none()) {
                report.breach(&NOT_CONFIRMED, "hand_over");
            }
        }
        ChangeAction::Cancel { reason } => {
            expect_before(&mut report, body);
            if reason.trim().is_empty() {
                report.breach(&CANCEL_REASON_MISSING, "reason");
            }
        }
    }
    report
}

fn check_switch(
    report: &mut Report,
    body: &ChangeBody,
    step: &Step<'_>,
    act: &ChangeStep,
    late_reason: &str,
) {
    expect_before(report, body);
    if step.actor.person != body.successor.person {
        report.breach(&NOT_THE_SUCCESSOR, "");
    }
    match &act.facts.manager {
        Some(manager) if manager.standing.person == body.predecessor.person => match &act.facts.successor {
            Some(successor) => check_successor(report, successor, &manager.standing),
            None => report.breach(&SUCCESSOR_MISSING, "successor"),
        },
        // After the switch this is so by its very success.
        _ if body.switch.is_some() => {}
        _ => report.breach(&PREDECESSOR_GONE, "predecessor"),
    }
    if body.training.is_none() {
        report.breach(&TRAINING_MISSING, "training");
    }
    if body.report.is_none() {
        report.breach(&REPORT_MISSING, "report");
    }
    if body.transfer_on < step.on() && late_reason.trim().is_empty() {
        report.violations.push(SWITCHED_LATE.dated("late_reason", body.transfer_on, &[]));
    }
}

fn check_confirm(report: &mut Report, body: &ChangeBody, step: &Step<'_>, sha256: &str, reason: &str) {
    let Some(hand_over) = &body.hand_over else {
        report.breach(&LIST_MISSING, "hand_over");
        return;
    };
    // The frozen list is hashed again: what was altered in the store is confirmed by nobody.
    if sha256 != hand_over.list.sha256 || hand_over.list.digest() != hand_over.list.sha256 {
        report.breach(&LIST_DIFFERS, "sha256");
    }
    if !body.is_party(step.actor.person) && reason.trim().is_empty() {
        report.breach(&STAND_IN_REASON_MISSING, "stand_in_reason");
    }
}

fn expect_before(report: &mut Report, body: &ChangeBody) {
    if body.switch.is_some() {
        report.breach(&SWITCHED_ALREADY, "");
    }
}

fn expect_switched(report: &mut Report, body: &ChangeBody) {
    if body.switch.is_none() {
        report.breach(&NOT_SWITCHED, "");
    }
}

fn expect_past(report: &mut Report, on: NaiveDate, step: &Step<'_>) {
    if step.on() < on {
        report.breach(&DAY_AHEAD, "on");
    }
}

fn expect_document(report: &mut Report, number: &str) {
    if CaseNumber::check(number.trim()).is_err() {
        report.breach(&DOCUMENT_MISSING, "document_number");
    }
}

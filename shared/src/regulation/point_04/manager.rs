//! 4(2), 4(3): there is exactly one manager, and a change begins before the day of the transfer, with a successor who may.

use chrono::NaiveDate;

use super::{ACTIVATION, CHANGE, MANAGER, check_active};
use crate::{
    account::{AccountDraft, Standing},
    custody::{ChangeDraft, ChangeFacts, ChangeReason, Officer},
    record::Step,
    regulation::rule::Rule,
    violation::Report,
};

/// The register of accounts makes nobody the manager.
pub const MANAGER_ELSEWHERE: Rule = Rule::refusal(
    "P04-2-MANAGER-ELSEWHERE",
    MANAGER,
    "管理者只有一名,不能在帳號資料裡指定或取消;請辦理「管理者異動」。",
    "There is exactly one manager, and an account's form neither makes nor unmakes them: open a change of manager.",
);
/// The manager's account is ended before somebody has taken over.
pub const MANAGER_ENDS: Rule = Rule::refusal(
    "P04-3-MANAGER-ENDS",
    CHANGE,
    "管理者的帳號不能先停用或解除憑證;請先辦理管理者異動,由新任管理者承接後再停用。",
    "The manager's account is not ended and keeps its certificate until a successor has taken over: open a change of manager first.",
);
/// The manager is moved out of Social Affairs before somebody has taken over.
pub const MANAGER_OUTSIDE: Rule = Rule::refusal(
    "P04-2-MANAGER-OUTSIDE",
    MANAGER,
    "管理者由社會處人員擔任,在任期間不能調離社會處;請先辦理管理者異動,由新任管理者承接後再調動。",
    "The manager is of Social Affairs and stays there while in office: open a change of manager first, and move them once a successor has taken over.",
);
/// Nobody is manager.
pub const NO_MANAGER: Rule = Rule::refusal(
    "P04-2-NO-MANAGER",
    MANAGER,
    "目前沒有現任管理者可以移交;請由系統管理人員以 chadiao enrol 登錄第一位管理者。",
    "No manager is in office who could hand over; have whoever runs the server enrol the first one with `chadiao enrol`.",
);
/// Neither manager nor head.
pub const NOT_OPENER: Rule = Rule::refusal(
    "P04-2-NOT-OPENER",
    MANAGER,
    "管理者異動由現任管理者提出;管理者無法辦理時,由社會處主管提出。",
    "The manager opens the change; when they cannot, the head of Social Affairs does.",
);
/// The head opens it and does not say why.
pub const ABSENCE_MISSING: Rule = Rule::refusal(
    "P04-2-ABSENCE-MISSING",
    MANAGER,
    "由主管代為提出時,請寫明管理者無法親自辦理的原因。",
    "When the head opens it, say why the manager cannot do it themselves.",
);
/// One change at a time.
pub const CHANGE_OPEN: Rule = Rule::refusal(
    "P04-2-CHANGE-OPEN",
    MANAGER,
    "已有一件管理者異動辦理中,請先完成或撤銷該件。",
    "Another change of manager is under way; finish it or give it up first.",
);
/// Another reason, without words.
pub const REASON_MISSING: Rule = Rule::refusal(
    "P04-2-CHANGE-REASON-MISSING",
    MANAGER,
    "異動原因選「其他」時請以文字說明。",
    "Say in words why the manager changes when the reason is another one.",
);
/// No day.
pub const TRANSFER_DAY_MISSING: Rule = Rule::refusal(
    "P04-3-TRANSFER-DAY-MISSING",
    CHANGE,
    "請填寫職務異動日。",
    "Enter the day of the transfer.",
);
/// Opened on the day or after it, and no word why.
pub const OPENED_LATE: Rule = Rule::refusal(
    "P04-3-OPENED-LATE",
    CHANGE,
    "異動程序應於職務異動前辦理;已到或已過異動日,請寫明延誤原因。",
    "The change is opened before the day of the transfer. The day has come or gone: say why it is late.",
);
/// Nobody to take over.
pub const SUCCESSOR_MISSING: Rule =
    Rule::refusal("P04-2-SUCCESSOR-MISSING", MANAGER, "請選擇新任管理者。", "Choose who takes over.");
/// The manager themselves.
pub const SUCCESSOR_SAME: Rule = Rule::refusal(
    "P04-2-SUCCESSOR-SAME",
    MANAGER,
    "新任管理者須為另一人。",
    "The successor is another person.",
);
/// Not of Social Affairs.
pub const SUCCESSOR_OUTSIDE: Rule = Rule::refusal(
    "P04-2-SUCCESSOR-OUTSIDE",
    MANAGER,
    "管理者由社會處人員擔任,請選擇社會處的同仁。",
    "The manager is of Social Affairs; choose somebody of that department.",
);
/// Their account is not active.
pub const SUCCESSOR_INACTIVE: Rule = Rule::refusal(
    "P04-1-SUCCESSOR-INACTIVE",
    ACTIVATION,
    "新任管理者的帳號今日未啟用,請先啟用。",
    "The successor's account is not active today; activate it first.",
);
/// They have no card.
pub const SUCCESSOR_CARD_MISSING: Rule = Rule::refusal(
    "P04-1-SUCCESSOR-CARD-MISSING",
    ACTIVATION,
    "新任管理者尚未綁定本人自然人憑證,請先在帳號資料登錄卡片。",
    "The successor's own citizen certificate is not bound yet; bind the card in their account first.",
);
/// They have no E-government account.
pub const SUCCESSOR_EGOV_MISSING: Rule = Rule::refusal(
    "P04-1-SUCCESSOR-EGOV-MISSING",
    ACTIVATION,
    "新任管理者沒有我的E政府公務機關會員帳號,請先補登。",
    "The successor has no E-government agency account on record; add it first.",
);
/// The register of accounts leaves the office where it is: `before` is none for a fresh account.
pub fn check_office(report: &mut Report, before: Option<&AccountDraft>, after: &AccountDraft) {
    let was_manager = before.is_some_and(|before| before.is_manager);
    if was_manager != after.is_manager {
        report.breach(&MANAGER_ELSEWHERE, "is_manager");
    }
    let Some(before) = before.filter(|before| before.is_manager) else { return };
    if after.active_until != before.active_until && after.active_until.is_some() {
        report.breach(&MANAGER_ENDS, "active_until");
    }
    if after.active_from > before.active_from {
        report.breach(&MANAGER_ENDS, "active_from");
    }
    if after.certificate.is_empty() && !before.certificate.is_empty() {
        report.breach(&MANAGER_ENDS, "certificate");
    }
}

/// The manager still is of Social Affairs after an account or the tree of agencies changed; `path` is the field that moved them.
pub fn check_placed(report: &mut Report, in_social_affairs: bool, path: &str) {
    if !in_social_affairs {
        report.breach(&MANAGER_OUTSIDE, path);
    }
}

/// Somebody can take over: judged when they are chosen, and again when they do.
pub fn check_successor(report: &mut Report, successor: &Officer, manager: &Standing) {
    let standing = &successor.standing;
    if standing.person == manager.person {
        report.breach(&SUCCESSOR_SAME, "successor");
        return;
    }
    for (holds, rule) in [
        (successor.in_social_affairs, &SUCCESSOR_OUTSIDE),
        (standing.is_active, &SUCCESSOR_INACTIVE),
        (standing.has_card, &SUCCESSOR_CARD_MISSING),
        (standing.has_egov_account, &SUCCESSOR_EGOV_MISSING),
    ] {
        if !holds {
            report.breach(rule, "successor");
        }
    }
}

/// What the form says by itself: the browser asks this while it is typed.
pub fn check_draft(report: &mut Report, draft: &ChangeDraft, today: NaiveDate) {
    if draft.reason == ChangeReason::Other && draft.reason_note.trim().is_empty() {
        report.breach(&REASON_MISSING, "reason_note");
    }
    match draft.transfer_on {
        None => report.breach(&TRANSFER_DAY_MISSING, "transfer_on"),
        Some(day) if day <= today && draft.late_reason.trim().is_empty() => {
            report.breach(&OPENED_LATE, "late_reason");
        }
        Some(_) => {}
    }
    if draft.successor.is_none() {
        report.breach(&SUCCESSOR_MISSING, "successor");
    }
}

/// A change can be opened.
#[must_use]
pub fn check_open(draft: &ChangeDraft, facts: &ChangeFacts, step: &Step<'_>) -> Report {
    let mut report = Report::default();
    check_active(&mut report, step.actor);
    let Some(manager) = &facts.manager else {
        report.breach(&NO_MANAGER, "");
        return report;
    };
    if step.actor.person != manager.standing.person {
        if !facts.heads_social_affairs {
            report.breach(&NOT_OPENER, "");
        } else if draft.absence.trim().is_empty() {
            report.breach(&ABSENCE_MISSING, "absence");
        }
    }
    if facts.has_open_change {
        report.breach(&CHANGE_OPEN, "");
    }
    check_draft(&mut report, draft, step.on());
    match &facts.successor {
        Some(successor) => check_successor(&mut report, successor, &manager.standing),
        // Chosen, and not known to the registers.
        None if draft.successor.is_some() => report.breach(&SUCCESSOR_MISSING, "successor"),
        None => {}
    }
    report
}

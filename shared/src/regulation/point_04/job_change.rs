//! 4(6): a job change is known ahead; the account is changed before it, and adjusted or closed on the day at the latest.

use chrono::NaiveDate;

use super::{JOB_CHANGE, check_active};
use crate::{
    account::{
        Standing,
        job_change::{JobChangeAction, JobChangeBody, JobChangeDraft, JobChangeFacts, JobChangeKind},
    },
    record::Step,
    regulation::{point_05, rule::Rule},
    violation::Report,
};

/// Nobody is named.
pub const PERSON_MISSING: Rule = Rule::refusal(
    "P04-6-PERSON-MISSING",
    JOB_CHANGE,
    "請選擇職務異動的同仁。",
    "Choose the colleague whose post changes.",
);
/// Somebody without an account.
pub const PERSON_UNKNOWN: Rule = Rule::refusal(
    "P04-6-PERSON-UNKNOWN",
    JOB_CHANGE,
    "找不到此人使用中的帳號;若此人沒有帳號則不需辦理,否則請核對姓名、單位或末四碼。",
    "No open account fits. Somebody without an account needs nothing; otherwise compare name, unit and last four digits.",
);
/// More than one fits.
pub const PERSON_AMBIGUOUS: Rule = Rule::refusal(
    "P04-6-PERSON-AMBIGUOUS",
    JOB_CHANGE,
    "有 {count} 個帳號符合,請補上單位、身分證字號末四碼或我的E政府帳號。",
    "{count} accounts fit; add the unit, the last four digits or the E-government account.",
);
/// A transfer to nowhere.
pub const UNIT_MISSING: Rule = Rule::refusal(
    "P04-6-UNIT-MISSING",
    JOB_CHANGE,
    "調職請選擇新單位;調往本府及所屬機關以外者請選「離職」。",
    "Choose the new unit; whoever goes outside the county and its agencies leaves it.",
);
/// A transfer to where one is.
pub const UNIT_SAME: Rule = Rule::refusal(
    "P04-6-UNIT-SAME",
    JOB_CHANGE,
    "新單位與現單位相同,請更正;僅業務調整請填使用者權限異動申請表。",
    "The new unit is the present one. For other work in the same unit file the permission form.",
);
/// No day.
pub const DAY_MISSING: Rule = Rule::refusal(
    "P04-6-DAY-MISSING",
    JOB_CHANGE,
    "請填寫異動日,須為日曆上的日期,例如 115/12/01。",
    "Enter the day of the change, a day of the calendar such as 2026-12-01.",
);
/// The day is over.
pub const ANNOUNCED_LATE: Rule = Rule::warning(
    "P04-6-ANNOUNCED-LATE",
    JOB_CHANGE,
    "異動日已過:帳號應於異動前或當日調整,請立即處理;逾期會留下紀錄。",
    "The day is over, and the account was to be adjusted on it at the latest. Do it now; that it was late stays on record.",
);
/// No order.
pub const DOCUMENT_MISSING: Rule = Rule::refusal(
    "P04-6-DOCUMENT-MISSING",
    JOB_CHANGE,
    "請填寫派令或公文文號。",
    "Enter the document number of the order.",
);
/// Not one's people.
pub const NOT_YOURS_TO_ANNOUNCE: Rule = Rule::refusal(
    "P04-6-NOT-YOURS-TO-ANNOUNCE",
    JOB_CHANGE,
    "職務異動由該員單位主管或管理者預告。",
    "A job change is announced by the person's head or by the manager.",
);
/// Announced before.
pub const ANNOUNCED_TWICE: Rule = Rule::refusal(
    "P04-6-ANNOUNCED-TWICE",
    JOB_CHANGE,
    "此人有尚未完成的職務異動預告;如有變更,請先撤回原預告。",
    "A change of this person's is announced and still open; withdraw it first if it has become another.",
);
/// The action does not fit the state.
pub const WRONG_STATE: Rule = Rule::refusal(
    "P04-6-WRONG-STATE",
    JOB_CHANGE,
    "此預告已完成或已撤回,不能再變更。",
    "This one is settled or withdrawn and changes no more.",
);
/// Withdrawn without a word why.
pub const NOTE_MISSING: Rule = Rule::refusal(
    "P04-6-NOTE-MISSING",
    JOB_CHANGE,
    "請寫明撤回的原因,例如派令取消或誤植。",
    "Say why it is withdrawn: the order was cancelled, or it was entered by mistake.",
);

/// A job change can be announced; who announces it is judged where it is known.
#[must_use]
pub fn check_job_change(
    draft: &JobChangeDraft,
    actor: Option<&Standing>,
    on: NaiveDate,
    facts: &JobChangeFacts,
) -> Report {
    let mut report = Report::default();
    if let Some(actor) = actor {
        check_active(&mut report, actor);
        let unit = facts.holding.as_ref().and_then(|holding| holding.unit);
        if !actor.is_manager && !unit.is_some_and(|unit| actor.approves_for(on).contains(&unit)) {
            report.breach(&NOT_YOURS_TO_ANNOUNCE, "");
        }
    }
    check_whose(&mut report, draft, facts);
    if draft.kind == JobChangeKind::Transfer {
        let from = facts.holding.as_ref().and_then(|holding| holding.unit);
        match draft.to_unit {
            None => report.breach(&UNIT_MISSING, "to_unit"),
            Some(to) if Some(to) == from => report.breach(&UNIT_SAME, "to_unit"),
            Some(_) => {}
        }
    }
    match draft.effective_on {
        None => report.breach(&DAY_MISSING, "effective_on"),
        Some(day) if day < on => report.breach(&ANNOUNCED_LATE, "effective_on"),
        Some(_) => {}
    }
    if draft.document_number.trim().is_empty() {
        report.breach(&DOCUMENT_MISSING, "document_number");
    }
    point_05::check_text(&mut report, &draft.document_number, "document_number");
    report
}

fn check_whose(report: &mut Report, draft: &JobChangeDraft, facts: &JobChangeFacts) {
    match (facts.fitting, draft.person) {
        (Some(0), _) => return report.breach(&PERSON_UNKNOWN, "person"),
        (Some(count), _) if count > 1 => {
            return report.violations.push(PERSON_AMBIGUOUS.filled("person", &[("count", &count)]));
        }
        (_, None) => return report.breach(&PERSON_MISSING, "person"),
        _ => {}
    }
    match &facts.holding {
        None => report.defer("person", JOB_CHANGE, "account"),
        Some(holding) if !holding.is_open => report.breach(&PERSON_UNKNOWN, "person"),
        Some(_) => {}
    }
    match facts.is_announced {
        None => report.defer("person", JOB_CHANGE, "job_changes"),
        Some(true) => report.breach(&ANNOUNCED_TWICE, "person"),
        Some(false) => {}
    }
}

/// An action on a job change may be taken.
#[must_use]
pub fn check_job_change_step(change: &JobChangeBody, step: &Step<'_>, action: &JobChangeAction) -> Report {
    let mut report = Report::default();
    check_active(&mut report, step.actor);
    if !change.status.is_open() {
        report.breach(&WRONG_STATE, "");
        return report;
    }
    if !step.actor.is_manager && !step.actor.approves_for(step.on()).contains(&change.unit) {
        report.breach(&NOT_YOURS_TO_ANNOUNCE, "");
    }
    let JobChangeAction::Withdraw { note } = action;
    point_05::check_text(&mut report, note, "note");
    if note.trim().is_empty() {
        report.breach(&NOTE_MISSING, "note");
    }
    report
}

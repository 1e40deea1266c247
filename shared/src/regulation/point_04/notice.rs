//! 4(8): a change of agency contact, manager or unit head is told to the Bureau within seven days from the day after.

use chrono::NaiveDate;

use super::{NOTICE, check_keeper};
use crate::{
    agency::Contact,
    field::CaseNumber,
    notice::{NoticeAction, NoticeBody, NoticeState},
    period,
    record::Step,
    regulation::{point_05, rule::Rule},
    violation::Report,
};

/// A contact without a name.
pub const CONTACT_NAME_MISSING: Rule = Rule::refusal(
    "P04-8-CONTACT-NAME-MISSING",
    NOTICE,
    "請填寫聯繫窗口的姓名;沒有窗口請將各欄清空。",
    "Enter the contact's name, or leave every field of the contact empty.",
);
/// A contact nobody can reach.
pub const CONTACT_UNREACHABLE: Rule = Rule::refusal(
    "P04-8-CONTACT-UNREACHABLE",
    NOTICE,
    "請填寫聯繫窗口的電話或電子郵件,至少一項。",
    "Enter the contact's telephone or e-mail, at least one of them.",
);
/// No e-mail address.
pub const CONTACT_EMAIL_INVALID: Rule = Rule::refusal(
    "P04-8-CONTACT-EMAIL-INVALID",
    NOTICE,
    "電子郵件格式不符,例如 name@chcg.gov.tw。",
    "This is no e-mail address, such as name@chcg.gov.tw.",
);
/// Sent or withdrawn.
pub const NOTICE_OVER: Rule = Rule::refusal(
    "P04-8-NOTICE-OVER",
    NOTICE,
    "此件通知已發文或已撤銷,不能再變更。",
    "This notice was sent or withdrawn, and nothing about it changes any more.",
);
/// A day to come.
pub const SENT_AHEAD: Rule = Rule::refusal(
    "P04-8-SENT-AHEAD",
    NOTICE,
    "發文日不得在今日之後;請於發文後再登錄。",
    "The day of sending lies ahead; record it once the letter is sent.",
);
/// Before there was anything to tell.
pub const SENT_BEFORE_CHANGE: Rule = Rule::refusal(
    "P04-8-SENT-BEFORE-CHANGE",
    NOTICE,
    "發文日早於異動日({day}),請更正其中一個日期。",
    "The letter was sent before the change of {day}; correct one of the days.",
);
/// No document number.
pub const NOTICE_DOCUMENT_MISSING: Rule = Rule::refusal(
    "P04-8-DOCUMENT-MISSING",
    NOTICE,
    "請填寫通知勞保局的公文文號,例如 府社障字第1150012345號。",
    "Enter the number of the letter to the Bureau.",
);
/// After the seven days, and no word why.
pub const SENT_LATE: Rule = Rule::refusal(
    "P04-8-SENT-LATE",
    NOTICE,
    "已逾通知期限({day}),請寫明逾期原因;原因會留在紀錄上。",
    "The last day was {day}: say why it was missed. The reason stays with the record.",
);
/// Withdrawn without a word why.
pub const WITHDRAW_REASON_MISSING: Rule = Rule::refusal(
    "P04-8-WITHDRAW-REASON-MISSING",
    NOTICE,
    "請寫明撤銷的原因,例如登錄錯誤、並無異動。",
    "Say why the notice is withdrawn, such as a mistaken entry with no change behind it.",
);
/// Another day without a word why.
pub const REDATE_REASON_MISSING: Rule = Rule::refusal(
    "P04-8-REDATE-REASON-MISSING",
    NOTICE,
    "請寫明更正異動日的原因。",
    "Say why the day of the change is corrected.",
);

/// A day to come.
pub const REDATE_AHEAD: Rule = Rule::refusal(
    "P04-8-REDATE-AHEAD",
    NOTICE,
    "異動日不得在今日之後:通知的是已經發生的異動。請填寫實際異動之日。",
    "The day of the change lies ahead; a notice tells of what has changed. Enter the day on which it did.",
);

/// A contact can be kept; an empty one is none.
pub fn check_contact(report: &mut Report, contact: &Contact) {
    if contact.is_none() {
        return;
    }
    if contact.name.trim().is_empty() {
        report.breach(&CONTACT_NAME_MISSING, "contact.name");
    }
    let email = contact.email.trim();
    if contact.phone.trim().is_empty() && email.is_empty() {
        report.breach(&CONTACT_UNREACHABLE, "contact.phone");
    }
    let is_address = email.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && host.contains('.') && !host.starts_with('.') && !host.ends_with('.')
    });
    if !email.is_empty() && (!is_address || email.contains(char::is_whitespace)) {
        report.breach(&CONTACT_EMAIL_INVALID, "contact.email");
    }
}

/// Something can be done with a notice.
#[must_use]
pub fn check_notice(body: &NoticeBody, step: &Step<'_>, action: &NoticeAction) -> Report {
    let mut report = Report::default();
    check_keeper(&mut report, step.actor);
    if !matches!(body.state, NoticeState::Open) {
        report.breach(&NOTICE_OVER, "");
        return report;
    }
    match action {
        NoticeAction::Send { on, document_number, late_reason } => {
            if step.on() < *on {
                report.breach(&SENT_AHEAD, "on");
            }
            if *on < body.changed_on {
                report.violations.push(SENT_BEFORE_CHANGE.dated("on", body.changed_on, &[]));
            }
            if CaseNumber::check(document_number.trim()).is_err() {
                report.breach(&NOTICE_DOCUMENT_MISSING, "document_number");
            }
            if let Some(day) = last_day(body.changed_on).filter(|day| day < on)
                && late_reason.trim().is_empty()
            {
                report.violations.push(SENT_LATE.dated("late_reason", day, &[]));
            }
            point_05::check_text(&mut report, late_reason, "late_reason");
        }
        NoticeAction::Withdraw { reason } => {
            if reason.trim().is_empty() {
                report.breach(&WITHDRAW_REASON_MISSING, "reason");
            }
            point_05::check_text(&mut report, reason, "reason");
        }
        NoticeAction::Redate { changed_on, reason } => {
            if step.on() < *changed_on {
                report.breach(&REDATE_AHEAD, "changed_on");
            }
            if reason.trim().is_empty() {
                report.breach(&REDATE_REASON_MISSING, "reason");
            }
            point_05::check_text(&mut report, reason, "reason");
        }
    }
    report
}

/// The seventh day after a change, by which late is judged.
#[must_use]
pub fn last_day(changed_on: NaiveDate) -> Option<NaiveDate> {
    period::notice_strict(changed_on).ok().map(|days| days.statutory_last_day)
}

//! 第四點: accounts. What an inquiry needs of them: active, with a registered card and an E-government account,
//! holding the item and each data item asked for.

mod application;
mod form;
mod job_change;
pub mod manager;
pub mod manager_step;
mod names;
pub mod notice;
mod token;
mod unique;

pub use application::check_step as check_application_step;
pub use form::{PERMISSION_YEARS, check_application};
pub use job_change::{check_job_change, check_job_change_step};
pub use token::{check_token, check_token_draft};
pub use unique::{Who, check_unique};

use chrono::NaiveDate;

use super::rule::Rule;
use crate::{
    account::{AccountDraft, Standing},
    field::{CardNumber, Email},
    id::{ItemId, UnitId},
    inquiry::{InquiryCtx, InquiryDraft},
    violation::{Bilingual, Citation, Report},
};

/// What the point asks, in our words.
pub const SUMMARY: Bilingual = Bilingual::fixed(
    "管理者與使用者須有我的E政府機關帳號並登錄本人自然人憑證;社會處設管理者一名,異動前辦理、由新任管理者承接後停用原帳號,並列冊移交;使用者只能持有清冊內的業務項目,經主管核可、管理者核准後設定權限;以憑證登入,不使用密碼;窗口、管理者、主管異動於翌日起七日內通知勞保局。",
    "Managers and users need an E-government agency account and their own registered citizen certificate. There is one manager, in Social Affairs: a change is prepared ahead, the successor takes over before the old account stops, and everything is handed over by list. A user holds only items of the inventory, approved by the supervisor and granted by the manager. Sign-in is by card; there are no passwords. The Bureau is told of a new contact, manager or head within seven days from the day after.",
);

const ACTIVATION: Citation = Citation::item(4, 1);
const MANAGER: Citation = Citation::item(4, 2);
const CHANGE: Citation = Citation::item(4, 3);
const HAND_OVER: Citation = Citation::item(4, 4);
const PERMISSION: Citation = Citation::item(4, 5);
const JOB_CHANGE: Citation = Citation::item(4, 6);
const SIGN_IN: Citation = Citation::item(4, 7);
const NOTICE: Citation = Citation::item(4, 8);

/// The account is not active on the day.
pub const ACCOUNT_INACTIVE: Rule = Rule::refusal(
    "P04-1-ACCOUNT-INACTIVE",
    ACTIVATION,
    "您的帳號今日未啟用或已停用,請洽管理者。",
    "Your account is not active today; ask the manager.",
);
/// No registered card.
pub const CARD_MISSING: Rule = Rule::refusal(
    "P04-1-CARD-MISSING",
    ACTIVATION,
    "帳號尚未登錄自然人憑證,請先向管理者登錄本人憑證。",
    "The account has no registered citizen certificate; have your own card registered by the manager first.",
);
/// A card number that is none.
pub const CARD_INVALID: Rule = Rule::refusal(
    "P04-1-CARD-INVALID",
    ACTIVATION,
    "自然人憑證卡號格式不符:應為 2 個大寫英文字母加 14 位數字。",
    "This is no card number: two capital letters and fourteen digits.",
);
/// More or fewer than the last four digits.
pub const LAST_FOUR_INVALID: Rule = Rule::refusal(
    "P04-7-LAST-FOUR-INVALID",
    SIGN_IN,
    "請只填身分證字號末四碼(4 位數字);完整字號不留在帳號裡。",
    "Enter the last four digits of the identity number, and no more of it: an account never holds the whole.",
);
/// No E-government account.
pub const EGOV_ACCOUNT_MISSING: Rule = Rule::refusal(
    "P04-1-EGOV-ACCOUNT-MISSING",
    ACTIVATION,
    "帳號尚未登錄我的E政府公務機關會員帳號,請洽管理者補登。",
    "The account has no E-government agency account on record; have the manager add it.",
);
/// No name.
pub const NAME_MISSING: Rule =
    Rule::refusal("P04-5-NAME-MISSING", PERMISSION, "請填寫姓名。", "Enter the person's name.");
/// No unit.
pub const UNIT_MISSING: Rule = Rule::refusal(
    "P04-5-UNIT-MISSING",
    PERMISSION,
    "請選擇所屬單位。",
    "Choose the unit the person works for.",
);
/// An e-mail address that is none.
pub const EMAIL_INVALID: Rule = Rule::refusal(
    "P04-5-EMAIL-INVALID",
    PERMISSION,
    "電子郵件信箱格式不符,例如 name@example.gov.tw;沒有信箱時請留白。",
    "This is no e-mail address such as name@example.gov.tw; leave the field empty where there is none.",
);
/// No first day.
pub const ACTIVE_FROM_MISSING: Rule = Rule::refusal(
    "P04-5-ACTIVE-FROM-MISSING",
    PERMISSION,
    "請填寫帳號啟用日。",
    "Enter the first day of the account.",
);
/// Ends before it starts.
pub const ACTIVE_BACKWARDS: Rule = Rule::refusal(
    "P04-5-ACTIVE-BACKWARDS",
    PERMISSION,
    "帳號停用日早於啟用日,請更正。",
    "The last day of the account lies before its first; correct one of them.",
);
/// A deputyship that ends before it starts.
pub const DEPUTY_BACKWARDS: Rule = Rule::refusal(
    "P04-5-DEPUTY-BACKWARDS",
    PERMISSION,
    "職務代理的迄日早於起日,請更正。",
    "The deputyship ends before it starts; correct its dates.",
);
/// The account does not hold the item.
pub const ITEM_NOT_GRANTED: Rule = Rule::refusal(
    "P04-5-ITEM-NOT-GRANTED",
    PERMISSION,
    "您的帳號沒有此業務項目的權限;請填權限異動申請表,經主管核可、管理者核准後再查調。",
    "Your account does not hold this item. Apply for it; after your supervisor's approval and the manager's grant you may inquire.",
);
/// The account does not hold the data item.
pub const DATA_ITEM_NOT_GRANTED: Rule = Rule::refusal(
    "P04-5-DATA-ITEM-NOT-GRANTED",
    PERMISSION,
    "您的帳號沒有此資料項目的權限,請取消勾選或申請異動。",
    "Your account does not hold this data item; untick it or apply for it.",
);
/// Permissions changed past the form.
pub const GRANTS_BY_APPLICATION: Rule = Rule::refusal(
    "P04-5-GRANTS-BY-APPLICATION",
    PERMISSION,
    "業務項目權限不能在這裡直接變更;請填使用者權限異動申請表,經主管核可、管理者核准後設定。",
    "Permissions are not changed here. File the permission form: once the supervisor has approved and the manager granted it, it is set.",
);
/// A day on which the account could be used, or could not, told otherwise afterwards.
pub const DAYS_STAND: Rule = Rule::refusal(
    "P04-5-DAYS-STAND",
    PERMISSION,
    "帳號昨日以前啟用與否已成紀錄,不能事後更改:停用最早自今日起(停用日填昨日),已停用者以申請表重新啟用。",
    "Whether an account was active before yesterday is on record and is not changed afterwards: it is stopped from today at the earliest (its last day is yesterday), and one that is over begins anew by an application.",
);
/// Only the manager keeps the registers.
pub const NOT_THE_MANAGER: Rule = Rule::refusal(
    "P04-2-NOT-THE-MANAGER",
    MANAGER,
    "只有管理者可以維護清冊、機關與帳號。",
    "Only the manager keeps the inventory, the agencies and the accounts.",
);

/// The registry lists what this point raises.
pub const RULES: &[&Rule] = &[
    &ACCOUNT_INACTIVE,
    &CARD_MISSING,
    &CARD_INVALID,
    &LAST_FOUR_INVALID,
    &EGOV_ACCOUNT_MISSING,
    &NAME_MISSING,
    &UNIT_MISSING,
    &EMAIL_INVALID,
    &ACTIVE_FROM_MISSING,
    &ACTIVE_BACKWARDS,
    &DEPUTY_BACKWARDS,
    &ITEM_NOT_GRANTED,
    &DATA_ITEM_NOT_GRANTED,
    &GRANTS_BY_APPLICATION,
    &DAYS_STAND,
    &names::NAME_LONG,
    &names::TITLE_LONG,
    &unique::ACCOUNT_TWICE,
    &form::PERSON_MISSING,
    &form::NO_OPEN_ACCOUNT,
    &form::TITLE_MISSING,
    &form::GRANTS_MISSING,
    &form::GRANT_TWICE,
    &form::ITEM_UNKNOWN,
    &form::ITEM_NOT_IN_FORCE,
    &form::UNIT_NOT_COVERED,
    &form::DATA_ITEMS_MISSING,
    &form::DATA_ITEM_NOT_LISTED,
    &form::BASIS_MISSING,
    &form::REASON_MISSING,
    &form::EFFECTIVE_MISSING,
    &form::EFFECTIVE_PAST,
    &form::EXPIRY_BACKWARDS,
    &form::EXPIRY_FAR,
    &form::CONFIDENTIALITY_MISSING,
    &form::NOT_YOURS_TO_FILE,
    &application::WRONG_STATE,
    &application::OWN_APPLICATION,
    &application::NOT_THE_SUPERVISOR,
    &application::OWN_GRANT,
    &application::SAME_HAND,
    &application::NOTE_MISSING,
    &application::NOT_THE_FILER,
    &form::FILED_LATE,
    &job_change::PERSON_MISSING,
    &job_change::PERSON_UNKNOWN,
    &job_change::PERSON_AMBIGUOUS,
    &job_change::UNIT_MISSING,
    &job_change::UNIT_SAME,
    &job_change::DAY_MISSING,
    &job_change::ANNOUNCED_LATE,
    &job_change::DOCUMENT_MISSING,
    &job_change::NOT_YOURS_TO_ANNOUNCE,
    &job_change::ANNOUNCED_TWICE,
    &job_change::WRONG_STATE,
    &job_change::NOTE_MISSING,
    &unique::CARD_TAKEN,
    &NOT_THE_MANAGER,
    &manager::MANAGER_ELSEWHERE,
    &manager::MANAGER_ENDS,
    &manager::MANAGER_OUTSIDE,
    &manager::NO_MANAGER,
    &manager::NOT_OPENER,
    &manager::ABSENCE_MISSING,
    &manager::CHANGE_OPEN,
    &manager::REASON_MISSING,
    &manager::TRANSFER_DAY_MISSING,
    &manager::OPENED_LATE,
    &manager::SUCCESSOR_MISSING,
    &manager::SUCCESSOR_SAME,
    &manager::SUCCESSOR_OUTSIDE,
    &manager::SUCCESSOR_INACTIVE,
    &manager::SUCCESSOR_CARD_MISSING,
    &manager::SUCCESSOR_EGOV_MISSING,
    &manager_step::CHANGE_OVER,
    &manager_step::NOT_A_PARTY,
    &manager_step::DAY_AHEAD,
    &manager_step::DOCUMENT_MISSING,
    &manager_step::SWITCHED_ALREADY,
    &manager_step::NOT_THE_SUCCESSOR,
    &manager_step::PREDECESSOR_GONE,
    &manager_step::TRAINING_MISSING,
    &manager_step::REPORT_MISSING,
    &manager_step::SWITCHED_LATE,
    &manager_step::NOT_SWITCHED,
    &manager_step::STOPPED_BEFORE_SWITCH,
    &manager_step::LIST_MISSING,
    &manager_step::LIST_DIFFERS,
    &manager_step::LIST_CONFIRMED,
    &manager_step::STAND_IN_REASON_MISSING,
    &manager_step::NOT_CONFIRMED,
    &manager_step::PLATFORM_OPEN,
    &manager_step::CANCEL_REASON_MISSING,
    &notice::CONTACT_NAME_MISSING,
    &notice::CONTACT_UNREACHABLE,
    &notice::CONTACT_EMAIL_INVALID,
    &notice::NOTICE_OVER,
    &notice::SENT_AHEAD,
    &notice::SENT_BEFORE_CHANGE,
    &notice::NOTICE_DOCUMENT_MISSING,
    &notice::SENT_LATE,
    &notice::WITHDRAW_REASON_MISSING,
    &notice::REDATE_REASON_MISSING,
    &notice::REDATE_AHEAD,
    &token::TOKEN_NAME_MISSING,
    &token::TOKEN_NAME_LONG,
    &token::TOKEN_SCOPE_MISSING,
    &token::TOKEN_UNTIL_MISSING,
    &token::TOKEN_UNTIL_PAST,
    &token::TOKEN_UNTIL_FAR,
    &token::TOKEN_TOO_MANY,
];

/// The applicant may ask for what the form asks for.
pub fn check(report: &mut Report, draft: &InquiryDraft, item: Option<ItemId>, ctx: &InquiryCtx<'_>) {
    let Some(applicant) = &ctx.facts.applicant else {
        report.defer("", ACTIVATION, "applicant");
        return;
    };
    check_active(report, applicant);
    let Some(item) = item else { return };
    match applicant.grant(item) {
        None => report.breach(&ITEM_NOT_GRANTED, "item"),
        Some(grant) => {
            for (at, code) in draft.data_items.iter().enumerate() {
                if !grant.data_items.contains(code) {
                    report.breach(&DATA_ITEM_NOT_GRANTED, format!("data_items[{at}]"));
                }
            }
        }
    }
}

/// The account may act at all (4(1)).
pub fn check_active(report: &mut Report, person: &Standing) {
    for (holds, rule) in [
        (person.is_active, &ACCOUNT_INACTIVE),
        (person.has_card, &CARD_MISSING),
        (person.has_egov_account, &EGOV_ACCOUNT_MISSING),
    ] {
        if !holds {
            report.breach(rule, "");
        }
    }
}

/// The registers are kept by the one manager (4(2)).
pub fn check_keeper(report: &mut Report, actor: &Standing) {
    check_active(report, actor);
    if !actor.is_manager {
        report.breach(&NOT_THE_MANAGER, "");
    }
}

/// An account can be kept.
#[must_use]
pub fn check_account(draft: &AccountDraft) -> Report {
    let mut report = Report::default();
    if draft.name.trim().is_empty() {
        report.breach(&NAME_MISSING, "name");
    }
    names::check_names(&mut report, &draft.name, &draft.title);
    if draft.unit.parse::<UnitId>().is_err() {
        report.breach(&UNIT_MISSING, "unit");
    }
    if !draft.email.is_empty() && Email::parse(&draft.email).is_err() {
        report.breach(&EMAIL_INVALID, "email");
    }
    if draft.egov_account.trim().is_empty() {
        report.breach(&EGOV_ACCOUNT_MISSING, "egov_account");
    }
    if draft.card_number.is_empty() {
        report.breach(&CARD_MISSING, "card_number");
    } else if CardNumber::parse(&draft.card_number).is_err() {
        report.breach(&CARD_INVALID, "card_number");
    }
    let is_last_four = draft.id_last4.len() == 4 && draft.id_last4.bytes().all(|byte| byte.is_ascii_digit());
    // Until a certificate is bound there is nothing to compare with.
    let is_not_needed = draft.id_last4.is_empty() && draft.certificate.is_empty();
    if !is_last_four && !is_not_needed {
        report.breach(&LAST_FOUR_INVALID, "id_last4");
    }
    match (draft.active_from, draft.active_until) {
        (None, _) => report.breach(&ACTIVE_FROM_MISSING, "active_from"),
        (Some(from), Some(until)) if until < from => report.breach(&ACTIVE_BACKWARDS, "active_until"),
        _ => {}
    }
    for (at, deputy) in draft.deputy_for.iter().enumerate() {
        if deputy.until < deputy.from {
            report.breach(&DEPUTY_BACKWARDS, format!("deputy_for[{at}].until"));
        }
    }
    report
}

/// Items are held by 附表三 alone: whoever keeps the account changes none of them (4(5)).
pub fn check_grants_kept(report: &mut Report, before: &AccountDraft, after: &AccountDraft) {
    let held = |draft: &AccountDraft| (draft.grants.clone(), draft.granted_until, draft.granted_by);
    if held(before) != held(after) {
        report.breach(&GRANTS_BY_APPLICATION, "grants");
    }
}

/// What was done under an account was done while it was active: no day before yesterday becomes active or inactive
/// afterwards (4(5)).
pub fn check_days_stand(report: &mut Report, before: &AccountDraft, after: &AccountDraft, today: NaiveDate) {
    let yesterday = today.pred_opt().unwrap_or(today);
    let is_past = |day: Option<NaiveDate>| day.is_some_and(|day| day < yesterday);
    if before.active_from != after.active_from && (is_past(before.active_from) || is_past(after.active_from))
    {
        report.breach(&DAYS_STAND, "active_from");
    }
    if before.active_until != after.active_until
        && (is_past(before.active_until) || is_past(after.active_until))
    {
        report.breach(&DAYS_STAND, "active_until");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn says_of(email: &str) -> bool {
        let draft = AccountDraft { email: email.into(), ..AccountDraft::default() };
        check_account(&draft).at("email").any(|violation| violation.code == EMAIL_INVALID.code)
    }

    #[test]
    fn an_account_without_an_address_is_kept_as_one_with_an_address_is() {
        assert!(!says_of("") && !says_of("practice.003@example.gov.tw"));
    }

    #[test]
    fn an_address_that_is_none_is_refused() {
        assert!(says_of("practice.003"));
    }
}

//! 4(1), 4(5), 4(6): 附表三 as a form. Items and data items of the inventory alone, for a unit they cover, for one account.

use chrono::{Months, NaiveDate};

use super::{
    CARD_INVALID, CARD_MISSING, EGOV_ACCOUNT_MISSING, EMAIL_INVALID, JOB_CHANGE, LAST_FOUR_INVALID,
    NAME_MISSING, PERMISSION, UNIT_MISSING, check_unique, names::check_names,
};
use crate::{
    account::{
        Grant, Standing,
        application::{ApplicationDraft, ApplicationFacts, ApplicationKind},
    },
    field::{CardNumber, Email},
    id::UnitId,
    inventory::ItemFacts,
    regulation::{Dated, point_05, rule::Rule},
    violation::Report,
};

/// Our reading: the text sets no longest time; comparable rules of other counties grant three years at most.
pub const PERMISSION_YEARS: Dated<u32> = Dated::always(3);

/// Whose account is not said.
pub const PERSON_MISSING: Rule = Rule::refusal(
    "P04-5-PERSON-MISSING",
    PERMISSION,
    "異動或註銷須指明是誰的帳號;尚無帳號者請選「新增」。",
    "A change or revocation says whose account it is about; for somebody without one choose \"add\".",
);
/// There is no account to change.
pub const NO_OPEN_ACCOUNT: Rule = Rule::refusal(
    "P04-5-NO-OPEN-ACCOUNT",
    PERMISSION,
    "此人沒有使用中的帳號,請改選「新增」。",
    "This person has no account that is open; choose \"add\".",
);
/// No title.
pub const TITLE_MISSING: Rule =
    Rule::refusal("P04-5-TITLE-MISSING", PERMISSION, "請填寫職稱。", "Enter the person's title.");
/// Nothing is asked for.
pub const GRANTS_MISSING: Rule = Rule::refusal(
    "P04-5-GRANTS-MISSING",
    PERMISSION,
    "請至少勾選一個清冊內的業務項目。",
    "Tick at least one business item of the inventory.",
);
/// An item twice.
pub const GRANT_TWICE: Rule = Rule::refusal(
    "P04-5-GRANT-TWICE",
    PERMISSION,
    "同一業務項目重複勾選,請刪除其一。",
    "This business item stands in the form twice; remove one.",
);
/// An item nobody knows.
pub const ITEM_UNKNOWN: Rule = Rule::refusal(
    "P04-5-ITEM-UNKNOWN",
    PERMISSION,
    "清冊中沒有這個業務項目;使用者僅供辦理清冊所列業務。",
    "The inventory has no such item, and a user works on items of the inventory alone.",
);
/// An item that is closed on the day, or not open yet.
pub const ITEM_NOT_IN_FORCE: Rule = Rule::refusal(
    "P04-5-ITEM-NOT-IN-FORCE",
    PERMISSION,
    "此業務項目在生效日尚未生效或已廢止,請取消勾選或調整生效日。",
    "On the day it would be held this item is not in force; untick it, or choose another day.",
);
/// An item for other units.
pub const UNIT_NOT_COVERED: Rule = Rule::refusal(
    "P04-5-UNIT-NOT-COVERED",
    PERMISSION,
    "此業務項目的適用機關不含申請單位;如有需要,請由管理者修訂清冊。",
    "This item does not cover the unit applied for. If it should, the manager amends the inventory.",
);
/// An item without data items.
pub const DATA_ITEMS_MISSING: Rule = Rule::refusal(
    "P04-5-DATA-ITEMS-MISSING",
    PERMISSION,
    "請勾選此業務項目下要查詢的資料項目,以業務所需為限。",
    "Tick the data items needed under this business item, and no more of them.",
);
/// A data item the business item does not list.
pub const DATA_ITEM_NOT_LISTED: Rule = Rule::refusal(
    "P04-5-DATA-ITEM-NOT-LISTED",
    PERMISSION,
    "清冊的這個業務項目未列此資料項目,請取消勾選。",
    "The inventory does not list this data item under the business item; untick it.",
);
/// No basis.
pub const BASIS_MISSING: Rule = Rule::refusal(
    "P04-5-BASIS-MISSING",
    PERMISSION,
    "請填寫法令依據及業務說明,讓主管與管理者判斷業務上的必要。",
    "Say by which law and for which work: supervisor and manager decide by it.",
);
/// No reason.
pub const REASON_MISSING: Rule = Rule::refusal(
    "P04-5-REASON-MISSING",
    PERMISSION,
    "請填寫異動原因,例如職務調整、離職、業務移交。",
    "Say why: another post, leaving, work handed over.",
);
/// No day.
pub const EFFECTIVE_MISSING: Rule =
    Rule::refusal("P04-5-EFFECTIVE-MISSING", PERMISSION, "請填寫生效日。", "Enter the day it takes effect.");
/// A permission for days that are over.
pub const EFFECTIVE_PAST: Rule = Rule::refusal(
    "P04-5-EFFECTIVE-PAST",
    PERMISSION,
    "權限不能追溯;生效日請填今日或以後。",
    "No permission reaches back; choose today or a later day.",
);
/// A job change whose day is over.
pub const FILED_LATE: Rule = Rule::warning(
    "P04-6-FILED-LATE",
    JOB_CHANGE,
    "生效日已過:應於職務異動前辦理帳號異動,並於異動前或當日調整。請立即辦理,逾期會留下紀錄。",
    "The day is over: the account is to be changed before the job is, and adjusted on the day at the latest. Do it now; that it was late stays on record.",
);
/// Ends before it begins.
pub const EXPIRY_BACKWARDS: Rule = Rule::refusal(
    "P04-5-EXPIRY-BACKWARDS",
    PERMISSION,
    "有效期限早於生效日,請更正。",
    "It would expire before it takes effect; correct one of the days.",
);
/// Lasts too long.
pub const EXPIRY_FAR: Rule = Rule::refusal(
    "P04-5-EXPIRY-FAR",
    PERMISSION,
    "有效期限最長 {years} 年;到期前可再申請。",
    "It lasts {years} years at most, and can be applied for again before it ends.",
);
/// Confidentiality is not accepted.
pub const CONFIDENTIALITY_MISSING: Rule = Rule::refusal(
    "P04-5-CONFIDENTIALITY-MISSING",
    PERMISSION,
    "請確認保密切結:僅供原目的使用、不外洩、帳號與憑證不借他人。",
    "Accept confidentiality: for its purpose alone, told to nobody, account and card lent to nobody.",
);
/// Somebody else's form.
pub const NOT_YOURS_TO_FILE: Rule = Rule::refusal(
    "P04-5-NOT-YOURS-TO-FILE",
    PERMISSION,
    "申請表由本人填寫;尚無帳號的同仁由其單位主管或管理者代填。",
    "The person files it themselves; for a colleague without an account their head or the manager does.",
);

/// A form can be filed; who files it is judged where it is known.
#[must_use]
pub fn check_application(
    draft: &ApplicationDraft,
    filer: Option<&Standing>,
    on: NaiveDate,
    facts: &ApplicationFacts,
) -> Report {
    let mut report = Report::default();
    let unit = draft.unit.parse::<UnitId>().ok();
    if let Some(filer) = filer {
        super::check_active(&mut report, filer);
        check_filer(&mut report, draft, filer, unit, on, facts);
    }
    check_person(&mut report, draft, facts);
    if draft.name.trim().is_empty() {
        report.breach(&NAME_MISSING, "name");
    }
    check_names(&mut report, &draft.name, &draft.title);
    if unit.is_none() {
        report.breach(&UNIT_MISSING, "unit");
    }
    if draft.kind != ApplicationKind::Revoke {
        check_particulars(&mut report, draft);
        check_grants(&mut report, draft, unit, on, facts);
        if draft.basis.trim().is_empty() {
            report.breach(&BASIS_MISSING, "basis");
        }
        if !draft.is_confidential {
            report.breach(&CONFIDENTIALITY_MISSING, "is_confidential");
        }
    }
    if draft.kind != ApplicationKind::Add && draft.reason.trim().is_empty() {
        report.breach(&REASON_MISSING, "reason");
    }
    check_days(&mut report, draft, on);
    for (text, path) in [(&draft.basis, "basis"), (&draft.reason, "reason")] {
        point_05::check_text(&mut report, text, path);
    }
    report
}

fn check_filer(
    report: &mut Report,
    draft: &ApplicationDraft,
    filer: &Standing,
    unit: Option<UnitId>,
    on: NaiveDate,
    facts: &ApplicationFacts,
) {
    let heads = filer.approves_for(on);
    let theirs = facts.holding.as_ref().and_then(|holding| holding.unit);
    let is_head = [unit, theirs].into_iter().flatten().any(|unit| heads.contains(&unit));
    if draft.person != Some(filer.person) && !filer.is_manager && !is_head {
        report.breach(&NOT_YOURS_TO_FILE, "");
    }
}

fn check_person(report: &mut Report, draft: &ApplicationDraft, facts: &ApplicationFacts) {
    let is_add = draft.kind == ApplicationKind::Add;
    if draft.person.is_none() && !is_add {
        report.breach(&PERSON_MISSING, "person");
    }
    match &facts.holding {
        None => report.defer("person", PERMISSION, "account"),
        Some(holding) if is_add && holding.is_open && !holding.grants.is_empty() => {
            report.breach(&super::unique::ACCOUNT_TWICE, "person");
        }
        Some(holding) if !is_add && draft.person.is_some() && !holding.is_open => {
            report.breach(&NO_OPEN_ACCOUNT, "person");
        }
        Some(_) => {}
    }
    match &facts.others {
        _ if draft.kind == ApplicationKind::Revoke => {}
        None => report.defer("card_number", PERMISSION, "accounts"),
        Some(others) => check_unique(report, others),
    }
}

fn check_particulars(report: &mut Report, draft: &ApplicationDraft) {
    if draft.title.trim().is_empty() {
        report.breach(&TITLE_MISSING, "title");
    }
    if draft.egov_account.trim().is_empty() {
        report.breach(&EGOV_ACCOUNT_MISSING, "egov_account");
    }
    if draft.card_number.is_empty() {
        report.breach(&CARD_MISSING, "card_number");
    } else if CardNumber::parse(&draft.card_number).is_err() {
        report.breach(&CARD_INVALID, "card_number");
    }
    if draft.id_last4.len() != 4 || !draft.id_last4.bytes().all(|byte| byte.is_ascii_digit()) {
        report.breach(&LAST_FOUR_INVALID, "id_last4");
    }
    let email = draft.email.trim();
    if !email.is_empty() && Email::parse(email).is_err() {
        report.breach(&EMAIL_INVALID, "email");
    }
}

fn check_grants(
    report: &mut Report,
    draft: &ApplicationDraft,
    unit: Option<UnitId>,
    on: NaiveDate,
    facts: &ApplicationFacts,
) {
    if draft.grants.is_empty() && draft.kind == ApplicationKind::Add {
        report.breach(&GRANTS_MISSING, "grants");
    }
    // What is set late is held from then on, not from the day it should have been.
    let day = draft.effective_on.map_or(on, |day| day.max(on));
    for (at, grant) in draft.grants.iter().enumerate() {
        if draft.grants.iter().take(at).any(|earlier| earlier.item == grant.item) {
            report.breach(&GRANT_TWICE, format!("grants[{at}]"));
        }
        if grant.data_items.is_empty() {
            report.breach(&DATA_ITEMS_MISSING, format!("grants[{at}]"));
        }
        match &facts.items {
            None => report.defer(&format!("grants[{at}]"), PERMISSION, "item"),
            Some(items) => match items.iter().find(|item| item.id == grant.item) {
                None => report.breach(&ITEM_UNKNOWN, format!("grants[{at}]")),
                Some(item) => check_item(report, grant, item, unit, day, at),
            },
        }
    }
}

fn check_item(
    report: &mut Report,
    grant: &Grant,
    item: &ItemFacts,
    unit: Option<UnitId>,
    day: NaiveDate,
    at: usize,
) {
    let is_over = item.repealed_on.is_some_and(|from| from <= day);
    if is_over || item.in_force_from.is_none_or(|from| day < from) {
        report.breach(&ITEM_NOT_IN_FORCE, format!("grants[{at}]"));
    }
    if unit.is_some_and(|unit| !item.covered.contains(&unit)) {
        report.breach(&UNIT_NOT_COVERED, format!("grants[{at}]"));
    }
    for (place, code) in grant.data_items.iter().enumerate() {
        if !item.data_items.contains(code) {
            report.breach(&DATA_ITEM_NOT_LISTED, format!("grants[{at}].data_items[{place}]"));
        }
    }
}

fn check_days(report: &mut Report, draft: &ApplicationDraft, on: NaiveDate) {
    let Some(effective) = draft.effective_on else {
        return report.breach(&EFFECTIVE_MISSING, "effective_on");
    };
    if effective < on {
        let rule = if draft.kind == ApplicationKind::Add { &EFFECTIVE_PAST } else { &FILED_LATE };
        report.breach(rule, "effective_on");
    }
    let Some(last) = draft.expires_on.filter(|_| draft.kind != ApplicationKind::Revoke) else { return };
    let years = PERMISSION_YEARS.on(effective);
    if last < effective {
        report.breach(&EXPIRY_BACKWARDS, "expires_on");
    } else if effective.checked_add_months(Months::new(12 * years)).is_none_or(|most| last >= most) {
        report.violations.push(EXPIRY_FAR.filled("expires_on", &[("years", &years)]));
    }
}

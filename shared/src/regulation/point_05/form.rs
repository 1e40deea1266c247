//! 5(1), 5(4): the register's own fields, judged before anybody approves.

use super::{NEED_TO_KNOW, REGISTER};
use crate::{
    field::{self, CaseNumber, CaseNumberError},
    inquiry::{Identity, InquiryCtx, InquiryDraft},
    regulation::{Dated, rule::Rule},
    violation::{Bilingual, Report, Violation},
};

/// Our reading: a reason names the law relied on and links the data to the work; shorter than this cannot.
const REASON_LEAST: Dated<usize> = Dated::always(10);
/// Characters a free text may have.
const TEXT_MOST: Dated<usize> = Dated::always(500);
/// Characters a name may have.
const NAME_MOST: Dated<usize> = Dated::always(60);
/// Subjects one form may name.
const SUBJECTS_MOST: Dated<usize> = Dated::always(1000);

/// No 查調事由.
pub const REASON_MISSING: Rule = Rule::refusal(
    "P05-1-REASON-MISSING",
    REGISTER,
    "請填寫查調事由:依據的法令,以及辦理此案為何需要這些資料。",
    "Give the reason: the law relied on, and why this case needs the data.",
);
/// A reason that cannot say enough.
pub const REASON_SHORT: Rule = Rule::refusal(
    "P05-1-REASON-SHORT",
    REGISTER,
    "查調事由過短(至少 {least} 字),請寫明依據的法令與辦理此案為何需要這些資料。",
    "The reason is too short (at least {least} characters). Name the law relied on and why this case needs the data.",
);
/// A reason that runs on.
pub const REASON_LONG: Rule = Rule::refusal(
    "P05-1-REASON-LONG",
    REGISTER,
    "查調事由超過 {most} 字,請精簡。",
    "The reason is longer than {most} characters; shorten it.",
);
/// No 公文文號或案號.
pub const CASE_NUMBER_MISSING: Rule = Rule::refusal(
    "P05-1-CASE-NUMBER-MISSING",
    REGISTER,
    "請填寫公文文號或案號,例如 府社障字第1150012345號。",
    "Enter the document or case number, such as 府社障字第1150012345號.",
);
/// A case number that is none.
pub const CASE_NUMBER_INVALID: Rule = Rule::refusal(
    "P05-1-CASE-NUMBER-INVALID",
    REGISTER,
    "公文文號或案號格式不符,例如 府社障字第1150012345號 或 115-社障-00123。",
    "This is no document or case number; write for example 府社障字第1150012345號.",
);
/// Nobody named.
pub const SUBJECTS_MISSING: Rule = Rule::refusal(
    "P05-1-SUBJECTS-MISSING",
    REGISTER,
    "請至少填寫一位被查詢人。",
    "Name at least one data subject.",
);
/// More than one form holds.
pub const SUBJECTS_TOO_MANY: Rule = Rule::refusal(
    "P05-1-SUBJECTS-TOO-MANY",
    REGISTER,
    "一張登記表最多 {most} 位被查詢人,請分開登記。",
    "A form holds at most {most} data subjects; register the rest separately.",
);
/// A subject without a name.
pub const NAME_MISSING: Rule = Rule::refusal(
    "P05-1-SUBJECT-NAME-MISSING",
    REGISTER,
    "請填寫被查詢人姓名。",
    "Enter the data subject's name.",
);
/// A name that runs on.
pub const NAME_LONG: Rule = Rule::refusal(
    "P05-1-SUBJECT-NAME-LONG",
    REGISTER,
    "姓名超過 {most} 字,請更正。",
    "The name is longer than {most} characters; correct it.",
);
/// A subject without a number.
pub const IDENTITY_MISSING: Rule = Rule::refusal(
    "P05-1-IDENTITY-MISSING",
    REGISTER,
    "請填寫國民身分證統一編號或統一證號。",
    "Enter the national identity number or UI number.",
);
/// A number that is none.
pub const IDENTITY_INVALID: Rule = Rule::refusal(
    "P05-1-IDENTITY-INVALID",
    REGISTER,
    "統一編號不正確:{what}",
    "This identity number is not valid: {what}",
);
/// A free text that runs on.
pub const TEXT_LONG: Rule = Rule::refusal(
    "P05-1-TEXT-LONG",
    REGISTER,
    "此欄超過 {most} 字,請精簡。",
    "This field is longer than {most} characters; shorten it.",
);
/// An identity number where everybody reads it.
pub const IDENTITY_IN_TEXT: Rule = Rule::refusal(
    "P05-4-IDENTITY-IN-TEXT",
    NEED_TO_KNOW,
    "文字中含有身分證統一編號或統一證號,請刪除;被查詢人只能填在被查詢人欄。",
    "The text contains an identity number. Remove it: data subjects are named in their own fields alone.",
);
/// Bytes that are no form.
pub const UNREADABLE: Rule =
    Rule::refusal("P05-1-UNREADABLE", REGISTER, "無法讀取:{what}", "This cannot be read: {what_en}");

/// The register is filled in, and names people only where people are named.
pub fn check(report: &mut Report, draft: &InquiryDraft, ctx: &InquiryCtx<'_>) {
    check_reason(report, draft, ctx);
    if draft.case_number.trim().is_empty() {
        report.breach(&CASE_NUMBER_MISSING, "case_number");
    }
    let case_number = CaseNumber::check(&draft.case_number);
    // A case number that is right has been searched already.
    let names_somebody = match case_number {
        Ok(()) => false,
        Err(CaseNumberError::Identity) => true,
        Err(_) => field::contains_identity(&draft.case_number),
    };
    if case_number.is_err() && !names_somebody && !draft.case_number.trim().is_empty() {
        report.breach(&CASE_NUMBER_INVALID, "case_number");
    }
    check_texts(report, draft, names_somebody, ctx);
    check_subjects(report, draft, ctx);
}

fn check_reason(report: &mut Report, draft: &InquiryDraft, ctx: &InquiryCtx<'_>) {
    let reason = draft.reason.trim();
    let (least, most) = (REASON_LEAST.on(ctx.on), TEXT_MOST.on(ctx.on));
    if reason.is_empty() {
        report.breach(&REASON_MISSING, "reason");
    } else if !is_longer(reason, least.saturating_sub(1)) {
        report.violations.push(REASON_SHORT.filled("reason", &[("least", &least)]));
    } else if is_longer(reason, most) {
        report.violations.push(REASON_LONG.filled("reason", &[("most", &most)]));
    }
}

/// More than so many characters; most texts are decided by their bytes, of which a character has one to four.
fn is_longer(text: &str, most: usize) -> bool {
    text.len() > most && (text.len() > most * 4 || text.chars().count() > most)
}

fn check_texts(
    report: &mut Report,
    draft: &InquiryDraft,
    case_number_names_somebody: bool,
    ctx: &InquiryCtx<'_>,
) {
    let most = TEXT_MOST.on(ctx.on);
    for (text, path) in [(&draft.justification, "justification"), (&draft.remark, "remark")] {
        if is_longer(text, most) {
            report.violations.push(TEXT_LONG.filled(path, &[("most", &most)]));
        }
    }
    for (names_somebody, path) in [
        (field::contains_identity(&draft.reason), "reason"),
        (case_number_names_somebody, "case_number"),
        (field::contains_identity(&draft.justification), "justification"),
        (field::contains_identity(&draft.remark), "remark"),
    ] {
        if names_somebody {
            report.breach(&IDENTITY_IN_TEXT, path);
        }
    }
    for (at, subject) in draft.subjects.iter().enumerate() {
        if field::contains_identity(&subject.name) {
            report.breach(&IDENTITY_IN_TEXT, format!("subjects[{at}].name"));
        }
    }
}

fn check_subjects(report: &mut Report, draft: &InquiryDraft, ctx: &InquiryCtx<'_>) {
    let (names, most) = (NAME_MOST.on(ctx.on), SUBJECTS_MOST.on(ctx.on));
    if draft.subjects.is_empty() {
        report.breach(&SUBJECTS_MISSING, "subjects");
    }
    if draft.subjects.len() > most {
        report.violations.push(SUBJECTS_TOO_MANY.filled("subjects", &[("most", &most)]));
    }
    for (at, subject) in draft.subjects.iter().enumerate() {
        let name = subject.name.trim();
        if name.is_empty() {
            report.breach(&NAME_MISSING, format!("subjects[{at}].name"));
        } else if is_longer(name, names) {
            report.violations.push(NAME_LONG.filled(format!("subjects[{at}].name"), &[("most", &names)]));
        }
        match &subject.identity {
            Identity::Typed(text) if text.is_empty() => {
                report.breach(&IDENTITY_MISSING, format!("subjects[{at}].identity"));
            }
            Identity::Typed(text) => {
                if let Err(error) = field::Identity::check(text) {
                    report.violations.push(identity_invalid(at, &error.message()));
                }
            }
            Identity::Sealed { .. } => {
                report.defer(&format!("subjects[{at}].identity"), REGISTER, "identity")
            }
        }
    }
}

/// The field's own words say what is wrong with the number, never the number.
fn identity_invalid(at: usize, what: &Bilingual) -> Violation {
    let mut violation = IDENTITY_INVALID.at(format!("subjects[{at}].identity"));
    violation.message = Bilingual::filled(
        violation.message.zh_tw.replace("{what}", &what.zh_tw),
        violation.message.en.replace("{what}", &what.en),
    );
    violation
}

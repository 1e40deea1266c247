//! 第九點: the county's information security management system and its ISO 27001 certificate.

use super::{Dated, rule::Rule};
use crate::{
    certificate::{CertificateBody, CertificateDraft},
    record::Step,
    violation::{Bilingual, Citation, Report},
};

/// What the point asks, in our words.
pub const SUMMARY: Bilingual = Bilingual::fixed(
    "本府導入資訊安全管理系統並取得 ISO 27001 證書;系統登錄證書與其有效期限,到期前提醒管理者。",
    "The county runs an information security management system with an ISO 27001 certificate. The certificate and its last day are on record, and the manager is reminded before it ends.",
);

const POINT: Citation = Citation::point(9);

/// Our reading: the text sets no time, and an audit for renewal is arranged some months ahead, so ninety days before.
pub const WATCH_DAYS: Dated<u64> = Dated::always(90);

/// Somebody else than the manager.
pub const NOT_THE_MANAGER: Rule = Rule::refusal(
    "P09-NOT-THE-MANAGER",
    POINT,
    "資安證書由管理者登錄,請洽管理者。",
    "The certificate is entered by the manager; ask them.",
);
/// No number.
pub const NUMBER_MISSING: Rule =
    Rule::refusal("P09-NUMBER-MISSING", POINT, "請填寫證書編號。", "Enter the certificate's number.");
/// No standard.
pub const STANDARD_MISSING: Rule = Rule::refusal(
    "P09-STANDARD-MISSING",
    POINT,
    "請填寫標準名稱,例如 ISO/IEC 27001:2022。",
    "Enter the standard, such as ISO/IEC 27001:2022.",
);
/// Nobody who certified.
pub const ISSUER_MISSING: Rule =
    Rule::refusal("P09-ISSUER-MISSING", POINT, "請填寫驗證機構。", "Enter who certified.");
/// A day is missing.
pub const DAY_MISSING: Rule = Rule::refusal(
    "P09-DAY-MISSING",
    POINT,
    "請填寫證書的起訖日。",
    "Enter the certificate's first and last day.",
);
/// It ends before it begins.
pub const DAYS_REVERSED: Rule = Rule::refusal(
    "P09-DAYS-REVERSED",
    POINT,
    "有效期限早於發證日,請更正。",
    "The last day lies before the first; correct one of them.",
);
/// It begins in the future.
pub const ISSUED_AHEAD: Rule = Rule::refusal(
    "P09-ISSUED-AHEAD",
    POINT,
    "發證日在未來,請更正。",
    "The first day lies in the future; correct it.",
);
/// Another took its place already.
pub const REPLACED: Rule = Rule::refusal(
    "P09-REPLACED",
    POINT,
    "此證書已由新證書取代。",
    "A later certificate has taken this one's place already.",
);

/// The registry lists what this point raises.
pub const RULES: &[&Rule] = &[
    &NOT_THE_MANAGER,
    &NUMBER_MISSING,
    &STANDARD_MISSING,
    &ISSUER_MISSING,
    &DAY_MISSING,
    &DAYS_REVERSED,
    &ISSUED_AHEAD,
    &REPLACED,
];

/// Judges what is entered.
#[must_use]
pub fn check(draft: &CertificateDraft, step: &Step<'_>) -> Report {
    let mut report = Report::default();
    if !step.actor.is_manager {
        report.breach(&NOT_THE_MANAGER, "");
    }
    for (text, rule, path) in [
        (&draft.number, &NUMBER_MISSING, "number"),
        (&draft.standard, &STANDARD_MISSING, "standard"),
        (&draft.issuer, &ISSUER_MISSING, "issuer"),
    ] {
        if text.trim().is_empty() {
            report.breach(rule, path);
        }
    }
    for (day, path) in [(draft.issued_on, "issued_on"), (draft.expires_on, "expires_on")] {
        if day.is_none() {
            report.breach(&DAY_MISSING, path);
        }
    }
    if draft.issued_on.zip(draft.expires_on).is_some_and(|(issued, expires)| expires < issued) {
        report.breach(&DAYS_REVERSED, "expires_on");
    }
    if draft.issued_on.is_some_and(|day| day > step.on()) {
        report.breach(&ISSUED_AHEAD, "issued_on");
    }
    report
}

/// Judges whether a later certificate may take one's place.
#[must_use]
pub fn check_replace(body: &CertificateBody, step: &Step<'_>) -> Report {
    let mut report = Report::default();
    if !step.actor.is_manager {
        report.breach(&NOT_THE_MANAGER, "");
    }
    if body.replaced_at.is_some() {
        report.breach(&REPLACED, "");
    }
    report
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        account::Standing,
        certificate::{Certificate, Replace},
        id::{CertificateId, PersonId, UnitId},
        period::Calendar,
        record::{Kept as _, Record as _},
        regulation::{EditionId, Settings},
    };

    fn enter(is_manager: bool, change: impl FnOnce(&mut CertificateDraft)) -> Result<Certificate, Report> {
        with_step(is_manager, |step| {
            let mut draft = CertificateDraft {
                number: "IS 123456".into(),
                standard: "ISO/IEC 27001:2022".into(),
                issuer: "BSI".into(),
                scope: String::new(),
                issued_on: "2024-06-01".parse().ok(),
                expires_on: "2027-05-31".parse().ok(),
            };
            change(&mut draft);
            Certificate::enter(CertificateId(uuid::Uuid::nil()), &draft, step)
        })
    }

    fn with_step<T>(is_manager: bool, act: impl FnOnce(&Step<'_>) -> T) -> T {
        let actor = Standing {
            person: PersonId(uuid::Uuid::nil()),
            name: "王管理".into(),
            unit: UnitId(uuid::Uuid::nil()),
            is_active: true,
            has_card: true,
            has_egov_account: true,
            grants: vec![],
            heads: vec![],
            parents: vec![],
            deputy_for: vec![],
            is_manager,
        };
        let now = "2026-03-10T02:00:00Z".parse().unwrap();
        act(&Step {
            now,
            edition: EditionId::Amended,
            settings: Settings::FIRST,
            actor: &actor,
            must_sign: false,
        })
    }

    #[test]
    fn a_whole_certificate_is_entered_by_the_manager_and_watched_ninety_days_ahead() {
        let duties = enter(true, |_| {}).unwrap().duties(&Calendar::official());
        assert_eq!(duties[0].due, "2027-05-31".parse().ok());
        assert_eq!(Some(duties[0].from), "2027-03-02".parse().ok());
        assert!(enter(false, |_| {}).unwrap_err().has("P09-NOT-THE-MANAGER"));
    }

    #[test]
    fn what_is_missing_or_out_of_order_is_named() {
        let refused = |change: fn(&mut CertificateDraft), code: &str| {
            let report = enter(true, change).unwrap_err();
            assert!(report.has(code) && report.violations.len() == 1, "{report:?}");
        };
        refused(|draft| draft.number = " ".into(), "P09-NUMBER-MISSING");
        refused(|draft| draft.standard.clear(), "P09-STANDARD-MISSING");
        refused(|draft| draft.issuer.clear(), "P09-ISSUER-MISSING");
        refused(|draft| draft.issued_on = None, "P09-DAY-MISSING");
        refused(|draft| draft.expires_on = None, "P09-DAY-MISSING");
        refused(|draft| draft.expires_on = "2024-05-31".parse().ok(), "P09-DAYS-REVERSED");
        assert!(enter(true, |draft| draft.expires_on = draft.issued_on).is_ok(), "one day is a period");
        refused(|draft| draft.issued_on = "2026-03-11".parse().ok(), "P09-ISSUED-AHEAD");
        assert!(
            enter(true, |draft| draft.issued_on = "2026-03-10".parse().ok()).is_ok(),
            "today is no future"
        );
    }

    #[test]
    fn a_replaced_certificate_is_watched_no_more_and_replaced_once() {
        let replaced = with_step(true, |step| enter(true, |_| {}).unwrap().step(step, &Replace)).unwrap();
        assert!(replaced.duties(&Calendar::official()).is_empty());
        assert!(with_step(true, |step| replaced.step(step, &Replace)).unwrap_err().has("P09-REPLACED"));
    }
}

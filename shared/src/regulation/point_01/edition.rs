//! From which day the amended text judges: the table does not say, so the manager enters it once it is announced; and from
//! which day a number that the county decides holds. A day that has passed is not moved: what was judged on it was judged.

use std::fmt::Display;

use chrono::NaiveDate;

use crate::{
    edition::{EditionAction, EditionBody, EditionDraft, EditionStatus},
    record::Step,
    regulation::{About, EditionId, Editions, Rule, Settings, point_04},
    violation::{Citation, Report},
};

const POINT: Citation = Citation::point(1);

/// No day.
pub const DAY_MISSING: Rule = Rule::refusal(
    "P01-EDITION-DAY-MISSING",
    POINT,
    "請填寫修正規定的施行日,例如 116/01/01。",
    "Enter the day on which the amended text takes force, such as 2027-01-01.",
);
/// No document.
pub const DOCUMENT_MISSING: Rule = Rule::refusal(
    "P01-EDITION-DOCUMENT-MISSING",
    POINT,
    "請填寫發布修正規定的文號。",
    "Enter the number of the document that announced the amended text.",
);
/// Today or before.
pub const DAY_PAST: Rule = Rule::refusal(
    "P01-EDITION-DAY-PAST",
    POINT,
    "施行日須在明日以後:今日以前的案件已依當日有效的版本判定,不得改動。",
    "The day must be tomorrow or later: what happened until today was judged by the edition of its day and stays so.",
);
/// The amended text judges already.
pub const IN_FORCE: Rule = Rule::refusal(
    "P01-EDITION-IN-FORCE",
    POINT,
    "修正規定已經施行,施行日不得再變更。",
    "The amended text is in force already; its day is not moved any more.",
);
/// Not waiting to be put in force.
pub const NOT_PREPARED: Rule = Rule::refusal(
    "P01-EDITION-NOT-PREPARED",
    POINT,
    "這一筆施行日已經生效或撤回;請另外新增一筆。",
    "This day is in force or was withdrawn already; prepare another one.",
);
/// Withdrawn without a word.
pub const REASON_MISSING: Rule =
    Rule::refusal("P01-EDITION-REASON-MISSING", POINT, "請填寫撤回的理由。", "Say why it is withdrawn.");

/// No first day of the settings.
pub const SETTINGS_DAY_MISSING: Rule = Rule::refusal(
    "P01-SETTINGS-DAY-MISSING",
    POINT,
    "請填寫參數的生效日,例如 116/01/01。",
    "Enter the day from which the settings hold, such as 2027-01-01.",
);
/// Today or before.
pub const SETTINGS_DAY_PAST: Rule = Rule::refusal(
    "P01-SETTINGS-DAY-PAST",
    POINT,
    "參數的生效日須在明日以後:今日以前的期限已依當日的參數計算,不得改動。",
    "Settings hold from tomorrow or later: what was reckoned until today goes by the settings of its day and stays so.",
);
/// Out of bounds.
pub const SETTING_OUT_OF_RANGE: Rule = Rule::refusal(
    "P01-SETTING-OUT-OF-RANGE",
    POINT,
    "「{setting}」須為 {least} 至 {most};超出此範圍,規定所求便有名無實。",
    "“{setting_en}” is {least} to {most}; beyond that the promise would be kept in name only.",
);
/// Not said where it comes from.
pub const SETTING_SOURCE_MISSING: Rule = Rule::refusal(
    "P01-SETTING-SOURCE-MISSING",
    POINT,
    "請填寫「{setting}」的依據:法規條號,或本府決定的理由。",
    "Say where “{setting_en}” comes from: a law with its article, or the county's reason.",
);
/// One setting with two values.
pub const SETTING_TWICE: Rule = Rule::refusal(
    "P01-SETTING-TWICE",
    POINT,
    "「{setting}」出現兩次,請只留一個數值。",
    "“{setting_en}” is given twice; keep one value.",
);
/// The manager is told before the head.
pub const SETTING_ORDER: Rule = Rule::refusal(
    "P01-SETTING-ORDER",
    POINT,
    "逾期應先提報單位主管,再提報管理者:管理者的日數({manager})不得少於主管的日數({head})。",
    "Late duties are shown to the head first: the manager's days ({manager}) are no fewer than the head's ({head}).",
);

/// A day can be prepared by the manager; `known` is what decides today, `settings` the numbers that hold on a day.
#[must_use]
pub fn check_draft(
    draft: &EditionDraft,
    known: Editions,
    settings: impl FnOnce(NaiveDate) -> Settings,
    step: &Step<'_>,
) -> Report {
    let mut report = Report::default();
    point_04::check_keeper(&mut report, step.actor);
    let is_amended = known.on(step.on()) == EditionId::Amended;
    match draft.amended_from {
        // Settings change under the text that stands.
        None if !draft.settings.is_empty() => {}
        _ if is_amended => report.breach(&IN_FORCE, "amended_from"),
        None => report.breach(&DAY_MISSING, "amended_from"),
        Some(day) if day <= step.on() => report.breach(&DAY_PAST, "amended_from"),
        Some(_) => {}
    }
    check_settings(&mut report, draft, settings, step);
    if draft.document_number.trim().is_empty() {
        report.breach(&DOCUMENT_MISSING, "document_number");
    }
    report
}

fn check_settings(
    report: &mut Report,
    draft: &EditionDraft,
    settings: impl FnOnce(NaiveDate) -> Settings,
    step: &Step<'_>,
) {
    if draft.settings.is_empty() {
        return;
    }
    match draft.settings_from {
        None => report.breach(&SETTINGS_DAY_MISSING, "settings_from"),
        Some(day) if day <= step.on() => report.breach(&SETTINGS_DAY_PAST, "settings_from"),
        Some(_) => {}
    }
    let mut then = settings(draft.settings_from.unwrap_or_else(|| step.on()));
    for (at, change) in draft.settings.iter().enumerate() {
        let About { words, least, most, .. } = change.setting.about();
        let named: [(&str, &dyn Display); 2] = [("setting", &words.zh_tw), ("setting_en", &words.en)];
        if change.value < least || change.value > most {
            let bounds: [(&str, &dyn Display); 2] = [("least", &least), ("most", &most)];
            let path = format!("settings.{at}.value");
            report.violations.push(SETTING_OUT_OF_RANGE.filled(&path, &[named, bounds].concat()));
        }
        if change.source.trim().is_empty() {
            report.violations.push(SETTING_SOURCE_MISSING.filled(format!("settings.{at}.source"), &named));
        }
        if draft.settings.iter().take(at).any(|before| before.setting == change.setting) {
            report.violations.push(SETTING_TWICE.filled(format!("settings.{at}.setting"), &named));
        }
        then = then.with(change.setting, change.value);
    }
    let (head, manager) = (then.head_after_days, then.manager_after_days);
    if manager < head {
        report.violations.push(SETTING_ORDER.filled("settings", &[("head", &head), ("manager", &manager)]));
    }
}

/// A step of a prepared day.
#[must_use]
pub fn check_step(body: &EditionBody, action: &EditionAction, step: &Step<'_>) -> Report {
    let mut report = Report::default();
    point_04::check_keeper(&mut report, step.actor);
    if body.status != EditionStatus::Prepared {
        report.breach(&NOT_PREPARED, "");
        return report;
    }
    match action {
        EditionAction::PutInForce => {
            if body.amended_from.is_some() && step.edition == EditionId::Amended {
                report.breach(&IN_FORCE, "amended_from");
            } else if body.amended_from.is_some_and(|day| day <= step.on()) {
                report.breach(&DAY_PAST, "amended_from");
            }
            if body.settings_from.is_some_and(|day| day <= step.on()) {
                report.breach(&SETTINGS_DAY_PAST, "settings_from");
            }
        }
        EditionAction::Withdraw { reason } => {
            if reason.trim().is_empty() {
                report.breach(&REASON_MISSING, "reason");
            }
        }
    }
    report
}

#[cfg(test)]
mod tests {
    use chrono::{NaiveDate, TimeZone, Utc};

    use super::*;
    use crate::{
        account::Standing,
        edition::{Edition, SettingChange, settings_on},
        id::{EditionDayId, PersonId, UnitId},
        record::Record,
        regulation::Setting,
    };

    fn manager(is_manager: bool) -> Standing {
        Standing {
            person: PersonId(uuid::Uuid::from_u128(1)),
            name: "黃管理".into(),
            unit: UnitId(uuid::Uuid::from_u128(2)),
            is_active: true,
            has_card: true,
            has_egov_account: true,
            grants: Vec::new(),
            heads: Vec::new(),
            parents: Vec::new(),
            deputy_for: Vec::new(),
            is_manager,
        }
    }

    fn step(actor: &Standing) -> Step<'_> {
        let now = Utc.with_ymd_and_hms(2026, 11, 25, 2, 0, 0).unwrap();
        Step { now, edition: EditionId::Original, settings: Settings::FIRST, actor, must_sign: false }
    }

    fn draft(day: u32) -> EditionDraft {
        EditionDraft {
            amended_from: NaiveDate::from_ymd_opt(2026, 11, day),
            document_number: "府社障字第1150000001號".into(),
            ..EditionDraft::default()
        }
    }

    fn change(setting: Setting, value: u32) -> SettingChange {
        SettingChange { setting, value, source: "府內決定".into() }
    }

    fn settings(day: u32, changes: Vec<SettingChange>) -> EditionDraft {
        EditionDraft {
            settings_from: NaiveDate::from_ymd_opt(2026, 11, day),
            settings: changes,
            amended_from: None,
            ..draft(day)
        }
    }

    fn codes(report: &Report) -> Vec<&str> {
        report.violations.iter().map(|violation| violation.code.as_ref()).collect()
    }

    const NOT_YET: Editions = Editions { amended_from: None };

    #[test]
    fn a_day_is_tomorrow_or_later_with_its_document_and_entered_by_the_manager() {
        let (manager, staff) = (manager(true), manager(false));
        assert!(check_draft(&draft(26), NOT_YET, |_| Settings::FIRST, &step(&manager)).is_accepted());
        assert_eq!(
            codes(&check_draft(&draft(25), NOT_YET, |_| Settings::FIRST, &step(&manager))),
            [DAY_PAST.code]
        );
        let none = EditionDraft::default();
        assert_eq!(
            codes(&check_draft(&none, NOT_YET, |_| Settings::FIRST, &step(&manager))),
            [DAY_MISSING.code, DOCUMENT_MISSING.code]
        );
        assert!(
            !check_draft(&draft(26), NOT_YET, |_| Settings::FIRST, &step(&staff)).is_accepted(),
            "staff enter none"
        );
        let begun = Editions { amended_from: NaiveDate::from_ymd_opt(2026, 11, 25) };
        assert_eq!(
            codes(&check_draft(&draft(26), begun, |_| Settings::FIRST, &step(&manager))),
            [IN_FORCE.code]
        );
        let ahead = Editions { amended_from: NaiveDate::from_ymd_opt(2026, 11, 26) };
        assert!(
            check_draft(&draft(30), ahead, |_| Settings::FIRST, &step(&manager)).is_accepted(),
            "a day ahead may be moved"
        );
    }

    #[test]
    fn a_prepared_day_is_put_in_force_once_or_withdrawn_with_a_reason() {
        let manager = manager(true);
        let id = EditionDayId(uuid::Uuid::from_u128(3));
        let day = Edition::prepare(id, &draft(26), NOT_YET, |_| Settings::FIRST, &step(&manager)).unwrap();
        let silent = EditionAction::Withdraw { reason: " ".into() };
        let refused = day.clone().step(&step(&manager), &silent).unwrap_err();
        assert_eq!(codes(&refused), [REASON_MISSING.code]);
        let late = Step { now: Utc.with_ymd_and_hms(2026, 11, 26, 2, 0, 0).unwrap(), ..step(&manager) };
        let refused = day.clone().step(&late, &EditionAction::PutInForce).unwrap_err();
        assert_eq!(codes(&refused), [DAY_PAST.code], "the day has come while nobody looked");
        let decides = day.step(&step(&manager), &EditionAction::PutInForce).unwrap();
        let from = NaiveDate::from_ymd_opt(2026, 11, 26);
        assert_eq!(crate::edition::deciding([&decides], NOT_YET).amended_from, from);
        let again = decides.step(&step(&manager), &EditionAction::PutInForce).unwrap_err();
        assert_eq!(codes(&again), [NOT_PREPARED.code]);
    }

    #[test]
    fn a_setting_holds_from_its_day_and_the_one_decided_last_wins() {
        let manager = manager(true);
        let on = |day| NaiveDate::from_ymd_opt(2026, 11, day).unwrap();
        let decide = |id, draft: &EditionDraft, hour| {
            let at = Utc.with_ymd_and_hms(2026, 11, 25, hour, 0, 0).unwrap();
            let step = Step { now: at, edition: EditionId::Amended, ..step(&manager) };
            let begun = Editions { amended_from: Some(on(1)) };
            let id = EditionDayId(uuid::Uuid::from_u128(id));
            let made = Edition::prepare(id, draft, begun, |_| Settings::FIRST, &step).unwrap();
            assert_eq!(settings_on([&made], on(30)), Settings::FIRST, "what is prepared decides nothing");
            made.step(&step, &EditionAction::PutInForce).unwrap()
        };
        let idle = |value| vec![change(Setting::IdleDays, value)];
        let first = decide(1, &settings(26, idle(90)), 2);
        let later = decide(2, &settings(28, idle(120)), 3);
        let mended = decide(3, &settings(28, idle(150)), 4);
        let days = |day| settings_on([&mended, &first, &later], on(day)).idle_days;
        assert_eq!([25, 26, 27, 28, 30].map(days), [180, 90, 90, 150, 150]);
    }
}

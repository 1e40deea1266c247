//! 第十一點: an incident or a suspicion: measures, investigation, responsibilities, limitation; the Bureau is told at once.

use chrono::{DateTime, Utc};

use super::{point_04, point_05, rule::Rule};
use crate::{
    incident::{Clock, IncidentAction, IncidentBody, IncidentDraft, Part},
    record::{Step, taiwan_day},
    violation::{Bilingual, Citation, Report},
};

/// What the point asks, in our words.
pub const SUMMARY: Bilingual = Bilingual::fixed(
    "發生或疑似發生資料外洩、違規使用等事故時,應採取緊急應變措施、查明事實、釐清責任、控制損害,並即時通報勞保局及提供資料。",
    "When data leaked or was misused, or may have been: emergency measures are taken, the facts and responsibilities found, the damage limited; the Bureau is told at once and given what it asks for.",
);

const POINT: Citation = Citation::point(11);

/// Nothing said.
pub const SUMMARY_MISSING: Rule = Rule::refusal(
    "P11-SUMMARY-MISSING",
    POINT,
    "請簡述發生什麼事(不得寫入被查詢人資料);細節可事後補登。",
    "Say in a few words what happened; name no data subject. Details can follow.",
);
/// No moment.
pub const KNOWN_MISSING: Rule = Rule::refusal(
    "P11-KNOWN-MISSING",
    POINT,
    "請填寫知悉時間,各項期限由此起算。",
    "Enter when it became known: the clocks run from there.",
);
/// A moment to come.
pub const AHEAD: Rule =
    Rule::refusal("P11-AHEAD", POINT, "時間在未來,請更正。", "This moment lies in the future; correct it.");
/// Before it was known.
pub const TOLD_BEFORE_KNOWN: Rule = Rule::refusal(
    "P11-TOLD-BEFORE-KNOWN",
    POINT,
    "通報時間早於知悉時間,請更正。",
    "This was told before the incident was known; correct the time.",
);
/// Neither manager nor reporter.
pub const NOT_YOURS: Rule = Rule::refusal(
    "P11-NOT-YOURS",
    POINT,
    "事故由管理者處理;通報人可補充內容。",
    "The manager handles an incident; whoever reported it may add to it.",
);
/// Nothing written.
pub const TEXT_MISSING: Rule =
    Rule::refusal("P11-TEXT-MISSING", POINT, "請填寫內容。", "Write down what is to be recorded.");
/// Not how.
pub const HOW_MISSING: Rule = Rule::refusal(
    "P11-HOW-MISSING",
    POINT,
    "請寫明如何通報,例如公文文號,或電話及受話人。",
    "Say how it was told: by which document, or by telephone with whom.",
);
/// After the last hour, without a word why.
pub const LATE_REASON_MISSING: Rule = Rule::refusal(
    "P11-LATE-REASON-MISSING",
    POINT,
    "通報已逾 {hours} 小時,請敘明原因;原因會留在紀錄上。",
    "This was told after more than {hours} hours: give the reason, which stays on record.",
);
/// Told already.
pub const ALREADY_TOLD: Rule = Rule::refusal(
    "P11-ALREADY-TOLD",
    POINT,
    "此項通報已登錄,不能再變更;補充請寫在經過。",
    "This is on record as told and stays; add to the timeline instead.",
);
/// A clock that does not run.
pub const CLOCK_NOT_RUNNING: Rule = Rule::refusal(
    "P11-CLOCK-NOT-RUNNING",
    POINT,
    "此項期限未起算,請管理者先完成研判。",
    "This clock does not run; the manager assesses the incident first.",
);
/// Days the wrong way round.
pub const SCOPE_DAYS: Rule = Rule::refusal(
    "P11-SCOPE-DAYS",
    POINT,
    "影響範圍的起日晚於迄日,請更正。",
    "The scope's first day lies after its last; correct one of them.",
);
/// Over.
pub const INCIDENT_CLOSED: Rule = Rule::refusal(
    "P11-INCIDENT-CLOSED",
    POINT,
    "此事故已結案,不能再變更。",
    "The incident is closed and stays as it is.",
);
/// Somebody is still to be told.
pub const STILL_RUNNING: Rule = Rule::refusal(
    "P11-STILL-RUNNING",
    POINT,
    "尚有應通報而未登錄的項目:{clocks}。",
    "Somebody is still to be told: {clocks}.",
);
/// Not contained.
pub const NOT_CONTAINED: Rule = Rule::refusal(
    "P11-NOT-CONTAINED",
    POINT,
    "請先登錄完成損害控制或復原的日期。",
    "Enter first on which day damage control or recovery was done.",
);
/// A part left out.
pub const PART_MISSING: Rule = Rule::refusal(
    "P11-PART-MISSING",
    POINT,
    "結案前應有事實、應變措施、責任釐清與損害控制的紀錄,尚缺:{parts}。",
    "Facts, measures, responsibilities and limitation are on record before it is closed; missing: {parts}.",
);
/// Nothing concluded.
pub const CONCLUSION_MISSING: Rule =
    Rule::refusal("P11-CONCLUSION-MISSING", POINT, "請寫明結論。", "Say what it came to.");

/// The registry lists what this point raises.
pub const RULES: &[&Rule] = &[
    &SUMMARY_MISSING,
    &KNOWN_MISSING,
    &AHEAD,
    &TOLD_BEFORE_KNOWN,
    &NOT_YOURS,
    &TEXT_MISSING,
    &HOW_MISSING,
    &LATE_REASON_MISSING,
    &ALREADY_TOLD,
    &CLOCK_NOT_RUNNING,
    &SCOPE_DAYS,
    &INCIDENT_CLOSED,
    &STILL_RUNNING,
    &NOT_CONTAINED,
    &PART_MISSING,
    &CONCLUSION_MISSING,
];

/// Anybody with an active account reports.
#[must_use]
pub fn check_report(draft: &IncidentDraft, step: &Step<'_>) -> Report {
    let mut report = Report::default();
    check_active(&mut report, step);
    match draft.known_at {
        None => report.breach(&KNOWN_MISSING, "known_at"),
        Some(at) => check_ahead(&mut report, at, step, "known_at"),
    }
    if draft.summary.trim().is_empty() {
        report.breach(&SUMMARY_MISSING, "summary");
    }
    point_05::check_text(&mut report, &draft.summary, "summary");
    point_05::check_text(&mut report, &draft.measures, "measures");
    report
}

fn check_active(report: &mut Report, step: &Step<'_>) {
    // Neither a card on record nor an E-government account is asked of whoever noticed something.
    if !step.actor.is_active {
        report.breach(&point_04::ACCOUNT_INACTIVE, "");
    }
}

fn check_ahead(report: &mut Report, at: DateTime<Utc>, step: &Step<'_>, path: &str) {
    if at > step.now {
        report.breach(&AHEAD, path);
    }
}

/// An action on an incident may be taken.
#[must_use]
pub fn check_step(body: &IncidentBody, step: &Step<'_>, action: &IncidentAction) -> Report {
    let mut report = Report::default();
    check_active(&mut report, step);
    if body.closed.is_some() {
        report.breach(&INCIDENT_CLOSED, "");
    }
    let is_reporter = step.actor.person == body.reporter.by;
    let may_add = matches!(action, IncidentAction::Note { .. }) && is_reporter;
    if !step.actor.is_manager && !may_add {
        report.breach(&NOT_YOURS, "");
    }
    match action {
        IncidentAction::Note { at, text, .. } => {
            check_ahead(&mut report, *at, step, "at");
            if text.trim().is_empty() {
                report.breach(&TEXT_MISSING, "text");
            }
            point_05::check_text(&mut report, text, "text");
        }
        IncidentAction::Tell { clock, at, how, late_reason } => {
            check_ahead(&mut report, *at, step, "at");
            check_told(&mut report, body, *clock, *at, late_reason);
            if how.trim().is_empty() {
                report.breach(&HOW_MISSING, "how");
            }
            point_05::check_text(&mut report, how, "how");
            point_05::check_text(&mut report, late_reason, "late_reason");
        }
        IncidentAction::Assess { scope, .. } => {
            if scope.from.zip(scope.to).is_some_and(|(from, to)| from > to) {
                report.breach(&SCOPE_DAYS, "scope.from");
            }
        }
        IncidentAction::Contain { on } => {
            if *on > step.on() || *on < taiwan_day(body.known_at) {
                report.breach(&AHEAD, "on");
            }
        }
        IncidentAction::Close { conclusion } => check_close(&mut report, body, conclusion),
    }
    report
}

fn check_told(report: &mut Report, body: &IncidentBody, clock: Clock, at: DateTime<Utc>, late_reason: &str) {
    if !body.clocks.contains(&clock) {
        report.breach(&CLOCK_NOT_RUNNING, "clock");
    } else if body.told(clock).is_some() {
        report.breach(&ALREADY_TOLD, "clock");
    }
    if at < body.known_at {
        report.breach(&TOLD_BEFORE_KNOWN, "at");
    }
    if body.due(clock).is_some_and(|due| at > due) && late_reason.trim().is_empty() {
        let hours = body.hours(clock);
        report.violations.push(LATE_REASON_MISSING.filled("late_reason", &[("hours", &hours)]));
    }
}

fn check_close(report: &mut Report, body: &IncidentBody, conclusion: &str) {
    let clocks: Vec<String> = body.running().map(|clock| clock.words().zh_tw.into_owned()).collect();
    if !clocks.is_empty() {
        report.violations.push(STILL_RUNNING.filled("clocks", &[("clocks", &clocks.join("、"))]));
    }
    if body.contained_on.is_none() {
        report.breach(&NOT_CONTAINED, "on");
    }
    let is_there = |part: &Part| body.timeline.iter().any(|entry| entry.part == *part);
    let parts: Vec<String> = Part::ALL
        .into_iter()
        .filter(|part| !is_there(part))
        .map(|part| part.words().zh_tw.into_owned())
        .collect();
    if !parts.is_empty() {
        report.violations.push(PART_MISSING.filled("timeline", &[("parts", &parts.join("、"))]));
    }
    if conclusion.trim().is_empty() {
        report.breach(&CONCLUSION_MISSING, "conclusion");
    }
    point_05::check_text(report, conclusion, "conclusion");
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use uuid::Uuid;

    use super::*;
    use crate::{
        Kept as _, Record as _,
        account::Standing,
        id::{IncidentId, PersonId, UnitId},
        incident::{Incident, Scope},
        regulation::{EditionId, Settings},
    };

    const MANAGER: u128 = 1;
    const REPORTER: u128 = 2;

    fn standing(number: u128) -> Standing {
        Standing {
            person: PersonId(Uuid::from_u128(number)),
            name: "某人".into(),
            unit: UnitId(Uuid::nil()),
            is_active: number != 9,
            has_card: false,
            has_egov_account: false,
            grants: vec![],
            heads: vec![],
            parents: vec![],
            deputy_for: vec![],
            is_manager: number == MANAGER,
        }
    }

    fn at(hour: u32) -> DateTime<Utc> {
        format!("2026-11-23T{hour:02}:30:00Z").parse().unwrap()
    }

    fn draft() -> IncidentDraft {
        IncidentDraft {
            known_at: Some(at(6)), summary: "列印資料遺失".into(), ..IncidentDraft::default()
        }
    }

    fn report(draft: &IncidentDraft, who: u128) -> Result<Incident, Report> {
        let actor = standing(who);
        let step = Step {
            now: at(7),
            edition: EditionId::Amended,
            settings: Settings::FIRST,
            actor: &actor,
            must_sign: false,
        };
        let keeper = (PersonId(Uuid::from_u128(MANAGER)), UnitId(Uuid::nil()));
        Incident::report(IncidentId(Uuid::nil()), draft, "福利科".into(), keeper, |_| Settings::FIRST, &step)
    }

    fn act(incident: &Incident, who: u128, action: &IncidentAction) -> Result<Incident, Report> {
        let actor = standing(who);
        let step = Step {
            now: at(12),
            edition: EditionId::Amended,
            settings: Settings::FIRST,
            actor: &actor,
            must_sign: false,
        };
        incident.clone().step(&step, action)
    }

    fn refused(result: Result<Incident, Report>, code: &str) {
        let report = result.expect_err(code);
        assert!(report.has(code), "{code}: {report:?}");
    }

    fn tell(clock: Clock, hour: u32, late: &str) -> IncidentAction {
        IncidentAction::Tell {
            clock, at: at(hour), how: "電話告知承辦人".into(), late_reason: late.into()
        }
    }

    #[test]
    fn anybody_reports_in_a_few_words_that_name_nobody() {
        assert!(report(&draft(), REPORTER).is_ok());
        refused(report(&draft(), 9), "P04-1-ACCOUNT-INACTIVE");
        refused(report(&IncidentDraft { summary: " ".into(), ..draft() }, REPORTER), "P11-SUMMARY-MISSING");
        refused(report(&IncidentDraft { known_at: None, ..draft() }, REPORTER), "P11-KNOWN-MISSING");
        refused(report(&IncidentDraft { known_at: Some(at(8)), ..draft() }, REPORTER), "P11-AHEAD");
        assert!(
            report(&IncidentDraft { known_at: Some(at(7)), ..draft() }, REPORTER).is_ok(),
            "now is not ahead"
        );
        let named = IncidentDraft { summary: "A123456789 的資料外洩".into(), ..draft() };
        refused(report(&named, REPORTER), "P05-4-IDENTITY-IN-TEXT");
    }

    #[test]
    fn hours_run_at_once_and_a_late_notice_keeps_its_reason() {
        let incident = report(&draft(), REPORTER).unwrap();
        assert_eq!(incident.body().due(Clock::Bureau), Some(at(7)), "one hour");
        refused(act(&incident, MANAGER, &tell(Clock::Bureau, 8, "")), "P11-LATE-REASON-MISSING");
        refused(act(&incident, MANAGER, &tell(Clock::Bureau, 5, "")), "P11-TOLD-BEFORE-KNOWN");
        refused(act(&incident, MANAGER, &tell(Clock::Bureau, 13, "晚")), "P11-AHEAD");
        refused(act(&incident, MANAGER, &tell(Clock::Cyber, 7, "")), "P11-CLOCK-NOT-RUNNING");
        refused(act(&incident, REPORTER, &tell(Clock::Bureau, 7, "")), "P11-NOT-YOURS");
        let silent = IncidentAction::Tell {
            clock: Clock::Bureau,
            at: at(7),
            how: " ".into(),
            late_reason: String::new(),
        };
        refused(act(&incident, MANAGER, &silent), "P11-HOW-MISSING");
        let told = act(&incident, MANAGER, &tell(Clock::Bureau, 8, "無人接聽")).unwrap();
        assert!(told.body().is_late(Clock::Bureau, at(12)), "late stays late");
        refused(act(&told, MANAGER, &tell(Clock::Bureau, 8, "再")), "P11-ALREADY-TOLD");
        assert!(
            !act(&incident, MANAGER, &tell(Clock::Bureau, 7, ""))
                .unwrap()
                .body()
                .is_late(Clock::Bureau, at(12))
        );
    }

    #[test]
    fn further_clocks_run_once_the_manager_says_so() {
        let incident = report(&draft(), REPORTER).unwrap();
        let assess = |from: u32| IncidentAction::Assess {
            clocks: vec![Clock::PersonalData],
            scope: Scope {
                from: NaiveDate::from_ymd_opt(2026, 11, from),
                to: NaiveDate::from_ymd_opt(2026, 11, 20),
                ..Scope::default()
            },
        };
        refused(act(&incident, MANAGER, &assess(21)), "P11-SCOPE-DAYS");
        let assessed = act(&incident, MANAGER, &assess(20)).unwrap();
        assert_eq!(assessed.body().clocks, [Clock::Bureau, Clock::PersonalData]);
        // 72 hours after 2026-11-23 14:30 in Taiwan, as published.
        let due = assessed.body().due(Clock::PersonalData).unwrap();
        assert_eq!(due, "2026-11-26T14:30:00+08:00".parse::<DateTime<Utc>>().unwrap());
        assert_eq!(assessed.duties(&crate::period::Calendar::default()).len(), 3);
    }

    #[test]
    fn an_incident_is_closed_with_all_its_parts_and_stays() {
        let mut incident = report(&draft(), REPORTER).unwrap();
        let close = |text: &str| IncidentAction::Close { conclusion: text.into() };
        refused(act(&incident, MANAGER, &close("結案")), "P11-STILL-RUNNING");
        incident = act(&incident, MANAGER, &tell(Clock::Bureau, 7, "")).unwrap();
        refused(act(&incident, MANAGER, &close("結案")), "P11-NOT-CONTAINED");
        let contain = |day| IncidentAction::Contain { on: NaiveDate::from_ymd_opt(2026, 11, day).unwrap() };
        refused(act(&incident, MANAGER, &contain(24)), "P11-AHEAD");
        incident = act(&incident, MANAGER, &contain(23)).unwrap();
        assert_eq!(incident.body().report_by().map(|day| day.to_string()).as_deref(), Some("2026-12-23"));
        refused(act(&incident, MANAGER, &close("結案")), "P11-PART-MISSING");
        for part in [Part::Measure, Part::Responsibility, Part::Limitation] {
            let note = |text: &str| IncidentAction::Note { part, at: at(8), text: text.into() };
            refused(act(&incident, MANAGER, &note(" ")), "P11-TEXT-MISSING");
            refused(act(&incident, 7, &note("停權")), "P11-NOT-YOURS");
            incident = act(&incident, REPORTER, &note("停權")).unwrap();
        }
        refused(act(&incident, MANAGER, &close(" ")), "P11-CONCLUSION-MISSING");
        incident = act(&incident, MANAGER, &close("已改善")).unwrap();
        assert_eq!(incident.status(), "closed");
        refused(act(&incident, MANAGER, &close("再")), "P11-INCIDENT-CLOSED");
    }
}

//! 第十點: liability. Each person acknowledges it once a year; what is against the law is referred to the own agency.

use chrono::{Days, NaiveDate};

use super::{Dated, point_04, point_05, rule::Rule};
use crate::{
    liability::{AcknowledgmentBody, OutcomeDraft, ReferralBody, ReferralDraft},
    record::Step,
    violation::{Bilingual, Citation, Report},
};

/// What the point asks, in our words.
pub const SUMMARY: Bilingual = Bilingual::fixed(
    "管理者、使用者、單位主管及其他相關人員違反法令者,應負行政、民事及刑事責任,並由所屬機關議處;未盡善良管理人注意義務之管理人員亦同。每人每年知悉一次並留存日期,移送議處由管理者登錄。",
    "Managers, users, heads and others who break the law answer for it under administrative, civil and criminal law, and to their own agency; so do managers who did not take due care. Everybody acknowledges this once a year, with the date; referrals for discipline are recorded by the manager.",
);

const POINT: Citation = Citation::point(10);
const DISCIPLINE: Citation = Citation::item(10, 5);

/// Our reading: the text sets no time in which liability is made known, so thirty days from the year's first sign-in.
const ACKNOWLEDGE_DAYS: Dated<u64> = Dated::always(30);

/// Somebody else's acknowledgment.
pub const NOT_YOURS: Rule = Rule::refusal(
    "P10-NOT-YOURS",
    POINT,
    "法律責任由本人知悉,不得代為確認。",
    "Liability is acknowledged in person; nobody does it for another.",
);
/// Acknowledged already.
pub const ALREADY_ACKNOWLEDGED: Rule = Rule::refusal(
    "P10-ALREADY-ACKNOWLEDGED",
    POINT,
    "您今年已確認知悉,不必再做。",
    "You acknowledged this year's liability already; nothing is left to do.",
);
/// Another text than the one shown.
pub const TEXT_CHANGED: Rule = Rule::refusal(
    "P10-TEXT-CHANGED",
    POINT,
    "法律責任的內容已更新,請重新閱讀後再確認。",
    "The text has changed since you opened it; read it again and then acknowledge it.",
);
/// A referral about nobody.
pub const REFERRAL_PERSON_MISSING: Rule = Rule::refusal(
    "P10-5-REFERRAL-PERSON-MISSING",
    DISCIPLINE,
    "請選擇名冊中的人員。",
    "Choose a person of the roster.",
);
/// A referral without its document.
pub const REFERRAL_DOCUMENT_MISSING: Rule = Rule::refusal(
    "P10-5-REFERRAL-DOCUMENT-MISSING",
    DISCIPLINE,
    "請填寫移送公文文號。",
    "Enter the number of the document by which it is referred.",
);
/// A referral without its day.
pub const REFERRAL_DAY_MISSING: Rule = Rule::refusal(
    "P10-5-REFERRAL-DAY-MISSING",
    DISCIPLINE,
    "請填寫移送日期。",
    "Enter the day of the referral.",
);
/// A day that has not come.
pub const REFERRAL_AHEAD: Rule = Rule::refusal(
    "P10-5-REFERRAL-AHEAD",
    DISCIPLINE,
    "日期在未來,請更正。",
    "This day lies in the future; correct it.",
);
/// A referral without a word why.
pub const REFERRAL_REASON_MISSING: Rule = Rule::refusal(
    "P10-5-REFERRAL-REASON-MISSING",
    DISCIPLINE,
    "請簡述移送事由(不得寫入被查詢人資料)。",
    "Say in a few words why; name no data subject.",
);
/// An outcome that says nothing.
pub const OUTCOME_MISSING: Rule =
    Rule::refusal("P10-5-OUTCOME-MISSING", DISCIPLINE, "請填寫議處結果。", "Enter what the agency decided.");
/// An outcome without its day.
pub const OUTCOME_DAY_MISSING: Rule = Rule::refusal(
    "P10-5-OUTCOME-DAY-MISSING",
    DISCIPLINE,
    "請填寫議處日期。",
    "Enter the day of the decision.",
);
/// An outcome before the referral.
pub const OUTCOME_TOO_EARLY: Rule = Rule::refusal(
    "P10-5-OUTCOME-TOO-EARLY",
    DISCIPLINE,
    "議處日期早於移送日期,請更正。",
    "The decision lies before the referral; correct one of the days.",
);
/// The outcome is known already.
pub const REFERRAL_CLOSED: Rule = Rule::refusal(
    "P10-5-REFERRAL-CLOSED",
    DISCIPLINE,
    "此移送案已登錄議處結果,不能再變更。",
    "The outcome of this referral is recorded and stays as it is.",
);

/// The registry lists what this point raises.
pub const RULES: &[&Rule] = &[
    &NOT_YOURS,
    &ALREADY_ACKNOWLEDGED,
    &TEXT_CHANGED,
    &REFERRAL_PERSON_MISSING,
    &REFERRAL_DOCUMENT_MISSING,
    &REFERRAL_DAY_MISSING,
    &REFERRAL_AHEAD,
    &REFERRAL_REASON_MISSING,
    &OUTCOME_MISSING,
    &OUTCOME_DAY_MISSING,
    &OUTCOME_TOO_EARLY,
    &REFERRAL_CLOSED,
];

/// The last day for an acknowledgment that was asked for on a day. It is a record and no gate: an inquiry is not refused for
/// want of it, because the text ties none to it; whoever oversees sees who is late.
#[must_use]
pub fn acknowledge_by(asked_on: NaiveDate) -> Option<NaiveDate> {
    asked_on.checked_add_days(Days::new(ACKNOWLEDGE_DAYS.on(asked_on)))
}

/// A person may acknowledge the text whose hash they saw.
#[must_use]
pub fn check_acknowledge(
    body: &AcknowledgmentBody,
    step: &Step<'_>,
    seen_hash: &str,
    current_hash: &str,
) -> Report {
    let mut report = Report::default();
    point_04::check_active(&mut report, step.actor);
    // A card and an E-government account are for querying; liability is everybody's.
    report.violations.retain(|violation| violation.code == point_04::ACCOUNT_INACTIVE.code);
    if step.actor.person != body.person {
        report.breach(&NOT_YOURS, "");
    }
    if body.acknowledged.is_some() {
        report.breach(&ALREADY_ACKNOWLEDGED, "");
    }
    if seen_hash != current_hash {
        report.breach(&TEXT_CHANGED, "text_hash");
    }
    report
}

/// A referral may be recorded.
#[must_use]
pub fn check_referral(draft: &ReferralDraft, is_on_roster: bool, step: &Step<'_>) -> Report {
    let mut report = Report::default();
    point_04::check_keeper(&mut report, step.actor);
    if !is_on_roster {
        report.breach(&REFERRAL_PERSON_MISSING, "person");
    }
    if draft.document_number.trim().is_empty() {
        report.breach(&REFERRAL_DOCUMENT_MISSING, "document_number");
    }
    check_day(&mut report, draft.on, step, &REFERRAL_DAY_MISSING);
    if draft.reason.trim().is_empty() {
        report.breach(&REFERRAL_REASON_MISSING, "reason");
    }
    point_05::check_text(&mut report, &draft.document_number, "document_number");
    point_05::check_text(&mut report, &draft.reason, "reason");
    report
}

/// The outcome of a referral may be recorded.
#[must_use]
pub fn check_outcome(referral: &ReferralBody, draft: &OutcomeDraft, step: &Step<'_>) -> Report {
    let mut report = Report::default();
    point_04::check_keeper(&mut report, step.actor);
    if referral.outcome.is_some() {
        report.breach(&REFERRAL_CLOSED, "");
    }
    if draft.outcome.trim().is_empty() {
        report.breach(&OUTCOME_MISSING, "outcome");
    }
    check_day(&mut report, draft.on, step, &OUTCOME_DAY_MISSING);
    if draft.on.is_some_and(|on| on < referral.on) {
        report.breach(&OUTCOME_TOO_EARLY, "on");
    }
    point_05::check_text(&mut report, &draft.outcome, "outcome");
    point_05::check_text(&mut report, &draft.document_number, "document_number");
    report
}

fn check_day(report: &mut Report, on: Option<NaiveDate>, step: &Step<'_>, missing: &Rule) {
    match on {
        None => report.breach(missing, "on"),
        Some(on) if on > step.on() => report.breach(&REFERRAL_AHEAD, "on"),
        Some(_) => {}
    }
}

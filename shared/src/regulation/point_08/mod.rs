//! 第八點: each using unit's audit of every half-year, what it finds, and the joint audit of what is serious.

mod appoint;
mod case;
mod draw;
mod finding;
pub mod inspection;
mod joint;
pub mod pack;

use super::rule::Rule;
use crate::{
    audit::{AuditAction, AuditBody, AuditFacts},
    period::{AUDIT_MONTHS, HalfYear},
    record::Step,
    regulation::point_05,
    violation::{Bilingual, Citation, Report},
};

pub use finding::check_finding;
pub use joint::check_joint;

/// What the point asks, in our words.
pub const SUMMARY: Bilingual = Bilingual::fixed(
    "使用單位指派專人每半年抽查百分之十(至少三十件、至多一百件,未滿三十件全查),作成紀錄送管理者備查;發現重大異常時由管理者會同政風、資訊單位聯合稽核並作成報告。",
    "Each using unit appoints somebody who, every half-year, looks at ten per cent of its cases: at least thirty, at most a hundred, all of fewer than thirty. The record goes to the manager for reference. A serious anomaly is audited by the manager, the ethics office and the IT office together, who write a report.",
);

pub(super) const AUDIT: Citation = Citation::item(8, 1);
pub(super) const RESULT: Citation = Citation::item(8, 2);

/// The action does not fit the state.
pub const WRONG_STATE: Rule = Rule::refusal(
    "P08-1-WRONG-STATE",
    AUDIT,
    "此查核目前的狀態不能做這個動作,請重新整理後再試。",
    "The audit's present state does not allow this; refresh and look again.",
);
/// Not the auditor.
pub const NOT_THE_AUDITOR: Rule = Rule::refusal(
    "P08-1-NOT-THE-AUDITOR",
    AUDIT,
    "只有受指派的查核人員可以做這個動作。",
    "Only the appointed auditor may do this.",
);

/// The registry lists what this point raises.
pub const RULES: &[&Rule] = &[
    &WRONG_STATE,
    &NOT_THE_AUDITOR,
    &appoint::NOT_THE_UNIT,
    &appoint::AUDITOR_MISSING,
    &appoint::MANAGER_AUDITS,
    &appoint::AUDITOR_IS_MANAGER,
    &appoint::AUDITOR_INVOLVED,
    &appoint::EXCEPTION_REASON_MISSING,
    &appoint::UNIT_MISSING,
    &appoint::AUDIT_EXISTS,
    &draw::PERIOD_NOT_OVER,
    &draw::NOTHING_LATE,
    &draw::SEED_SHORT,
    &draw::SEED_LONG,
    &draw::SEED_SIGN,
    &draw::SEED_SOURCE_MISSING,
    &draw::SEED_DAY_MISSING,
    &draw::SEED_BEFORE_FREEZE,
    &draw::SEED_AHEAD,
    &draw::POPULATION_CHANGED,
    &case::CASE_NOT_DRAWN,
    &case::OWN_CASE,
    &case::PAPER_FIRST,
    &case::UNVEIL_FIRST,
    &case::CHECKPOINT_MISSING,
    &case::FINDING_NOTE_MISSING,
    &case::CORRECTION_MISSING,
    &case::OWNER_MISSING,
    &case::DUE_MISSING,
    &case::CASES_OPEN,
    &case::LATE_CASES_OPEN,
    &case::CONCLUSION_MISSING,
    &finding::FINDING_OVER,
    &finding::NOT_THE_OWNER,
    &finding::SETTLEMENT_MISSING,
    &finding::NOT_SETTLED,
    &finding::NOT_THE_CHECKER,
    &finding::RECHECK_NOTE_MISSING,
    &joint::ETHICS_MISSING,
    &joint::IT_MISSING,
    &joint::SAME_PERSON,
    &joint::NOT_A_MEMBER,
    &joint::REPORT_MISSING,
    &joint::JOINT_OVER,
    &pack::NOT_THE_MANAGER,
    &pack::PERIOD_MISSING,
    &pack::PERIOD_REVERSED,
    &pack::PERIOD_AHEAD,
    &pack::POINT_UNKNOWN,
    &pack::ORDER_MISSING,
    &inspection::KEEPER,
    &inspection::ORDER,
    &inspection::NAME,
    &inspection::AGENCY,
    &inspection::CARD,
    &inspection::DAYS,
    &inspection::DAYS_REVERSED,
    &inspection::DAYS_PAST,
    &inspection::TOO_LONG,
    &inspection::PERIOD,
    &inspection::PERIOD_REVERSED,
    &inspection::POINT,
    &inspection::UNIT,
    &inspection::COLLEAGUE,
    &inspection::OVER,
    &inspection::LASTS,
    &inspection::REASON,
    &inspection::RESULT,
    &inspection::READS_ONLY,
    &inspection::OUTSIDE,
    &inspection::MASKED,
];

/// The strict last day of a half-year's audit.
#[must_use]
pub fn audit_by(period: HalfYear) -> Option<chrono::NaiveDate> {
    let last = period.last_day()?;
    let first = period.next().first_day()?;
    first.checked_add_months(chrono::Months::new(AUDIT_MONTHS.on(last)))?.pred_opt()
}

pub use appoint::check_open;
pub use case::check_reading;

/// An action on an audit may be taken.
#[must_use]
pub fn check_audit(body: &AuditBody, step: &Step<'_>, action: &AuditAction, facts: &AuditFacts) -> Report {
    let mut report = Report::default();
    // Neither a card nor an E-government account is asked of whoever looks at paper.
    if !step.actor.is_active {
        report.breach(&super::point_04::ACCOUNT_INACTIVE, "");
    }
    match action {
        AuditAction::Appoint { reason, .. } => appoint::check(&mut report, body, step, reason, facts),
        AuditAction::Freeze => draw::check_freeze(&mut report, body, step, facts),
        AuditAction::EnterSeed { seed, source, published_on } => {
            draw::check_seed(&mut report, body, step, (seed, source, *published_on), facts);
        }
        AuditAction::NotePaper { case, paper } => {
            case::check_paper(&mut report, body, step, *case, &paper.note);
        }
        AuditAction::Unveil { case } => case::check_unveil(&mut report, body, step, *case),
        AuditAction::Judge { case, lines } => {
            case::check_judge(&mut report, body, step, (*case, lines), facts)
        }
        AuditAction::Finish { conclusion } => {
            case::check_finish(&mut report, body, step, conclusion, facts);
        }
        AuditAction::Receive => {
            super::point_04::check_keeper(&mut report, step.actor);
            if body.sent.is_none() || body.received.is_some() {
                report.breach(&WRONG_STATE, "");
            }
        }
    }
    report
}

fn check_auditor(report: &mut Report, body: &AuditBody, step: &Step<'_>) {
    if body.auditor().is_none_or(|auditor| auditor.person != step.actor.person) {
        report.breach(&NOT_THE_AUDITOR, "");
    }
}

fn check_text(report: &mut Report, text: &str, path: &str) {
    point_05::check_text(report, text, path);
}

#[cfg(test)]
mod tests;

//! 8(1): the using agency or unit appoints who audits; under the original edition the manager does it.

use super::{AUDIT, WRONG_STATE, check_text};
use crate::{
    audit::{AuditBody, AuditFacts},
    id::UnitId,
    period::HalfYear,
    record::Step,
    regulation::{EditionId, point_04, rule::Rule},
    violation::Report,
};

/// Not the unit's head.
pub const NOT_THE_UNIT: Rule = Rule::refusal(
    "P08-1-NOT-THE-UNIT",
    AUDIT,
    "查核人員由使用機關或單位之主管(或其代理人)指派。",
    "The auditor is appointed by the head of the using agency or unit, or by the head's deputy.",
);
/// Nobody of the roster.
pub const AUDITOR_MISSING: Rule = Rule::refusal(
    "P08-1-AUDITOR-MISSING",
    AUDIT,
    "請選擇名冊中帳號有效的查核人員。",
    "Choose an auditor from the roster whose account is active.",
);
/// Under the original edition.
pub const MANAGER_AUDITS: Rule = Rule::refusal(
    "P08-1-MANAGER-AUDITS",
    AUDIT,
    "修正前規定由管理者辦理查核,請指派管理者本人。",
    "Under the original edition the manager audits: appoint the manager.",
);
/// The manager may not judge what the manager receives.
pub const AUDITOR_IS_MANAGER: Rule = Rule::warning(
    "P08-1-AUDITOR-IS-MANAGER",
    AUDIT,
    "管理者不宜擔任單位查核人員,因結果送其備查;請改派,或敘明理由。",
    "The manager receives the result and should not audit: appoint somebody else, or give the reason.",
);
/// User or approver of what is audited.
pub const AUDITOR_INVOLVED: Rule = Rule::warning(
    "P08-1-AUDITOR-INVOLVED",
    AUDIT,
    "此人為本期 {count} 件查調之使用者或核可主管,不宜自行查核;請改派,或敘明理由。",
    "This person is user or approver of {count} of the half-year's cases: appoint somebody else, or give the reason.",
);
/// An exception without a word why.
pub const EXCEPTION_REASON_MISSING: Rule = Rule::refusal(
    "P08-1-EXCEPTION-REASON-MISSING",
    AUDIT,
    "請敘明為何仍指派此人;理由會留在查核紀錄上,管理者看得到。",
    "Say why this person is appointed all the same; the reason stays on the record for the manager to see.",
);
/// No such unit.
pub const UNIT_MISSING: Rule = Rule::refusal(
    "P08-1-UNIT-MISSING",
    AUDIT,
    "請選擇登記冊中的機關或單位。",
    "Choose an agency or unit of the register.",
);
/// One audit a unit and half-year.
pub const AUDIT_EXISTS: Rule = Rule::refusal(
    "P08-1-AUDIT-EXISTS",
    AUDIT,
    "此單位本期的查核已經開立,請由清單開啟。",
    "The audit of this unit's half-year is open already; find it in the list.",
);

fn check_appointer(report: &mut Report, unit: UnitId, parents: &[UnitId], step: &Step<'_>) {
    if step.edition == EditionId::Original {
        point_04::check_keeper(report, step.actor);
        return;
    }
    let decides = step.actor.approves_for(step.on());
    if !decides.contains(&unit) && !parents.iter().any(|parent| decides.contains(parent)) {
        report.breach(&NOT_THE_UNIT, "");
    }
}

/// The audit of a unit's half-year may be opened; it is opened by itself once the half-year is over.
#[must_use]
pub fn check_open(
    period: HalfYear,
    unit: Option<UnitId>,
    parents: &[UnitId],
    is_there: bool,
    step: &Step<'_>,
) -> Report {
    let mut report = Report::default();
    match unit {
        None => report.breach(&UNIT_MISSING, "unit"),
        // The manager keeps the registers and may open an audit that was forgotten.
        Some(unit) if !step.actor.is_manager => check_appointer(&mut report, unit, parents, step),
        Some(_) => {}
    }
    super::draw::check_over(&mut report, period, step);
    if is_there {
        report.breach(&AUDIT_EXISTS, "unit");
    }
    report
}

pub(super) fn check(
    report: &mut Report,
    body: &AuditBody,
    step: &Step<'_>,
    reason: &str,
    facts: &AuditFacts,
) {
    check_appointer(report, body.unit, &facts.parents, step);
    if body.sent.is_some() {
        report.breach(&WRONG_STATE, "");
    }
    check_text(report, reason, "reason");
    let Some(candidate) = facts.candidate.as_ref().filter(|candidate| candidate.standing.is_active) else {
        report.breach(&AUDITOR_MISSING, "auditor");
        return;
    };
    if step.edition == EditionId::Original {
        if !candidate.standing.is_manager {
            report.breach(&MANAGER_AUDITS, "auditor");
        }
        return;
    }
    let before = report.violations.len();
    if candidate.standing.is_manager {
        report.breach(&AUDITOR_IS_MANAGER, "auditor");
    }
    if candidate.involved > 0 {
        report.violations.push(AUDITOR_INVOLVED.filled("auditor", &[("count", &candidate.involved)]));
    }
    if report.violations.len() > before && reason.trim().is_empty() {
        report.breach(&EXCEPTION_REASON_MISSING, "reason");
    }
}

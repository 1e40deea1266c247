//! 8(2): a serious anomaly is audited by manager, ethics and IT together, who write one report.

use super::{RESULT, check_text};
use crate::{
    audit::{JointAction, JointBody, JointFacts},
    record::Step,
    regulation::{point_04, rule::Rule},
    violation::Report,
};

/// Nobody from the ethics office.
pub const ETHICS_MISSING: Rule = Rule::refusal(
    "P08-2-ETHICS-MISSING",
    RESULT,
    "請從名冊選擇政風單位人員。",
    "Choose from the roster who comes from the ethics office.",
);
/// Nobody from the IT office.
pub const IT_MISSING: Rule = Rule::refusal(
    "P08-2-IT-MISSING",
    RESULT,
    "請從名冊選擇資訊單位人員。",
    "Choose from the roster who comes from the IT office.",
);
/// Three names are three people.
pub const SAME_PERSON: Rule = Rule::refusal(
    "P08-2-SAME-PERSON",
    RESULT,
    "管理者、政風與資訊須為三個不同的人。",
    "Manager, ethics and IT are three people.",
);
/// Not one of the three.
pub const NOT_A_MEMBER: Rule = Rule::refusal(
    "P08-2-NOT-A-MEMBER",
    RESULT,
    "只有聯合稽核的三位成員可以撰寫與簽署報告。",
    "Only the three of the joint audit write and sign its report.",
);
/// A report with a part left out, or none to sign.
pub const REPORT_MISSING: Rule = Rule::refusal(
    "P08-2-REPORT-MISSING",
    RESULT,
    "報告須寫明事實、原因與處理措施,才能簽署。",
    "The report says what happened, why, and what is done about it, before anybody signs.",
);
/// Signed by all three.
pub const JOINT_OVER: Rule = Rule::refusal(
    "P08-2-JOINT-OVER",
    RESULT,
    "報告已由三方簽署,不能再變更。",
    "The report is signed by all three and stays as it is.",
);

/// An action on a joint audit may be taken.
#[must_use]
pub fn check_joint(body: &JointBody, step: &Step<'_>, action: &JointAction, facts: &JointFacts) -> Report {
    let mut report = Report::default();
    if body.is_signed() {
        report.breach(&JOINT_OVER, "");
    }
    match action {
        JointAction::Name { .. } => check_name(&mut report, step, facts),
        JointAction::Write { facts, causes, measures } => {
            check_member(&mut report, body, step);
            for (path, text) in [("facts", facts), ("causes", causes), ("measures", measures)] {
                if text.trim().is_empty() {
                    report.breach(&REPORT_MISSING, path);
                }
                check_text(&mut report, text, path);
            }
        }
        JointAction::Sign => {
            check_member(&mut report, body, step);
            if body.report.is_none() {
                report.breach(&REPORT_MISSING, "");
            }
        }
    }
    report
}

fn check_name(report: &mut Report, step: &Step<'_>, facts: &JointFacts) {
    point_04::check_keeper(report, step.actor);
    let active = |called: &Option<(crate::account::Standing, String)>| {
        called.as_ref().filter(|(who, _)| who.is_active).map(|(who, _)| who.person)
    };
    let (ethics, it) = (active(&facts.ethics), active(&facts.it));
    if ethics.is_none() {
        report.breach(&ETHICS_MISSING, "ethics");
    }
    if it.is_none() {
        report.breach(&IT_MISSING, "it");
    }
    let keeper = Some(step.actor.person);
    if ethics.is_some() && (ethics == it || ethics == keeper) || it.is_some() && it == keeper {
        report.breach(&SAME_PERSON, "it");
    }
}

fn check_member(report: &mut Report, body: &JointBody, step: &Step<'_>) {
    if !body.members.iter().any(|member| member.person == step.actor.person) {
        report.breach(&NOT_A_MEMBER, "");
    }
}

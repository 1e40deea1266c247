//! 8(1), 8(2): the paper first, then the register, then a line for every question; and the record as a whole.

use super::{AUDIT, RESULT, WRONG_STATE, check_auditor, check_text};
use crate::{
    audit::{AuditBody, AuditFacts, Checkpoint, FindingDraft, named},
    id::InquiryId,
    record::Step,
    regulation::rule::Rule,
    violation::Report,
};

/// Not of the sample.
pub const CASE_NOT_DRAWN: Rule = Rule::refusal(
    "P08-1-CASE-NOT-DRAWN",
    AUDIT,
    "此案未被抽中,不在查核範圍。",
    "This case was not drawn and is not audited.",
);
/// The auditor's own case.
pub const OWN_CASE: Rule = Rule::refusal(
    "P08-1-OWN-CASE",
    AUDIT,
    "您是此案的使用者或核可主管,不得查核;請主管改派,或敘明理由重新指派。",
    "You are user or approver of this case and may not audit it: the head appoints somebody else, or you again with the reason.",
);
/// The register before the paper.
pub const PAPER_FIRST: Rule = Rule::refusal(
    "P08-1-PAPER-FIRST",
    AUDIT,
    "請先登錄紙本所見,再開啟登記內容比對。",
    "Note what the paper shows first; then the register is opened to compare.",
);
/// The findings before the register.
pub const UNVEIL_FIRST: Rule = Rule::refusal(
    "P08-1-UNVEIL-FIRST",
    AUDIT,
    "請先開啟登記內容與紙本比對,再填查核結果。",
    "Open the register and compare it with the paper first; then enter the findings.",
);
/// A question left out.
pub const CHECKPOINT_MISSING: Rule = Rule::refusal(
    "P08-1-CHECKPOINT-MISSING",
    AUDIT,
    "每一款都要有結果,各一次:{points}。",
    "Every subparagraph has its result, once: {points}.",
);
/// A finding that says nothing.
pub const FINDING_NOTE_MISSING: Rule = Rule::refusal(
    "P08-2-FINDING-NOTE-MISSING",
    RESULT,
    "缺失或重大異常請寫明所見(不得寫入被查詢人資料)。",
    "Say what was found; name no data subject.",
);
/// A finding nobody mends.
pub const CORRECTION_MISSING: Rule = Rule::refusal(
    "P08-2-CORRECTION-MISSING",
    RESULT,
    "請寫明應如何改善。",
    "Say what is to be done about it.",
);
/// A correction nobody answers for.
pub const OWNER_MISSING: Rule = Rule::refusal(
    "P08-2-OWNER-MISSING",
    RESULT,
    "請從名冊選擇負責改善的人。",
    "Choose from the roster who answers for it.",
);
/// A correction without a day, or one that is over.
pub const DUE_MISSING: Rule = Rule::refusal(
    "P08-2-DUE-MISSING",
    RESULT,
    "請填寫改善期限,不得早於今日。",
    "Enter until when it is mended, not before today.",
);
/// Cases nobody judged.
pub const CASES_OPEN: Rule = Rule::refusal(
    "P08-2-CASES-OPEN",
    RESULT,
    "還有 {count} 件抽中案件未查核完成。",
    "{count} of the cases drawn are still to be judged.",
);
/// Cases that came late.
pub const LATE_CASES_OPEN: Rule = Rule::refusal(
    "P08-2-LATE-CASES-OPEN",
    RESULT,
    "凍結後新增 {count} 件本期案件,請先凍結並另行抽查。",
    "{count} cases of the half-year came to light after the freeze: freeze and draw them apart first.",
);
/// A record without a word.
pub const CONCLUSION_MISSING: Rule = Rule::refusal(
    "P08-2-CONCLUSION-MISSING",
    RESULT,
    "請寫明查核結論;沒有案件也要寫明。",
    "Say what the audit comes to; that there were no cases is said too.",
);

fn check_case(report: &mut Report, body: &AuditBody, step: &Step<'_>, case: InquiryId) {
    check_auditor(report, body, step);
    let Some(known) = body.case(case) else {
        report.breach(&CASE_NOT_DRAWN, "case");
        return;
    };
    let is_own = known.applicant == step.actor.person || known.approver == Some(step.actor.person);
    if is_own && body.auditor().is_none_or(|auditor| auditor.reason.is_empty()) {
        report.breach(&OWN_CASE, "case");
    }
    if body.sent.is_some() {
        report.breach(&WRONG_STATE, "");
    }
}

pub(super) fn check_paper(
    report: &mut Report,
    body: &AuditBody,
    step: &Step<'_>,
    case: InquiryId,
    note: &str,
) {
    check_case(report, body, step, case);
    if body.case(case).is_some_and(|known| known.paper.is_some()) {
        report.breach(&WRONG_STATE, "");
    }
    check_text(report, note, "paper.note");
}

pub(super) fn check_unveil(report: &mut Report, body: &AuditBody, step: &Step<'_>, case: InquiryId) {
    check_case(report, body, step, case);
    match body.case(case) {
        Some(known) if known.paper.is_none() => report.breach(&PAPER_FIRST, ""),
        Some(known) if known.revealed.is_some() => report.breach(&WRONG_STATE, ""),
        _ => {}
    }
}

/// Whoever may see the audit may read what was registered of a case, once it was opened to the auditor.
#[must_use]
pub fn check_reading(body: &AuditBody, case: InquiryId) -> Report {
    let mut report = Report::default();
    match body.case(case) {
        None => report.breach(&CASE_NOT_DRAWN, "case"),
        Some(known) if known.revealed.is_none() => report.breach(&PAPER_FIRST, ""),
        Some(_) => {}
    }
    report
}

pub(super) fn check_judge(
    report: &mut Report,
    body: &AuditBody,
    step: &Step<'_>,
    judged: (InquiryId, &[FindingDraft]),
    facts: &AuditFacts,
) {
    let (case, lines) = judged;
    check_case(report, body, step, case);
    match body.case(case) {
        Some(known) if known.revealed.is_none() => report.breach(&UNVEIL_FIRST, ""),
        Some(known) if known.findings.is_some() => report.breach(&WRONG_STATE, ""),
        _ => {}
    }
    let count = |checkpoint| lines.iter().filter(|line| line.checkpoint == checkpoint).count();
    if Checkpoint::ALL.into_iter().any(|checkpoint| count(checkpoint) != 1) {
        let points = Checkpoint::ALL.map(|checkpoint| checkpoint.citation().to_string()).join("、");
        report.violations.push(CHECKPOINT_MISSING.filled("lines", &[("points", &points)]));
    }
    for (at, line) in lines.iter().enumerate() {
        check_line(report, step, at, line, facts);
    }
}

fn check_line(report: &mut Report, step: &Step<'_>, at: usize, line: &FindingDraft, facts: &AuditFacts) {
    let path = |field: &str| format!("lines[{at}].{field}");
    check_text(report, &line.note, &path("note"));
    check_text(report, &line.correction, &path("correction"));
    if !line.verdict.is_finding() {
        return;
    }
    if line.note.trim().is_empty() {
        report.breach(&FINDING_NOTE_MISSING, path("note"));
    }
    if line.correction.trim().is_empty() {
        report.breach(&CORRECTION_MISSING, path("correction"));
    }
    if named(&line.owner).is_none_or(|owner| !facts.owners.contains(&owner)) {
        report.breach(&OWNER_MISSING, path("owner"));
    }
    if line.due.is_none_or(|due| due < step.on()) {
        report.breach(&DUE_MISSING, path("due"));
    }
}

pub(super) fn check_finish(
    report: &mut Report,
    body: &AuditBody,
    step: &Step<'_>,
    conclusion: &str,
    facts: &AuditFacts,
) {
    check_auditor(report, body, step);
    if body.sent.is_some() || body.rounds.is_empty() || body.waiting().is_some() {
        report.breach(&WRONG_STATE, "");
    }
    let open = body.unjudged();
    if open > 0 {
        report.violations.push(CASES_OPEN.filled("cases", &[("count", &open)]));
    }
    if facts.late > 0 {
        report.violations.push(LATE_CASES_OPEN.filled("cases", &[("count", &facts.late)]));
    }
    if conclusion.trim().is_empty() {
        report.breach(&CONCLUSION_MISSING, "conclusion");
    }
    check_text(report, conclusion, "conclusion");
}

//! Audits as people read them: names for identifiers, what was registered of a case, what the reader may do now.

use chrono::NaiveDate;
use shared::{
    Kept as _, Record as _,
    api::v1::{AuditRow, AuditView},
    audit::{Audit, AuditAction, AuditBody, AuditFacts, AuditStep, Candidate, Registered},
    id::InquiryId,
    inquiry::InquiryBody,
    printout::{Fate, PrintoutBody},
    regulation::point_08,
    taiwan_day,
};

use super::flow;
use crate::{
    app::Act,
    finding,
    http::error::ApiError,
    inquiry::{self, view::subject_label},
    printout,
    registers::flow::step,
};

fn is_late(body: &AuditBody, today: NaiveDate) -> bool {
    let on = body.sent.as_ref().map_or(today, |sent| taiwan_day(sent.at));
    point_08::audit_by(body.period).is_some_and(|due| due < on)
}

/// A line of the list.
pub fn row(audit: &Audit, today: NaiveDate) -> AuditRow {
    let body = audit.body();
    AuditRow {
        id: body.id,
        revision: body.revision,
        period: body.period,
        unit: body.unit,
        unit_name: body.unit_name.clone(),
        status: audit.status().to_owned(),
        auditor_name: body.auditor().map(|auditor| auditor.name.clone()).unwrap_or_default(),
        n: body.rounds.iter().map(|round| round.n).sum(),
        sample: body.cases.len() as u64,
        judged: (body.cases.len() - body.unjudged()) as u64,
        late: body.late,
        due: point_08::audit_by(body.period),
        is_late: is_late(body, today),
    }
}

/// The whole record.
///
/// # Errors
/// The database does not answer.
pub async fn audit(act: &mut Act<'_>, audit: Audit) -> Result<AuditView, ApiError> {
    let body = audit.body().clone();
    let found = finding::flow::of_record(act, audit.id(), body.unit).await?;
    let findings = found.into_iter().map(|finding| finding::flow::view(act, finding)).collect();
    let late = flow::late(act, &body).await?;
    Ok(AuditView {
        status: audit.status().to_owned(),
        late,
        due: point_08::audit_by(body.period),
        is_late: is_late(&body, act.today()),
        findings,
        may: may(act, &audit, late),
        audit: body,
    })
}

/// Each action is tried on the shared rules, so that a button never promises what they refuse.
fn may(act: &Act<'_>, audit: &Audit, late: u64) -> Vec<String> {
    let body = audit.body();
    let standing = act.standing();
    let candidate = Candidate { standing: standing.clone(), title: String::new(), involved: 0 };
    let facts = AuditFacts {
        parents: act.registers().parents(body.unit),
        candidate: Some(candidate),
        // One that is there stands for those that came late.
        population: if late > 0 || body.rounds.is_empty() {
            vec![InquiryId(uuid::Uuid::nil())]
        } else {
            Vec::new()
        },
        late,
        ..AuditFacts::default()
    };
    let text = || "-".to_owned();
    let candidates = [
        ("appoint", AuditAction::Appoint { auditor: text(), reason: text() }),
        ("freeze", AuditAction::Freeze),
        ("finish", AuditAction::Finish { conclusion: text() }),
        ("receive", AuditAction::Receive),
    ];
    let step = step(act);
    let allowed = |action: &AuditAction| {
        audit.clone().step(&step, &AuditStep { action: action.clone(), facts: facts.clone() }).is_ok()
    };
    let mut names: Vec<String> =
        candidates.iter().filter(|(_, action)| allowed(action)).map(|(name, _)| (*name).to_owned()).collect();
    let audits = body.auditor().is_some_and(|auditor| auditor.person == standing.person);
    if audits && body.waiting().is_some() {
        names.push("enter_seed".to_owned());
    }
    if audits && body.sent.is_none() && !body.cases.is_empty() {
        names.push("judge".to_owned());
    }
    names
}

/// What was registered of a case, identities masked.
///
/// # Errors
/// The case is gone, or the database does not answer.
pub async fn registered(act: &mut Act<'_>, case: InquiryId) -> Result<Registered, ApiError> {
    let content = inquiry::store::content(act.tx, case).await?.and_then(|content| content.body);
    let body: InquiryBody = serde_json::from_str(&content.ok_or(ApiError::NotFound)?)
        .map_err(|error| ApiError::Internal(error.into()))?;
    let rows = printout::store::of_inquiry(act.tx, case).await?;
    let papers: Vec<PrintoutBody> =
        rows.iter().filter_map(|row| serde_json::from_str(&row.body).ok()).collect();
    let registers = act.registers();
    let item = registers.item_on(body.registration.item, taiwan_day(body.submitted_at));
    let approval = body.status.approval();
    let query = body.status.query();
    let fate = |paper: &PrintoutBody| {
        let what = match &paper.fate {
            Fate::Filed { case_number, .. } => format!("附卷 {case_number}"),
            Fate::Kept { place } => format!("保存 {place}"),
            Fate::NotNeeded { .. } => "確認無保存必要".to_owned(),
            Fate::Destroyed(gone) => format!("銷毀 {}", gone.on),
        };
        format!("{} × {what}", paper.pages)
    };
    Ok(Registered {
        case_number: body.registration.case_number.clone(),
        applicant_name: body.applicant_name.clone(),
        item: item.map(|item| format!("{} {}", item.number, item.name)).unwrap_or_default(),
        data_items: body.registration.data_items.clone(),
        reason: body.registration.reason.clone(),
        subjects: body.registration.subjects.iter().map(subject_label).collect(),
        approver_name: approval.map(|approval| approval.by_name.clone()).unwrap_or_default(),
        approved_at: approval.map(|approval| approval.at),
        queried_at: query.map(|query| query.queried_at),
        recorded_at: query.map(|query| query.recorded_at),
        sheets: papers.iter().map(|paper| paper.pages).sum(),
        copies: papers.iter().map(|paper| paper.copies).sum(),
        fates: papers.iter().map(fate).collect(),
        query_record_place: query.map(|query| query.query_record_place.clone()).unwrap_or_default(),
    })
}

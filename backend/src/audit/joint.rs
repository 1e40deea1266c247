//! Joint audits: opened by the finding itself, seen by the three and nobody else.

use shared::{
    Kept as _, Record as _,
    account::Standing,
    api::v1::{JointAuditView, Page},
    audit::{JointAction, JointAudit, JointBody, JointFacts, JointStep, Opening, named, paper},
    custody::Mark,
    id::JointAuditId,
    paper::Sheet,
};

use crate::{
    app::Act,
    custody::paper::letterhead,
    http::error::ApiError,
    journal::checkpoint::{proof, sign},
    records::{flow as records, store::Scope},
    registers::flow::{refused, step},
};

/// Opens the room.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn open(act: &mut Act<'_>, opening: Opening) -> Result<(), ApiError> {
    let id = JointAuditId(records::fresh_id(act));
    let joint = JointAudit::open(id, opening, Mark::of(&step(act)));
    records::enter(act, &joint, "joint_audit.open").await
}

fn may_see(act: &Act<'_>, body: &JointBody) -> bool {
    let standing = act.standing();
    standing.is_manager || body.members.iter().any(|member| member.person == standing.person)
}

async fn visible(act: &mut Act<'_>, id: JointAuditId) -> Result<JointAudit, ApiError> {
    let joint: JointAudit = records::find(act.tx, id.0).await?.ok_or(ApiError::NotFound)?;
    if may_see(act, joint.body()) { Ok(joint) } else { Err(ApiError::NotFound) }
}

/// Those whoever acts sits in, newest first; they are few.
///
/// # Errors
/// The database does not answer.
pub async fn list(act: &mut Act<'_>) -> Result<Page<JointAuditView>, ApiError> {
    let all: Vec<JointAudit> = records::all(act.tx, Scope::All, "").await?;
    let items = all.into_iter().filter(|joint| may_see(act, joint.body())).map(|joint| view(act, joint));
    Ok(Page { items: items.collect(), next: None })
}

/// One of them.
///
/// # Errors
/// Absent and hidden are told alike.
pub async fn read(act: &mut Act<'_>, id: JointAuditId) -> Result<JointAuditView, ApiError> {
    let joint = visible(act, id).await?;
    Ok(view(act, joint))
}

/// The report on paper.
///
/// # Errors
/// Absent and hidden are told alike.
pub async fn sheet(act: &mut Act<'_>, id: JointAuditId) -> Result<Sheet, ApiError> {
    let joint = visible(act, id).await?;
    let mut sheet = paper::joint(joint.body(), &letterhead(act));
    sheet.blocks.extend(proof::anchor(act.tx).await?.into_iter().flatten());
    Ok(sheet)
}

/// Names the members, writes or signs.
///
/// # Errors
/// The report that refuses it, or the joint audit is out of sight or has moved on.
pub async fn act(
    act: &mut Act<'_>,
    id: JointAuditId,
    revision: i64,
    action: JointAction,
) -> Result<JointAuditView, ApiError> {
    let joint = visible(act, id).await?;
    if joint.revision() != revision {
        return Err(ApiError::Stale { revision: joint.revision() });
    }
    let facts = facts(act, &action);
    let asked = JointStep { action, facts };
    let joint = joint.step(&step(act), &asked).map_err(refused)?;
    records::change(act, &joint, asked.action.journal_name()).await?;
    if asked.action == JointAction::Sign {
        sign::soon(act).await?;
    }
    Ok(view(act, joint))
}

fn facts(act: &Act<'_>, action: &JointAction) -> JointFacts {
    let registers = act.registers();
    let known = |text: &str| -> Option<(Standing, String)> {
        let standing = registers.standing(named(text)?, act.today())?;
        let unit_name = registers.unit_name(standing.unit);
        Some((standing, unit_name))
    };
    let keeper_unit_name = registers.unit_name(act.unit());
    match action {
        JointAction::Name { ethics, it } => {
            JointFacts { keeper_unit_name, ethics: known(ethics), it: known(it) }
        }
        JointAction::Write { .. } | JointAction::Sign => JointFacts::default(),
    }
}

fn view(act: &Act<'_>, joint: JointAudit) -> JointAuditView {
    let body = joint.body().clone();
    let standing = act.standing();
    let step = step(act);
    let text = || "-".to_owned();
    let write = JointAction::Write { facts: text(), causes: text(), measures: text() };
    let allowed = |action: &JointAction| {
        let asked = JointStep { action: action.clone(), facts: JointFacts::default() };
        JointAudit::restore(body.clone()).step(&step, &asked).is_ok()
    };
    let mut may: Vec<String> = [("write", write), ("sign", JointAction::Sign)]
        .iter()
        .filter(|(_, action)| allowed(action))
        .map(|(name, _)| (*name).to_owned())
        .collect();
    if standing.is_manager && !body.is_signed() {
        may.push("name".to_owned());
    }
    let has_signed = body.members.iter().any(|one| one.person == standing.person && one.signed.is_some());
    may.retain(|name| name != "sign" || !has_signed);
    JointAuditView { status: joint.status().to_owned(), may, joint: body }
}

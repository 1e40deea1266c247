//! What can be done about a finding.

use shared::{
    Kept as _, Record as _,
    api::v1::{FindingView, Page},
    custody::Mark,
    finding::{Finding, FindingAction, FindingBody, Found},
    id::{FindingId, UnitId},
};
use uuid::Uuid;

use crate::{
    app::Act,
    audit,
    http::error::ApiError,
    records::{
        flow::{self as records, Wanted},
        store::Scope,
    },
    registers::flow::{refused, step},
};

/// Raises what was found.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn raise(act: &mut Act<'_>, found: Found) -> Result<(), ApiError> {
    let id = FindingId(records::fresh_id(act));
    let finding = Finding::raise(id, found, Mark::of(&step(act)));
    records::enter(act, &finding, "finding.raise").await
}

/// What one record found, oldest first.
///
/// # Errors
/// The database does not answer.
pub async fn of_record(act: &mut Act<'_>, record: Uuid, unit: UnitId) -> Result<Vec<Finding>, ApiError> {
    let all: Vec<Finding> = records::all(act.tx, Scope::Unit(unit), "").await?;
    let mut found: Vec<Finding> = all.into_iter().filter(|finding| finding.body().record == record).collect();
    found.reverse();
    Ok(found)
}

/// The same where the findings are of many units.
///
/// # Errors
/// The database does not answer.
pub async fn of_origin(act: &mut Act<'_>, record: Uuid) -> Result<Vec<Finding>, ApiError> {
    let all: Vec<Finding> = records::all(act.tx, Scope::All, "").await?;
    let mut found: Vec<Finding> = all.into_iter().filter(|finding| finding.body().record == record).collect();
    found.reverse();
    Ok(found)
}

/// The manager sees all, heads those of their units, owner and checker their own.
fn may_see(act: &Act<'_>, body: &FindingBody) -> bool {
    let standing = act.standing();
    standing.is_manager
        || [body.owner, body.checker].contains(&standing.person)
        || audit::flow::overseen(act).contains(&body.unit)
}

async fn visible(act: &mut Act<'_>, id: FindingId) -> Result<Finding, ApiError> {
    let finding: Finding = records::find(act.tx, id.0).await?.ok_or(ApiError::NotFound)?;
    if may_see(act, finding.body()) { Ok(finding) } else { Err(ApiError::NotFound) }
}

/// One finding.
///
/// # Errors
/// Absent and hidden are told alike.
pub async fn read(act: &mut Act<'_>, id: FindingId) -> Result<FindingView, ApiError> {
    let finding = visible(act, id).await?;
    Ok(view(act, finding))
}

/// A page of findings, newest first.
///
/// # Errors
/// The cursor is none of ours, or the database does not answer.
pub async fn page(
    act: &mut Act<'_>,
    status: String,
    cursor: Option<String>,
    limit: Option<i64>,
) -> Result<Page<FindingView>, ApiError> {
    let wanted = Wanted { scopes: audit::flow::scopes(act), status, cursor, limit };
    let found: Page<Finding> = records::list(act.tx, &wanted, |finding| finding).await?;
    let items = found.items.into_iter().map(|finding| view(act, finding)).collect();
    Ok(Page { items, next: found.next })
}

/// Records what was done, or looks again.
///
/// # Errors
/// The report that refuses it, or the finding is out of sight or has moved on.
pub async fn act(
    act: &mut Act<'_>,
    id: FindingId,
    revision: i64,
    action: FindingAction,
) -> Result<FindingView, ApiError> {
    let finding = visible(act, id).await?;
    if finding.revision() != revision {
        return Err(ApiError::Stale { revision: finding.revision() });
    }
    let finding = finding.step(&step(act), &action).map_err(refused)?;
    records::change(act, &finding, action.journal_name()).await?;
    Ok(view(act, finding))
}

/// A finding with what the reader may do: each action is tried on the shared rules.
#[must_use]
pub fn view(act: &Act<'_>, finding: Finding) -> FindingView {
    let today = act.today();
    let step = step(act);
    let candidates = [
        ("settle", FindingAction::Settle { text: "-".to_owned() }),
        ("recheck", FindingAction::Recheck { is_mended: true, note: String::new(), due: None }),
    ];
    let may = candidates
        .iter()
        .filter(|(_, action)| finding.clone().step(&step, action).is_ok())
        .map(|(name, _)| (*name).to_owned())
        .collect();
    let body = finding.body().clone();
    FindingView {
        status: finding.status().to_owned(),
        unit_name: act.registers().unit_name(body.unit),
        is_late: finding.status() == "open" && body.due < today,
        may,
        finding: body,
    }
}

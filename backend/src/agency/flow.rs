//! Entering and changing agencies and units.

use shared::{
    Record, Report,
    agency::{Agency, AgencyDraft},
    api::v1::{AgencyView, NewAgency},
    id::UnitId,
    regulation::point_01,
};

use crate::{
    app::Act,
    http::error::ApiError,
    registers::flow::{at_revision, expect_keeper, expect_manager_placed, expect_new, put, refused, step},
};

/// A node on the wire.
#[must_use]
pub fn view(agency: &Agency) -> AgencyView {
    AgencyView { id: agency.unit(), revision: agency.revision(), draft: agency.draft().clone() }
}

/// Refuses a node without a place in the tree.
fn expect_place(act: &Act<'_>, id: UnitId, draft: &AgencyDraft) -> Result<(), ApiError> {
    let mut report = Report::default();
    let registers = act.registers();
    point_01::check_place(&mut report, id, draft, |unit| {
        registers.agencies.get(&unit).map(|agency| agency.draft().parent)
    });
    if report.is_accepted() { Ok(()) } else { Err(refused(report)) }
}

/// Enters a node.
///
/// # Errors
/// The report that refuses it.
pub async fn enter(act: &mut Act<'_>, new: NewAgency) -> Result<AgencyView, ApiError> {
    expect_keeper(act)?;
    expect_new(act.registers().agencies.contains_key(&new.id))?;
    expect_place(act, new.id, &new.draft)?;
    let agency = Agency::enter(new.id, new.draft).map_err(refused)?;
    put(act, &agency, agency.draft(), "agency.enter").await?;
    Ok(view(&agency))
}

/// Changes a node.
///
/// # Errors
/// The report that refuses it, or the node has moved on.
pub async fn change(
    act: &mut Act<'_>,
    id: UnitId,
    revision: i64,
    draft: AgencyDraft,
) -> Result<AgencyView, ApiError> {
    let agency = at_revision(act.registers().agencies.get(&id), revision)?;
    let agency = agency.step(&step(act), &draft).map_err(refused)?;
    expect_place(act, id, &draft)?;
    put(act, &agency, agency.draft(), "agency.change").await?;
    expect_manager_placed(act, "is_social_affairs").await?;
    Ok(view(&agency))
}

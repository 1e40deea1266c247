//! Entering and changing agencies and units.

use shared::{
    Record,
    agency::{Agency, AgencyDraft},
    api::v1::{AgencyView, NewAgency},
    id::UnitId,
};

use crate::{
    app::Act,
    http::error::ApiError,
    registers::flow::{at_revision, expect_keeper, expect_new, put, refused, step},
};

/// A node on the wire.
#[must_use]
pub fn view(agency: &Agency) -> AgencyView {
    AgencyView { id: agency.unit(), revision: agency.revision(), draft: agency.draft().clone() }
}

/// Enters a node.
///
/// # Errors
/// The report that refuses it.
pub async fn enter(act: &mut Act<'_>, new: NewAgency) -> Result<AgencyView, ApiError> {
    expect_keeper(act)?;
    expect_new(act.registers().agencies.contains_key(&new.id))?;
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
    put(act, &agency, agency.draft(), "agency.change").await?;
    Ok(view(&agency))
}

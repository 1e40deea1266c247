//! What can be done about an incident.

use chrono::NaiveDate;
use shared::{
    Bilingual, Kept as _, Record as _,
    api::v1::{ClockView, IncidentReach, IncidentView, NewIncident, Page},
    edition,
    id::IncidentId,
    incident::{Clock, Incident, IncidentAction, IncidentBody, Part, Scope as Touched, paper},
    paper::Sheet,
    taiwan_day,
};

use super::reach;
use crate::{
    app::Act,
    custody::paper::letterhead,
    http::error::ApiError,
    records::{
        flow::{self as records, Wanted},
        store::Scope,
    },
    registers::flow::{refused, step},
};

/// Reports an incident.
///
/// # Errors
/// The report that refuses it, or the identifier is in use.
pub async fn report(act: &mut Act<'_>, new: NewIncident) -> Result<IncidentView, ApiError> {
    if records::find::<Incident>(act.tx, new.id.0).await?.is_some() {
        return Err(ApiError::Exists);
    }
    let registers = act.registers();
    let keeper = registers
        .manager(act.today())
        .map_or((act.standing().person, act.unit()), |account| (account.person(), account.unit()));
    let unit_name = registers.unit_name(act.unit());
    let registers = act.registers();
    let settings = |day| registers.settings(day);
    let incident =
        Incident::report(new.id, &new.draft, unit_name, keeper, settings, &step(act)).map_err(refused)?;
    records::enter(act, &incident, "incident.report_incident").await?;
    Ok(view(act, incident))
}

/// The manager and whoever reported it see it.
async fn visible(act: &mut Act<'_>, id: IncidentId) -> Result<Incident, ApiError> {
    let incident: Incident = records::find(act.tx, id.0).await?.ok_or(ApiError::NotFound)?;
    let standing = act.standing();
    let is_seen = standing.is_manager || incident.body().reporter.by == standing.person;
    if is_seen { Ok(incident) } else { Err(ApiError::NotFound) }
}

/// One incident.
///
/// # Errors
/// Absent and hidden are told alike.
pub async fn read(act: &mut Act<'_>, id: IncidentId) -> Result<IncidentView, ApiError> {
    let incident = visible(act, id).await?;
    Ok(view(act, incident))
}

/// A page of incidents, newest first: all for the manager, one's own for whoever reported.
///
/// # Errors
/// The cursor is none of ours, or the database does not answer.
pub async fn page(
    act: &mut Act<'_>,
    status: String,
    cursor: Option<String>,
    limit: Option<i64>,
) -> Result<Page<IncidentView>, ApiError> {
    let standing = act.standing();
    let scope = if standing.is_manager { Scope::All } else { Scope::Person(standing.person) };
    let wanted = Wanted { scopes: vec![scope], status, cursor, limit };
    let found: Page<Incident> = records::list(act.tx, &wanted, |incident| incident).await?;
    let items = found.items.into_iter().map(|incident| view(act, incident)).collect();
    Ok(Page { items, next: found.next })
}

/// Notes, tells, assesses, contains or closes.
///
/// # Errors
/// The report that refuses it, or the incident is out of sight or has moved on.
pub async fn act(
    act: &mut Act<'_>,
    id: IncidentId,
    revision: i64,
    action: IncidentAction,
) -> Result<IncidentView, ApiError> {
    let incident = visible(act, id).await?;
    if incident.revision() != revision {
        return Err(ApiError::Stale { revision: incident.revision() });
    }
    let incident = incident.step(&step(act), &action).map_err(refused)?;
    records::change(act, &incident, action.journal_name()).await?;
    Ok(view(act, incident))
}

/// Which inquiries, people, printouts and accounts may be touched: for the manager.
///
/// # Errors
/// Absent and hidden are told alike.
pub async fn reach(act: &mut Act<'_>, id: IncidentId) -> Result<IncidentReach, ApiError> {
    if !act.standing().is_manager {
        return Err(ApiError::NotFound);
    }
    let incident = visible(act, id).await?;
    reach::of(act, &incident.body().scope).await
}

/// The report to the Bureau: for the manager.
///
/// # Errors
/// Absent and hidden are told alike.
pub async fn sheet(act: &mut Act<'_>, id: IncidentId) -> Result<Sheet, ApiError> {
    let reach = reach(act, id).await?;
    let incident = visible(act, id).await?;
    Ok(paper::report(incident.body(), &reach, &letterhead(act)))
}

/// An incident with its clocks, and what the reader may do: each action is tried on the shared rules.
fn view(act: &Act<'_>, incident: Incident) -> IncidentView {
    let body = incident.body().clone();
    let clock = |clock: Clock| ClockView {
        clock,
        hours: body.hours(clock),
        basis: basis(act, clock, taiwan_day(body.known_at)),
        due: body.due(clock),
        told_at: body.told(clock).map(|told| told.at),
        is_late: body.is_late(clock, act.now()),
    };
    IncidentView {
        status: incident.status().to_owned(),
        clocks: body.clocks.iter().copied().map(clock).collect(),
        resting: Clock::ALL.into_iter().filter(|one| !body.clocks.contains(one)).map(clock).collect(),
        may: may(act, &incident, &body),
        incident: body,
    }
}

/// Where a clock's hours came from on a day.
fn basis(act: &Act<'_>, clock: Clock, on: NaiveDate) -> Bilingual {
    edition::source(act.registers().editions.values(), clock.setting(), on)
}

fn may(act: &Act<'_>, incident: &Incident, body: &IncidentBody) -> Vec<String> {
    let text = || "-".to_owned();
    let next = body.running().next().unwrap_or(Clock::Bureau);
    let candidates = [
        ("note", IncidentAction::Note { part: Part::Fact, at: act.now(), text: text() }),
        ("tell", IncidentAction::Tell { clock: next, at: act.now(), how: text(), late_reason: text() }),
        ("assess", IncidentAction::Assess { clocks: Vec::new(), scope: Touched::default() }),
        ("contain", IncidentAction::Contain { on: act.today() }),
        ("close", IncidentAction::Close { conclusion: text() }),
    ];
    let step = step(act);
    let allowed = |action: &IncidentAction| incident.clone().step(&step, action).is_ok();
    candidates.iter().filter(|(_, action)| allowed(action)).map(|(name, _)| (*name).to_owned()).collect()
}

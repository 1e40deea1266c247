//! Which duties somebody sees, and how one was worked out.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL};
use chrono::{DateTime, NaiveDate, Utc};
use shared::{
    EditionId,
    account::Standing,
    api::v1::{DutyView, Page},
    duty::{Duty, DutyKind, Escalation, Level, Working, escalations, working},
    id::{InquiryId, PersonId, UnitId},
    regulation::Settings,
    taiwan_day,
};
use uuid::Uuid;

use super::{
    http::Query,
    store::{self, Filter, NO_DAY, Row, Scope},
};
use crate::{
    app::{Act, App},
    http::{error::ApiError, page},
    journal::{self, store::NewEntry},
    printout,
    schedule::{self, jobs::Report},
    store::{StoreError, Tx},
};

/// A page of the duties the asker may see.
///
/// # Errors
/// The cursor is none of ours, or the database does not answer.
pub async fn page(act: &mut Act<'_>, query: &Query) -> Result<Page<DutyView>, ApiError> {
    let limit = page::limit(query.limit);
    let (day, id) = after(query.cursor.as_deref())?;
    let mut rows = Vec::new();
    for (scope, cut) in scopes(act, query) {
        let filter = filter(act, query, cut);
        rows.extend(store::list(act.tx, scope, &filter, (&day, id), limit + 1).await?);
    }
    let place = |row: &Row| (row.due_on.clone().unwrap_or_else(|| NO_DAY.to_owned()), row.id);
    rows.sort_by_key(place);
    rows.dedup_by(|a, b| a.id == b.id);
    let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > wanted;
    rows.truncate(wanted);
    let next = rows.last().filter(|_| more).map(|row| {
        let (day, id) = place(row);
        BASE64URL.encode(format!("{day}{id}"))
    });
    let view = |row: Row| {
        let duty = row.duty()?;
        Some(super::view(act, duty, row.inquiry_id.map(InquiryId), row.about))
    };
    Ok(Page { items: rows.into_iter().filter_map(view).collect(), next })
}

fn after(cursor: Option<&str>) -> Result<(String, Uuid), ApiError> {
    let Some(cursor) = cursor else { return Ok((String::new(), Uuid::nil())) };
    let text = BASE64URL.decode(cursor).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let place = text.as_deref().and_then(|text| text.split_at_checked(NO_DAY.len()));
    place.and_then(|(day, id)| Some((day.to_owned(), id.parse().ok()?))).ok_or_else(page::no_cursor)
}

/// Where to look, and before which strict day: what has escalated to somebody is theirs only once it is late enough.
type Look = (Scope, Option<NaiveDate>);

/// What is somebody's own: what they answer for, what they decide on, and what has escalated to them.
#[must_use]
pub fn own(standing: &Standing, today: NaiveDate, settings: &Settings) -> Vec<Look> {
    let mut looks = vec![(Scope::Person(standing.person), None)];
    for unit in standing.approves_for(today) {
        looks.push((Scope::Unclaimed(unit), None));
        looks.push((Scope::Unit(unit), Some(Level::Head.cut(today, settings).unwrap_or(NaiveDate::MIN))));
    }
    if standing.is_manager {
        looks.push((Scope::All, Some(Level::Manager.cut(today, settings).unwrap_or(NaiveDate::MIN))));
    }
    looks
}

/// Everything somebody may see.
fn seen(standing: &Standing, today: NaiveDate) -> Vec<Look> {
    if standing.is_manager {
        return vec![(Scope::All, None)];
    }
    let units = standing.approves_for(today).into_iter().map(|unit| (Scope::Unit(unit), None));
    std::iter::once((Scope::Person(standing.person), None)).chain(units).collect()
}

fn scopes(act: &Act<'_>, query: &Query) -> Vec<Look> {
    let (standing, today) = (act.standing(), act.today());
    if query.mine {
        return own(standing, today, &act.settings());
    }
    if let Some(unit) = query.unit.map(UnitId) {
        let may = standing.is_manager || standing.approves_for(today).contains(&unit);
        return if may { vec![(Scope::Unit(unit), None)] } else { Vec::new() };
    }
    match query.person.map(PersonId) {
        Some(person) if standing.is_manager || person == standing.person => {
            vec![(Scope::Person(person), None)]
        }
        _ => seen(standing, today),
    }
}

fn filter(act: &Act<'_>, query: &Query, cut: Option<NaiveDate>) -> Filter {
    let late = query.late.then(|| act.today());
    let until = query.due_until.and_then(|day| day.succ_opt());
    let kinds = (query.kind.is_some() || query.point.is_some()).then(|| {
        let is_wanted = |kind: &DutyKind| {
            query.kind.as_ref().is_none_or(|name| kind.name() == name)
                && query.point.is_none_or(|point| kind.is_of(point))
        };
        DutyKind::ALL.into_iter().filter(is_wanted).collect()
    });
    Filter {
        due_before: [late, until, cut].into_iter().flatten().min(),
        kinds,
        person: query.person.map(PersonId),
    }
}

/// How the days of a record's duty were found.
///
/// # Errors
/// There is no such duty, or it is not for these eyes.
pub async fn work_out(act: &mut Act<'_>, record: Uuid, kind: &str) -> Result<Working, ApiError> {
    let rows = store::of_record(act.tx, record).await?;
    let (standing, today) = (act.standing(), act.today());
    let units = standing.approves_for(today);
    let may = |row: &&Row| {
        standing.is_manager
            || row.person_id == Some(standing.person.0)
            || units.contains(&UnitId(row.unit_id))
    };
    let duty = rows.iter().filter(|row| row.kind == kind).find(may).and_then(Row::duty);
    let duty = duty.ok_or(ApiError::NotFound)?;
    let event = match duty.record_kind.as_ref() {
        "printout" => printout::flow::queried_on(act, duty.record.into()).await?,
        _ => None,
    };
    Ok(working(&duty, event, act.calendar()))
}

/// Puts on record, once, what is late enough to be shown to a head or to the manager; the lists themselves need no record.
///
/// # Errors
/// The database does not answer.
pub async fn escalate(app: App) -> anyhow::Result<Report> {
    let now = app.clock().now();
    let today = taiwan_day(now);
    let settings = {
        let mut tx = app.db().read().await?;
        app.registers(&mut tx).await?.settings(today)
    };
    let mut told = 0_u64;
    for level in Level::ALL {
        let Some(cut) = level.cut(today, &settings) else { continue };
        let mut after = (String::new(), Uuid::nil());
        loop {
            let rows = {
                let mut tx = app.db().read().await?;
                store::untold(&mut tx, level, cut, &after).await?
            };
            let Some(last) = rows.last() else { break };
            after = (last.due_on.clone().unwrap_or_default(), last.id);
            let found: Vec<_> = rows
                .iter()
                .filter_map(Row::duty)
                .filter_map(|duty| {
                    let reached = escalations(&duty, today, &settings).find(|one| one.level == level)?;
                    Some((duty, reached))
                })
                .collect();
            let edition = app.editions().on(today);
            told += schedule::jobs::write(&app, move |tx| Box::pin(tell(tx, found, now, edition))).await?;
        }
    }
    Ok(Report::done(format!("新提報 {told} 件。"), format!("{told} newly escalated.")))
}

async fn tell(
    tx: &mut Tx,
    found: Vec<(Duty, Escalation)>,
    now: DateTime<Utc>,
    edition: EditionId,
) -> Result<u64, StoreError> {
    let mut told = 0;
    for (duty, reached) in found {
        if store::tell(tx, &duty, reached).await? {
            let note = format!("{} {} {}", duty.kind.name(), reached.level.name(), reached.since);
            let entry = NewEntry::happened("duty.escalate", "duty", duty.record, note);
            journal::store::append(tx, now, None, edition, entry).await?;
            told += 1;
        }
    }
    Ok(told)
}

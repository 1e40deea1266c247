//! Whether somebody was authorised on a past day: the registers as they were known then, asked by the rules of then.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::Deserialize;
use shared::{
    Record,
    account::{Account, application::ApplicationBody},
    id::{ItemId, PersonId, UnitId},
    inquiry::{InquiryCtx, InquiryFacts},
    inventory::Item,
    oversight::{self, Authorisation, Document},
    paper::Sheet,
    record::taiwan_midnight,
    taiwan_day,
};
use uuid::Uuid;

use super::flow;
use crate::{
    app::Act,
    http::error::ApiError,
    inquiry::view::instant,
    records,
    registers::{ItemBody, Registers, store},
};

/// The noun of applications for permission, 附表三.
const APPLICATION: &str = "application";
/// Applications of one person at most.
const APPLICATIONS: i64 = 200;

/// What is asked.
#[derive(Debug, Clone, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// For which item.
    pub item: Uuid,
    /// For which data items, their codes separated by commas; none asks about the item alone.
    #[serde(default)]
    pub data_item: String,
    /// On which Taiwan day: what was entered until its end counts.
    pub on: Option<NaiveDate>,
    /// At which instant instead: what was entered after it does not count.
    pub at: Option<DateTime<Utc>>,
    /// As what the sheet is wanted; only the sheet reads it.
    #[serde(default)]
    #[param(inline)]
    pub format: crate::paper::Format,
}

/// The answer with what it rests on.
///
/// # Errors
/// The person is not overseen, or nobody of that identifier was known then.
pub async fn answer(act: &mut Act<'_>, id: PersonId, asked: &Asked) -> Result<Authorisation, ApiError> {
    if act.standing().person != id && !flow::oversees(act, id) {
        return Err(ApiError::NotFound);
    }
    let on = asked.at.map(taiwan_day).or(asked.on).unwrap_or_else(|| act.today());
    let day_end = taiwan_midnight(on) + TimeDelta::days(1) - TimeDelta::microseconds(1);
    let at = asked.at.unwrap_or(day_end).min(act.now());
    let then = store::as_of(act.tx, at.timestamp_micros()).await?;
    let item = ItemId(asked.item);
    let codes: Vec<String> = asked
        .data_item
        .split(',')
        .map(|code| code.trim().to_owned())
        .filter(|code| !code.is_empty())
        .collect();
    let account = then.accounts.get(&id);
    let facts = InquiryFacts {
        applicant: then.standing(id, on),
        item: then.item_facts(item, on),
        in_social_affairs: account.map(|account| then.in_social_affairs(account.unit())),
        usual: None,
    };
    let edition = act.editions().on(on);
    let (checks, report) = oversight::answer(item, &codes, &InquiryCtx { on, edition, facts: &facts });
    let row = then.item_on(item, on);
    let named = |code: &String| {
        let data = row.and_then(|row| row.data_items.iter().find(|data| data.code == *code));
        data.map_or_else(|| code.clone(), |data| format!("{code} {}", data.name))
    };
    let mut documents = versions(act, &then, id, item, on, at).await?;
    documents.extend(applications(act, id, at).await?);
    documents.sort_by_key(|document| document.at);
    Ok(Authorisation {
        person: id,
        person_name: account.map(|account| account.draft().name.clone()).unwrap_or_default(),
        title: account.map(|account| account.draft().title.clone()).unwrap_or_default(),
        unit_name: account.map(|account| then.unit_name(account.unit())).unwrap_or_default(),
        item,
        item_number: row.map(|row| row.number.clone()).unwrap_or_default(),
        item_name: row.map(|row| row.name.clone()).unwrap_or_default(),
        data_items: codes.iter().map(named).collect(),
        on,
        at,
        edition,
        is_authorised: checks.iter().all(|check| check.holds),
        checks,
        report,
        documents,
    })
}

/// The versions of account, item and units that were in force then.
async fn versions(
    act: &mut Act<'_>,
    then: &Registers,
    person: PersonId,
    item: ItemId,
    on: NaiveDate,
    at: DateTime<Utc>,
) -> Result<Vec<Document>, ApiError> {
    let mut found = Vec::new();
    let account = then.accounts.get(&person);
    if let Some(account) = account {
        let title = format!("{} {}", account.draft().name, account.draft().egov_account);
        found.extend(document(act, Account::KIND, person.0, account.revision(), title, at).await?);
    }
    let shown = then.item_versions.get(&item).and_then(|known| shared::inventory::shown_on(known, on));
    if let Some(version) = shown {
        let row = &version.draft;
        let title = format!("{} {} {}", row.number, row.name, row.approved_by_document).trim().to_owned();
        found.extend(document(act, Item::KIND, item.0, version.revision, title, at).await?);
    }
    found.extend(repeal(act, then, item, at).await?);
    let units: Vec<UnitId> = account
        .map(|account| std::iter::once(account.unit()).chain(then.parents(account.unit())).collect())
        .unwrap_or_default();
    for unit in units {
        if let Some(agency) = then.agencies.get(&unit) {
            let (revision, title) = (agency.revision(), agency.draft().name.clone());
            found.extend(document(act, "agency", unit.0, revision, title, at).await?);
        }
    }
    Ok(found)
}

/// The version that recorded the item's repeal, where one was known.
async fn repeal(
    act: &mut Act<'_>,
    then: &Registers,
    item: ItemId,
    at: DateTime<Utc>,
) -> Result<Option<Document>, ApiError> {
    let Some(end) = then.items.get(&item).and_then(Item::repeal) else { return Ok(None) };
    let rows = store::versions(act.tx, Item::KIND, item.0).await?;
    let first = rows
        .iter()
        .find(|row| serde_json::from_str::<ItemBody>(&row.body).is_ok_and(|body| body.repeal.is_some()));
    let Some(revision) = first.map(|row| row.revision) else { return Ok(None) };
    document(act, Item::KIND, item.0, revision, format!("{} {}", end.on, end.reason), at).await
}

async fn document(
    act: &mut Act<'_>,
    kind: &'static str,
    id: Uuid,
    revision: i64,
    title: String,
    at: DateTime<Utc>,
) -> Result<Option<Document>, ApiError> {
    let registers = act.registers();
    let rows = store::versions(act.tx, kind, id).await?;
    let row = rows.into_iter().find(|row| row.revision == revision && instant(row.at) <= at);
    Ok(row.map(|row| Document {
        kind: kind.to_owned(),
        id,
        revision,
        at: instant(row.at),
        by: row.actor_id.map(|actor| registers.person_name(PersonId(actor))).unwrap_or_default(),
        title,
    }))
}

/// The person's applications for permission entered until then, where there are any.
async fn applications(
    act: &mut Act<'_>,
    person: PersonId,
    at: DateTime<Utc>,
) -> Result<Vec<Document>, ApiError> {
    let scope = records::store::Scope::Person(person);
    let rows = records::store::list(act.tx, APPLICATION, scope, "", Uuid::max(), APPLICATIONS).await?;
    let registers = act.registers();
    let until = at.timestamp_micros();
    let known = rows.into_iter().filter(|row| row.made_at <= until);
    Ok(known
        .map(|row| Document {
            kind: APPLICATION.to_owned(),
            id: row.id,
            revision: row.revision,
            at: instant(row.made_at),
            by: registers.person_name(person),
            title: form_title(&row.body),
        })
        .collect())
}

/// What an application is called among documents: what it asked for, and why.
fn form_title(body: &str) -> String {
    let known = serde_json::from_str::<ApplicationBody>(body);
    known
        .map(|body| format!("{} {}", body.form.kind.zh_tw(), body.form.reason).trim().to_owned())
        .unwrap_or_default()
}

/// The answer on paper.
///
/// # Errors
/// As [`answer`].
pub async fn sheet(act: &mut Act<'_>, id: PersonId, asked: &Asked) -> Result<Sheet, ApiError> {
    let authorisation = answer(act, id, asked).await?;
    let registers = act.registers();
    let agency = registers.agencies.values().find(|agency| agency.draft().parent.is_none());
    let sheet = oversight::paper::authorisation(
        &authorisation,
        agency.map(|agency| agency.draft().name.as_str()).unwrap_or_default(),
    );
    Ok(Sheet {
        printed_by: act.standing().name.clone(),
        printed_at: shared::paper::moment(act.now()),
        ..sheet
    })
}

//! 使用者名冊 (6(1)): who may use what, since when, by which form.

use std::collections::BTreeMap;

use axum::{
    Json,
    extract::{Query as UrlQuery, State},
    response::Response,
};
use serde::Deserialize;
use shared::{
    Kept,
    account::{Account, Application, paper},
    api::v1::{Page, Problem, RosterItem, RosterRow},
    id::{ApplicationId, ItemId, UnitId},
    inquiry::Decision,
    paper::{Sheet, moment},
};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::{
    app::{Act, App},
    http::{error::ApiError, extract::User},
    paper::{Asked, FormatQuery},
    records::{flow as records, store::Scope},
};

/// The routes of this noun.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list_roster)).routes(routes!(print_roster))
}

/// What the roster may be asked for; a sheet's own format stands beside it.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct Query {
    /// A unit with the units below it.
    pub unit: Option<Uuid>,
    /// Holders of an item today.
    pub item: Option<Uuid>,
    /// `active`, `ahead` or `over`.
    pub state: String,
}

/// The roster: everybody for the manager, a supervisor's own people, anybody's own line.
#[utoipa::path(get, path = "/accounts/roster", tag = "account", params(Query),
    responses((status = 200, body = Page<RosterRow>), (status = 401, body = Problem)))]
pub async fn list_roster(
    State(app): State<App>,
    user: User,
    UrlQuery(query): UrlQuery<Query>,
) -> Result<Json<Page<RosterRow>>, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    Ok(Json(Page { items: rows(&mut act, &query).await?, next: None }))
}

/// The roster on paper, as filtered.
#[utoipa::path(get, path = "/accounts/roster/paper", tag = "account", params(Query, FormatQuery),
    responses((status = 200, description = "the sheet", content((Sheet = "application/json"), (String = "application/pdf"), (String = "application/vnd.oasis.opendocument.text"))), (status = 400, body = Problem), (status = 401, body = Problem)))]
pub async fn print_roster(
    State(app): State<App>,
    user: User,
    UrlQuery(query): UrlQuery<Query>,
    asked: Asked,
) -> Result<Response, ApiError> {
    let sheet = {
        let mut tx = app.db().read().await?;
        let mut act = app.act(&mut tx, user.standing.person).await?;
        sheet(&mut act, &query).await?
    };
    crate::paper::respond(&sheet, &asked, "roster").await
}

/// The roster's sheet, as filtered.
///
/// # Errors
/// The database does not answer.
pub async fn sheet(act: &mut Act<'_>, query: &Query) -> Result<Sheet, ApiError> {
    let rows = rows(act, query).await?;
    let sheet = paper::roster(&act.registers().county_name(), &rows, act.today());
    Ok(printed(act, sheet))
}

/// A sheet with who prints it, and when.
#[must_use]
pub fn printed(act: &Act<'_>, sheet: Sheet) -> Sheet {
    Sheet { printed_by: act.standing().name.clone(), printed_at: moment(act.now()), ..sheet }
}

/// The accounts the asker may see, by unit and name.
///
/// # Errors
/// The database does not answer.
pub async fn rows(act: &mut Act<'_>, query: &Query) -> Result<Vec<RosterRow>, ApiError> {
    let set: BTreeMap<ApplicationId, Decision> = records::all::<Application>(act.tx, Scope::All, "set")
        .await?
        .iter()
        .filter_map(|application| {
            let body = application.body();
            Some((body.id, body.status.set()?.clone()))
        })
        .collect();
    let registers = act.registers();
    let standing = act.standing();
    let own = registers.covered(&standing.approves_for(act.today()));
    let asked = query.unit.map(|unit| registers.covered(&[UnitId(unit)]));
    let is_wanted = |account: &&Account| {
        let is_seen =
            standing.is_manager || account.person() == standing.person || own.contains(&account.unit());
        let holds = |item| account.grants(act.today()).iter().any(|grant| grant.item == ItemId(item));
        is_seen
            && asked.as_ref().is_none_or(|units| units.contains(&account.unit()))
            && query.item.is_none_or(holds)
            && (query.state.is_empty() || state(act, account) == query.state)
    };
    let mut found: Vec<RosterRow> =
        registers.accounts.values().filter(is_wanted).map(|account| row(act, account, &set)).collect();
    found.sort_by(|a, b| (&a.unit_name, &a.name).cmp(&(&b.unit_name, &b.name)));
    Ok(found)
}

fn state(act: &Act<'_>, account: &Account) -> &'static str {
    match () {
        () if account.is_over(act.today()) => "over",
        () if account.is_active(act.today()) => "active",
        () => "ahead",
    }
}

fn row(act: &Act<'_>, account: &Account, set: &BTreeMap<ApplicationId, Decision>) -> RosterRow {
    let registers = act.registers();
    let draft = account.draft();
    let by = draft.granted_by.and_then(|id| set.get(&id));
    let item = |grant: &shared::account::Grant| {
        let item = registers.items.get(&grant.item)?.draft();
        let names = item.data_items.iter().filter(|data| grant.data_items.contains(&data.code));
        Some(RosterItem {
            number: item.number.clone(),
            name: item.name.clone(),
            data_items: names.map(|data| data.name.clone()).collect(),
        })
    };
    RosterRow {
        person: account.person(),
        name: draft.name.clone(),
        title: draft.title.clone(),
        extension: draft.extension.clone(),
        unit: account.unit(),
        unit_name: registers.unit_name(account.unit()),
        egov_account: draft.egov_account.clone(),
        card_number: draft.card_number.clone(),
        has_certificate: !draft.certificate.is_empty(),
        items: account.grants(act.today()).iter().filter_map(item).collect(),
        active_from: draft.active_from,
        active_until: draft.active_until,
        granted_until: draft.granted_until,
        state: state(act, account).to_owned(),
        is_manager: draft.is_manager,
        application: draft.granted_by,
        set_at: by.map(|set| set.at),
        set_by_name: by.map(|set| set.by_name.clone()).unwrap_or_default(),
    }
}

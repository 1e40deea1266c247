//! `/items`.

use axum::{
    Json,
    extract::{Path, Query as UrlQuery, State},
    response::Response,
};
use chrono::NaiveDate;
use serde::Deserialize;
use shared::{
    api::v1::{ItemVersion, ItemView, NewItem, Page, Problem, RepealImpact},
    id::{InquiryId, ItemId, UnitId},
    inquiry::Usual,
    inventory::ItemAction,
    paper::Sheet,
};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{flow, repeal};
use crate::{
    app::App,
    http::{
        command::{self, Answer, Operation},
        error::ApiError,
        extract::{Command, ManagerReader, Reader, User},
        page,
    },
    inquiry::usual,
    paper, registers,
};

/// The routes of this noun.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_items, enter_item))
        .routes(routes!(print_items))
        .routes(routes!(read_item))
        .routes(routes!(read_usual))
        .routes(routes!(act_on_item))
        .routes(routes!(list_item_versions))
        .routes(routes!(read_repeal_impact))
}

/// What the inventory may be asked for.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct Query {
    /// Only items in force on this day, each in the version in force then.
    pub in_force_on: Option<NaiveDate>,
    /// Only items that cover this unit.
    pub unit: Option<Uuid>,
    /// Taken for the sake of uniform lists; the inventory is one page.
    pub limit: Option<i64>,
    /// Taken for the sake of uniform lists; the inventory is one page.
    pub cursor: Option<String>,
}

/// The inventory.
#[utoipa::path(get, path = "/items", tag = "inventory", security(("card" = []), ("token" = ["read"])), params(Query),
    responses((status = 200, body = Page<ItemView>), (status = 401, body = Problem)))]
pub async fn list_items(
    State(app): State<App>,
    Reader(user): Reader,
    UrlQuery(query): UrlQuery<Query>,
) -> Result<Json<Page<ItemView>>, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    let (registers, today) = (act.registers(), act.today());
    let on = query.in_force_on.unwrap_or(today);
    // A past day is answered by the tree of agencies of that day.
    let past = match on.succ_opt() {
        Some(next) if on < today => Some(registers::store::as_of(act.tx, page::midnight(next) - 1).await?),
        _ => None,
    };
    let mut items = Vec::new();
    for id in registers.items.keys() {
        let Some(view) = flow::view_on(&mut act, *id, on, past.as_ref().unwrap_or(&registers)).await? else {
            continue;
        };
        let in_force = query.in_force_on.is_none_or(|day| {
            view.takes_force_on.is_some_and(|from| from <= day)
                && view.repeal.as_ref().is_none_or(|end| day < end.on)
        });
        if in_force && query.unit.is_none_or(|unit| view.covered.contains(&UnitId(unit))) {
            items.push(view);
        }
    }
    items.sort_by_key(|item| {
        (item.draft.number.parse::<u32>().unwrap_or(u32::MAX), item.draft.number.clone())
    });
    Ok(Json(Page { items, next: None }))
}

/// Which day's inventory is printed.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct PaperQuery {
    /// The day; today unless said.
    pub on: Option<NaiveDate>,
}

/// The whole inventory as it stood on a day, on paper.
#[utoipa::path(get, path = "/items/paper", tag = "inventory", params(PaperQuery, paper::FormatQuery),
    responses((status = 200, body = Sheet), (status = 400, body = Problem)))]
pub async fn print_items(
    State(app): State<App>,
    user: User,
    asked: paper::Asked,
    UrlQuery(query): UrlQuery<PaperQuery>,
) -> Result<Response, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    let on = query.on.unwrap_or_else(|| act.today());
    let lines = flow::in_force_on(&mut act, on).await?;
    let county = act.registers().county_name();
    let edition = app.editions().on(on);
    let sheet = shared::inventory::paper::sheet(&lines, on, edition, &county, &paper::printing(&act));
    paper::respond(&sheet, &asked, &format!("items-{on}")).await
}

/// One item as it stands today.
#[utoipa::path(get, path = "/items/{id}", tag = "inventory", security(("card" = []), ("token" = ["read"])), params(("id" = ItemId, Path)),
    responses((status = 200, body = ItemView), (status = 404, body = Problem)))]
pub async fn read_item(
    State(app): State<App>,
    Reader(user): Reader,
    Path(id): Path<ItemId>,
) -> Result<Response, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    let view = flow::view(&mut act, id).await?;
    command::record(view.revision, &view)
}

/// What the caller's unit usually asks for under an item, so that a form that asks for far more says so while it is
/// typed (point 3).
#[utoipa::path(get, path = "/items/{id}/usual", tag = "inventory", security(("card" = []), ("token" = ["read"])), params(("id" = ItemId, Path)),
    responses((status = 200, body = Usual), (status = 404, body = Problem)))]
pub async fn read_usual(
    State(app): State<App>,
    Reader(user): Reader,
    Path(id): Path<ItemId>,
) -> Result<Json<Usual>, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    if !act.registers().items.contains_key(&id) {
        return Err(ApiError::NotFound);
    }
    let none = InquiryId(Uuid::nil());
    Ok(Json(usual::usual(&mut act, id, user.standing.unit, none).await?))
}

/// Enters a row into the inventory.
#[utoipa::path(post, path = "/items", tag = "inventory", request_body = NewItem,
    params(("Idempotency-Key" = String, Header), ("dry_run" = Option<bool>, Query)),
    responses((status = 201, body = ItemView), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn enter_item(
    State(app): State<App>,
    user: User,
    command: Command<NewItem>,
) -> Result<Response, ApiError> {
    command::run(&app, Operation::of(&user, &command), |act| {
        Box::pin(async move {
            let view = flow::enter(act, command.body).await?;
            Ok(Answer::created(view.revision, view))
        })
    })
    .await
}

/// Revises or repeals an item.
#[utoipa::path(post, path = "/items/{id}/actions", tag = "inventory", request_body = ItemAction,
    params(("id" = ItemId, Path), ("Idempotency-Key" = String, Header), ("If-Match" = String, Header), ("dry_run" = Option<bool>, Query)),
    responses((status = 200, body = ItemView), (status = 404, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
pub async fn act_on_item(
    State(app): State<App>,
    user: User,
    Path(id): Path<ItemId>,
    command: Command<ItemAction>,
) -> Result<Response, ApiError> {
    let revision = command.revision()?;
    command::run(&app, Operation::of(&user, &command), move |act| {
        Box::pin(async move {
            let view = flow::act(act, id, revision, &command.body).await?;
            Ok(Answer::at(view.revision, view))
        })
    })
    .await
}

/// Every version of an item, newest first.
#[utoipa::path(get, path = "/items/{id}/versions", tag = "inventory", security(("card" = []), ("token" = ["read"])), params(("id" = ItemId, Path)),
    responses((status = 200, body = Vec<ItemVersion>), (status = 404, body = Problem)))]
pub async fn list_item_versions(
    State(app): State<App>,
    Reader(user): Reader,
    Path(id): Path<ItemId>,
) -> Result<Json<Vec<ItemVersion>>, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    Ok(Json(flow::versions(&mut act, id).await?))
}

/// What a repeal would take down (point 7).
#[utoipa::path(get, path = "/items/{id}/impact", tag = "inventory", security(("card" = []), ("token" = ["read"])), params(("id" = ItemId, Path)),
    responses((status = 200, body = RepealImpact), (status = 403, body = Problem)))]
pub async fn read_repeal_impact(
    State(app): State<App>,
    ManagerReader(user): ManagerReader,
    Path(id): Path<ItemId>,
) -> Result<Json<RepealImpact>, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    Ok(Json(repeal::impact(&mut act, id).await?))
}

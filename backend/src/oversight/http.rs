//! `/oversight`, `/accounts/{id}/authorisation`, `/items/{id}/usage`.

use axum::{
    Json,
    extract::{Path, Query as UrlQuery, State},
    response::Response,
};
use shared::{
    api::v1::{ItemUsage, Oversight, Page, PersonOversight, Problem, RevealRow},
    id::{ItemId, PersonId},
    oversight::Authorisation,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    authorisation::{self, Asked},
    flow::{self, Query},
};
use crate::{
    app::App,
    http::{
        error::ApiError,
        extract::{Manager, User},
    },
    paper,
};

/// The routes of this noun.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(read_oversight))
        .routes(routes!(read_person_oversight))
        .routes(routes!(list_reveals))
        .routes(routes!(read_authorisation))
        .routes(routes!(read_authorisation_sheet))
        .routes(routes!(read_item_usage))
}

/// The people the asker oversees, with their figures over some days; the manager oversees everybody.
#[utoipa::path(get, path = "/oversight", tag = "oversight", params(Query),
    responses((status = 200, body = Oversight), (status = 403, body = Problem)))]
pub async fn read_oversight(
    State(app): State<App>,
    user: User,
    UrlQuery(query): UrlQuery<Query>,
) -> Result<Json<Oversight>, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    Ok(Json(flow::overview(&mut act, &query).await?))
}

/// The lists behind one person's figures.
#[utoipa::path(get, path = "/oversight/people/{id}", tag = "oversight", params(("id" = PersonId, Path), Query),
    responses((status = 200, body = PersonOversight), (status = 404, body = Problem)))]
pub async fn read_person_oversight(
    State(app): State<App>,
    user: User,
    Path(id): Path<PersonId>,
    UrlQuery(query): UrlQuery<Query>,
) -> Result<Json<PersonOversight>, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    Ok(Json(flow::person(&mut act, id, &query).await?))
}

/// Looks at full identities by the people the asker oversees, newest first.
#[utoipa::path(get, path = "/oversight/reveals", tag = "oversight", params(Query),
    responses((status = 200, body = Page<RevealRow>), (status = 403, body = Problem)))]
pub async fn list_reveals(
    State(app): State<App>,
    user: User,
    UrlQuery(query): UrlQuery<Query>,
) -> Result<Json<Page<RevealRow>>, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    Ok(Json(flow::reveals(&mut act, &query).await?))
}

/// Whether a person was authorised for an item on a day, by the documents of that day: the manager asks about anybody, a
/// supervisor about their people, everybody about themselves.
#[utoipa::path(get, path = "/accounts/{id}/authorisation", tag = "oversight", params(("id" = PersonId, Path), Asked),
    responses((status = 200, body = Authorisation), (status = 404, body = Problem)))]
pub async fn read_authorisation(
    State(app): State<App>,
    user: User,
    Path(id): Path<PersonId>,
    UrlQuery(asked): UrlQuery<Asked>,
) -> Result<Json<Authorisation>, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    Ok(Json(authorisation::answer(&mut act, id, &asked).await?))
}

/// The same answer as a sheet of paper.
#[utoipa::path(get, path = "/accounts/{id}/authorisation/sheet", tag = "oversight", params(("id" = PersonId, Path), Asked),
    responses((status = 200, body = shared::paper::Sheet), (status = 404, body = Problem)))]
pub async fn read_authorisation_sheet(
    State(app): State<App>,
    user: User,
    paper: paper::Asked,
    Path(id): Path<PersonId>,
    UrlQuery(asked): UrlQuery<Asked>,
) -> Result<Response, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    let sheet = authorisation::sheet(&mut act, id, &asked).await?;
    paper::respond(&sheet, &paper, "authorisation").await
}

/// How often the data items of an item are asked for, for the manager.
#[utoipa::path(get, path = "/items/{id}/usage", tag = "inventory", params(("id" = ItemId, Path)),
    responses((status = 200, body = ItemUsage), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn read_item_usage(
    State(app): State<App>,
    manager: Manager,
    Path(id): Path<ItemId>,
) -> Result<Json<ItemUsage>, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, manager.0.standing.person).await?;
    Ok(Json(flow::usage(&mut act, id).await?))
}

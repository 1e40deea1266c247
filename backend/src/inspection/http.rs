//! `/inspections` for the manager, `/inspection` for the inspector.

use axum::{
    Json,
    extract::{Path, Query as UrlQuery, State},
    response::Response,
};
use serde::Deserialize;
use shared::{
    api::v1::{
        InspectedRecord, InspectedRow, InspectedSubject, InspectionPage, InspectionView, NewInspection,
        OwnInspection, Page, Problem,
    },
    id::InspectionId,
    inspection::InspectionAction,
};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{flow, room};
use crate::{
    app::App,
    http::{
        command::{self, Answer, Operation},
        error::ApiError,
        extract::{Command, Inspector, Manager, User},
    },
};

/// The routes of this noun.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_inspections, grant_inspection))
        .routes(routes!(read_inspection))
        .routes(routes!(act_on_inspection))
        .routes(routes!(read_own_inspection))
        .routes(routes!(list_inspected))
        .routes(routes!(inspect_record))
        .routes(routes!(reveal_to_inspector))
}

/// Which page.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct Listed {
    /// Where to go on.
    pub cursor: Option<String>,
    /// Rows a page, 1 to 200.
    pub limit: Option<i64>,
}

/// Leaves for inspectors, newest first.
#[utoipa::path(get, path = "/inspections", tag = "inspection", params(Listed),
    responses((status = 200, body = Page<InspectionView>), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub async fn list_inspections(
    State(app): State<App>,
    manager: Manager,
    UrlQuery(listed): UrlQuery<Listed>,
) -> Result<Json<Page<InspectionView>>, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, manager.0.standing.person).await?;
    Ok(Json(flow::list(&mut act, listed.cursor, listed.limit).await?))
}

/// Lets an inspector in, by an order, for days and a scope.
#[utoipa::path(post, path = "/inspections", tag = "inspection", request_body = NewInspection,
    params(("Idempotency-Key" = String, Header), ("dry_run" = Option<bool>, Query)),
    responses((status = 201, body = InspectionView), (status = 401, body = Problem), (status = 403, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn grant_inspection(
    State(app): State<App>,
    user: User,
    command: Command<NewInspection>,
) -> Result<Response, ApiError> {
    command::run(&app, Operation::of(&user, &command), |act| {
        Box::pin(async move {
            let view = flow::grant(act, command.body).await?;
            Ok(Answer::created(view.inspection.revision, view))
        })
    })
    .await
}

/// One leave, and what was looked at by it.
#[utoipa::path(get, path = "/inspections/{id}", tag = "inspection", params(("id" = InspectionId, Path)),
    responses((status = 200, body = InspectionPage), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn read_inspection(
    State(app): State<App>,
    manager: Manager,
    Path(id): Path<InspectionId>,
) -> Result<Response, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, manager.0.standing.person).await?;
    let page = flow::read(&mut act, id).await?;
    command::record(page.view.inspection.revision, &page)
}

/// Ends a leave before its day, or records what came of it.
#[utoipa::path(post, path = "/inspections/{id}/actions", tag = "inspection", request_body = InspectionAction,
    params(("id" = InspectionId, Path), ("Idempotency-Key" = String, Header), ("If-Match" = String, Header), ("dry_run" = Option<bool>, Query)),
    responses((status = 200, body = InspectionView), (status = 401, body = Problem), (status = 404, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
pub async fn act_on_inspection(
    State(app): State<App>,
    user: User,
    Path(id): Path<InspectionId>,
    command: Command<InspectionAction>,
) -> Result<Response, ApiError> {
    let revision = command.revision()?;
    command::run(&app, Operation::of(&user, &command), move |act| {
        Box::pin(async move {
            let view = flow::act_on(act, id, revision, &command.body).await?;
            Ok(Answer::at(view.inspection.revision, view))
        })
    })
    .await
}

/// The inspector's own leave: order, days left, scope, and how much is within it.
#[utoipa::path(get, path = "/inspection", tag = "inspection",
    responses((status = 200, body = OwnInspection), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub async fn read_own_inspection(
    State(app): State<App>,
    inspector: Inspector,
) -> Result<Json<OwnInspection>, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, inspector.leave.person).await?;
    Ok(Json(room::own(&mut act, &inspector.leave).await?))
}

/// Which records.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct Wanted {
    /// The noun: `inquiry`, `printout`, `audit`, …
    pub kind: String,
    /// Where to go on.
    pub cursor: Option<String>,
    /// Rows a page, 1 to 200.
    pub limit: Option<i64>,
}

/// Records of a noun within the inspector's scope, the latest first.
#[utoipa::path(get, path = "/inspection/records", tag = "inspection", params(Wanted),
    responses((status = 200, body = Page<InspectedRow>), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub async fn list_inspected(
    State(app): State<App>,
    inspector: Inspector,
    UrlQuery(wanted): UrlQuery<Wanted>,
) -> Result<Json<Page<InspectedRow>>, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, inspector.leave.person).await?;
    let cursor = wanted.cursor.as_deref();
    Ok(Json(room::list(&mut act, &inspector.leave, &wanted.kind, cursor, wanted.limit).await?))
}

/// One record within the scope, identities masked. That the inspector looked is in the journal.
#[utoipa::path(get, path = "/inspection/records/{kind}/{id}", tag = "inspection",
    params(("kind" = String, Path), ("id" = Uuid, Path)),
    responses((status = 200, body = InspectedRecord), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn inspect_record(
    State(app): State<App>,
    inspector: Inspector,
    Path((kind, id)): Path<(String, Uuid)>,
) -> Result<Json<InspectedRecord>, ApiError> {
    Ok(Json(room::look(&app, &inspector.leave, kind, id).await?))
}

/// Full identities of a record, once, where the order asks for them. The look is in the journal.
#[utoipa::path(post, path = "/inspection/records/{kind}/{id}/reveal", tag = "inspection",
    params(("kind" = String, Path), ("id" = Uuid, Path), ("Idempotency-Key" = String, Header)),
    responses((status = 200, body = Vec<InspectedSubject>), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn reveal_to_inspector(
    State(app): State<App>,
    inspector: Inspector,
    Path((kind, id)): Path<(String, Uuid)>,
    command: Command<()>,
) -> Result<Json<Vec<InspectedSubject>>, ApiError> {
    let () = command.body;
    Ok(Json(room::reveal(&app, &inspector.leave, kind, id).await?))
}

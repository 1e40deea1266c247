//! `/incidents`.

use axum::{
    Json,
    extract::{Path, Query as UrlQuery, State},
    response::Response,
};
use shared::{
    api::v1::{IncidentReach, IncidentView, NewIncident, Page, Problem},
    id::IncidentId,
    incident::IncidentAction,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::flow;
use crate::{
    app::App,
    audit::http::Listed,
    http::{
        command::{self, Answer, Operation},
        error::ApiError,
        extract::{Command, User},
    },
    paper::{Asked, FormatQuery, respond},
};

/// The routes of this noun.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_incidents, report_incident))
        .routes(routes!(read_incident))
        .routes(routes!(act_on_incident))
        .routes(routes!(read_incident_reach))
        .routes(routes!(print_incident))
}

/// Incidents: all for the manager, one's own for whoever reported.
#[utoipa::path(get, path = "/incidents", tag = "incident", params(Listed),
    responses((status = 200, body = Page<IncidentView>), (status = 401, body = Problem)))]
pub async fn list_incidents(
    State(app): State<App>,
    user: User,
    UrlQuery(query): UrlQuery<Listed>,
) -> Result<Json<Page<IncidentView>>, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    Ok(Json(flow::page(&mut act, query.status, query.cursor, query.limit).await?))
}

/// Reports an incident or a suspicion; anybody signed in may.
#[utoipa::path(post, path = "/incidents", tag = "incident", request_body = NewIncident,
    params(("Idempotency-Key" = String, Header), ("dry_run" = Option<bool>, Query)),
    responses((status = 201, body = IncidentView), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn report_incident(
    State(app): State<App>,
    user: User,
    command: Command<NewIncident>,
) -> Result<Response, ApiError> {
    command::run(&app, Operation::of(&user, &command), |act| {
        Box::pin(async move {
            let view = flow::report(act, command.body).await?;
            Ok(Answer::created(view.incident.revision, view))
        })
    })
    .await
}

/// One incident with its clocks and its timeline.
#[utoipa::path(get, path = "/incidents/{id}", tag = "incident", params(("id" = IncidentId, Path)),
    responses((status = 200, body = IncidentView), (status = 404, body = Problem)))]
pub async fn read_incident(
    State(app): State<App>,
    user: User,
    Path(id): Path<IncidentId>,
) -> Result<Response, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    let view = flow::read(&mut act, id).await?;
    command::record(view.incident.revision, &view)
}

/// Adds to the timeline, records who was told, assesses, contains or closes.
#[utoipa::path(post, path = "/incidents/{id}/actions", tag = "incident", request_body = IncidentAction,
    params(("id" = IncidentId, Path), ("Idempotency-Key" = String, Header), ("If-Match" = String, Header), ("dry_run" = Option<bool>, Query)),
    responses((status = 200, body = IncidentView), (status = 404, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
pub async fn act_on_incident(
    State(app): State<App>,
    user: User,
    Path(id): Path<IncidentId>,
    command: Command<IncidentAction>,
) -> Result<Response, ApiError> {
    let revision = command.revision()?;
    command::run(&app, Operation::of(&user, &command), move |act| {
        Box::pin(async move {
            let view = flow::act(act, id, revision, command.body).await?;
            Ok(Answer::at(view.incident.revision, view))
        })
    })
    .await
}

/// Inquiries, people, printouts and accounts that may be touched, identities masked; for the manager.
#[utoipa::path(get, path = "/incidents/{id}/reach", tag = "incident", params(("id" = IncidentId, Path)),
    responses((status = 200, body = IncidentReach), (status = 404, body = Problem)))]
pub async fn read_incident_reach(
    State(app): State<App>,
    user: User,
    Path(id): Path<IncidentId>,
) -> Result<Json<IncidentReach>, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    Ok(Json(flow::reach(&mut act, id).await?))
}

/// The report to the Bureau; for the manager.
#[utoipa::path(get, path = "/incidents/{id}/paper", tag = "incident", params(("id" = IncidentId, Path), FormatQuery),
    responses((status = 200, description = "The sheet", content_type = "application/pdf"), (status = 404, body = Problem)))]
pub async fn print_incident(
    State(app): State<App>,
    user: User,
    Path(id): Path<IncidentId>,
    asked: Asked,
) -> Result<Response, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    let sheet = flow::sheet(&mut act, id).await?;
    respond(&sheet, &asked, "incident").await
}

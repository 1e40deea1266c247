//! `/findings`.

use axum::{
    Json,
    extract::{Path, Query as UrlQuery, State},
    response::Response,
};
use shared::{
    api::v1::{FindingView, Page, Problem},
    finding::FindingAction,
    id::FindingId,
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
};

/// The routes of this noun.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_findings))
        .routes(routes!(read_finding))
        .routes(routes!(act_on_finding))
}

/// Findings: of everybody for the manager, of their units for heads, one's own for owners.
#[utoipa::path(get, path = "/findings", tag = "finding", params(Listed),
    responses((status = 200, body = Page<FindingView>), (status = 401, body = Problem)))]
pub async fn list_findings(
    State(app): State<App>,
    user: User,
    UrlQuery(query): UrlQuery<Listed>,
) -> Result<Json<Page<FindingView>>, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    Ok(Json(flow::page(&mut act, query.status, query.cursor, query.limit).await?))
}

/// One finding.
#[utoipa::path(get, path = "/findings/{id}", tag = "finding", params(("id" = FindingId, Path)),
    responses((status = 200, body = FindingView), (status = 404, body = Problem)))]
pub async fn read_finding(
    State(app): State<App>,
    user: User,
    Path(id): Path<FindingId>,
) -> Result<Response, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    let view = flow::read(&mut act, id).await?;
    command::record(view.finding.revision, &view)
}

/// Records what was done about a finding, or a second look.
#[utoipa::path(post, path = "/findings/{id}/actions", tag = "finding", request_body = FindingAction,
    params(("id" = FindingId, Path), ("Idempotency-Key" = String, Header), ("If-Match" = String, Header), ("dry_run" = Option<bool>, Query)),
    responses((status = 200, body = FindingView), (status = 404, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
pub async fn act_on_finding(
    State(app): State<App>,
    user: User,
    Path(id): Path<FindingId>,
    command: Command<FindingAction>,
) -> Result<Response, ApiError> {
    let revision = command.revision()?;
    command::run(&app, Operation::of(&user, &command), move |act| {
        Box::pin(async move {
            let view = flow::act(act, id, revision, command.body).await?;
            Ok(Answer::at(view.finding.revision, view))
        })
    })
    .await
}

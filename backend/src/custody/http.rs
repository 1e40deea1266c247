//! `/manager-changes`, `/manager`.

use axum::{
    Json,
    extract::{Path, Query as UrlQuery, State},
    response::Response,
};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use shared::{
    api::v1::{Candidate, ManagerChangeView, ManagerTerm, NewManagerChange, Page, Problem},
    custody::ChangeAction,
    id::ManagerChangeId,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{flow, paper};
use crate::{
    app::App,
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
        .routes(routes!(list_manager_changes, open_manager_change))
        .routes(routes!(read_manager_change))
        .routes(routes!(act_on_manager_change))
        .routes(routes!(print_manager_change))
        .routes(routes!(print_hand_over_list))
        .routes(routes!(list_manager_candidates))
        .routes(routes!(list_manager_terms))
}

/// What the list may be asked for.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct Query {
    /// `preparing`, `switched`, `closed` or `cancelled`.
    pub status: String,
    /// Where to go on.
    pub cursor: Option<String>,
    /// Rows a page, 1 to 200.
    pub limit: Option<i64>,
}

/// Changes of manager the asker may see: both managers' own, and all of them for the manager and the head of Social Affairs.
#[utoipa::path(get, path = "/manager-changes", tag = "custody", params(Query),
    responses((status = 200, body = Page<ManagerChangeView>), (status = 401, body = Problem)))]
pub async fn list_manager_changes(
    State(app): State<App>,
    user: User,
    UrlQuery(query): UrlQuery<Query>,
) -> Result<Json<Page<ManagerChangeView>>, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    Ok(Json(flow::page(&mut act, query.status, query.cursor, query.limit).await?))
}

/// One change of manager with its countdown and its steps.
#[utoipa::path(get, path = "/manager-changes/{id}", tag = "custody", params(("id" = ManagerChangeId, Path)),
    responses((status = 200, body = ManagerChangeView), (status = 404, body = Problem)))]
pub async fn read_manager_change(
    State(app): State<App>,
    user: User,
    Path(id): Path<ManagerChangeId>,
) -> Result<Response, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    let view = flow::read(&mut act, id).await?;
    command::record(view.change.revision, &view)
}

/// Opens a change of manager (附表二): by the manager, or by the head of Social Affairs with the reason why not the manager.
#[utoipa::path(post, path = "/manager-changes", tag = "custody", request_body = NewManagerChange,
    params(("Idempotency-Key" = String, Header), ("dry_run" = Option<bool>, Query)),
    responses((status = 201, body = ManagerChangeView), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn open_manager_change(
    State(app): State<App>,
    user: User,
    command: Command<NewManagerChange>,
) -> Result<Response, ApiError> {
    command::run(&app, Operation::of(&user, &command), |act| {
        Box::pin(async move {
            let view = flow::open(act, command.body).await?;
            Ok(Answer::created(view.change.revision, view))
        })
    })
    .await
}

/// Takes the next step of a change of manager.
#[utoipa::path(post, path = "/manager-changes/{id}/actions", tag = "custody", request_body = ChangeAction,
    params(("id" = ManagerChangeId, Path), ("Idempotency-Key" = String, Header), ("If-Match" = String, Header), ("dry_run" = Option<bool>, Query)),
    responses((status = 200, body = ManagerChangeView), (status = 404, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
pub async fn act_on_manager_change(
    State(app): State<App>,
    user: User,
    Path(id): Path<ManagerChangeId>,
    command: Command<ChangeAction>,
) -> Result<Response, ApiError> {
    let revision = command.revision()?;
    command::run(&app, Operation::of(&user, &command), move |act| {
        Box::pin(async move {
            let view = flow::act(act, id, revision, command.body).await?;
            Ok(Answer::at(view.change.revision, view))
        })
    })
    .await
}

/// 附表二 on paper (附表一 under the original edition).
#[utoipa::path(get, path = "/manager-changes/{id}/paper", tag = "custody", params(("id" = ManagerChangeId, Path), FormatQuery),
    responses((status = 200, description = "The sheet", content_type = "application/pdf"), (status = 404, body = Problem)))]
pub async fn print_manager_change(
    State(app): State<App>,
    user: User,
    Path(id): Path<ManagerChangeId>,
    asked: Asked,
) -> Result<Response, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    let sheet = paper::form(&mut act, id).await?;
    respond(&sheet, &asked, "manager-change").await
}

/// The hand-over list on paper, as it was frozen.
#[utoipa::path(get, path = "/manager-changes/{id}/list/paper", tag = "custody", params(("id" = ManagerChangeId, Path), FormatQuery),
    responses((status = 200, description = "The sheet", content_type = "application/pdf"), (status = 404, body = Problem)))]
pub async fn print_hand_over_list(
    State(app): State<App>,
    user: User,
    Path(id): Path<ManagerChangeId>,
    asked: Asked,
) -> Result<Response, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    let sheet = paper::list(&mut act, id).await?;
    respond(&sheet, &asked, "hand-over-list").await
}

/// Who of Social Affairs might take over, with what each still lacks; nobody for whoever opens no change.
#[utoipa::path(get, path = "/manager/candidates", tag = "custody",
    responses((status = 200, body = Vec<Candidate>), (status = 401, body = Problem)))]
pub async fn list_manager_candidates(
    State(app): State<App>,
    user: User,
) -> Result<Json<Vec<Candidate>>, ApiError> {
    let mut tx = app.db().read().await?;
    let act = app.act(&mut tx, user.standing.person).await?;
    Ok(Json(flow::candidates(&act)))
}

/// When the manager is wanted.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct When {
    /// Only whoever was in office at this instant, RFC 3339.
    pub at: Option<DateTime<Utc>>,
}

/// Who was manager when, to the minute.
#[utoipa::path(get, path = "/manager/history", tag = "custody", params(When),
    responses((status = 200, body = Vec<ManagerTerm>), (status = 401, body = Problem)))]
pub async fn list_manager_terms(
    State(app): State<App>,
    user: User,
    UrlQuery(when): UrlQuery<When>,
) -> Result<Json<Vec<ManagerTerm>>, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    Ok(Json(flow::history(&mut act, when.at).await?))
}

//! `/retention`, `/holds`, `/disposals`.

use axum::{
    Json,
    extract::{Path, Query as UrlQuery, State},
    response::Response,
};
use serde::Deserialize;
use shared::{
    api::v1::{DisposalView, DueList, KeepingView, NewDisposal, NewHold, Page, Problem},
    id::{DisposalId, HoldId},
    retention::{DisposalAction, DisposalBody, HoldAction, HoldBody, RecordRef},
};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::flow;
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
        .routes(routes!(read_keeping))
        .routes(routes!(list_due_records))
        .routes(routes!(list_holds, hold_record))
        .routes(routes!(act_on_hold))
        .routes(routes!(list_disposals, propose_disposal))
        .routes(routes!(read_disposal))
        .routes(routes!(act_on_disposal))
        .routes(routes!(print_disposal))
}

/// What a list may be asked for.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct Query {
    /// One state.
    pub status: String,
    /// Where to go on.
    pub cursor: Option<String>,
    /// Rows a page, 1 to 200.
    pub limit: Option<i64>,
}

/// Until when a record is kept and why, for whoever it belongs to.
#[utoipa::path(get, path = "/retention/{kind}/{id}", tag = "retention", params(("kind" = String, Path), ("id" = Uuid, Path)),
    responses((status = 200, body = KeepingView), (status = 404, body = Problem)))]
pub async fn read_keeping(
    State(app): State<App>,
    user: User,
    Path((kind, id)): Path<(String, Uuid)>,
) -> Result<Json<KeepingView>, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    Ok(Json(flow::read(&mut act, &RecordRef { kind, id }).await?))
}

/// Records whose five years are over, for the manager: nothing of them goes by itself.
#[utoipa::path(get, path = "/retention/due", tag = "retention",
    responses((status = 200, body = DueList), (status = 403, body = Problem)))]
pub async fn list_due_records(State(app): State<App>, user: User) -> Result<Json<DueList>, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    Ok(Json(flow::due(&mut act).await?))
}

/// Holds, newest first, for the manager.
#[utoipa::path(get, path = "/holds", tag = "retention", params(Query),
    responses((status = 200, body = Page<HoldBody>), (status = 403, body = Problem)))]
pub async fn list_holds(
    State(app): State<App>,
    user: User,
    UrlQuery(query): UrlQuery<Query>,
) -> Result<Json<Page<HoldBody>>, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    Ok(Json(flow::list_holds(&mut act, query.status, query.cursor, query.limit).await?))
}

/// Holds a record, so that it stays whatever its five years say.
#[utoipa::path(post, path = "/holds", tag = "retention", request_body = NewHold,
    params(("Idempotency-Key" = String, Header), ("dry_run" = Option<bool>, Query)),
    responses((status = 201, body = HoldBody), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn hold_record(
    State(app): State<App>,
    user: User,
    command: Command<NewHold>,
) -> Result<Response, ApiError> {
    command::run(&app, Operation::of(&user, &command), |act| {
        Box::pin(async move {
            let body = flow::hold(act, command.body).await?;
            Ok(Answer::created(body.revision, body))
        })
    })
    .await
}

/// Lifts a hold.
#[utoipa::path(post, path = "/holds/{id}/actions", tag = "retention", request_body = HoldAction,
    params(("id" = HoldId, Path), ("Idempotency-Key" = String, Header), ("If-Match" = String, Header), ("dry_run" = Option<bool>, Query)),
    responses((status = 200, body = HoldBody), (status = 404, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
pub async fn act_on_hold(
    State(app): State<App>,
    user: User,
    Path(id): Path<HoldId>,
    command: Command<HoldAction>,
) -> Result<Response, ApiError> {
    let revision = command.revision()?;
    command::run(&app, Operation::of(&user, &command), move |act| {
        Box::pin(async move {
            let body = flow::lift(act, id, revision, &command.body).await?;
            Ok(Answer::at(body.revision, body))
        })
    })
    .await
}

/// Disposals, newest first: the manager's all, a witness's own.
#[utoipa::path(get, path = "/disposals", tag = "retention", params(Query),
    responses((status = 200, body = Page<DisposalBody>)))]
pub async fn list_disposals(
    State(app): State<App>,
    user: User,
    UrlQuery(query): UrlQuery<Query>,
) -> Result<Json<Page<DisposalBody>>, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    Ok(Json(flow::list_disposals(&mut act, query.status, query.cursor, query.limit).await?))
}

/// Proposes to dispose of records that are due, before a witness.
#[utoipa::path(post, path = "/disposals", tag = "retention", request_body = NewDisposal,
    params(("Idempotency-Key" = String, Header), ("dry_run" = Option<bool>, Query)),
    responses((status = 201, body = DisposalView), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn propose_disposal(
    State(app): State<App>,
    user: User,
    command: Command<NewDisposal>,
) -> Result<Response, ApiError> {
    command::run(&app, Operation::of(&user, &command), |act| {
        Box::pin(async move {
            let view = flow::propose(act, command.body).await?;
            Ok(Answer::created(view.disposal.revision, view))
        })
    })
    .await
}

/// One disposal, with how each listed record is kept now.
#[utoipa::path(get, path = "/disposals/{id}", tag = "retention", params(("id" = DisposalId, Path)),
    responses((status = 200, body = DisposalView), (status = 404, body = Problem)))]
pub async fn read_disposal(
    State(app): State<App>,
    user: User,
    Path(id): Path<DisposalId>,
) -> Result<Response, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    let view = flow::read_disposal(&mut act, id).await?;
    command::record(view.disposal.revision, &view)
}

/// Confirms a disposal as its witness, carries it out, or gives it up.
#[utoipa::path(post, path = "/disposals/{id}/actions", tag = "retention", request_body = DisposalAction,
    params(("id" = DisposalId, Path), ("Idempotency-Key" = String, Header), ("If-Match" = String, Header), ("dry_run" = Option<bool>, Query)),
    responses((status = 200, body = DisposalView), (status = 404, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
pub async fn act_on_disposal(
    State(app): State<App>,
    user: User,
    Path(id): Path<DisposalId>,
    command: Command<DisposalAction>,
) -> Result<Response, ApiError> {
    let revision = command.revision()?;
    command::run(&app, Operation::of(&user, &command), move |act| {
        Box::pin(async move {
            let view = flow::act(act, id, revision, command.body).await?;
            Ok(Answer::at(view.disposal.revision, view))
        })
    })
    .await
}

/// The list of a disposal, or once it is carried out the certificate of it.
#[utoipa::path(get, path = "/disposals/{id}/paper", tag = "retention", params(("id" = DisposalId, Path), FormatQuery),
    responses((status = 200, description = "The sheet", content_type = "application/pdf"), (status = 404, body = Problem)))]
pub async fn print_disposal(
    State(app): State<App>,
    user: User,
    Path(id): Path<DisposalId>,
    asked: Asked,
) -> Result<Response, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    let sheet = flow::sheet(&mut act, id).await?;
    respond(&sheet, &asked, "disposal").await
}

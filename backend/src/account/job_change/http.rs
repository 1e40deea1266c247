//! `/job-changes`.

use axum::{
    Json,
    extract::{Path, Query as UrlQuery, Request, State},
    response::Response,
};
use shared::{
    account::job_change::JobChangeAction,
    api::v1::{ImportRow, JobChangeView, NewJobChange, Page, Problem},
    id::JobChangeId,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    flow::{self, Query},
    import,
};
use crate::{
    app::App,
    exchange,
    http::{
        command::{self, Answer, Operation},
        error::ApiError,
        extract::{Command, User},
    },
};

/// The routes of this noun.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_job_changes, announce_job_change))
        .routes(routes!(import_job_changes))
        .routes(routes!(read_job_change))
        .routes(routes!(act_on_job_change))
}

/// Job changes that the asker may see, newest first.
#[utoipa::path(get, path = "/job-changes", tag = "account", params(Query),
    responses((status = 200, body = Page<JobChangeView>), (status = 401, body = Problem)))]
pub async fn list_job_changes(
    State(app): State<App>,
    user: User,
    UrlQuery(query): UrlQuery<Query>,
) -> Result<Json<Page<JobChangeView>>, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    Ok(Json(flow::list(&mut act, &query).await?))
}

/// Announces a job change.
#[utoipa::path(post, path = "/job-changes", tag = "account", request_body = NewJobChange,
    params(("Idempotency-Key" = String, Header), ("dry_run" = Option<bool>, Query)),
    responses((status = 201, body = JobChangeView), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn announce_job_change(
    State(app): State<App>,
    user: User,
    command: Command<NewJobChange>,
) -> Result<Response, ApiError> {
    command::run(&app, Operation::of(&user, &command), |act| {
        Box::pin(async move {
            let view = flow::announce(act, command.body).await?;
            Ok(Answer::created(view.change.revision, view))
        })
    })
    .await
}

/// Announces a job change for each row of the personnel office's CSV file; the answer says row by row what became of it.
#[utoipa::path(post, path = "/job-changes/import", tag = "account", request_body(content = String, content_type = "text/csv"),
    params(("Idempotency-Key" = String, Header), ("dry_run" = Option<bool>, Query)),
    responses((status = 200, body = Vec<ImportRow>), (status = 400, body = Problem), (status = 401, body = Problem)))]
pub async fn import_job_changes(
    State(app): State<App>,
    user: User,
    request: Request,
) -> Result<Json<Vec<ImportRow>>, ApiError> {
    let (operation, bytes) = exchange::http::operation(&app, &user, request).await?;
    import::import_job_changes(&app, &operation, &bytes).await.map(Json)
}

/// One job change.
#[utoipa::path(get, path = "/job-changes/{id}", tag = "account", params(("id" = JobChangeId, Path)),
    responses((status = 200, body = JobChangeView), (status = 404, body = Problem)))]
pub async fn read_job_change(
    State(app): State<App>,
    user: User,
    Path(id): Path<JobChangeId>,
) -> Result<Response, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    let view = flow::read(&mut act, id).await?;
    command::record(view.change.revision, &view)
}

/// Withdraws a job change that was announced by mistake.
#[utoipa::path(post, path = "/job-changes/{id}/actions", tag = "account", request_body = JobChangeAction,
    params(("id" = JobChangeId, Path), ("Idempotency-Key" = String, Header), ("If-Match" = String, Header), ("dry_run" = Option<bool>, Query)),
    responses((status = 200, body = JobChangeView), (status = 404, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
pub async fn act_on_job_change(
    State(app): State<App>,
    user: User,
    Path(id): Path<JobChangeId>,
    command: Command<JobChangeAction>,
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

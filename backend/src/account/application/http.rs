//! `/applications`.

use axum::{
    Json,
    extract::{Path, Query as UrlQuery, State},
    response::Response,
};
use shared::{
    account::application::ApplicationAction,
    api::v1::{ApplicationRow, ApplicationView, NewApplication, Page, Problem},
    id::ApplicationId,
    paper::Sheet,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::flow::{self, Query};
use crate::{
    app::App,
    http::{
        command::{self, Answer, Operation},
        error::ApiError,
        extract::{Command, User},
    },
    paper::{self, Asked, FormatQuery},
};

/// The routes of this noun.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_applications, file_application))
        .routes(routes!(read_application))
        .routes(routes!(act_on_application))
        .routes(routes!(print_application))
}

/// Applications for permissions that the asker may see, newest first.
#[utoipa::path(get, path = "/applications", tag = "account", params(Query),
    responses((status = 200, body = Page<ApplicationRow>), (status = 401, body = Problem)))]
pub async fn list_applications(
    State(app): State<App>,
    user: User,
    UrlQuery(query): UrlQuery<Query>,
) -> Result<Json<Page<ApplicationRow>>, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    Ok(Json(flow::list(&mut act, &query).await?))
}

/// Files an application; with `dry_run=true` judges it only.
#[utoipa::path(post, path = "/applications", tag = "account", request_body = NewApplication,
    params(("Idempotency-Key" = String, Header), ("dry_run" = Option<bool>, Query)),
    responses((status = 201, body = ApplicationView), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn file_application(
    State(app): State<App>,
    user: User,
    command: Command<NewApplication>,
) -> Result<Response, ApiError> {
    command::run(&app, Operation::of(&user, &command), |act| {
        Box::pin(async move {
            let view = flow::file(act, command.body).await?;
            Ok(Answer::created(view.application.revision, view))
        })
    })
    .await
}

/// One application with what its deciders need to see.
#[utoipa::path(get, path = "/applications/{id}", tag = "account", params(("id" = ApplicationId, Path)),
    responses((status = 200, body = ApplicationView), (status = 404, body = Problem)))]
pub async fn read_application(
    State(app): State<App>,
    user: User,
    Path(id): Path<ApplicationId>,
) -> Result<Response, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    let view = flow::read(&mut act, id).await?;
    command::record(view.application.revision, &view)
}

/// The application on paper: 附表三, or 附表二 by the original edition.
#[utoipa::path(get, path = "/applications/{id}/paper", tag = "account", params(("id" = ApplicationId, Path), FormatQuery),
    responses((status = 200, description = "the sheet", content((Sheet = "application/json"), (String = "application/pdf"), (String = "application/vnd.oasis.opendocument.text"))), (status = 400, body = Problem), (status = 404, body = Problem)))]
pub async fn print_application(
    State(app): State<App>,
    user: User,
    Path(id): Path<ApplicationId>,
    asked: Asked,
) -> Result<Response, ApiError> {
    let sheet = {
        let mut tx = app.db().read().await?;
        let mut act = app.act(&mut tx, user.standing.person).await?;
        flow::sheet(&mut act, id).await?
    };
    paper::respond(&sheet, &asked, &format!("application-{id}")).await
}

/// Approves, grants, sets, sends back, rejects, withdraws or files again.
#[utoipa::path(post, path = "/applications/{id}/actions", tag = "account", request_body = ApplicationAction,
    params(("id" = ApplicationId, Path), ("Idempotency-Key" = String, Header), ("If-Match" = String, Header), ("dry_run" = Option<bool>, Query)),
    responses((status = 200, body = ApplicationView), (status = 404, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
pub async fn act_on_application(
    State(app): State<App>,
    user: User,
    Path(id): Path<ApplicationId>,
    command: Command<ApplicationAction>,
) -> Result<Response, ApiError> {
    let revision = command.revision()?;
    command::run(&app, Operation::of(&user, &command), move |act| {
        Box::pin(async move {
            let view = flow::act(act, id, revision, command.body).await?;
            Ok(Answer::at(view.application.revision, view))
        })
    })
    .await
}

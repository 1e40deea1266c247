//! `/reviews`.

use axum::{
    Json,
    extract::{Path, Query as UrlQuery, State},
    response::Response,
};
use shared::{
    api::v1::{Page, Problem, ReviewRow, ReviewView},
    id::ReviewId,
    review::ReviewAction,
};
use utoipa_axum::{router::OpenApiRouter, routes};

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
        .routes(routes!(list_reviews))
        .routes(routes!(read_review))
        .routes(routes!(act_on_review))
        .routes(routes!(print_review))
}

/// Yearly reviews, the latest year first, for the manager.
#[utoipa::path(get, path = "/reviews", tag = "review", params(flow::Query),
    responses((status = 200, body = Page<ReviewRow>), (status = 403, body = Problem)))]
pub async fn list_reviews(
    State(app): State<App>,
    user: User,
    UrlQuery(query): UrlQuery<flow::Query>,
) -> Result<Json<Page<ReviewRow>>, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    Ok(Json(flow::list(&mut act, &query).await?))
}

/// One review: what was found on the day it was begun, what was decided, and where that stands.
#[utoipa::path(get, path = "/reviews/{id}", tag = "review", params(("id" = ReviewId, Path)),
    responses((status = 200, body = ReviewView), (status = 404, body = Problem)))]
pub async fn read_review(
    State(app): State<App>,
    user: User,
    Path(id): Path<ReviewId>,
) -> Result<Response, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    let view = flow::read(&mut act, id).await?;
    command::record(view.review.revision, &view)
}

/// Begins a review, decides on its lines, carries a decision out, or signs it.
#[utoipa::path(post, path = "/reviews/{id}/actions", tag = "review", request_body = ReviewAction,
    params(("id" = ReviewId, Path), ("Idempotency-Key" = String, Header), ("If-Match" = String, Header), ("dry_run" = Option<bool>, Query)),
    responses((status = 200, body = ReviewView), (status = 404, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
pub async fn act_on_review(
    State(app): State<App>,
    user: User,
    Path(id): Path<ReviewId>,
    command: Command<ReviewAction>,
) -> Result<Response, ApiError> {
    let revision = command.revision()?;
    command::run(&app, Operation::of(&user, &command), move |act| {
        Box::pin(async move {
            let view = flow::act(act, id, revision, command.body).await?;
            Ok(Answer::at(view.review.revision, view))
        })
    })
    .await
}

/// The record of a review, to print, to edit, or for the page that prints.
#[utoipa::path(get, path = "/reviews/{id}/paper", tag = "review", params(("id" = ReviewId, Path), FormatQuery),
    responses((status = 200, description = "The sheet", content_type = "application/pdf"), (status = 404, body = Problem)))]
pub async fn print_review(
    State(app): State<App>,
    user: User,
    Path(id): Path<ReviewId>,
    asked: Asked,
) -> Result<Response, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    let sheet = flow::sheet(&mut act, id).await?;
    respond(&sheet, &asked, "review").await
}

//! `/notices`.

use axum::{
    Json,
    extract::{Path, Query as UrlQuery, State},
    response::Response,
};
use serde::Deserialize;
use shared::{
    api::v1::{NoticeView, Page, Problem},
    id::NoticeId,
    notice::NoticeAction,
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
        .routes(routes!(list_notices))
        .routes(routes!(read_notice))
        .routes(routes!(act_on_notice))
        .routes(routes!(print_notice))
}

/// What the list may be asked for.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct Query {
    /// `to_send`, `sent` or `withdrawn`.
    pub status: String,
    /// Where to go on.
    pub cursor: Option<String>,
    /// Rows a page, 1 to 200.
    pub limit: Option<i64>,
}

/// Notices to the Bureau, for the manager.
#[utoipa::path(get, path = "/notices", tag = "notice", params(Query),
    responses((status = 200, body = Page<NoticeView>), (status = 403, body = Problem)))]
pub async fn list_notices(
    State(app): State<App>,
    user: User,
    UrlQuery(query): UrlQuery<Query>,
) -> Result<Json<Page<NoticeView>>, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    Ok(Json(flow::page(&mut act, query.status, query.cursor, query.limit).await?))
}

/// One notice with its seven days and their working.
#[utoipa::path(get, path = "/notices/{id}", tag = "notice", params(("id" = NoticeId, Path)),
    responses((status = 200, body = NoticeView), (status = 404, body = Problem)))]
pub async fn read_notice(
    State(app): State<App>,
    user: User,
    Path(id): Path<NoticeId>,
) -> Result<Response, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    let view = flow::read(&mut act, id).await?;
    command::record(view.notice.revision, &view)
}

/// Records that the letter was sent, corrects the day of the change, or withdraws a mistaken entry.
#[utoipa::path(post, path = "/notices/{id}/actions", tag = "notice", request_body = NoticeAction,
    params(("id" = NoticeId, Path), ("Idempotency-Key" = String, Header), ("If-Match" = String, Header), ("dry_run" = Option<bool>, Query)),
    responses((status = 200, body = NoticeView), (status = 404, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
pub async fn act_on_notice(
    State(app): State<App>,
    user: User,
    Path(id): Path<NoticeId>,
    command: Command<NoticeAction>,
) -> Result<Response, ApiError> {
    let revision = command.revision()?;
    command::run(&app, Operation::of(&user, &command), move |act| {
        Box::pin(async move {
            let view = flow::act(act, id, revision, command.body).await?;
            Ok(Answer::at(view.notice.revision, view))
        })
    })
    .await
}

/// The letter to the Bureau: to print, or to edit.
#[utoipa::path(get, path = "/notices/{id}/paper", tag = "notice", params(("id" = NoticeId, Path), FormatQuery),
    responses((status = 200, description = "The sheet", content_type = "application/pdf"), (status = 404, body = Problem)))]
pub async fn print_notice(
    State(app): State<App>,
    user: User,
    Path(id): Path<NoticeId>,
    asked: Asked,
) -> Result<Response, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    let sheet = flow::letter(&mut act, id).await?;
    respond(&sheet, &asked, "notice").await
}

//! `/mail`.

use axum::{Json, extract::State, response::Response};
use shared::api::v1::{MailChoice, MailView, Problem};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::flow;
use crate::{
    app::App,
    http::{
        command::{self, Answer, Operation},
        error::ApiError,
        extract::{Command, User},
    },
};

/// The routes of this noun.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(read_mail, choose_mail))
}

/// Where one's reminders go, and whether one wants any.
#[utoipa::path(get, path = "/mail", tag = "mail",
    responses((status = 200, body = MailView), (status = 401, body = Problem)))]
pub async fn read_mail(State(app): State<App>, user: User) -> Result<Json<MailView>, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    Ok(Json(flow::view(&mut act).await?))
}

/// Turns one's reminders on or off; what has escalated to one is sent all the same.
#[utoipa::path(put, path = "/mail", tag = "mail", request_body = MailChoice,
    params(("Idempotency-Key" = String, Header), ("dry_run" = Option<bool>, Query)),
    responses((status = 200, body = MailView), (status = 400, body = Problem), (status = 401, body = Problem)))]
pub async fn choose_mail(
    State(app): State<App>,
    user: User,
    command: Command<MailChoice>,
) -> Result<Response, ApiError> {
    command::run(&app, Operation::of(&user, &command), move |act| {
        Box::pin(async move { flow::choose(act, command.body).await.map(Answer::plain) })
    })
    .await
}

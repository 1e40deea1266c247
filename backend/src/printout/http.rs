//! `/printouts`.

use axum::{
    Json,
    extract::{Path, Query as UrlQuery, State},
    response::Response,
};
use shared::{
    api::v1::{Page, PrintoutView, Problem},
    id::PrintoutId,
    printout::PrintoutAction,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::flow;
use crate::{
    app::App,
    http::{
        command::{self, Answer, Operation},
        error::ApiError,
        extract::{Command, Reader, User},
    },
};

/// The routes of this noun.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_printouts))
        .routes(routes!(read_printout))
        .routes(routes!(act_on_printout))
}

/// A page of printouts the asker may see.
#[utoipa::path(get, path = "/printouts", tag = "printout", security(("card" = []), ("token" = ["read"])), params(flow::Query),
    responses((status = 200, body = Page<PrintoutView>), (status = 401, body = Problem)))]
pub async fn list_printouts(
    State(app): State<App>,
    Reader(user): Reader,
    UrlQuery(query): UrlQuery<flow::Query>,
) -> Result<Json<Page<PrintoutView>>, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    Ok(Json(flow::list(&mut act, &query).await?))
}

/// A printout with its dates and their working.
#[utoipa::path(get, path = "/printouts/{id}", tag = "printout", security(("card" = []), ("token" = ["read"])), params(("id" = PrintoutId, Path)),
    responses((status = 200, body = PrintoutView), (status = 404, body = Problem)))]
pub async fn read_printout(
    State(app): State<App>,
    Reader(user): Reader,
    Path(id): Path<PrintoutId>,
) -> Result<Response, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    let view = flow::read(&mut act, id).await?;
    command::record(view.printout.revision, &view)
}

/// File it to a case, keep it, confirm that it is not needed, record its destruction.
#[utoipa::path(post, path = "/printouts/{id}/actions", tag = "printout", request_body = PrintoutAction,
    params(("id" = PrintoutId, Path), ("Idempotency-Key" = String, Header), ("If-Match" = String, Header), ("dry_run" = Option<bool>, Query)),
    responses((status = 200, body = PrintoutView), (status = 404, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
pub async fn act_on_printout(
    State(app): State<App>,
    user: User,
    Path(id): Path<PrintoutId>,
    command: Command<PrintoutAction>,
) -> Result<Response, ApiError> {
    let revision = command.revision()?;
    command::run(&app, Operation::of(&user, &command), move |act| {
        Box::pin(async move {
            let view = flow::act(act, id, revision, command.body).await?;
            Ok(Answer::at(view.printout.revision, view))
        })
    })
    .await
}

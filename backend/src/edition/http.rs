//! `/editions`.

use axum::{
    Json,
    extract::{Path, State},
    response::Response,
};
use shared::{
    api::v1::{EditionDayView, EditionsView, NewEditionDay, Problem},
    edition::{EditionAction, EditionPack},
    id::EditionDayId,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::flow;
use crate::{
    app::App,
    http::{
        command::{self, Answer, Operation},
        error::ApiError,
        extract::{Command, ManagerReader, User},
    },
};

/// The routes of this noun.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_editions, prepare_edition))
        .routes(routes!(edition_pack))
        .routes(routes!(act_on_edition))
}

/// Which text judges, and every prepared day.
#[utoipa::path(get, path = "/editions", tag = "edition", security(("card" = []), ("token" = ["read"])),
    responses((status = 200, body = EditionsView), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub async fn list_editions(
    State(app): State<App>,
    ManagerReader(user): ManagerReader,
) -> Result<Json<EditionsView>, ApiError> {
    let mut tx = app.db().read().await?;
    let act = app.act(&mut tx, user.standing.person).await?;
    Ok(Json(flow::view(&act)))
}

/// The county's edition as a file that another county starts from.
#[utoipa::path(get, path = "/editions/pack", tag = "edition", security(("card" = []), ("token" = ["read"])),
    responses((status = 200, body = EditionPack), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub async fn edition_pack(
    State(app): State<App>,
    ManagerReader(user): ManagerReader,
) -> Result<Json<EditionPack>, ApiError> {
    let mut tx = app.db().read().await?;
    let act = app.act(&mut tx, user.standing.person).await?;
    Ok(Json(flow::pack(&act)?))
}

/// Prepares the day from which the amended text is to judge.
#[utoipa::path(post, path = "/editions", tag = "edition", request_body = NewEditionDay,
    params(("Idempotency-Key" = String, Header), ("dry_run" = Option<bool>, Query)),
    responses((status = 201, body = EditionDayView), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn prepare_edition(
    State(app): State<App>,
    user: User,
    command: Command<NewEditionDay>,
) -> Result<Response, ApiError> {
    command::run(&app, Operation::of(&user, &command), |act| {
        Box::pin(async move {
            let view = flow::prepare(act, command.body).await?;
            Ok(Answer::created(view.day.revision, view))
        })
    })
    .await
}

/// Puts a prepared day in force, or takes it back.
#[utoipa::path(post, path = "/editions/{id}/actions", tag = "edition", request_body = EditionAction,
    params(("id" = EditionDayId, Path), ("Idempotency-Key" = String, Header), ("If-Match" = String, Header), ("dry_run" = Option<bool>, Query)),
    responses((status = 200, body = EditionDayView), (status = 404, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
pub async fn act_on_edition(
    State(app): State<App>,
    user: User,
    Path(id): Path<EditionDayId>,
    command: Command<EditionAction>,
) -> Result<Response, ApiError> {
    let revision = command.revision()?;
    command::run(&app, Operation::of(&user, &command), move |act| {
        Box::pin(async move {
            let view = flow::act_on(act, id, revision, command.body).await?;
            Ok(Answer::at(view.day.revision, view))
        })
    })
    .await
}

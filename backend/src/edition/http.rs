//! `/editions`.

use axum::{
    Json,
    extract::{Path, Query as UrlQuery, State},
    response::Response,
};
use chrono::NaiveDate;
use serde::Deserialize;
use shared::{
    EditionId,
    api::v1::{EditionDayView, EditionsView, NewEditionDay, Problem},
    edition::{EditionAction, Simulation},
    id::EditionDayId,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{flow, simulate};
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
        .routes(routes!(simulate_edition))
        .routes(routes!(act_on_edition))
}

/// Which editions are compared, and on which day.
#[derive(Debug, Clone, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// The one edition: `original` or `amended`.
    pub from: EditionId,
    /// The other.
    pub to: EditionId,
    /// The day on which both judge; today without one.
    pub on: Option<NaiveDate>,
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

/// What another edition would change: sentences, forms, units, people, items, open inquiries.
#[utoipa::path(get, path = "/editions/simulation", tag = "edition", security(("card" = []), ("token" = ["read"])), params(Asked),
    responses((status = 200, body = Simulation), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub async fn simulate_edition(
    State(app): State<App>,
    ManagerReader(user): ManagerReader,
    UrlQuery(asked): UrlQuery<Asked>,
) -> Result<Json<Simulation>, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    let on = asked.on.unwrap_or_else(|| act.today());
    Ok(Json(simulate::run(&mut act, asked.from, asked.to, on).await?))
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

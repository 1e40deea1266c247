//! `/schedule`.

use axum::{Json, extract::State};
use shared::api::v1::{Problem, Schedule};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::flow;
use crate::{
    app::App,
    http::{error::ApiError, extract::Manager},
};

/// The routes of this noun.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(read_schedule))
}

/// What the servers do by themselves, for the manager: what ran last, what became of it, and what is due when.
#[utoipa::path(get, path = "/schedule", tag = "schedule",
    responses((status = 200, body = Schedule), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub async fn read_schedule(State(app): State<App>, _manager: Manager) -> Result<Json<Schedule>, ApiError> {
    let mut tx = app.db().read().await?;
    Ok(Json(flow::view(&app, &mut tx).await?))
}

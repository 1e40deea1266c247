//! `/dashboard`.

use axum::{Json, extract::State};
use shared::api::v1::{Dashboard, Problem};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    app::App,
    http::{error::ApiError, extract::Reader},
};

/// The routes of this noun.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(read_dashboard))
}

/// What is late, what is due, by unit, and how it moves: the manager sees all, a supervisor their units.
#[utoipa::path(get, path = "/dashboard", tag = "dashboard", security(("card" = []), ("token" = ["read"])),
    responses((status = 200, body = Dashboard), (status = 403, body = Problem)))]
pub async fn read_dashboard(
    State(app): State<App>,
    Reader(user): Reader,
) -> Result<Json<Dashboard>, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    if !user.standing.is_manager && user.standing.approves_for(act.today()).is_empty() {
        return Err(ApiError::Forbidden);
    }
    Ok(Json(super::figures(&mut act).await?))
}

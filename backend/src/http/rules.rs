//! The rules themselves: judging a form without storing it, and what each code means.

use axum::{
    Json,
    extract::{Path, Request, State},
};
use shared::{Report, api::v1::Problem, door, regulation, taiwan_day};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    error::ApiError,
    extract::{Caller, read},
};
use crate::app::App;

/// The routes of the rules.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(review_form))
        .routes(routes!(list_rules))
        .routes(routes!(explain_rule))
}

/// Judges a form as the browser, the module and the command line do; nothing is stored.
#[utoipa::path(post, path = "/review", tag = "rules", security(()), request_body = door::ReviewRequest,
    responses((status = 200, body = Report), (status = 400, body = Problem)))]
pub async fn review_form(
    State(app): State<App>,
    Caller(address): Caller,
    request: Request,
) -> Result<Json<Report>, ApiError> {
    app.limiters().review(address)?;
    let bytes = read(request, &app).await?;
    let text = std::str::from_utf8(&bytes).unwrap_or_default();
    Ok(Json(door::review(text, taiwan_day(app.clock().now()))))
}

/// Every rule.
#[utoipa::path(get, path = "/rules", tag = "rules", security(()), responses((status = 200, body = Vec<regulation::Explanation>)))]
pub async fn list_rules() -> Json<Vec<regulation::Explanation>> {
    Json(regulation::catalogue())
}

/// One rule, with its point in our words.
#[utoipa::path(get, path = "/rules/{code}", tag = "rules", security(()), params(("code" = String, Path)),
    responses((status = 200, body = regulation::Explanation), (status = 404, body = Problem)))]
pub async fn explain_rule(Path(code): Path<String>) -> Result<Json<regulation::Explanation>, ApiError> {
    regulation::explain(&code).map(Json).ok_or(ApiError::NotFound)
}

//! `/session`, `/practice/people`.

use axum::{
    Json,
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use shared::api::v1::{PracticePerson, Problem, SessionView, SignIn};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{COOKIE, flow};
use crate::{
    app::App,
    http::{
        error::ApiError,
        extract::{Command, User},
    },
};

/// The routes of this noun.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(start_session, read_session, end_session))
        .routes(routes!(list_practice_people))
}

/// Signs in to the practice county: loopback only, no card.
#[utoipa::path(post, path = "/session", tag = "session", request_body = SignIn,
    responses((status = 200, body = SessionView), (status = 404, body = Problem)))]
pub async fn start_session(State(app): State<App>, command: Command<SignIn>) -> Result<Response, ApiError> {
    let token = flow::start_practice(&app, command.body.person).await?;
    let user = flow::resume(&app, &token).await?;
    let mut response = Json(flow::view(&app, &user).await?).into_response();
    let cookie = format!("{COOKIE}={token}; Path=/; HttpOnly; SameSite=Strict");
    let value = HeaderValue::from_str(&cookie).map_err(|error| ApiError::Internal(error.into()))?;
    response.headers_mut().insert(header::SET_COOKIE, value);
    Ok(response)
}

/// Who is signed in.
#[utoipa::path(get, path = "/session", tag = "session",
    responses((status = 200, body = SessionView), (status = 401, body = Problem)))]
pub async fn read_session(State(app): State<App>, user: User) -> Result<Json<SessionView>, ApiError> {
    Ok(Json(flow::view(&app, &user).await?))
}

/// Signs out.
#[utoipa::path(delete, path = "/session", tag = "session",
    responses((status = 204), (status = 401, body = Problem)))]
pub async fn end_session(State(app): State<App>, user: User) -> Result<Response, ApiError> {
    flow::end(&app, user).await?;
    let gone = format!("{COOKIE}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0");
    let mut response = StatusCode::NO_CONTENT.into_response();
    let headers = response.headers_mut();
    headers.insert("clear-site-data", HeaderValue::from_static("\"cache\""));
    if let Ok(value) = HeaderValue::from_str(&gone) {
        headers.insert(header::SET_COOKIE, value);
    }
    Ok(response)
}

/// Who one may be in the practice county.
#[utoipa::path(get, path = "/practice/people", tag = "session",
    responses((status = 200, body = Vec<PracticePerson>), (status = 404, body = Problem)))]
pub async fn list_practice_people(State(app): State<App>) -> Result<Json<Vec<PracticePerson>>, ApiError> {
    Ok(Json(flow::practice_people(&app).await?))
}

//! `/session`, `/practice/people`.

use axum::{
    Json,
    extract::{Path, Query, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use shared::{
    api::v1::{Challenge, PracticePerson, Problem, SessionRow, SessionView, SignIn},
    session::{CardRefusal, Purpose},
};
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use uuid::Uuid;

use super::{
    challenge,
    cookie::{self, Kind},
    flow,
};
use crate::{
    app::App,
    http::{
        error::ApiError,
        extract::{Caller, Command, OrInspector, User},
    },
    limit::Door,
};

/// The routes of this noun.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(issue_challenge))
        .routes(routes!(start_session, read_session, end_session))
        .routes(routes!(list_sessions))
        .routes(routes!(end_other_session))
        .routes(routes!(list_practice_people))
}

/// Gives a text to sign with the card, and the cookie by which this browser answers it.
#[utoipa::path(post, path = "/session/challenge", tag = "session", security(()), params(("Idempotency-Key" = String, Header)),
    responses((status = 200, body = Challenge)))]
pub async fn issue_challenge(
    State(app): State<App>,
    Caller(address): Caller,
    headers: HeaderMap,
    command: Command<()>,
) -> Result<Response, ApiError> {
    let () = command.body;
    app.limiters().door(Door::Challenge, address)?;
    let audience = audience(&app, &headers)?;
    let (challenge, token) = challenge::issue(&app, audience, Purpose::SignIn).await?;
    let mut response = Json(challenge).into_response();
    let value = cookie::set(app.config(), Kind::Asker, Some(&token))?;
    response.headers_mut().insert(header::SET_COOKIE, value);
    Ok(response)
}

/// Signs in with a card: the answer to this browser's challenge.
#[utoipa::path(post, path = "/session", tag = "session", security(()), request_body = SignIn,
    params(("Idempotency-Key" = String, Header)),
    responses((status = 200, body = SessionView), (status = 403, body = Problem)))]
pub async fn start_session(
    State(app): State<App>,
    Caller(address): Caller,
    headers: HeaderMap,
    command: Command<SignIn>,
) -> Result<Response, ApiError> {
    app.limiters().door(Door::SignIn, address)?;
    let asker = cookie::read(app.config(), &headers, Kind::Asker).ok_or(CardRefusal::NoChallenge)?;
    let token = flow::sign_in(&app, &asker, &command.body, address.to_string()).await?;
    let user = flow::resume(&app, &token).await?;
    let mut response = Json(flow::view(&app, &user).await?).into_response();
    for (kind, value) in [(Kind::Session, Some(token.as_str())), (Kind::Asker, None)] {
        response.headers_mut().append(header::SET_COOKIE, cookie::set(app.config(), kind, value)?);
    }
    Ok(response)
}

/// The origin that is signed for: the one set, or the one the browser says it asked.
///
/// # Errors
/// It says none.
pub fn audience(app: &App, headers: &HeaderMap) -> Result<String, ApiError> {
    if let Some(origin) = &app.config().origin {
        return Ok(origin.clone());
    }
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    // The card component takes no other signs, and no host has them.
    let is_host =
        !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte));
    if !is_host {
        return Err(ApiError::bad_request("Host 標頭無法讀取。", "The Host header cannot be read."));
    }
    Ok(format!("http://{host}"))
}

/// Who is signed in.
#[utoipa::path(get, path = "/session", tag = "session",
    responses((status = 200, body = SessionView), (status = 401, body = Problem)))]
pub async fn read_session(
    State(app): State<App>,
    who: OrInspector<User>,
) -> Result<Json<SessionView>, ApiError> {
    Ok(Json(flow::view(&app, who.user()).await?))
}

/// Signs out.
#[utoipa::path(delete, path = "/session", tag = "session",
    responses((status = 204), (status = 401, body = Problem)))]
pub async fn end_session(State(app): State<App>, who: OrInspector<User>) -> Result<Response, ApiError> {
    flow::end(&app, who.user().clone()).await?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    let headers = response.headers_mut();
    headers.insert("clear-site-data", HeaderValue::from_static("\"cache\""));
    headers.insert(header::SET_COOKIE, cookie::set(app.config(), Kind::Session, None)?);
    Ok(response)
}

/// Whose sessions or tokens to list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct Which {
    /// Everybody's, for the manager.
    #[serde(default)]
    pub everybody: bool,
}

/// Where one's card is in use.
#[utoipa::path(get, path = "/sessions", tag = "session", params(Which),
    responses((status = 200, body = Vec<SessionRow>), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub async fn list_sessions(
    State(app): State<App>,
    user: User,
    Query(which): Query<Which>,
) -> Result<Json<Vec<SessionRow>>, ApiError> {
    if which.everybody && !user.standing.is_manager {
        return Err(ApiError::Forbidden);
    }
    Ok(Json(flow::list(&app, &user, which.everybody).await?))
}

/// Ends a session at another place.
#[utoipa::path(delete, path = "/sessions/{id}", tag = "session", params(("id" = Uuid, Path)),
    responses((status = 204), (status = 401, body = Problem), (status = 404, body = Problem)))]
pub async fn end_other_session(
    State(app): State<App>,
    user: User,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, ApiError> {
    flow::end_one(&app, user, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Who one may be in the practice county.
#[utoipa::path(get, path = "/practice/people", tag = "session", security(()),
    responses((status = 200, body = Vec<PracticePerson>), (status = 404, body = Problem)))]
pub async fn list_practice_people(State(app): State<App>) -> Result<Json<Vec<PracticePerson>>, ApiError> {
    Ok(Json(flow::practice_people(&app).await?))
}

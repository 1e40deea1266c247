//! `/sync`.

use std::{convert::Infallible, time::Duration};

use axum::{
    Json,
    extract::{Query, Request, State},
    response::sse::{Event, KeepAlive, Sse},
};
use futures::Stream;
use serde::Deserialize;
use shared::{
    api::v1::{Capabilities, Problem},
    sync::{ChangesResponse, POKE, PushRequest, PushResponse},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{PULL_MOST, capabilities, feed, flow};
use crate::{
    app::App,
    http::{
        error::ApiError,
        extract::{User, is_dry_run, read},
    },
    journal, session,
};

/// How often a poke looks for something new.
const LOOK: Duration = Duration::from_secs(2);
/// How often it looks whether its session still lasts, in looks.
const SESSION_LOOKS: u32 = 15;

/// The routes of this noun.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(read_capabilities))
        .routes(routes!(push))
        .routes(routes!(list_changes))
        .routes(routes!(poke))
}

/// What this server is and by which rules it judges; needs no session.
#[utoipa::path(get, path = "/sync/capabilities", tag = "sync", security(()), responses((status = 200, body = Capabilities)))]
pub async fn read_capabilities(State(app): State<App>) -> Result<Json<Capabilities>, ApiError> {
    Ok(Json(capabilities::now(&app).await?))
}

/// Takes drafts and submissions made offline. Each mutation has its number per device, so a push needs no other key.
#[utoipa::path(post, path = "/sync/push", tag = "sync", request_body = PushRequest,
    params(("X-Chadiao-Caps" = Option<String>, Header), ("dry_run" = Option<bool>, Query)),
    responses((status = 200, body = PushResponse), (status = 403, body = Problem), (status = 410, body = Problem),
        (status = 412, body = Capabilities), (status = 426, body = Problem)))]
pub async fn push(
    State(app): State<App>,
    user: User,
    request: Request,
) -> Result<Json<PushResponse>, ApiError> {
    capabilities::check(&app, request.headers()).await?;
    let dry_run = is_dry_run(request.uri())?;
    let bytes = read(request, &app).await?;
    // The parser's message may quote what was typed, so it stays here.
    let push: PushRequest = serde_json::from_slice(&bytes)
        .map_err(|_| ApiError::bad_request("無法讀取同步內容。", "The push cannot be read."))?;
    Ok(Json(flow::push(&app, user.standing.person, push, dry_run).await?))
}

/// Where to go on.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct Since {
    /// The cursor of the last answer; none for the start.
    pub since: Option<String>,
    /// Changes at most, 1 to 500.
    pub limit: Option<i64>,
}

/// What changed since, in commit order.
#[utoipa::path(get, path = "/sync/changes", tag = "sync", params(Since, ("X-Chadiao-Caps" = Option<String>, Header)),
    responses((status = 200, body = ChangesResponse), (status = 410, body = Problem), (status = 412, body = Capabilities)))]
pub async fn list_changes(
    State(app): State<App>,
    user: User,
    Query(since): Query<Since>,
    request: Request,
) -> Result<Json<ChangesResponse>, ApiError> {
    capabilities::check(&app, request.headers()).await?;
    let limit = since.limit.unwrap_or(200).clamp(1, PULL_MOST);
    Ok(Json(feed::changes(&app, user.standing.person, since.since.as_deref(), limit).await?))
}

/// Server-sent events that say only that something new exists; pulling is the truth.
#[utoipa::path(get, path = "/sync/poke", tag = "sync",
    responses((status = 200, content_type = "text/event-stream", body = String), (status = 401, body = Problem)))]
pub async fn poke(State(app): State<App>, user: User) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let start = Poke { app, session: user.session().to_vec(), last: None, looks: 0 };
    let events = futures::stream::unfold(start, |poke| async move {
        let (event, poke) = poke.next().await?;
        Some((Ok(event), poke))
    });
    Sse::new(events).keep_alive(KeepAlive::default())
}

/// A listener. It looks by itself, because with PostgreSQL other servers write too.
struct Poke {
    app: App,
    session: Vec<u8>,
    last: Option<i64>,
    looks: u32,
}

impl Poke {
    /// Waits for the next news; none when the session is over or the database does not answer: the browser comes back.
    async fn next(mut self) -> Option<(Event, Self)> {
        loop {
            if self.looks > 0 {
                tokio::time::sleep(LOOK).await;
            }
            let size = {
                let mut tx = self.app.db().read().await.ok()?;
                if self.looks.is_multiple_of(SESSION_LOOKS) {
                    let session = session::store::find(&mut tx, &self.session).await.ok()??;
                    if session.ends_at <= self.app.clock().now().timestamp_micros() {
                        return None;
                    }
                }
                journal::store::head(&mut tx).await.ok()?.size
            };
            self.looks = self.looks.wrapping_add(1).max(1);
            if self.last != Some(size) {
                self.last = Some(size);
                return Some((Event::default().event(POKE).data(size.to_string()), self));
            }
        }
    }
}

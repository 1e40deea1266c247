//! `/duties`.

use axum::{
    Json,
    extract::{Path, Query as UrlQuery, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use chrono::NaiveDate;
use serde::Deserialize;
use shared::{
    api::v1::{DutyView, FeedAddress, FeedView, Page, Problem},
    duty::Working,
    violation::Citation,
};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{feed, flow};
use crate::{
    app::App,
    http::{
        error::ApiError,
        extract::{Command, Reader, User},
    },
    session::http::audience,
};

/// The routes of this noun.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_duties))
        .routes(routes!(work_out_duty))
        .routes(routes!(read_feed, make_feed, revoke_feed))
        .routes(routes!(read_calendar_feed))
}

/// What the duties may be asked for.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct Query {
    /// One's own: what one answers for, what one decides on, and what has escalated to one.
    pub mine: bool,
    /// One unit's.
    pub unit: Option<Uuid>,
    /// One person's.
    pub person: Option<Uuid>,
    /// Those of a point: `5` is all of it, `5(1)` one item.
    #[param(value_type = Option<String>)]
    pub point: Option<Citation>,
    /// Only those past their strict day.
    pub late: bool,
    /// Only those due on or before this day.
    pub due_until: Option<NaiveDate>,
    /// One kind.
    pub kind: Option<String>,
    /// Where to go on.
    pub cursor: Option<String>,
    /// Rows a page, 1 to 200.
    pub limit: Option<i64>,
}

/// Open duties, most pressing first.
#[utoipa::path(get, path = "/duties", tag = "duty", security(("card" = []), ("token" = ["read"])), params(Query),
    responses((status = 200, body = Page<DutyView>), (status = 400, body = Problem), (status = 401, body = Problem)))]
pub async fn list_duties(
    State(app): State<App>,
    Reader(user): Reader,
    UrlQuery(query): UrlQuery<Query>,
) -> Result<Json<Page<DutyView>>, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    Ok(Json(flow::page(&mut act, &query).await?))
}

/// How a duty's days were found, day by day; a missing year of the official calendar is named.
#[utoipa::path(get, path = "/duties/{record}/{kind}/working", tag = "duty",
    params(("record" = Uuid, Path), ("kind" = String, Path)),
    responses((status = 200, body = Working), (status = 401, body = Problem), (status = 404, body = Problem)))]
pub async fn work_out_duty(
    State(app): State<App>,
    user: User,
    Path((record, kind)): Path<(Uuid, String)>,
) -> Result<Json<Working>, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    Ok(Json(flow::work_out(&mut act, record, &kind).await?))
}

/// Whether one has a calendar address, and since when.
#[utoipa::path(get, path = "/duties/feed", tag = "duty",
    responses((status = 200, body = FeedView), (status = 401, body = Problem)))]
pub async fn read_feed(State(app): State<App>, user: User) -> Result<Json<FeedView>, ApiError> {
    Ok(Json(feed::view(&app, user.standing.person).await?))
}

/// Makes a calendar address and tells it this once; the one before it is dead.
#[utoipa::path(post, path = "/duties/feed", tag = "duty", params(("Idempotency-Key" = String, Header)),
    responses((status = 200, body = FeedAddress), (status = 400, body = Problem), (status = 401, body = Problem)))]
pub async fn make_feed(
    State(app): State<App>,
    user: User,
    headers: HeaderMap,
    command: Command<()>,
) -> Result<Json<FeedAddress>, ApiError> {
    // Kept nowhere but as a hash, so a retry makes another address, which is as good.
    let () = command.body;
    let origin = audience(&app, &headers)?;
    Ok(Json(feed::make(&app, &user, &origin).await?))
}

/// Takes one's calendar address back.
#[utoipa::path(delete, path = "/duties/feed", tag = "duty",
    responses((status = 204), (status = 401, body = Problem)))]
pub async fn revoke_feed(State(app): State<App>, user: User) -> Result<StatusCode, ApiError> {
    feed::revoke(&app, &user).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The duties of whoever made this address, as iCalendar (RFC 5545), for a calendar program: the secret in the address is
/// the only right it needs. No case and nobody is named.
#[utoipa::path(get, path = "/calendar/{file}", tag = "duty", params(("file" = String, Path)),
    responses((status = 200, body = String, content_type = "text/calendar"), (status = 404, body = Problem)))]
pub async fn read_calendar_feed(
    State(app): State<App>,
    Path(file): Path<String>,
) -> Result<Response, ApiError> {
    let origin = app.config().origin.clone();
    let text = feed::read(&app, &file, origin.as_deref()).await?;
    let headers = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "inline; filename=\"chadiao.ics\""),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, text).into_response())
}

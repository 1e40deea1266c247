//! `/duties`.

use axum::{
    Json,
    extract::{Path, Query as UrlQuery, State},
};
use chrono::NaiveDate;
use serde::Deserialize;
use shared::{
    api::v1::{DutyView, Page, Problem},
    duty::Working,
    violation::Citation,
};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::flow;
use crate::{
    app::App,
    http::{error::ApiError, extract::User},
};

/// The routes of this noun.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list_duties)).routes(routes!(work_out_duty))
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
#[utoipa::path(get, path = "/duties", tag = "duty", params(Query),
    responses((status = 200, body = Page<DutyView>), (status = 400, body = Problem), (status = 401, body = Problem)))]
pub async fn list_duties(
    State(app): State<App>,
    user: User,
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

//! `/editions`.

use axum::{
    Json,
    extract::{Path, Query as UrlQuery, State},
};
use chrono::NaiveDate;
use serde::Deserialize;
use shared::{
    EditionId,
    amendment::{Impact, SettingImpact},
    api::v1::Problem,
    id::EditionDayId,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{flow, settings};
use crate::{
    app::App,
    http::{error::ApiError, extract::User},
};

/// The routes of this noun.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(compare_editions)).routes(routes!(try_settings))
}

/// Which editions, and on which day.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct Query {
    /// The edition compared with; the one in force today unless said.
    pub before: Option<EditionId>,
    /// The edition tried; the other one unless said.
    pub after: Option<EditionId>,
    /// The day; today unless said.
    pub on: Option<NaiveDate>,
}

/// What another edition would change on this county's records: units, items, forms, people, audits, duties. Nothing is written.
#[utoipa::path(get, path = "/editions/impact", tag = "amendment", params(Query),
    responses((status = 200, body = Impact), (status = 403, body = Problem)))]
pub async fn compare_editions(
    State(app): State<App>,
    user: User,
    UrlQuery(query): UrlQuery<Query>,
) -> Result<Json<Impact>, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    let before = query.before.unwrap_or_else(|| act.edition());
    let other = if before == EditionId::Original { EditionId::Amended } else { EditionId::Original };
    let on = query.on.unwrap_or_else(|| act.today());
    Ok(Json(flow::impact(&mut act, (before, query.after.unwrap_or(other)), on).await?))
}

/// What the settings of a prepared change would have made of the year before, number by number. Nothing is written.
#[utoipa::path(get, path = "/editions/{id}/impact", tag = "amendment", params(("id" = EditionDayId, Path)),
    responses((status = 200, body = Vec<SettingImpact>), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn try_settings(
    State(app): State<App>,
    user: User,
    Path(id): Path<EditionDayId>,
) -> Result<Json<Vec<SettingImpact>>, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    Ok(Json(settings::impact(&mut act, id).await?))
}

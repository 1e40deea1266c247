//! `/editions`.

use axum::{
    Json,
    extract::{Query as UrlQuery, State},
};
use chrono::NaiveDate;
use serde::Deserialize;
use shared::{EditionId, amendment::Impact, api::v1::Problem};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::flow;
use crate::{
    app::App,
    http::{error::ApiError, extract::User},
};

/// The routes of this noun.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(compare_editions))
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

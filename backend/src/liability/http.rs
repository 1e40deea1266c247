//! `/liability`, `/referrals`.

use axum::{
    Json,
    extract::{Path, Query as UrlQuery, State},
    response::Response,
};
use chrono::{Datelike, NaiveDate};
use serde::Deserialize;
use shared::{
    api::v1::{Acknowledge, LiabilityView, NewReferral, Page, Problem, Roster},
    id::ReferralId,
    liability::{AcknowledgmentBody, OutcomeDraft, ReferralBody},
    paper::Sheet,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::flow;
use crate::{
    app::App,
    http::{
        command::{self, Answer, Operation},
        error::ApiError,
        extract::{Command, Manager, User},
    },
    paper,
};

/// The routes of this noun.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(read_liability))
        .routes(routes!(acknowledge_liability))
        .routes(routes!(read_roster))
        .routes(routes!(read_roster_sheet))
        .routes(routes!(list_referrals, refer_person))
        .routes(routes!(decide_referral))
}

/// Which year.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct Year {
    /// A year of the common era; this year when left out.
    pub year: Option<i32>,
    /// As what the sheet is wanted; only the sheet reads it.
    #[param(inline)]
    pub format: paper::Format,
}

impl Year {
    /// The year that is meant.
    ///
    /// # Errors
    /// No sheet has room for the year.
    pub fn of(&self, today: NaiveDate) -> Result<i32, ApiError> {
        let year = self.year.unwrap_or_else(|| today.year());
        // The first year of the Republic, and the last that a sheet has room for.
        if (1912..=9999).contains(&year) {
            return Ok(year);
        }
        Err(ApiError::bad_request(
            "year 應為西元 1912 至 9999 年。",
            "A year lies between 1912 and 9999 of the common era.",
        ))
    }
}

/// Which page.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct Listed {
    /// Where to go on.
    pub cursor: Option<String>,
    /// Rows a page, 1 to 200.
    pub limit: Option<i64>,
}

/// What everybody acknowledges once a year, and one's own years.
#[utoipa::path(get, path = "/liability", tag = "liability",
    responses((status = 200, body = LiabilityView), (status = 401, body = Problem)))]
pub async fn read_liability(State(app): State<App>, user: User) -> Result<Json<LiabilityView>, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    Ok(Json(flow::view(&mut act).await?))
}

/// Acknowledges this year's liability, in person.
#[utoipa::path(post, path = "/liability/acknowledgments", tag = "liability", request_body = Acknowledge,
    params(("Idempotency-Key" = String, Header), ("dry_run" = Option<bool>, Query)),
    responses((status = 200, body = AcknowledgmentBody), (status = 422, body = Problem)))]
pub async fn acknowledge_liability(
    State(app): State<App>,
    user: User,
    command: Command<Acknowledge>,
) -> Result<Response, ApiError> {
    command::run(&app, Operation::of(&user, &command), |act| {
        Box::pin(async move {
            let body = flow::acknowledge(act, &command.body.text_hash).await?;
            Ok(Answer::at(body.revision, body))
        })
    })
    .await
}

/// The roster of a year: of everybody for the manager, of their people for a supervisor.
#[utoipa::path(get, path = "/liability/roster", tag = "liability", params(Year),
    responses((status = 200, body = Roster), (status = 403, body = Problem)))]
pub async fn read_roster(
    State(app): State<App>,
    user: User,
    UrlQuery(query): UrlQuery<Year>,
) -> Result<Json<Roster>, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    let year = query.of(act.today())?;
    Ok(Json(flow::roster(&mut act, year).await?))
}

/// The roster of a year as a sheet of paper.
#[utoipa::path(get, path = "/liability/roster/sheet", tag = "liability", params(Year),
    responses((status = 200, body = Sheet), (status = 403, body = Problem)))]
pub async fn read_roster_sheet(
    State(app): State<App>,
    user: User,
    asked: paper::Asked,
    UrlQuery(query): UrlQuery<Year>,
) -> Result<Response, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    let year = query.of(act.today())?;
    let sheet = flow::roster_sheet(&mut act, year).await?;
    paper::respond(&sheet, &asked, "liability-roster").await
}

/// Referrals for discipline, newest first, for the manager alone.
#[utoipa::path(get, path = "/referrals", tag = "liability", params(Listed),
    responses((status = 200, body = Page<ReferralBody>), (status = 403, body = Problem)))]
pub async fn list_referrals(
    State(app): State<App>,
    manager: Manager,
    UrlQuery(query): UrlQuery<Listed>,
) -> Result<Json<Page<ReferralBody>>, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, manager.0.standing.person).await?;
    Ok(Json(flow::referrals(&mut act, query.cursor, query.limit).await?))
}

/// Records a referral for discipline.
#[utoipa::path(post, path = "/referrals", tag = "liability", request_body = NewReferral,
    params(("Idempotency-Key" = String, Header), ("dry_run" = Option<bool>, Query)),
    responses((status = 201, body = ReferralBody), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn refer_person(
    State(app): State<App>,
    user: User,
    command: Command<NewReferral>,
) -> Result<Response, ApiError> {
    command::run(&app, Operation::of(&user, &command), |act| {
        Box::pin(async move {
            let body = flow::refer(act, command.body).await?;
            Ok(Answer::created(body.revision, body))
        })
    })
    .await
}

/// Records what the agency decided.
#[utoipa::path(post, path = "/referrals/{id}/outcome", tag = "liability", request_body = OutcomeDraft,
    params(("id" = ReferralId, Path), ("Idempotency-Key" = String, Header), ("If-Match" = String, Header), ("dry_run" = Option<bool>, Query)),
    responses((status = 200, body = ReferralBody), (status = 404, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
pub async fn decide_referral(
    State(app): State<App>,
    user: User,
    Path(id): Path<ReferralId>,
    command: Command<OutcomeDraft>,
) -> Result<Response, ApiError> {
    let revision = command.revision()?;
    command::run(&app, Operation::of(&user, &command), move |act| {
        Box::pin(async move {
            let body = flow::decide(act, id, revision, &command.body).await?;
            Ok(Answer::at(body.revision, body))
        })
    })
    .await
}

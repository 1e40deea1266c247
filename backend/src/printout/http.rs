//! `/printouts`.

use axum::{
    Json,
    extract::{Path, Query as UrlQuery, State},
    response::Response,
};
use chrono::NaiveDate;
use serde::Deserialize;
use shared::{
    api::v1::{Page, PrintoutView, Problem},
    id::PrintoutId,
    paper::Sheet,
    printout::PrintoutAction,
};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::flow;
use crate::{
    app::App,
    http::{
        command::{self, Answer, Operation},
        error::ApiError,
        extract::{Command, Reader, User},
    },
    paper,
};

/// The routes of this noun.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_printouts))
        .routes(routes!(print_destruction_list))
        .routes(routes!(read_printout))
        .routes(routes!(act_on_printout))
}

/// A page of printouts the asker may see.
#[utoipa::path(get, path = "/printouts", tag = "printout", security(("card" = []), ("token" = ["read"])), params(flow::Query),
    responses((status = 200, body = Page<PrintoutView>), (status = 401, body = Problem)))]
pub async fn list_printouts(
    State(app): State<App>,
    Reader(user): Reader,
    UrlQuery(query): UrlQuery<flow::Query>,
) -> Result<Json<Page<PrintoutView>>, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    Ok(Json(flow::list(&mut act, &query).await?))
}

/// Which printouts stand on the list of destruction.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct PaperQuery {
    /// `not_needed` for what is to be destroyed, `destroyed` for what was; both unless said.
    pub state: Option<String>,
    /// One unit.
    pub unit: Option<Uuid>,
    /// One's own.
    pub mine: bool,
    /// To be destroyed before this day.
    pub due_before: Option<NaiveDate>,
}

/// 列印資料銷毀清冊 on paper: of the printouts the asker may see, those confirmed unneeded or destroyed.
#[utoipa::path(get, path = "/printouts/paper", tag = "printout", params(PaperQuery, paper::FormatQuery),
    responses((status = 200, body = Sheet), (status = 400, body = Problem)))]
pub async fn print_destruction_list(
    State(app): State<App>,
    user: User,
    asked: paper::Asked,
    UrlQuery(query): UrlQuery<PaperQuery>,
) -> Result<Response, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    let PaperQuery { state, unit, mine, due_before } = query;
    let listed = flow::Query { state, unit, mine, due_before, ..flow::Query::default() };
    let printouts = flow::all(&mut act, listed).await?;
    let county = act.registers().county_name();
    let sheet = shared::printout::paper::sheet(&printouts, &county, &paper::printing(&act));
    paper::respond(&sheet, &asked, "destruction-list").await
}

/// A printout with its dates and their working.
#[utoipa::path(get, path = "/printouts/{id}", tag = "printout", security(("card" = []), ("token" = ["read"])), params(("id" = PrintoutId, Path)),
    responses((status = 200, body = PrintoutView), (status = 404, body = Problem)))]
pub async fn read_printout(
    State(app): State<App>,
    Reader(user): Reader,
    Path(id): Path<PrintoutId>,
) -> Result<Response, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    let view = flow::read(&mut act, id).await?;
    command::record(view.printout.revision, &view)
}

/// File it to a case, keep it, confirm that it is not needed, record its destruction.
#[utoipa::path(post, path = "/printouts/{id}/actions", tag = "printout", request_body = PrintoutAction,
    params(("id" = PrintoutId, Path), ("Idempotency-Key" = String, Header), ("If-Match" = String, Header), ("dry_run" = Option<bool>, Query)),
    responses((status = 200, body = PrintoutView), (status = 404, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
pub async fn act_on_printout(
    State(app): State<App>,
    user: User,
    Path(id): Path<PrintoutId>,
    command: Command<PrintoutAction>,
) -> Result<Response, ApiError> {
    let revision = command.revision()?;
    command::run(&app, Operation::of(&user, &command), move |act| {
        Box::pin(async move {
            let view = flow::act(act, id, revision, command.body).await?;
            Ok(Answer::at(view.printout.revision, view))
        })
    })
    .await
}

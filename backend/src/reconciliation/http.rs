//! `/reconciliations`.

use axum::{
    Json,
    extract::{DefaultBodyLimit, Path, Query as UrlQuery, Request, State},
    response::Response,
};
use chrono::NaiveDate;
use serde::Deserialize;
use shared::{
    api::v1::{Page, Problem, ReconciliationView},
    id::ReconciliationId,
    reconciliation::{Asked, Columns, ReconciliationBody},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::flow;
use crate::{
    app::App,
    exchange,
    http::{
        command::{self, Answer},
        error::ApiError,
        extract::{Manager, User},
    },
};

/// A hundred thousand rows of the platform's own record are some ten megabytes as CSV, and fewer as a spreadsheet.
const FILE_MOST: usize = 32 * 1024 * 1024;

/// The routes of this noun.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_reconciliations, reconcile_file))
        .routes(routes!(read_reconciliation))
        .layer(DefaultBodyLimit::max(FILE_MOST))
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

/// Which days a file covers, and which columns hold what.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct Query {
    /// First day.
    pub from: Option<NaiveDate>,
    /// Last day.
    pub to: Option<NaiveDate>,
    /// Heading of the column with the day of the query.
    pub queried_on: String,
    /// Heading of the column with the user's account.
    pub account: String,
    /// Heading of the column with the identity asked for.
    pub identity: String,
    /// Sheet of a spreadsheet; the first that holds anything when left out.
    pub sheet: String,
    /// Judge and roll back.
    pub dry_run: Option<bool>,
}

/// Reconciliations without their lines, newest first, for the manager.
#[utoipa::path(get, path = "/reconciliations", tag = "reconciliation", params(Listed),
    responses((status = 200, body = Page<ReconciliationBody>), (status = 403, body = Problem)))]
pub async fn list_reconciliations(
    State(app): State<App>,
    manager: Manager,
    UrlQuery(query): UrlQuery<Listed>,
) -> Result<Json<Page<ReconciliationBody>>, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, manager.0.standing.person).await?;
    Ok(Json(flow::page(&mut act, query.cursor, query.limit).await?))
}

/// Reconciles the platform's own query record, a CSV file (UTF-8 or Big5) or an `.xlsx` or `.ods` spreadsheet, with the register. Identities are compared as keyed hashes and kept nowhere; columns that are not named are not read.
#[utoipa::path(post, path = "/reconciliations", tag = "reconciliation", request_body(content((String = "text/csv"), (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), (Vec<u8> = "application/vnd.oasis.opendocument.spreadsheet"))),
    params(Query, ("Idempotency-Key" = String, Header)),
    responses((status = 201, body = ReconciliationView), (status = 400, body = Problem), (status = 422, body = Problem)))]
pub async fn reconcile_file(
    State(app): State<App>,
    user: User,
    UrlQuery(query): UrlQuery<Query>,
    request: Request,
) -> Result<Response, ApiError> {
    let (operation, bytes) = exchange::http::operation(&app, &user, request).await?;
    let columns = Columns {
        queried_on: query.queried_on,
        account: query.account,
        identity: query.identity,
        sheet: query.sheet,
    };
    let asked = Asked { from: query.from, to: query.to, columns };
    // Read and compared beside the one writer, who only keeps what was found.
    let held = flow::hold_against(&app, &user.standing, asked, bytes).await?;
    command::run(&app, operation, move |act| {
        Box::pin(async move {
            let view = flow::make(act, held).await?;
            Ok(Answer::created(view.reconciliation.revision, view))
        })
    })
    .await
}

/// One reconciliation with its lines and findings, for the manager.
#[utoipa::path(get, path = "/reconciliations/{id}", tag = "reconciliation", params(("id" = ReconciliationId, Path)),
    responses((status = 200, body = ReconciliationView), (status = 404, body = Problem)))]
pub async fn read_reconciliation(
    State(app): State<App>,
    user: User,
    Path(id): Path<ReconciliationId>,
) -> Result<Response, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    let view = flow::read(&mut act, id).await?;
    command::record(view.reconciliation.revision, &view)
}

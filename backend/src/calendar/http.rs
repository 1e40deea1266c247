//! `/calendar`, `/import/calendar`.

use axum::{
    Json,
    extract::{Query, Request, State},
    http::header,
    response::Response,
};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use shared::api::v1::{CalendarImport, CalendarView, Problem};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::flow;
use crate::{
    app::App,
    http::{
        command::{self, Answer, Operation},
        error::ApiError,
        extract::{Manager, Reader, operation_key, read},
    },
};

/// The routes of this noun.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(read_calendar)).routes(routes!(import_calendar))
}

/// The official calendar the server reckons with.
#[utoipa::path(get, path = "/calendar", tag = "calendar", security(("card" = []), ("token" = ["read"])),
    responses((status = 200, body = CalendarView), (status = 401, body = Problem)))]
pub async fn read_calendar(
    State(app): State<App>,
    Reader(user): Reader,
) -> Result<Json<CalendarView>, ApiError> {
    let mut tx = app.db().read().await?;
    let act = app.act(&mut tx, user.standing.person).await?;
    Ok(Json(flow::view(&act)))
}

/// How a year is taken in.
#[derive(Debug, Clone, Copy, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct How {
    /// Take the place of a year that is there and differs.
    pub replace: bool,
    /// Judge only.
    pub dry_run: bool,
}

/// Takes in the yearly CSV file as it was downloaded, UTF-8 or Big5; a refusal names each faulty row as `lines[N]`.
#[utoipa::path(post, path = "/import/calendar", tag = "calendar", request_body(content = String, content_type = "text/csv"),
    params(How, ("Idempotency-Key" = String, Header)),
    responses((status = 200, body = CalendarImport), (status = 400, body = Problem), (status = 403, body = Problem),
        (status = 422, body = Problem)))]
pub async fn import_calendar(
    State(app): State<App>,
    manager: Manager,
    Query(how): Query<How>,
    request: Request,
) -> Result<Response, ApiError> {
    // A form on another site's page could send any other kind.
    let is_csv = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| kind.starts_with("text/csv"));
    if !is_csv {
        return Err(ApiError::bad_request("內容類型應為 text/csv。", "The content type is text/csv."));
    }
    let key = operation_key(request.headers())?;
    let file = read(request, &app).await?;
    let operation = operation(manager.0.standing.person, key, &file, how.replace, how.dry_run);
    command::run(&app, operation, move |act| {
        Box::pin(async move { flow::import(act, &file, how.replace).await.map(Answer::plain) })
    })
    .await
}

/// The operation of an import: the same file asked to replace is another one.
#[must_use]
pub fn operation(
    person: shared::id::PersonId,
    key: String,
    file: &[u8],
    is_replacing: bool,
    dry_run: bool,
) -> Operation {
    let fingerprint =
        Sha256::new().chain_update([u8::from(is_replacing)]).chain_update(file).finalize().to_vec();
    Operation { person, key, fingerprint, dry_run }
}

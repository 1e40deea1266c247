//! `/exports`, `/import`.

use axum::{
    Json,
    extract::{Path, Request, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::de::DeserializeOwned;
use shared::api::v1::{ImportRow, Problem};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    import::{self, Depth},
    lists, ods, table,
};
use crate::{
    agency,
    app::App,
    http::{
        command::Operation,
        error::ApiError,
        extract::{Drafter, Manager, Reader, User, fingerprint, is_dry_run, operation_key, read},
    },
};

/// The routes of files.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(export_list))
        .routes(routes!(import_inquiries))
        .routes(routes!(import_items))
        .routes(routes!(import_agencies))
}

/// A list as a file, `inquiries.csv` or `inquiries.ods`: what the asker may see, without identities. Takes the list's own filters.
#[utoipa::path(get, path = "/exports/{file}", tag = "exchange", security(("card" = []), ("token" = ["read"])), params(("file" = String, Path)),
    responses((status = 200, content((String = "text/csv"), (String = "application/vnd.oasis.opendocument.spreadsheet"))), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn export_list(
    State(app): State<App>,
    Reader(user): Reader,
    Path(file): Path<String>,
    request: Request,
) -> Result<Response, ApiError> {
    let (list, kind) = file.split_once('.').ok_or(ApiError::NotFound)?;
    let query = request.uri().query().unwrap_or_default();
    let mut tx = app.db().read().await?;
    let act = &mut app.act(&mut tx, user.standing.person).await?;
    let table = match list {
        "inquiries" => table::inquiries(act, parse(query)?).await?,
        "printouts" => table::printouts(act, parse(query)?).await?,
        "duties" => table::duties(act, parse(query)?).await?,
        "items" => table::items(act).await?,
        "accounts" if user.standing.is_manager => table::accounts(act),
        "roster" => table::roster(act, parse(query)?).await?,
        "agencies" => table::agencies(act),
        "applications" => lists::applications(act, parse(query)?).await?,
        "job-changes" => lists::job_changes(act, parse(query)?).await?,
        "notices" => lists::notices(act).await?,
        "manager-changes" => lists::manager_changes(act).await?,
        "liability" => lists::liability(act, parse(query)?).await?,
        "journal" if user.standing.is_manager => table::journal(act, parse(query)?).await?,
        "accounts" | "journal" => return Err(ApiError::Forbidden),
        _ => return Err(ApiError::NotFound),
    };
    respond(&table, list, kind)
}

/// The answer with a list as a file: a noun's list is its [`table::Table`] and its name here.
fn respond(table: &table::Table, list: &str, kind: &str) -> Result<Response, ApiError> {
    let (media_type, bytes) = match kind {
        "csv" => ("text/csv; charset=utf-8", table.csv()?),
        "ods" => (ods::MEDIA_TYPE, ods::write(table)?),
        _ => return Err(ApiError::NotFound),
    };
    let disposition = format!("attachment; filename=\"chadiao-{list}.{kind}\"");
    let headers = [(header::CONTENT_TYPE, media_type.to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    Ok((StatusCode::OK, headers, bytes).into_response())
}

fn parse<T: DeserializeOwned>(query: &str) -> Result<T, ApiError> {
    let uri = format!("/?{query}").parse::<axum::http::Uri>().ok();
    let parsed = uri.and_then(|uri| axum::extract::Query::<T>::try_from_uri(&uri).ok());
    parsed
        .map(|axum::extract::Query(query)| query)
        .ok_or_else(|| ApiError::bad_request("篩選條件無法讀取。", "A filter is unknown or cannot be read."))
}

/// The operation that a file's request is: its key, where it goes with which filters, and the file itself.
///
/// # Errors
/// There is no key, or the body is too large.
pub async fn operation(
    app: &App,
    user: &User,
    request: Request,
) -> Result<(Operation, axum::body::Bytes), ApiError> {
    let key = operation_key(request.headers())?;
    let dry_run = is_dry_run(request.uri())?;
    let (method, uri) = (request.method().clone(), request.uri().clone());
    let bytes = read(request, app).await?;
    let target = uri.path_and_query().map(ToString::to_string).unwrap_or_default();
    let fingerprint = fingerprint(&method, &target, &bytes);
    Ok((Operation { person: user.standing.person, key, fingerprint, dry_run }, bytes))
}

/// Registers an inquiry for each row of a CSV file, or with an API token saves a draft for each row that the rules agree to; the answer says row by row what became of it and names nobody.
#[utoipa::path(post, path = "/import/inquiries", tag = "exchange", security(("card" = []), ("token" = ["draft"])), request_body(content = String, content_type = "text/csv"),
    params(("Idempotency-Key" = String, Header), ("dry_run" = Option<bool>, Query)),
    responses((status = 200, body = Vec<ImportRow>), (status = 400, body = Problem)))]
pub async fn import_inquiries(
    State(app): State<App>,
    Drafter(user): Drafter,
    request: Request,
) -> Result<Json<Vec<ImportRow>>, ApiError> {
    let (operation, bytes) = operation(&app, &user, request).await?;
    // What a script brings stays a draft: to submit it is a person's own act.
    let depth = if user.is_script() { Depth::Draft } else { Depth::Submit };
    import::import_inquiries(&app, &operation, &bytes, depth).await.map(Json)
}

/// Enters a business item for each row of a CSV file.
#[utoipa::path(post, path = "/import/items", tag = "exchange", request_body(content = String, content_type = "text/csv"),
    params(("Idempotency-Key" = String, Header), ("dry_run" = Option<bool>, Query)),
    responses((status = 200, body = Vec<ImportRow>), (status = 400, body = Problem), (status = 403, body = Problem)))]
pub async fn import_items(
    State(app): State<App>,
    manager: Manager,
    request: Request,
) -> Result<Json<Vec<ImportRow>>, ApiError> {
    let (operation, bytes) = operation(&app, &manager.0, request).await?;
    import::import_items(&app, &operation, &bytes).await.map(Json)
}

/// Enters or changes an agency or unit for each row of a CSV file (`code,oid,name,name_en,parent,kind`), by its code.
#[utoipa::path(post, path = "/agencies/import", tag = "exchange", request_body(content = String, content_type = "text/csv"),
    params(("Idempotency-Key" = String, Header), ("dry_run" = Option<bool>, Query)),
    responses((status = 200, body = Vec<ImportRow>), (status = 400, body = Problem), (status = 403, body = Problem)))]
pub async fn import_agencies(
    State(app): State<App>,
    manager: Manager,
    request: Request,
) -> Result<Json<Vec<ImportRow>>, ApiError> {
    let (operation, bytes) = operation(&app, &manager.0, request).await?;
    agency::import::import(&app, &operation, &bytes).await.map(Json)
}

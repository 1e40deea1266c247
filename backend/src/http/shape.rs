//! What the framework refuses by itself, in the shape of every other problem.

use axum::{
    extract::Request,
    http::{StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use shared::Bilingual;

use super::error::ApiError;

/// Gives what the framework itself refuses, such as a path that holds no identifier, the shape of every other problem.
pub async fn like_every_problem(request: Request, next: Next) -> Response {
    let is_api = request.uri().path().starts_with("/api/");
    let response = next.run(request).await;
    let is_shaped = response
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| kind.starts_with("application/"));
    match response.status() {
        status if !is_api || is_shaped || !status.is_client_error() => response,
        StatusCode::NOT_FOUND => ApiError::NotFound.into_response(),
        _ => {
            let said = axum::body::to_bytes(response.into_body(), SAID_MOST).await.unwrap_or_default();
            let (which, which_en) = match parameter(&String::from_utf8_lossy(&said)) {
                Some(name) => (format!("參數 {name} "), format!("the parameter {name} of ")),
                None => ("網址或參數".to_owned(), String::new()),
            };
            ApiError::BadRequest(Bilingual::filled(
                format!("{which}無法讀取:識別碼、日期或選項的格式不符，或沒有這個參數。"),
                format!("{which_en}the address cannot be read: an identifier, a day or an option is not of its form, or is not known."),
            ))
            .into_response()
        }
    }
}

/// What the framework says of a query is read this far.
const SAID_MOST: usize = 4_096;

/// The name of the parameter that the framework could not read; its message may quote what was typed, so nothing else is told.
fn parameter(said: &str) -> Option<&str> {
    let (_, rest) = said.split_once("query string: ")?;
    let unknown = rest.strip_prefix("unknown field `").and_then(|rest| rest.split_once('`'));
    let (name, _) = unknown.or_else(|| rest.split_once(':'))?;
    let is_name = name.len() <= 30 && name.bytes().all(|sign| sign.is_ascii_lowercase() || sign == b'_');
    (is_name && !name.is_empty()).then_some(name)
}

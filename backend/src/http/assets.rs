//! The web app inside the binary: hashed names kept for ever, everything else asked for anew, compressed beforehand.

use axum::{
    extract::Request,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use rust_embed::RustEmbed;

use super::error::ApiError;

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../frontend/dist"]
#[allow_missing = true]
struct Dist;

/// A file of the web app, for what is made of it on the server; none where it was not built in.
#[must_use]
pub fn read(path: &str) -> Option<Vec<u8>> {
    Dist::get(path).map(|file| file.data.into_owned())
}

/// Serves a file of the web app, or its shell for any path that is a page of the app.
pub async fn serve(request: Request) -> Response {
    let path = request.uri().path().trim_start_matches('/');
    if path.starts_with("api/") || path.starts_with("assets/") && Dist::get(path).is_none() {
        return ApiError::NotFound.into_response();
    }
    let is_file = !path.is_empty() && Dist::get(path).is_some();
    file(if is_file { path } else { "index.html" }, request.headers())
}

fn file(path: &str, headers: &HeaderMap) -> Response {
    let accepts = |coding: &str| {
        headers
            .get(header::ACCEPT_ENCODING)
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| value.contains(coding))
    };
    let compressed = [("br", "br"), ("gzip", "gz")]
        .into_iter()
        .filter(|(coding, _)| accepts(coding))
        .find_map(|(coding, ending)| Dist::get(&format!("{path}.{ending}")).map(|file| (file, Some(coding))));
    let Some((content, coding)) = compressed.or_else(|| Dist::get(path).map(|file| (file, None))) else {
        return (
            StatusCode::NOT_FOUND,
            [(header::CONTENT_TYPE, "text/plain; charset=utf-8")],
            "The web app is not built into this server: run `cargo xtask serve`.",
        )
            .into_response();
    };
    let mut response = content.data.into_owned().into_response();
    let to = response.headers_mut();
    let kind = mime_guess::from_path(path).first_or_octet_stream();
    let kind = if kind.type_() == "text" { format!("{kind}; charset=utf-8") } else { kind.to_string() };
    if let Ok(kind) = HeaderValue::from_str(&kind) {
        to.insert(header::CONTENT_TYPE, kind);
    }
    if let Some(coding) = coding {
        to.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
    }
    to.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    let cache = if path.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    to.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    response
}

//! Paper: a [`Sheet`] as a PDF to print and file, as an ODT to edit, or as JSON for the page that prints.

mod font;
mod layout;
mod odt;
mod pdf;

use anyhow::Context;
use axum::{
    Json,
    extract::{FromRequestParts, Query},
    http::{HeaderMap, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use shared::paper::{Printing, Sheet};
use utoipa::{IntoParams, ToSchema};

use crate::{
    app::{Act, App},
    config::Config,
    http::error::ApiError,
};

/// As what a sheet is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// To print and to file.
    #[default]
    Pdf,
    /// To edit.
    Odt,
    /// For the page that prints.
    Json,
}

/// The query of every sheet; a sheet's own filters stand beside it.
#[derive(Debug, Clone, Copy, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct FormatQuery {
    /// `pdf`, `odt` or `json`; `pdf` unless said.
    #[serde(default)]
    #[param(inline)]
    pub format: Format,
}

/// What a request for a sheet asks, and the address by which its sender knows this server.
#[derive(Debug, Clone)]
pub struct Asked {
    /// As what.
    pub format: Format,
    /// Origin of this server; empty where nobody said.
    pub origin: String,
}

impl FromRequestParts<App> for Asked {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        let Query(query) = Query::<FormatQuery>::try_from_uri(&parts.uri).map_err(|_| {
            ApiError::bad_request("format 請填 pdf、odt 或 json。", "`format` is pdf, odt or json.")
        })?;
        Ok(Self { format: query.format, origin: origin(app.config(), &parts.headers) })
    }
}

/// The configured origin; without one the address the sender asked, which needs no TLS then.
fn origin(config: &Config, headers: &HeaderMap) -> String {
    let asked = || {
        let host = headers.get(header::HOST)?.to_str().ok()?;
        Some(format!("http://{host}"))
    };
    config.origin.clone().or_else(asked).unwrap_or_default()
}

/// Who prints, and when.
#[must_use]
pub fn printing(act: &Act<'_>) -> Printing {
    Printing { by: act.registers().person_name(act.standing().person), at: act.now() }
}

/// The answer with a sheet. `name` is the file's, in ASCII and without its ending; it names nobody.
///
/// # Errors
/// The sheet cannot be drawn.
pub async fn respond(sheet: &Sheet, asked: &Asked, name: &str) -> Result<Response, ApiError> {
    let mut sheet = sheet.clone();
    if !sheet.link.is_empty() {
        sheet.link = format!("{}{}", asked.origin, sheet.link);
    }
    let (media_type, ending) = match asked.format {
        Format::Json => return Ok(Json(sheet).into_response()),
        Format::Pdf => ("application/pdf", "pdf"),
        Format::Odt => (odt::MEDIA_TYPE, "odt"),
    };
    let is_pdf = asked.format == Format::Pdf;
    // Drawing takes tens of milliseconds; other requests are not made to wait.
    let draw = move || if is_pdf { pdf::write(&sheet) } else { odt::write(&sheet) };
    let drawn = tokio::task::spawn_blocking(draw).await;
    let bytes = drawn.context("drawing a sheet").flatten().map_err(ApiError::Internal)?;
    let headers = [
        (header::CONTENT_TYPE, media_type.to_owned()),
        (header::CONTENT_DISPOSITION, format!("inline; filename=\"chadiao-{}.{ending}\"", ascii(name))),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((StatusCode::OK, headers, bytes).into_response())
}

fn ascii(name: &str) -> String {
    name.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '-' }).collect()
}

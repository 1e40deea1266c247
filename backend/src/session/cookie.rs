//! The two cookies: who is signed in, and which browser asked for something to be signed. Scripts read neither.

use axum::http::{HeaderMap, HeaderValue};

use crate::{
    config::Config,
    http::{error::ApiError, extract},
};

/// Which cookie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The session's token.
    Session,
    /// The token of a browser that asked for a challenge.
    Asker,
}

/// Over TLS the name keeps other hosts and plain HTTP from planting one.
fn name(config: &Config, kind: Kind) -> String {
    let prefix = if config.is_secure() { "__Host-" } else { "" };
    let name = match kind {
        Kind::Session => "chadiao_session",
        Kind::Asker => "chadiao_asker",
    };
    format!("{prefix}{name}")
}

/// What a request carries.
#[must_use]
pub fn read(config: &Config, headers: &HeaderMap, kind: Kind) -> Option<String> {
    extract::cookie(headers, &name(config, kind))
}

/// Sets a cookie, or takes it back where there is no value.
///
/// # Errors
/// The value does not fit a header.
pub fn set(config: &Config, kind: Kind, value: Option<&str>) -> Result<HeaderValue, ApiError> {
    let secure = if config.is_secure() { "; Secure" } else { "" };
    let (value, age) = value.map_or(("", "; Max-Age=0"), |value| (value, ""));
    let text = format!("{}={value}; Path=/; HttpOnly; SameSite=Strict{secure}{age}", name(config, kind));
    HeaderValue::from_str(&text).map_err(|error| ApiError::Internal(error.into()))
}

//! The right to act: values that only a live session can make.

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, header, request::Parts},
};
use shared::account::Standing;

use crate::{
    app::App,
    http::error::ApiError,
    session::{self, cookie::Kind},
};

/// Somebody signed in, with what their account amounts to today.
#[derive(Debug, Clone)]
pub struct User {
    /// Their standing.
    pub standing: Standing,
    /// Hash of their session's token.
    pub session: Vec<u8>,
}

/// The one manager, signed in.
#[derive(Debug, Clone)]
pub struct Manager(pub User);

impl FromRequestParts<App> for User {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        let token =
            session::cookie::read(app.config(), &parts.headers, Kind::Session).ok_or(ApiError::SignedOut)?;
        session::flow::resume(app, &token).await
    }
}

impl FromRequestParts<App> for Manager {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        let user = User::from_request_parts(parts, app).await?;
        if user.standing.is_manager { Ok(Self(user)) } else { Err(ApiError::Forbidden) }
    }
}

/// The value of a cookie.
pub fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = all.flat_map(|text| text.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(key, _)| *key == name).map(|(_, value)| value.to_owned())
}

//! The right to act: values that only a live session or a live token can make. What a token opens says so by its
//! extractor; everything else is for people with their card.

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, header, request::Parts},
};
use shared::{
    account::Standing, id::TokenId, inspection::InspectionBody, regulation::point_08, session::TokenScope,
};

use super::Caller;
use crate::{
    app::App,
    http::error::ApiError,
    session::{self, cookie::Kind, token},
};

/// How somebody said who they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Signed {
    /// In person, with their card.
    Card {
        /// Hash of the session's token.
        session: Vec<u8>,
    },
    /// In person, with their card, by a leave to look (8(4)).
    Inspector {
        /// Hash of the session's token.
        session: Vec<u8>,
        /// The leave.
        leave: Box<InspectionBody>,
    },
    /// Through a script.
    Token {
        /// The token.
        id: TokenId,
        /// What it may do.
        scopes: Vec<TokenScope>,
    },
}

/// Somebody signed in, with what their account amounts to today. As an extractor: with their card, in person.
#[derive(Debug, Clone)]
pub struct User {
    /// Their standing.
    pub standing: Standing,
    /// How they came.
    pub signed: Signed,
}

/// An inspector from outside, while their leave is open.
#[derive(Debug, Clone)]
pub struct Inspector {
    /// Who.
    pub user: User,
    /// By which leave.
    pub leave: Box<InspectionBody>,
}

/// Whoever else is let in, or an inspector: what does not name them is closed to them.
#[derive(Debug, Clone)]
pub enum OrInspector<E> {
    /// An inspector.
    Inspector(Box<Inspector>),
    /// Whoever else.
    Other(E),
}

/// The one manager, signed in with their card.
#[derive(Debug, Clone)]
pub struct Manager(pub User);

/// Somebody who reads: in person, or through a token that may read.
#[derive(Debug, Clone)]
pub struct Reader(pub User);

/// The manager, reading: in person, or through a token that may read.
#[derive(Debug, Clone)]
pub struct ManagerReader(pub User);

/// Somebody who drafts: in person, or through a token that may draft.
#[derive(Debug, Clone)]
pub struct Drafter(pub User);

/// Somebody who acts in person, or has it judged only through a token that may draft.
#[derive(Debug, Clone)]
pub struct Judge(pub User);

impl User {
    /// Hash of the session's token; of no session for a script.
    #[must_use]
    pub fn session(&self) -> &[u8] {
        match &self.signed {
            Signed::Card { session } | Signed::Inspector { session, .. } => session,
            Signed::Token { .. } => &[],
        }
    }

    /// Whether a script acts.
    #[must_use]
    pub const fn is_script(&self) -> bool {
        matches!(self.signed, Signed::Token { .. })
    }

    /// Whoever the request's cookie or token belongs to, however they came.
    ///
    /// INVARIANT: no inspector comes out of here, so that whatever does not ask for one by name is closed to them.
    async fn find(parts: &Parts, app: &App) -> Result<Self, ApiError> {
        let user = Self::known(parts, app).await?;
        match &user.signed {
            Signed::Inspector { .. } => {
                return Err(ApiError::inspecting(&point_08::inspection::closed(parts.method.is_safe())));
            }
            Signed::Card { .. } => app.limiters().request(user.standing.person)?,
            Signed::Token { id, .. } => app.limiters().token_request(*id)?,
        }
        Ok(user)
    }

    async fn known(parts: &Parts, app: &App) -> Result<Self, ApiError> {
        let cookie = session::cookie::read(app.config(), &parts.headers, Kind::Session);
        match (bearer(&parts.headers), cookie) {
            (Some(_), Some(_)) => Err(ApiError::bad_request(
                "請求同時附了登入的 Cookie 與 API 權杖;請只留一種。",
                "The request carries both a session's cookie and an API token; leave one of them out.",
            )),
            (Some(token), None) => {
                token::flow::resume(app, token, &Caller::of(app, parts).0.to_string()).await
            }
            (None, Some(cookie)) => session::flow::resume(app, &cookie).await,
            (None, None) => Err(ApiError::SignedOut),
        }
    }

    /// The same, with a token only if it has the scope.
    async fn with(parts: &Parts, app: &App, scope: TokenScope) -> Result<Self, ApiError> {
        let user = Self::find(parts, app).await?;
        match &user.signed {
            Signed::Token { scopes, .. } if !scopes.contains(&scope) => Err(ApiError::TokenScope),
            _ => Ok(user),
        }
    }
}

impl FromRequestParts<App> for User {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        let user = Self::find(parts, app).await?;
        if user.is_script() { Err(ApiError::TokenScope) } else { Ok(user) }
    }
}

impl FromRequestParts<App> for Inspector {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        let user = User::known(parts, app).await?;
        let leave = match &user.signed {
            Signed::Inspector { leave, .. } => leave.clone(),
            Signed::Card { .. } => return Err(ApiError::Forbidden),
            Signed::Token { .. } => return Err(ApiError::TokenScope),
        };
        app.limiters().request(user.standing.person)?;
        Ok(Self { user, leave })
    }
}

impl<E: FromRequestParts<App, Rejection = ApiError> + Send> FromRequestParts<App> for OrInspector<E> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        let refusal = match E::from_request_parts(parts, app).await {
            Ok(other) => return Ok(Self::Other(other)),
            Err(refusal) => refusal,
        };
        match refusal {
            ApiError::Inspecting(_) => {
                let inspector = Inspector::from_request_parts(parts, app).await?;
                Ok(Self::Inspector(Box::new(inspector)))
            }
            refusal => Err(refusal),
        }
    }
}

impl<E> OrInspector<E> {
    /// The leave of an inspector.
    #[must_use]
    pub fn leave(&self) -> Option<&InspectionBody> {
        match self {
            Self::Inspector(inspector) => Some(&inspector.leave),
            Self::Other(_) => None,
        }
    }
}

impl<E: AsRef<User>> OrInspector<E> {
    /// Whoever it is.
    #[must_use]
    pub fn user(&self) -> &User {
        match self {
            Self::Inspector(inspector) => &inspector.user,
            Self::Other(other) => other.as_ref(),
        }
    }
}

impl AsRef<User> for User {
    fn as_ref(&self) -> &User {
        self
    }
}

impl AsRef<User> for Manager {
    fn as_ref(&self) -> &User {
        &self.0
    }
}

impl AsRef<User> for ManagerReader {
    fn as_ref(&self) -> &User {
        &self.0
    }
}

impl FromRequestParts<App> for Manager {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        managing(User::from_request_parts(parts, app).await?).map(Self)
    }
}

impl FromRequestParts<App> for Reader {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        User::with(parts, app, TokenScope::Read).await.map(Self)
    }
}

impl FromRequestParts<App> for ManagerReader {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        managing(User::with(parts, app, TokenScope::Read).await?).map(Self)
    }
}

impl FromRequestParts<App> for Drafter {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        User::with(parts, app, TokenScope::Draft).await.map(Self)
    }
}

impl FromRequestParts<App> for Judge {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        let user = User::with(parts, app, TokenScope::Draft).await?;
        if user.is_script() && !super::is_dry_run(&parts.uri)? {
            Err(ApiError::TokenScope)
        } else {
            Ok(Self(user))
        }
    }
}

fn managing(user: User) -> Result<User, ApiError> {
    if user.standing.is_manager { Ok(user) } else { Err(ApiError::Forbidden) }
}

/// The token of an `Authorization: Bearer` header.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// The value of a cookie.
pub fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = all.flat_map(|text| text.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(key, _)| *key == name).map(|(_, value)| value.to_owned())
}

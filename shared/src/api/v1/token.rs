//! API tokens on the wire.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    id::{PersonId, TokenId},
    session::{TokenDraft, TokenScope, TokenState},
};

/// Makes a token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewToken {
    /// UUIDv7 made by the caller.
    pub id: TokenId,
    /// What it is for, what it may do, and until when.
    pub draft: TokenDraft,
}

/// A token as its owner and the manager see it: never the token itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TokenView {
    /// By which it is revoked.
    pub id: TokenId,
    /// Whose.
    pub person: PersonId,
    /// Their name.
    pub person_name: String,
    /// What it is for.
    pub name: String,
    /// What it may do.
    pub scopes: Vec<TokenScope>,
    /// Its first characters.
    pub head: String,
    /// Its last day.
    pub until: NaiveDate,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// When it was last used, to the minute.
    pub seen_at: Option<DateTime<Utc>>,
    /// From where it was last used.
    pub seen_from: String,
    /// When it was revoked.
    pub revoked_at: Option<DateTime<Utc>>,
    /// Whether it opens anything.
    pub state: TokenState,
}

/// A token that was just made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MadeToken {
    /// What is known of it from now on.
    pub view: TokenView,
    /// The token, shown this once; none in the answer to a retry, because nothing keeps it.
    pub token: Option<String>,
}

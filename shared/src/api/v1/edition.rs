//! Editions on the wire: which text judges, prepared days, what another edition would change.

use serde::{Deserialize, Serialize};

use crate::{
    edition::{EditionBody, EditionDraft},
    id::EditionDayId,
    regulation::{EditionId, Editions},
};

/// Which text judges, and every day that was prepared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EditionsView {
    /// The edition in force today.
    pub edition: EditionId,
    /// What decides.
    pub deciding: Editions,
    /// What the server was started with: it decides until a day is put in force.
    pub started_with: Editions,
    /// Every prepared day, the newest first.
    pub days: Vec<EditionDayView>,
}

/// A day with what whoever asks may do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EditionDayView {
    /// The record.
    #[serde(flatten)]
    pub day: EditionBody,
    /// Names of the actions that are open to whoever asks.
    pub may: Vec<String>,
}

/// Prepares a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewEditionDay {
    /// Its identifier, made by whoever makes it.
    pub id: EditionDayId,
    /// As typed.
    pub draft: EditionDraft,
}

//! Editions on the wire: which text judges, prepared days, what another edition would change.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    edition::{EditionBody, EditionDraft},
    id::EditionDayId,
    regulation::{EditionId, Editions, Setting},
    violation::Bilingual,
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
    /// The numbers that hold today, in the order of the regulation.
    pub settings: Vec<SettingRow>,
    /// Every prepared day, the newest first.
    pub days: Vec<EditionDayView>,
}

/// A number that holds today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SettingRow {
    /// Which.
    pub setting: Setting,
    /// In the unit that its name says.
    pub value: u32,
    /// Where it comes from.
    pub source: Bilingual,
    /// Since when, where the county decided it.
    pub since: Option<NaiveDate>,
    /// What follows, where it is decided.
    pub next: Option<SettingAhead>,
}

/// A number that will hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SettingAhead {
    /// From when.
    pub from: NaiveDate,
    /// In the unit that its name says.
    pub value: u32,
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

//! An inspector's leave, and what the inspector sees, on the wire.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::JournalRow;
use crate::{
    id::InspectionId,
    inspection::{InspectionBody, InspectionDraft},
    violation::Bilingual,
};

/// A leave to grant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewInspection {
    /// Its identifier, made by the sender.
    pub id: InspectionId,
    /// What is granted.
    pub draft: InspectionDraft,
}

/// A leave as it stands today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InspectionView {
    /// The leave.
    pub inspection: InspectionBody,
    /// `waiting`, `open`, `over` or `concluded`.
    pub state: String,
    /// Days that are left, today among them; 0 where it is not open.
    pub days_left: i64,
    /// Names of its units, in their order.
    pub unit_names: Vec<String>,
}

/// How many records of a noun are within a scope.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InspectedKind {
    /// The point whose promise they keep.
    pub point: u8,
    /// The noun.
    pub kind: String,
    /// How many there are.
    pub count: i64,
}

/// An inspector's first page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnInspection {
    /// The leave.
    pub view: InspectionView,
    /// What is within its scope.
    pub kinds: Vec<InspectedKind>,
}

/// A record in an inspector's list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InspectedRow {
    /// The noun.
    pub kind: String,
    /// The record.
    pub record: Uuid,
    /// What it is about.
    pub about: String,
    /// Its unit; empty where it is of none.
    pub unit_name: String,
    /// When something was last done to it within the period.
    pub at: DateTime<Utc>,
}

/// What a record says, by the words of the pages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InspectedField {
    /// The field.
    pub words: Bilingual,
    /// Its value; a name of ours in words.
    pub value: Bilingual,
}

/// A subject as the inspector sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InspectedSubject {
    /// Name.
    pub name: String,
    /// Identity.
    pub identity: String,
}

/// A record as an inspector sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InspectedRecord {
    /// The noun.
    pub kind: String,
    /// The record.
    pub record: Uuid,
    /// What it is about.
    pub about: String,
    /// Its unit.
    pub unit_name: String,
    /// What it says.
    pub fields: Vec<InspectedField>,
    /// Subjects, masked.
    pub subjects: Vec<InspectedSubject>,
    /// What was done to it, newest first.
    pub history: Vec<JournalRow>,
    /// Whether the order asks for full identities and there are any.
    pub may_unmask: bool,
}

/// What an inspector looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Look {
    /// When.
    pub at: DateTime<Utc>,
    /// What was done: looked at, full identities, a pack handed out.
    pub action: String,
    /// The noun.
    pub kind: String,
    /// The record.
    pub record: Uuid,
}

/// One leave with what was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InspectionPage {
    /// The leave.
    pub view: InspectionView,
    /// What was looked at, newest first, the last two hundred.
    pub looks: Vec<Look>,
    /// The day the page is of.
    pub today: NaiveDate,
}

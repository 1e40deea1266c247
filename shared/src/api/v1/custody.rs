//! Changes of manager on the wire.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    custody::{ChangeBody, ChangeDraft},
    id::{ManagerChangeId, PersonId},
    violation::Report,
};

/// Opens a change of manager.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewManagerChange {
    /// UUIDv7 made by the caller.
    pub id: ManagerChangeId,
    /// Its content.
    pub draft: ChangeDraft,
}

/// A change of manager.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ManagerChangeView {
    /// The record.
    pub change: ChangeBody,
    /// `preparing`, `switched`, `closed` or `cancelled`.
    pub status: String,
    /// 附表一 or 附表二, by the edition it was opened under.
    pub form_number: String,
    /// Days until the transfer; below zero after it.
    pub days_left: i64,
    /// The switch comes or came after the day of the transfer.
    pub is_late: bool,
    /// What the reader may do now.
    pub may: Vec<String>,
    /// Who keeps the form.
    pub keeper: Option<Keeper>,
    /// Last day of its five years; none until it is closed.
    pub keep_through: Option<NaiveDate>,
    /// The hand-over list's hash in groups of eight.
    pub list_hash: String,
}

/// Who keeps a form: the manager in office.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Keeper {
    /// The person.
    pub person: PersonId,
    /// Name.
    pub name: String,
    /// Since when they keep it.
    pub since: DateTime<Utc>,
}

/// Somebody's time as manager, to the minute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ManagerTerm {
    /// The person.
    pub person: PersonId,
    /// Name, as the register had it when the term began.
    pub name: String,
    /// From this instant on.
    pub from: DateTime<Utc>,
    /// Until this instant, which is the next one's first; none for the manager in office.
    pub until: Option<DateTime<Utc>>,
}

/// Somebody of Social Affairs who might take over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Candidate {
    /// The person.
    pub person: PersonId,
    /// Name.
    pub name: String,
    /// 職稱.
    pub title: String,
    /// Unit.
    pub unit_name: String,
    /// What they still lack; accepted when nothing.
    pub report: Report,
}

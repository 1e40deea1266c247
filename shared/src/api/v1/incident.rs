//! Incidents on the wire.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    id::{IncidentId, InquiryId, PersonId},
    incident::{Clock, IncidentBody, IncidentDraft},
    violation::Bilingual,
};

/// Reports an incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewIncident {
    /// UUIDv7 made by the caller.
    pub id: IncidentId,
    /// Its content.
    pub draft: IncidentDraft,
}

/// A clock of an incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClockView {
    /// Which.
    pub clock: Clock,
    /// Its hours.
    pub hours: u32,
    /// Where they come from.
    pub basis: Bilingual,
    /// Its last moment.
    pub due: Option<DateTime<Utc>>,
    /// When somebody was told.
    pub told_at: Option<DateTime<Utc>>,
    /// It ran out before that.
    pub is_late: bool,
}

/// An incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct IncidentView {
    /// The record.
    pub incident: IncidentBody,
    /// `open`, `contained` or `closed`.
    pub status: String,
    /// The clocks that run or were stopped.
    pub clocks: Vec<ClockView>,
    /// Those that do not run, with the hours they would have.
    pub resting: Vec<ClockView>,
    /// What the reader may do now.
    pub may: Vec<String>,
}

/// An inquiry that may be touched; its subjects masked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TouchedInquiry {
    /// The inquiry.
    pub id: InquiryId,
    /// 公文文號或案號.
    pub case_number: String,
    /// Who made it.
    pub applicant_name: String,
    /// Its unit.
    pub unit_name: String,
    /// The subjects, masked.
    pub subjects: Vec<String>,
    /// Sheets printed.
    pub pages: u32,
}

/// An account that may be touched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TouchedAccount {
    /// The person.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Their unit.
    pub unit_name: String,
    /// Inquiries of theirs that may be touched.
    pub inquiries: u64,
}

/// The blast radius of an incident.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct IncidentReach {
    /// Inquiries.
    pub inquiries: u64,
    /// People asked for, counted once for each inquiry.
    pub subjects: u64,
    /// Printouts.
    pub printouts: u64,
    /// Their sheets.
    pub pages: u64,
    /// Accounts.
    pub accounts: Vec<TouchedAccount>,
    /// The inquiries, the newest first; the first thousand.
    pub rows: Vec<TouchedInquiry>,
}

//! Audits, findings and joint audits on the wire.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    audit::{AuditBody, Difference, JointBody, Registered, Round, Ticket},
    finding::FindingBody,
    id::{AuditId, InquiryId, UnitId},
    period::HalfYear,
};

/// Opens an audit that was not opened by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewAudit {
    /// UUIDv7 made by the caller.
    pub id: AuditId,
    /// The half-year, such as `2026H1`.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub period: HalfYear,
    /// The using unit, as an identifier.
    pub unit: String,
}

/// A line of the list of audits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditRow {
    /// The audit.
    pub id: AuditId,
    /// Its revision.
    pub revision: i64,
    /// The half-year.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub period: HalfYear,
    /// The unit.
    pub unit: UnitId,
    /// Its name.
    pub unit_name: String,
    /// `open`, `appointed`, `frozen`, `drawn`, `sent` or `received`.
    pub status: String,
    /// Who audits; empty while nobody is appointed.
    pub auditor_name: String,
    /// Cases frozen.
    pub n: u64,
    /// Cases drawn.
    pub sample: u64,
    /// Cases judged.
    pub judged: u64,
    /// Cases that came to light after the freeze.
    pub late: u64,
    /// Strict last day.
    pub due: Option<NaiveDate>,
    /// Not sent by then, or sent after it.
    pub is_late: bool,
}

/// An audit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditView {
    /// The record.
    pub audit: AuditBody,
    /// The name of its state.
    pub status: String,
    /// Cases that came to light after the last freeze, counted now.
    pub late: u64,
    /// Strict last day.
    pub due: Option<NaiveDate>,
    /// Not sent by then, or sent after it.
    pub is_late: bool,
    /// What is to be mended.
    pub findings: Vec<FindingView>,
    /// What the reader may do now.
    pub may: Vec<String>,
}

/// A round with what anybody needs to draw it again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PublishedRound {
    /// Its root, its seed.
    pub round: Round,
    /// Every case it committed to.
    pub cases: Vec<InquiryId>,
    /// The tickets, smallest first; empty while there is no seed, or where every case is looked at.
    pub tickets: Vec<Ticket>,
}

/// The published draw of an audit: identifiers and hashes, nobody's name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PublishedDraw {
    /// The half-year.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub period: HalfYear,
    /// The unit.
    pub unit: UnitId,
    /// Its name.
    pub unit_name: String,
    /// Round by round.
    pub rounds: Vec<PublishedRound>,
}

/// What was registered of a case, beside what the paper shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditedCase {
    /// What was registered.
    pub registered: Registered,
    /// Where the two part.
    pub differences: Vec<Difference>,
}

/// A finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FindingView {
    /// The record.
    pub finding: FindingBody,
    /// `open`, `settled` or `mended`.
    pub status: String,
    /// The unit's name.
    pub unit_name: String,
    /// Open after its day.
    pub is_late: bool,
    /// What the reader may do now.
    pub may: Vec<String>,
}

/// A joint audit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JointAuditView {
    /// The record.
    pub joint: JointBody,
    /// `opened`, `named`, `reported` or `signed`.
    pub status: String,
    /// What the reader may do now.
    pub may: Vec<String>,
}

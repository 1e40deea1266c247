//! The manager's figures and the journal on the wire.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::id::UnitId;

/// The dashboard: what is late, what is due, by agency, and how it moves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Dashboard {
    /// The server's day.
    pub today: NaiveDate,
    /// Inquiries by state, drafts left out.
    pub by_status: Vec<Figure>,
    /// Open duties by kind: late, due within seven days, later.
    pub duties: Vec<DutyFigure>,
    /// By unit.
    pub units: Vec<UnitFigure>,
    /// By month, oldest first, at most 24.
    pub months: Vec<MonthFigure>,
    /// Sheets of paper out there: kept, not needed, destroyed, filed.
    pub printouts: Vec<Figure>,
    /// Accounts to look at: active without an inquiry for 180 days.
    pub idle_accounts: u32,
    /// The journal's health.
    pub journal: JournalHead,
}

/// A named count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Figure {
    /// Stable name.
    pub name: String,
    /// Count.
    pub count: i64,
}

/// Open duties of a kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DutyFigure {
    /// Kind, as in `DutyKind`.
    pub kind: String,
    /// Past the strict day.
    pub late: i64,
    /// Due within seven days.
    pub soon: i64,
    /// The rest.
    pub later: i64,
}

/// A unit's figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UnitFigure {
    /// The unit.
    pub unit: UnitId,
    /// Its name.
    pub unit_name: String,
    /// Registered inquiries.
    pub registered: i64,
    /// Waiting for a decision.
    pub waiting: i64,
    /// Carried out, paper not yet accounted for.
    pub to_account: i64,
    /// Late duties.
    pub late: i64,
}

/// A month's figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MonthFigure {
    /// `2026-11`.
    pub month: String,
    /// Registered.
    pub registered: i64,
    /// Carried out.
    pub carried_out: i64,
    /// Rejected or sent back.
    pub refused: i64,
}

/// The journal's head and what the last verification found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JournalHead {
    /// Entries.
    pub size: i64,
    /// Merkle root, base64.
    pub root: String,
    /// When it was last verified by this server.
    pub verified_at: Option<DateTime<Utc>>,
    /// Records that were disposed of when their time was over: of these the commitments alone are left.
    #[serde(default)]
    pub disposed: u64,
    /// What was found: the first bad entry of each kind, in words; empty when sound.
    pub problems: Vec<String>,
}

/// One journal entry as people read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JournalRow {
    /// 0, 1, 2 …
    pub seq: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub actor_name: String,
    /// What was done: `inquiry.approve`.
    pub action: String,
    /// The noun.
    pub kind: String,
    /// The record.
    pub record: uuid::Uuid,
    /// Its revision after.
    pub revision: i64,
    /// Leaf hash, base64.
    pub leaf: String,
}

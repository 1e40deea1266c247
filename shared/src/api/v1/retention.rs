//! Keeping and disposal on the wire.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    id::{DisposalId, HoldId},
    period::Retention,
    retention::{DisposalBody, DisposalDraft, HoldBody, HoldDraft, Keeping, RecordRef},
    violation::Bilingual,
};

/// Until when a record is kept, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KeepingView {
    /// The record.
    pub of: RecordRef,
    /// Whether it may go.
    pub keeping: Keeping,
    /// Why, in a sentence.
    pub why: Bilingual,
    /// Its five years with their working; none while something is still to happen to it.
    pub years: Option<Retention>,
    /// The hold that stands on it.
    pub hold: Option<HoldBody>,
    /// Records that rest on it.
    pub rests: usize,
    /// Whether the asker may hold it or lift its hold.
    pub may_hold: bool,
}

/// A record whose five years are over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DueRow {
    /// The record.
    pub of: RecordRef,
    /// Whether it may go.
    pub keeping: Keeping,
    /// Why, in a sentence.
    pub why: Bilingual,
    /// Its unit, by name.
    pub unit_name: String,
    /// The day of its last event.
    pub last_on: NaiveDate,
    /// The last day on which it had to be there.
    pub keep_through: NaiveDate,
}

/// Records whose five years are over, the oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DueList {
    /// The records; those that are held or needed are shown too, with why they stay.
    pub rows: Vec<DueRow>,
    /// Whether there are more than fit on the list.
    pub is_cut: bool,
}

/// Holds a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewHold {
    /// The hold's identifier, made by whoever asks.
    pub id: HoldId,
    /// What is held and why.
    pub draft: HoldDraft,
}

/// Proposes a disposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewDisposal {
    /// The disposal's identifier, made by whoever asks.
    pub id: DisposalId,
    /// What is to go, before whom and why.
    pub draft: DisposalDraft,
}

/// A disposal as people see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DisposalView {
    /// The disposal.
    pub disposal: DisposalBody,
    /// `proposed`, `confirmed`, `executed` or `withdrawn`.
    pub status: String,
    /// How each listed record is kept now, in the order of the list; empty once it was carried out or given up.
    pub now: Vec<Keeping>,
    /// What the asker may do: `confirm`, `execute`, `withdraw`.
    pub may: Vec<String>,
}

//! Yearly reviews on the wire.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    id::ReviewId,
    period::Retention,
    review::{ReviewBody, ReviewKind, Standing},
};

/// A review in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReviewRow {
    /// The review.
    pub id: ReviewId,
    /// Its revision.
    pub revision: i64,
    /// Which of the three.
    pub kind: ReviewKind,
    /// Of which year.
    pub year: i32,
    /// `due`, `open` or `closed`.
    pub status: String,
    /// The strict last day.
    pub due: Option<NaiveDate>,
    /// Not signed by it, or signed after it.
    pub is_late: bool,
    /// Who owes it.
    pub keeper_name: String,
    /// Lines.
    pub lines: usize,
    /// Lines that somebody should look at.
    pub flagged: usize,
    /// Lines nobody decided on.
    pub undecided: usize,
    /// When it was signed.
    pub closed_at: Option<DateTime<Utc>>,
}

/// A review as the manager sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReviewView {
    /// The review.
    pub review: ReviewBody,
    /// `due`, `open` or `closed`.
    pub status: String,
    /// The strict last day.
    pub due: Option<NaiveDate>,
    /// Not signed by it, or signed after it.
    pub is_late: bool,
    /// Who owes it.
    pub keeper_name: String,
    /// Where every line stands now, by the records it is about.
    pub standings: Vec<Standing>,
    /// Until when it is kept and why, once it is signed.
    pub kept: Option<Retention>,
    /// What the asker may do: `open`, `decide`, `close`.
    pub may: Vec<String>,
}

//! Notices to the Bureau on the wire.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{notice::NoticeBody, period, violation::Bilingual};

/// A notice to the Bureau.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NoticeView {
    /// The record.
    pub notice: NoticeBody,
    /// `to_send`, `sent` or `withdrawn`.
    pub status: String,
    /// The manager who owes it.
    pub keeper_name: String,
    /// The seventh day, by which late is judged.
    pub last_day: Option<NaiveDate>,
    /// Open after the seventh day, or sent after it.
    pub is_late: bool,
    /// The seven days with their working.
    pub period: Option<period::Notice>,
    /// Why the moved day cannot be given: a year of the official calendar is missing.
    pub period_error: Option<Bilingual>,
    /// What the reader may do now.
    pub may: Vec<String>,
}

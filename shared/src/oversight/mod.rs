//! 主管監督 (points 5(2), 5(4)): what is noticed about an inquiry, and whether somebody was authorised on a past day.

mod authorisation;
pub mod paper;

use chrono::{DateTime, Utc};
use serde::Deserialize;

pub use authorisation::{Authorisation, Check, Document, Question, answer};

/// At which moment of an inquiry's life somebody looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Moment {
    /// 送陳.
    Submitted,
    /// 查調.
    Queried,
}

impl Moment {
    /// What was done, in words of both languages.
    pub(crate) const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Submitted => ("送陳", "Submitted"),
            Self::Queried => ("查調", "Queried"),
        }
    }

    /// The place in the record.
    pub(crate) const fn path(self) -> &'static str {
        match self {
            Self::Submitted => "submitted_at",
            Self::Queried => "queried_at",
        }
    }
}

/// What is known about one act when it is judged: counts alone, nobody's name.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Watched {
    /// Which act.
    pub moment: Moment,
    /// When.
    pub at: DateTime<Utc>,
    /// Whether its day is off by the official calendar; none where the calendar does not reach.
    pub is_rest_day: Option<bool>,
    /// Forms the person submitted on that day, this one included.
    pub that_day: u32,
    /// Forms a day over the thirty days before, days without any left out.
    pub days_before: Vec<u32>,
    /// Subjects the same person asked for under another case number within the year.
    pub subjects_again: u32,
    /// Subjects who have the name and last four digits of a colleague.
    pub colleagues: u32,
}

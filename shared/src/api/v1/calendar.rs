//! The official calendar: what the server reckons with, and what taking in a year did.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::period::Calendar;

/// The calendar a server reckons with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CalendarView {
    /// A fingerprint that is the same for everyone who knows the same days.
    pub version: String,
    /// Years the manager imported; the others are shipped with the program.
    pub imported: Vec<i32>,
    /// Every year.
    pub calendar: Calendar,
}

/// What became of a year's file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CalendarImport {
    /// Gregorian year.
    pub year: i32,
    /// What became of it.
    pub result: CalendarResult,
    /// Days that changed between office day and rest day, where a year was replaced.
    pub changed: Vec<NaiveDate>,
    /// Which import of this year it is; 0 where the shipped year stands.
    pub revision: i64,
}

/// What taking in a year did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CalendarResult {
    /// The year is new.
    Added,
    /// The year was there and says the same.
    Unchanged,
    /// The year took the place of another version.
    Replaced,
}

//! Clocks of incidents: hours run at once and stop for no holiday (行政程序法 48 I); months are counted as elsewhere.

use chrono::{DateTime, NaiveDate, TimeDelta, TimeZone};

use crate::period::{
    PeriodError, REPORT_MONTHS,
    count::{last_day, next},
};

/// The instant `hours` hours later; none at the end of time.
#[must_use]
pub fn after_hours<Tz: TimeZone>(at: DateTime<Tz>, hours: u32) -> Option<DateTime<Tz>> {
    at.checked_add_signed(TimeDelta::hours(hours.into()))
}

/// The last day of the month after an incident was brought under control.
///
/// # Errors
/// The date is at the end of time.
pub fn one_month_after(done: NaiveDate) -> Result<NaiveDate, PeriodError> {
    last_day(next(done)?, REPORT_MONTHS.on(done)).map(|(day, _)| day)
}

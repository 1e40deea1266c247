//! 異動翌日起七日內: telling the Bureau of a change (4(8)).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::period::{
    Calendar, NOTICE_DAYS, PeriodError, Step,
    count::{next, off_rest_days, plus_days},
};

/// The seven days after a change, with the working.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = NoticePeriod))]
pub struct Notice {
    /// The day of the change.
    pub event: NaiveDate,
    /// The day after, which is the first of the seven.
    pub first_counted_day: NaiveDate,
    /// The seventh day; overdue is judged by it.
    pub statutory_last_day: NaiveDate,
    /// The seventh day, moved off rest days; for information.
    pub adjusted_last_day: NaiveDate,
    /// The seventh day is a Saturday off and the period ends with Monday morning.
    pub monday_morning_rule: bool,
    /// How the days were found.
    pub working: Vec<Step>,
}

/// The seven days as such; needs no calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoticeDays {
    /// The day after the change.
    pub first_counted_day: NaiveDate,
    /// The seventh day.
    pub statutory_last_day: NaiveDate,
}

/// The seven days without moving off rest days.
///
/// # Errors
/// The date is at the end of time.
pub fn notice_strict(event: NaiveDate) -> Result<NoticeDays, PeriodError> {
    // The day after is already the first day: leaving it out as well would count one day too many.
    Ok(NoticeDays {
        first_counted_day: next(event)?,
        statutory_last_day: plus_days(event, NOTICE_DAYS.on(event))?,
    })
}

/// The seven days after a change, strict and moved off rest days.
///
/// # Errors
/// The calendar of a needed year is missing.
pub fn notice(event: NaiveDate, calendar: &Calendar) -> Result<Notice, PeriodError> {
    let NoticeDays { first_counted_day, statutory_last_day } = notice_strict(event)?;
    let mut working = vec![
        Step::new(event, "異動日，不計入。", "the change; the day itself is not counted"),
        Step::new(
            first_counted_day,
            "翌日，為第 1 日（第四點第八款）。",
            "the day after is day 1 (point 4(8))",
        ),
        Step::new(
            statutory_last_day,
            "第 7 日，為法定末日，逾期以此日為準。",
            "day 7, the last day; late is judged by it",
        ),
    ];
    let moved = off_rest_days(&mut working, statutory_last_day, calendar)?;
    Ok(Notice {
        event,
        first_counted_day,
        statutory_last_day,
        adjusted_last_day: moved.day,
        monday_morning_rule: moved.monday_morning,
        working,
    })
}

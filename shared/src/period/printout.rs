//! 查調日翌日起一年後，一個月內銷毀: the life of a printout that is not filed to a case (5(5)).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::period::{
    Calendar, DESTRUCTION_MONTHS, PAPER_YEARS, PeriodError, Step,
    count::{Ending, last_day, next, off_rest_days},
};

/// The year a printout is kept and the month for destroying it, with the working.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = PrintoutPeriod))]
pub struct Printout {
    /// The day of the query.
    pub query_date: NaiveDate,
    /// The day after.
    pub year_starts: NaiveDate,
    /// The last day of the year.
    pub year_ends: NaiveDate,
    /// The first day of the month for destroying it.
    pub destroy_from: NaiveDate,
    /// The last day of that month; overdue is judged by it.
    pub destroy_by: NaiveDate,
    /// The last day, moved off rest days; for information.
    pub destroy_by_adjusted: NaiveDate,
    /// How the days were found.
    pub working: Vec<Step>,
}

/// The same days as such; needs no calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PrintoutDays {
    /// The day after the query.
    pub year_starts: NaiveDate,
    /// The last day of the year.
    pub year_ends: NaiveDate,
    /// The first day of the month for destroying it.
    pub destroy_from: NaiveDate,
    /// The last day of that month.
    pub destroy_by: NaiveDate,
}

/// The days without moving off rest days.
///
/// # Errors
/// The date is at the end of time.
pub fn printout_strict(query_date: NaiveDate) -> Result<PrintoutDays, PeriodError> {
    ends(query_date).map(|(days, _, _)| days)
}

/// The first day of the month for destroying a printout; none at the end of time.
#[must_use]
pub fn destroy_from(query_date: NaiveDate) -> Option<NaiveDate> {
    printout_strict(query_date).ok().map(|days| days.destroy_from)
}

/// The last day of that month, not moved off rest days; none at the end of time.
#[must_use]
pub fn destroy_by(query_date: NaiveDate) -> Option<NaiveDate> {
    printout_strict(query_date).ok().map(|days| days.destroy_by)
}

fn ends(query_date: NaiveDate) -> Result<(PrintoutDays, Ending, Ending), PeriodError> {
    let year_starts = next(query_date)?;
    let (year_ends, year_ending) = last_day(year_starts, 12 * PAPER_YEARS.on(query_date))?;
    let destroy_from = next(year_ends)?;
    let (destroy_by, month_ending) = last_day(destroy_from, DESTRUCTION_MONTHS.on(query_date))?;
    Ok((PrintoutDays { year_starts, year_ends, destroy_from, destroy_by }, year_ending, month_ending))
}

/// The days of a printout, the last one strict and moved off rest days.
///
/// # Errors
/// The calendar of a needed year is missing.
pub fn printout(query_date: NaiveDate, calendar: &Calendar) -> Result<Printout, PeriodError> {
    let (days, year_ending, month_ending) = ends(query_date)?;
    let PrintoutDays { year_starts, year_ends, destroy_from, destroy_by } = days;
    let mut working = vec![
        Step::new(query_date, "查調日，不計入。", "the query; the day itself is not counted"),
        Step::new(
            year_starts,
            "翌日，一年由此起算（第五點第五款）。",
            "the day after: the year starts (point 5(5))",
        ),
        Step::new(
            year_ends,
            &format!("一年屆滿；{}。", year_ending.zh_tw()),
            &format!("the year is over; {}", year_ending.en()),
        ),
        Step::new(
            destroy_from,
            "一年後之首日；確認無保存必要後，一個月內銷毀。",
            "the first day after the year: once confirmed not needed, to be destroyed within one month",
        ),
        Step::new(
            destroy_by,
            &format!("一個月屆滿；{}；逾期以此日為準。", month_ending.zh_tw()),
            &format!("the month is over; {}; late is judged by this day", month_ending.en()),
        ),
    ];
    let moved = off_rest_days(&mut working, destroy_by, calendar)?;
    Ok(Printout {
        query_date,
        year_starts,
        year_ends,
        destroy_from,
        destroy_by,
        destroy_by_adjusted: moved.day,
        working,
    })
}

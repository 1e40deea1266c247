//! Any last day, strict as it stands: the way to it, and off days off.

use chrono::NaiveDate;

use crate::period::{Calendar, PeriodError, Step, count::off_rest_days};

/// What is done at once, for the text sets no day.
#[must_use]
pub fn at_once(from: NaiveDate) -> Step {
    Step::new(
        from,
        "可辦起日；規定未定期限，應即辦理。",
        "can be done from here on; the text sets no day, so at once",
    )
}

/// From the first day to the strict last one.
#[must_use]
pub fn until(from: NaiveDate, due: NaiveDate) -> Vec<Step> {
    let last = Step::new(due, "法定末日，逾期以此日為準。", "the last day; late is judged by it");
    if from < due {
        vec![Step::new(from, "可辦起日。", "can be done from here on"), last]
    } else {
        vec![last]
    }
}

/// The same for what a job change asks (4(6)), with the day of the change before it: the last day is reckoned from there.
#[must_use]
pub fn job_change(effective_on: NaiveDate, from: NaiveDate, due: NaiveDate) -> Vec<Step> {
    let change = if due < effective_on {
        Step::new(
            effective_on,
            "職務異動日；帳號異動應於此日之前申請。",
            "the job changes; the account's change is asked for before this day",
        )
    } else {
        Step::new(
            effective_on,
            "職務異動日；帳號至遲於此日調整或註銷。",
            "the job changes; the account is adjusted or closed on or before this day",
        )
    };
    std::iter::once(change).chain(until(from, due)).collect()
}

/// The day a last day moves to (行政程序法 48 IV), with how written down.
///
/// # Errors
/// The calendar of a needed year is missing.
pub fn off_days_off(
    steps: &mut Vec<Step>,
    due: NaiveDate,
    calendar: &Calendar,
) -> Result<NaiveDate, PeriodError> {
    off_rest_days(steps, due, calendar).map(|moved| moved.day)
}

/// The same without the working.
///
/// # Errors
/// The calendar of a needed year is missing.
pub fn office_day(due: NaiveDate, calendar: &Calendar) -> Result<NaiveDate, PeriodError> {
    off_days_off(&mut Vec::new(), due, calendar)
}

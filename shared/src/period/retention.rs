//! 至少保存五年: how long a record is kept. Nothing is deleted by itself; what is due is listed for a decision.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::period::{
    PeriodError, RETENTION_YEARS, Step,
    count::{Ending, last_day, next},
};

/// The five years of a record, with the working.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Retention {
    /// The day of the record's last event.
    pub completed_on: NaiveDate,
    /// The day after.
    pub first_counted_day: NaiveDate,
    /// The last day on which the record must be there.
    pub keep_through: NaiveDate,
    /// The first day on which its disposal may be decided.
    pub earliest_disposal_review: NaiveDate,
    /// How the days were found.
    pub working: Vec<Step>,
}

/// The same days as such.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetentionDays {
    /// The day after the record's last event.
    pub first_counted_day: NaiveDate,
    /// The last day on which the record must be there.
    pub keep_through: NaiveDate,
    /// The first day on which its disposal may be decided.
    pub earliest_disposal_review: NaiveDate,
}

/// The five years without the working.
///
/// # Errors
/// The date is at the end of time.
pub fn retention_strict(completed_on: NaiveDate) -> Result<RetentionDays, PeriodError> {
    ends(completed_on).map(|(days, _)| days)
}

fn ends(completed_on: NaiveDate) -> Result<(RetentionDays, Ending), PeriodError> {
    let first_counted_day = next(completed_on)?;
    let (keep_through, ending) = last_day(first_counted_day, 12 * RETENTION_YEARS.on(completed_on))?;
    let earliest_disposal_review = next(keep_through)?;
    Ok((RetentionDays { first_counted_day, keep_through, earliest_disposal_review }, ending))
}

/// The five years of a record. Keeping is no act that is due on a day, so rest days move nothing.
///
/// # Errors
/// The date is at the end of time.
pub fn retention(completed_on: NaiveDate) -> Result<Retention, PeriodError> {
    let (days, ending) = ends(completed_on)?;
    let RetentionDays { first_counted_day, keep_through, earliest_disposal_review } = days;
    let working = vec![
        Step::new(
            completed_on,
            "紀錄完成日，不計入。",
            "the record's last event; the day itself is not counted",
        ),
        Step::new(first_counted_day, "翌日，五年由此起算。", "the day after: the five years start"),
        Step::new(
            keep_through,
            &format!("五年屆滿；{}；至少保存至此日。", ending.zh_tw()),
            &format!("the five years are over; {}; kept at least through this day", ending.en()),
        ),
        Step::new(
            earliest_disposal_review,
            "最早可列入銷毀審查之日；不自動刪除，有保留註記者不列入。",
            "the first day on which disposal may be decided; nothing is deleted by itself, and a hold wins",
        ),
    ];
    Ok(Retention { completed_on, first_counted_day, keep_through, earliest_disposal_review, working })
}

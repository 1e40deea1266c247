//! Counting days and months, and moving off rest days: 行政程序法 48 in one place.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use crate::period::{Calendar, PeriodError, Step};

/// The day `days` days later.
pub(super) fn plus_days(from: NaiveDate, days: u32) -> Result<NaiveDate, PeriodError> {
    from.checked_add_days(Days::new(days.into())).ok_or(PeriodError::OutOfRange { from })
}

/// The day after.
pub(super) fn next(from: NaiveDate) -> Result<NaiveDate, PeriodError> {
    from.succ_opt().ok_or(PeriodError::OutOfRange { from })
}

/// How a period of months found its last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    /// The day before the day that corresponds to the first one.
    DayBefore,
    /// The last month has no corresponding day: its last day.
    MonthEnd,
}

/// The last day of a period of whole months that starts on `first` (行政程序法 48 III).
pub(super) fn last_day(first: NaiveDate, months: u32) -> Result<(NaiveDate, Ending), PeriodError> {
    let out_of_range = PeriodError::OutOfRange { from: first };
    let day = first.checked_add_months(Months::new(months)).ok_or(out_of_range)?;
    if day.day() < first.day() {
        return Ok((day, Ending::MonthEnd));
    }
    Ok((day.pred_opt().ok_or(out_of_range)?, Ending::DayBefore))
}

impl Ending {
    pub(super) const fn zh_tw(self) -> &'static str {
        match self {
            Self::DayBefore => "末日為起算日相當日之前一日（行政程序法第48條第3項）",
            Self::MonthEnd => "最後之月無相當日，以該月末日為末日（行政程序法第48條第3項但書）",
        }
    }

    pub(super) const fn en(self) -> &'static str {
        match self {
            Self::DayBefore => {
                "it ends the day before the corresponding day (Administrative Procedure Act, art. 48 III)"
            }
            Self::MonthEnd => {
                "the last month has no corresponding day, so it ends with that month (Administrative Procedure Act, art. 48 III)"
            }
        }
    }
}

/// A last day after rest days were taken into account.
pub(super) struct Moved {
    pub(super) day: NaiveDate,
    /// The last day was a Saturday off and became the Monday after: the period ends with the morning.
    pub(super) monday_morning: bool,
}

/// Moves a last day that is a rest day to the next office day (行政程序法 48 IV), and writes down how.
pub(super) fn off_rest_days(
    working: &mut Vec<Step>,
    last: NaiveDate,
    calendar: &Calendar,
) -> Result<Moved, PeriodError> {
    if !calendar.is_rest_day(last)? {
        working.push(if last.weekday() == Weekday::Sat {
            Step::new(
                last,
                "末日為補行上班日，不是休息日，不順延。",
                "the last day is a make-up working day, no rest day: it does not move",
            )
        } else {
            Step::new(last, "末日為辦公日，不順延。", "the last day is an office day: it does not move")
        });
        return Ok(Moved { day: last, monday_morning: false });
    }
    let mut day = last;
    while calendar.is_rest_day(day)? {
        let (zh_tw, en) = match (day == last, calendar.closed(day)) {
            (true, None) => (
                "末日為休息日，依行政程序法第48條第4項順延。",
                "the last day is a rest day: it moves (art. 48 IV)",
            ),
            (true, Some(_)) => (
                "末日停止辦公，依行政程序法第48條第4項順延。",
                "offices are closed on the last day: it moves (art. 48 IV)",
            ),
            (false, None) => ("仍為休息日，再順延。", "a rest day too: it moves on"),
            (false, Some(_)) => ("停止辦公，再順延。", "offices are closed: it moves on"),
        };
        working.push(Step::new(day, zh_tw, en));
        day = next(day)?;
    }
    let monday_morning = last.weekday() == Weekday::Sat && day.weekday() == Weekday::Mon;
    working.push(if monday_morning {
        Step::new(
            day,
            "末日為星期六，以其次星期一上午為期間末日（行政程序法第48條第4項）。",
            "the last day was a Saturday, so the period ends with this Monday morning (art. 48 IV)",
        )
    } else {
        Step::new(day, "順延後之末日。", "the last day after moving")
    });
    Ok(Moved { day, monday_morning })
}

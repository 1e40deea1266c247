//! Periods with their working shown: which days count, when a period ends, and why, day by day.
//!
//! Counting follows 行政程序法 48: the day of the event is not counted; months and years end the day before the
//! corresponding day; a last day that is a rest day moves to the next office day. Hours run at once.
//! Dates are Taiwan local dates. A year whose official calendar is missing is an error, never a guess.

mod error;
mod numbers;
mod step;

mod calendar;
mod import;
mod official;

mod due;
mod half_year;
mod hours;
mod lapse;
mod notice;
mod printout;
mod retention;

mod count;

pub use {
    calendar::{AdoptError, Adopted, Calendar, CalendarYear, ClosedDay, IfPresent, NotACalendarYear},
    due::{at_once, job_change, off_days_off, office_day, until},
    error::PeriodError,
    half_year::{Half, HalfYear, HalfYearPeriod, NotAHalfYear, YearPeriod, half_year, year},
    hours::{after_hours, one_month_after},
    import::{ImportError, RowError, decode, read_year, read_year_bytes},
    lapse::{Lapse, lapse},
    notice::{Notice, NoticeDays, notice, notice_strict},
    numbers::{
        AUDIT_MONTHS, DESTRUCTION_MONTHS, LegalNumber, NOTICE_DAYS, PAPER_YEARS, REPORT_MONTHS,
        RETENTION_YEARS,
    },
    printout::{Printout, PrintoutDays, destroy_by, destroy_from, printout, printout_strict},
    retention::{Retention, RetentionDays, retention, retention_strict},
    step::Step,
};

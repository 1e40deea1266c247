//! When a job is due next: a function of what is known, tried by table.

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use shared::{record::taiwan_midnight, taiwan_day};

/// How often a job runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Every {
    /// So many minutes after it last began to be due.
    Minutes(i64),
    /// Once a day, at this minute of the Taiwan day.
    Day {
        /// Hour.
        hour: u32,
        /// Minute.
        minute: u32,
    },
}

/// The first wait after a failure; each further one doubles it.
const FIRST_WAIT: TimeDelta = TimeDelta::minutes(5);
/// The longest wait after failures.
const LONGEST_WAIT: TimeDelta = TimeDelta::hours(1);

impl Every {
    /// The first instant after another at which the job is due.
    #[must_use]
    pub fn after(self, at: DateTime<Utc>) -> DateTime<Utc> {
        match self {
            Self::Minutes(minutes) => at + TimeDelta::minutes(minutes),
            Self::Day { hour, minute } => {
                let time = NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or(NaiveTime::MIN);
                let midnight = taiwan_midnight(taiwan_day(at));
                let today = midnight + (time - NaiveTime::MIN);
                // Taiwan has no summer time, so every day has 24 hours.
                if today > at { today } else { today + TimeDelta::days(1) }
            }
        }
    }

    /// When a job is due again that ended at an instant after so many failures in a row: a failed one is tried again
    /// with growing waits, but never later than it would have been due anyway.
    #[must_use]
    pub fn next(self, ended: DateTime<Utc>, failures: u32) -> DateTime<Utc> {
        let regular = self.after(ended);
        match wait(failures) {
            None => regular,
            Some(wait) => regular.min(ended + wait),
        }
    }
}

/// How long to wait after so many failures in a row; none after a success.
fn wait(failures: u32) -> Option<TimeDelta> {
    let doublings = failures.checked_sub(1)?.min(10);
    Some((FIRST_WAIT * 2_i32.pow(doublings)).min(LONGEST_WAIT))
}

#[cfg(test)]
mod tests {
    use super::*;

    const EIGHT: Every = Every::Day { hour: 8, minute: 0 };

    fn at(text: &str) -> DateTime<Utc> {
        format!("{text}+08:00").parse::<DateTime<chrono::FixedOffset>>().unwrap().to_utc()
    }

    #[test]
    fn each_job_is_due_when_the_table_says() {
        for (every, ended, failures, due) in [
            // Before its hour it is due today, at its hour and after it tomorrow.
            (EIGHT, "2026-03-10T07:59:59", 0, "2026-03-10T08:00:00"),
            (EIGHT, "2026-03-10T08:00:00", 0, "2026-03-11T08:00:00"),
            (EIGHT, "2026-03-10T08:00:01", 0, "2026-03-11T08:00:00"),
            // The day is Taiwan's: in Greenwich it is still the day before.
            (EIGHT, "2026-03-11T00:30:00", 0, "2026-03-11T08:00:00"),
            (EIGHT, "2026-12-31T23:59:59", 0, "2027-01-01T08:00:00"),
            // However long a server stood still, a missed run is one run.
            (EIGHT, "2026-04-20T15:00:00", 0, "2026-04-21T08:00:00"),
            // Failures are tried again soon, then less soon, and never later than the next regular run.
            (EIGHT, "2026-03-10T08:00:10", 1, "2026-03-10T08:05:10"),
            (EIGHT, "2026-03-10T08:05:20", 2, "2026-03-10T08:15:20"),
            (EIGHT, "2026-03-10T08:15:20", 3, "2026-03-10T08:35:20"),
            (EIGHT, "2026-03-10T09:00:00", 5, "2026-03-10T10:00:00"),
            (EIGHT, "2026-03-10T09:00:00", 4_000_000_000, "2026-03-10T10:00:00"),
            (EIGHT, "2026-03-11T07:30:00", 9, "2026-03-11T08:00:00"),
            (Every::Minutes(60), "2026-03-10T08:00:00", 0, "2026-03-10T09:00:00"),
            (Every::Minutes(1), "2026-03-10T08:00:00", 7, "2026-03-10T08:01:00"),
        ] {
            assert_eq!(every.next(at(ended), failures), at(due), "{every:?} {ended} {failures}");
        }
    }
}

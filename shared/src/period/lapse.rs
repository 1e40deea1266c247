//! When an approval that nobody used is no longer good.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::period::{
    PeriodError, Step,
    count::{next, plus_days},
};

/// The life of an unused approval, with the working.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Lapse {
    /// The day of the approval.
    pub approved_on: NaiveDate,
    /// The last day on which it can be used.
    pub last_day: NaiveDate,
    /// The first day on which it cannot.
    pub lapses_on: NaiveDate,
    /// How the days were found.
    pub working: Vec<Step>,
}

/// The life of an approval that can be used for `days` days. Rest days move nothing: a query is no act that is due.
///
/// # Errors
/// The date is at the end of time.
pub fn lapse(approved_on: NaiveDate, days: u32) -> Result<Lapse, PeriodError> {
    let last_day = plus_days(approved_on, days)?;
    let lapses_on = next(last_day)?;
    let working = vec![
        Step::new(approved_on, "核可日，不計入。", "the approval; the day itself is not counted"),
        Step::new(
            last_day,
            &format!("第 {days} 日，為可查調之末日。"),
            &format!("day {days}, the last on which the query may be carried out"),
        ),
        Step::new(lapses_on, "未查調者，核可自此日失效。", "an approval that was not used has lapsed"),
    ];
    Ok(Lapse { approved_on, last_day, lapses_on, working })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_approval_is_good_through_the_fourteenth_day() {
        let on = "2026-11-23".parse().unwrap();
        let lapse = lapse(on, crate::regulation::Settings::FIRST.unused_approval_days).unwrap();
        assert_eq!(lapse.last_day.to_string(), "2026-12-07");
        assert_eq!(lapse.lapses_on.to_string(), "2026-12-08");
    }
}

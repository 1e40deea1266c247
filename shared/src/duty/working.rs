//! How a duty's days were found.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Duty, DutyKind};
use crate::{
    period::{self, Calendar, PeriodError, Step},
    violation::{Bilingual, Citation},
};

/// A duty's days with the way to them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Working {
    /// The point.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub citation: Citation,
    /// Day by day why.
    pub steps: Vec<Step>,
    /// The last day by which late is judged; none when the text gives none.
    pub strict: Option<NaiveDate>,
    /// The last day moved past days off; none when a year of the calendar is missing.
    pub moved: Option<NaiveDate>,
    /// What is missing and who mends it, where a year of the official calendar is.
    pub missing: Option<Bilingual>,
}

/// Works a duty out; `event` is the day from which its period runs, where that is not the first day on which it can be done.
#[must_use]
pub fn working(duty: &Duty, event: Option<NaiveDate>, calendar: &Calendar) -> Working {
    let known = match (duty.kind, event) {
        // The approval carries the day by the setting of its own day.
        (DutyKind::UseApproval, _) => duty.due.map(|due| {
            let days = u32::try_from((due - duty.from).num_days()).unwrap_or_default();
            period::lapse(duty.from, days).map(|lapse| (lapse.working, Some(lapse.last_day)))
        }),
        (DutyKind::NotifyBureau, _) => {
            Some(period::notice(duty.from, calendar).map(|days| (days.working, Some(days.adjusted_last_day))))
        }
        (DutyKind::DestroyPrintout, Some(queried_on)) => Some(
            period::printout(queried_on, calendar)
                .map(|printout| (printout.working, Some(printout.destroy_by_adjusted))),
        ),
        // Announced or not, both are reckoned from the change: its eve, and the day itself.
        (DutyKind::ChangeAccountBefore, _) => duty
            .due
            .and_then(|due| Some(Ok((period::job_change(due.succ_opt()?, duty.from, due), Some(due))))),
        (DutyKind::AdjustAccount, _) => {
            duty.due.map(|due| Ok((period::job_change(due, duty.from, due), Some(due))))
        }
        _ => None,
    };
    let (steps, moved, missing) = match known {
        Some(Ok((steps, moved))) => (steps, moved, None),
        // Without the calendar the strict days stand all the same.
        Some(Err(PeriodError::MissingYear { .. })) | None => general(duty, calendar),
        Some(Err(error)) => (Vec::new(), None, Some(error.message())),
    };
    Working { citation: duty.kind.citation(), steps, strict: duty.due, moved, missing }
}

/// From the first day to the strict last one, and off days off.
fn general(duty: &Duty, calendar: &Calendar) -> (Vec<Step>, Option<NaiveDate>, Option<Bilingual>) {
    let Some(due) = duty.due else { return (vec![period::at_once(duty.from)], None, None) };
    let mut steps = period::until(duty.from, due);
    if !duty.kind.moves() {
        return (steps, Some(due), None);
    }
    match period::off_days_off(&mut steps, due, calendar) {
        Ok(day) => (steps, Some(day), None),
        Err(error) => (steps, None, Some(error.message())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::UnitId;

    fn duty(kind: DutyKind, from: &str, due: Option<&str>) -> Duty {
        Duty {
            kind,
            record_kind: "inquiry".into(),
            record: uuid::Uuid::nil(),
            unit: UnitId(uuid::Uuid::nil()),
            person: None,
            from: from.parse().unwrap(),
            due: due.map(|due| due.parse().unwrap()),
            due_adjusted: None,
        }
    }

    fn day(text: &str) -> Option<NaiveDate> {
        text.parse().ok()
    }

    #[test]
    fn a_printouts_month_is_worked_out_from_the_query_and_moved_off_a_day_off() {
        // The month ends on 24 January 2027, a Sunday.
        let destroy = duty(DutyKind::DestroyPrintout, "2026-12-25", Some("2027-01-24"));
        let found = working(&destroy, day("2025-12-24"), &Calendar::official());
        assert_eq!(found.steps.first().map(|step| step.date), day("2025-12-24"));
        assert_eq!((found.strict, found.moved), (day("2027-01-24"), day("2027-01-25")));
        assert_eq!(destroy.adjusted(&Calendar::official()).due_adjusted, day("2027-01-25"));
    }

    #[test]
    fn an_approval_lapses_on_a_day_off_as_well() {
        // 22 March 2026 is a Sunday.
        let used = duty(DutyKind::UseApproval, "2026-03-08", Some("2026-03-22"));
        let found = working(&used, None, &Calendar::official());
        assert_eq!((found.strict, found.moved), (day("2026-03-22"), day("2026-03-22")));
    }

    #[test]
    fn what_is_due_on_an_office_day_does_not_move() {
        let paper = duty(DutyKind::AccountForPaper, "2026-03-10", Some("2026-03-10"));
        let found = working(&paper, None, &Calendar::official());
        assert_eq!((found.strict, found.moved, found.missing), (day("2026-03-10"), day("2026-03-10"), None));
    }

    #[test]
    fn what_a_job_change_asks_is_reckoned_from_the_day_of_the_change() {
        let adjust = duty(DutyKind::AdjustAccount, "2026-03-10", Some("2026-03-10"));
        let found = working(&adjust, None, &Calendar::official());
        let days: Vec<_> = found.steps.iter().map(|step| Some(step.date)).collect();
        assert_eq!(days, [day("2026-03-10"), day("2026-03-10")]);
        assert!(found.steps.iter().any(|step| step.text.zh_tw.contains("職務異動日")), "{found:?}");
        let before = duty(DutyKind::ChangeAccountBefore, "2026-03-02", Some("2026-03-09"));
        let found = working(&before, None, &Calendar::official());
        let days: Vec<_> = found.steps.iter().map(|step| Some(step.date)).collect();
        assert_eq!(days, [day("2026-03-10"), day("2026-03-02"), day("2026-03-09")]);
        assert_eq!((found.strict, found.moved), (day("2026-03-09"), day("2026-03-09")));
    }

    #[test]
    fn a_missing_year_is_named_and_the_strict_days_stand() {
        let destroy = duty(DutyKind::DestroyPrintout, "2031-03-11", Some("2031-04-10"));
        let found = working(&destroy, day("2030-03-10"), &Calendar::official());
        assert_eq!((found.strict, found.moved), (day("2031-04-10"), None));
        assert!(found.missing.is_some_and(|text| text.en.contains("2031") && text.zh_tw.contains("120年")));
        assert_eq!(found.steps.last().map(|step| step.date), day("2031-04-10"));
    }

    #[test]
    fn a_duty_without_a_day_says_so() {
        let decide = duty(DutyKind::DecideInquiry, "2026-03-10", None);
        let found = working(&decide, None, &Calendar::official());
        assert_eq!((found.steps.len(), found.strict, found.moved), (1, None, None));
    }

    #[test]
    fn every_kind_is_found_by_its_name_and_its_point() {
        for kind in DutyKind::ALL {
            assert_eq!(DutyKind::of(kind.name()), Some(kind));
            assert!(kind.is_of(kind.citation()) && kind.is_of(Citation::point(kind.citation().point)));
            assert!(!kind.is_of(Citation::point(11)) || kind.citation().point == 11);
            assert!(!kind.words().zh_tw.is_empty());
        }
        assert!(!DutyKind::DestroyPrintout.is_of(Citation::item(5, 6)));
    }
}

//! 逾期提報: a late duty becomes the head's to see, and then the manager's.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::Duty;
use crate::regulation::Settings;

/// Who is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// The head of the unit that owes it.
    Head,
    /// The manager.
    Manager,
}

impl Level {
    /// Both, in order.
    pub const ALL: [Self; 2] = [Self::Head, Self::Manager];

    /// The stable name used in storage.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Head => "head",
            Self::Manager => "manager",
        }
    }

    /// The days past the strict last day of a duty after which it is reached.
    #[must_use]
    fn after(self, settings: &Settings) -> Days {
        let days = match self {
            Self::Head => settings.head_after_days,
            Self::Manager => settings.manager_after_days,
        };
        Days::new(days.into())
    }

    /// The first strict last day that is not late enough today; none at the beginning of time.
    #[must_use]
    pub fn cut(self, today: NaiveDate, settings: &Settings) -> Option<NaiveDate> {
        today.checked_sub_days(self.after(settings))?.succ_opt()
    }
}

/// A duty was shown to somebody above whoever owes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Escalation {
    /// To whom.
    pub level: Level,
    /// Since which day.
    pub since: NaiveDate,
}

/// Every level that a duty has reached on a day, the lowest first.
pub fn escalations(
    duty: &Duty,
    today: NaiveDate,
    settings: &Settings,
) -> impl Iterator<Item = Escalation> + use<> {
    let (due, settings) = (duty.due, *settings);
    Level::ALL.into_iter().filter_map(move |level| {
        let since = due?.checked_add_days(level.after(&settings))?;
        (since <= today).then_some(Escalation { level, since })
    })
}

/// The highest level that a duty has reached on a day.
#[must_use]
pub fn escalation(duty: &Duty, today: NaiveDate, settings: &Settings) -> Option<Escalation> {
    escalations(duty, today, settings).last()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{duty::DutyKind, id::UnitId};

    fn on(due: Option<&str>, today: &str) -> Vec<(Level, String)> {
        let duty = Duty {
            kind: DutyKind::DestroyPrintout,
            record_kind: "printout".into(),
            record: uuid::Uuid::nil(),
            unit: UnitId(uuid::Uuid::nil()),
            person: None,
            from: "2026-02-01".parse().unwrap(),
            due: due.map(|due| due.parse().unwrap()),
            due_adjusted: None,
        };
        let today: NaiveDate = today.parse().unwrap();
        for level in Level::ALL {
            let is_cut =
                duty.due.is_some_and(|due| level.cut(today, &Settings::FIRST).is_some_and(|cut| due < cut));
            assert_eq!(
                is_cut,
                escalations(&duty, today, &Settings::FIRST).any(|one| one.level == level),
                "the list's cut agrees"
            );
        }
        escalations(&duty, today, &Settings::FIRST).map(|one| (one.level, one.since.to_string())).collect()
    }

    #[test]
    fn a_duty_on_its_last_day_is_nobody_elses() {
        assert_eq!(on(Some("2026-03-10"), "2026-03-10"), []);
    }

    #[test]
    fn one_day_late_it_is_the_heads_and_three_days_late_the_managers() {
        let (head, manager) = ((Level::Head, "2026-03-11".into()), (Level::Manager, "2026-03-13".into()));
        assert_eq!(on(Some("2026-03-10"), "2026-03-11"), std::slice::from_ref(&head));
        assert_eq!(on(Some("2026-03-10"), "2026-03-12"), std::slice::from_ref(&head));
        assert_eq!(on(Some("2026-03-10"), "2026-03-13"), [head.clone(), manager.clone()]);
        assert_eq!(on(Some("2026-03-10"), "2027-03-13"), [head, manager]);
    }

    #[test]
    fn a_duty_without_a_day_is_never_late() {
        assert_eq!(on(None, "2036-03-10"), []);
    }
}

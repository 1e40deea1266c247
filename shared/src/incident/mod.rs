//! 事故通報 (point 11): what happened, what was done, whom it touches, and three clocks that run from the moment it was known.

pub mod paper;
mod step;
mod terms;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

pub use step::{Incident, IncidentAction};
pub use terms::{Clock, Nature, Part};

use crate::{
    custody::Mark,
    id::{IncidentId, PersonId, UnitId},
    period,
    regulation::Settings,
};

/// An incident as reported: a few fields, for whoever noticed it has a minute.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct IncidentDraft {
    /// What kind.
    pub nature: Nature,
    /// When it became known.
    pub known_at: Option<DateTime<Utc>>,
    /// A suspicion, not a certainty.
    pub is_suspected: bool,
    /// What happened, in a few words; names no data subject.
    pub summary: String,
    /// What was done at once; names no data subject.
    pub measures: String,
}

/// Which inquiries may be touched: what the blast radius is worked out from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = IncidentScope))]
#[serde(default, deny_unknown_fields)]
pub struct Scope {
    /// One user's.
    pub person: Option<PersonId>,
    /// One unit's.
    pub unit: Option<UnitId>,
    /// Registered on or after this day.
    pub from: Option<NaiveDate>,
    /// Registered on or before this day.
    pub to: Option<NaiveDate>,
}

/// A line of the timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = IncidentEntry))]
pub struct Entry {
    /// What it is about.
    pub part: Part,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// In words.
    pub text: String,
    /// Who wrote it, and when.
    pub mark: Mark,
}

/// That somebody was told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = IncidentTold))]
pub struct Told {
    /// Which clock it stops.
    pub clock: Clock,
    /// When.
    pub at: DateTime<Utc>,
    /// How: by telephone with whom, by which document.
    pub how: String,
    /// Why after the last hour; empty when in time.
    pub late_reason: String,
    /// Recorded by.
    pub mark: Mark,
}

/// The store's picture of an incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct IncidentBody {
    /// The incident.
    pub id: IncidentId,
    /// Its revision.
    pub revision: i64,
    /// What kind.
    pub nature: Nature,
    /// A suspicion, not a certainty.
    pub is_suspected: bool,
    /// What happened.
    pub summary: String,
    /// When it became known: from here the clocks run.
    pub known_at: DateTime<Utc>,
    /// Who reported it.
    pub reporter: Mark,
    /// Their unit.
    pub unit: UnitId,
    /// Its name.
    pub unit_name: String,
    /// The manager, who answers for it.
    pub keeper: PersonId,
    /// The manager's unit.
    pub keeper_unit: UnitId,
    /// The county's settings of the day on which it became known: its clocks go by them.
    #[serde(default)]
    pub settings: Settings,
    /// Clocks that run; the Bureau's always does.
    pub clocks: Vec<Clock>,
    /// Who was told.
    pub told: Vec<Told>,
    /// Facts, measures, responsibilities, limitation, as they came.
    pub timeline: Vec<Entry>,
    /// What may be touched.
    pub scope: Scope,
    /// The day on which damage control or recovery was done.
    pub contained_on: Option<NaiveDate>,
    /// What it came to.
    pub conclusion: String,
    /// When it was closed.
    pub closed: Option<Mark>,
}

impl IncidentBody {
    /// The hours of a clock.
    #[must_use]
    pub fn hours(&self, clock: Clock) -> u32 {
        self.settings.of(clock.setting())
    }

    /// The last moment of a clock.
    #[must_use]
    pub fn due(&self, clock: Clock) -> Option<DateTime<Utc>> {
        period::after_hours(self.known_at, self.hours(clock))
    }

    /// That a clock was stopped.
    #[must_use]
    pub fn told(&self, clock: Clock) -> Option<&Told> {
        self.told.iter().find(|told| told.clock == clock)
    }

    /// Whether a clock ran out before somebody was told.
    #[must_use]
    pub fn is_late(&self, clock: Clock, now: DateTime<Utc>) -> bool {
        let at = self.told(clock).map_or(now, |told| told.at);
        self.due(clock).is_some_and(|due| due < at)
    }

    /// Clocks that still run.
    pub fn running(&self) -> impl Iterator<Item = Clock> {
        self.clocks.iter().copied().filter(|clock| self.told(*clock).is_none())
    }

    /// The last day of the report after damage control or recovery.
    #[must_use]
    pub fn report_by(&self) -> Option<NaiveDate> {
        period::one_month_after(self.contained_on?).ok()
    }
}

//! What happens to an incident, from the report to the day it is closed.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Clock, Entry, IncidentBody, IncidentDraft, Part, Scope, Told};
use crate::{
    custody::Mark,
    duty::{Duty, DutyKind},
    id::{IncidentId, PersonId, UnitId},
    period::Calendar,
    record::{Kept, OfOffice, Record, Step, taiwan_day},
    regulation::{Settings, point_11},
    violation::Report,
};

/// What can be done with an incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "name", rename_all = "snake_case", deny_unknown_fields)]
pub enum IncidentAction {
    /// Write a line of the timeline.
    Note {
        /// What it is about.
        part: Part,
        /// When it happened.
        at: DateTime<Utc>,
        /// In words; names no data subject.
        text: String,
    },
    /// Put on record that somebody was told.
    Tell {
        /// Which clock it stops.
        clock: Clock,
        /// When.
        at: DateTime<Utc>,
        /// By which document, or how.
        how: String,
        /// Why after the last hour.
        #[serde(default)]
        late_reason: String,
    },
    /// Say which further clocks run and what may be touched.
    Assess {
        /// Clocks besides the Bureau's.
        clocks: Vec<Clock>,
        /// What may be touched.
        scope: Scope,
    },
    /// Damage control or recovery is done.
    Contain {
        /// On which day.
        on: NaiveDate,
    },
    /// Close it.
    Close {
        /// What it came to.
        conclusion: String,
    },
}

impl IncidentAction {
    /// The journal's name of it.
    #[must_use]
    pub const fn journal_name(&self) -> &'static str {
        match self {
            Self::Note { .. } => "incident.note",
            Self::Tell { .. } => "incident.tell",
            Self::Assess { .. } => "incident.assess",
            Self::Contain { .. } => "incident.contain",
            Self::Close { .. } => "incident.close",
        }
    }
}

/// An incident the rules agreed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Incident(IncidentBody);

impl Incident {
    /// Reports an incident; `keeper` is the manager in office with their unit, `settings` are the county's on a day.
    ///
    /// # Errors
    /// The report that refuses it.
    pub fn report(
        id: IncidentId,
        draft: &IncidentDraft,
        unit_name: String,
        keeper: (PersonId, UnitId),
        settings: impl FnOnce(NaiveDate) -> Settings,
        step: &Step<'_>,
    ) -> Result<Self, Report> {
        let report = point_11::check_report(draft, step);
        let Some(known_at) = draft.known_at.filter(|_| report.is_accepted()) else { return Err(report) };
        let mark = Mark::of(step);
        let entry = |part, text: &String| Entry {
            part,
            at: known_at,
            text: text.trim().to_owned(),
            mark: mark.clone(),
        };
        let measure = (!draft.measures.trim().is_empty()).then(|| entry(Part::Measure, &draft.measures));
        Ok(Self(IncidentBody {
            id,
            revision: 1,
            nature: draft.nature,
            is_suspected: draft.is_suspected,
            summary: draft.summary.trim().to_owned(),
            known_at,
            unit: step.actor.unit,
            unit_name,
            keeper: keeper.0,
            keeper_unit: keeper.1,
            settings: settings(taiwan_day(known_at)),
            clocks: vec![Clock::Bureau],
            told: Vec::new(),
            timeline: std::iter::once(entry(Part::Fact, &draft.summary)).chain(measure).collect(),
            scope: Scope::default(),
            contained_on: None,
            conclusion: String::new(),
            closed: None,
            reporter: mark,
        }))
    }
}

impl OfOffice for Incident {
    fn passed_to(self, keeper: (PersonId, UnitId)) -> Self {
        let mut body = self.0;
        body.revision += 1;
        (body.keeper, body.keeper_unit) = keeper;
        Self(body)
    }
}

impl Record for Incident {
    const KIND: &'static str = "incident";
    type Action = IncidentAction;

    fn id(&self) -> Uuid {
        self.0.id.0
    }

    fn revision(&self) -> i64 {
        self.0.revision
    }

    fn status(&self) -> &'static str {
        match () {
            () if self.0.closed.is_some() => "closed",
            () if self.0.contained_on.is_some() => "contained",
            () => "open",
        }
    }

    fn step(self, step: &Step<'_>, action: &IncidentAction) -> Result<Self, Report> {
        let report = point_11::check_step(&self.0, step, action);
        if !report.is_accepted() {
            return Err(report);
        }
        let mut body = self.0;
        body.revision += 1;
        let mark = Mark::of(step);
        match action {
            IncidentAction::Note { part, at, text } => {
                body.timeline.push(Entry { part: *part, at: *at, text: text.trim().to_owned(), mark });
                body.timeline.sort_by_key(|entry| entry.at);
            }
            IncidentAction::Tell { clock, at, how, late_reason } => body.told.push(Told {
                clock: *clock,
                at: *at,
                how: how.trim().to_owned(),
                late_reason: late_reason.trim().to_owned(),
                mark,
            }),
            IncidentAction::Assess { clocks, scope } => {
                body.clocks.extend(clocks);
                // A clock that was stopped once stays on record.
                let told = &body.told;
                body.clocks.retain(|clock| {
                    *clock == Clock::Bureau
                        || clocks.contains(clock)
                        || told.iter().any(|told| told.clock == *clock)
                });
                body.clocks.sort_unstable();
                body.clocks.dedup();
                body.scope = scope.clone();
            }
            IncidentAction::Contain { on } => body.contained_on = Some(*on),
            IncidentAction::Close { conclusion } => {
                conclusion.trim().clone_into(&mut body.conclusion);
                body.closed = Some(mark);
            }
        }
        Ok(Self(body))
    }
}

impl Kept for Incident {
    type Body = IncidentBody;

    fn restore(body: IncidentBody) -> Self {
        Self(body)
    }

    fn body(&self) -> &IncidentBody {
        &self.0
    }

    fn unit(&self) -> UnitId {
        self.0.unit
    }

    fn person(&self) -> Option<PersonId> {
        Some(self.0.reporter.by)
    }

    fn about(&self) -> String {
        format!("{}　{}", self.0.nature.words().zh_tw, self.0.unit_name)
    }

    fn duties(&self, calendar: &Calendar) -> Vec<Duty> {
        let body = &self.0;
        if body.closed.is_some() {
            return Vec::new();
        }
        let from = taiwan_day(body.known_at);
        let duty = |kind, due| {
            let duty = Duty {
                kind,
                record_kind: Self::KIND.into(),
                record: body.id.0,
                unit: body.keeper_unit,
                person: Some(body.keeper),
                from,
                due,
                due_adjusted: None,
            };
            duty.adjusted(calendar)
        };
        let clocks = body.running().map(|clock| duty(clock.duty(), body.due(clock).map(taiwan_day)));
        clocks.chain(std::iter::once(duty(DutyKind::CloseIncident, body.report_by()))).collect()
    }
}

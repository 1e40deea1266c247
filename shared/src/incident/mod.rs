//! 事故通報 (point 11): what happened, what was done, whom it touches, and three clocks that run from the moment it was known.

pub mod paper;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    custody::Mark,
    duty::{Duty, DutyKind},
    id::{IncidentId, PersonId, UnitId},
    period::{self, Calendar, LegalNumber},
    record::{Kept, OfOffice, Record, Step, taiwan_day},
    regulation::point_11,
    violation::{Bilingual, Report},
};

/// What kind of incident.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = IncidentNature))]
#[serde(rename_all = "snake_case")]
pub enum Nature {
    /// 外洩.
    #[default]
    Leak,
    /// 違規查詢或使用.
    Misuse,
    /// 遺失 of paper or a card.
    Loss,
    /// 帳號或系統遭入侵.
    Intrusion,
    /// 其他.
    Other,
}

impl Nature {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Leak, Self::Misuse, Self::Loss, Self::Intrusion, Self::Other];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Leak => "leak",
            Self::Misuse => "misuse",
            Self::Loss => "loss",
            Self::Intrusion => "intrusion",
            Self::Other => "other",
        }
    }

    /// In words.
    #[must_use]
    pub const fn words(self) -> Bilingual {
        match self {
            Self::Leak => Bilingual::fixed("資料外洩", "Data leaked"),
            Self::Misuse => Bilingual::fixed("違規查詢或使用", "Wrongful query or use"),
            Self::Loss => Bilingual::fixed("紙本或卡片遺失", "Paper or a card was lost"),
            Self::Intrusion => {
                Bilingual::fixed("帳號或系統遭入侵", "An account or the system was broken into")
            }
            Self::Other => Bilingual::fixed("其他", "Something else"),
        }
    }
}

/// A clock that runs from the moment an incident is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = IncidentClock))]
#[serde(rename_all = "snake_case")]
pub enum Clock {
    /// 勞保局, at once (11).
    Bureau,
    /// 資通安全事件通報.
    Cyber,
    /// 個人資料事故通知.
    PersonalData,
}

impl Clock {
    /// All three.
    pub const ALL: [Self; 3] = [Self::Bureau, Self::Cyber, Self::PersonalData];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bureau => "bureau",
            Self::Cyber => "cyber",
            Self::PersonalData => "personal_data",
        }
    }

    /// Who is told, in words.
    #[must_use]
    pub const fn words(self) -> Bilingual {
        match self {
            Self::Bureau => Bilingual::fixed("通報勞保局", "The Bureau is told"),
            Self::Cyber => Bilingual::fixed("資安事件通報", "The cyber-security report"),
            Self::PersonalData => {
                Bilingual::fixed("個資事故通知當事人及通報", "The people concerned are told")
            }
        }
    }

    /// Its hours with where they come from.
    #[must_use]
    pub const fn limit(self) -> LegalNumber {
        match self {
            Self::Bureau => period::BUREAU_HOURS,
            Self::Cyber => period::CYBER_HOURS,
            Self::PersonalData => period::PERSONAL_DATA_HOURS,
        }
    }

    const fn duty(self) -> DutyKind {
        match self {
            Self::Bureau => DutyKind::TellBureauOfIncident,
            Self::Cyber => DutyKind::ReportCyberIncident,
            Self::PersonalData => DutyKind::NotifyPeopleOfIncident,
        }
    }
}

/// A line of the timeline is one of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = IncidentPart))]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// 事實.
    Fact,
    /// 緊急應變措施.
    Measure,
    /// 責任釐清.
    Responsibility,
    /// 損害控制.
    Limitation,
}

impl Part {
    /// All of them, in the order of the regulation.
    pub const ALL: [Self; 4] = [Self::Fact, Self::Measure, Self::Responsibility, Self::Limitation];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Fact => "fact",
            Self::Measure => "measure",
            Self::Responsibility => "responsibility",
            Self::Limitation => "limitation",
        }
    }

    /// In words.
    #[must_use]
    pub const fn words(self) -> Bilingual {
        match self {
            Self::Fact => Bilingual::fixed("事實", "Facts"),
            Self::Measure => Bilingual::fixed("緊急應變措施", "Emergency measures"),
            Self::Responsibility => Bilingual::fixed("責任釐清", "Responsibilities"),
            Self::Limitation => Bilingual::fixed("損害控制", "Limitation of damage"),
        }
    }
}

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
    /// The last moment of a clock.
    #[must_use]
    pub fn due(&self, clock: Clock) -> Option<DateTime<Utc>> {
        period::after_hours(self.known_at, clock.limit().on(taiwan_day(self.known_at)))
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
    /// Reports an incident; `keeper` is the manager in office with their unit.
    ///
    /// # Errors
    /// The report that refuses it.
    pub fn report(
        id: IncidentId,
        draft: &IncidentDraft,
        unit_name: String,
        keeper: (PersonId, UnitId),
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

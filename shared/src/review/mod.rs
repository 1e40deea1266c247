//! 年度清查、查核及稽核 (points 6(1), 6(2), 8(3)): what was found on the day it was opened is frozen, a person decides on every
//! line of it, and it is closed only once what was decided is carried out.

mod line;
mod measure;
pub mod paper;
mod step;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use line::{
    AccountLine, Carried, Decision, Figure, HeldItem, Line, MeasureLine, MovedJob, PrintoutLine, Progress,
    QueryRecordLine, Standing, Subject, Verdict,
};
pub use measure::Measure;
pub use step::{LineVerdict, ReviewAction, ReviewFacts, ReviewStep, Snapshot};

use crate::{
    custody::Mark,
    duty::{Duty, DutyKind},
    id::{PersonId, ReviewId, UnitId},
    period::Calendar,
    record::{Kept, OfOffice, Record, Step},
    regulation::{EditionId, point_06},
    violation::{Citation, Report},
};

/// Which of the three.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReviewKind {
    /// 帳號權限清查.
    Accounts,
    /// 資料保存及銷毀查核.
    Destruction,
    /// 資料安全稽核.
    Security,
}

impl ReviewKind {
    /// All three, in the order of the regulation.
    pub const ALL: [Self; 3] = [Self::Accounts, Self::Destruction, Self::Security];

    /// The stable name used on the wire and in filters.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Accounts => "accounts",
            Self::Destruction => "destruction",
            Self::Security => "security",
        }
    }

    /// As records and duties call it.
    #[must_use]
    pub const fn zh_tw(self) -> &'static str {
        match self {
            Self::Accounts => "帳號權限清查",
            Self::Destruction => "資料保存及銷毀查核",
            Self::Security => "資料安全稽核",
        }
    }

    /// The point that asks for it.
    #[must_use]
    pub const fn citation(self) -> Citation {
        self.duty().citation()
    }

    /// The duty it settles.
    #[must_use]
    pub const fn duty(self) -> DutyKind {
        match self {
            Self::Accounts => DutyKind::ReviewAccounts,
            Self::Destruction => DutyKind::ReviewDestruction,
            Self::Security => DutyKind::AuditSecurity,
        }
    }
}

/// The one review of a kind and year: whoever asks for it names it alike, so that there is never a second one. It begins with
/// the year's first instant, so that lists by identifier are lists by year.
#[must_use]
pub fn review_id(kind: ReviewKind, year: i32) -> ReviewId {
    let first = NaiveDate::from_ymd_opt(year, 1, 1).map(crate::record::taiwan_midnight).unwrap_or_default();
    let millis = u64::try_from(first.timestamp_millis()).unwrap_or_default();
    let place = [b'r', 0, 0, 0, 0, 0, 0, 0, 0, kind as u8];
    ReviewId(uuid::Builder::from_unix_timestamp_millis(millis, &place).into_uuid())
}

/// How far it has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "state", rename_all = "snake_case", deny_unknown_fields)]
pub enum ReviewState {
    /// Owed, and not begun.
    Due,
    /// Begun: what was found stands, and is being decided on.
    Open {
        /// By whom and when.
        opened: Mark,
    },
    /// Signed.
    Closed {
        /// By whom and when it was begun.
        opened: Mark,
        /// By whom and when it was signed.
        closed: Mark,
        /// What it came to, in the manager's words.
        note: String,
    },
}

/// The store's picture of a review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReviewBody {
    /// The review.
    pub id: ReviewId,
    /// Its revision.
    pub revision: i64,
    /// Which of the three.
    pub kind: ReviewKind,
    /// Of which year.
    pub year: i32,
    /// The edition in force when it was begun; until then, when it was owed.
    pub edition: EditionId,
    /// The manager's unit.
    pub unit: UnitId,
    /// The manager, who owes it.
    pub keeper: PersonId,
    /// Since when it is owed.
    pub owed_from: NaiveDate,
    /// How far it has come.
    pub state: ReviewState,
    /// What was counted on the day it was begun.
    pub figures: Vec<Figure>,
    /// What was found on that day, line by line.
    pub lines: Vec<Line>,
}

impl ReviewBody {
    /// The last day. Our reading: a year is the calendar year, so 31 December by Taiwan's date.
    #[must_use]
    pub fn due(&self) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(self.year, 12, 31)
    }

    /// Whether it is late: not signed by the strict day, or signed after it.
    #[must_use]
    pub fn is_late(&self, today: NaiveDate) -> bool {
        let ended = match &self.state {
            ReviewState::Closed { closed, .. } => crate::taiwan_day(closed.at),
            ReviewState::Due | ReviewState::Open { .. } => today,
        };
        self.due().is_some_and(|due| due < ended)
    }

    /// The last event, once nothing more happens to it.
    #[must_use]
    pub const fn ended_at(&self) -> Option<DateTime<Utc>> {
        match &self.state {
            ReviewState::Closed { closed, .. } => Some(closed.at),
            _ => None,
        }
    }

    /// A line by its number.
    #[must_use]
    pub fn line(&self, number: u32) -> Option<&Line> {
        self.lines.iter().find(|line| line.number == number)
    }
}

/// A review the rules agreed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Review(ReviewBody);

impl Review {
    /// A review that a year owes; `keeper` is the manager, with their unit.
    #[must_use]
    pub fn owed(
        kind: ReviewKind,
        year: i32,
        keeper: (PersonId, UnitId),
        edition: EditionId,
        owed_from: NaiveDate,
    ) -> Self {
        Self(ReviewBody {
            id: review_id(kind, year),
            revision: 1,
            kind,
            year,
            edition,
            unit: keeper.1,
            keeper: keeper.0,
            owed_from,
            state: ReviewState::Due,
            figures: Vec::new(),
            lines: Vec::new(),
        })
    }
}

impl OfOffice for Review {
    fn passed_to(self, keeper: (PersonId, UnitId)) -> Self {
        let mut body = self.0;
        body.revision += 1;
        (body.keeper, body.unit) = keeper;
        Self(body)
    }
}

impl Record for Review {
    const KIND: &'static str = "review";
    type Action = ReviewStep;

    fn id(&self) -> Uuid {
        self.0.id.0
    }

    fn revision(&self) -> i64 {
        self.0.revision
    }

    fn status(&self) -> &'static str {
        match self.0.state {
            ReviewState::Due => "due",
            ReviewState::Open { .. } => "open",
            ReviewState::Closed { .. } => "closed",
        }
    }

    fn step(self, step: &Step<'_>, judged: &ReviewStep) -> Result<Self, Report> {
        let report = point_06::check_step(&self.0, step, judged);
        if report.is_accepted() { Ok(Self(step::taken(self.0, step, judged))) } else { Err(report) }
    }
}

impl Kept for Review {
    type Body = ReviewBody;

    fn restore(body: ReviewBody) -> Self {
        Self(body)
    }

    fn body(&self) -> &ReviewBody {
        &self.0
    }

    fn unit(&self) -> UnitId {
        self.0.unit
    }

    fn person(&self) -> Option<PersonId> {
        Some(self.0.keeper)
    }

    fn about(&self) -> String {
        format!("{}年{}", self.0.year - REPUBLIC, self.0.kind.zh_tw())
    }

    fn duties(&self, calendar: &Calendar) -> Vec<Duty> {
        let body = &self.0;
        if matches!(body.state, ReviewState::Closed { .. }) {
            return Vec::new();
        }
        let duty = Duty {
            kind: body.kind.duty(),
            record_kind: Self::KIND.into(),
            record: body.id.0,
            unit: body.unit,
            person: Some(body.keeper),
            from: body.owed_from,
            due: body.due(),
            due_adjusted: None,
        };
        vec![duty.adjusted(calendar)]
    }
}

/// Years of the republic begin after this one.
pub(crate) const REPUBLIC: i32 = 1911;

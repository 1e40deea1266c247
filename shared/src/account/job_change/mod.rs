//! 職務異動預告 (point 4(6)): announced ahead, so that the account is changed before the day and adjusted on it at the latest.

mod draft;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use draft::{JobChangeDraft, JobChangeFacts, JobChangeKind};

use super::Account;
use crate::{
    duty::{Duty, DutyKind},
    id::{ApplicationId, JobChangeId, PersonId, UnitId},
    period::Calendar,
    record::{Kept, Record, Step, taiwan_day},
    regulation::point_04,
    violation::Report,
};

/// Where a job change stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "state", rename_all = "snake_case", deny_unknown_fields)]
pub enum JobChangeStatus {
    /// Nobody has filed for the account yet.
    Announced,
    /// 附表三 is on its way.
    Filed {
        /// Which.
        application: ApplicationId,
    },
    /// The account was changed or stopped.
    Settled {
        /// When.
        at: DateTime<Utc>,
        /// By which application; none when the manager stopped the account.
        application: Option<ApplicationId>,
        /// Whether that was after the day (4(6)).
        is_late: bool,
    },
    /// Announced by mistake.
    Withdrawn {
        /// When.
        at: DateTime<Utc>,
        /// Who.
        by: PersonId,
        /// Their name.
        by_name: String,
        /// Why.
        note: String,
    },
}

impl JobChangeStatus {
    /// The stable name used in storage and filters.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Announced => "announced",
            Self::Filed { .. } => "filed",
            Self::Settled { .. } => "settled",
            Self::Withdrawn { .. } => "withdrawn",
        }
    }

    /// Whether the account is still to be seen to.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        matches!(self, Self::Announced | Self::Filed { .. })
    }
}

/// The store's picture of a job change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JobChangeBody {
    /// The job change.
    pub id: JobChangeId,
    /// Its revision.
    pub revision: i64,
    /// Whose.
    pub person: PersonId,
    /// Their name.
    pub person_name: String,
    /// The unit they leave.
    pub unit: UnitId,
    /// What happens.
    pub kind: JobChangeKind,
    /// Where to.
    pub to_unit: Option<UnitId>,
    /// The first day of it.
    pub effective_on: NaiveDate,
    /// The order's document number.
    pub document_number: String,
    /// Who announced it.
    pub announced_by: PersonId,
    /// Their name.
    pub announced_by_name: String,
    /// When.
    pub announced_at: DateTime<Utc>,
    /// Where it stands.
    pub status: JobChangeStatus,
}

/// A job change the rules agreed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct JobChange(JobChangeBody);

/// What can be done to a job change; it is settled by what becomes of the account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "name", rename_all = "snake_case", deny_unknown_fields)]
pub enum JobChangeAction {
    /// Takes back what was announced by mistake, with a reason.
    Withdraw {
        /// Why.
        note: String,
    },
}

impl JobChange {
    /// Announces a job change; `name` is the person's as the register has it.
    ///
    /// # Errors
    /// The report that refuses it.
    pub fn announce(
        id: JobChangeId,
        draft: &JobChangeDraft,
        name: &str,
        step: &Step<'_>,
        facts: &JobChangeFacts,
    ) -> Result<Self, Report> {
        let report = point_04::check_job_change(draft, Some(step.actor), step.on(), facts);
        let unit = facts.holding.as_ref().and_then(|holding| holding.unit);
        let known = draft.person.zip(unit).zip(draft.effective_on);
        let Some(((person, unit), effective_on)) =
            known.filter(|_| report.is_accepted() && report.deferred.is_empty())
        else {
            return Err(report);
        };
        Ok(Self(JobChangeBody {
            id,
            revision: 1,
            person,
            person_name: name.to_owned(),
            unit,
            kind: draft.kind,
            to_unit: draft.to_unit.filter(|_| draft.kind == JobChangeKind::Transfer),
            effective_on,
            document_number: draft.document_number.trim().to_owned(),
            announced_by: step.actor.person,
            announced_by_name: step.actor.name.clone(),
            announced_at: step.now,
            status: JobChangeStatus::Announced,
        }))
    }

    /// An application for the person was filed; none where that changes nothing.
    #[must_use]
    pub fn filed(self, application: ApplicationId) -> Option<Self> {
        let mut body = self.0;
        if !matches!(body.status, JobChangeStatus::Announced) {
            return None;
        }
        body.status = JobChangeStatus::Filed { application };
        body.revision += 1;
        Some(Self(body))
    }

    /// The application is off the table again: withdrawn or rejected; none where another one counts.
    #[must_use]
    pub fn unfiled(self, application: ApplicationId) -> Option<Self> {
        let mut body = self.0;
        if body.status != (JobChangeStatus::Filed { application }) {
            return None;
        }
        body.status = JobChangeStatus::Announced;
        body.revision += 1;
        Some(Self(body))
    }

    /// The account has become so, by an application or by the manager's hand; none where that does not settle it.
    #[must_use]
    pub fn settle(
        self,
        account: &Account,
        application: Option<ApplicationId>,
        at: DateTime<Utc>,
    ) -> Option<Self> {
        let mut body = self.0;
        let today = taiwan_day(at);
        if !body.status.is_open() || !body.is_answered_by(account, application.is_some(), today) {
            return None;
        }
        let is_late = today > body.effective_on;
        body.status = JobChangeStatus::Settled { at, application, is_late };
        body.revision += 1;
        Some(Self(body))
    }
}

impl JobChangeBody {
    /// Whoever leaves has an account that is over with the day; whoever moves may instead hold what an application gave
    /// them for the new unit, or nothing.
    fn is_answered_by(&self, account: &Account, by_application: bool, today: NaiveDate) -> bool {
        let draft = account.draft();
        let is_stopped = draft.active_until.is_some_and(|last| last <= self.effective_on.max(today));
        let has_moved = self.to_unit == Some(account.unit()) && (by_application || draft.grants.is_empty());
        is_stopped || has_moved
    }

    /// Whether the day is over and the account still as it was.
    #[must_use]
    pub fn is_late(&self, today: NaiveDate) -> bool {
        match self.status {
            JobChangeStatus::Announced | JobChangeStatus::Filed { .. } => self.effective_on < today,
            JobChangeStatus::Settled { is_late, .. } => is_late,
            JobChangeStatus::Withdrawn { .. } => false,
        }
    }
}

impl Record for JobChange {
    const KIND: &'static str = "job_change";
    type Action = JobChangeAction;

    fn id(&self) -> Uuid {
        self.0.id.0
    }

    fn revision(&self) -> i64 {
        self.0.revision
    }

    fn status(&self) -> &'static str {
        self.0.status.name()
    }

    fn step(self, step: &Step<'_>, action: &JobChangeAction) -> Result<Self, Report> {
        let report = point_04::check_job_change_step(&self.0, step, action);
        if !report.is_accepted() {
            return Err(report);
        }
        let mut body = self.0;
        let JobChangeAction::Withdraw { note } = action;
        body.revision += 1;
        body.status = JobChangeStatus::Withdrawn {
            at: step.now,
            by: step.actor.person,
            by_name: step.actor.name.clone(),
            note: note.trim().to_owned(),
        };
        Ok(Self(body))
    }
}

impl Kept for JobChange {
    type Body = JobChangeBody;

    fn restore(body: JobChangeBody) -> Self {
        Self(body)
    }

    fn body(&self) -> &JobChangeBody {
        &self.0
    }

    fn unit(&self) -> UnitId {
        self.0.unit
    }

    fn person(&self) -> Option<PersonId> {
        Some(self.0.person)
    }

    fn about(&self) -> String {
        // The duty's own words say what is to be done, in either language.
        self.0.person_name.clone()
    }

    fn duties(&self, _: &Calendar) -> Vec<Duty> {
        let body = &self.0;
        // The change does not wait for a working day, so a day off moves nothing.
        let duty = |kind, person, due| Duty {
            kind,
            record_kind: Self::KIND.into(),
            record: body.id.0,
            unit: body.unit,
            person,
            from: taiwan_day(body.announced_at),
            due,
            due_adjusted: due,
        };
        let adjust = duty(DutyKind::AdjustAccount, None, Some(body.effective_on));
        match body.status {
            JobChangeStatus::Announced => {
                let before = body.effective_on.pred_opt();
                vec![duty(DutyKind::ChangeAccountBefore, Some(body.person), before), adjust]
            }
            JobChangeStatus::Filed { .. } => vec![adjust],
            JobChangeStatus::Settled { .. } | JobChangeStatus::Withdrawn { .. } => Vec::new(),
        }
    }
}

//! 使用者權限異動申請, 附表三 (point 4(5)): the person's supervisor approves, the manager grants, the permission is set.

mod draft;
mod facts;
mod status;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use draft::{ApplicationDraft, ApplicationKind};
pub use facts::{ApplicationFacts, Holding, Others};
pub use status::{ApplicationAction, ApplicationStatus};

use super::{Grant, approving_unit};
use crate::{
    duty::{Duty, DutyKind},
    id::{ApplicationId, PersonId, UnitId},
    inquiry::decide,
    period::{Calendar, retention_strict},
    record::{Kept, Record, Step, taiwan_day},
    regulation::{EditionId, point_04},
    violation::Report,
};

/// Our reading: an expiry is called out this many days ahead, time enough for approval and grant.
const RENEW_AHEAD: TimeDelta = TimeDelta::days(30);

/// The store's picture of an application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ApplicationBody {
    /// The application.
    pub id: ApplicationId,
    /// Its revision.
    pub revision: i64,
    /// Whose account it is about; a new colleague's takes the application's own identifier.
    pub person: PersonId,
    /// Who filled it in: the person, or for them their head or the manager.
    pub filed_by: PersonId,
    /// Their name.
    pub filed_by_name: String,
    /// The unit applied for.
    pub unit: UnitId,
    /// The unit whose head approves: the same, or for a head's own form the one above.
    pub approving_unit: UnitId,
    /// The edition by which it was filed.
    pub edition: EditionId,
    /// When it was filed, or filed again.
    pub submitted_at: DateTime<Utc>,
    /// What is applied for.
    pub form: ApplicationDraft,
    /// What the person held when it was filed.
    pub held: Vec<Grant>,
    /// Where it stands.
    pub status: ApplicationStatus,
}

/// An application the rules agreed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Application(ApplicationBody);

/// An action with the facts of the moment: what was true when a form was filed may not be when it is granted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// What is done.
    pub action: ApplicationAction,
    /// What is known then.
    pub facts: ApplicationFacts,
}

impl Application {
    /// Files a form: judges it whole and, if nothing refuses, makes the record.
    ///
    /// # Errors
    /// The report that refuses it.
    pub fn file(
        id: ApplicationId,
        draft: &ApplicationDraft,
        step: &Step<'_>,
        facts: &ApplicationFacts,
    ) -> Result<Self, Report> {
        let report = point_04::check_application(draft, Some(step.actor), step.on(), facts);
        let unit = draft.unit.parse().ok();
        let Some(unit) = unit.filter(|_| report.is_accepted() && report.deferred.is_empty()) else {
            return Err(report);
        };
        let holding = facts.holding.clone().unwrap_or_default();
        let parents = facts.parents.clone().unwrap_or_default();
        Ok(Self(ApplicationBody {
            id,
            revision: 1,
            person: draft.person.unwrap_or(PersonId(id.0)),
            filed_by: step.actor.person,
            filed_by_name: step.actor.name.clone(),
            unit,
            approving_unit: approving_unit(unit, &holding.heads, &parents),
            edition: step.edition,
            submitted_at: step.now,
            form: draft.clone(),
            held: holding.grants,
            status: ApplicationStatus::Submitted,
        }))
    }

    /// Ends a permission that another application, or the account's end, takes the place of; none where it stands no more.
    #[must_use]
    pub fn end(self, at: DateTime<Utc>) -> Option<Self> {
        let mut body = self.0;
        let ApplicationStatus::Set { approval, grant, set } = body.status else { return None };
        body.status = ApplicationStatus::Over { approval, grant, set, at };
        body.revision += 1;
        Some(Self(body))
    }
}

impl ApplicationBody {
    /// Until when the form is kept: five years from the day after its last event; none while something is still to come.
    #[must_use]
    pub fn keep_through(&self) -> Option<NaiveDate> {
        retention_strict(taiwan_day(self.status.ended_at()?)).ok().map(|days| days.keep_through)
    }
}

impl Record for Application {
    const KIND: &'static str = "application";
    type Action = Judged;

    fn id(&self) -> Uuid {
        self.0.id.0
    }

    fn revision(&self) -> i64 {
        self.0.revision
    }

    fn status(&self) -> &'static str {
        self.0.status.name()
    }

    fn step(self, step: &Step<'_>, judged: &Judged) -> Result<Self, Report> {
        let report = point_04::check_application_step(&self.0, step, &judged.action, &judged.facts);
        if !report.is_accepted() || !report.deferred.is_empty() {
            return Err(report);
        }
        let mut body = self.0;
        body.revision += 1;
        if let ApplicationAction::Resubmit { draft } = &judged.action {
            let Self(fresh) = Self::file(body.id, draft, step, &judged.facts)?;
            return Ok(Self(ApplicationBody { revision: body.revision, person: body.person, ..fresh }));
        }
        body.status = next_status(body.status, body.approving_unit, body.unit, step, &judged.action);
        Ok(Self(body))
    }
}

/// The state after an accepted action; the check has agreed that the action fits the state.
fn next_status(
    status: ApplicationStatus,
    approving: UnitId,
    unit: UnitId,
    step: &Step<'_>,
    action: &ApplicationAction,
) -> ApplicationStatus {
    use ApplicationAction as Act;
    use ApplicationStatus as Is;
    match (status, action) {
        (Is::Submitted, Act::SendBack { note }) => Is::SentBack { decision: decide(approving, step, note) },
        (_, Act::SendBack { note }) => Is::SentBack { decision: decide(unit, step, note) },
        (Is::Submitted, Act::Reject { note }) => Is::Rejected { decision: decide(approving, step, note) },
        (_, Act::Reject { note }) => Is::Rejected { decision: decide(unit, step, note) },
        (_, Act::Withdraw { note }) => Is::Withdrawn { at: step.now, note: note.trim().to_owned() },
        (_, Act::Approve { note }) => Is::Approved { approval: decide(approving, step, note) },
        (Is::Approved { approval }, Act::Grant { note }) => {
            Is::Granted { approval, grant: decide(unit, step, note) }
        }
        (Is::Granted { approval, grant }, Act::Set) => {
            Is::Set { approval, grant, set: decide(unit, step, "") }
        }
        (status, _) => status,
    }
}

impl Kept for Application {
    type Body = ApplicationBody;

    fn restore(body: ApplicationBody) -> Self {
        Self(body)
    }

    fn body(&self) -> &ApplicationBody {
        &self.0
    }

    #[expect(clippy::misnamed_getters, reason = "it is listed with the unit that decides on it")]
    fn unit(&self) -> UnitId {
        self.0.approving_unit
    }

    fn person(&self) -> Option<PersonId> {
        Some(self.0.person)
    }

    fn about(&self) -> String {
        self.0.form.name.clone()
    }

    fn duties(&self, _: &Calendar) -> Vec<Duty> {
        use ApplicationStatus as Is;
        let body = &self.0;
        let duty = |kind, unit, person, from, due| Duty {
            kind,
            record_kind: Self::KIND.into(),
            record: body.id.0,
            unit,
            person,
            from,
            due,
            due_adjusted: due,
        };
        // 4(6): on or before the day. A day off moves nothing, for the change does not wait for it.
        let due = match body.form.kind {
            ApplicationKind::Add => None,
            ApplicationKind::Change | ApplicationKind::Revoke => body.form.effective_on,
        };
        let filed = taiwan_day(body.submitted_at);
        match &body.status {
            Is::Submitted => vec![duty(DutyKind::ApprovePermission, body.approving_unit, None, filed, due)],
            Is::SentBack { decision } => {
                let from = taiwan_day(decision.at);
                vec![duty(DutyKind::MendPermission, body.unit, Some(body.filed_by), from, due)]
            }
            Is::Approved { approval } => {
                vec![duty(DutyKind::GrantPermission, body.unit, None, taiwan_day(approval.at), due)]
            }
            Is::Granted { grant, .. } => {
                vec![duty(DutyKind::SetPermission, body.unit, None, taiwan_day(grant.at), due)]
            }
            Is::Set { .. } if body.form.kind != ApplicationKind::Revoke => body
                .form
                .expires_on
                .map(|last| {
                    let from = last - RENEW_AHEAD;
                    duty(DutyKind::RenewPermission, body.unit, Some(body.person), from, Some(last))
                })
                .into_iter()
                .collect(),
            Is::Set { .. } | Is::Over { .. } | Is::Rejected { .. } | Is::Withdrawn { .. } => Vec::new(),
        }
    }
}

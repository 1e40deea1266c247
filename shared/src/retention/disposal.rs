//! 銷毀清冊: proposed by the manager, confirmed by a witness, and carried out only on what may still go at that moment.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Keeping, RecordRef};
use crate::{
    account::Standing,
    custody::Mark,
    duty::{Duty, DutyKind},
    id::{DisposalId, PersonId, UnitId},
    period::Calendar,
    record::{Kept, Record, Step, taiwan_day},
    regulation::point_05,
    violation::{Bilingual, Report},
};

/// A disposal as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DisposalDraft {
    /// What is to go.
    pub records: Vec<RecordRef>,
    /// Who watches, as an identifier; another person.
    #[serde(default)]
    pub witness: String,
    /// Why, or by which document.
    #[serde(default)]
    pub reason: String,
}

/// A record of a disposal: what stays of it is that it was there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DisposalLine {
    /// The record.
    pub of: RecordRef,
    /// Its revision when it was listed.
    pub revision: i64,
    /// Its unit, by name.
    pub unit_name: String,
    /// The day of its last event.
    pub last_on: NaiveDate,
    /// The last day on which it had to be there.
    pub keep_through: NaiveDate,
}

/// A record that was listed and stayed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Spared {
    /// Which.
    pub id: Uuid,
    /// Why.
    pub why: Bilingual,
}

/// How far it has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "state", rename_all = "snake_case", deny_unknown_fields)]
pub enum DisposalState {
    /// Waits for the witness.
    Proposed,
    /// The witness agreed.
    Confirmed {
        /// By whom and when.
        witnessed: Mark,
    },
    /// Carried out.
    Executed {
        /// The witness.
        witnessed: Mark,
        /// By whom and when.
        executed: Mark,
        /// What stayed all the same.
        spared: Vec<Spared>,
    },
    /// Given up.
    Withdrawn {
        /// Why.
        reason: String,
        /// By whom and when.
        mark: Mark,
    },
}

/// The store's picture of a disposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DisposalBody {
    /// The disposal.
    pub id: DisposalId,
    /// Its revision.
    pub revision: i64,
    /// The manager's unit.
    pub unit: UnitId,
    /// Why.
    pub reason: String,
    /// By whom and when it was proposed.
    pub proposed: Mark,
    /// Who watches.
    pub witness: PersonId,
    /// Their name.
    pub witness_name: String,
    /// What is to go.
    pub lines: Vec<DisposalLine>,
    /// How far it has come.
    pub state: DisposalState,
}

/// What can be done with a disposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "name", rename_all = "snake_case", deny_unknown_fields)]
pub enum DisposalAction {
    /// The witness agrees to the list.
    Confirm,
    /// Destroy what is listed and may still go.
    Execute,
    /// Give it up.
    Withdraw {
        /// Why.
        #[serde(default)]
        reason: String,
    },
}

impl DisposalAction {
    /// As the journal names it.
    #[must_use]
    pub const fn journal_name(&self) -> &'static str {
        match self {
            Self::Confirm => "disposal.confirm",
            Self::Execute => "disposal.execute",
            Self::Withdraw { .. } => "disposal.withdraw",
        }
    }
}

/// An action with how every listed record is kept at its moment; only carrying it out asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisposalStep {
    /// What is done.
    pub action: DisposalAction,
    /// How each listed record is kept now; one that is missing is not there.
    pub keeping: BTreeMap<Uuid, Keeping>,
}

/// A disposal the rules agreed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Disposal(DisposalBody);

impl Disposal {
    /// Proposes to dispose of records: `lines` are those of the draft that are there, `keeping` how each is kept now, and
    /// `witness` whoever was named, where they have an account.
    ///
    /// # Errors
    /// The report that refuses it.
    pub fn propose(
        id: DisposalId,
        draft: &DisposalDraft,
        lines: Vec<DisposalLine>,
        keeping: &BTreeMap<Uuid, Keeping>,
        witness: Option<&Standing>,
        step: &Step<'_>,
    ) -> Result<Self, Report> {
        let report = point_05::check_disposal(draft, keeping, witness, step);
        let Some(witness) = witness.filter(|_| report.is_accepted()) else { return Err(report) };
        Ok(Self(DisposalBody {
            id,
            revision: 1,
            unit: step.actor.unit,
            reason: draft.reason.trim().to_owned(),
            proposed: Mark::of(step),
            witness: witness.person,
            witness_name: witness.name.clone(),
            lines,
            state: DisposalState::Proposed,
        }))
    }
}

impl DisposalBody {
    /// What goes when it is carried out now: a hold set since it was decided wins, and so does whatever rests on a record.
    pub fn going<'a>(&'a self, keeping: &BTreeMap<Uuid, Keeping>) -> impl Iterator<Item = &'a DisposalLine> {
        let due: Vec<Uuid> =
            keeping.iter().filter(|(_, keeping)| **keeping == Keeping::Due).map(|(id, _)| *id).collect();
        self.lines.iter().filter(move |line| due.contains(&line.of.id))
    }

    fn spared(&self, keeping: &BTreeMap<Uuid, Keeping>) -> Vec<Spared> {
        let absent = Bilingual::fixed("紀錄已不存在。", "The record is no longer there.");
        let stays = |line: &DisposalLine| match keeping.get(&line.of.id) {
            Some(Keeping::Due) => None,
            Some(other) => Some(Spared { id: line.of.id, why: other.words() }),
            None => Some(Spared { id: line.of.id, why: absent.clone() }),
        };
        self.lines.iter().filter_map(stays).collect()
    }
}

impl Record for Disposal {
    const KIND: &'static str = "disposal";
    type Action = DisposalStep;

    fn id(&self) -> Uuid {
        self.0.id.0
    }

    fn revision(&self) -> i64 {
        self.0.revision
    }

    fn status(&self) -> &'static str {
        match self.0.state {
            DisposalState::Proposed => "proposed",
            DisposalState::Confirmed { .. } => "confirmed",
            DisposalState::Executed { .. } => "executed",
            DisposalState::Withdrawn { .. } => "withdrawn",
        }
    }

    fn step(self, step: &Step<'_>, judged: &DisposalStep) -> Result<Self, Report> {
        let report = point_05::check_disposal_step(&self.0, step, &judged.action);
        if !report.is_accepted() {
            return Err(report);
        }
        let mut body = self.0;
        body.revision += 1;
        let mark = Mark::of(step);
        let spared = body.spared(&judged.keeping);
        body.state = match (&judged.action, body.state) {
            (DisposalAction::Confirm, _) => DisposalState::Confirmed { witnessed: mark },
            (DisposalAction::Execute, DisposalState::Confirmed { witnessed }) => {
                DisposalState::Executed { witnessed, executed: mark, spared }
            }
            (DisposalAction::Withdraw { reason }, _) => {
                DisposalState::Withdrawn { reason: reason.trim().to_owned(), mark }
            }
            (DisposalAction::Execute, state) => state,
        };
        Ok(Self(body))
    }
}

impl Kept for Disposal {
    type Body = DisposalBody;

    fn restore(body: DisposalBody) -> Self {
        Self(body)
    }

    fn body(&self) -> &DisposalBody {
        &self.0
    }

    fn unit(&self) -> UnitId {
        self.0.unit
    }

    /// The witness: what waits for them is in their list.
    fn person(&self) -> Option<PersonId> {
        Some(self.0.witness)
    }

    fn about(&self) -> String {
        format!("銷毀清冊 {} 筆", self.0.lines.len())
    }

    fn duties(&self, _: &Calendar) -> Vec<Duty> {
        let body = &self.0;
        let duty = |kind, person, from| Duty {
            kind,
            record_kind: Self::KIND.into(),
            record: body.id.0,
            unit: body.unit,
            person: Some(person),
            from,
            due: None,
            due_adjusted: None,
        };
        match &body.state {
            DisposalState::Proposed => {
                vec![duty(DutyKind::ConfirmDisposal, body.witness, taiwan_day(body.proposed.at))]
            }
            DisposalState::Confirmed { witnessed } => {
                vec![duty(DutyKind::ExecuteDisposal, body.proposed.by, taiwan_day(witnessed.at))]
            }
            DisposalState::Executed { .. } | DisposalState::Withdrawn { .. } => Vec::new(),
        }
    }
}

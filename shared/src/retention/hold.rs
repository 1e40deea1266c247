//! 保留註記: a record that must not go yet, by whom, why, and when that was lifted.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::RecordRef;
use crate::{
    custody::Mark,
    duty::Duty,
    id::{HoldId, PersonId, UnitId},
    period::Calendar,
    record::{Kept, Record, Step},
    regulation::point_05,
    violation::Report,
};

/// A hold as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct HoldDraft {
    /// What is held.
    pub of: RecordRef,
    /// Why; names no data subject.
    #[serde(default)]
    pub reason: String,
}

/// What the server knows of what is to be held.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HoldFacts {
    /// Whether there is such a record.
    pub is_there: bool,
    /// Whether a hold stands on it already.
    pub is_held: bool,
}

/// The end of a hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Lifted {
    /// Why.
    pub reason: String,
    /// By whom and when.
    pub mark: Mark,
}

/// The store's picture of a hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HoldBody {
    /// The hold.
    pub id: HoldId,
    /// Its revision.
    pub revision: i64,
    /// What is held.
    pub of: RecordRef,
    /// Why.
    pub reason: String,
    /// The unit of whoever set it.
    pub unit: UnitId,
    /// By whom and when.
    pub set: Mark,
    /// Its end, once it is lifted.
    pub lifted: Option<Lifted>,
}

/// What can be done to a hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "name", rename_all = "snake_case", deny_unknown_fields)]
pub enum HoldAction {
    /// Lift it.
    Lift {
        /// Why.
        #[serde(default)]
        reason: String,
    },
}

/// A hold the rules agreed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Hold(HoldBody);

impl Hold {
    /// Holds a record.
    ///
    /// # Errors
    /// The report that refuses it.
    pub fn set(id: HoldId, draft: &HoldDraft, step: &Step<'_>, facts: HoldFacts) -> Result<Self, Report> {
        let report = point_05::check_hold(draft, step, facts);
        if !report.is_accepted() {
            return Err(report);
        }
        Ok(Self(HoldBody {
            id,
            revision: 1,
            of: draft.of.clone(),
            reason: draft.reason.trim().to_owned(),
            unit: step.actor.unit,
            set: Mark::of(step),
            lifted: None,
        }))
    }
}

impl Record for Hold {
    const KIND: &'static str = "hold";
    type Action = HoldAction;

    fn id(&self) -> Uuid {
        self.0.id.0
    }

    fn revision(&self) -> i64 {
        self.0.revision
    }

    fn status(&self) -> &'static str {
        if self.0.lifted.is_some() { "lifted" } else { "standing" }
    }

    fn step(self, step: &Step<'_>, action: &HoldAction) -> Result<Self, Report> {
        let HoldAction::Lift { reason } = action;
        let report = point_05::check_lift(&self.0, step, reason);
        if !report.is_accepted() {
            return Err(report);
        }
        let lifted = Some(Lifted { reason: reason.trim().to_owned(), mark: Mark::of(step) });
        Ok(Self(HoldBody { revision: self.0.revision + 1, lifted, ..self.0 }))
    }
}

impl Kept for Hold {
    type Body = HoldBody;

    fn restore(body: HoldBody) -> Self {
        Self(body)
    }

    fn body(&self) -> &HoldBody {
        &self.0
    }

    fn unit(&self) -> UnitId {
        self.0.unit
    }

    fn person(&self) -> Option<PersonId> {
        Some(self.0.set.by)
    }

    fn about(&self) -> String {
        "保留註記".to_owned()
    }

    fn duties(&self, _: &Calendar) -> Vec<Duty> {
        Vec::new()
    }
}

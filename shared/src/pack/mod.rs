//! 查核資料包: what an inspector carries away, opens in any browser without a network, and verifies without us (8(4)).

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    duty::Duty,
    id::{PackId, PersonId, UnitId},
    period::Calendar,
    record::{Kept, Record, Step},
    regulation::point_08,
    violation::Report,
};

/// What is asked for; may hold anything.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct PackDraft {
    /// First Taiwan day of what was done.
    pub from: Option<NaiveDate>,
    /// Last Taiwan day.
    pub to: Option<NaiveDate>,
    /// Points wanted; all when empty.
    pub points: Vec<u8>,
    /// The document by which the inspection was ordered.
    pub order: String,
    /// Whether that order asks for full identities; masked otherwise.
    pub is_unmasked: bool,
}

/// The store's picture of a pack; the file is made from it and from the records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PackBody {
    /// The record.
    pub id: PackId,
    /// Its revision.
    pub revision: i64,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// Points; all when empty.
    pub points: Vec<u8>,
    /// The document by which the inspection was ordered.
    pub order: String,
    /// Whether identities are full.
    pub is_unmasked: bool,
    /// Who made it.
    pub by: PersonId,
    /// Their name.
    pub by_name: String,
    /// Their unit.
    pub unit: UnitId,
    /// When.
    pub at: DateTime<Utc>,
}

impl PackBody {
    /// Whether records of a point are in it.
    #[must_use]
    pub fn holds(&self, point: u8) -> bool {
        self.points.is_empty() || self.points.contains(&point)
    }
}

/// A pack that the rules agreed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Pack(PackBody);

impl Pack {
    /// Makes a pack.
    ///
    /// # Errors
    /// The report that refuses it.
    pub fn make(id: PackId, draft: &PackDraft, step: &Step<'_>) -> Result<Self, Report> {
        let report = point_08::pack::check(draft, step);
        match (draft.from, draft.to) {
            (Some(from), Some(to)) if report.is_accepted() => {
                let mut points = draft.points.clone();
                points.sort_unstable();
                points.dedup();
                Ok(Self(PackBody {
                    id,
                    revision: 1,
                    from,
                    to,
                    points,
                    order: draft.order.trim().to_owned(),
                    is_unmasked: draft.is_unmasked,
                    by: step.actor.person,
                    by_name: step.actor.name.clone(),
                    unit: step.actor.unit,
                    at: step.now,
                }))
            }
            _ => Err(report),
        }
    }
}

/// The point whose promise records of a noun keep; 8 for what is looked at in audits alone.
#[must_use]
pub fn point_of(kind: &str) -> u8 {
    match kind {
        "agency" => 1,
        "item" => 2,
        "account" | "application" | "job_change" | "manager_change" | "notice" => 4,
        "inquiry" | "printout" | "disposal" | "hold" => 5,
        "certificate" => 9,
        "acknowledgment" | "referral" => 10,
        "incident" => 11,
        kind if kind.contains("review") => 6,
        _ => 8,
    }
}

impl Record for Pack {
    const KIND: &'static str = "pack";
    /// Nothing is done to a pack once it is made.
    type Action = std::convert::Infallible;

    fn id(&self) -> Uuid {
        self.0.id.0
    }

    fn revision(&self) -> i64 {
        self.0.revision
    }

    fn status(&self) -> &'static str {
        if self.0.is_unmasked { "unmasked" } else { "masked" }
    }

    fn step(self, _: &Step<'_>, action: &Self::Action) -> Result<Self, Report> {
        match *action {}
    }
}

impl Kept for Pack {
    type Body = PackBody;

    fn restore(body: PackBody) -> Self {
        Self(body)
    }

    fn body(&self) -> &PackBody {
        &self.0
    }

    fn unit(&self) -> UnitId {
        self.0.unit
    }

    fn person(&self) -> Option<PersonId> {
        None
    }

    fn about(&self) -> String {
        self.0.order.clone()
    }

    fn duties(&self, _: &Calendar) -> Vec<Duty> {
        Vec::new()
    }
}

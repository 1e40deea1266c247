//! 查核權限: the leave of an inspector from outside to look, by an order, for some days, within a scope; and what came of it
//! (8(4)).

use chrono::{DateTime, Days, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    account::Standing,
    duty::{Duty, DutyKind},
    id::{InspectionId, PersonId, UnitId},
    pack::point_of,
    period::Calendar,
    record::{Kept, OfOffice, Record, Step, taiwan_day},
    regulation::point_08,
    violation::Report,
};

/// Nouns whose records an inspector may look at, by their point.
pub const KINDS: [&str; 20] = [
    "agency",
    "item",
    "account",
    "application",
    "job_change",
    "manager_change",
    "notice",
    "inquiry",
    "printout",
    "disposal",
    "hold",
    "review",
    "audit",
    "joint_audit",
    "finding",
    "reconciliation",
    "certificate",
    "acknowledgment",
    "referral",
    "incident",
];

/// What is granted; may hold anything.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct InspectionDraft {
    /// The document by which the inspection was ordered.
    pub order: String,
    /// The inspector's name, as on their card.
    pub name: String,
    /// Whom they come from.
    pub agency: String,
    /// Their citizen certificate's card number.
    pub card_number: String,
    /// Last four digits of the national identity number, as the certificate has them.
    pub id_last4: String,
    /// Their signing certificate, base64 of its DER.
    pub certificate: String,
    /// First day of the leave.
    pub opens_on: Option<NaiveDate>,
    /// Its last day.
    pub closes_on: Option<NaiveDate>,
    /// First Taiwan day of what was done that they may look at.
    pub from: Option<NaiveDate>,
    /// Last Taiwan day of it.
    pub to: Option<NaiveDate>,
    /// Points they may look at; all when empty.
    pub points: Vec<u8>,
    /// Units whose records they may look at, with all below them; every unit when empty.
    pub units: Vec<UnitId>,
    /// Whether the order asks for full identities; masked otherwise.
    pub is_unmasked: bool,
}

/// That the leave was ended before its day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Ended {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by_name: String,
    /// Why.
    pub reason: String,
}

/// What came of the inspection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Conclusion {
    /// When it was recorded.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by_name: String,
    /// What was inspected and what was found.
    pub result: String,
    /// The document of the result; empty where there is none yet.
    pub document: String,
}

/// The store's picture of a leave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InspectionBody {
    /// The record.
    pub id: InspectionId,
    /// Its revision.
    pub revision: i64,
    /// The inspector, as the journal names who looked.
    pub person: PersonId,
    /// The document by which the inspection was ordered.
    pub order: String,
    /// The inspector's name.
    pub name: String,
    /// Whom they come from.
    pub agency: String,
    /// Their card's number.
    pub card_number: String,
    /// Last four digits, as the certificate has them.
    pub id_last4: String,
    /// Their signing certificate.
    pub certificate: String,
    /// First day of the leave.
    pub opens_on: NaiveDate,
    /// Its last day.
    pub closes_on: NaiveDate,
    /// First day of what was done.
    pub from: NaiveDate,
    /// Last day of it.
    pub to: NaiveDate,
    /// Points; all when empty.
    pub points: Vec<u8>,
    /// Units with all below them; every unit when empty.
    pub units: Vec<UnitId>,
    /// Whether full identities may be seen.
    pub is_unmasked: bool,
    /// Who sees to it: whoever is manager.
    pub keeper: PersonId,
    /// The manager who granted it.
    pub by: PersonId,
    /// Their name.
    pub by_name: String,
    /// Their unit.
    pub unit: UnitId,
    /// When.
    pub at: DateTime<Utc>,
    /// That it was ended before its day.
    pub ended: Option<Ended>,
    /// What came of it.
    pub concluded: Option<Conclusion>,
}

impl InspectionBody {
    /// Whether the inspector may look on a day.
    #[must_use]
    pub fn is_open(&self, on: NaiveDate) -> bool {
        self.ended.is_none() && self.concluded.is_none() && self.opens_on <= on && on <= self.closes_on
    }

    /// Whether the leave is over on a day: nobody needs to end it.
    #[must_use]
    pub fn is_over(&self, on: NaiveDate) -> bool {
        self.ended.is_some() || self.concluded.is_some() || on > self.closes_on
    }

    /// Whether records of a noun are within the scope.
    #[must_use]
    pub fn holds(&self, kind: &str) -> bool {
        KINDS.contains(&kind) && (self.points.is_empty() || self.points.contains(&point_of(kind)))
    }

    /// Whether a pack was made for this inspection, and shows no more than the inspector may look at. A pack is of every
    /// unit, so that a leave for some of them has none.
    #[must_use]
    pub fn is_pack_of(&self, pack: &crate::pack::PackBody) -> bool {
        let is_within = self.from <= pack.from && pack.to <= self.to && self.units.is_empty();
        let has_points = self.points.is_empty()
            || !pack.points.is_empty() && pack.points.iter().all(|point| self.points.contains(point));
        pack.order == self.order && (self.is_unmasked || !pack.is_unmasked) && is_within && has_points
    }

    /// What the inspector amounts to on a day: somebody of no unit who holds nothing.
    #[must_use]
    pub fn standing(&self, on: NaiveDate) -> Standing {
        Standing {
            person: self.person,
            name: self.name.clone(),
            unit: UnitId(Uuid::nil()),
            is_active: self.is_open(on),
            has_card: true,
            has_egov_account: false,
            grants: Vec::new(),
            heads: Vec::new(),
            parents: Vec::new(),
            deputy_for: Vec::new(),
            is_manager: false,
        }
    }

    /// The first day on which the result is due to be recorded.
    fn over_from(&self) -> NaiveDate {
        let after = self.closes_on.succ_opt().unwrap_or(self.closes_on);
        self.ended.as_ref().map_or(after, |ended| taiwan_day(ended.at).min(after))
    }
}

/// What the manager does to a leave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "name", rename_all = "snake_case", deny_unknown_fields)]
pub enum InspectionAction {
    /// Ends it before its day.
    End {
        /// Why.
        reason: String,
    },
    /// Records what was inspected and what was found.
    Conclude {
        /// In words.
        result: String,
        /// The document of the result, where there is one.
        #[serde(default)]
        document: String,
    },
}

impl InspectionAction {
    /// What the journal calls it.
    #[must_use]
    pub const fn journaled(&self) -> &'static str {
        match self {
            Self::End { .. } => "inspection.end_leave",
            Self::Conclude { .. } => "inspection.record_result",
        }
    }
}

/// A leave that the rules agreed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Inspection(InspectionBody);

impl Inspection {
    /// Grants it.
    ///
    /// # Errors
    /// The report that refuses it.
    pub fn grant(
        id: InspectionId,
        person: PersonId,
        draft: &InspectionDraft,
        step: &Step<'_>,
    ) -> Result<Self, Report> {
        let report = point_08::inspection::check(draft, step);
        let days = (draft.opens_on, draft.closes_on, draft.from, draft.to);
        let (true, (Some(opens_on), Some(closes_on), Some(from), Some(to))) = (report.is_accepted(), days)
        else {
            return Err(report);
        };
        let (mut points, mut units) = (draft.points.clone(), draft.units.clone());
        points.sort_unstable();
        points.dedup();
        units.sort_unstable();
        units.dedup();
        Ok(Self(InspectionBody {
            id,
            revision: 1,
            person,
            order: draft.order.trim().to_owned(),
            name: draft.name.trim().to_owned(),
            agency: draft.agency.trim().to_owned(),
            card_number: draft.card_number.trim().to_owned(),
            id_last4: draft.id_last4.trim().to_owned(),
            certificate: draft.certificate.clone(),
            opens_on,
            closes_on,
            from,
            to,
            points,
            units,
            is_unmasked: draft.is_unmasked,
            keeper: step.actor.person,
            by: step.actor.person,
            by_name: step.actor.name.clone(),
            unit: step.actor.unit,
            at: step.now,
            ended: None,
            concluded: None,
        }))
    }
}

impl Record for Inspection {
    const KIND: &'static str = "inspection";
    type Action = InspectionAction;

    fn id(&self) -> Uuid {
        self.0.id.0
    }

    fn revision(&self) -> i64 {
        self.0.revision
    }

    fn status(&self) -> &'static str {
        match (&self.0.concluded, &self.0.ended) {
            (Some(_), _) => "concluded",
            (None, Some(_)) => "ended",
            (None, None) => "granted",
        }
    }

    fn step(self, step: &Step<'_>, action: &InspectionAction) -> Result<Self, Report> {
        let report = point_08::inspection::check_action(&self.0, step, action);
        if !report.is_accepted() {
            return Err(report);
        }
        let (at, by_name) = (step.now, step.actor.name.clone());
        let mut body = self.0;
        body.revision += 1;
        match action {
            InspectionAction::End { reason } => {
                body.ended = Some(Ended { at, by_name, reason: reason.trim().to_owned() });
            }
            InspectionAction::Conclude { result, document } => {
                let (result, document) = (result.trim().to_owned(), document.trim().to_owned());
                body.concluded = Some(Conclusion { at, by_name, result, document });
            }
        }
        Ok(Self(body))
    }
}

impl OfOffice for Inspection {
    fn passed_to(self, keeper: (PersonId, UnitId)) -> Self {
        let mut body = self.0;
        body.revision += 1;
        (body.keeper, body.unit) = keeper;
        Self(body)
    }
}

impl Kept for Inspection {
    type Body = InspectionBody;

    fn restore(body: InspectionBody) -> Self {
        Self(body)
    }

    fn body(&self) -> &InspectionBody {
        &self.0
    }

    fn unit(&self) -> UnitId {
        self.0.unit
    }

    fn person(&self) -> Option<PersonId> {
        Some(self.0.person)
    }

    fn about(&self) -> String {
        format!("{} {}", self.0.order, self.0.agency)
    }

    fn duties(&self, calendar: &Calendar) -> Vec<Duty> {
        if self.0.concluded.is_some() {
            return Vec::new();
        }
        let from = self.0.over_from();
        let within = Days::new(point_08::inspection::RESULT_DAYS.on(from));
        vec![
            Duty {
                kind: DutyKind::ConcludeInspection,
                record_kind: Self::KIND.into(),
                record: self.0.id.0,
                unit: self.0.unit,
                person: Some(self.0.keeper),
                from,
                due: from.checked_add_days(within),
                due_adjusted: None,
            }
            .adjusted(calendar),
        ]
    }
}

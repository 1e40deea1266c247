//! 改善事項 (8(2)): what was found, what is to be done about it, by whom and until when, and whether a second look agreed.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    custody::Mark,
    duty::{Duty, DutyKind},
    id::{FindingId, InquiryId, PersonId, UnitId},
    period::Calendar,
    record::{Kept, Record, Step},
    regulation::point_08,
    taiwan_day,
    violation::{Citation, Report},
};

/// Where a finding comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = FindingOrigin))]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// A half-year audit.
    Audit,
    /// A reconciliation with the platform's own query record.
    Reconciliation,
}

impl Origin {
    /// The noun of the record it comes from.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Audit => "audit",
            Self::Reconciliation => "reconciliation",
        }
    }
}

/// What was found, as whoever found it wrote it down and the rules of its origin agreed.
#[derive(Debug, Clone)]
pub struct Found {
    /// Where it comes from.
    pub origin: Origin,
    /// The record it comes from.
    pub record: Uuid,
    /// The unit.
    pub unit: UnitId,
    /// The point.
    pub citation: Citation,
    /// The case, where it is of one.
    pub inquiry: Option<InquiryId>,
    /// 公文文號或案號; empty where there is none.
    pub case_number: String,
    /// What was found.
    pub note: String,
    /// What is to be done.
    pub correction: String,
    /// Who answers for it, with their name.
    pub owner: (PersonId, String),
    /// Until when.
    pub due: NaiveDate,
    /// Who looks again.
    pub checker: PersonId,
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = FindingSettled))]
pub struct Settled {
    /// In words.
    pub text: String,
    /// By whom.
    pub mark: Mark,
}

/// A second look.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = FindingRecheck))]
pub struct Recheck {
    /// What was said to be done.
    pub settled: Settled,
    /// Whether it is mended.
    pub is_mended: bool,
    /// What was seen.
    pub note: String,
    /// By whom.
    pub mark: Mark,
}

/// The store's picture of a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FindingBody {
    /// The finding.
    pub id: FindingId,
    /// Its revision.
    pub revision: i64,
    /// Where it comes from.
    pub origin: Origin,
    /// The record it comes from.
    pub record: Uuid,
    /// The unit.
    pub unit: UnitId,
    /// The point.
    pub citation: Citation,
    /// The case, where it is of one.
    pub inquiry: Option<InquiryId>,
    /// 公文文號或案號.
    pub case_number: String,
    /// What was found.
    pub note: String,
    /// What is to be done.
    pub correction: String,
    /// Who answers for it.
    pub owner: PersonId,
    /// Their name.
    pub owner_name: String,
    /// Until when.
    pub due: NaiveDate,
    /// Who looks again.
    pub checker: PersonId,
    /// Who found it.
    pub raised: Mark,
    /// What was done; none while it is open.
    pub settled: Option<Settled>,
    /// Second looks, oldest first.
    pub rechecks: Vec<Recheck>,
}

/// What can be done with a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "name", rename_all = "snake_case", deny_unknown_fields)]
pub enum FindingAction {
    /// Say what was done.
    Settle {
        /// In words; names no data subject.
        text: String,
    },
    /// 複查: look again.
    Recheck {
        /// Whether it is mended.
        is_mended: bool,
        /// What was seen.
        #[serde(default)]
        note: String,
        /// Until when it is to be mended now, where it is not.
        #[serde(default)]
        due: Option<NaiveDate>,
    },
}

impl FindingAction {
    /// The journal's name of it.
    #[must_use]
    pub const fn journal_name(&self) -> &'static str {
        match self {
            Self::Settle { .. } => "finding.mend",
            Self::Recheck { .. } => "finding.recheck",
        }
    }
}

/// A finding the rules agreed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Finding(FindingBody);

impl Finding {
    /// Raises what an audit or a reconciliation found.
    #[must_use]
    pub fn raise(id: FindingId, found: Found, raised: Mark) -> Self {
        Self(FindingBody {
            id,
            revision: 1,
            origin: found.origin,
            record: found.record,
            unit: found.unit,
            citation: found.citation,
            inquiry: found.inquiry,
            case_number: found.case_number,
            note: found.note,
            correction: found.correction,
            owner: found.owner.0,
            owner_name: found.owner.1,
            due: found.due,
            checker: found.checker,
            raised,
            settled: None,
            rechecks: Vec::new(),
        })
    }

    /// Whether a second look agreed.
    #[must_use]
    pub fn is_mended(&self) -> bool {
        self.0.rechecks.last().is_some_and(|last| last.is_mended)
    }
}

impl Record for Finding {
    const KIND: &'static str = "finding";
    type Action = FindingAction;

    fn id(&self) -> Uuid {
        self.0.id.0
    }

    fn revision(&self) -> i64 {
        self.0.revision
    }

    fn status(&self) -> &'static str {
        match () {
            () if self.is_mended() => "mended",
            () if self.0.settled.is_some() => "settled",
            () => "open",
        }
    }

    fn step(self, step: &Step<'_>, action: &FindingAction) -> Result<Self, Report> {
        let report = point_08::check_finding(&self.0, self.is_mended(), step, action);
        if !report.is_accepted() {
            return Err(report);
        }
        let mut body = self.0;
        body.revision += 1;
        match action {
            FindingAction::Settle { text } => {
                body.settled = Some(Settled { text: text.trim().to_owned(), mark: Mark::of(step) });
            }
            FindingAction::Recheck { is_mended, note, due } => {
                if let Some(settled) = body.settled.take() {
                    let (note, mark) = (note.trim().to_owned(), Mark::of(step));
                    body.rechecks.push(Recheck { settled, is_mended: *is_mended, note, mark });
                }
                body.due = due.filter(|_| !is_mended).unwrap_or(body.due);
            }
        }
        Ok(Self(body))
    }
}

impl Kept for Finding {
    type Body = FindingBody;

    fn restore(body: FindingBody) -> Self {
        Self(body)
    }

    fn body(&self) -> &FindingBody {
        &self.0
    }

    fn unit(&self) -> UnitId {
        self.0.unit
    }

    fn person(&self) -> Option<PersonId> {
        Some(self.0.owner)
    }

    fn about(&self) -> String {
        let body = &self.0;
        if body.case_number.is_empty() { body.correction.clone() } else { body.case_number.clone() }
    }

    fn duties(&self, calendar: &Calendar) -> Vec<Duty> {
        let body = &self.0;
        if self.is_mended() {
            return Vec::new();
        }
        let (kind, person, from, due) = match &body.settled {
            Some(settled) => (DutyKind::RecheckFinding, body.checker, taiwan_day(settled.mark.at), None),
            None => (DutyKind::MendFinding, body.owner, taiwan_day(body.raised.at), Some(body.due)),
        };
        let duty = Duty {
            kind,
            record_kind: Self::KIND.into(),
            record: body.id.0,
            unit: body.unit,
            person: Some(person),
            from,
            due,
            due_adjusted: None,
        };
        vec![duty.adjusted(calendar)]
    }
}

//! What the record of an audit holds.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{AuditCase, Findings, Seed, Stratum};
use crate::{
    custody::Mark,
    id::{AuditId, InquiryId, PersonId, UnitId},
    period::HalfYear,
    regulation::EditionId,
};

/// Who was appointed to audit, and why although something speaks against it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Appointment {
    /// The auditor.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Their title.
    pub title: String,
    /// What spoke against them, by the codes of the rules.
    pub exceptions: Vec<String>,
    /// Why they were appointed all the same; empty where nothing did.
    pub reason: String,
    /// By whom.
    pub mark: Mark,
}

/// One freeze with its draw: the first of the half-year's cases, each further one of cases that came late.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = AuditRound))]
pub struct Round {
    /// What was drawn from.
    pub stratum: Stratum,
    /// Cases frozen.
    pub n: u64,
    /// The root over their identifiers, which stands in the journal.
    pub root: String,
    /// When they were frozen, and by whom.
    pub frozen: Mark,
    /// The draw; none while there is no seed.
    pub drawn: Option<Drawn>,
}

/// A seed with what it drew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = AuditDrawn))]
pub struct Drawn {
    /// In its canonical form; none where every case is looked at, so that there is nothing to draw.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub seed: Option<Seed>,
    /// Where it comes from.
    pub source: String,
    /// The day on which it was thrown or published.
    pub published_on: NaiveDate,
    /// Cases drawn.
    pub sample: u64,
    /// Who entered it.
    pub mark: Mark,
}

/// The store's picture of an audit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditBody {
    /// The audit.
    pub id: AuditId,
    /// Its revision.
    pub revision: i64,
    /// The edition in force when it was opened.
    pub edition: EditionId,
    /// The half-year.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub period: HalfYear,
    /// The using unit.
    pub unit: UnitId,
    /// Its name.
    pub unit_name: String,
    /// Who opened it; none where the schedule did.
    pub opened: Option<Mark>,
    /// Whoever was appointed, the last one audits.
    pub appointments: Vec<Appointment>,
    /// The draws.
    pub rounds: Vec<Round>,
    /// The cases drawn, in the order of their tickets.
    pub cases: Vec<AuditCase>,
    /// Cases that came to light after the last freeze.
    pub late: u64,
    /// When the record was sent to the manager.
    pub sent: Option<Mark>,
    /// The manager it was sent to.
    pub manager: Option<PersonId>,
    /// When the manager received it for reference, or under the original edition closed it.
    pub received: Option<Mark>,
    /// What was written when it was sent.
    pub conclusion: String,
}

impl AuditBody {
    /// Who audits.
    #[must_use]
    pub fn auditor(&self) -> Option<&Appointment> {
        self.appointments.last()
    }

    /// The draw that waits for its seed.
    #[must_use]
    pub fn waiting(&self) -> Option<&Round> {
        self.rounds.iter().find(|round| round.drawn.is_none())
    }

    /// A case of the sample.
    #[must_use]
    pub fn case(&self, case: InquiryId) -> Option<&AuditCase> {
        self.cases.iter().find(|known| known.case == case)
    }

    /// Cases still to be judged.
    #[must_use]
    pub fn unjudged(&self) -> usize {
        self.cases.iter().filter(|case| case.findings.is_none()).count()
    }

    /// Everything found in the sample.
    pub fn findings(&self) -> impl Iterator<Item = (&AuditCase, &Findings)> {
        self.cases.iter().filter_map(|case| Some((case, case.findings.as_ref()?)))
    }

    /// The name of its state.
    #[must_use]
    pub fn status(&self) -> &'static str {
        match () {
            () if self.received.is_some() => "received",
            () if self.sent.is_some() => "sent",
            () if self.waiting().is_some() => "frozen",
            () if !self.rounds.is_empty() => "drawn",
            () if !self.appointments.is_empty() => "appointed",
            () => "open",
        }
    }
}

//! 查調登記, 附表四 (points 3, 5): registered and approved before the query, accounted for after it.

mod action;
mod draft;
mod facts;
pub mod paper;
pub mod signature;
mod status;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use action::{InquiryAction, QueryDraft};
pub use draft::{
    Identity, InquiryDraft, MaskedSubject, PlainSubject, Registration, SubjectDraft, mask_identity, mask_name,
};
pub use facts::{InquiryCtx, InquiryFacts, Usual, median};
pub use signature::{ApprovalSignature, Covered};
pub use status::{CarriedOut, Decision, Outcome, Status};

use crate::{
    account::Standing,
    field,
    id::{InquiryId, PersonId, UnitId},
    record::{Record, Step},
    regulation::{self, EditionId, point_05},
    violation::Report,
};

/// The store's picture of an inquiry: what it wrote itself and gives back to [`Inquiry::restore`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InquiryBody {
    /// The inquiry.
    pub id: InquiryId,
    /// Its revision.
    pub revision: i64,
    /// The applicant.
    pub applicant: PersonId,
    /// Their name.
    pub applicant_name: String,
    /// The unit that uses the data.
    pub unit: UnitId,
    /// The unit whose head decides: the same unit, or for a head's own form the one above.
    pub approving_unit: UnitId,
    /// The edition by which it was registered.
    pub edition: EditionId,
    /// When it was first submitted.
    pub submitted_at: DateTime<Utc>,
    /// What is asked for.
    #[serde(flatten)]
    pub registration: Registration,
    /// Where it stands.
    pub status: Status,
}

/// An inquiry the rules agreed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Inquiry(InquiryBody);

/// A fresh registration: the record, and the subjects on their way into the seal.
#[derive(Debug)]
pub struct Registered {
    /// The record.
    pub inquiry: Inquiry,
    /// Its subjects, in the order of the form.
    pub subjects: Vec<PlainSubject>,
}

impl Inquiry {
    /// Registers a form: judges it whole and, if nothing refuses, makes the record.
    ///
    /// `revision` is the draft's; the record continues from it.
    ///
    /// # Errors
    /// The report that refuses it.
    pub fn register(
        id: InquiryId,
        revision: i64,
        draft: &InquiryDraft,
        ctx: &InquiryCtx<'_>,
        applicant: &Standing,
        now: DateTime<Utc>,
    ) -> Result<Registered, Report> {
        let report = regulation::review(draft, ctx);
        let Some((registration, subjects)) =
            accept(draft).filter(|_| report.is_accepted() && report.deferred.is_empty())
        else {
            return Err(report);
        };
        let body = InquiryBody {
            id,
            revision: revision + 1,
            applicant: applicant.person,
            applicant_name: applicant.name.clone(),
            unit: applicant.unit,
            approving_unit: applicant.answers_to(),
            edition: ctx.edition,
            submitted_at: now,
            registration,
            status: Status::Submitted,
        };
        Ok(Registered { inquiry: Self(body), subjects })
    }

    /// Gives back what the store kept; the store alone calls this.
    #[must_use]
    pub fn restore(body: InquiryBody) -> Self {
        Self(body)
    }

    /// What the record says.
    #[must_use]
    pub fn body(&self) -> &InquiryBody {
        &self.0
    }
}

impl Record for Inquiry {
    const KIND: &'static str = "inquiry";
    type Action = InquiryAction;

    fn id(&self) -> Uuid {
        self.0.id.0
    }

    fn revision(&self) -> i64 {
        self.0.revision
    }

    fn status(&self) -> &'static str {
        self.0.status.name()
    }

    fn step(self, step: &Step<'_>, action: &InquiryAction) -> Result<Self, Report> {
        let report = point_05::check_step(&self.0, step, action);
        if !report.is_accepted() {
            return Err(report);
        }
        let mut body = self.0;
        body.revision += 1;
        body.status = next_status(body.status, body.approving_unit, step, action);
        Ok(Self(body))
    }
}

/// The state after an accepted action. `point_05::check_step` has agreed that the action fits the state.
fn next_status(status: Status, unit: UnitId, step: &Step<'_>, action: &InquiryAction) -> Status {
    match (status, action) {
        (_, InquiryAction::Withdraw) => Status::Withdrawn { at: step.now },
        (_, InquiryAction::SendBack { note }) => Status::SentBack { decision: decide(unit, step, note) },
        (_, InquiryAction::Approve { note, signature }) => {
            let use_by = point_05::approval_last_day(step.on(), &step.settings);
            let decision = Decision { use_by, signature: signature.clone(), ..decide(unit, step, note) };
            Status::Approved { decision }
        }
        (_, InquiryAction::Reject { note }) => Status::Rejected { decision: decide(unit, step, note) },
        (Status::Approved { decision }, InquiryAction::CarryOut { query, printout_ids }) => {
            Status::CarriedOut {
                decision,
                query: CarriedOut {
                    queried_at: query.queried_at,
                    recorded_at: step.now,
                    outcome: query.outcome,
                    printouts: printout_ids.clone(),
                    query_record_place: query.query_record_place.trim().to_owned(),
                },
            }
        }
        (Status::CarriedOut { decision, mut query }, InquiryAction::FileQueryRecord { place }) => {
            place.trim().clone_into(&mut query.query_record_place);
            Status::CarriedOut { decision, query }
        }
        (Status::CarriedOut { decision, query }, InquiryAction::Close) => {
            Status::Closed { decision, query, at: step.now }
        }
        (status, _) => status,
    }
}

/// The decision of whoever acts for a unit; a deputy's carries both names.
pub(crate) fn decide(unit: UnitId, step: &Step<'_>, note: &str) -> Decision {
    let deputyship =
        if step.actor.heads.contains(&unit) { None } else { step.actor.deputyship(unit, step.on()) };
    Decision {
        at: step.now,
        by: step.actor.person,
        by_name: step.actor.name.clone(),
        for_head: deputyship.map(|deputy| deputy.head),
        for_head_name: deputyship.map(|deputy| deputy.head_name.clone()),
        note: note.trim().to_owned(),
        use_by: None,
        signature: None,
    }
}

/// The draft in canonical form; none when a value does not parse, which the review has then refused.
fn accept(draft: &InquiryDraft) -> Option<(Registration, Vec<PlainSubject>)> {
    let subjects = draft
        .subjects
        .iter()
        .map(|subject| match &subject.identity {
            Identity::Typed(text) => Some(PlainSubject {
                name: subject.name.trim().to_owned(),
                identity: field::Identity::parse(text).ok()?.as_str().to_owned(),
            }),
            Identity::Sealed { .. } => None,
        })
        .collect::<Option<Vec<_>>>()?;
    let registration = Registration {
        item: draft.item.parse().ok()?,
        data_items: draft.data_items.clone(),
        reason: draft.reason.trim().to_owned(),
        case_number: field::CaseNumber::parse(&draft.case_number).ok()?.as_str().to_owned(),
        period_from: field::RocMonth::parse(&draft.period_from).ok()?.to_string(),
        period_to: field::RocMonth::parse(&draft.period_to).ok()?.to_string(),
        justification: draft.justification.trim().to_owned(),
        remark: draft.remark.trim().to_owned(),
        subjects: subjects.iter().map(PlainSubject::masked).collect(),
    };
    Some((registration, subjects))
}

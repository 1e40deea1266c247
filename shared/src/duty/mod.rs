//! 待辦與期限: every deadline from every noun, in one list with its working; what the dashboard shows.

mod digest;
mod escalation;
mod kind;
mod working;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use digest::{Digest, Letter, digest};
pub use escalation::{Escalation, Level, escalation, escalations};
pub use kind::DutyKind;
pub use working::{Working, working};

use crate::{
    id::{PersonId, UnitId},
    inquiry::{InquiryBody, Status},
    inventory::{Item, Repeal},
    period::{self, Calendar},
    printout::{Fate, PrintoutBody},
    record::{Record, taiwan_day},
};

/// One duty: who, what, from when, until when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Duty {
    /// What is to be done.
    pub kind: DutyKind,
    /// The noun of the record it hangs on.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub record_kind: std::borrow::Cow<'static, str>,
    /// The record.
    pub record: Uuid,
    /// The unit that owes it.
    pub unit: UnitId,
    /// Who answers for it; none when any supervisor of the unit may.
    pub person: Option<PersonId>,
    /// First day it can be done.
    pub from: NaiveDate,
    /// Last day, strictly; none when the text gives none.
    pub due: Option<NaiveDate>,
    /// Last day moved over days off, for information.
    pub due_adjusted: Option<NaiveDate>,
}

impl Duty {
    /// Overdue by the strict day.
    #[must_use]
    pub fn is_late(&self, today: NaiveDate) -> bool {
        self.due.is_some_and(|due| due < today)
    }

    /// The last day moved past days off, by the official calendar; none when its year is unknown.
    #[must_use]
    pub fn moved(&self, calendar: &Calendar) -> Option<NaiveDate> {
        let due = self.due?;
        if self.kind.moves() { period::office_day(due, calendar).ok() } else { Some(due) }
    }

    /// The same duty with its moved day.
    #[must_use]
    pub fn adjusted(mut self, calendar: &Calendar) -> Self {
        self.due_adjusted = self.moved(calendar);
        self
    }
}

/// The duties an inquiry leaves open in its present state.
#[must_use]
pub fn of_inquiry(inquiry: &InquiryBody, calendar: &Calendar) -> Vec<Duty> {
    let duty = |kind, person, from, due: Option<NaiveDate>| {
        let duty = Duty {
            kind,
            record_kind: "inquiry".into(),
            record: inquiry.id.0,
            unit: inquiry.unit,
            person,
            from,
            due,
            due_adjusted: None,
        };
        duty.adjusted(calendar)
    };
    match &inquiry.status {
        // The unit that decides owes the decision: a head's own form goes to the next head up.
        Status::Submitted => {
            let decide = duty(DutyKind::DecideInquiry, None, taiwan_day(inquiry.submitted_at), None);
            vec![Duty { unit: inquiry.approving_unit, ..decide }]
        }
        Status::SentBack { decision } => {
            vec![duty(DutyKind::MendInquiry, Some(inquiry.applicant), taiwan_day(decision.at), None)]
        }
        Status::Approved { decision } => {
            let on = taiwan_day(decision.at);
            vec![duty(DutyKind::UseApproval, Some(inquiry.applicant), on, decision.last_day())]
        }
        // Our reading: 5(6) says "after each query", so the record is due on the day of the query itself.
        Status::CarriedOut { query, .. } => {
            let on = taiwan_day(query.queried_at);
            vec![duty(DutyKind::AccountForPaper, Some(inquiry.applicant), on, Some(on))]
        }
        Status::Withdrawn { .. } | Status::Rejected { .. } | Status::Closed { .. } => Vec::new(),
    }
}

/// The duty a repeal leaves while accounts, drafts or inquiries still rest on the item. Our reading: the item is closed from
/// its day, so what rests on it is settled on that day at the latest.
#[must_use]
pub fn of_repeal(
    item: &Item,
    repeal: &Repeal,
    manager: PersonId,
    unit: UnitId,
    is_settled: bool,
    today: NaiveDate,
) -> Vec<Duty> {
    if is_settled {
        return Vec::new();
    }
    vec![Duty {
        kind: DutyKind::SettleRepeal,
        record_kind: Item::KIND.into(),
        record: item.item().0,
        unit,
        person: Some(manager),
        from: today.min(repeal.on),
        due: Some(repeal.on),
        due_adjusted: Some(repeal.on),
    }]
}

/// The duties a printout leaves open in its present state.
#[must_use]
pub fn of_printout(printout: &PrintoutBody, calendar: &Calendar) -> Vec<Duty> {
    let from = period::destroy_from(printout.queried_on);
    match (&printout.fate, from) {
        (Fate::Kept { .. } | Fate::NotNeeded { .. }, Some(from)) => {
            let due = period::destroy_by(printout.queried_on);
            let duty = Duty {
                kind: DutyKind::DestroyPrintout,
                record_kind: "printout".into(),
                record: printout.id.0,
                unit: printout.unit,
                person: Some(printout.holder),
                from,
                due,
                due_adjusted: None,
            };
            vec![duty.adjusted(calendar)]
        }
        _ => Vec::new(),
    }
}

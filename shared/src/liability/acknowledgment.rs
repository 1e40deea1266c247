//! One person's acknowledgment of one year: asked for at the first sign-in, given by the person alone.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::text_hash;
use crate::{
    account::Standing,
    duty::{Duty, DutyKind},
    id::{AcknowledgmentId, PersonId, UnitId},
    period::Calendar,
    record::{Kept, Record, Step},
    regulation::{EditionId, point_10},
    review::REPUBLIC,
    violation::Report,
};

/// What was acknowledged, when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Acknowledged {
    /// When.
    pub at: DateTime<Utc>,
    /// The hash of the text that was read.
    pub text_hash: String,
    /// The edition in force then.
    pub edition: EditionId,
}

/// The store's picture of an acknowledgment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AcknowledgmentBody {
    /// The record.
    pub id: AcknowledgmentId,
    /// Its revision.
    pub revision: i64,
    /// Who.
    pub person: PersonId,
    /// Their name then.
    pub person_name: String,
    /// Their unit then.
    pub unit: UnitId,
    /// Of which year.
    pub year: i32,
    /// The day of the year's first sign-in.
    pub asked_on: NaiveDate,
    /// Strict last day.
    pub due: Option<NaiveDate>,
    /// What was acknowledged; none while it is open.
    pub acknowledged: Option<Acknowledged>,
}

/// An acknowledgment, open or given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Acknowledgment(AcknowledgmentBody);

impl Acknowledgment {
    /// Asks a person for the year of a day.
    #[must_use]
    pub fn ask(id: AcknowledgmentId, person: &Standing, on: NaiveDate) -> Self {
        Self(AcknowledgmentBody {
            id,
            revision: 1,
            person: person.person,
            person_name: person.name.clone(),
            unit: person.unit,
            year: on.year(),
            asked_on: on,
            due: point_10::acknowledge_by(on),
            acknowledged: None,
        })
    }
}

impl Record for Acknowledgment {
    const KIND: &'static str = "acknowledgment";
    /// The hash of the text that was read.
    type Action = String;

    fn id(&self) -> Uuid {
        self.0.id.0
    }

    fn revision(&self) -> i64 {
        self.0.revision
    }

    fn status(&self) -> &'static str {
        if self.0.acknowledged.is_some() { "acknowledged" } else { "open" }
    }

    fn step(self, step: &Step<'_>, action: &String) -> Result<Self, Report> {
        let report = point_10::check_acknowledge(&self.0, step, action, &text_hash());
        if !report.is_accepted() {
            return Err(report);
        }
        let acknowledged =
            Some(Acknowledged { at: step.now, text_hash: action.clone(), edition: step.edition });
        Ok(Self(AcknowledgmentBody { revision: self.0.revision + 1, acknowledged, ..self.0 }))
    }
}

impl Kept for Acknowledgment {
    type Body = AcknowledgmentBody;

    fn restore(body: AcknowledgmentBody) -> Self {
        Self(body)
    }

    fn body(&self) -> &AcknowledgmentBody {
        &self.0
    }

    fn unit(&self) -> UnitId {
        self.0.unit
    }

    fn person(&self) -> Option<PersonId> {
        Some(self.0.person)
    }

    fn about(&self) -> String {
        format!("{}年度 {}", self.0.year - REPUBLIC, self.0.person_name)
    }

    fn duties(&self, calendar: &Calendar) -> Vec<Duty> {
        if self.0.acknowledged.is_some() {
            return Vec::new();
        }
        vec![
            Duty {
                kind: DutyKind::AcknowledgeLiability,
                record_kind: Self::KIND.into(),
                record: self.0.id.0,
                unit: self.0.unit,
                person: Some(self.0.person),
                from: self.0.asked_on,
                due: self.0.due,
                due_adjusted: None,
            }
            .adjusted(calendar),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::Settings;

    fn standing(id: u128) -> Standing {
        Standing {
            person: PersonId(Uuid::from_u128(id)),
            name: "林承辦".into(),
            unit: UnitId(Uuid::nil()),
            is_active: true,
            has_card: true,
            has_egov_account: true,
            grants: vec![],
            heads: vec![],
            parents: vec![],
            deputy_for: vec![],
            is_manager: false,
        }
    }

    fn asked() -> Acknowledgment {
        let on = NaiveDate::from_ymd_opt(2026, 3, 10).unwrap();
        Acknowledgment::ask(AcknowledgmentId(Uuid::nil()), &standing(1), on)
    }

    fn acknowledge(record: Acknowledgment, actor: &Standing, hash: &str) -> Result<Acknowledgment, Report> {
        let now = "2026-03-11T02:00:00Z".parse().unwrap();
        record.step(
            &Step { now, edition: EditionId::Amended, settings: Settings::FIRST, actor, must_sign: false },
            &hash.to_owned(),
        )
    }

    #[test]
    fn it_is_due_thirty_days_after_the_year_s_first_sign_in_and_done_once_given() {
        let calendar = Calendar::official();
        let open = asked();
        assert_eq!(open.duties(&calendar)[0].due, NaiveDate::from_ymd_opt(2026, 4, 9));
        let given = acknowledge(open, &standing(1), &text_hash()).unwrap();
        assert!(given.duties(&calendar).is_empty());
        assert_eq!(given.status(), "acknowledged");
    }

    #[test]
    fn it_is_given_once_in_person_and_for_the_text_that_was_read() {
        let refused = |record, actor: u128, hash: &str, code: &str| {
            let report = acknowledge(record, &standing(actor), hash).unwrap_err();
            assert!(report.has(code), "{report:?}");
        };
        refused(asked(), 2, &text_hash(), "P10-NOT-YOURS");
        refused(asked(), 1, "another", "P10-TEXT-CHANGED");
        let given = acknowledge(asked(), &standing(1), &text_hash()).unwrap();
        refused(given, 1, &text_hash(), "P10-ALREADY-ACKNOWLEDGED");
    }
}

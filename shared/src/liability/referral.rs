//! 移送議處 (point 10(5)): what the manager referred to the own agency, and what came of it.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    account::Standing,
    duty::Duty,
    id::{PersonId, ReferralId, UnitId},
    period::Calendar,
    record::{Kept, Record, Step},
    regulation::point_10,
    violation::Report,
};

/// A referral as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ReferralDraft {
    /// About whom, as an identifier.
    pub person: String,
    /// 公文文號.
    pub document_number: String,
    /// The day of the document.
    pub on: Option<NaiveDate>,
    /// Why, in a few words; names no data subject.
    pub reason: String,
}

/// What the agency decided, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct OutcomeDraft {
    /// What was decided.
    pub outcome: String,
    /// On which day.
    pub on: Option<NaiveDate>,
    /// By which document, where there is one.
    pub document_number: String,
}

/// What the agency decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ReferralOutcome))]
pub struct Outcome {
    /// What was decided.
    pub outcome: String,
    /// On which day.
    pub on: NaiveDate,
    /// By which document.
    pub document_number: String,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
}

/// The store's picture of a referral.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReferralBody {
    /// The record.
    pub id: ReferralId,
    /// Its revision.
    pub revision: i64,
    /// About whom.
    pub person: PersonId,
    /// Their name then.
    pub person_name: String,
    /// Their unit then.
    pub unit: UnitId,
    /// 公文文號.
    pub document_number: String,
    /// The day of the document.
    pub on: NaiveDate,
    /// Why.
    pub reason: String,
    /// Who recorded it.
    pub recorded_by_name: String,
    /// What came of it; none while it is open.
    pub outcome: Option<Outcome>,
}

/// A referral the rules agreed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Referral(ReferralBody);

impl Referral {
    /// Records a referral; `about` is what is known of the person, none where the roster has nobody of that identifier.
    ///
    /// # Errors
    /// The report that refuses it.
    pub fn refer(
        id: ReferralId,
        draft: &ReferralDraft,
        about: Option<&Standing>,
        step: &Step<'_>,
    ) -> Result<Self, Report> {
        let report = point_10::check_referral(draft, about.is_some(), step);
        match (about, draft.on) {
            (Some(about), Some(on)) if report.is_accepted() => Ok(Self(ReferralBody {
                id,
                revision: 1,
                person: about.person,
                person_name: about.name.clone(),
                unit: about.unit,
                document_number: draft.document_number.trim().to_owned(),
                on,
                reason: draft.reason.trim().to_owned(),
                recorded_by_name: step.actor.name.clone(),
                outcome: None,
            })),
            _ => Err(report),
        }
    }
}

impl Record for Referral {
    const KIND: &'static str = "referral";
    type Action = OutcomeDraft;

    fn id(&self) -> Uuid {
        self.0.id.0
    }

    fn revision(&self) -> i64 {
        self.0.revision
    }

    fn status(&self) -> &'static str {
        if self.0.outcome.is_some() { "decided" } else { "referred" }
    }

    fn step(self, step: &Step<'_>, action: &OutcomeDraft) -> Result<Self, Report> {
        let report = point_10::check_outcome(&self.0, action, step);
        match action.on {
            Some(on) if report.is_accepted() => {
                let outcome = Some(Outcome {
                    outcome: action.outcome.trim().to_owned(),
                    on,
                    document_number: action.document_number.trim().to_owned(),
                    recorded_at: step.now,
                });
                Ok(Self(ReferralBody { revision: self.0.revision + 1, outcome, ..self.0 }))
            }
            _ => Err(report),
        }
    }
}

impl Kept for Referral {
    type Body = ReferralBody;

    fn restore(body: ReferralBody) -> Self {
        Self(body)
    }

    fn body(&self) -> &ReferralBody {
        &self.0
    }

    fn unit(&self) -> UnitId {
        self.0.unit
    }

    fn person(&self) -> Option<PersonId> {
        Some(self.0.person)
    }

    fn about(&self) -> String {
        self.0.document_number.clone()
    }

    fn duties(&self, _calendar: &Calendar) -> Vec<Duty> {
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::regulation::EditionId;
    use crate::regulation::Settings;

    fn standing(is_manager: bool) -> Standing {
        Standing {
            person: PersonId(Uuid::nil()),
            name: "吳管理".into(),
            unit: UnitId(Uuid::nil()),
            is_active: true,
            has_card: true,
            has_egov_account: true,
            grants: vec![],
            heads: vec![],
            parents: vec![],
            deputy_for: vec![],
            is_manager,
        }
    }

    fn day(day: u32) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(2026, 3, day)
    }

    fn draft() -> ReferralDraft {
        ReferralDraft {
            person: Uuid::nil().to_string(),
            document_number: "府人考字第1150000001號".into(),
            on: day(9),
            reason: "未經核可查調".into(),
        }
    }

    fn refer(draft: &ReferralDraft, is_manager: bool) -> Result<Referral, Report> {
        let actor = standing(is_manager);
        let now = "2026-03-10T02:00:00Z".parse().unwrap();
        let step = Step {
            now,
            edition: EditionId::Amended,
            settings: Settings::FIRST,
            actor: &actor,
            must_sign: false,
        };
        Referral::refer(ReferralId(Uuid::nil()), draft, Some(&standing(false)), &step)
    }

    fn decide(referral: Referral, draft: &OutcomeDraft) -> Result<Referral, Report> {
        let actor = standing(true);
        let now = "2026-03-20T02:00:00Z".parse().unwrap();
        referral.step(
            &Step {
                now,
                edition: EditionId::Amended,
                settings: Settings::FIRST,
                actor: &actor,
                must_sign: false,
            },
            draft,
        )
    }

    #[test]
    fn a_referral_says_who_by_which_document_when_and_why() {
        assert!(refer(&draft(), true).is_ok());
        let cases: [(ReferralDraft, &str); 5] = [
            (ReferralDraft { document_number: " ".into(), ..draft() }, "P10-5-REFERRAL-DOCUMENT-MISSING"),
            (ReferralDraft { on: None, ..draft() }, "P10-5-REFERRAL-DAY-MISSING"),
            (ReferralDraft { on: day(11), ..draft() }, "P10-5-REFERRAL-AHEAD"),
            (ReferralDraft { reason: String::new(), ..draft() }, "P10-5-REFERRAL-REASON-MISSING"),
            (ReferralDraft { reason: "查A123456789".into(), ..draft() }, "P05-4-IDENTITY-IN-TEXT"),
        ];
        for (draft, code) in cases {
            let report = refer(&draft, true).unwrap_err();
            assert!(report.has(code), "{code}: {report:?}");
        }
        assert!(refer(&ReferralDraft { on: day(10), ..draft() }, true).is_ok(), "today is no day ahead");
    }

    #[test]
    fn only_the_manager_refers_and_only_somebody_of_the_roster() {
        assert!(refer(&draft(), false).unwrap_err().has("P04-2-NOT-THE-MANAGER"));
        let actor = standing(true);
        let now = "2026-03-10T02:00:00Z".parse().unwrap();
        let step = Step {
            now,
            edition: EditionId::Amended,
            settings: Settings::FIRST,
            actor: &actor,
            must_sign: false,
        };
        let report = Referral::refer(ReferralId(Uuid::nil()), &draft(), None, &step).unwrap_err();
        assert!(report.has("P10-5-REFERRAL-PERSON-MISSING"));
    }

    #[test]
    fn an_outcome_has_words_and_a_day_not_before_the_referral_and_stays() {
        let good =
            OutcomeDraft { outcome: "申誡一次".into(), on: day(9), document_number: String::new() };
        let referral = refer(&draft(), true).unwrap();
        let cases: [(OutcomeDraft, &str); 4] = [
            (OutcomeDraft { outcome: String::new(), ..good.clone() }, "P10-5-OUTCOME-MISSING"),
            (OutcomeDraft { on: None, ..good.clone() }, "P10-5-OUTCOME-DAY-MISSING"),
            (OutcomeDraft { on: day(8), ..good.clone() }, "P10-5-OUTCOME-TOO-EARLY"),
            (OutcomeDraft { on: day(21), ..good.clone() }, "P10-5-REFERRAL-AHEAD"),
        ];
        for (draft, code) in cases {
            assert!(decide(referral.clone(), &draft).unwrap_err().has(code), "{code}");
        }
        let decided = decide(referral, &good).unwrap();
        assert_eq!(decided.status(), "decided");
        assert!(decide(decided, &good).unwrap_err().has("P10-5-REFERRAL-CLOSED"));
    }
}

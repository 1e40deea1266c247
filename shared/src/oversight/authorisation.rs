//! "Was she authorised for that item on that day?": the rules asked about the facts of that day, one question a line.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    id::{ItemId, PersonId},
    inquiry::InquiryCtx,
    regulation::{self, EditionId},
    violation::{Citation, Report},
};

/// A question that the regulation puts before anybody may query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// Did the edition of the day bind the unit (1)?
    Scope,
    /// Was the item in force (2, 3)?
    ItemInForce,
    /// Did its basis still stand (7)?
    BasisStands,
    /// Did it cover the unit (3)?
    UnitCovered,
    /// Did it list the data item (3)?
    DataItemListed,
    /// Was the account active (4(1))?
    AccountActive,
    /// Was a citizen certificate registered (4(1))?
    Card,
    /// Was there an E-government account (4(1))?
    EgovAccount,
    /// Did the account hold the item (4(5))?
    ItemGranted,
    /// Did it hold the data item (4(5))?
    DataItemGranted,
}

impl Question {
    /// All of them, in the order of the regulation.
    pub const ALL: [Self; 10] = [
        Self::Scope,
        Self::ItemInForce,
        Self::BasisStands,
        Self::UnitCovered,
        Self::DataItemListed,
        Self::AccountActive,
        Self::Card,
        Self::EgovAccount,
        Self::ItemGranted,
        Self::DataItemGranted,
    ];

    /// The rules whose breach answers it with no.
    fn codes(self) -> Vec<&'static str> {
        use regulation::{point_01, point_03, point_04, point_07};
        match self {
            Self::Scope => vec![point_01::UNIT_OUT_OF_SCOPE.code],
            Self::ItemInForce => vec![point_03::ITEM_NOT_YET.code, point_03::ITEM_UNKNOWN.code],
            Self::BasisStands => vec![point_07::ITEM_REPEALED.code],
            Self::UnitCovered => vec![point_03::UNIT_NOT_COVERED.code],
            Self::DataItemListed => vec![point_03::DATA_ITEM_NOT_LISTED.code],
            Self::AccountActive => vec![point_04::ACCOUNT_INACTIVE.code],
            Self::Card => vec![point_04::CARD_MISSING.code],
            Self::EgovAccount => vec![point_04::EGOV_ACCOUNT_MISSING.code],
            Self::ItemGranted => vec![point_04::ITEM_NOT_GRANTED.code],
            Self::DataItemGranted => vec![point_04::DATA_ITEM_NOT_GRANTED.code],
        }
    }

    /// The fact without which it has no answer, as the rules name it when they defer.
    const fn fact(self) -> &'static str {
        match self {
            Self::Scope => "in_social_affairs",
            Self::ItemInForce | Self::BasisStands | Self::UnitCovered | Self::DataItemListed => "item",
            _ => "applicant",
        }
    }

    /// The point that asks it.
    #[must_use]
    pub const fn citation(self) -> Citation {
        match self {
            Self::Scope => Citation::point(1),
            Self::ItemInForce | Self::UnitCovered | Self::DataItemListed => Citation::point(3),
            Self::BasisStands => Citation::point(7),
            Self::AccountActive | Self::Card | Self::EgovAccount => Citation::item(4, 1),
            Self::ItemGranted | Self::DataItemGranted => Citation::item(4, 5),
        }
    }
}

/// One question with its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Check {
    /// What is asked.
    pub question: Question,
    /// The point that asks it.
    pub citation: Citation,
    /// The answer.
    pub holds: bool,
}

/// A document an answer rests on: a version of a register, or a record such as an application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Document {
    /// The noun.
    pub kind: String,
    /// The record.
    pub id: Uuid,
    /// Its revision.
    pub revision: i64,
    /// When it was entered.
    pub at: DateTime<Utc>,
    /// By whom; empty where the register was taken over whole.
    pub by: String,
    /// What it is called, with the decision's document number where there is one.
    pub title: String,
}

/// The whole answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Authorisation {
    /// Who.
    pub person: PersonId,
    /// Their name then.
    pub person_name: String,
    /// Their title then.
    pub title: String,
    /// Their unit then.
    pub unit_name: String,
    /// For what.
    pub item: ItemId,
    /// Its number then.
    pub item_number: String,
    /// Its name then.
    pub item_name: String,
    /// The data items asked about, by name; none asks about the item alone.
    pub data_items: Vec<String>,
    /// Which day.
    pub on: NaiveDate,
    /// Up to which instant what was entered counts.
    pub at: DateTime<Utc>,
    /// The edition in force on the day.
    pub edition: EditionId,
    /// Yes or no.
    pub is_authorised: bool,
    /// Why, question by question.
    pub checks: Vec<Check>,
    /// What the rules said of the day's facts.
    pub report: Report,
    /// What it rests on.
    pub documents: Vec<Document>,
}

/// Asks every question about the facts of a day.
#[must_use]
pub fn answer(item: ItemId, data_items: &[String], ctx: &InquiryCtx<'_>) -> (Vec<Check>, Report) {
    let report = regulation::authorise(item, data_items, ctx);
    let is_asked = |question: &Question| {
        !data_items.is_empty() || !matches!(question, Question::DataItemListed | Question::DataItemGranted)
    };
    let check = |question: Question| {
        let is_broken = question.codes().iter().any(|code| report.has(code));
        let is_open = report.deferred.iter().any(|open| open.fact == question.fact());
        // A data item of an item not held is not held either, which the rules need not say twice.
        let is_moot =
            question == Question::DataItemGranted && report.has(regulation::point_04::ITEM_NOT_GRANTED.code);
        Check { question, citation: question.citation(), holds: !is_broken && !is_open && !is_moot }
    };
    (Question::ALL.into_iter().filter(is_asked).map(check).collect(), report)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        account::{Grant, Standing},
        id::UnitId,
        inquiry::InquiryFacts,
        inventory::ItemFacts,
    };

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, day).unwrap()
    }

    fn facts() -> InquiryFacts {
        let (person, unit, item) = (PersonId(Uuid::nil()), UnitId(Uuid::nil()), ItemId(Uuid::nil()));
        InquiryFacts {
            applicant: Some(Standing {
                person,
                name: "林承辦".into(),
                unit,
                is_active: true,
                has_card: true,
                has_egov_account: true,
                grants: vec![Grant { item, data_items: vec!["A".into()] }],
                heads: vec![],
                parents: vec![],
                deputy_for: vec![],
                is_manager: false,
            }),
            item: Some(ItemFacts {
                id: item,
                covered: vec![unit],
                data_items: vec!["A".into(), "B".into()],
                in_force_from: Some(day(1)),
                repealed_on: Some(day(20)),
            }),
            in_social_affairs: Some(false),
            usual: None,
        }
    }

    fn no(facts: &InquiryFacts, on: NaiveDate, edition: EditionId, data: &[&str]) -> Vec<Question> {
        let data: Vec<String> = data.iter().map(|code| (*code).to_owned()).collect();
        let ctx = InquiryCtx { on, edition, facts };
        let (checks, _) = answer(ItemId(Uuid::nil()), &data, &ctx);
        checks.into_iter().filter(|check| !check.holds).map(|check| check.question).collect()
    }

    #[test]
    fn whoever_holds_the_item_in_force_for_their_unit_was_authorised() {
        assert!(no(&facts(), day(10), EditionId::Amended, &["A"]).is_empty());
    }

    #[test]
    fn each_missing_fact_is_a_no_of_its_own() {
        assert_eq!(no(&facts(), day(10), EditionId::Original, &["A"]), [Question::Scope]);
        assert_eq!(no(&facts(), day(20), EditionId::Amended, &["A"]), [Question::BasisStands]);
        assert_eq!(no(&facts(), day(10), EditionId::Amended, &["B"]), [Question::DataItemGranted]);
        assert_eq!(
            no(&facts(), day(10), EditionId::Amended, &["C"]),
            [Question::DataItemListed, Question::DataItemGranted]
        );
        let early = NaiveDate::from_ymd_opt(2026, 2, 28).unwrap();
        assert_eq!(no(&facts(), early, EditionId::Amended, &[]), [Question::ItemInForce]);
    }

    #[test]
    fn nobody_known_is_nobody_authorised() {
        let unknown = InquiryFacts { applicant: None, ..facts() };
        assert!(no(&unknown, day(10), EditionId::Amended, &[]).contains(&Question::AccountActive));
    }
}

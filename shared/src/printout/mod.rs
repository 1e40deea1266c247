//! 列印資料 (point 5(5)): every sheet is an object with a fate: filed to a case, or kept a year and then destroyed.

pub mod paper;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    id::{InquiryId, PersonId, PrintoutId, UnitId},
    record::{Record, Step},
    regulation::point_05,
    violation::Report,
};

/// What becomes of a printout right after the query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "fate", rename_all = "snake_case", deny_unknown_fields)]
pub enum FateDraft {
    /// 附卷: filed to a case.
    Filed {
        /// The case file's number.
        case_number: String,
    },
    /// Kept outside a case file.
    Kept {
        /// Where.
        place: String,
    },
}

/// A printout as typed in the after-query form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
// Unknown fields are refused by the fate: serde cannot refuse them around a flattened one.
pub struct PrintoutDraft {
    /// Sheets printed.
    pub pages: u32,
    /// Further copies made; counted because free copying is forbidden (5(2)).
    #[serde(default)]
    pub copies: u32,
    /// What becomes of it.
    #[serde(flatten)]
    pub fate: FateDraft,
}

/// Where a printout is in its life.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "state", rename_all = "snake_case", deny_unknown_fields)]
pub enum Fate {
    /// 附卷: follows its case file.
    Filed {
        /// The case file's number.
        case_number: String,
        /// The day it was filed.
        on: NaiveDate,
    },
    /// Kept; a year from the day after the query its need is decided.
    Kept {
        /// Where.
        place: String,
    },
    /// 確認無保存必要: to be destroyed within the month.
    NotNeeded {
        /// Where it still is.
        place: String,
        /// When confirmed.
        confirmed_on: NaiveDate,
        /// By whom.
        confirmed_by: PersonId,
    },
    /// 已銷毀 beyond recognition.
    Destroyed(Destruction),
}

/// A destruction: who, when, how, before whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Destruction {
    /// The day.
    pub on: NaiveDate,
    /// How.
    pub method: DestructionMethod,
    /// Who destroyed it.
    pub by: PersonId,
    /// Their name.
    pub by_name: String,
    /// 監毀人: who watched; another person.
    pub witness: PersonId,
    /// Their name.
    pub witness_name: String,
    /// Why before the year was over, or why late; empty when in time.
    pub reason: String,
}

/// How paper is destroyed beyond recognition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DestructionMethod {
    /// 碎紙.
    Shredded,
    /// 焚化.
    Incinerated,
    /// 溶解、水銷.
    Pulped,
}

/// What can be done to a printout.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "name", rename_all = "snake_case", deny_unknown_fields)]
pub enum PrintoutAction {
    /// File it to a case.
    File {
        /// The case file's number.
        case_number: String,
    },
    /// Keep it (elsewhere).
    Keep {
        /// Where.
        place: String,
    },
    /// Confirm that it need not be kept.
    ConfirmNotNeeded,
    /// Record its destruction.
    Destroy {
        /// The day.
        on: NaiveDate,
        /// How.
        method: DestructionMethod,
        /// Who watched.
        witness: PersonId,
        /// Their name, as the server knows it; filled in by the server.
        #[serde(default)]
        witness_name: String,
        /// Why before the year was over, or why late.
        #[serde(default)]
        reason: String,
    },
}

/// The store's picture of a printout.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PrintoutBody {
    /// The printout.
    pub id: PrintoutId,
    /// Its revision.
    pub revision: i64,
    /// The inquiry that left it.
    pub inquiry: InquiryId,
    /// The unit that holds it.
    pub unit: UnitId,
    /// Who answers for it.
    pub holder: PersonId,
    /// 查調日, the Taiwan day of the query.
    pub queried_on: NaiveDate,
    /// Sheets.
    pub pages: u32,
    /// Further copies.
    pub copies: u32,
    /// Where it is in its life.
    pub fate: Fate,
}

/// A printout the rules agreed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Printout(PrintoutBody);

impl Printout {
    /// The printouts of a query that was just recorded; the inquiry's own step has judged the drafts.
    #[must_use]
    pub fn left_by(
        inquiry: &crate::inquiry::InquiryBody,
        query: &crate::inquiry::QueryDraft,
        ids: &[PrintoutId],
        on: NaiveDate,
    ) -> Vec<Self> {
        let queried_on = crate::record::taiwan_day(query.queried_at);
        let make = |(draft, id): (&PrintoutDraft, &PrintoutId)| {
            Self(PrintoutBody {
                id: *id,
                revision: 1,
                inquiry: inquiry.id,
                unit: inquiry.unit,
                holder: inquiry.applicant,
                queried_on,
                pages: draft.pages,
                copies: draft.copies,
                fate: match &draft.fate {
                    FateDraft::Filed { case_number } => {
                        Fate::Filed { case_number: case_number.trim().to_owned(), on }
                    }
                    FateDraft::Kept { place } => Fate::Kept { place: place.trim().to_owned() },
                },
            })
        };
        query.printouts.iter().zip(ids).map(make).collect()
    }

    /// Gives back what the store kept; the store alone calls this.
    #[must_use]
    pub fn restore(body: PrintoutBody) -> Self {
        Self(body)
    }

    /// What the record says.
    #[must_use]
    pub fn body(&self) -> &PrintoutBody {
        &self.0
    }
}

impl Record for Printout {
    const KIND: &'static str = "printout";
    type Action = PrintoutAction;

    fn id(&self) -> Uuid {
        self.0.id.0
    }

    fn revision(&self) -> i64 {
        self.0.revision
    }

    fn status(&self) -> &'static str {
        match self.0.fate {
            Fate::Filed { .. } => "filed",
            Fate::Kept { .. } => "kept",
            Fate::NotNeeded { .. } => "not_needed",
            Fate::Destroyed(_) => "destroyed",
        }
    }

    fn step(self, step: &Step<'_>, action: &PrintoutAction) -> Result<Self, Report> {
        let report = point_05::check_printout_step(&self.0, step, action);
        if !report.is_accepted() {
            return Err(report);
        }
        let mut body = self.0;
        body.revision += 1;
        body.fate = match (action, body.fate) {
            (PrintoutAction::File { case_number }, _) => {
                Fate::Filed { case_number: case_number.trim().to_owned(), on: step.on() }
            }
            (PrintoutAction::Keep { place }, _) => Fate::Kept { place: place.trim().to_owned() },
            (PrintoutAction::ConfirmNotNeeded, Fate::Kept { place }) => {
                Fate::NotNeeded { place, confirmed_on: step.on(), confirmed_by: step.actor.person }
            }
            (PrintoutAction::Destroy { on, method, witness, witness_name, reason }, _) => {
                Fate::Destroyed(Destruction {
                    on: *on,
                    method: *method,
                    by: step.actor.person,
                    by_name: step.actor.name.clone(),
                    witness: *witness,
                    witness_name: witness_name.clone(),
                    reason: reason.trim().to_owned(),
                })
            }
            (PrintoutAction::ConfirmNotNeeded, fate) => fate,
        };
        Ok(Self(body))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_printout_reads_with_its_fate_beside_it_and_nothing_else() {
        let read = serde_json::from_str::<PrintoutDraft>;
        let draft = read(r#"{"pages":2,"fate":"kept","place":"第三櫃"}"#).unwrap();
        assert_eq!(draft.fate, FateDraft::Kept { place: "第三櫃".into() });
        assert!(read(r#"{"pages":2,"fate":"kept","place":"第三櫃","salary":1}"#).is_err());
        assert!(read(r#"{"pages":2}"#).is_err());
    }
}

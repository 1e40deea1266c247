//! What whoever oversees sees, on the wire.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{AcknowledgmentState, DutyView, InquiryRow, PrintoutView};
use crate::{
    id::{InquiryId, PersonId, UnitId},
    violation::{Report, Violation},
};

/// The people somebody oversees, with their figures over some days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Oversight {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// By unit and name.
    pub people: Vec<PersonFigures>,
}

/// One person's figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonFigures {
    /// The person.
    pub person: PersonId,
    /// Name.
    pub name: String,
    /// Title.
    pub title: String,
    /// Unit.
    pub unit: UnitId,
    /// Its name.
    pub unit_name: String,
    /// Whether the account is active today.
    pub is_active: bool,
    /// Forms submitted.
    pub registered: i64,
    /// People asked for in them.
    pub subjects: i64,
    /// Queries made.
    pub carried_out: i64,
    /// Sheets printed.
    pub pages: i64,
    /// Further copies of printouts, counted because free copying is forbidden (5(2)).
    pub copies: i64,
    /// Looks at full identities.
    pub reveals: i64,
    /// Findings worth a second look.
    pub hints: i64,
    /// Duties past their strict day today.
    pub late: i64,
    /// The last thing they did in these days.
    pub last_active_at: Option<DateTime<Utc>>,
    /// This year's acknowledgment of liability (10).
    pub acknowledgment: AcknowledgmentState,
}

/// The lists behind one person's figures; at most 200 lines of each, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonOversight {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// The figures.
    pub figures: PersonFigures,
    /// Forms submitted in these days.
    pub inquiries: Vec<InquiryRow>,
    /// Paper of queries in these days.
    pub printouts: Vec<PrintoutView>,
    /// Looks at full identities.
    pub reveals: Vec<RevealRow>,
    /// Findings.
    pub hints: Vec<HintRow>,
    /// Late duties.
    pub duties: Vec<DutyView>,
}

/// A look at full identities.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RevealRow {
    /// The journal's number.
    pub seq: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who looked.
    pub person: PersonId,
    /// Their name.
    pub person_name: String,
    /// At which inquiry.
    pub inquiry: InquiryId,
    /// Its case number, where the reader may see the inquiry.
    pub case_number: String,
    /// Why, as they wrote it.
    pub reason: String,
}

/// A finding about an inquiry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HintRow {
    /// Which inquiry.
    pub inquiry: InquiryId,
    /// Its case number, where the reader may see the inquiry.
    pub case_number: String,
    /// Whose.
    pub person: PersonId,
    /// Their name.
    pub person_name: String,
    /// When it was noticed.
    pub at: DateTime<Utc>,
    /// What was noticed, with its numbers and what to do.
    pub hint: Violation,
}

/// How often the data items of a business item are asked for (point 3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ItemUsage {
    /// Its data items.
    pub data_items: Vec<DataItemUsage>,
    /// Advice on those that nobody asks for.
    pub report: Report,
}

/// How often a data item is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DataItemUsage {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its name in English.
    pub name_en: String,
    /// Forms of the last twelve months that asked for it.
    pub asked: i64,
    /// The last month in which one did, such as `2026-03`.
    pub last_month: Option<String>,
}

//! A line of a review: what was found, what somebody decided, and what came of it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Measure;
use crate::{
    account::job_change::JobChangeKind,
    custody::Mark,
    id::{ApplicationId, InquiryId, ItemId, PersonId, PrintoutId, UnitId},
    violation::{Bilingual, Violation},
};

/// Something counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ReviewFigure))]
pub struct Figure {
    /// What.
    pub name: Bilingual,
    /// How many, or which day.
    pub value: String,
}

impl Figure {
    /// A figure with its name.
    pub fn new(zh_tw: &'static str, en: &'static str, value: impl ToString) -> Self {
        Self { name: Bilingual::fixed(zh_tw, en), value: value.to_string() }
    }
}

/// An item that an account holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HeldItem {
    /// The item.
    pub item: ItemId,
    /// Its number in the inventory.
    pub number: String,
    /// The last day on which the person registered an inquiry under it.
    pub last_used_on: Option<NaiveDate>,
    /// Whether it was in force and covered the person's unit.
    pub is_covered: bool,
}

/// A job change that the account has not followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MovedJob {
    /// What happened.
    pub kind: JobChangeKind,
    /// Since when.
    pub effective_on: NaiveDate,
}

/// An account as it stood: a line of the roster of users.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountLine {
    /// Whose.
    pub person: PersonId,
    /// Name.
    pub name: String,
    /// 職稱.
    pub title: String,
    /// Unit.
    pub unit: UnitId,
    /// Its name.
    pub unit_name: String,
    /// 我的E政府 agency account.
    pub egov_account: String,
    /// Whether this is the one manager.
    pub is_manager: bool,
    /// First day of the account.
    pub active_from: Option<NaiveDate>,
    /// Items held.
    pub items: Vec<HeldItem>,
    /// The last day on which the person registered an inquiry.
    pub last_inquiry_on: Option<NaiveDate>,
    /// Other open accounts that are the same person's, as unit and name.
    pub others: Vec<String>,
    /// A job change whose day is over.
    pub moved: Option<MovedJob>,
}

/// A printout that should have been destroyed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PrintoutLine {
    /// The printout.
    pub printout: PrintoutId,
    /// Case number of its inquiry.
    pub case_number: String,
    /// The unit that holds it.
    pub unit_name: String,
    /// Who answers for it.
    pub holder_name: String,
    /// 查調日.
    pub queried_on: NaiveDate,
    /// The strict last day of its destruction.
    pub due: NaiveDate,
    /// Sheets, copies included.
    pub sheets: u32,
}

/// A query whose record was not filed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct QueryRecordLine {
    /// The inquiry.
    pub inquiry: InquiryId,
    /// Its case number.
    pub case_number: String,
    /// Its unit.
    pub unit_name: String,
    /// Who made the query.
    pub applicant_name: String,
    /// 查調日.
    pub queried_on: NaiveDate,
}

/// A security measure with what this register's own records say of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MeasureLine {
    /// Which.
    pub measure: Measure,
    /// What was counted for it; none where no record of ours bears on it.
    pub figures: Vec<Figure>,
}

/// What a line is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ReviewSubject))]
#[serde(tag = "of", rename_all = "snake_case")]
pub enum Subject {
    /// An account.
    Account(AccountLine),
    /// A printout.
    Printout(PrintoutLine),
    /// A query record.
    QueryRecord(QueryRecordLine),
    /// A security measure.
    Measure(MeasureLine),
}

/// What becomes of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ReviewVerdict))]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// 保留; of a measure: 符合.
    Keep,
    /// 調整: some items go.
    Adjust,
    /// 註銷: the account is closed.
    Revoke,
    /// 改善: what was found is put right.
    Remedy,
}

impl Verdict {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Keep, Self::Adjust, Self::Revoke, Self::Remedy];

    /// The stable name used on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Keep => "keep",
            Self::Adjust => "adjust",
            Self::Revoke => "revoke",
            Self::Remedy => "remedy",
        }
    }
}

impl Subject {
    /// What may become of such a line. The manager's own account changes hands by 4(3), and is not adjusted here.
    #[must_use]
    pub const fn verdicts(&self) -> &'static [Verdict] {
        match self {
            Self::Account(account) if account.is_manager => &[Verdict::Keep],
            Self::Account(_) => &[Verdict::Keep, Verdict::Adjust, Verdict::Revoke],
            Self::Printout(_) | Self::QueryRecord(_) | Self::Measure(_) => &[Verdict::Keep, Verdict::Remedy],
        }
    }
}

/// What somebody decided of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ReviewDecision))]
pub struct Decision {
    /// What becomes of it.
    pub verdict: Verdict,
    /// Why; of a measure, what was found.
    pub reason: String,
    /// How it is put right.
    pub remedy: String,
    /// The items that stay, where the account is adjusted.
    pub items: Vec<ItemId>,
    /// By whom and when.
    pub mark: Mark,
}

/// What was set going to carry a decision out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Carried {
    /// The application by which the account changes.
    pub application: Option<ApplicationId>,
    /// What was done, for what no record shows.
    pub note: String,
    /// By whom and when.
    pub mark: Mark,
}

/// A line of a review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ReviewLine))]
pub struct Line {
    /// Its number, from 1.
    pub number: u32,
    /// What it is about.
    pub subject: Subject,
    /// Why somebody should look at it.
    pub flags: Vec<Violation>,
    /// What was decided.
    pub decision: Option<Decision>,
    /// What was set going.
    pub carried: Option<Carried>,
    /// The day on which it was seen to be carried out; written when the review is closed.
    pub settled_on: Option<NaiveDate>,
}

/// Where the carrying out of a decision stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Progress {
    /// There is nothing to do.
    Nothing,
    /// Nothing was set going, or what was came to nothing.
    ToDo,
    /// An application is on its way.
    UnderWay,
    /// Done.
    Done,
}

/// Where a line stands now, by the records it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ReviewLineStanding))]
pub struct Standing {
    /// The line.
    pub line: u32,
    /// How far.
    pub progress: Progress,
    /// The state of its application, as applications name it; empty where there is none.
    pub application: String,
}

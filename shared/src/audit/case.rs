//! One case under audit: what the paper shows, then what was registered, then the findings.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::Stratum;
use crate::{
    custody::Mark,
    id::{InquiryId, PersonId},
    taiwan_day,
    violation::{Bilingual, Citation},
};

/// What is looked at in every case: one line a subparagraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = AuditCheckpoint))]
#[serde(rename_all = "snake_case")]
pub enum Checkpoint {
    /// An item of the inventory, and no more data than the case needs (3).
    Purpose,
    /// Registered, and approved before the query (5(1)).
    Approval,
    /// Used for its purpose alone, not copied freely (5(2)).
    Use,
    /// The place of work (5(3)).
    Desk,
    /// Need to know (5(4)).
    NeedToKnow,
    /// What became of every sheet (5(5)).
    Paper,
    /// The platform's query record is filed (5(6)).
    QueryRecord,
}

impl Checkpoint {
    /// All of them, in the order of the regulation.
    pub const ALL: [Self; 7] = [
        Self::Purpose,
        Self::Approval,
        Self::Use,
        Self::Desk,
        Self::NeedToKnow,
        Self::Paper,
        Self::QueryRecord,
    ];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Purpose => "purpose",
            Self::Approval => "approval",
            Self::Use => "use",
            Self::Desk => "desk",
            Self::NeedToKnow => "need_to_know",
            Self::Paper => "paper",
            Self::QueryRecord => "query_record",
        }
    }

    /// The point it asks about.
    #[must_use]
    pub const fn citation(self) -> Citation {
        match self {
            Self::Purpose => Citation::point(3),
            Self::Approval => Citation::item(5, 1),
            Self::Use => Citation::item(5, 2),
            Self::Desk => Citation::item(5, 3),
            Self::NeedToKnow => Citation::item(5, 4),
            Self::Paper => Citation::item(5, 5),
            Self::QueryRecord => Citation::item(5, 6),
        }
    }

    /// The question, in words.
    #[must_use]
    pub const fn words(self) -> Bilingual {
        match self {
            Self::Purpose => Bilingual::fixed(
                "屬清冊之業務項目，且僅查詢案件所需資料",
                "An item of the inventory, and no more data than the case needs",
            ),
            Self::Approval => {
                Bilingual::fixed("查調前已登記並經主管核可", "Registered, and approved before the query")
            }
            Self::Use => Bilingual::fixed(
                "僅供原目的使用，影印份數相符",
                "Used for its purpose alone; copies are as declared",
            ),
            Self::Desk => Bilingual::fixed(
                "使用完畢或離座時鎖定或退出",
                "Locked or left when finished or away from the desk",
            ),
            Self::NeedToKnow => Bilingual::fixed(
                "未以電話、傳真、網路等提供他人",
                "Passed on to nobody by telephone, fax or network",
            ),
            Self::Paper => Bilingual::fixed(
                "列印資料已附卷，或依期限保存、銷毀",
                "Every sheet filed, kept or destroyed in time",
            ),
            Self::QueryRecord => {
                Bilingual::fixed("已列印查詢紀錄並留存", "The query record is printed and kept")
            }
        }
    }
}

/// What a look amounts to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = AuditVerdict))]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// 符合.
    Conforms,
    /// 不適用: nothing was printed, say.
    NotApplicable,
    /// 缺失.
    Deficient,
    /// 重大異常: opens a joint audit (8(2)).
    Serious,
}

impl Verdict {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Conforms, Self::NotApplicable, Self::Deficient, Self::Serious];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Conforms => "conforms",
            Self::NotApplicable => "not_applicable",
            Self::Deficient => "deficient",
            Self::Serious => "serious",
        }
    }

    /// In words.
    #[must_use]
    pub const fn words(self) -> Bilingual {
        match self {
            Self::Conforms => Bilingual::fixed("符合", "Conforms"),
            Self::NotApplicable => Bilingual::fixed("不適用", "Not applicable"),
            Self::Deficient => Bilingual::fixed("缺失", "Deficient"),
            Self::Serious => Bilingual::fixed("重大異常", "Serious anomaly"),
        }
    }

    /// Whether something is to be mended.
    #[must_use]
    pub const fn is_finding(self) -> bool {
        matches!(self, Self::Deficient | Self::Serious)
    }
}

/// What the paper shows, as typed before the register is seen.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = AuditPaperDraft))]
#[serde(default, deny_unknown_fields)]
pub struct PaperDraft {
    /// Whether the signed register form was found.
    pub has_form: bool,
    /// The day of the approval on it.
    pub approved_on: Option<NaiveDate>,
    /// Whether the platform's query record was found.
    pub has_query_record: bool,
    /// The day of the query on it.
    pub queried_on: Option<NaiveDate>,
    /// People asked for, as the query record has it.
    pub subjects: Option<u32>,
    /// Sheets found in the case file or the locker.
    pub sheets: Option<u32>,
    /// Anything else; names no data subject.
    pub note: String,
}

/// What the paper shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = AuditPaperNotes))]
pub struct PaperNotes {
    /// As noted.
    #[serde(flatten)]
    pub notes: PaperDraft,
    /// By whom, and when.
    pub mark: Mark,
}

/// One line of the checklist, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = AuditFindingDraft))]
#[serde(deny_unknown_fields)]
pub struct FindingDraft {
    /// Which line.
    pub checkpoint: Checkpoint,
    /// What the look amounts to.
    pub verdict: Verdict,
    /// What was found; names no data subject.
    #[serde(default)]
    pub note: String,
    /// What is to be done about it.
    #[serde(default)]
    pub correction: String,
    /// Who answers for that, as an identifier.
    #[serde(default)]
    pub owner: String,
    /// Until when.
    #[serde(default)]
    pub due: Option<NaiveDate>,
}

/// One line of the checklist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = AuditJudged))]
pub struct Judged {
    /// Which line.
    pub checkpoint: Checkpoint,
    /// What the look amounts to.
    pub verdict: Verdict,
    /// What was found.
    pub note: String,
}

/// The findings of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = AuditFindings))]
pub struct Findings {
    /// Line by line.
    pub lines: Vec<Judged>,
    /// By whom, and when.
    pub mark: Mark,
}

impl Findings {
    /// The gravest of the lines.
    #[must_use]
    pub fn gravest(&self) -> Verdict {
        let has = |verdict| self.lines.iter().any(|line| line.verdict == verdict);
        match () {
            () if has(Verdict::Serious) => Verdict::Serious,
            () if has(Verdict::Deficient) => Verdict::Deficient,
            () => Verdict::Conforms,
        }
    }
}

/// A case of the sample.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditCase {
    /// The inquiry.
    pub case: InquiryId,
    /// From which stratum it was drawn.
    pub stratum: Stratum,
    /// 公文文號或案號, by which its paper is found.
    pub case_number: String,
    /// Who made the inquiry.
    pub applicant: PersonId,
    /// Who approved it.
    pub approver: Option<PersonId>,
    /// What the paper shows.
    pub paper: Option<PaperNotes>,
    /// When the register was opened to the auditor.
    pub revealed: Option<Mark>,
    /// What was found.
    pub findings: Option<Findings>,
}

/// What the register says of a case, once the paper was looked at; identities masked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = AuditRegistered))]
pub struct Registered {
    /// 公文文號或案號.
    pub case_number: String,
    /// Who inquired.
    pub applicant_name: String,
    /// Number and name of the item.
    pub item: String,
    /// Data items asked for.
    pub data_items: Vec<String>,
    /// Why.
    pub reason: String,
    /// The subjects, masked.
    pub subjects: Vec<String>,
    /// Who approved.
    pub approver_name: String,
    /// When.
    pub approved_at: Option<DateTime<Utc>>,
    /// When the query was made.
    pub queried_at: Option<DateTime<Utc>>,
    /// When it was recorded.
    pub recorded_at: Option<DateTime<Utc>>,
    /// Sheets printed.
    pub sheets: u32,
    /// Further copies.
    pub copies: u32,
    /// What became of each bundle: state names with sheets.
    pub fates: Vec<String>,
    /// Where the query record is filed.
    pub query_record_place: String,
}

/// A place where paper and register part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = AuditDifference))]
#[serde(rename_all = "snake_case")]
pub enum Difference {
    /// No signed form, though the register has an approval.
    FormMissing,
    /// The approval has another day.
    ApprovedOn,
    /// The query has another day.
    QueriedOn,
    /// Other people, by number.
    Subjects,
    /// Other sheets, by number.
    Sheets,
    /// No query record, though the register says where it is.
    QueryRecordMissing,
    /// A query record, though the register has none.
    QueryRecordUnregistered,
}

/// Where the paper and the register part; a place the auditor left open is not compared.
#[must_use]
pub fn differences(paper: &PaperDraft, register: &Registered) -> Vec<Difference> {
    let other_day = |paper: Option<NaiveDate>, at: Option<DateTime<Utc>>| {
        paper.is_some_and(|day| at.map(taiwan_day) != Some(day))
    };
    let registered_record = !register.query_record_place.trim().is_empty();
    let subjects = u32::try_from(register.subjects.len()).unwrap_or(u32::MAX);
    let all = [
        (!paper.has_form, Difference::FormMissing),
        (other_day(paper.approved_on, register.approved_at), Difference::ApprovedOn),
        (other_day(paper.queried_on, register.queried_at), Difference::QueriedOn),
        (paper.subjects.is_some_and(|count| count != subjects), Difference::Subjects),
        (paper.sheets.is_some_and(|count| count != register.sheets), Difference::Sheets),
        (!paper.has_query_record && registered_record, Difference::QueryRecordMissing),
        (paper.has_query_record && !registered_record, Difference::QueryRecordUnregistered),
    ];
    all.into_iter().filter(|(parts, _)| *parts).map(|(_, what)| what).collect()
}

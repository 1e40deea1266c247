//! Where an inquiry stands, and what is true there.

use crate::record::taiwan_day;
use crate::regulation::Settings;
use crate::regulation::point_05;
use chrono::NaiveDate;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::ApprovalSignature;
use crate::id::{PersonId, PrintoutId};

/// Who decided; a deputy's decision carries both names (5(1)).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// When, by the server's clock.
    pub at: DateTime<Utc>,
    /// Who.
    pub by: PersonId,
    /// Their name.
    pub by_name: String,
    /// The head stood in for, when a deputy decided.
    pub for_head: Option<PersonId>,
    /// That head's name.
    pub for_head_name: Option<String>,
    /// What they wrote.
    pub note: String,
    /// Of an approval: the last day on which it can be used, by the setting of its day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub use_by: Option<NaiveDate>,
    /// The signature of their card, where one was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<Box<ApprovalSignature>>,
}

impl Decision {
    /// The last day on which an approval can be used.
    #[must_use]
    pub fn last_day(&self) -> Option<NaiveDate> {
        self.use_by.or_else(|| point_05::approval_last_day(taiwan_day(self.at), &Settings::FIRST))
    }
}

/// What came of the query; never what the data says (5(5)).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = QueryOutcome))]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// 有資料.
    Found,
    /// 查無資料.
    NothingFound,
}

/// The query as carried out at the Bureau's service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CarriedOut {
    /// When the query was made.
    pub queried_at: DateTime<Utc>,
    /// When it was recorded here.
    pub recorded_at: DateTime<Utc>,
    /// What came of it.
    pub outcome: Outcome,
    /// The printouts it left, each accounted for on its own.
    pub printouts: Vec<PrintoutId>,
    /// Where the platform's printed query record is filed (5(6)); empty until recorded.
    pub query_record_place: String,
}

/// The state of an inquiry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "state", rename_all = "snake_case", deny_unknown_fields)]
pub enum Status {
    /// 陳核中: waits for the supervisor.
    Submitted,
    /// 退回補正: back with the applicant, who may edit and submit again.
    SentBack {
        /// Who sent it back and why.
        decision: Decision,
    },
    /// 撤回 by the applicant.
    Withdrawn {
        /// When.
        at: DateTime<Utc>,
    },
    /// 駁回.
    Rejected {
        /// Who and why.
        decision: Decision,
    },
    /// 核可: may be queried until the approval lapses.
    Approved {
        /// Who.
        decision: Decision,
    },
    /// 已查調: the query is made, its paper is being accounted for.
    CarriedOut {
        /// Who approved.
        decision: Decision,
        /// What was done.
        query: CarriedOut,
    },
    /// 結案: every sheet accounted for, query record filed.
    Closed {
        /// Who approved.
        decision: Decision,
        /// What was done.
        query: CarriedOut,
        /// When closed.
        at: DateTime<Utc>,
    },
}

impl Status {
    /// Every state's name, in the order of life; `draft` comes before all of these and is no accepted record yet.
    pub const NAMES: [&'static str; 7] =
        ["submitted", "sent_back", "withdrawn", "rejected", "approved", "carried_out", "closed"];

    /// The stable name used in storage, filters and the sync feed.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Submitted => "submitted",
            Self::SentBack { .. } => "sent_back",
            Self::Withdrawn { .. } => "withdrawn",
            Self::Rejected { .. } => "rejected",
            Self::Approved { .. } => "approved",
            Self::CarriedOut { .. } => "carried_out",
            Self::Closed { .. } => "closed",
        }
    }

    /// The approval, in the states that have one.
    #[must_use]
    pub const fn approval(&self) -> Option<&Decision> {
        match self {
            Self::Approved { decision }
            | Self::CarriedOut { decision, .. }
            | Self::Closed { decision, .. } => Some(decision),
            Self::Submitted | Self::SentBack { .. } | Self::Withdrawn { .. } | Self::Rejected { .. } => None,
        }
    }

    /// The query, in the states that have one.
    #[must_use]
    pub const fn query(&self) -> Option<&CarriedOut> {
        match self {
            Self::CarriedOut { query, .. } | Self::Closed { query, .. } => Some(query),
            _ => None,
        }
    }

    /// Whether the applicant may edit the form.
    #[must_use]
    pub const fn is_editable(&self) -> bool {
        matches!(self, Self::SentBack { .. })
    }
}

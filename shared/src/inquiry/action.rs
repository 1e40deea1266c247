//! What can be done to a registered inquiry.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::ApprovalSignature;
use super::status::Outcome;
use crate::{id::PrintoutId, printout::PrintoutDraft};

/// The after-query form: what was done and what paper it left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct QueryDraft {
    /// When the query was made; after the approval, not in the future.
    pub queried_at: DateTime<Utc>,
    /// What came of it.
    pub outcome: Outcome,
    /// The printouts; none when nothing was printed.
    #[serde(default)]
    pub printouts: Vec<PrintoutDraft>,
    /// Where the platform's printed query record is filed; may follow later, before closing.
    #[serde(default)]
    pub query_record_place: String,
}

/// An action on an inquiry. A form that was sent back is changed by submitting it again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "name", rename_all = "snake_case", deny_unknown_fields)]
pub enum InquiryAction {
    /// 撤回.
    Withdraw,
    /// 退回補正, with a reason.
    SendBack {
        /// What to mend.
        note: String,
    },
    /// 核可.
    Approve {
        /// Optional remark.
        #[serde(default)]
        note: String,
        /// The card's signature, where one is asked for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        signature: Option<Box<ApprovalSignature>>,
    },
    /// 駁回, with a reason.
    Reject {
        /// Why.
        note: String,
    },
    /// 查調: the query was made.
    CarryOut {
        /// What was done; its printouts' identifiers are made by the caller, one each.
        query: QueryDraft,
        /// Identifiers of the printouts, in order.
        #[serde(default)]
        printout_ids: Vec<PrintoutId>,
    },
    /// The platform's query record was printed and filed (5(6)).
    FileQueryRecord {
        /// Where.
        place: String,
    },
    /// 結案.
    Close,
}

impl InquiryAction {
    /// 核可 without remark or signature.
    #[must_use]
    pub const fn approve() -> Self {
        Self::Approve { note: String::new(), signature: None }
    }
}

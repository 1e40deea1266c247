//! Where an application stands, and what can be done to it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::ApplicationDraft;
use crate::inquiry::Decision;

/// The state of an application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "state", rename_all = "snake_case", deny_unknown_fields)]
pub enum ApplicationStatus {
    /// 陳核中: waits for the supervisor.
    Submitted,
    /// 退回補正: back with whoever filed it.
    SentBack {
        /// Who sent it back and why.
        decision: Decision,
    },
    /// 撤回.
    Withdrawn {
        /// When.
        at: DateTime<Utc>,
        /// Why, where it was said.
        note: String,
    },
    /// 駁回.
    Rejected {
        /// Who and why.
        decision: Decision,
    },
    /// 核可 by the supervisor: waits for the manager.
    Approved {
        /// Who.
        approval: Decision,
    },
    /// 核准 by the manager: waits to be set.
    Granted {
        /// Who approved.
        approval: Decision,
        /// Who granted.
        grant: Decision,
    },
    /// 設定完成: the account is so.
    Set {
        /// Who approved.
        approval: Decision,
        /// Who granted.
        grant: Decision,
        /// Who set it.
        set: Decision,
    },
    /// Set once, and over: another took its place, or the account ended.
    Over {
        /// Who approved.
        approval: Decision,
        /// Who granted.
        grant: Decision,
        /// Who set it.
        set: Decision,
        /// Since when.
        at: DateTime<Utc>,
    },
}

impl ApplicationStatus {
    /// Every state's name, in the order of life.
    pub const NAMES: [&'static str; 8] =
        ["submitted", "sent_back", "withdrawn", "rejected", "approved", "granted", "set", "over"];

    /// The stable name used in storage and filters.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Submitted => "submitted",
            Self::SentBack { .. } => "sent_back",
            Self::Withdrawn { .. } => "withdrawn",
            Self::Rejected { .. } => "rejected",
            Self::Approved { .. } => "approved",
            Self::Granted { .. } => "granted",
            Self::Set { .. } => "set",
            Self::Over { .. } => "over",
        }
    }

    /// The supervisor's approval, in the states that have one.
    #[must_use]
    pub const fn approval(&self) -> Option<&Decision> {
        match self {
            Self::Approved { approval }
            | Self::Granted { approval, .. }
            | Self::Set { approval, .. }
            | Self::Over { approval, .. } => Some(approval),
            _ => None,
        }
    }

    /// The manager's grant.
    #[must_use]
    pub const fn grant(&self) -> Option<&Decision> {
        match self {
            Self::Granted { grant, .. } | Self::Set { grant, .. } | Self::Over { grant, .. } => Some(grant),
            _ => None,
        }
    }

    /// By whom and when it was set.
    #[must_use]
    pub const fn set(&self) -> Option<&Decision> {
        match self {
            Self::Set { set, .. } | Self::Over { set, .. } => Some(set),
            _ => None,
        }
    }

    /// The last event of a form to which nothing more happens.
    #[must_use]
    pub const fn ended_at(&self) -> Option<DateTime<Utc>> {
        match self {
            Self::Withdrawn { at, .. } | Self::Over { at, .. } => Some(*at),
            Self::Rejected { decision } => Some(decision.at),
            Self::Set { set, .. } => Some(set.at),
            _ => None,
        }
    }
}

/// An action on an application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "name", rename_all = "snake_case", deny_unknown_fields)]
pub enum ApplicationAction {
    /// Files the mended form again.
    Resubmit {
        /// The form.
        draft: Box<ApplicationDraft>,
    },
    /// 撤回.
    Withdraw {
        /// Why, where it needs saying.
        #[serde(default)]
        note: String,
    },
    /// 退回補正, with a reason.
    SendBack {
        /// What to mend.
        note: String,
    },
    /// 駁回, with a reason.
    Reject {
        /// Why.
        note: String,
    },
    /// 核可 by the supervisor.
    Approve {
        /// Optional remark.
        #[serde(default)]
        note: String,
    },
    /// 核准 by the manager.
    Grant {
        /// Optional remark.
        #[serde(default)]
        note: String,
    },
    /// 設定: the account's next version is written.
    Set,
}

impl ApplicationAction {
    /// As the journal names it.
    #[must_use]
    pub const fn journal_name(&self) -> &'static str {
        match self {
            Self::Resubmit { .. } => "application.submit",
            Self::Withdraw { .. } => "application.withdraw",
            Self::SendBack { .. } => "application.send_back",
            Self::Reject { .. } => "application.reject",
            Self::Approve { .. } => "application.approve",
            Self::Grant { .. } => "application.grant",
            Self::Set => "application.set",
        }
    }
}

//! 職務異動預告 as typed.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    account::application::Holding,
    id::{PersonId, UnitId},
};

/// What happens to the person's post.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum JobChangeKind {
    /// 調職 to another unit.
    #[default]
    Transfer,
    /// 留職停薪.
    Leave,
    /// 離職, 退休.
    Departure,
}

impl JobChangeKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Transfer, Self::Leave, Self::Departure];

    /// The stable name used on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Transfer => "transfer",
            Self::Leave => "leave",
            Self::Departure => "departure",
        }
    }

    /// As personnel offices write it.
    #[must_use]
    pub const fn zh_tw(self) -> &'static str {
        match self {
            Self::Transfer => "調職",
            Self::Leave => "留職停薪",
            Self::Departure => "離職",
        }
    }

    /// The kind a personnel office's file names, in either language.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text.trim() {
            "調職" | "調任" | "調動" | "transfer" => Some(Self::Transfer),
            "留職停薪" | "留停" | "leave" => Some(Self::Leave),
            "離職" | "退休" | "辭職" | "departure" => Some(Self::Departure),
            _ => None,
        }
    }
}

/// A job change as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct JobChangeDraft {
    /// Whose.
    pub person: Option<PersonId>,
    /// What happens.
    pub kind: JobChangeKind,
    /// Where to, for a transfer.
    pub to_unit: Option<UnitId>,
    /// 異動日: the first day in the new post, or out of this one.
    pub effective_on: Option<NaiveDate>,
    /// The order's document number.
    pub document_number: String,
}

/// What the rules need to know besides; unknown facts are left to the server.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct JobChangeFacts {
    /// The person's account.
    pub holding: Option<Holding>,
    /// Whether the same change is announced already.
    pub is_announced: Option<bool>,
    /// How many accounts a file's words fit, where a file named the person in words.
    pub fitting: Option<usize>,
}

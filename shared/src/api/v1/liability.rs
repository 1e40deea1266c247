//! Liability on the wire: the text, one's own years, the roster of a year, referrals.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    id::{PersonId, ReferralId, UnitId},
    liability::{AcknowledgmentBody, ReferralDraft},
    violation::Bilingual,
};

/// What is to be acknowledged, and where the asker stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LiabilityView {
    /// The text, paragraph by paragraph.
    pub text: Vec<Bilingual>,
    /// Its hash, sent back with the acknowledgment.
    pub text_hash: String,
    /// One's own years, the newest first.
    pub years: Vec<AcknowledgmentBody>,
}

/// Acknowledges the year's liability.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Acknowledge {
    /// The hash of the text that was read.
    pub text_hash: String,
}

/// How a person stands with a year's acknowledgment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AcknowledgmentState {
    /// Given.
    Acknowledged,
    /// Asked for, not given yet.
    Open,
    /// Not given by the strict day.
    Late,
    /// Not asked for: nobody signed in this year.
    NotAsked,
}

impl AcknowledgmentState {
    /// Its word, as the roster on paper and in files has it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Acknowledged => "已知悉",
            Self::Open => "未到期",
            Self::Late => "逾期",
            Self::NotAsked => "本年未登入",
        }
    }
}

/// One person's line of the roster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LiabilityRow {
    /// The person.
    pub person: PersonId,
    /// Their name.
    pub person_name: String,
    /// Their title.
    pub title: String,
    /// Their unit.
    pub unit: UnitId,
    /// Its name.
    pub unit_name: String,
    /// The year's record, where they were asked.
    pub record: Option<uuid::Uuid>,
    /// Where they stand.
    pub state: AcknowledgmentState,
    /// Strict last day.
    pub due: Option<NaiveDate>,
    /// When acknowledged.
    pub at: Option<DateTime<Utc>>,
    /// The text that was read.
    pub text_hash: String,
}

/// The roster of a year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Roster {
    /// The year.
    pub year: i32,
    /// Everybody whose account is active, and who acknowledged.
    pub rows: Vec<LiabilityRow>,
}

/// Records a referral.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewReferral {
    /// UUIDv7 made by the caller.
    pub id: ReferralId,
    /// Its content.
    pub draft: ReferralDraft,
}

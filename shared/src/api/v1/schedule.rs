//! What the servers do by themselves, on the wire.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::{id::PersonId, violation::Bilingual};

/// The jobs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Schedule {
    /// Each of them.
    pub jobs: Vec<JobView>,
    /// How reminders fare.
    pub mail: MailState,
}

/// How reminders fare.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailState {
    /// A mail server is set.
    pub is_on: bool,
    /// What did not go in the last seven days.
    pub trouble: Vec<MailTrouble>,
}

/// A letter that did not go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailTrouble {
    /// To whom.
    pub person: PersonId,
    /// Their name.
    pub person_name: String,
    /// Of which day.
    pub day: NaiveDate,
    /// `failed` is tried again that day, `refused` is not; `sending` was interrupted and may have gone.
    pub state: String,
    /// How often it was tried.
    pub attempts: u32,
    /// What the mail server said.
    pub error: String,
}

/// Where one's reminders go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailView {
    /// A mail server is set; otherwise nobody is written to.
    pub is_on: bool,
    /// The account's address; empty where there is none.
    pub address: String,
    /// Reminders are wanted.
    pub wants_reminders: bool,
}

/// Whether reminders are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MailChoice {
    /// They are.
    pub wants_reminders: bool,
}

/// A job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JobView {
    /// Its stable name.
    pub job: String,
    /// What people call it.
    pub title: Bilingual,
    /// When it is due.
    pub due_at: DateTime<Utc>,
    /// A server is at it.
    pub is_running: bool,
    /// When its last run began.
    pub began_at: Option<DateTime<Utc>>,
    /// When its last finished run ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// Whether that went well.
    pub is_good: Option<bool>,
    /// Failures since the last success.
    pub failures: u32,
    /// What it did, or what is wrong.
    pub note: Option<Bilingual>,
}

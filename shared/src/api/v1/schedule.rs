//! What the servers do by themselves, on the wire.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::violation::Bilingual;

/// The jobs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Schedule {
    /// Each of them.
    pub jobs: Vec<JobView>,
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

//! The journal for outsiders: checkpoints and co-signatures.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::journal::verdict::Witnessed;

/// A checkpoint as people read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CheckpointRow {
    /// Entries.
    pub size: i64,
    /// Root, base64.
    pub root: String,
    /// When it was signed.
    pub at: DateTime<Utc>,
    /// The signed note, with everybody's lines.
    pub note: String,
    /// Whether it has the signatures that the policy asks for.
    pub is_counted: bool,
    /// Which of the policy's witnesses signed it.
    pub witnessed: Vec<Witnessed>,
}

/// A checkpoint that a witness signed, brought back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Cosigning {
    /// The signed note with the witness's line.
    pub checkpoint: String,
}

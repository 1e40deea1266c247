//! RFC 9457 problem documents.

use serde::{Deserialize, Serialize};

use crate::violation::{Bilingual, Deferred, Violation};

/// Why a request was not served.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// Stable name of the kind of problem, as a relative URI such as `/problems/refused`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The kind in words.
    pub title: Bilingual,
    /// The HTTP status.
    pub status: u16,
    /// What to do next.
    pub detail: Bilingual,
    /// Broken rules, for 422.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub violations: Vec<Violation>,
    /// Checks nobody could decide.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deferred: Vec<Deferred>,
    /// For 500: what to quote when asking for help.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trace_id: Option<String>,
    /// For 409 and 412: the record's present revision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<i64>,
}

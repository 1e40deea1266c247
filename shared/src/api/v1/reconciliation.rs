//! Reconciliations on the wire.

use serde::{Deserialize, Serialize};

use super::FindingView;
use crate::reconciliation::ReconciliationBody;

/// A reconciliation with what is to be cleared up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReconciliationView {
    /// The record.
    pub reconciliation: ReconciliationBody,
    /// One for each line that does not match.
    pub findings: Vec<FindingView>,
}

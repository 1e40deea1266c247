//! Calendar addresses on the wire.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Whether somebody has a calendar address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FeedView {
    /// Since when; none without one.
    pub made_at: Option<DateTime<Utc>>,
}

/// A calendar address that was just made: the only time it is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FeedAddress {
    /// The address; whoever knows it reads the calendar.
    pub address: String,
    /// When it was made.
    pub made_at: DateTime<Utc>,
}

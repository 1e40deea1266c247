//! `/api/v1`: what travels between server, browser and scripts. Additive only.

mod account;
mod audit;
mod calendar;
mod certificate;
mod custody;
mod dashboard;
mod duty;
mod edition;
mod incident;
mod inquiry;
mod inspection;
mod journal;
mod liability;
mod notice;
mod oversight;
mod pack;
mod problem;
mod reconciliation;
mod register;
mod retention;
mod review;
mod schedule;
mod session;
mod token;

pub use account::*;
pub use audit::*;
pub use calendar::*;
pub use certificate::*;
pub use custody::*;
pub use dashboard::*;
pub use duty::*;
pub use edition::*;
pub use incident::*;
pub use inquiry::*;
pub use inspection::*;
pub use journal::*;
pub use liability::*;
pub use notice::*;
pub use oversight::*;
pub use pack::*;
pub use problem::*;
pub use reconciliation::*;
pub use register::*;
pub use retention::*;
pub use review::*;
pub use schedule::*;
pub use session::*;
pub use token::*;

use serde::{Deserialize, Serialize};

/// One page of a list, keyset-paged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// Where the next page starts; opaque; none at the end.
    pub next: Option<String>,
}

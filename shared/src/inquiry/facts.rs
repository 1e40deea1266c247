//! What the rules need to know besides the form: each fact may be unknown here, and then its checks are deferred.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{account::Standing, inventory::ItemFacts, regulation::EditionId};

/// Facts about the world on the day of the act.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct InquiryFacts {
    /// The applicant's account.
    pub applicant: Option<Standing>,
    /// The chosen item.
    pub item: Option<ItemFacts>,
    /// Whether the applicant's unit belongs to the Social Affairs department (point 1, original edition).
    pub in_social_affairs: Option<bool>,
}

/// When and by what a form is judged.
#[derive(Debug, Clone, Copy)]
pub struct InquiryCtx<'a> {
    /// The Taiwan day of the act.
    pub on: NaiveDate,
    /// The edition in force on that day.
    pub edition: EditionId,
    /// The facts at hand.
    pub facts: &'a InquiryFacts,
}

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
    /// What the unit usually asks for under the item (point 3); where it is not known, nothing is said about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usual: Option<Usual>,
}

/// The medians of a unit's latest forms under an item.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Usual {
    /// Of how many forms.
    pub forms: u32,
    /// Subjects.
    pub subjects: u32,
    /// Months.
    pub months: u32,
}

impl Usual {
    /// The medians of forms, each with its subjects and months.
    #[must_use]
    pub fn of(forms: &[(u32, u32)]) -> Self {
        Self {
            forms: u32::try_from(forms.len()).unwrap_or(u32::MAX),
            subjects: median(forms.iter().map(|form| form.0).collect()),
            months: median(forms.iter().map(|form| form.1).collect()),
        }
    }
}

/// The middle of some numbers, the upper one where there are two; 0 of none.
#[must_use]
pub fn median(mut numbers: Vec<u32>) -> u32 {
    numbers.sort_unstable();
    numbers.get(numbers.len() / 2).copied().unwrap_or_default()
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

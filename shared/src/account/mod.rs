//! 帳號 (point 4): who may look a citizen up, for what, and who answers for them.

pub mod application;
mod draft;
pub mod job_change;
pub mod paper;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use application::{Application, ApplicationDraft};
pub use draft::{Account, AccountDraft};
pub use job_change::{JobChange, JobChangeDraft};

use crate::id::{ItemId, PersonId, UnitId};

/// A business item an account may use, with the data items granted (附表三).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Grant {
    /// The inventory item.
    pub item: ItemId,
    /// Codes of the data items granted, a subset of the item's.
    pub data_items: Vec<String>,
}

/// A deputy (職務代理人) named in advance: may approve for the head within the dates, both names are recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Deputyship {
    /// The head who is stood in for.
    pub head: PersonId,
    /// The head's name, recorded with each approval.
    pub head_name: String,
    /// The unit whose approvals this covers.
    pub unit: UnitId,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub until: NaiveDate,
}

/// What is known of a person on a day: the facts that points 4 and 5 ask about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Standing {
    /// The person.
    pub person: PersonId,
    /// Their name, as on the forms.
    pub name: String,
    /// The unit they work for.
    pub unit: UnitId,
    /// Whether the account is active on the day.
    pub is_active: bool,
    /// Whether a citizen certificate card is registered (4(1)).
    pub has_card: bool,
    /// Whether there is an E-government agency account (4(1)).
    pub has_egov_account: bool,
    /// Items held.
    #[serde(default)]
    pub grants: Vec<Grant>,
    /// Units they head.
    #[serde(default)]
    pub heads: Vec<UnitId>,
    /// Parents of the units they work for or head, nearest first; a head's own forms go to the next head up.
    #[serde(default)]
    pub parents: Vec<UnitId>,
    /// Heads they may stand in for.
    #[serde(default)]
    pub deputy_for: Vec<Deputyship>,
    /// Whether they are the one manager (4(2)).
    #[serde(default)]
    pub is_manager: bool,
}

impl Standing {
    /// The grant for an item, where there is one.
    #[must_use]
    pub fn grant(&self, item: ItemId) -> Option<&Grant> {
        self.grants.iter().find(|grant| grant.item == item)
    }

    /// The unit whose head oversees and decides for this person. Nobody approves their own: a head answers to the nearest
    /// unit above that they do not head themselves.
    #[must_use]
    pub fn answers_to(&self) -> UnitId {
        approving_unit(self.unit, &self.heads, &self.parents)
    }

    /// The deputyship that covers a unit on a day.
    #[must_use]
    pub fn deputyship(&self, unit: UnitId, on: NaiveDate) -> Option<&Deputyship> {
        self.deputy_for.iter().find(|deputy| deputy.unit == unit && deputy.from <= on && on <= deputy.until)
    }

    /// The units this person may approve for on a day: those they head and those they stand in for.
    #[must_use]
    pub fn approves_for(&self, on: NaiveDate) -> Vec<UnitId> {
        let mut units = self.heads.clone();
        units.extend(
            self.deputy_for
                .iter()
                .filter(|deputy| deputy.from <= on && on <= deputy.until)
                .map(|deputy| deputy.unit),
        );
        units.sort_unstable();
        units.dedup();
        units
    }
}

/// Nobody approves their own: a head's form goes to the nearest unit above that they do not head themselves.
pub(crate) fn approving_unit(unit: UnitId, heads: &[UnitId], parents: &[UnitId]) -> UnitId {
    if !heads.contains(&unit) {
        return unit;
    }
    parents.iter().copied().find(|unit| !heads.contains(unit)).unwrap_or(unit)
}

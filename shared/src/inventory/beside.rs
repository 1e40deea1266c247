//! What the registers hold beside a row of the inventory: facts that the row alone does not show.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Item, ItemDraft};
use crate::id::{ItemId, UnitId};

/// What stands beside a row.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Beside {
    /// Units the row names which no register has.
    pub unknown_units: Vec<UnitId>,
    /// Name of the other item that has the row's number.
    pub number_of: Option<String>,
}

impl Beside {
    /// Looks a row up; the number of an item that is closed on the day is free again.
    #[must_use]
    pub fn of<'a>(
        id: ItemId,
        draft: &ItemDraft,
        items: impl IntoIterator<Item = &'a Item>,
        is_unit: impl Fn(&UnitId) -> bool,
        on: NaiveDate,
    ) -> Self {
        let number = draft.number.trim();
        let has_it = |item: &&Item| {
            let is_closed = item.repeal().is_some_and(|repeal| repeal.on <= on);
            item.item() != id && !is_closed && item.draft().number.trim() == number
        };
        let other = items.into_iter().find(has_it).filter(|_| !number.is_empty());
        Self {
            unknown_units: draft.units.iter().filter(|unit| !is_unit(unit)).copied().collect(),
            number_of: other.map(|item| item.draft().name.clone()),
        }
    }
}

//! Which version of an item was in force on a day: a version takes force on its own first day, never before it was entered.

use chrono::NaiveDate;

use super::{ItemDraft, ItemFacts, Repeal};
use crate::id::{ItemId, UnitId};

/// A version as the store keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entered {
    /// Its revision.
    pub revision: i64,
    /// The row.
    pub draft: ItemDraft,
    /// The end that was set by then.
    pub repeal: Option<Repeal>,
    /// The Taiwan day on which it was entered.
    pub on: NaiveDate,
}

/// The day from which a version counts. Our reading: what is entered late works from its entry on, so that no past day
/// changes; only the first version, decided on paper before, goes back to its own day.
#[must_use]
pub fn takes_force_on(version: &Entered) -> Option<NaiveDate> {
    let from = version.draft.in_force_from?;
    Some(if version.revision == 1 { from } else { from.max(version.on) })
}

/// The version in force on a day, repealed or not: the one that took force last; none before the first.
#[must_use]
pub fn in_force_on(versions: &[Entered], day: NaiveDate) -> Option<&Entered> {
    let begun = versions.iter().filter(|version| takes_force_on(version).is_some_and(|from| from <= day));
    begun.max_by_key(|version| (takes_force_on(version), version.revision))
}

/// Versions that take force after a day, the next one first, without those that another of the same day replaced.
#[must_use]
pub fn coming(versions: &[Entered], day: NaiveDate) -> Vec<&Entered> {
    let mut later: Vec<&Entered> =
        versions.iter().filter(|version| takes_force_on(version).is_some_and(|from| from > day)).collect();
    later.sort_by_key(|version| (takes_force_on(version), std::cmp::Reverse(version.revision)));
    later.dedup_by_key(|version| takes_force_on(version));
    later
}

/// The version that a page of the day shows: the one in force, before its first day the one to come.
#[must_use]
pub fn shown_on(versions: &[Entered], day: NaiveDate) -> Option<&Entered> {
    in_force_on(versions, day).or_else(|| coming(versions, day).first().copied())
}

/// The end of an item, as last recorded: the law gives the day, whenever somebody wrote it down.
fn repeal(versions: &[Entered]) -> Option<&Repeal> {
    versions.iter().max_by_key(|version| version.revision)?.repeal.as_ref()
}

/// What an inquiry of a day needs to know; `covered` gives units with all the nodes below them.
#[must_use]
pub fn facts_on(
    id: ItemId,
    versions: &[Entered],
    day: NaiveDate,
    covered: impl FnOnce(&[UnitId]) -> Vec<UnitId>,
) -> Option<ItemFacts> {
    let version = shown_on(versions, day)?;
    Some(ItemFacts {
        id,
        covered: covered(&version.draft.units),
        data_items: version.draft.data_items.iter().map(|data| data.code.clone()).collect(),
        in_force_from: takes_force_on(version),
        repealed_on: repeal(versions).map(|repeal| repeal.on),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, day).unwrap()
    }

    fn version(revision: i64, from: NaiveDate, on: NaiveDate) -> Entered {
        let draft = ItemDraft { in_force_from: Some(from), ..ItemDraft::default() };
        Entered { revision, draft, repeal: None, on }
    }

    fn revision_on(versions: &[Entered], day: NaiveDate) -> Option<i64> {
        in_force_on(versions, day).map(|version| version.revision)
    }

    #[test]
    fn a_planned_version_waits_for_its_day_and_the_one_before_stands_until_then() {
        let versions = [version(1, day(1, 1), day(2, 1)), version(2, day(7, 1), day(3, 1))];
        assert_eq!(revision_on(&versions, day(1, 1)), Some(1));
        assert_eq!(revision_on(&versions, day(6, 30)), Some(1));
        assert_eq!(revision_on(&versions, day(7, 1)), Some(2));
        assert_eq!(coming(&versions, day(3, 1)).len(), 1);
        assert!(coming(&versions, day(7, 1)).is_empty());
    }

    #[test]
    fn a_version_entered_late_changes_no_day_before_its_entry() {
        let versions = [version(1, day(1, 1), day(1, 1)), version(2, day(1, 1), day(5, 2))];
        assert_eq!(revision_on(&versions, day(5, 1)), Some(1));
        assert_eq!(revision_on(&versions, day(5, 2)), Some(2));
    }

    #[test]
    fn a_correction_of_today_does_not_put_off_what_is_planned() {
        let versions = [
            version(1, day(1, 1), day(1, 1)),
            version(2, day(7, 1), day(3, 1)),
            version(3, day(1, 1), day(4, 1)),
        ];
        assert_eq!(revision_on(&versions, day(4, 1)), Some(3));
        assert_eq!(revision_on(&versions, day(7, 1)), Some(2));
    }

    #[test]
    fn before_its_first_day_an_item_is_shown_but_not_in_force() {
        let versions = [version(1, day(4, 1), day(3, 1))];
        assert!(in_force_on(&versions, day(3, 31)).is_none());
        assert_eq!(shown_on(&versions, day(3, 31)).map(|version| version.revision), Some(1));
        let facts = facts_on(ItemId(uuid::Uuid::nil()), &versions, day(3, 31), <[UnitId]>::to_vec).unwrap();
        assert_eq!(facts.in_force_from, Some(day(4, 1)));
    }
}

//! Which queries the platform has on record were approved here, and which approvals were used there.
//!
//! A row is a query of one person. The same person, asked for by the same user on the same day, is a match. What is left of
//! the same person is paired by the nearest day and told apart by what differs. The rest stands alone on its side.

use std::collections::{BTreeMap, HashMap};

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::id::{InquiryId, PersonId};

/// Keyed hash of an identity: nobody reads it back.
pub type Key = [u8; 32];

/// A row of the platform's own query record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlatformRow {
    /// The line of the file.
    pub line: u32,
    /// The day of the query.
    pub on: NaiveDate,
    /// Who made it; none where nobody here has that account.
    pub user: Option<PersonId>,
    /// The person asked for, by the keys of this year and the one before.
    pub keys: [Key; 2],
}

/// A person asked for in an inquiry that was approved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterRow {
    /// The inquiry.
    pub inquiry: InquiryId,
    /// Who made it.
    pub user: PersonId,
    /// The day of the approval.
    pub approved_on: NaiveDate,
    /// The day of the query as recorded here; none while it was not carried out.
    pub queried_on: Option<NaiveDate>,
    /// The person asked for.
    pub key: Key,
}

impl RegisterRow {
    /// The day by which it is compared.
    fn on(&self) -> NaiveDate {
        self.queried_on.unwrap_or(self.approved_on)
    }
}

/// In what a pair differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ReconciliationDifference))]
#[serde(rename_all = "snake_case")]
pub enum Differs {
    /// Another user's account.
    User,
    /// Another day than the one recorded here.
    Day,
    /// Before the approval (5(1)).
    BeforeApproval,
    /// Queried there, not recorded as carried out here (5(6)).
    NotRecorded,
}

/// A row of each side, by place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// Of the platform's rows.
    pub platform: usize,
    /// Of the register's.
    pub register: usize,
    /// In what they differ; nothing where they match.
    pub differs: Vec<Differs>,
}

/// The four piles.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Piles {
    /// Same person, user and day.
    pub matched: Vec<Pair>,
    /// Same person, and something differs.
    pub differing: Vec<Pair>,
    /// Queried there without an approval here.
    pub unapproved: Vec<usize>,
    /// Approved here and never queried there.
    pub never_queried: Vec<usize>,
}

/// A month's queries on either side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ReconciliationMonth))]
pub struct Month {
    /// `2026-03`.
    pub month: String,
    /// On the platform.
    pub platform: u64,
    /// Recorded here as carried out.
    pub register: u64,
}

/// Sorts the rows into piles; each row lands in one.
#[must_use]
pub fn reconcile(platform: &[PlatformRow], register: &[RegisterRow]) -> Piles {
    let mut by_key = HashMap::<Key, Vec<usize>>::with_capacity(register.len());
    for (at, row) in register.iter().enumerate() {
        by_key.entry(row.key).or_default().push(at);
    }
    let mut is_taken = vec![false; register.len()];
    let mut piles = Piles::default();
    let mut left = Vec::new();
    for (place, row) in platform.iter().enumerate() {
        let fits = |at: &usize| {
            register
                .get(*at)
                .is_some_and(|known| known.queried_on == Some(row.on) && Some(known.user) == row.user)
                && is_taken.get(*at) == Some(&false)
        };
        let found = candidates(&by_key, row).find(fits);
        match found {
            Some(at) => {
                take(&mut is_taken, at);
                piles.matched.push(Pair { platform: place, register: at, differs: Vec::new() });
            }
            None => left.push(place),
        }
    }
    for place in left {
        let Some(row) = platform.get(place) else { continue };
        let free = candidates(&by_key, row).filter(|at| is_taken.get(*at) == Some(&false));
        let nearest = free
            .filter_map(|at| {
                let known = register.get(at)?;
                let is_other = Some(known.user) != row.user;
                Some(((is_other, (known.on() - row.on).num_days().abs(), at), at))
            })
            .min()
            .map(|(_, at)| at);
        match nearest.and_then(|at| Some((at, register.get(at)?))) {
            Some((at, known)) => {
                take(&mut is_taken, at);
                piles.differing.push(Pair { platform: place, register: at, differs: differs(row, known) });
            }
            None => piles.unapproved.push(place),
        }
    }
    piles.never_queried =
        is_taken.iter().enumerate().filter(|(_, is_taken)| !**is_taken).map(|(at, _)| at).collect();
    piles
}

fn candidates<'a>(
    by_key: &'a HashMap<Key, Vec<usize>>,
    row: &'a PlatformRow,
) -> impl Iterator<Item = usize> + 'a {
    row.keys.iter().filter_map(|key| by_key.get(key)).flatten().copied()
}

fn take(is_taken: &mut [bool], at: usize) {
    if let Some(taken) = is_taken.get_mut(at) {
        *taken = true;
    }
}

fn differs(row: &PlatformRow, known: &RegisterRow) -> Vec<Differs> {
    let all = [
        (Some(known.user) != row.user, Differs::User),
        (known.queried_on.is_some_and(|on| on != row.on), Differs::Day),
        (row.on < known.approved_on, Differs::BeforeApproval),
        (known.queried_on.is_none(), Differs::NotRecorded),
    ];
    all.into_iter().filter(|(is, _)| *is).map(|(_, what)| what).collect()
}

/// The queries of either side by month, oldest first.
#[must_use]
pub fn months(platform: &[PlatformRow], register: &[RegisterRow]) -> Vec<Month> {
    let name = |day: NaiveDate| format!("{:04}-{:02}", day.year(), day.month());
    let mut counts = BTreeMap::<String, (u64, u64)>::new();
    for row in platform {
        counts.entry(name(row.on)).or_default().0 += 1;
    }
    for day in register.iter().filter_map(|row| row.queried_on) {
        counts.entry(name(day)).or_default().1 += 1;
    }
    counts.into_iter().map(|(month, (platform, register))| Month { month, platform, register }).collect()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, day).unwrap()
    }

    fn key(number: u64) -> Key {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&number.to_be_bytes());
        key
    }

    fn user(number: u128) -> PersonId {
        PersonId(Uuid::from_u128(number))
    }

    fn there(on: u32, who: u128, whom: u64) -> PlatformRow {
        PlatformRow { line: 2, on: day(on), user: Some(user(who)), keys: [key(whom), key(whom + 1_000_000)] }
    }

    fn here(approved: u32, queried: Option<u32>, who: u128, whom: u64) -> RegisterRow {
        RegisterRow {
            inquiry: InquiryId(Uuid::from_u128(u128::from(whom))),
            user: user(who),
            approved_on: day(approved),
            queried_on: queried.map(day),
            key: key(whom),
        }
    }

    #[test]
    fn the_same_person_user_and_day_match_and_each_row_counts_once() {
        let piles = reconcile(&[there(10, 1, 5), there(10, 1, 5)], &[here(9, Some(10), 1, 5)]);
        assert_eq!((piles.matched.len(), piles.unapproved.as_slice()), (1, [1].as_slice()));
        assert!(piles.differing.is_empty() && piles.never_queried.is_empty());
    }

    #[test]
    fn what_was_registered_under_last_years_key_is_found() {
        let old = RegisterRow { key: key(1_000_005), ..here(9, Some(10), 1, 5) };
        assert_eq!(reconcile(&[there(10, 1, 5)], &[old]).matched.len(), 1);
    }

    #[test]
    fn each_difference_is_told() {
        let differs = |row, known| reconcile(&[row], &[known]).differing.remove(0).differs;
        assert_eq!(differs(there(10, 2, 5), here(9, Some(10), 1, 5)), [Differs::User]);
        assert_eq!(differs(there(11, 1, 5), here(9, Some(10), 1, 5)), [Differs::Day]);
        assert_eq!(differs(there(8, 1, 5), here(9, Some(10), 1, 5)), [Differs::Day, Differs::BeforeApproval]);
        assert_eq!(differs(there(10, 1, 5), here(9, None, 1, 5)), [Differs::NotRecorded]);
    }

    #[test]
    fn what_stands_alone_is_named_on_its_side() {
        let piles = reconcile(&[there(10, 1, 5)], &[here(9, None, 1, 6)]);
        assert_eq!((piles.unapproved, piles.never_queried), (vec![0], vec![0]));
    }

    #[test]
    fn an_exact_match_is_not_taken_by_a_row_that_only_resembles_it() {
        let known = [here(9, Some(10), 1, 5), here(12, Some(13), 1, 5)];
        let piles = reconcile(&[there(14, 1, 5), there(13, 1, 5)], &known);
        assert_eq!(piles.matched.iter().map(|pair| pair.register).collect::<Vec<_>>(), [1]);
        assert_eq!(piles.differing.iter().map(|pair| pair.register).collect::<Vec<_>>(), [0]);
    }

    #[test]
    fn months_count_both_sides() {
        let found = months(&[there(10, 1, 5)], &[here(9, Some(10), 1, 5), here(9, None, 1, 6)]);
        assert_eq!(found, [Month { month: "2026-03".into(), platform: 1, register: 1 }]);
    }

    #[test]
    fn every_row_lands_in_one_pile() {
        let platform: Vec<_> =
            (0..3_000_u64).map(|at| there(1 + (at % 28) as u32, u128::from(at % 7), at % 900)).collect();
        let register: Vec<_> = (0..3_000_u64)
            .map(|at| {
                here(
                    1 + (at % 20) as u32,
                    (at % 5 != 0).then_some(1 + (at % 28) as u32),
                    u128::from(at % 5),
                    at % 1_100,
                )
            })
            .collect();
        let piles = reconcile(&platform, &register);
        let pairs = piles.matched.len() + piles.differing.len();
        assert_eq!(pairs + piles.unapproved.len(), platform.len());
        assert_eq!(pairs + piles.never_queried.len(), register.len());
    }
}

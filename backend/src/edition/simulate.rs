//! What another edition would change on a day, computed on the records as they stand.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use shared::{
    edition::{Change, InquiryChange, ItemChange, PersonChange, Simulation, UnitChange, forms, terms},
    id::{ItemId, PersonId},
    inquiry::{InquiryCtx, InquiryFacts},
    regulation::{EditionId, authorise, point_02},
};
use uuid::Uuid;

use crate::{app::Act, http::error::ApiError, inquiry, records, registers::Registers, store::StoreError};

/// Registered inquiries that are still to be judged again.
const OPEN: [&str; 3] = ["submitted", "sent_back", "approved"];
/// Open inquiries of one state that are looked at, at most.
const MOST: i64 = 10_000;
/// Nouns whose forms bear a number of the edition they were made under.
const NUMBERED: [&str; 2] = ["application", "manager_change"];

/// Compares two editions on a day.
///
/// # Errors
/// The database does not answer.
pub async fn run(
    act: &mut Act<'_>,
    from: EditionId,
    to: EditionId,
    on: NaiveDate,
) -> Result<Simulation, ApiError> {
    let registers = act.registers();
    let judged = Judged { registers: &registers, from, to, on };
    let (inquiries, inquiries_judged) = judged.inquiries(act).await?;
    let mut keep_their_number = BTreeMap::new();
    for noun in NUMBERED {
        keep_their_number.insert(noun.to_owned(), records::store::count(act.tx, noun).await?);
    }
    keep_their_number.insert("inquiry".to_owned(), inquiries_judged);
    Ok(Simulation {
        from,
        to,
        on,
        terms: terms(from, to),
        forms: forms(from, to),
        units: judged.units(),
        people: judged.people(),
        items: judged.items(),
        inquiries,
        inquiries_judged,
        keep_their_number,
    })
}

struct Judged<'a> {
    registers: &'a Registers,
    from: EditionId,
    to: EditionId,
    on: NaiveDate,
}

impl Judged<'_> {
    /// What the rules say to a person who asks under an item, by each edition.
    fn codes(&self, person: PersonId, item: ItemId) -> [BTreeSet<String>; 2] {
        let account = self.registers.accounts.get(&person);
        let facts = InquiryFacts {
            applicant: self.registers.standing(person, self.on),
            item: self.registers.item_facts(item, self.on),
            in_social_affairs: account.map(|account| self.registers.in_social_affairs(account.unit())),
            usual: None,
        };
        [self.from, self.to].map(|edition| {
            let report = authorise(item, &[], &InquiryCtx { on: self.on, edition, facts: &facts });
            report.violations.iter().map(|violation| violation.code.to_string()).collect()
        })
    }

    fn binds(&self, unit: shared::id::UnitId) -> [bool; 2] {
        let inside = self.registers.in_social_affairs(unit);
        [self.from, self.to].map(|edition| edition.binds(inside))
    }

    fn units(&self) -> Vec<UnitChange> {
        let open = |unit| {
            let of_unit = self.registers.accounts.values().filter(|account| account.unit() == unit);
            i64::try_from(of_unit.filter(|account| account.is_active(self.on)).count()).unwrap_or(i64::MAX)
        };
        let changed = |(unit, agency): (&shared::id::UnitId, &shared::agency::Agency)| {
            let [before, after] = self.binds(*unit);
            let name = agency.draft().name.clone();
            Change::of(before, after).map(|change| UnitChange {
                unit: *unit,
                name,
                change,
                accounts: open(*unit),
            })
        };
        self.registers.agencies.iter().filter_map(changed).collect()
    }

    fn people(&self) -> Vec<PersonChange> {
        let number = |item: &ItemId| {
            self.registers.item_on(*item, self.on).map(|row| row.number.clone()).unwrap_or_default()
        };
        let changed = |(person, account): (&PersonId, &shared::account::Account)| {
            if !account.is_active(self.on) || account.draft().grants.is_empty() {
                return None;
            }
            let [before, after] = self.binds(account.unit());
            Change::of(before, after).map(|change| PersonChange {
                person: *person,
                name: account.draft().name.clone(),
                unit_name: self.registers.unit_name(account.unit()),
                items: account.draft().grants.iter().map(|grant| number(&grant.item)).collect(),
                change,
            })
        };
        self.registers.accounts.iter().filter_map(changed).collect()
    }

    fn items(&self) -> Vec<ItemChange> {
        let changed = |item: &ItemId| {
            let row = self.registers.item_on(*item, self.on)?;
            let [before, after] =
                [self.from, self.to].map(|edition| point_02::check_item(row, edition).is_accepted());
            let (number, name) = (row.number.clone(), row.name.clone());
            Change::of(before, after).map(|change| ItemChange { item: *item, number, name, change })
        };
        self.registers.items.keys().filter_map(changed).collect()
    }

    /// Open inquiries on which the editions differ, and how many were looked at.
    async fn inquiries(&self, act: &mut Act<'_>) -> Result<(Vec<InquiryChange>, i64), StoreError> {
        let (mut found, mut judged) = (Vec::new(), 0);
        for status in OPEN {
            let filter = inquiry::store::Filter {
                status: Some(status.to_owned()),
                ..inquiry::store::Filter::default()
            };
            let all = inquiry::store::Scope::All;
            for row in inquiry::store::list(act.tx, all, &filter, Uuid::max(), MOST).await? {
                judged += 1;
                let person = PersonId(row.applicant_id);
                let [before, after] = self.codes(person, ItemId(row.item_id.unwrap_or_default()));
                if before == after {
                    continue;
                }
                found.push(InquiryChange {
                    inquiry: shared::id::InquiryId(row.id),
                    case_number: row.case_number.clone(),
                    applicant_name: self.registers.person_name(person),
                    unit_name: self.registers.unit_name(shared::id::UnitId(row.unit_id)),
                    status: row.status.clone(),
                    gone: before.difference(&after).cloned().collect(),
                    new: after.difference(&before).cloned().collect(),
                });
            }
        }
        Ok((found, judged))
    }
}

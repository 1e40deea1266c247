//! The manager's registers (agencies, items, accounts) as one picture in memory: small, asked by every request,
//! and never older than the transaction that asks, because their version number is read inside it.

pub mod flow;
pub mod store;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use shared::{
    Record,
    account::{Account, AccountDraft, Standing},
    agency::{Agency, AgencyDraft},
    api::v1::Decider,
    edition::{self, Edition},
    id::{EditionDayId, ItemId, PersonId, UnitId},
    inventory::{self, Entered, Item, ItemDraft, ItemFacts, Repeal},
    period::{Calendar, CalendarYear, IfPresent},
    regulation::Settings,
    taiwan_day,
};
use uuid::Uuid;

use crate::calendar;

/// All registers at one version.
#[derive(Debug, Default)]
pub struct Registers {
    /// Another with every change of any register.
    pub version: String,
    /// Agencies and units.
    pub agencies: BTreeMap<UnitId, Agency>,
    /// Business items, each as last entered: what the next change starts from.
    pub items: BTreeMap<ItemId, Item>,
    /// Every version of every item, oldest first: which of them is in force is a question of the day.
    pub item_versions: BTreeMap<ItemId, Vec<Entered>>,
    /// Accounts.
    pub accounts: BTreeMap<PersonId, Account>,
    /// Days from which the amended text is to judge, prepared or decided.
    pub editions: BTreeMap<EditionDayId, Edition>,
    /// The official calendar: shipped years, and over them the imported ones.
    pub calendar: Calendar,
    /// Which import of a year stands, for years that were imported.
    pub calendar_revisions: BTreeMap<i32, i64>,
}

/// What the store keeps of an item's version.
#[derive(Debug, serde::Serialize, serde::Deserialize)]
pub struct ItemBody {
    /// The row.
    pub draft: ItemDraft,
    /// Its end.
    pub repeal: Option<Repeal>,
}

impl Registers {
    /// Takes in one stored row.
    ///
    /// # Errors
    /// The stored text no longer parses.
    pub fn restore(
        &mut self,
        kind: &str,
        id: Uuid,
        revision: i64,
        body: &str,
        at: DateTime<Utc>,
    ) -> Result<(), serde_json::Error> {
        match kind {
            "agency" => {
                let draft: AgencyDraft = serde_json::from_str(body)?;
                self.agencies.insert(UnitId(id), Agency::restore(UnitId(id), revision, draft));
            }
            "item" => {
                let body: ItemBody = serde_json::from_str(body)?;
                self.item_versions.entry(ItemId(id)).or_default().push(Entered {
                    revision,
                    draft: body.draft.clone(),
                    repeal: body.repeal.clone(),
                    on: taiwan_day(at),
                });
                let versions = self.item_versions.get(&ItemId(id)).into_iter().flatten();
                let began_on = versions.filter_map(|version| version.draft.in_force_from).min();
                let item = Item::restore(ItemId(id), revision, body.draft, began_on, body.repeal);
                self.items.insert(ItemId(id), item);
            }
            Edition::KIND => {
                let body = serde_json::from_str(body)?;
                self.editions.insert(EditionDayId(id), Edition::restore(body));
            }
            calendar::KIND => {
                let year: CalendarYear = serde_json::from_str(body)?;
                self.calendar_revisions.insert(year.year(), revision);
                // Asked to replace, a calendar takes in every year.
                let _ = self.calendar.adopt(year, IfPresent::Replace);
            }
            _ => {
                let draft: AccountDraft = serde_json::from_str(body)?;
                if let Some(account) = Account::restore(PersonId(id), revision, draft) {
                    self.accounts.insert(PersonId(id), account);
                }
            }
        }
        Ok(())
    }

    /// The county's settings in force on a day.
    #[must_use]
    pub fn settings(&self, day: NaiveDate) -> Settings {
        edition::settings_on(self.editions.values(), day)
    }

    /// The units above a node, nearest first.
    #[must_use]
    pub fn parents(&self, unit: UnitId) -> Vec<UnitId> {
        let mut found = Vec::new();
        let mut at = self.agencies.get(&unit).and_then(|agency| agency.draft().parent);
        while let Some(parent) = at {
            if found.contains(&parent) {
                break;
            }
            found.push(parent);
            at = self.agencies.get(&parent).and_then(|agency| agency.draft().parent);
        }
        found
    }

    /// Whether a unit belongs to the Social Affairs department.
    #[must_use]
    pub fn in_social_affairs(&self, unit: UnitId) -> bool {
        let is =
            |unit: &UnitId| self.agencies.get(unit).is_some_and(|agency| agency.draft().is_social_affairs);
        is(&unit) || self.parents(unit).iter().any(is)
    }

    /// The given nodes and all below them.
    #[must_use]
    pub fn covered(&self, units: &[UnitId]) -> Vec<UnitId> {
        let wanted: BTreeSet<_> = units.iter().copied().collect();
        let is_below = |unit: &UnitId| {
            wanted.contains(unit) || self.parents(*unit).iter().any(|parent| wanted.contains(parent))
        };
        self.agencies.keys().copied().filter(is_below).collect()
    }

    /// What an inquiry of a day needs to know of an item.
    #[must_use]
    pub fn item_facts(&self, item: ItemId, on: NaiveDate) -> Option<ItemFacts> {
        inventory::facts_on(item, self.item_versions.get(&item)?, on, |units| self.covered(units))
    }

    /// The row of an item as a page of the day shows it.
    #[must_use]
    pub fn item_on(&self, item: ItemId, on: NaiveDate) -> Option<&ItemDraft> {
        inventory::shown_on(self.item_versions.get(&item)?, on).map(|version| &version.draft)
    }

    /// The one manager, where there is one on a day.
    #[must_use]
    pub fn manager(&self, on: NaiveDate) -> Option<&Account> {
        self.accounts.values().find(|account| account.draft().is_manager && account.is_active(on))
    }

    /// What a person's account amounts to on a day.
    #[must_use]
    pub fn standing(&self, person: PersonId, on: NaiveDate) -> Option<Standing> {
        let account = self.accounts.get(&person)?;
        Some(account.standing(on, self.parents(account.unit())))
    }

    /// Who may decide for a unit on a day: its head, and the head's deputies.
    #[must_use]
    pub fn deciders(&self, unit: UnitId, on: NaiveDate) -> Vec<Decider> {
        let mut found = Vec::new();
        for account in self.accounts.values().filter(|account| account.is_active(on)) {
            let draft = account.draft();
            if draft.heads.contains(&unit) {
                found.push(Decider { person: account.person(), name: draft.name.clone(), for_head: None });
            } else if let Some(deputy) = draft
                .deputy_for
                .iter()
                .find(|deputy| deputy.unit == unit && deputy.from <= on && on <= deputy.until)
            {
                let for_head = Some(deputy.head_name.clone());
                found.push(Decider { person: account.person(), name: draft.name.clone(), for_head });
            }
        }
        found
    }

    /// A unit's full name: the department before the section.
    #[must_use]
    pub fn unit_name(&self, unit: UnitId) -> String {
        let Some(agency) = self.agencies.get(&unit) else { return String::new() };
        let above = agency.draft().parent.and_then(|parent| self.agencies.get(&parent));
        match above {
            // The county government itself is understood.
            Some(parent) if parent.draft().parent.is_some() => {
                format!("{}{}", parent.draft().name, agency.draft().name)
            }
            _ => agency.draft().name.clone(),
        }
    }

    /// The county government's name.
    #[must_use]
    pub fn county_name(&self) -> String {
        let root = self.agencies.values().find(|agency| agency.draft().parent.is_none());
        root.map(|agency| agency.draft().name.clone()).unwrap_or_default()
    }

    /// A person's name.
    #[must_use]
    pub fn person_name(&self, person: PersonId) -> String {
        self.accounts.get(&person).map(|account| account.draft().name.clone()).unwrap_or_default()
    }
}

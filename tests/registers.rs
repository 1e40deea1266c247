//! What the manager of a test keeps: items, permissions, deputies and accounts, through the public doors.

use chrono::NaiveDate;
use shared::{
    account::{
        AccountDraft, ApplicationDraft, Deputyship, Grant, Standing,
        application::{ApplicationAction, ApplicationKind},
    },
    api::v1::{AccountView, ApplicationView, ItemView, NewItem},
    id::{ItemId, PersonId, UnitId},
    inventory::{Basis, BasisKind, DataItem, ItemAction, ItemDraft, Repeal},
};
use uuid::Uuid;

use crate::{App, client::Client};

impl App {
    /// An item as the manager sees it.
    pub async fn item(&self, id: &str) -> ItemView {
        self.manager().await.get(&format!("/items/{id}")).send().await.ok()
    }

    /// Enters an item with the one data item `A`.
    pub async fn new_item(&self, name: &str, units: Vec<UnitId>) -> ItemView {
        let draft = ItemDraft {
            number: format!("T{}", self.chance(|chance| chance.below(1_000_000))),
            name: name.to_owned(),
            units,
            bases: vec![Basis { kind: BasisKind::Law, name: "測試法第1條".into(), ..Basis::default() }],
            purpose: "測試".into(),
            data_items: vec![DataItem {
                code: "A".into(),
                name: "測試資料".into(),
                name_en: "test data".into(),
            }],
            must_sign: false,
            in_force_from: Some(self.today()),
            ..ItemDraft::default()
        };
        self.manager()
            .await
            .post("/items")
            .json(&NewItem { id: ItemId(Uuid::now_v7()), draft })
            .send()
            .await
            .ok()
    }

    /// Repeals an item's basis from a day on.
    pub async fn repeal(&self, item: &ItemView, on: NaiveDate) -> ItemView {
        let action = ItemAction::Repeal(Repeal { on, reason: "總統令廢止".into() });
        let path = format!("/items/{}/actions", item.id);
        self.manager().await.post(&path).if_match(item.revision).json(&action).send().await.ok()
    }

    /// Gives the staff member an item, as anybody gets one: filed, approved, granted, set.
    pub async fn grant_to_staff(&self, item: ItemId, data_items: &[&str]) {
        let data_items = data_items.iter().map(|code| (*code).to_owned()).collect();
        self.permissions_of_staff(|grants| grants.push(Grant { item, data_items })).await;
    }

    /// Changes what the staff member holds, by the form.
    pub async fn permissions_of_staff(&self, change: impl FnOnce(&mut Vec<Grant>)) {
        let filed = self.apply(self.cast().staff, |form| change(&mut form.grants)).await;
        self.settle_application(filed).await;
    }

    /// A change of a person's permissions, as they would file it.
    pub async fn application(&self, person: PersonId) -> ApplicationDraft {
        let account: AccountView = self.manager().await.get(&format!("/accounts/{person}")).send().await.ok();
        ApplicationDraft {
            basis: "依身心障礙者權益保障法第73條承辦保險費補助。".into(),
            reason: "業務調整".into(),
            effective_on: Some(self.today()),
            is_confidential: true,
            ..ApplicationDraft::of(ApplicationKind::Change, person, &account.draft)
        }
    }

    /// Files a change of a person's permissions, as that person.
    pub async fn apply(
        &self,
        person: PersonId,
        change: impl FnOnce(&mut ApplicationDraft),
    ) -> ApplicationView {
        let mut draft = self.application(person).await;
        change(&mut draft);
        self.be(person).await.file(&draft).await.ok()
    }

    /// Approved by the supervisor, granted and set by the manager.
    pub async fn settle_application(&self, filed: ApplicationView) -> ApplicationView {
        let head = self.be(filed.deciders.first().expect("somebody who approves").person).await;
        let manager = self.manager().await;
        let approve = ApplicationAction::Approve { note: String::new() };
        let approved: ApplicationView = head.decide(&filed, &approve).await.ok();
        let grant = ApplicationAction::Grant { note: String::new() };
        let granted: ApplicationView = manager.decide(&approved, &grant).await.ok();
        manager.decide(&granted, &ApplicationAction::Set).await.ok()
    }

    /// Names the deputy for a head and signs them in.
    pub async fn name_deputy(&self, head: &Standing, from: NaiveDate, until: NaiveDate) -> Client {
        let unit = self.be(self.cast().staff).await.me().await.standing.unit;
        let deputyship = Deputyship { head: head.person, head_name: head.name.clone(), unit, from, until };
        self.change_account(self.cast().deputy, |account| account.deputy_for.push(deputyship)).await;
        self.deputy().await
    }

    /// Changes an account as the manager.
    pub async fn change_account(&self, person: PersonId, change: impl FnOnce(&mut AccountDraft)) {
        let (manager, path) = (self.manager().await, format!("/accounts/{person}"));
        let account: AccountView = manager.get(&path).send().await.ok();
        let mut draft = account.draft;
        change(&mut draft);
        manager.put(&path).if_match(account.revision).json(&draft).send().await.ok::<AccountView>();
    }
}

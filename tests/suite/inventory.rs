//! 業務項目清冊: what may be asked for; every version stays readable.

use acceptance::{App, on_both, query};
use chrono::{Duration, NaiveDate};
use shared::{
    api::v1::{DraftView, DutyView, InquiryView, ItemVersion, ItemView, NewItem, RepealImpact},
    id::{ItemId, UnitId},
    inquiry::InquiryAction,
    inventory::{Basis, BasisKind, DataItem, ItemAction, ItemDraft, Repeal},
};
use uuid::Uuid;

on_both!(
    the_first_item_is_the_regulations_own,
    a_revised_item_keeps_its_earlier_versions,
    a_policy_without_its_plan_is_refused,
    a_repealed_item_is_not_revised,
    an_item_with_a_version_to_come_is_repealed_before_it,
    only_the_manager_keeps_the_inventory,
    lists_tell_what_is_in_force_on_a_day,
    a_planned_version_takes_force_on_its_day_and_not_before,
    a_past_day_is_answered_by_the_version_of_that_day,
    a_decision_needs_its_date,
    an_item_has_a_number_of_its_own_and_registered_units_alone,
    a_repeal_freezes_drafts_approvals_and_queries,
    a_repeal_is_the_managers_duty_until_nothing_rests_on_the_item,
);

async fn an_item_has_a_number_of_its_own_and_registered_units_alone(app: App) {
    let unit = app.staff().await.me().await.standing.unit;
    let (one, other) = (app.new_item("甲", vec![unit]).await, app.new_item("乙", vec![unit]).await);
    let manager = app.manager().await;
    let number = ItemDraft { number: format!(" {} ", one.draft.number), ..other.draft.clone() };
    let nowhere =
        ItemDraft {
            number: "無此單位".into(), units: vec![UnitId(Uuid::now_v7())], ..other.draft.clone()
        };
    for (draft, code) in [(&number, "P02-NUMBER-TAKEN"), (&nowhere, "P02-UNIT-UNKNOWN")] {
        let new = NewItem { id: ItemId(Uuid::now_v7()), draft: draft.clone() };
        manager.post("/items").json(&new).send().await.refused_by(code);
        let action = ItemAction::Revise { draft: draft.clone() };
        let path = format!("/items/{}/actions", other.id);
        manager.post(&path).if_match(other.revision).json(&action).send().await.refused_by(code);
    }
    // The number of a closed item is free.
    app.repeal(&one, app.today()).await;
    revise(&app, &other, |draft| draft.number = one.draft.number.clone()).await;
}

async fn revise(app: &App, item: &ItemView, change: impl FnOnce(&mut ItemDraft)) -> ItemView {
    let mut draft = item.draft.clone();
    change(&mut draft);
    let path = format!("/items/{}/actions", item.id);
    let action = ItemAction::Revise { draft };
    app.manager().await.post(&path).if_match(item.revision).json(&action).send().await.ok()
}

async fn a_planned_version_takes_force_on_its_day_and_not_before(app: App) {
    let unit = app.staff().await.me().await.standing.unit;
    let item = app.new_item("原名", vec![unit]).await;
    app.grant_to_staff(item.id, &["A"]).await;
    let later = app.today() + Duration::days(30);
    let planned = revise(&app, &item, |draft| {
        draft.name = "新名".into();
        draft.in_force_from = Some(later);
        draft.data_items =
            vec![DataItem { code: "B".into(), name: "新資料".into(), name_en: String::new() }];
    })
    .await;
    assert_eq!((planned.draft.name.as_str(), planned.version, planned.revision), ("原名", 1, 2));
    assert_eq!(
        planned.coming.iter().map(|version| version.takes_force_on).collect::<Vec<_>>(),
        [Some(later)]
    );
    let mut form = app.form().await;
    (form.item, form.data_items) = (item.id.to_string(), vec!["A".into()]);
    let staff = app.staff().await;
    let registered = staff.register(&form).await;
    assert_eq!(registered.item_name, "原名");
    form.data_items = vec!["B".into()];
    let early = staff.draft(&form).await;
    staff.try_submit(&early).await.refused_by("P03-DATA-ITEM-NOT-LISTED");
    app.advance(Duration::days(30));
    app.permissions_of_staff(|grants| {
        let held = grants.iter_mut().find(|grant| grant.item == item.id).expect("held");
        held.data_items = vec!["B".into()];
    })
    .await;
    let now = app.item(&item.id.to_string()).await;
    assert_eq!((now.draft.name.as_str(), now.version, now.coming.len()), ("新名", 2, 0));
    assert_eq!(app.staff().await.submit(&early).await.item_name, "新名");
    // What was signed keeps the words it was signed under.
    assert_eq!(app.supervisor().await.inquiry(registered.inquiry.id).await.item_name, "原名");
}

async fn a_past_day_is_answered_by_the_version_of_that_day(app: App) {
    let unit = app.staff().await.me().await.standing.unit;
    let item = app.new_item("甲", vec![unit]).await;
    let first = app.today();
    app.advance(Duration::days(10));
    revise(&app, &item, |draft| draft.name = "乙".into()).await;
    let second = app.today();
    app.advance(Duration::days(10));
    let name_on = async |day: NaiveDate| {
        let items: Vec<ItemView> = app.staff().await.all(&format!("/items?in_force_on={day}"), 50).await;
        items.into_iter().find(|listed| listed.id == item.id).map(|listed| listed.draft.name)
    };
    assert_eq!(name_on(first - Duration::days(1)).await, None);
    assert_eq!(name_on(first).await.as_deref(), Some("甲"));
    assert_eq!(name_on(second - Duration::days(1)).await.as_deref(), Some("甲"));
    assert_eq!(name_on(second).await.as_deref(), Some("乙"));
    let versions: Vec<ItemVersion> =
        app.manager().await.get(&format!("/items/{}/versions", item.id)).send().await.ok();
    assert_eq!(versions.iter().map(|version| version.is_in_force).collect::<Vec<_>>(), [true, false]);
}

async fn a_decision_needs_its_date(app: App) {
    let item = app.new_item("測試業務", vec![app.staff().await.me().await.standing.unit]).await;
    let mut draft = item.draft.clone();
    draft.approved_by_document = "府社字第1150000009號".into();
    let new = NewItem { id: ItemId(Uuid::now_v7()), draft };
    app.manager().await.post("/items").json(&new).send().await.refused_by("P02-DECISION-INCOMPLETE");
}

/// An item the staff member holds, with a draft, a submitted form and an approved one under it.
async fn in_use(app: &App) -> (ItemView, DraftView, InquiryView, InquiryView) {
    let (staff, supervisor) = (app.staff().await, app.supervisor().await);
    let item = app.new_item("將廢止", vec![staff.me().await.standing.unit]).await;
    app.grant_to_staff(item.id, &["A"]).await;
    let mut form = app.form().await;
    (form.item, form.data_items) = (item.id.to_string(), vec!["A".into()]);
    let draft = staff.draft(&form).await;
    let submitted = staff.register(&form).await;
    let approved = supervisor.act(&staff.register(&form).await, InquiryAction::approve()).await;
    (item, draft, submitted, approved)
}

async fn a_repeal_freezes_drafts_approvals_and_queries(app: App) {
    let (item, draft, submitted, approved) = in_use(&app).await;
    app.repeal(&item, app.today()).await;
    let (staff, supervisor) = (app.staff().await, app.supervisor().await);
    staff.try_submit(&draft).await.refused_by("P07-ITEM-REPEALED");
    supervisor.try_act(&submitted, InquiryAction::approve()).await.refused_by("P07-ITEM-REPEALED");
    staff.try_act(&approved, query(app.now(), vec![])).await.refused_by("P07-ITEM-REPEALED");
    assert!(!staff.inquiry(approved.inquiry.id).await.may.contains(&"carry_out".to_owned()));
}

async fn a_repeal_is_the_managers_duty_until_nothing_rests_on_the_item(app: App) {
    let (item, draft, submitted, approved) = in_use(&app).await;
    app.repeal(&item, app.today() + Duration::days(3)).await;
    let impact: RepealImpact =
        app.manager().await.get(&format!("/items/{}/impact", item.id)).send().await.ok();
    assert_eq!((impact.accounts.len(), impact.drafts, impact.open_inquiries), (1, 1, 2));
    assert_eq!((impact.account_rows.len(), impact.draft_owners.len(), impact.inquiries.len()), (1, 1, 2));
    let open = async || {
        let duties: Vec<DutyView> = app.manager().await.all("/duties?kind=settle_repeal", 50).await;
        duties.into_iter().filter(|duty| duty.duty.record == item.id.0).collect::<Vec<_>>()
    };
    let duty = open().await.pop().expect("the duty");
    assert_eq!(duty.duty.due, Some(app.today() + Duration::days(3)));
    assert!(app.staff().await.all::<DutyView>("/duties?kind=settle_repeal", 50).await.is_empty());
    app.permissions_of_staff(|grants| grants.retain(|grant| grant.item != item.id)).await;
    let staff = app.staff().await;
    staff.delete(&format!("/inquiries/{}/draft", draft.id)).if_match(draft.revision).send().await;
    staff.act(&submitted, InquiryAction::Withdraw).await;
    assert_eq!(open().await.len(), 1, "one approved inquiry is left");
    staff.act(&approved, InquiryAction::Withdraw).await;
    assert!(open().await.is_empty());
    assert_eq!(app.verify().await, Vec::<String>::new());
}

async fn the_first_item_is_the_regulations_own(app: App) {
    let items: Vec<ItemView> = app.staff().await.all("/items", 50).await;
    let own = items
        .iter()
        .find(|item| item.draft.name == "身心障礙者參加社會保險不列入媒體交換保險費補助")
        .expect("the item");
    assert!(!own.draft.bases.is_empty() && !own.draft.purpose.is_empty() && !own.covered.is_empty());
}

async fn a_revised_item_keeps_its_earlier_versions(app: App) {
    let manager = app.manager().await;
    let unit = app.staff().await.me().await.standing.unit;
    let item = app.new_item("原名", vec![unit]).await;
    app.advance(Duration::days(2));
    let mut draft = item.draft.clone();
    draft.name = "新名".into();
    let path = format!("/items/{}/actions", item.id);
    let manager = {
        drop(manager);
        app.manager().await
    };
    let revised: ItemView =
        manager.post(&path).if_match(item.revision).json(&ItemAction::Revise { draft }).send().await.ok();
    assert_eq!(revised.draft.name, "新名");
    let answer = manager.get(&format!("/items/{}/versions", item.id)).send().await.value();
    let list = answer.get("items").unwrap_or(&answer).clone();
    let mut versions: Vec<ItemVersion> = serde_json::from_value(list).expect("versions");
    versions.sort_by_key(|version| version.revision);
    assert_eq!(
        versions.iter().map(|version| version.draft.name.as_str()).collect::<Vec<_>>(),
        ["原名", "新名"]
    );
    assert!(versions[0].at < versions[1].at && !versions[1].by_name.is_empty());
}

async fn a_policy_without_its_plan_is_refused(app: App) {
    let item = app.new_item("測試業務", vec![app.staff().await.me().await.standing.unit]).await;
    let mut draft = item.draft.clone();
    draft.bases = vec![Basis { kind: BasisKind::Policy, name: "某重大政策".into(), ..Basis::default() }];
    let new = NewItem { id: ItemId(Uuid::now_v7()), draft };
    app.manager().await.post("/items").json(&new).send().await.refused_by("P02-PLAN-MISSING");
}

async fn a_repealed_item_is_not_revised(app: App) {
    let item = app.new_item("將廢止", vec![app.staff().await.me().await.standing.unit]).await;
    let closed = app.repeal(&item, app.today()).await;
    assert_eq!(closed.repeal.as_ref().map(|repeal| repeal.on), Some(app.today()));
    let path = format!("/items/{}/actions", item.id);
    let revise = ItemAction::Revise { draft: item.draft.clone() };
    let answer = app.manager().await.post(&path).if_match(closed.revision).json(&revise).send().await;
    answer.refused_by("P07-CLOSED-ITEM");
}

async fn an_item_with_a_version_to_come_is_repealed_before_it(app: App) {
    let item = app.new_item("將修訂", vec![app.staff().await.me().await.standing.unit]).await;
    let later = app.today() + Duration::days(30);
    let planned = revise(&app, &item, |draft| draft.in_force_from = Some(later)).await;
    let closed = app.repeal(&planned, app.today() + Duration::days(3)).await;
    assert_eq!(closed.repeal.as_ref().map(|repeal| repeal.on), Some(app.today() + Duration::days(3)));
}

async fn only_the_manager_keeps_the_inventory(app: App) {
    let item = app.new_item("測試業務", vec![app.staff().await.me().await.standing.unit]).await;
    let repeal = ItemAction::Repeal(Repeal { on: app.today(), reason: "測試".into() });
    for person in [app.staff().await, app.supervisor().await] {
        let answer = person
            .post(&format!("/items/{}/actions", item.id))
            .if_match(item.revision)
            .json(&repeal)
            .send()
            .await;
        assert!([403, 422].contains(&answer.status.as_u16()), "{answer:?}");
    }
    let read: ItemView = app.manager().await.get(&format!("/items/{}", item.id)).send().await.ok();
    assert!(read.repeal.is_none());
}

async fn lists_tell_what_is_in_force_on_a_day(app: App) {
    let unit = app.staff().await.me().await.standing.unit;
    let item = app.new_item("短命業務", vec![unit]).await;
    app.repeal(&item, app.today() + Duration::days(5)).await;
    let has = async |filter: String| {
        let items: Vec<ItemView> = app.staff().await.all(&format!("/items?{filter}"), 50).await;
        items.iter().any(|listed| listed.id == item.id)
    };
    let day = |days| app.today() + Duration::days(days);
    assert!(has(format!("in_force_on={}", day(4))).await);
    assert!(!has(format!("in_force_on={}", day(5))).await);
    assert!(has(format!("unit={unit}&in_force_on={}", day(0))).await);
    let elsewhere = app.supervisor_elsewhere().await.me().await.standing.unit;
    assert!(!has(format!("unit={elsewhere}")).await);
}

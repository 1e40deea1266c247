//! 業務項目清冊: what may be asked for; every version stays readable.

use acceptance::{App, on_both};
use chrono::Duration;
use shared::{
    api::v1::{ItemVersion, ItemView, NewItem},
    id::ItemId,
    inventory::{Basis, BasisKind, ItemAction, Repeal},
};
use uuid::Uuid;

on_both!(
    the_first_item_is_the_regulations_own,
    a_revised_item_keeps_its_earlier_versions,
    a_policy_without_its_plan_is_refused,
    a_repealed_item_is_not_revised,
    only_the_manager_keeps_the_inventory,
    lists_tell_what_is_in_force_on_a_day,
);

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
    draft.bases =
        vec![Basis { kind: BasisKind::Policy, name: "某重大政策".into(), plan: String::new() }];
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

//! 帳號: kept by the manager; what a person may do follows from theirs on each request.

use acceptance::{App, Database, on_both};
use chrono::Duration;
use shared::{
    account::AccountDraft,
    api::v1::{AccountView, ItemView, NewAccount},
    id::PersonId,
    inventory::{DataItem, ItemAction},
};
use uuid::Uuid;

on_both!(
    the_manager_opens_and_ends_an_account,
    only_the_manager_sees_the_register_of_accounts,
    an_account_without_a_card_is_refused,
    an_ended_account_can_do_nothing_from_the_next_request_on,
    a_data_item_that_is_not_granted_is_refused,
    items_are_not_changed_past_the_form,
    one_card_is_one_person_s_and_one_person_has_one_account,
    of_two_requests_at_once_one_gets_the_card,
    a_person_and_their_head_read_the_account_and_nobody_else,
    a_change_that_was_only_judged_is_forgotten,
);

async fn draft(app: &App) -> AccountDraft {
    AccountDraft {
        name: "測試員".into(),
        title: "科員".into(),
        unit: app.staff().await.me().await.standing.unit.to_string(),
        egov_account: "test.person".into(),
        card_number: "AB12345678901234".into(),
        active_from: Some(app.today()),
        ..AccountDraft::default()
    }
}

async fn the_manager_opens_and_ends_an_account(app: App) {
    let manager = app.manager().await;
    let new = NewAccount { id: PersonId(Uuid::now_v7()), draft: draft(&app).await };
    let opened: AccountView = manager.post("/accounts").json(&new).send().await.ok();
    assert!(opened.is_active);
    let ended = AccountDraft { active_until: Some(app.today()), ..opened.draft };
    let path = format!("/accounts/{}", opened.id);
    let ended: AccountView = manager.put(&path).if_match(opened.revision).json(&ended).send().await.ok();
    assert!(ended.is_active, "the last day still counts");
    app.advance(Duration::days(1));
    let read: AccountView = app.manager().await.get(&path).send().await.ok();
    assert!(!read.is_active);
}

async fn only_the_manager_sees_the_register_of_accounts(app: App) {
    let staff = app.staff().await;
    let answer = staff.get("/accounts").send().await;
    assert!([403, 404].contains(&answer.status.as_u16()), "{answer:?}");
    let new = NewAccount { id: PersonId(Uuid::now_v7()), draft: draft(&app).await };
    let answer = staff.post("/accounts").json(&new).send().await;
    assert!([403, 422].contains(&answer.status.as_u16()), "{answer:?}");
    let all: Vec<AccountView> = app.manager().await.all("/accounts", 100).await;
    assert!(all.iter().filter(|account| account.draft.is_manager).count() == 1, "exactly one manager");
    assert!(all.iter().all(|account| account.id != new.id));
}

async fn an_account_without_a_card_is_refused(app: App) {
    let mut draft = draft(&app).await;
    draft.card_number = String::new();
    let new = NewAccount { id: PersonId(Uuid::now_v7()), draft };
    app.manager().await.post("/accounts").json(&new).send().await.refused_by("P04-1-CARD-MISSING");
}

async fn an_ended_account_can_do_nothing_from_the_next_request_on(app: App) {
    let staff = app.staff().await;
    let me = staff.me().await.standing.person;
    let saved = staff.draft(&app.form().await).await;
    app.change_account(me, |account| account.active_until = Some(app.today() - Duration::days(1))).await;
    let answer = staff.try_submit(&saved).await;
    assert!([401, 403, 422].contains(&answer.status.as_u16()), "{answer:?}");
    let again = app.stranger().try_sign_in(me).await;
    assert!(again.status.is_client_error(), "an ended account does not sign in: {again:?}");
}

async fn a_data_item_that_is_not_granted_is_refused(app: App) {
    let staff = app.staff().await;
    let mut form = app.form().await;
    let item = app.item(&form.item).await;
    let mut draft = item.draft.clone();
    draft
        .data_items
        .push(DataItem { code: "A99".into(), name: "投保狀態".into(), name_en: "status".into() });
    let path = format!("/items/{}/actions", item.id);
    let revise = ItemAction::Revise { draft };
    app.manager().await.post(&path).if_match(item.revision).json(&revise).send().await.ok::<ItemView>();
    form.data_items.push("A99".into());
    let draft = staff.draft(&form).await;
    staff.try_submit(&draft).await.refused_by("P04-5-DATA-ITEM-NOT-GRANTED");
}

async fn items_are_not_changed_past_the_form(app: App) {
    let (manager, path) = (app.manager().await, format!("/accounts/{}", app.cast().staff));
    let account: AccountView = manager.get(&path).send().await.ok();
    let put =
        async |draft: &AccountDraft| manager.put(&path).if_match(account.revision).json(draft).send().await;
    let none = AccountDraft { grants: Vec::new(), ..account.draft.clone() };
    put(&none).await.refused_by("P04-5-GRANTS-BY-APPLICATION");
    let longer = AccountDraft { granted_until: Some(app.today()), ..account.draft.clone() };
    put(&longer).await.refused_by("P04-5-GRANTS-BY-APPLICATION");
    let new = NewAccount { id: PersonId(Uuid::now_v7()), draft: draft(&app).await };
    let with_items = AccountDraft { grants: account.draft.grants.clone(), ..new.draft.clone() };
    let answer = manager.post("/accounts").json(&NewAccount { draft: with_items, ..new }).send().await;
    answer.refused_by("P04-5-GRANTS-BY-APPLICATION");
    let contact = AccountDraft { extension: "2999".into(), ..account.draft.clone() };
    put(&contact).await.ok::<AccountView>();
}

async fn one_card_is_one_person_s_and_one_person_has_one_account(app: App) {
    let manager = app.manager().await;
    let open = async |draft: AccountDraft| {
        let new = NewAccount { id: PersonId(Uuid::now_v7()), draft };
        manager.post("/accounts").json(&new).send().await
    };
    let first = draft(&app).await;
    let opened: AccountView = open(first.clone()).await.ok();
    let other = AccountDraft { name: "另一人".into(), egov_account: "another".into(), ..first.clone() };
    open(other.clone()).await.refused_by("P04-7-CARD-TAKEN");
    let again = AccountDraft { card_number: "AB12345678905555".into(), ..first.clone() };
    open(again.clone()).await.refused_by("P04-5-ACCOUNT-TWICE");
    let third = AccountDraft { card_number: "AB12345678906666".into(), ..other };
    let third: AccountView = open(third).await.ok();
    let theirs = AccountDraft { card_number: first.card_number.clone(), ..third.draft };
    let path = format!("/accounts/{}", third.id);
    let answer = manager.put(&path).if_match(third.revision).json(&theirs).send().await;
    answer.refused_by("P04-7-CARD-TAKEN");
    let ended = AccountDraft { active_until: Some(app.today()), ..opened.draft };
    let path = format!("/accounts/{}", opened.id);
    manager.put(&path).if_match(opened.revision).json(&ended).send().await.ok::<AccountView>();
    app.advance(Duration::days(1));
    let new = NewAccount { id: PersonId(Uuid::now_v7()), draft: again };
    app.manager().await.post("/accounts").json(&new).send().await.ok::<AccountView>();
}

async fn of_two_requests_at_once_one_gets_the_card(app: App) {
    let manager = app.manager().await;
    // A second server on the same records, where the database takes one.
    let beside = match app.database() {
        Database::Postgres => {
            let stranger = app.beside(true).await.expect("a second server");
            stranger.sign_in(app.cast().manager).await
        }
        Database::Sqlite => manager.clone(),
    };
    for round in 0..8 {
        let card_number = format!("AB{:014}", 500 + round);
        let new = async |who: &str| {
            let draft = AccountDraft {
                name: who.into(),
                egov_account: format!("{who}.{round}"),
                card_number: card_number.clone(),
                ..draft(&app).await
            };
            NewAccount { id: PersonId(Uuid::now_v7()), draft }
        };
        let (one, two) = (new("甲").await, new("乙").await);
        let (one, two) = tokio::join!(
            manager.post("/accounts").json(&one).send(),
            beside.post("/accounts").json(&two).send()
        );
        let taken = [&one, &two].iter().filter(|answer| answer.status.is_success()).count();
        assert_eq!(taken, 1, "{one:?} {two:?}");
        let refused = if one.status.is_success() { two } else { one };
        refused.refused_by("P04-7-CARD-TAKEN");
    }
}

async fn a_person_and_their_head_read_the_account_and_nobody_else(app: App) {
    let path = format!("/accounts/{}", app.cast().staff);
    for reader in [app.staff().await, app.supervisor().await, app.manager().await] {
        reader.get(&path).send().await.ok::<AccountView>();
    }
    app.supervisor_elsewhere().await.get(&path).send().await.problem(404);
}

async fn a_change_that_was_only_judged_is_forgotten(app: App) {
    let (manager, staff) = (app.manager().await, app.cast().staff);
    let path = format!("/accounts/{staff}");
    let before: AccountView = manager.get(&path).send().await.ok();
    let judged =
        AccountDraft { title: "局長".into(), active_until: Some(app.today()), ..before.draft.clone() };
    manager.put(&path).if_match(before.revision).json(&judged).dry_run().send().await.ok::<AccountView>();
    // Another change takes the version number that the judged one would have had.
    app.change_account(app.cast().deputy, |account| account.title = "專員".into()).await;
    let after: AccountView = manager.get(&path).send().await.ok();
    assert_eq!(after, before);
    assert_eq!(app.staff().await.me().await.title, before.draft.title);
}

//! 帳號: kept by the manager; what a person may do follows from theirs on each request.

use acceptance::{App, on_both};
use chrono::Duration;
use shared::{
    account::AccountDraft,
    api::v1::{AccountView, NewAccount},
    id::PersonId,
};
use uuid::Uuid;

on_both!(
    the_manager_opens_and_ends_an_account,
    only_the_manager_sees_the_register_of_accounts,
    an_account_without_a_card_is_refused,
    an_ended_account_can_do_nothing_from_the_next_request_on,
    a_data_item_that_is_not_granted_is_refused,
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
    let form = app.form().await;
    let me = staff.me().await.standing.person;
    app.change_account(me, |account| account.grants.iter_mut().for_each(|grant| grant.data_items.clear()))
        .await;
    let draft = staff.draft(&form).await;
    staff.try_submit(&draft).await.refused_by("P04-5-DATA-ITEM-NOT-GRANTED");
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

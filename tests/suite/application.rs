//! 附表三: approved by one's own supervisor, granted by the manager, set; nobody does any of it for themselves.

use acceptance::{App, Client, on_both};
use chrono::Duration;
use shared::{
    account::{
        ApplicationDraft,
        application::{ApplicationAction as Act, ApplicationKind, ApplicationStatus},
    },
    api::v1::{AccountView, ApplicationRow, ApplicationView, DutyView},
    id::{ItemId, PersonId},
    paper::Sheet,
};

on_both!(
    an_application_is_approved_granted_and_set_each_with_date_and_name,
    a_new_colleague_gets_an_account_by_their_head_s_application,
    nobody_approves_or_grants_for_themselves,
    a_head_of_another_unit_sees_and_decides_nothing,
    an_application_is_sent_back_mended_and_filed_again,
    a_revocation_closes_the_account_before_its_day,
    a_permission_for_a_time_ends_by_itself_and_is_called_out_before,
    what_went_since_the_form_was_filed_stops_it,
    of_two_applications_for_one_new_colleague_one_is_set,
    a_withdrawn_application_leaves_no_duty,
    the_form_is_printed_with_the_names_of_those_who_decided,
);

fn approve() -> Act {
    Act::Approve { note: String::new() }
}

fn grant() -> Act {
    Act::Grant { note: String::new() }
}

/// A new colleague in the staff member's unit.
async fn colleague(app: &App) -> ApplicationDraft {
    let unit = app.staff().await.me().await.standing.unit;
    ApplicationDraft {
        kind: ApplicationKind::Add,
        name: "新同仁".into(),
        title: "科員".into(),
        unit: unit.to_string(),
        extension: "2150".into(),
        email: "new@example.gov.tw".into(),
        id_last4: "4321".into(),
        egov_account: "new.colleague".into(),
        card_number: "AB00000000004321".into(),
        grants: vec![app.cast().grant.clone()],
        basis: "承辦身心障礙者保險費補助。".into(),
        effective_on: Some(app.today()),
        is_confidential: true,
        ..ApplicationDraft::default()
    }
}

/// Duties of a kind that the staff member's unit owes.
async fn duties(app: &App, client: &Client, kind: &str) -> Vec<DutyView> {
    let unit = app.person(app.cast().staff).await.unit_name;
    let all: Vec<DutyView> = client.all(&format!("/duties?kind={kind}"), 100).await;
    all.into_iter().filter(|view| view.unit_name == unit).collect()
}

async fn an_application_is_approved_granted_and_set_each_with_date_and_name(app: App) {
    let item = app.new_item("新業務", vec![app.staff().await.me().await.standing.unit]).await;
    let grants = vec![
        app.cast().grant.clone(),
        shared::account::Grant { item: item.id, data_items: vec!["A".into()] },
    ];
    let filed = app.apply(app.cast().staff, |form| form.grants = grants.clone()).await;
    assert_eq!(filed.form_number, "附表三");
    assert_eq!(filed.application.held, vec![app.cast().grant.clone()]);
    assert_eq!(duties(&app, &app.supervisor().await, "approve_permission").await.len(), 1);
    let (head, manager) = (app.supervisor().await, app.manager().await);
    let seen: ApplicationView =
        head.get(&format!("/applications/{}", filed.application.id)).send().await.ok();
    assert!(
        seen.may.contains(&"approve".to_owned()) && !seen.may.contains(&"grant".to_owned()),
        "{:?}",
        seen.may
    );
    let waiting: Vec<ApplicationRow> = head.all("/applications?to_approve=true", 100).await;
    assert_eq!(waiting.len(), 1);
    let approved: ApplicationView = head.decide(&filed, &approve()).await.ok();
    manager.decide(&approved, &Act::Set).await.refused_by("P04-5-WRONG-STATE");
    assert_eq!(duties(&app, &manager, "grant_permission").await.len(), 1);
    app.advance(Duration::minutes(5));
    let granted: ApplicationView = app.manager().await.decide(&approved, &grant()).await.ok();
    assert_eq!(duties(&app, &app.manager().await, "set_permission").await.len(), 1);
    let before: AccountView = manager.get(&format!("/accounts/{}", app.cast().staff)).send().await.ok();
    assert_eq!(before.draft.grants.len(), 1, "nothing is set by a grant alone");
    let set: ApplicationView = app.manager().await.decide(&granted, &Act::Set).await.ok();
    let ApplicationStatus::Set { approval, grant, set: done } = &set.application.status else {
        panic!("{:?}", set.application.status)
    };
    let manager_name = &app.manager().await.me().await.standing.name;
    assert_eq!(&approval.by_name, &head.me().await.standing.name);
    assert_eq!((&grant.by_name, &done.by_name), (manager_name, manager_name));
    assert_eq!(grant.at, app.now());
    assert!(set.keep_through.is_some());
    let after: AccountView = manager.get(&format!("/accounts/{}", app.cast().staff)).send().await.ok();
    assert_eq!(after.draft.grants, grants);
    assert_eq!(after.draft.granted_by, Some(set.application.id));
    assert_eq!(after.draft.certificate, before.draft.certificate, "the card stays registered");
    assert!(app.staff().await.me().await.standing.grant(item.id).is_some());
    assert_eq!(app.verify().await, Vec::<String>::new());
}

async fn a_new_colleague_gets_an_account_by_their_head_s_application(app: App) {
    let form = colleague(&app).await;
    app.staff().await.file(&form).await.refused_by("P04-5-NOT-YOURS-TO-FILE");
    let filed: ApplicationView = app.supervisor().await.file(&form).await.ok();
    let path = format!("/accounts/{}", filed.application.person);
    app.manager().await.get(&path).send().await.problem(404);
    let set = app.settle_application(filed).await;
    let account: AccountView = app.manager().await.get(&path).send().await.ok();
    assert_eq!(account.draft.name, "新同仁");
    assert_eq!(account.draft.extension, "2150");
    assert!(account.is_active && account.draft.certificate.is_empty(), "the card is registered next");
    assert_eq!(account.draft.grants, set.application.form.grants);
    let again = app.supervisor().await.file(&form).await;
    again.refused_by("P04-5-ACCOUNT-TWICE");
}

async fn nobody_approves_or_grants_for_themselves(app: App) {
    let head = app.cast().supervisor;
    let filed = app.apply(head, |form| form.reason = "職務調整".into()).await;
    assert_ne!(filed.application.approving_unit, filed.application.unit, "a head's own form goes one up");
    app.be(head).await.decide(&filed, &approve()).await.refused_by("P04-5-OWN-APPLICATION");
    let manager = app.cast().manager;
    let own = app
        .apply(manager, |form| {
            form.kind = ApplicationKind::Add;
            form.grants = vec![app.cast().grant.clone()];
        })
        .await;
    let boss = app.be(own.deciders[0].person).await;
    let approved: ApplicationView = boss.decide(&own, &approve()).await.ok();
    app.manager().await.decide(&approved, &grant()).await.refused_by("P04-5-OWN-GRANT");
}

async fn a_head_of_another_unit_sees_and_decides_nothing(app: App) {
    let filed = app.apply(app.cast().staff, |form| form.reason = "業務調整".into()).await;
    let elsewhere = app.supervisor_elsewhere().await;
    elsewhere.get(&format!("/applications/{}", filed.application.id)).send().await.problem(404);
    elsewhere.decide(&filed, &approve()).await.problem(404);
    let rows: Vec<ApplicationRow> = elsewhere.all("/applications", 100).await;
    assert!(rows.iter().all(|row| row.id != filed.application.id));
    app.staff().await.decide(&filed, &approve()).await.refused_by("P04-5-OWN-APPLICATION");
    let manager = app.manager().await;
    manager.decide(&filed, &approve()).await.refused_by("P04-5-NOT-THE-SUPERVISOR");
    let stale = app.supervisor().await;
    let again = stale.decide(&filed, &Act::SendBack { note: "請補充".into() }).await;
    again.ok::<ApplicationView>();
    stale.decide(&filed, &approve()).await.problem(412);
}

async fn an_application_is_sent_back_mended_and_filed_again(app: App) {
    let filed = app.apply(app.cast().staff, |form| form.basis = "業務需要".into()).await;
    let head = app.supervisor().await;
    head.decide(&filed, &Act::SendBack { note: " ".into() }).await.refused_by("P04-5-NOTE-MISSING");
    let back: ApplicationView =
        head.decide(&filed, &Act::SendBack { note: "請寫明法令依據".into() }).await.ok();
    let staff = app.staff().await;
    assert_eq!(duties(&app, &staff, "mend_permission").await.len(), 1);
    let read: ApplicationView =
        staff.get(&format!("/applications/{}", filed.application.id)).send().await.ok();
    assert!(read.may.contains(&"resubmit".to_owned()));
    let mut draft = back.application.form.clone();
    draft.basis = "依身心障礙者權益保障法第73條。".into();
    let again: ApplicationView = staff.decide(&back, &Act::Resubmit { draft: Box::new(draft) }).await.ok();
    assert_eq!(again.application.status, ApplicationStatus::Submitted);
    assert!(duties(&app, &staff, "mend_permission").await.is_empty());
    app.settle_application(again).await;
}

async fn a_revocation_closes_the_account_before_its_day(app: App) {
    let staff = app.cast().staff;
    let day = app.today() + Duration::days(7);
    let filed = app
        .apply(staff, |form| {
            form.kind = ApplicationKind::Revoke;
            form.reason = "離職".into();
            form.effective_on = Some(day);
        })
        .await;
    let due: Vec<DutyView> = duties(&app, &app.supervisor().await, "approve_permission").await;
    assert_eq!(due[0].duty.due, Some(day));
    app.settle_application(filed).await;
    let path = format!("/accounts/{staff}");
    let account: AccountView = app.manager().await.get(&path).send().await.ok();
    assert!(account.is_active);
    assert_eq!(account.draft.active_until, Some(day - Duration::days(1)));
    app.advance(Duration::days(7));
    assert!(app.stranger().try_sign_in(staff).await.status.is_client_error());
}

async fn a_permission_for_a_time_ends_by_itself_and_is_called_out_before(app: App) {
    let last = app.today() + Duration::days(40);
    let filed = app.apply(app.cast().staff, |form| form.expires_on = Some(last)).await;
    app.settle_application(filed).await;
    let renew = duties(&app, &app.staff().await, "renew_permission").await;
    assert_eq!((renew[0].duty.from, renew[0].duty.due), (last - Duration::days(30), Some(last)));
    app.advance(Duration::days(40));
    assert_eq!(app.staff().await.me().await.standing.grants.len(), 1, "the last day counts");
    let draft = app.staff().await.draft(&app.form().await).await;
    app.advance(Duration::days(1));
    let staff = app.staff().await;
    assert!(staff.me().await.standing.grants.is_empty());
    staff.try_submit(&draft).await.refused_by("P04-5-ITEM-NOT-GRANTED");
    let longer = app.apply(app.cast().staff, |form| form.expires_on = None).await;
    app.settle_application(longer).await;
    assert!(duties(&app, &app.staff().await, "renew_permission").await.is_empty(), "another took its place");
    assert_eq!(app.staff().await.me().await.standing.grants.len(), 1);
}

async fn what_went_since_the_form_was_filed_stops_it(app: App) {
    let item = app.new_item("將廢止之業務", vec![app.staff().await.me().await.standing.unit]).await;
    let held = shared::account::Grant { item: item.id, data_items: vec!["A".into()] };
    let filed = app.apply(app.cast().staff, |form| form.grants.push(held)).await;
    let approved: ApplicationView = app.supervisor().await.decide(&filed, &approve()).await.ok();
    app.repeal(&item, app.today()).await;
    app.manager().await.decide(&approved, &grant()).await.refused_by("P04-5-ITEM-NOT-IN-FORCE");
    let mut form = app.application(app.cast().staff).await;
    form.grants =
        vec![shared::account::Grant { item: ItemId(uuid::Uuid::now_v7()), data_items: vec!["A".into()] }];
    app.staff().await.file(&form).await.refused_by("P04-5-ITEM-UNKNOWN");
}

async fn of_two_applications_for_one_new_colleague_one_is_set(app: App) {
    let form = colleague(&app).await;
    let head = app.supervisor().await;
    let mut granted = Vec::new();
    for _ in 0..2 {
        let filed: ApplicationView = head.file(&form).await.ok();
        let approved: ApplicationView = head.decide(&filed, &approve()).await.ok();
        granted.push(app.manager().await.decide(&approved, &grant()).await.ok::<ApplicationView>());
    }
    let manager = app.manager().await;
    let (one, two) =
        tokio::join!(manager.decide(&granted[0], &Act::Set), manager.decide(&granted[1], &Act::Set));
    let refused = if one.status.is_success() { two } else { one };
    refused.refused_by("P04-5-ACCOUNT-TWICE");
    let all: Vec<AccountView> = manager.all("/accounts", 500).await;
    assert_eq!(all.iter().filter(|account| account.draft.egov_account == form.egov_account).count(), 1);
}

async fn a_withdrawn_application_leaves_no_duty(app: App) {
    let filed = app.apply(app.cast().staff, |form| form.reason = "業務調整".into()).await;
    let someone = app.be(app.cast().deputy).await;
    someone.decide(&filed, &Act::Withdraw { note: String::new() }).await.problem(404);
    let withdrawn: ApplicationView =
        app.staff().await.decide(&filed, &Act::Withdraw { note: "不需要了".into() }).await.ok();
    assert_eq!(withdrawn.application.status.name(), "withdrawn");
    assert!(withdrawn.may.is_empty());
    assert!(duties(&app, &app.supervisor().await, "approve_permission").await.is_empty());
    let judged = app.staff().await;
    let new = serde_json::json!({"id": PersonId(uuid::Uuid::now_v7()), "draft": app.application(app.cast().staff).await});
    judged.post("/applications").json(&new).dry_run().send().await.ok::<ApplicationView>();
    let rows: Vec<ApplicationRow> = judged.all("/applications?mine=true", 100).await;
    assert!(rows.iter().all(|row| row.status != "submitted"), "what was only judged is not there");
}

async fn the_form_is_printed_with_the_names_of_those_who_decided(app: App) {
    let filed = app.apply(app.cast().staff, |form| form.reason = "業務調整".into()).await;
    let set = app.settle_application(filed).await;
    let path = format!("/applications/{}/paper?format=json", set.application.id);
    let sheet: Sheet = app.staff().await.get(&path).send().await.ok();
    assert_eq!(sheet.form_number, "附表三");
    assert!(sheet.signatures.iter().all(|signature| !signature.name.is_empty() && !signature.at.is_empty()));
    app.supervisor_elsewhere().await.get(&path).send().await.problem(404);
    let path = format!("/applications/{}/paper", set.application.id);
    let pdf = app.supervisor().await.get(&path).send().await;
    assert!(pdf.status.is_success() && pdf.body.starts_with(b"%PDF"), "{:?}", pdf.status);
    let odt = app.manager().await.get(&format!("{path}?format=odt")).send().await;
    assert!(odt.status.is_success() && odt.body.starts_with(b"PK"));
}

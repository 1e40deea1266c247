//! 職務異動預告: announced ahead, due on or before the day, late from the day after; nothing is closed in silence.

use acceptance::{App, Client, on_both};
use chrono::{Duration, NaiveDate};
use shared::{
    account::{
        AccountDraft, JobChangeDraft,
        job_change::{JobChangeAction, JobChangeKind, JobChangeStatus},
    },
    api::v1::{AccountView, DutyView, ImportResult, ImportRow, JobChangeView, NewJobChange},
    id::JobChangeId,
};
use uuid::Uuid;

on_both!(
    a_leaver_announced_ahead_is_due_on_the_day_and_late_the_day_after,
    a_transfer_is_settled_by_an_application_set_for_the_new_unit,
    only_the_head_and_the_manager_announce,
    a_mistaken_announcement_is_withdrawn_with_a_reason,
    the_personnel_office_s_file_is_taken_row_by_row,
    the_same_file_announces_nothing_twice,
);

async fn announce(client: &Client, draft: &JobChangeDraft) -> acceptance::Answer {
    let new = NewJobChange { id: JobChangeId(Uuid::now_v7()), draft: draft.clone() };
    client.post("/job-changes").json(&new).send().await
}

fn leaves(app: &App, on: NaiveDate) -> JobChangeDraft {
    JobChangeDraft {
        person: Some(app.cast().staff),
        kind: JobChangeKind::Departure,
        to_unit: None,
        effective_on: Some(on),
        document_number: "府人任字第1150012345號".into(),
    }
}

/// Duties of a kind that the staff member's unit owes.
async fn duties(app: &App, client: &Client, kind: &str) -> Vec<DutyView> {
    let unit = app.person(app.cast().staff).await.unit_name;
    let all: Vec<DutyView> = client.all(&format!("/duties?kind={kind}"), 100).await;
    all.into_iter().filter(|view| view.unit_name == unit).collect()
}

/// The staff member's job changes that are announced.
async fn announced(app: &App) -> Vec<JobChangeView> {
    let all: Vec<JobChangeView> = app.manager().await.all("/job-changes?status=announced", 100).await;
    all.into_iter().filter(|view| view.change.person == app.cast().staff).collect()
}

async fn a_leaver_announced_ahead_is_due_on_the_day_and_late_the_day_after(app: App) {
    let day = app.today() + Duration::days(3);
    let change: JobChangeView = announce(&app.supervisor().await, &leaves(&app, day)).await.ok();
    assert!(change.is_account_open && !change.is_late);
    let theirs = duties(&app, &app.staff().await, "change_account_before").await;
    assert_eq!(theirs[0].duty.due, Some(day - Duration::days(1)));
    let adjust = duties(&app, &app.manager().await, "adjust_account").await;
    assert_eq!((adjust[0].duty.due, adjust[0].is_late), (Some(day), false));
    app.advance(Duration::days(3));
    assert!(
        !duties(&app, &app.manager().await, "adjust_account").await[0].is_late,
        "the day itself is in time"
    );
    app.advance(Duration::days(1));
    assert!(duties(&app, &app.manager().await, "adjust_account").await[0].is_late);
    // Nobody closed it, so it is open and shown red: nothing is revoked in silence.
    assert!(app.staff().await.me().await.standing.is_active);
    let path = format!("/accounts/{}", app.cast().staff);
    let manager = app.manager().await;
    let account: AccountView = manager.get(&path).send().await.ok();
    let stopped = AccountDraft { active_until: Some(app.today()), ..account.draft };
    manager.put(&path).if_match(account.revision).json(&stopped).send().await.ok::<AccountView>();
    assert!(duties(&app, &manager, "adjust_account").await.is_empty());
    let read: JobChangeView = manager.get(&format!("/job-changes/{}", change.change.id)).send().await.ok();
    assert!(read.is_late, "that it was late stays on record");
    assert!(matches!(read.change.status, JobChangeStatus::Settled { application: None, is_late: true, .. }));
    assert_eq!(app.verify().await, Vec::<String>::new());
}

async fn a_transfer_is_settled_by_an_application_set_for_the_new_unit(app: App) {
    let to = app.supervisor_elsewhere().await.me().await.standing.heads[0];
    let day = app.today() + Duration::days(5);
    let draft = JobChangeDraft { kind: JobChangeKind::Transfer, to_unit: Some(to), ..leaves(&app, day) };
    let change: JobChangeView = announce(&app.manager().await, &draft).await.ok();
    let item = app.new_item("新單位之業務", vec![to]).await;
    let grants = vec![shared::account::Grant { item: item.id, data_items: vec!["A".into()] }];
    let filed = app
        .apply(app.cast().staff, |form| {
            form.unit = to.to_string();
            form.grants = grants.clone();
            form.reason = "調職".into();
            form.effective_on = Some(day);
        })
        .await;
    let path = format!("/job-changes/{}", change.change.id);
    let read: JobChangeView = app.manager().await.get(&path).send().await.ok();
    assert_eq!(read.change.status.name(), "filed");
    assert!(
        duties(&app, &app.staff().await, "change_account_before").await.is_empty(),
        "they have done their part"
    );
    assert_eq!(duties(&app, &app.manager().await, "adjust_account").await.len(), 1);
    app.settle_application(filed.clone()).await;
    let read: JobChangeView = app.manager().await.get(&path).send().await.ok();
    assert_eq!(read.change.status.name(), "settled");
    assert!(!read.is_late);
    let account: AccountView =
        app.manager().await.get(&format!("/accounts/{}", app.cast().staff)).send().await.ok();
    assert_eq!((account.draft.unit, account.draft.grants), (to.to_string(), grants));
}

async fn only_the_head_and_the_manager_announce(app: App) {
    let draft = leaves(&app, app.today() + Duration::days(3));
    announce(&app.staff().await, &draft).await.refused_by("P04-6-NOT-YOURS-TO-ANNOUNCE");
    announce(&app.supervisor_elsewhere().await, &draft).await.refused_by("P04-6-NOT-YOURS-TO-ANNOUNCE");
    let change: JobChangeView = announce(&app.manager().await, &draft).await.ok();
    announce(&app.supervisor().await, &draft).await.refused_by("P04-6-ANNOUNCED-TWICE");
    let path = format!("/job-changes/{}", change.change.id);
    app.staff().await.get(&path).send().await.ok::<JobChangeView>();
    app.supervisor_elsewhere().await.get(&path).send().await.problem(404);
    let there: Vec<JobChangeView> = app.supervisor_elsewhere().await.all("/job-changes", 100).await;
    assert!(there.iter().all(|one| one.change.id != change.change.id));
}

async fn a_mistaken_announcement_is_withdrawn_with_a_reason(app: App) {
    let head = app.supervisor().await;
    let change: JobChangeView = announce(&head, &leaves(&app, app.today() + Duration::days(3))).await.ok();
    let path = format!("/job-changes/{}/actions", change.change.id);
    let act = async |client: &Client, revision: i64, note: &str| {
        let action = JobChangeAction::Withdraw { note: note.into() };
        client.post(&path).if_match(revision).json(&action).send().await
    };
    act(&head, 1, "").await.refused_by("P04-6-NOTE-MISSING");
    act(&app.staff().await, 1, "不離職").await.refused_by("P04-6-NOT-YOURS-TO-ANNOUNCE");
    act(&app.supervisor_elsewhere().await, 1, "不離職").await.problem(404);
    let withdrawn: JobChangeView = act(&head, 1, "派令取消").await.ok();
    assert_eq!(withdrawn.change.status.name(), "withdrawn");
    act(&head, 2, "再撤").await.refused_by("P04-6-WRONG-STATE");
    assert!(duties(&app, &app.manager().await, "adjust_account").await.is_empty());
}

async fn file(app: &App) -> String {
    let name = app.staff().await.me().await.standing.name;
    let account: AccountView =
        app.manager().await.get(&format!("/accounts/{}", app.cast().staff)).send().await.ok();
    let last4 = account.draft.id_last4;
    format!(
        "姓名,末四碼,異動類別,新單位,異動日,文號\n\
         {name},{last4},離職,,115/4/1,府人任字第1150000001號\n\
         沒有帳號的人,0000,離職,,115/4/1,府人任字第1150000002號\n\
         {name},{last4},升官,,115/4/1,府人任字第1150000003號\n"
    )
}

async fn the_personnel_office_s_file_is_taken_row_by_row(app: App) {
    let manager = app.manager().await;
    let file = file(&app).await;
    let judged: Vec<ImportRow> =
        manager.post("/job-changes/import").bytes("text/csv", file.clone()).dry_run().send().await.ok();
    assert_eq!(judged[0].result, ImportResult::Created);
    assert!(announced(&app).await.is_empty());
    let rows: Vec<ImportRow> = manager.post("/job-changes/import").bytes("text/csv", file).send().await.ok();
    assert_eq!(rows.iter().map(|row| row.line).collect::<Vec<_>>(), [2, 3, 4]);
    assert_eq!(rows[0].result, ImportResult::Created);
    assert_eq!(rows[1].result, ImportResult::Refused);
    assert!(rows[1].report.has("P04-6-PERSON-UNKNOWN"), "{:?}", rows[1]);
    assert_eq!(rows[2].result, ImportResult::Refused);
    let made = announced(&app).await;
    assert_eq!(made.len(), 1);
    assert_eq!(made[0].change.effective_on.to_string(), "2026-04-01");
    let staff = app.staff().await;
    let answer = staff.post("/job-changes/import").bytes("text/csv", file_of_one(&app).await).send().await;
    let theirs: Vec<ImportRow> = answer.ok();
    assert!(theirs[0].report.has("P04-6-NOT-YOURS-TO-ANNOUNCE"), "{theirs:?}");
}

async fn file_of_one(app: &App) -> String {
    let name = app.be(app.cast().deputy).await.me().await.standing.name;
    let account: AccountView =
        app.manager().await.get(&format!("/accounts/{}", app.cast().deputy)).send().await.ok();
    let egov = account.draft.egov_account;
    format!(
        "name,egov_account,kind,effective_on,document_number\n{name},{egov},leave,2026-04-01,府人任字第1150000009號\n"
    )
}

async fn the_same_file_announces_nothing_twice(app: App) {
    let (manager, file) = (app.manager().await, file(&app).await);
    let send = async || -> Vec<ImportRow> {
        manager.post("/job-changes/import").bytes("text/csv", file.clone()).send().await.ok()
    };
    assert_eq!(send().await[0].result, ImportResult::Created);
    assert_eq!(send().await[0].result, ImportResult::Skipped);
    assert_eq!(announced(&app).await.len(), 1);
}

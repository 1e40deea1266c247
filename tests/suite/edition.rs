//! 規定版本: which text judges is data with a day; what it would change is computed before the day.

use acceptance::{App, Database, Options, on_both};
use chrono::{Duration, NaiveDate};
use serde_json::json;
use shared::{
    EditionId,
    api::v1::{EditionDayView, EditionsView, InquiryView, JournalRow},
    edition::EditionAction,
};
use uuid::Uuid;

on_both!(
    the_manager_prepares_a_day_tries_it_and_puts_it_in_force,
    a_day_that_is_past_or_without_its_document_is_refused,
    only_the_manager_sees_and_sets_editions,
    a_prepared_day_that_is_withdrawn_decides_nothing,
);

/// The same county before the amendment, on the same kind of database.
async fn before_the_amendment(app: App) -> App {
    let database = if app.url().starts_with("postgres") { Database::Postgres } else { Database::Sqlite };
    App::start_with(database, Options { amended_from: None, ..Options::default() }).await
}

fn day(app: &App, days: i64) -> NaiveDate {
    app.today() + Duration::days(days)
}

async fn prepared(app: &App, from: NaiveDate) -> EditionDayView {
    let new = json!({"id": Uuid::now_v7(), "draft": {"amended_from": from, "document_number": "府社障字第1150000001號", "remark": ""}});
    app.manager().await.post("/editions").json(&new).send().await.ok()
}

async fn act(app: &App, day: &EditionDayView, action: &EditionAction) -> EditionDayView {
    let path = format!("/editions/{}/actions", day.day.id);
    app.manager().await.post(&path).if_match(day.day.revision).json(action).send().await.ok()
}

async fn editions(app: &App) -> EditionsView {
    app.manager().await.get("/editions").send().await.ok()
}

async fn the_manager_prepares_a_day_tries_it_and_puts_it_in_force(app: App) {
    let app = before_the_amendment(app).await;
    let from = day(&app, 3);
    let made = prepared(&app, from).await;
    assert_eq!(made.may, ["put_in_force", "withdraw"]);
    assert_eq!(editions(&app).await.deciding.amended_from, None, "what is prepared decides nothing");
    let done = act(&app, &made, &EditionAction::PutInForce).await;
    assert!(done.may.is_empty(), "{:?}", done.may);
    let known = editions(&app).await;
    assert_eq!((known.edition, known.deciding.amended_from), (EditionId::Original, Some(from)));
    let before: InquiryView = app.staff().await.register(&app.form().await).await;
    assert_eq!(before.form_number, "附表三");
    app.advance(Duration::days(3));
    assert_eq!(editions(&app).await.edition, EditionId::Amended);
    let after: InquiryView = app.staff().await.register(&app.form().await).await;
    assert_eq!(after.form_number, "附表四", "judged and numbered by the edition of its day");
    let again: InquiryView =
        app.staff().await.get(&format!("/inquiries/{}", before.inquiry.id)).send().await.ok();
    assert_eq!(again.form_number, "附表三", "what was made before keeps its number");
    let entries: Vec<JournalRow> = app.manager().await.all("/journal?kind=edition", 50).await;
    let actions: Vec<&str> = entries.iter().rev().map(|entry| entry.action.as_str()).collect();
    assert_eq!(actions, ["edition.prepare", "edition.put_in_force"]);
    assert_eq!(app.verify().await, Vec::<String>::new());
    let late = json!({"id": Uuid::now_v7(), "draft": {"amended_from": day(&app, 9), "document_number": "x"}});
    app.manager().await.post("/editions").json(&late).send().await.refused_by("P01-EDITION-IN-FORCE");
}

async fn a_day_that_is_past_or_without_its_document_is_refused(app: App) {
    let app = before_the_amendment(app).await;
    let manager = app.manager().await;
    for (draft, code) in [
        (json!({"document_number": "府社障字第1150000001號"}), "P01-EDITION-DAY-MISSING"),
        (json!({"amended_from": app.today(), "document_number": "x"}), "P01-EDITION-DAY-PAST"),
        (json!({"amended_from": day(&app, 1)}), "P01-EDITION-DOCUMENT-MISSING"),
    ] {
        let new = json!({"id": Uuid::now_v7(), "draft": draft});
        manager.post("/editions").json(&new).send().await.refused_by(code);
    }
    let made = prepared(&app, day(&app, 1)).await;
    app.advance(Duration::days(1));
    let path = format!("/editions/{}/actions", made.day.id);
    let (manager, put) = (app.manager().await, EditionAction::PutInForce);
    manager.post(&path).if_match(1).json(&put).send().await.refused_by("P01-EDITION-DAY-PAST");
}

async fn only_the_manager_sees_and_sets_editions(app: App) {
    let app = before_the_amendment(app).await;
    let new = json!({"id": Uuid::now_v7(), "draft": {"amended_from": day(&app, 1), "document_number": "x"}});
    for client in [app.staff().await, app.supervisor().await] {
        assert_eq!(client.get("/editions").send().await.status, 403);
        client.post("/editions").json(&new).send().await.refused_by("P04-2-NOT-THE-MANAGER");
    }
}

async fn a_prepared_day_that_is_withdrawn_decides_nothing(app: App) {
    let app = before_the_amendment(app).await;
    let made = prepared(&app, day(&app, 1)).await;
    let path = format!("/editions/{}/actions", made.day.id);
    let silent = EditionAction::Withdraw { reason: String::new() };
    let manager = app.manager().await;
    manager.post(&path).if_match(1).json(&silent).send().await.refused_by("P01-EDITION-REASON-MISSING");
    act(&app, &made, &EditionAction::Withdraw { reason: "公布日延後".to_owned() }).await;
    app.advance(Duration::days(2));
    assert_eq!(editions(&app).await.edition, EditionId::Original);
    let (manager, put) = (app.manager().await, EditionAction::PutInForce);
    manager.post(&path).if_match(2).json(&put).send().await.refused_by("P01-EDITION-NOT-PREPARED");
}

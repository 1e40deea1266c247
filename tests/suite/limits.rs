//! Rate limits: one too many is told when to come back, and nobody else notices.

use acceptance::{Answer, App, Database, Options};
use backend::limit::Limits;
use chrono::Duration;
use serde_json::{Value, json};
use shared::{
    api::v1::{MadeToken, NewToken},
    id::TokenId,
    session::{TokenDraft, TokenScope},
};
use uuid::Uuid;

async fn with(limits: Limits) -> App {
    App::start_with(Database::Sqlite, Options { limits, ..Options::default() }).await
}

/// The answer refuses and says for how many seconds.
#[track_caller]
fn wait(answer: &Answer) -> i64 {
    assert_eq!(answer.problem(429).kind, "/problems/too-many");
    let seconds = answer.header("retry-after").parse().expect("seconds");
    assert!(seconds > 0);
    seconds
}

#[tokio::test(flavor = "multi_thread")]
async fn sign_ins_from_one_address_are_counted() {
    // Setting the story up signs the manager in once.
    let app = with(Limits { sign_ins: 3, ..Limits::NONE }).await;
    let (staff, _) = (app.staff().await, app.supervisor().await);
    let seconds = wait(&app.stranger().post("/session/challenge").send().await);
    let knocking = app.stranger().post("/session").json(&json!({"signature": ""})).send().await;
    wait(&knocking);
    staff.get("/session").send().await.ok::<Value>();
    app.advance(Duration::seconds(seconds - 1));
    wait(&app.stranger().post("/session/challenge").send().await);
    app.advance(Duration::seconds(1));
    app.stranger().sign_in(app.cast().deputy).await.get("/session").send().await.ok::<Value>();
}

#[tokio::test(flavor = "multi_thread")]
async fn forms_judged_without_a_session_are_counted() {
    let app = with(Limits { reviews: 2, ..Limits::NONE }).await;
    let ask = async || app.stranger().post("/review").json(&json!({"draft": {}})).send().await;
    ask().await.ok::<Value>();
    ask().await.ok::<Value>();
    let seconds = wait(&ask().await);
    app.stranger().get("/rules").send().await.ok::<Value>();
    app.advance(Duration::seconds(seconds));
    ask().await.ok::<Value>();
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_are_counted_by_person_and_by_token() {
    let app = with(Limits { requests: 40, token_requests: 3, ..Limits::NONE }).await;
    let (staff, supervisor) = (app.staff().await, app.supervisor().await);
    let draft = TokenDraft { name: "甲".into(), scopes: vec![TokenScope::Read], until: Some(app.today()) };
    let make = async || {
        let new = NewToken { id: TokenId(Uuid::now_v7()), draft: draft.clone() };
        let made: MadeToken = staff.post("/tokens").json(&new).send().await.ok();
        app.stranger().with_token(&made.token.expect("it is shown"))
    };
    let (one, other) = (make().await, make().await);
    for _ in 0..3 {
        one.get("/items").send().await.ok::<Value>();
    }
    let seconds = wait(&one.get("/items").send().await);
    other.get("/items").send().await.ok::<Value>();
    staff.get("/items").send().await.ok::<Value>();
    app.advance(Duration::seconds(seconds));
    one.get("/items").send().await.ok::<Value>();

    let mut answers = Vec::new();
    for _ in 0..80 {
        answers.push(staff.get("/items").send().await);
    }
    let refused = answers.iter().find(|answer| answer.status.as_u16() == 429).expect("it was too much");
    let seconds = wait(refused);
    supervisor.get("/items").send().await.ok::<Value>();
    other.get("/items").send().await.ok::<Value>();
    app.advance(Duration::seconds(seconds));
    staff.get("/items").send().await.ok::<Value>();
}

#[tokio::test(flavor = "multi_thread")]
async fn looks_at_full_identities_are_counted_by_the_hour() {
    let app = with(Limits { reveals: 2, ..Limits::NONE }).await;
    let (staff, supervisor) = (app.staff().await, app.supervisor().await);
    let id = staff.register(&app.form().await).await.inquiry.id;
    let path = format!("/inquiries/{id}/reveal");
    let reason = json!({"reason": "核對本案被查詢人身分"});
    for _ in 0..2 {
        staff.post(&path).json(&reason).send().await.ok::<Value>();
    }
    let seconds = wait(&staff.post(&path).json(&reason).send().await);
    assert_eq!(seconds, 1800, "two an hour");
    supervisor.post(&path).json(&reason).send().await.ok::<Value>();
    app.advance(Duration::seconds(seconds));
    app.staff().await.post(&path).json(&reason).send().await.ok::<Value>();
}

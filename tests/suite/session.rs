//! Sign-in: practice people on loopback, no password anywhere, sessions that end.

use acceptance::{App, Client, card, on_both};
use chrono::Duration;
use shared::{
    api::v1::{Capabilities, PracticePerson, SessionRow},
    session::CardRefusal,
};

on_both!(
    practice_people_sign_in_and_out,
    without_a_session_only_the_open_doors_answer,
    a_session_ends_by_itself,
    a_session_ends_with_the_account_and_with_the_card_that_began_it,
    a_card_in_two_places_is_shown_and_can_be_ended,
    nobody_ends_or_sees_anothers_session_but_the_manager,
    another_sites_page_cannot_act,
    no_password_is_known_anywhere,
    practice_sign_in_ends_where_practice_is_not_served,
    made_up_people_never_come_among_real_ones,
);

async fn practice_people_sign_in_and_out(app: App) {
    let staff = app.staff().await;
    assert!(staff.me().await.is_practice);
    let out = staff.delete("/session").send().await;
    assert_eq!(out.status.as_u16(), 204);
    assert_eq!(out.header("clear-site-data"), "\"cache\"");
    staff.get("/session").send().await.problem(401);
}

async fn without_a_session_only_the_open_doors_answer(app: App) {
    let stranger = app.stranger();
    let capabilities: Capabilities = stranger.get("/sync/capabilities").send().await.ok();
    assert_eq!(capabilities.protocol, "chadiao-sync/1");
    assert_eq!(capabilities.server_time, app.now());
    assert!(!stranger.get("/practice/people").send().await.ok::<Vec<PracticePerson>>().is_empty());
    for path in [
        "/inquiries",
        "/printouts",
        "/duties",
        "/items",
        "/agencies",
        "/accounts",
        "/accounts/roster",
        "/applications",
        "/job-changes",
        "/dashboard",
        "/journal",
        "/people",
        "/sessions",
    ] {
        stranger.get(path).send().await.problem(401);
    }
    let form = app.form().await;
    let new = serde_json::json!({"id": uuid::Uuid::now_v7(), "draft": form});
    stranger.post("/inquiries").json(&new).send().await.problem(401);
}

async fn a_session_ends_by_itself(app: App) {
    let staff = app.staff().await;
    let expires = staff.me().await.expires_at;
    app.advance(expires - app.now() + Duration::seconds(1));
    staff.get("/session").send().await.problem(401);
}

async fn a_session_ends_with_the_account_and_with_the_card_that_began_it(app: App) {
    let (staff, deputy) = (app.staff().await, app.deputy().await);
    let yesterday = app.today() - Duration::days(1);
    app.change_account(app.cast().staff, |account| account.active_until = Some(yesterday)).await;
    app.change_account(app.cast().deputy, |account| account.certificate = String::new()).await;
    for client in [staff, deputy] {
        client.get("/session").send().await.problem(401);
        client.get("/inquiries").send().await.problem(401);
    }
}

async fn a_card_in_two_places_is_shown_and_can_be_ended(app: App) {
    // Whoever set the story up left long ago.
    app.advance(Duration::minutes(16));
    let here = app.staff().await;
    assert_eq!(here.me().await.elsewhere, 0);
    assert_eq!(app.manager().await.me().await.shared_cards, 0);
    let there = app.stranger().sign_in(app.cast().staff).await;
    assert_eq!((here.me().await.elsewhere, there.me().await.elsewhere), (1, 1));
    assert_eq!(app.manager().await.me().await.shared_cards, 1, "the manager sees it too");
    let sessions: Vec<SessionRow> = here.get("/sessions").send().await.ok();
    assert_eq!(sessions.iter().filter(|session| session.is_this).count(), 1);
    assert!(sessions.iter().all(|session| session.address == "127.0.0.1"));
    let other = sessions.iter().find(|session| !session.is_this).expect("the other one");
    let ended = here.delete(&format!("/sessions/{}", other.id)).send().await;
    assert_eq!(ended.status.as_u16(), 204);
    there.get("/session").send().await.problem(401);
    assert_eq!(here.me().await.elsewhere, 0);
    assert_eq!(app.verify().await, Vec::<String>::new(), "who ended what is in the journal");
}

async fn nobody_ends_or_sees_anothers_session_but_the_manager(app: App) {
    let (staff, supervisor) = (app.staff().await, app.supervisor().await);
    staff.get("/sessions?everybody=true").send().await.problem(403);
    let all: Vec<SessionRow> = app.manager().await.get("/sessions?everybody=true").send().await.ok();
    let theirs = all.iter().find(|session| session.person == app.cast().supervisor).expect("a session");
    let path = format!("/sessions/{}", theirs.id);
    staff.delete(&path).send().await.problem(404);
    supervisor.get("/session").send().await.ok::<serde_json::Value>();
    assert_eq!(app.manager().await.delete(&path).send().await.status.as_u16(), 204);
    supervisor.get("/session").send().await.problem(401);
}

async fn another_sites_page_cannot_act(app: App) {
    let staff = app.staff().await;
    let new = serde_json::json!({"id": uuid::Uuid::now_v7(), "draft": app.form().await});
    for (name, value) in [
        ("origin", "https://elsewhere.example"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "null"),
    ] {
        staff.post("/inquiries").header(name, value).json(&new).send().await.problem(403);
    }
    let plain = staff.post("/inquiries").bytes("text/plain", serde_json::to_vec(&new).unwrap()).send().await;
    assert!([400, 415].contains(&plain.status.as_u16()), "a form post cannot act: {plain:?}");
    assert!(
        staff
            .post("/inquiries")
            .header("sec-fetch-site", "same-origin")
            .json(&new)
            .send()
            .await
            .status
            .is_success()
    );
}

async fn no_password_is_known_anywhere(app: App) {
    let document = app.stranger().get("/openapi.json").send().await.text().to_lowercase();
    let schema = app.schema().await.to_lowercase();
    for word in ["password", "passwd", "passphrase", "pin_code", "密碼"] {
        assert!(!document.contains(word) || word == "密碼", "the API knows `{word}`");
        assert!(!schema.contains(word), "the database knows `{word}`");
    }
    assert!(!schema.contains("card_data") && schema.contains("inquiries"));
}

async fn practice_sign_in_ends_where_practice_is_not_served(app: App) {
    let person = app.cast().staff;
    app.staff().await.get("/session").send().await.ok::<serde_json::Value>();
    let elsewhere: Client = app.beside(false).await.expect("the server opens");
    let capabilities: Capabilities = elsewhere.get("/sync/capabilities").send().await.ok();
    assert!(!capabilities.is_practice);
    let problem = elsewhere.get("/practice/people").send().await.problem(404);
    assert_eq!(problem.kind, "/problems/practice-off");
    assert!(problem.detail.en.contains("--practice") && problem.detail.zh_tw.contains("--practice"));
    let number = &app.person(person).await.card_number;
    elsewhere.try_card(&card::card(number)).await.refused_card(CardRefusal::PracticeCard);
    app.staff().await.at(elsewhere.base()).get("/session").send().await.problem(401);
    let again = app.beside(true).await.expect("a marked database is served for practice");
    again.sign_in(person).await.get("/session").send().await.ok::<serde_json::Value>();
}

async fn made_up_people_never_come_among_real_ones(app: App) {
    app.run("UPDATE meta SET value = '0' WHERE name = 'practice'").await.expect("the mark is taken off");
    let error = app.beside(true).await.err().expect("it is refused").to_string();
    assert!(error.contains("not marked as practice"), "{error}");
    let size = backend::practice::Size { inquiries: 3 };
    let error = backend::practice::fill(app.server(), size).await.expect_err("it is refused").to_string();
    assert!(error.contains("not marked as practice"), "{error}");
    let real = app.beside(false).await.expect("it is served as what it is");
    let problem = real.get("/practice/people").send().await.problem(404);
    assert!(problem.detail.en.contains("no practice records"), "{}", problem.detail.en);
}

//! API tokens (point 4(7)): made with the card, shown once, good for reading and drafting, dead with the account.

use acceptance::{Answer, App, Client, on_both};
use chrono::{Days, Duration, NaiveDate};
use serde_json::{Value, json};
use shared::{
    api::v1::{
        DraftView, InquiryRow, InquiryView, JournalRow, MadeToken, NewDraft, NewToken, Page, TokenView,
    },
    id::{InquiryId, TokenId},
    inquiry::InquiryAction,
    session::{TokenDraft, TokenScope, TokenState},
};
use uuid::Uuid;

on_both!(
    a_token_is_shown_once_and_only_its_hash_is_kept,
    a_token_reads_what_its_owner_reads,
    a_token_drafts_and_its_owner_submits,
    a_script_has_a_draft_judged_but_does_not_submit_it,
    a_script_imports_drafts_and_no_inquiries,
    a_token_does_only_what_it_was_made_for,
    a_token_never_approves_reveals_signs_out_or_makes_tokens,
    a_token_and_a_cookie_together_are_refused,
    a_bent_a_foreign_and_a_strange_token_open_nothing,
    a_token_dies_on_its_last_midnight,
    a_token_nobody_uses_for_thirty_days_is_dead,
    a_revoked_token_opens_nothing_from_the_next_request_on,
    a_token_dies_with_the_account_and_does_not_rise_with_it,
    the_manager_sees_and_revokes_everybodys_tokens_and_nobody_else_does,
    the_last_use_is_shown_with_its_address,
    the_rules_refuse_a_token_for_too_long_or_for_nothing,
    an_operation_key_holds_for_a_script_too,
    a_practice_token_ends_where_practice_is_not_served,
);

/// A token for a day and what it may do.
fn wish(until: NaiveDate, scopes: &[TokenScope]) -> NewToken {
    let draft = TokenDraft { name: "月報程式".into(), scopes: scopes.to_vec(), until: Some(until) };
    NewToken { id: TokenId(Uuid::now_v7()), draft }
}

fn in_days(app: &App, days: u64) -> NaiveDate {
    app.today() + Days::new(days)
}

/// A script of the person, with everything a token can do.
async fn script(app: &App, person: &Client) -> (Client, TokenView) {
    let made: MadeToken =
        person.post("/tokens").json(&wish(in_days(app, 90), &TokenScope::ALL)).send().await.ok();
    let token = made.token.expect("it is shown");
    (app.stranger().with_token(&token), made.view)
}

#[track_caller]
fn out_of_scope(answer: &Answer) {
    assert_eq!(answer.problem(403).kind, "/problems/token-scope", "{answer:?}");
}

#[track_caller]
fn dead(answer: &Answer) {
    assert_eq!(answer.problem(401).kind, "/problems/token-dead", "{answer:?}");
    assert_eq!(answer.header("www-authenticate"), "Bearer");
}

async fn a_token_is_shown_once_and_only_its_hash_is_kept(app: App) {
    let staff = app.staff().await;
    let (new, key) = (wish(in_days(&app, 30), &[TokenScope::Read]), Uuid::now_v7().to_string());
    let judged: MadeToken = staff.post("/tokens").key(&key).json(&new).dry_run().send().await.ok();
    assert_eq!(judged.token, None, "what is only judged opens nothing");
    let first = staff.post("/tokens").key(&key).json(&new).send().await;
    assert_eq!(first.status.as_u16(), 201);
    let made: MadeToken = first.ok();
    let token = made.token.expect("it is shown");
    assert!(token.starts_with("chadiao_pat_") && token.len() == 49, "{token}");
    assert_eq!(made.view.head, token[..18]);
    let retried: MadeToken = staff.post("/tokens").key(&key).json(&new).send().await.ok();
    assert_eq!((retried.view.id, retried.token), (made.view.id, None), "shown once, made once");
    let listed = staff.get("/tokens").send().await;
    let mine: Vec<TokenView> = listed.ok();
    assert_eq!(mine.iter().filter(|one| one.id == new.id).count(), 1);
    assert!(!listed.text().contains(&token[18..]));
    assert!(!app.logs().contains(&token[18..]), "no log has it");
    let secret = &token[12..42];
    let found = acceptance::canary::search(&[secret.to_owned()], &app.at_rest().await);
    assert!(found.is_empty(), "{found:?}");
    assert_eq!(app.verify().await, Vec::<String>::new());
}

async fn a_token_reads_what_its_owner_reads(app: App) {
    let (staff, other) = (app.staff().await, app.supervisor_elsewhere().await);
    let inquiry = staff.register(&app.form().await).await.inquiry.id;
    let (script, _) = script(&app, &staff).await;
    let rows: Page<InquiryRow> = script.get("/inquiries?mine=true").send().await.ok();
    assert!(rows.items.iter().any(|row| row.id == inquiry));
    assert_eq!(script.inquiry(inquiry).await, staff.inquiry(inquiry).await);
    for path in
        ["/items", "/agencies", "/people", "/duties", "/printouts", "/calendar", "/exports/inquiries.csv"]
    {
        assert!(script.get(path).send().await.status.is_success(), "{path}");
    }
    script.get("/journal").send().await.problem(403);
    script.get("/accounts").send().await.problem(403);
    let made: MadeToken =
        other.post("/tokens").json(&wish(in_days(&app, 1), &TokenScope::ALL)).send().await.ok();
    let elsewhere = app.stranger().with_token(&made.token.unwrap());
    elsewhere.get(&format!("/inquiries/{inquiry}")).send().await.problem(404);
    let (managing, _) = self::script(&app, &app.manager().await).await;
    assert!(managing.get("/journal").send().await.status.is_success());
    assert!(managing.get("/accounts").send().await.status.is_success());
}

async fn a_token_drafts_and_its_owner_submits(app: App) {
    let staff = app.staff().await;
    let (script, _) = script(&app, &staff).await;
    let draft = script.draft(&app.form().await).await;
    let path = format!("/inquiries/{}/draft", draft.id);
    let saved: DraftView =
        script.put(&path).if_match(draft.revision).json(&app.form().await).send().await.ok();
    out_of_scope(&script.try_submit(&saved).await);
    let inquiry: InquiryView = staff.submit(&saved).await;
    assert_eq!(inquiry.inquiry.status.name(), "submitted");
    let other = script.draft(&app.form().await).await;
    let gone = script.delete(&format!("/inquiries/{}/draft", other.id)).if_match(other.revision).send().await;
    assert_eq!(gone.status.as_u16(), 204);
}

async fn a_script_has_a_draft_judged_but_does_not_submit_it(app: App) {
    let staff = app.staff().await;
    let (script, _) = script(&app, &staff).await;
    let draft = script.draft(&app.form().await).await;
    let submit = format!("/inquiries/{}/submit", draft.id);
    let judged: InquiryView = script.post(&submit).if_match(draft.revision).dry_run().send().await.ok();
    assert_eq!(judged.inquiry.status.name(), "submitted");
    out_of_scope(&script.post(&submit).if_match(draft.revision).send().await);
    let still: DraftView = script.get(&format!("/inquiries/{}/draft", draft.id)).send().await.ok();
    assert_eq!((still.status.as_str(), still.revision), ("draft", draft.revision));
}

async fn a_script_imports_drafts_and_no_inquiries(app: App) {
    let staff = app.staff().await;
    let (script, _) = script(&app, &staff).await;
    let form = app.form().await;
    let shared::inquiry::Identity::Typed(identity) = &form.subjects[0].identity else { panic!("typed") };
    let row = |reason: &str| {
        format!(
            "{},{},{},{identity},\"{reason}\",{},{},{}\n",
            form.item,
            form.data_items[0],
            form.subjects[0].name,
            form.case_number,
            form.period_from,
            form.period_to
        )
    };
    let head = "item,data_items,name,identity,reason,case_number,period_from,period_to\n";
    let file = format!("{head}{}{}", row(&form.reason), row("短"));
    let answer = script.post("/import/inquiries").bytes("text/csv", file).send().await;
    let rows: Vec<shared::api::v1::ImportRow> = answer.ok();
    assert_eq!(rows.len(), 2);
    let id = rows[0].id.expect("the first is kept");
    let draft: DraftView = staff.get(&format!("/inquiries/{id}/draft")).send().await.ok();
    assert_eq!(draft.status, "draft", "a script registers nothing");
    assert_eq!(rows[1].id, None);
}

async fn a_token_does_only_what_it_was_made_for(app: App) {
    let staff = app.staff().await;
    let make = async |scope| {
        let made: MadeToken = staff.post("/tokens").json(&wish(app.today(), &[scope])).send().await.ok();
        assert_eq!(made.view.scopes, [scope]);
        app.stranger().with_token(&made.token.unwrap())
    };
    let (reads, drafts) = (make(TokenScope::Read).await, make(TokenScope::Draft).await);
    let new = NewDraft { id: InquiryId(Uuid::now_v7()), draft: app.form().await };
    out_of_scope(&reads.post("/inquiries").json(&new).send().await);
    let draft: DraftView = drafts.post("/inquiries").json(&new).send().await.ok();
    let path = format!("/inquiries/{}/draft", draft.id);
    out_of_scope(&drafts.get(&path).send().await);
    out_of_scope(&drafts.get("/inquiries").send().await);
    assert_eq!(reads.get(&path).send().await.ok::<DraftView>().id, draft.id);
}

async fn a_token_never_approves_reveals_signs_out_or_makes_tokens(app: App) {
    let (staff, supervisor, manager) = (app.staff().await, app.supervisor().await, app.manager().await);
    let inquiry = staff.register(&app.form().await).await;
    let (hers, his) = (script(&app, &supervisor).await.0, script(&app, &staff).await.0);
    let (managing, token) = script(&app, &manager).await;
    out_of_scope(&hers.try_act(&inquiry, InquiryAction::approve()).await);
    let id = inquiry.inquiry.id;
    let decisions = json!({"decisions": [{"id": id, "revision": 2, "action": {"name": "approve"}}]});
    out_of_scope(&hers.post("/inquiries/decisions").json(&decisions).send().await);
    let reveal = json!({"reason": "核對本案被查詢人身分"});
    out_of_scope(&his.post(&format!("/inquiries/{id}/reveal")).json(&reveal).send().await);
    out_of_scope(&his.delete("/session").send().await);
    for path in ["/session", "/sessions", "/tokens", "/sync/changes", "/sync/poke"] {
        out_of_scope(&his.get(path).send().await);
    }
    out_of_scope(&his.post("/tokens").json(&wish(app.today(), &[TokenScope::Read])).send().await);
    out_of_scope(&managing.delete(&format!("/tokens/{}", token.id)).send().await);
    out_of_scope(&managing.post("/journal/verify").send().await);
    let unit = json!({"id": Uuid::now_v7(), "draft": {}});
    for path in ["/agencies", "/items", "/accounts"] {
        out_of_scope(&managing.post(path).json(&unit).send().await);
    }
    assert_eq!(supervisor.inquiry(id).await.inquiry.status.name(), "submitted");
}

async fn a_token_and_a_cookie_together_are_refused(app: App) {
    let staff = app.staff().await;
    let made: MadeToken =
        staff.post("/tokens").json(&wish(app.today(), &[TokenScope::Read])).send().await.ok();
    let both = staff.with_token(&made.token.unwrap());
    for path in ["/inquiries", "/session", "/tokens"] {
        both.get(path).send().await.problem(400);
    }
}

async fn a_bent_a_foreign_and_a_strange_token_open_nothing(app: App) {
    let staff = app.staff().await;
    let made: MadeToken =
        staff.post("/tokens").json(&wish(app.today(), &[TokenScope::Read])).send().await.ok();
    let token = made.token.unwrap();
    let bent = format!("{}{}", &token[..48], if token.ends_with('0') { '1' } else { '0' });
    let foreign = shared::session::Token::of_random(&[9; 64]).unwrap();
    for text in [&*bent, foreign.text(), "chadiao_pat_", "ghp_0123456789"] {
        dead(&app.stranger().with_token(text).get("/inquiries").send().await);
    }
    // Nobody's scheme but ours says who somebody is.
    let basic = app.stranger().get("/inquiries").header("authorization", "Basic dTpw").send().await;
    assert_eq!(basic.problem(401).kind, "/problems/signed-out");
}

async fn a_token_dies_on_its_last_midnight(app: App) {
    let staff = app.staff().await;
    let made: MadeToken =
        staff.post("/tokens").json(&wish(in_days(&app, 1), &[TokenScope::Read])).send().await.ok();
    let script = app.stranger().with_token(&made.token.unwrap());
    // The story begins at ten in the morning in Taiwan.
    app.advance(Duration::hours(37) + Duration::minutes(59));
    assert!(script.get("/items").send().await.status.is_success());
    app.advance(Duration::minutes(1));
    dead(&script.get("/items").send().await);
    let listed: Vec<TokenView> = app.staff().await.get("/tokens").send().await.ok();
    assert_eq!(listed[0].state, TokenState::Expired);
}

async fn a_token_nobody_uses_for_thirty_days_is_dead(app: App) {
    let staff = app.staff().await;
    let (used, _) = script(&app, &staff).await;
    let (idle, _) = script(&app, &staff).await;
    app.advance(Duration::days(29));
    assert!(used.get("/items").send().await.status.is_success());
    app.advance(Duration::days(2));
    dead(&idle.get("/items").send().await);
    assert!(used.get("/items").send().await.status.is_success());
}

async fn a_revoked_token_opens_nothing_from_the_next_request_on(app: App) {
    let staff = app.staff().await;
    let (script, token) = script(&app, &staff).await;
    assert!(script.get("/items").send().await.status.is_success());
    let path = format!("/tokens/{}", token.id);
    assert_eq!(staff.delete(&path).send().await.status.as_u16(), 204);
    dead(&script.get("/items").send().await);
    staff.delete(&path).send().await.problem(404);
    let listed: Vec<TokenView> = staff.get("/tokens").send().await.ok();
    assert_eq!((listed[0].state, listed[0].revoked_at), (TokenState::Revoked, Some(app.now())));
    let entries: Vec<JournalRow> =
        app.manager().await.all(&format!("/journal?record={}", token.id), 50).await;
    let actions: Vec<_> = entries.iter().map(|entry| entry.action.as_str()).collect();
    assert_eq!(actions, ["token.revoke", "token.issue"]);
}

async fn a_token_dies_with_the_account_and_does_not_rise_with_it(app: App) {
    let staff = app.staff().await;
    let (script, token) = script(&app, &staff).await;
    let person = app.cast().staff;
    let (yesterday, tomorrow) = (app.today() - Days::new(1), in_days(&app, 1));
    app.change_account(person, |account| account.active_until = Some(yesterday)).await;
    dead(&script.get("/items").send().await);
    let all: Vec<TokenView> = app.manager().await.get("/tokens?everybody=true").send().await.ok();
    let seen = all.iter().find(|one| one.id == token.id).expect("it is listed");
    assert_eq!(seen.state, TokenState::Revoked);
    app.change_account(person, |account| account.active_until = None).await;
    dead(&script.get("/items").send().await);

    // An account that ends by itself takes its tokens along without anybody's doing.
    let staff = app.staff().await;
    let (script, _) = self::script(&app, &staff).await;
    app.change_account(person, |account| account.active_until = Some(tomorrow)).await;
    assert!(script.get("/items").send().await.status.is_success());
    app.advance(Duration::days(2));
    dead(&script.get("/items").send().await);
}

async fn the_manager_sees_and_revokes_everybodys_tokens_and_nobody_else_does(app: App) {
    let (staff, supervisor, manager) = (app.staff().await, app.supervisor().await, app.manager().await);
    let (script, token) = script(&app, &staff).await;
    let path = format!("/tokens/{}", token.id);
    assert!(
        supervisor.get("/tokens").send().await.ok::<Vec<TokenView>>().iter().all(|one| one.id != token.id)
    );
    supervisor.get("/tokens?everybody=true").send().await.problem(403);
    supervisor.delete(&path).send().await.problem(404);
    let all: Vec<TokenView> = manager.get("/tokens?everybody=true").send().await.ok();
    let seen = all.iter().find(|one| one.id == token.id).expect("the manager sees it");
    assert_eq!(seen.person, app.cast().staff);
    assert_eq!(manager.delete(&path).send().await.status.as_u16(), 204);
    dead(&script.get("/items").send().await);
    app.stranger().get("/tokens").send().await.problem(401);
    app.stranger().post("/tokens").json(&wish(app.today(), &[TokenScope::Read])).send().await.problem(401);
}

async fn the_last_use_is_shown_with_its_address(app: App) {
    let staff = app.staff().await;
    let (script, token) = script(&app, &staff).await;
    assert_eq!(token.seen_at, None);
    script.get("/items").send().await.ok::<Value>();
    let made_at = app.now();
    app.advance(Duration::seconds(30));
    script.get("/items").send().await.ok::<Value>();
    let seen: Vec<TokenView> = staff.get("/tokens").send().await.ok();
    assert_eq!((seen[0].seen_at, &*seen[0].seen_from), (Some(made_at), "127.0.0.1"), "to the minute");
    app.advance(Duration::seconds(31));
    script.get("/items").send().await.ok::<Value>();
    let seen: Vec<TokenView> = staff.get("/tokens").send().await.ok();
    assert_eq!(seen[0].seen_at, Some(app.now()));
}

async fn the_rules_refuse_a_token_for_too_long_or_for_nothing(app: App) {
    let staff = app.staff().await;
    let ask = async |new: NewToken| staff.post("/tokens").json(&new).send().await;
    ask(wish(in_days(&app, 91), &[TokenScope::Read])).await.refused_by("P04-7-TOKEN-UNTIL-FAR");
    ask(wish(app.today(), &[])).await.refused_by("P04-7-TOKEN-SCOPE-MISSING");
    let mut nameless = wish(app.today(), &[TokenScope::Read]);
    nameless.draft.name = " ".into();
    ask(nameless).await.refused_by("P04-7-TOKEN-NAME-MISSING");
    for _ in 0..10 {
        ask(wish(app.today(), &[TokenScope::Read])).await.ok::<MadeToken>();
    }
    ask(wish(app.today(), &[TokenScope::Read])).await.refused_by("P04-7-TOKEN-TOO-MANY");
    app.advance(Duration::days(1));
    let again = app.staff().await.post("/tokens").json(&wish(app.today(), &[TokenScope::Read])).send().await;
    again.ok::<MadeToken>();
    let twice = wish(app.today(), &[TokenScope::Read]);
    let staff = app.staff().await;
    staff.post("/tokens").json(&twice).send().await.ok::<MadeToken>();
    staff.post("/tokens").json(&twice).send().await.problem(409);
}

async fn an_operation_key_holds_for_a_script_too(app: App) {
    let (script, _) = script(&app, &app.staff().await).await;
    let new = NewDraft { id: InquiryId(Uuid::now_v7()), draft: app.form().await };
    let key = Uuid::now_v7().to_string();
    let first = script.post("/inquiries").key(&key).json(&new).send().await;
    let second = script.post("/inquiries").key(&key).json(&new).send().await;
    assert_eq!((first.status, first.body), (second.status, second.body));
    script.post("/inquiries").without("idempotency-key").json(&new).send().await.problem(400);
    let origin =
        script.post("/inquiries").header("origin", "https://elsewhere.example").json(&new).send().await;
    assert_eq!(origin.problem(403).kind, "/problems/other-site", "a page of another site cannot act either");
}

async fn a_practice_token_ends_where_practice_is_not_served(app: App) {
    let (script, _) = script(&app, &app.staff().await).await;
    let elsewhere = app.beside(false).await.expect("the server opens");
    dead(&script.at(elsewhere.base()).get("/items").send().await);
}

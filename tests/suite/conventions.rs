//! What every endpoint promises to scripts: operation keys, revisions, dry runs, pages, problem documents.

use acceptance::{App, on_both};
use serde_json::json;
use shared::{
    api::v1::{DraftView, InquiryRow, InquiryView, JournalRow, NewDraft},
    id::InquiryId,
    inquiry::InquiryAction,
};
use uuid::Uuid;

on_both!(
    the_same_operation_twice_is_one_operation,
    a_refusal_is_replayed_too,
    a_key_used_for_another_body_is_refused,
    a_key_used_for_another_place_is_refused,
    a_key_belongs_to_its_person,
    sixteen_retries_at_once_are_one_operation,
    a_write_without_a_key_is_refused,
    a_change_needs_the_revision_that_was_seen,
    a_record_answers_with_its_revision,
    a_dry_run_writes_nothing,
    an_identifier_is_taken_once,
    pages_visit_everything_once_while_others_write,
    a_foreign_cursor_is_refused,
    unknown_fields_are_refused,
    problems_have_one_shape,
    answers_are_never_stored_on_the_way,
    the_review_door_judges_without_a_session,
    the_catalogue_explains_every_code,
);

async fn new(app: &App) -> NewDraft {
    NewDraft { id: InquiryId(Uuid::now_v7()), draft: app.form().await }
}

async fn journal_size(app: &App) -> usize {
    app.manager().await.all::<JournalRow>("/journal", 200).await.len()
}

async fn the_same_operation_twice_is_one_operation(app: App) {
    let staff = app.staff().await;
    let (new, key) = (new(&app).await, Uuid::now_v7().to_string());
    let first = staff.post("/inquiries").key(&key).json(&new).send().await;
    let entries = journal_size(&app).await;
    let second = staff.post("/inquiries").key(&key).json(&new).send().await;
    assert_eq!((first.status, &first.body), (second.status, &second.body), "the same answer, byte for byte");
    assert_eq!(first.header("etag"), second.header("etag"));
    assert_eq!(journal_size(&app).await, entries, "nothing happened twice");
    let draft: DraftView = first.ok();
    let key = Uuid::now_v7().to_string();
    let submit = async || {
        staff.post(&format!("/inquiries/{}/submit", draft.id)).key(&key).if_match(draft.revision).send().await
    };
    let (once, again) = (submit().await, submit().await);
    assert_eq!(once.ok::<InquiryView>(), again.ok::<InquiryView>(), "a retry after success is no 412");
}

async fn a_refusal_is_replayed_too(app: App) {
    let staff = app.staff().await;
    let draft = staff.draft(&shared::inquiry::InquiryDraft::default()).await;
    let key = Uuid::now_v7().to_string();
    let path = format!("/inquiries/{}/submit", draft.id);
    let first = staff.post(&path).key(&key).if_match(draft.revision).send().await;
    let second = staff.post(&path).key(&key).if_match(draft.revision).send().await;
    assert_eq!(first.problem(422), second.problem(422));
}

async fn a_key_used_for_another_body_is_refused(app: App) {
    let staff = app.staff().await;
    let key = Uuid::now_v7().to_string();
    staff.post("/inquiries").key(&key).json(&new(&app).await).send().await.ok::<DraftView>();
    let problem = staff.post("/inquiries").key(&key).json(&new(&app).await).send().await.problem(422);
    assert_eq!(problem.kind, "/problems/key-reused");
}

async fn a_key_used_for_another_place_is_refused(app: App) {
    let (manager, key) = (app.manager().await, Uuid::now_v7().to_string());
    let put = |path: &str| manager.post(path).key(&key).bytes("text/csv", b"a,b,c\n1,2,3\n".to_vec());
    put("/agencies/import").send().await.ok::<serde_json::Value>();
    let elsewhere = "/reconciliations?from=2026-01-01&to=2026-01-31&queried_on=a&account=b&identity=c";
    assert_eq!(put(elsewhere).send().await.problem(422).kind, "/problems/key-reused");
}

async fn a_key_belongs_to_its_person(app: App) {
    let key = Uuid::now_v7().to_string();
    let mine: DraftView =
        app.staff().await.post("/inquiries").key(&key).json(&new(&app).await).send().await.ok();
    let other = app.supervisor().await.post("/inquiries").key(&key).json(&new(&app).await).send().await;
    let theirs: DraftView = other.ok();
    assert_ne!(mine.id, theirs.id);
}

async fn sixteen_retries_at_once_are_one_operation(app: App) {
    let staff = app.staff().await;
    let (new, key) = (new(&app).await, Uuid::now_v7().to_string());
    let entries = journal_size(&app).await;
    let mut tries = tokio::task::JoinSet::new();
    for _ in 0..16 {
        let (staff, new, key) = (staff.clone(), new.clone(), key.clone());
        tries.spawn(async move { staff.post("/inquiries").key(&key).json(&new).send().await });
    }
    let answers = tries.join_all().await;
    assert!(
        answers.iter().all(|answer| answer.status.is_success() || answer.status.as_u16() == 409),
        "{answers:?}"
    );
    assert!(answers.iter().any(|answer| answer.status.is_success()));
    assert_eq!(journal_size(&app).await, entries + 1);
}

async fn a_write_without_a_key_is_refused(app: App) {
    let staff = app.staff().await;
    let new = new(&app).await;
    staff.post("/inquiries").without("idempotency-key").json(&new).send().await.problem(400);
    staff.post("/inquiries").key(&"k".repeat(65)).json(&new).send().await.problem(400);
    staff.get(&format!("/inquiries/{}/draft", new.id)).send().await.problem(404);
}

async fn a_change_needs_the_revision_that_was_seen(app: App) {
    let staff = app.staff().await;
    let draft = staff.draft(&app.form().await).await;
    let path = format!("/inquiries/{}/draft", draft.id);
    let form = app.form().await;
    staff.put(&path).json(&form).send().await.problem(428);
    staff.post(&format!("/inquiries/{}/submit", draft.id)).send().await.problem(428);
    let saved: DraftView = staff.put(&path).if_match(draft.revision).json(&form).send().await.ok();
    let stale = staff.put(&path).if_match(draft.revision).json(&app.form().await).send().await.problem(412);
    assert_eq!(stale.revision, Some(saved.revision), "the answer says where the record is now");
    let kept: DraftView = staff.get(&path).send().await.ok();
    assert_eq!((kept.revision, &kept.draft.case_number), (saved.revision, &form.case_number));
}

async fn a_record_answers_with_its_revision(app: App) {
    let staff = app.staff().await;
    let inquiry = staff.register(&app.form().await).await;
    let answer = staff.get(&format!("/inquiries/{}", inquiry.inquiry.id)).send().await;
    assert_eq!(answer.header("etag"), format!("\"{}\"", inquiry.inquiry.revision));
}

async fn a_dry_run_writes_nothing(app: App) {
    let staff = app.staff().await;
    let (new, key) = (new(&app).await, Uuid::now_v7().to_string());
    for unclear in ["1", "True", "", "null"] {
        staff.post(&format!("/inquiries?dry_run={unclear}")).json(&new).send().await.problem(400);
    }
    let entries = journal_size(&app).await;
    let judged = staff.post("/inquiries").key(&key).json(&new).dry_run().send().await;
    assert_eq!(judged.status.as_u16(), 200, "{judged:?}");
    assert_eq!(judged.ok::<DraftView>().id, new.id);
    staff.get(&format!("/inquiries/{}/draft", new.id)).send().await.problem(404);
    let draft: DraftView = staff.post("/inquiries").key(&key).json(&new).send().await.ok();
    let submit = format!("/inquiries/{}/submit", draft.id);
    let judged: InquiryView = staff.post(&submit).if_match(draft.revision).dry_run().send().await.ok();
    assert_eq!(judged.inquiry.status.name(), "submitted");
    let still: DraftView = staff.get(&format!("/inquiries/{}/draft", draft.id)).send().await.ok();
    assert_eq!((still.status.as_str(), still.revision), ("draft", draft.revision));
    assert_eq!(journal_size(&app).await, entries + 1, "only the one real write is an entry");
    let approve = InquiryAction::approve();
    let inquiry = staff.submit(&draft).await;
    let path = format!("/inquiries/{}/actions", inquiry.inquiry.id);
    staff
        .post(&path)
        .if_match(inquiry.inquiry.revision)
        .json(&approve)
        .dry_run()
        .send()
        .await
        .refused_by("P05-1-OWN-INQUIRY");
}

async fn an_identifier_is_taken_once(app: App) {
    let staff = app.staff().await;
    let new = new(&app).await;
    staff.post("/inquiries").json(&new).send().await.ok::<DraftView>();
    staff.post("/inquiries").json(&new).send().await.problem(409);
}

async fn pages_visit_everything_once_while_others_write(app: App) {
    let staff = app.staff().await;
    let mut made = std::collections::BTreeSet::new();
    for _ in 0..23 {
        made.insert(staff.draft(&app.form().await).await.id);
    }
    let mut seen = Vec::new();
    let mut cursor = String::new();
    loop {
        let page: shared::api::v1::Page<InquiryRow> =
            staff.get(&format!("/inquiries?mine=true&limit=5{cursor}")).send().await.ok();
        seen.extend(page.items.iter().map(|row| row.id));
        // A row that arrives between two pages is newer than all of them.
        staff.draft(&app.form().await).await;
        let Some(next) = page.next else { break };
        cursor = format!("&cursor={next}");
    }
    assert!(seen.windows(2).all(|pair| pair[0] > pair[1]), "newest first, nothing twice");
    assert!(made.iter().all(|id| seen.contains(id)), "nothing is passed over");
}

async fn a_foreign_cursor_is_refused(app: App) {
    let staff = app.staff().await;
    let answer = staff.get("/inquiries?cursor=not-a-cursor").send().await;
    assert!([400, 410].contains(&answer.status.as_u16()), "{answer:?}");
    let answer = staff.get("/inquiries?limit=100000").send().await;
    if answer.status.is_success() {
        assert!(answer.value()["items"].as_array().unwrap().len() <= 1000);
    }
}

async fn unknown_fields_are_refused(app: App) {
    let staff = app.staff().await;
    let mut body = serde_json::to_value(new(&app).await).unwrap();
    body["draft"]["result_of_the_query"] = json!("自付額 826 元");
    let problem = staff.post("/inquiries").json(&body).send().await.problem(400);
    assert!(
        !serde_json::to_string(&problem).unwrap().contains("826"),
        "the refusal does not repeat what was typed"
    );
    let answer = staff.post("/inquiries").bytes("application/json", "{").send().await;
    answer.problem(400);
}

async fn problems_have_one_shape(app: App) {
    let staff = app.staff().await;
    let draft = staff.draft(&shared::inquiry::InquiryDraft::default()).await;
    let refused = staff.try_submit(&draft).await.problem(422);
    assert_eq!(refused.kind, "/problems/refused");
    assert!(refused.violations.iter().all(|one| !one.message.zh_tw.is_empty() && !one.message.en.is_empty()));
    let mut shapes = Vec::new();
    for (name, answer) in [
        ("signed out", app.stranger().get("/inquiries").send().await),
        ("absent", staff.get(&format!("/inquiries/{}", Uuid::now_v7())).send().await),
        ("no such route", staff.get("/nonsense").send().await),
        ("wrong method", staff.delete("/inquiries").send().await),
        ("no revision", staff.post(&format!("/inquiries/{}/submit", draft.id)).send().await),
        ("no key", staff.post("/inquiries").without("idempotency-key").json(&json!({})).send().await),
        ("not an id", staff.get("/inquiries/12").send().await),
    ] {
        let problem = answer.problem(answer.status.as_u16());
        assert!(!problem.title.zh_tw.is_empty() && !problem.detail.en.is_empty(), "{name}");
        assert!(answer.status.is_client_error(), "{name}: {answer:?}");
        shapes.push((name, answer.status.as_u16(), problem.kind));
    }
    insta::assert_debug_snapshot!("problems", shapes);
}

async fn answers_are_never_stored_on_the_way(app: App) {
    let staff = app.staff().await;
    for path in ["/inquiries", "/sync/capabilities", "/nonsense", "/session"] {
        assert_eq!(staff.get(path).send().await.header("cache-control"), "no-store", "{path}");
    }
}

async fn the_review_door_judges_without_a_session(app: App) {
    let answer = app.stranger().post("/review").json(&json!({"draft": {"reason": "短"}})).send().await;
    let report: shared::Report = answer.ok();
    assert!(report.has("P05-1-REASON-SHORT"));
    let unreadable: shared::Report =
        app.stranger().post("/review").bytes("application/json", "{{").send().await.ok();
    assert!(unreadable.has("P05-1-UNREADABLE"));
}

async fn the_catalogue_explains_every_code(app: App) {
    let stranger = app.stranger();
    let all = stranger.get("/rules").send().await;
    assert!(all.text().contains("P05-1-OWN-INQUIRY"));
    assert!(stranger.get("/rules/P05-1-OWN-INQUIRY").send().await.text().contains("不得核可自己的查調"));
    stranger.get("/rules/P99-NONSENSE").send().await.problem(404);
}

/// Two types of one name would be one in the API's document, and one of them wrong.
#[test]
fn no_two_types_of_the_document_share_a_name() {
    let shared = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/src");
    let mut places: std::collections::BTreeMap<String, Vec<String>> = std::collections::BTreeMap::new();
    let mut folders = vec![shared];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                folders.push(entry);
                continue;
            }
            let text = std::fs::read_to_string(&entry).unwrap();
            let mut attributes = String::new();
            for line in text.lines() {
                let named = line.strip_prefix("pub struct ").or_else(|| line.strip_prefix("pub enum "));
                if line.starts_with("#[") || line.starts_with("    ") && attributes.ends_with('(') {
                    attributes += line;
                } else if let Some(rest) = named {
                    let own = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap();
                    let told =
                        attributes.split("schema(as = ").nth(1).and_then(|rest| rest.split(')').next());
                    if attributes.contains("ToSchema") {
                        places
                            .entry(told.unwrap_or(own).to_owned())
                            .or_default()
                            .push(entry.display().to_string());
                    }
                    attributes.clear();
                } else {
                    attributes.clear();
                }
            }
        }
    }
    assert!(places.len() > 100, "the types are found");
    places.retain(|_, places| places.len() > 1);
    assert!(places.is_empty(), "give one of them `schema(as = …)`: {places:?}");
}

//! 查核資料包: made by the manager, masked unless ordered otherwise, the same bytes from the same records, each item with its proof.

use std::io::{Cursor, Read as _};

use acceptance::{App, on_both};
use backend::{journal::checkpoint::sign, schedule::flow::run_now};
use serde_json::{Value, json};
use shared::{
    api::v1::{JournalRow, Page},
    inquiry::{Identity, InquiryAction},
    journal::{bundle::verify, verdict::Outcome},
    pack::PackBody,
};
use uuid::Uuid;

on_both!(
    a_pack_holds_each_record_of_the_period_with_a_proof_that_verifies,
    the_same_records_give_the_same_bytes_and_a_narrower_scope_gives_less,
    identities_are_masked_unless_the_order_says_otherwise,
    what_is_asked_for_wrongly_is_refused_by_its_field,
    packs_are_the_managers_and_each_hand_out_is_an_entry,
);

fn asked(app: &App, change: impl FnOnce(&mut Value)) -> Value {
    let mut draft =
        json!({"from": app.today(), "to": app.today(), "points": [], "order": "", "is_unmasked": false});
    change(&mut draft);
    json!({"id": Uuid::now_v7(), "draft": draft})
}

async fn make(app: &App, change: impl FnOnce(&mut Value)) -> PackBody {
    app.manager().await.post("/packs").json(&asked(app, change)).send().await.ok()
}

/// The pack's files by name.
async fn file(app: &App, pack: &PackBody) -> (Vec<u8>, Vec<(String, String)>) {
    let answer = app.manager().await.get(&format!("/packs/{}/file", pack.id)).send().await;
    assert!(answer.status.is_success(), "{answer:?}");
    let mut zip = zip::ZipArchive::new(Cursor::new(answer.body.clone())).expect("a ZIP");
    let mut files = Vec::new();
    for at in 0..zip.len() {
        let mut file = zip.by_index(at).expect("a file");
        let (name, mut text) = (file.name().expect("a name").into_owned(), String::new());
        file.read_to_string(&mut text).expect("text");
        files.push((name, text));
    }
    (answer.body, files)
}

/// An approved inquiry in a signed journal; gives what its first subject typed.
async fn furnish(app: &App) -> (String, String) {
    app.manager().await;
    let form = app.form().await;
    let inquiry = app.staff().await.register(&form).await;
    app.supervisor().await.act(&inquiry, InquiryAction::approve()).await;
    run_now(app.server(), sign::JOB).await.unwrap().expect("it ran");
    let Identity::Typed(identity) = &form.subjects[0].identity else { unreachable!() };
    (form.subjects[0].name.clone(), identity.clone())
}

async fn a_pack_holds_each_record_of_the_period_with_a_proof_that_verifies(app: App) {
    furnish(&app).await;
    let pack = make(&app, |_| {}).await;
    let (_, files) = file(&app, &pack).await;
    let text = |name: &str| &files.iter().find(|(file, _)| file == name).expect(name).1;
    let policy = text("journal.policy");
    let proofs: Vec<_> = files.iter().filter(|(name, _)| name.starts_with("proofs/")).collect();
    assert!(
        proofs.iter().any(|(name, _)| name.contains("point-05") && name.ends_with("-inquiry.json")),
        "{files:?}"
    );
    for (name, proof) in &proofs {
        let verdict = verify(proof, policy, None);
        assert_eq!((verdict.outcome, verdict.contents), (Outcome::Sound, 1), "{name}: {verdict:?}");
    }
    let page = text("index.html");
    assert!(page.contains("第五點") && page.contains("point 5"), "by point, in both languages");
    assert_eq!(page.matches("class=\"proof\"").count(), proofs.len(), "the page holds what lies beside it");
    assert!(!page.contains("{body}") && !page.contains("{policy}") && !page.contains("{scope}"));
    for outside in ["http://", "https://", "src=\"", "@import", "url("] {
        assert!(!page.contains(outside), "{outside}: the page asks nobody");
    }
}

async fn the_same_records_give_the_same_bytes_and_a_narrower_scope_gives_less(app: App) {
    furnish(&app).await;
    let pack = make(&app, |_| {}).await;
    let (first, files) = file(&app, &pack).await;
    let (again, _) = file(&app, &pack).await;
    assert!(first == again, "byte for byte");
    let narrow = make(&app, |draft| draft["points"] = json!([4, 4])).await;
    assert_eq!(narrow.points, [4]);
    let (_, fewer) = file(&app, &narrow).await;
    assert!(fewer.len() < files.len());
    assert!(fewer.iter().all(|(name, _)| !name.contains("point-05")));
    let before = make(&app, |draft| {
        draft["from"] = json!("2020-01-01");
        draft["to"] = json!("2020-01-31");
    });
    let (_, none) = file(&app, &before.await).await;
    assert!(none.iter().all(|(name, _)| !name.starts_with("proofs/")));
}

async fn identities_are_masked_unless_the_order_says_otherwise(app: App) {
    let (name, identity) = furnish(&app).await;
    let holds = |files: &[(String, String)], what: &str| files.iter().any(|(_, text)| text.contains(what));
    let (_, masked) = file(&app, &make(&app, |_| {}).await).await;
    assert!(!holds(&masked, &identity) && !holds(&masked, &name));
    let unmasked = make(&app, |draft| {
        draft["is_unmasked"] = json!(true);
        draft["order"] = json!("保政字第11560000010號");
    })
    .await;
    let (_, full) = file(&app, &unmasked).await;
    assert!(holds(&full, &identity) && holds(&full, &name) && holds(&full, "保政字第11560000010號"));
}

async fn what_is_asked_for_wrongly_is_refused_by_its_field(app: App) {
    let manager = app.manager().await;
    let refused = async |change: fn(&mut Value), code: &str| {
        manager.post("/packs").json(&asked(&app, change)).send().await.refused_by(code);
    };
    refused(|draft| draft["from"] = Value::Null, "P08-4-PERIOD-MISSING").await;
    refused(|draft| draft["to"] = json!("2020-01-01"), "P08-4-PERIOD-REVERSED").await;
    refused(|draft| draft["points"] = json!([0]), "P08-4-POINT-UNKNOWN").await;
    refused(|draft| draft["is_unmasked"] = json!(true), "P08-4-ORDER-MISSING").await;
    let ahead = |draft: &mut Value| {
        draft["from"] = json!("2029-01-01");
        draft["to"] = json!("2029-01-02");
    };
    refused(ahead, "P08-4-PERIOD-AHEAD").await;
    // Before anything was signed there is nothing to prove.
    let pack = make(&app, |_| {}).await;
    manager.get(&format!("/packs/{}/file", pack.id)).send().await.problem(400);
}

async fn packs_are_the_managers_and_each_hand_out_is_an_entry(app: App) {
    furnish(&app).await;
    let staff = app.staff().await;
    staff.post("/packs").json(&asked(&app, |_| {})).send().await.refused_by("P08-4-NOT-THE-MANAGER");
    let pack = make(&app, |_| {}).await;
    staff.get(&format!("/packs/{}/file", pack.id)).send().await.problem(403);
    staff.get("/packs").send().await.problem(403);
    let manager = app.manager().await;
    manager.get(&format!("/packs/{}/file", Uuid::now_v7())).send().await.problem(404);
    file(&app, &pack).await;
    file(&app, &pack).await;
    let rows: Vec<JournalRow> = manager.all(&format!("/journal?record={}", pack.id), 100).await;
    let actions: Vec<_> = rows.iter().map(|row| row.action.as_str()).collect();
    assert_eq!(actions, ["pack.hand_out", "pack.hand_out", "pack.make"]);
    let listed: Page<PackBody> = manager.get("/packs").send().await.ok();
    assert_eq!(listed.items, [pack]);
    assert_eq!(app.verify().await, Vec::<String>::new());
}

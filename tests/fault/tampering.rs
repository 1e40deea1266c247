//! Somebody with the database in hand changes it behind the server's back: verification names the place.

use std::process::Command;

use acceptance::{App, Database, on_both};
use shared::inquiry::InquiryAction;

use crate::{COMMAND_LINE, planted};

on_both!(
    an_edited_entry_is_named,
    a_deleted_entry_is_named,
    reordered_entries_are_named,
    a_truncated_journal_is_named,
    an_edited_record_is_named,
    a_removed_record_is_named,
    a_forged_tree_is_named,
    an_untouched_database_raises_no_alarm,
    a_verifier_that_believes_the_records_is_seen,
    a_verifier_that_believes_the_tree_is_seen,
    an_edited_checkpoint_is_named,
    a_checkpoint_that_counts_what_is_gone_is_named,
    a_journal_rewritten_whole_is_named_by_what_was_signed,
    a_forged_co_signature_is_named,
);

const EDIT_RECORD: &str = "UPDATE inquiries SET body = replace(body, '社會保險', '社會安全') \
    WHERE id = (SELECT id FROM inquiries WHERE status = 'approved' ORDER BY id DESC LIMIT 1)";
const FORGE_TREE: &str =
    "UPDATE journal_hashes SET hash = (SELECT hash FROM journal_hashes WHERE place = 0) WHERE place = 2";

/// A house with something in its journal; gives the number of its entries.
async fn furnish(app: &App) -> i64 {
    let (staff, supervisor) = (app.staff().await, app.supervisor().await);
    for _ in 0..6 {
        let inquiry = staff.register(&app.form().await).await;
        supervisor.act(&inquiry, InquiryAction::approve()).await;
    }
    let entries = app.manager().await.all::<shared::api::v1::JournalRow>("/journal", 100).await;
    assert_eq!(app.verify().await, Vec::<String>::new());
    entries.len() as i64
}

/// The finding names this entry.
async fn names(app: &App, seq: i64) {
    let found = app.verify().await;
    let is_named = found.iter().any(|what| {
        what.split(|letter: char| !letter.is_ascii_digit()).any(|number| number.parse() == Ok(seq))
    });
    assert!(is_named, "entry {seq} is named: {found:?}");
}

async fn an_edited_entry_is_named(app: App) {
    let size = furnish(&app).await;
    for (column, value) in [
        (
            "bytes",
            match app.database() {
                Database::Sqlite => "x'7b7d'",
                Database::Postgres => "'\\x7b7d'::bytea",
            },
        ),
        ("action", "'inquiry.reject'"),
        ("at", "at + 1"),
        ("revision", "revision + 1"),
    ] {
        let app = App::start(app.database()).await;
        furnish(&app).await;
        let seq = size / 2;
        app.tamper(&format!("UPDATE journal_entries SET {column} = {value} WHERE seq = {seq}")).await;
        names(&app, seq).await;
    }
}

async fn a_deleted_entry_is_named(app: App) {
    let seq = furnish(&app).await / 2;
    app.tamper(&format!("DELETE FROM journal_salts WHERE seq = {seq}")).await;
    app.tamper(&format!("DELETE FROM journal_entries WHERE seq = {seq}")).await;
    names(&app, seq).await;
}

async fn reordered_entries_are_named(app: App) {
    let seq = furnish(&app).await / 2;
    for (from, to) in [(seq, -1), (seq + 1, seq), (-1, seq + 1)] {
        app.tamper(&format!("UPDATE journal_entries SET seq = {to} WHERE seq = {from}")).await;
    }
    names(&app, seq).await;
}

async fn a_truncated_journal_is_named(app: App) {
    let last = furnish(&app).await - 1;
    app.tamper(&format!("DELETE FROM journal_salts WHERE seq = {last}")).await;
    app.tamper(&format!("DELETE FROM journal_entries WHERE seq = {last}")).await;
    names(&app, last).await;
}

async fn an_edited_record_is_named(app: App) {
    furnish(&app).await;
    app.tamper(EDIT_RECORD).await;
    let found = app.verify().await;
    assert!(!found.is_empty(), "a record that the journal does not know is found");
}

async fn a_removed_record_is_named(app: App) {
    furnish(&app).await;
    let newest = "(SELECT id FROM inquiries ORDER BY id DESC LIMIT 1)";
    for sql in [
        format!("DELETE FROM subjects WHERE inquiry_id = {newest}"),
        format!("DELETE FROM inquiries WHERE id = {newest}"),
    ] {
        app.tamper(&sql).await;
    }
    assert!(!app.verify().await.is_empty(), "a record that is gone without an entry is found");
}

async fn a_forged_tree_is_named(app: App) {
    furnish(&app).await;
    app.tamper(FORGE_TREE).await;
    assert!(!app.verify().await.is_empty(), "a tree that does not follow from its entries is found");
}

async fn an_untouched_database_raises_no_alarm(app: App) {
    furnish(&app).await;
    app.tamper("UPDATE meta SET value = value").await;
    assert_eq!(app.verify().await, Vec::<String>::new());
}

/// What `chadiao journal verify` says in a process of its own, by its exit code.
fn verdict(app: &App, bug: Option<&str>) -> Option<i32> {
    let output = Command::new(COMMAND_LINE)
        .args(["journal", "verify", "--database", app.url(), "--keys"])
        .arg(app.folder().join("keys/chadiao.keys"))
        .envs(planted(bug))
        .output()
        .expect("chadiao runs");
    output.status.code()
}

async fn a_verifier_that_believes_the_records_is_seen(app: App) {
    furnish(&app).await;
    assert_eq!(verdict(&app, None), Some(0), "sound before");
    app.tamper(EDIT_RECORD).await;
    assert_eq!(verdict(&app, None), Some(2), "the honest one names it");
    assert_eq!(
        verdict(&app, Some("trust-the-rows")),
        Some(0),
        "the planted one would fail the stories above"
    );
}

async fn a_verifier_that_believes_the_tree_is_seen(app: App) {
    furnish(&app).await;
    app.tamper(FORGE_TREE).await;
    assert_eq!(verdict(&app, None), Some(2), "the honest one names it");
    assert_eq!(
        verdict(&app, Some("trust-the-tree")),
        Some(0),
        "the planted one would fail the stories above"
    );
}

/// Signs what there is.
async fn sign(app: &App) {
    let ran = backend::schedule::flow::run_now(app.server(), "checkpoint").await.expect("it runs");
    assert!(ran.is_some_and(|report| report.result == backend::schedule::jobs::Result::Done));
}

async fn finds(app: &App, what: &str) {
    let found = app.verify().await;
    assert!(found.iter().any(|problem| problem.contains(what)), "`{what}` is named: {found:?}");
}

async fn an_edited_checkpoint_is_named(app: App) {
    furnish(&app).await;
    sign(&app).await;
    assert_eq!(app.verify().await, Vec::<String>::new());
    app.tamper("UPDATE journal_checkpoints SET note = replace(note, 'journal', 'jourmal')").await;
    finds(&app, "checkpoint ").await;
}

async fn a_checkpoint_that_counts_what_is_gone_is_named(app: App) {
    let size = furnish(&app).await;
    sign(&app).await;
    // Everything after the half goes, and the tree and the head are made to fit: only what was signed still knows.
    let half = size / 2;
    let edge: Vec<Vec<u8>> =
        app.entries().await.into_iter().take(usize::try_from(half).expect("few")).collect();
    let mut tree = shared::journal::Edge::default();
    let places: usize = edge.iter().map(|entry| tree.append(shared::journal::leaf_hash(entry)).len()).sum();
    let blob = |bytes: &[u8]| match app.database() {
        Database::Sqlite => format!("x'{}'", shared::journal::hex(bytes)),
        Database::Postgres => format!("'\\x{}'::bytea", shared::journal::hex(bytes)),
    };
    for sql in [
        format!("DELETE FROM journal_salts WHERE seq >= {half}"),
        format!("DELETE FROM journal_entries WHERE seq >= {half}"),
        format!("DELETE FROM journal_hashes WHERE place >= {places}"),
        format!(
            "UPDATE journal_head SET size = {half}, root = {}, edge = {}",
            blob(&tree.root()),
            blob(&tree.bytes())
        ),
    ] {
        app.tamper(&sql).await;
    }
    let found = app.verify().await;
    assert!(found.iter().any(|one| one.starts_with(&format!("entry {half}: a checkpoint"))), "{found:?}");
    assert!(found.iter().any(|one| one.starts_with(&format!("entry {half}: the signer"))), "{found:?}");
}

async fn a_journal_rewritten_whole_is_named_by_what_was_signed(app: App) {
    furnish(&app).await;
    sign(&app).await;
    // One entry is forged, and leaf, tree and head are made to fit.
    let mut entries = app.entries().await;
    let text = String::from_utf8(entries[4].clone()).expect("text").replace("amended", "original");
    entries[4] = text.into_bytes();
    let blob = |bytes: &[u8]| match app.database() {
        Database::Sqlite => format!("x'{}'", shared::journal::hex(bytes)),
        Database::Postgres => format!("'\\x{}'::bytea", shared::journal::hex(bytes)),
    };
    app.tamper(&format!("UPDATE journal_entries SET bytes = {} WHERE seq = 4", blob(&entries[4]))).await;
    let mut tree = shared::journal::Edge::default();
    for entry in &entries {
        let leaf = shared::journal::leaf_hash(entry);
        for (place, hash) in tree.append(leaf) {
            let sql = format!(
                "UPDATE journal_hashes SET hash = {0} WHERE place = {place} AND hash <> {0}",
                blob(&hash)
            );
            app.tamper(&sql).await;
        }
    }
    let (root, edge) = (blob(&tree.root()), blob(&tree.bytes()));
    app.tamper(&format!("UPDATE journal_head SET root = {root}, edge = {edge}")).await;
    finds(&app, "saw another root").await;
}

async fn a_forged_co_signature_is_named(app: App) {
    use shared::journal::note::{Means, SignKey};
    furnish(&app).await;
    sign(&app).await;
    let key = |secret: u8| SignKey::new("ethics", Means::Cosignature, &[secret; 32]).expect("a key");
    let client = app.stranger();
    let log = client.get("/journal/policy").send().await.text();
    let policy =
        format!("{}\nwitness w {}\nquorum 1\n", log.lines().next().expect("log"), key(1).verify_key());
    let files = backend::journal::checkpoint::files::Files::of(app.server().config());
    std::fs::write(&files.policy, policy).expect("the policy");
    let request = client.get("/journal/witness-request?since=0").send().await.text();
    let mut note = shared::journal::checkpoint::Request::parse(&request).expect("a request").note;
    note.lines.push(key(1).sign(&note.text, 7));
    let body = serde_json::json!({"checkpoint": note.to_string()});
    client.post("/journal/cosignatures").json(&body).send().await.ok::<shared::api::v1::CheckpointRow>();
    assert_eq!(app.verify().await, Vec::<String>::new());
    let other = key(1).sign("another\n1\nAAAA\n", 7).to_string();
    app.tamper(&format!("UPDATE journal_cosignatures SET line = '{other}'")).await;
    finds(&app, "co-signature of ethics").await;
}

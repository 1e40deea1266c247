//! The journal for outsiders: what is signed, witnessed, proved and carried away, and what other implementations say of it.

use std::{fs, process::Command};

use acceptance::{App, on_both};
use backend::{
    journal::checkpoint::{bundle, files::Files, sign},
    schedule::{
        flow::{run_now, tick},
        jobs::{Report, Result as Outcome},
    },
};
use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use chrono::Duration;
use serde_json::json;
use shared::{
    api::v1::{CheckpointRow, JournalHead, JournalRow, Page},
    journal::{
        bundle::{Proof, verify},
        checkpoint::{Checkpoint, Request},
        note::{Means, Note, SignKey, VerifyKey},
        verdict::{Outcome as Found, Verdict},
    },
};

on_both!(
    a_checkpoint_is_signed_when_the_journal_moved_on_and_not_otherwise,
    a_witness_signs_over_the_network_and_only_one_the_policy_names_counts,
    a_proof_is_downloaded_and_verified_by_anybody,
    other_implementations_agree_on_notes_and_proofs,
    a_bundle_holds_the_whole_journal_and_verifies_without_us,
    the_signer_refuses_a_shorter_and_a_rewritten_journal_until_a_restore_is_declared,
    a_key_is_changed_by_an_entry_that_the_old_one_signed,
    a_missing_or_foreign_key_signs_nothing,
    a_hand_over_hastens_the_checkpoint,
    the_alarm_is_an_entry_and_a_duty_until_the_journal_verifies_again,
    a_journal_that_grows_while_it_is_verified_is_sound,
    the_command_line_witnesses_by_file_and_names_a_cut_journal,
);

/// `chadiao` as a process.
const COMMAND_LINE: &str = env!("CARGO_BIN_EXE_command-line");

async fn checkpoint(app: &App) -> Report {
    run_now(app.server(), sign::JOB).await.unwrap().expect("nobody else runs it")
}

async fn furnish(app: &App) {
    // A sign-in is an entry too: whoever reads later is here before anything is signed.
    app.manager().await;
    for _ in 0..3 {
        app.staff().await.register(&app.form().await).await;
    }
    assert_eq!(checkpoint(app).await.result, Outcome::Done);
}

fn files(app: &App) -> Files {
    Files::of(app.server().config())
}

fn ethics() -> SignKey {
    SignKey::new("ethics.example.gov.tw", Means::Cosignature, &[5; 32]).unwrap()
}

async fn policy(app: &App) -> String {
    app.stranger().get("/journal/policy").send().await.text()
}

/// Names the witness in the server's policy.
async fn appoint(app: &App, witness: &SignKey) {
    let log = policy(app).await.lines().next().unwrap().to_owned();
    let text = format!("{log}\nwitness ethics {}\nquorum 1\n", witness.verify_key());
    fs::write(files(app).policy, text).unwrap();
}

async fn request(app: &App, since: u64) -> Request {
    let path = format!("/journal/witness-request?since={since}");
    Request::parse(&app.stranger().get(&path).send().await.text()).expect("a request")
}

/// The newest checkpoint, co-signed.
async fn cosigned(app: &App, witness: &SignKey) -> String {
    let mut note = request(app, 0).await.note;
    note.lines.push(witness.sign(&note.text, app.now().timestamp().unsigned_abs()));
    note.to_string()
}

async fn checkpoints(app: &App) -> Vec<CheckpointRow> {
    app.manager().await.get("/journal/checkpoints").send().await.ok()
}

async fn newest(app: &App) -> i64 {
    let page: Page<JournalRow> = app.manager().await.get("/journal?limit=1").send().await.ok();
    page.items[0].seq
}

async fn proof(app: &App, seq: i64) -> String {
    app.manager().await.get(&format!("/journal/entries/{seq}/proof?content=true")).send().await.text()
}

fn found(text: &str, policy: &str) -> Verdict {
    verify(text, policy, None)
}

async fn a_checkpoint_is_signed_when_the_journal_moved_on_and_not_otherwise(app: App) {
    app.stranger().get("/journal/policy").send().await.problem(404);
    furnish(&app).await;
    let first = checkpoints(&app).await;
    assert_eq!(checkpoint(&app).await.note.en, "Nothing new.");
    assert_eq!(checkpoints(&app).await, first);
    app.staff().await.register(&app.form().await).await;
    checkpoint(&app).await;
    let second = checkpoints(&app).await;
    assert_eq!((first.len(), second.len()), (1, 2));
    let head: JournalHead = app.manager().await.post("/journal/verify").send().await.ok();
    assert!(head.problems.is_empty(), "{head:?}");
    assert_eq!((second[0].size, &second[0].root), (head.size, &head.root));
    let key = VerifyKey::parse(policy(&app).await.lines().next().unwrap().strip_prefix("log ").unwrap());
    assert_eq!(key.unwrap().verify(&Note::parse(&second[0].note).unwrap()), Some(0));
    app.staff().await.get("/journal/checkpoints").send().await.problem(403);
}

async fn a_witness_signs_over_the_network_and_only_one_the_policy_names_counts(app: App) {
    furnish(&app).await;
    let witness = ethics();
    let bring = async |text: String| {
        app.stranger().post("/journal/cosignatures").json(&json!({"checkpoint": text})).send().await
    };
    bring(cosigned(&app, &witness).await).await.problem(400);
    appoint(&app, &witness).await;
    assert!(!checkpoints(&app).await[0].is_counted, "the policy asks for one witness now");
    let stranger = SignKey::new("ethics.example.gov.tw", Means::Cosignature, &[6; 32]).unwrap();
    bring(cosigned(&app, &stranger).await).await.problem(400);
    // The second line is the size.
    bring(cosigned(&app, &witness).await.replacen('\n', "\n9", 1)).await.problem(400);
    bring("nonsense".into()).await.problem(400);
    let row: CheckpointRow = bring(cosigned(&app, &witness).await).await.ok();
    let again: CheckpointRow = bring(cosigned(&app, &witness).await).await.ok();
    assert_eq!(row, again, "twice is as once");
    assert!(row.is_counted);
    assert_eq!(row.witnessed[0].name, "ethics.example.gov.tw");
    assert_eq!(row.witnessed[0].at.timestamp(), app.now().timestamp());
    app.staff().await.register(&app.form().await).await;
    checkpoint(&app).await;
    let next = request(&app, row.size.unsigned_abs()).await;
    assert_eq!(next.old, row.size.unsigned_abs());
    assert_eq!(app.verify().await, Vec::<String>::new());
}

async fn a_proof_is_downloaded_and_verified_by_anybody(app: App) {
    furnish(&app).await;
    let policy = policy(&app).await;
    let last = newest(&app).await;
    for seq in [0, last / 2, last - 1] {
        let verdict = found(&proof(&app, seq).await, &policy);
        assert_eq!(verdict.outcome, Found::Sound, "{verdict:?}");
        assert_eq!(verdict.entry.unwrap().seq, seq.unsigned_abs());
    }
    // The last entry but one or two is a registration whose record still stands as it was written.
    let texts = [proof(&app, last).await, proof(&app, last - 1).await, proof(&app, last - 2).await];
    let with_content =
        texts.iter().find(|text| text.contains("\"content\"")).expect("its content comes along");
    assert_eq!(found(with_content, &policy).contents, 1);
    let bent = with_content.replace("\"content\":\"", "\"content\":\"AAAA");
    assert_eq!(found(&bent, &policy).outcome, Found::Tampered);
    let answer = app.manager().await.get(&format!("/journal/entries/{last}/proof")).send().await;
    assert!(answer.header("content-disposition").contains(&format!("chadiao-journal-{last}.json")));
    app.staff().await.register(&app.form().await).await;
    let path = format!("/journal/entries/{}/proof", newest(&app).await);
    app.manager().await.get(&path).send().await.problem(400);
    app.manager().await.get("/journal/entries/999999/proof").send().await.problem(404);
    app.staff().await.get(&path).send().await.problem(403);
}

async fn other_implementations_agree_on_notes_and_proofs(app: App) {
    furnish(&app).await;
    let old = checkpoints(&app).await[0].clone();
    let staff = app.staff().await;
    for _ in 0..4 {
        staff.register(&app.form().await).await;
    }
    checkpoint(&app).await;
    let vkey = policy(&app).await.lines().next().unwrap().strip_prefix("log ").unwrap().to_owned();
    let request = request(&app, old.size.unsigned_abs()).await;
    // The note, by signed_note; its text, by tlog_tiles.
    let note = signed_note::Note::from_bytes(request.note.to_string().as_bytes()).expect("a note");
    let verifier = signed_note::StandardVerifier::new(&vkey).expect("a key");
    let known = signed_note::VerifierList::new(vec![Box::new(verifier)]);
    let (verified, _) = note.verify(&known).expect("signed");
    assert_eq!(verified.len(), 1);
    let checkpoint = tlog_tiles::Checkpoint::from_bytes(note.text()).expect("a checkpoint");
    let ours = Checkpoint::parse(&request.note.text).unwrap();
    assert_eq!((checkpoint.size(), checkpoint.hash().0), (ours.size, ours.root));
    // The consistency, by tlog_tiles.
    let hash = |hash: &[u8; 32]| tlog_tiles::Hash(*hash);
    let tree: Vec<_> = request.path.iter().map(hash).collect();
    let old_root = BASE64.decode(&old.root).unwrap().try_into().unwrap();
    tlog_tiles::check_tree(&tree, ours.size, hash(&ours.root), old.size.unsigned_abs(), hash(&old_root))
        .expect("it goes on");
    // Every entry's inclusion, by tlog_tiles.
    for (seq, bytes) in (0..).zip(app.entries().await).take(usize::try_from(ours.size).unwrap()).step_by(7) {
        let proof: Proof = serde_json::from_str(&proof(&app, seq).await).unwrap();
        let path: Vec<_> = proof
            .path
            .iter()
            .map(|text| tlog_tiles::Hash(BASE64.decode(text).unwrap().try_into().unwrap()))
            .collect();
        let leaf = tlog_tiles::record_hash(&bytes);
        tlog_tiles::check_record(&path, ours.size, hash(&ours.root), seq.unsigned_abs(), leaf)
            .expect("it is in");
    }
    // The root, by ct-merkle.
    let mut tree = ct_merkle::mem_backed_tree::MemoryBackedTree::<sha2::Sha256, Vec<u8>>::new();
    app.entries()
        .await
        .into_iter()
        .take(usize::try_from(ours.size).unwrap())
        .for_each(|entry| tree.push(entry));
    assert_eq!(tree.root().as_bytes().as_slice(), ours.root);
}

async fn carried_away(app: &App) -> String {
    let mut bytes = Vec::new();
    bundle::write(app.server(), &mut bytes, true).await.expect("a bundle");
    String::from_utf8(bytes).unwrap()
}

async fn a_bundle_holds_the_whole_journal_and_verifies_without_us(app: App) {
    furnish(&app).await;
    appoint(&app, &ethics()).await;
    let (policy, text) = (policy(&app).await, carried_away(&app).await);
    assert_eq!(found(&text, &policy).outcome, Found::Unchecked, "nobody witnessed it yet");
    let body = json!({"checkpoint": cosigned(&app, &ethics()).await});
    app.stranger().post("/journal/cosignatures").json(&body).send().await.ok::<CheckpointRow>();
    let text = carried_away(&app).await;
    assert_eq!(text, carried_away(&app).await, "the same records give the same bytes");
    let verdict = found(&text, &policy);
    assert_eq!(verdict.outcome, Found::Sound, "{verdict:?}");
    let entries = app.entries().await.len() as u64;
    assert_eq!((verdict.size, verdict.checkpoints, verdict.covered), (entries, 1, entries));
    assert!(verdict.contents > 20, "every version of the registers and every record: {verdict:?}");
    let bent = text.replacen("inquiry.submit", "inquiry.reject", 1);
    let bent = found(&bent, &policy);
    assert_eq!(bent.outcome, Found::Tampered);
    assert!(bent.findings[0].seq.is_some(), "{bent:?}");
    // As files, by the command line: 0, 1 and 2.
    let (bundle_file, policy_file) = (app.folder().join("bundle.jsonl"), files(&app).policy);
    let judge = |text: &str, policy: Option<&std::path::Path>| {
        fs::write(&bundle_file, text).unwrap();
        let mut command = Command::new(COMMAND_LINE);
        command.args(["journal", "verify", "--json"]).arg(&bundle_file);
        if let Some(policy) = policy {
            command.arg("--policy").arg(policy);
        }
        let output = command.output().expect("chadiao runs");
        (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
    };
    assert_eq!(judge(&text, Some(&policy_file)).0, Some(0));
    assert_eq!(judge(&text, None).0, Some(1));
    let (code, said) = judge(&text.replacen("inquiry.submit", "inquiry.reject", 1), Some(&policy_file));
    let said: Verdict = serde_json::from_str(&said).unwrap();
    assert_eq!((code, said.findings), (Some(2), bent.findings));
}

async fn the_signer_refuses_a_shorter_and_a_rewritten_journal_until_a_restore_is_declared(app: App) {
    furnish(&app).await;
    let state = files(&app).state;
    let honest = fs::read_to_string(&state).unwrap();
    let bent = |change: &dyn Fn(&mut serde_json::Value)| {
        let mut value: serde_json::Value = serde_json::from_str(&honest).unwrap();
        change(&mut value);
        fs::write(&state, value.to_string()).unwrap();
    };
    app.staff().await.register(&app.form().await).await;
    bent(&|value| value["size"] = json!(100_000));
    let report = checkpoint(&app).await;
    assert!(report.result == Outcome::Alarm && report.note.en.contains("100000"), "{report:?}");
    let problems = app.verify().await;
    assert!(problems[0].contains("the signer counts 100000"), "{problems:?}");
    bent(&|value| value["root"] = json!(BASE64.encode([7; 32])));
    assert_eq!(checkpoint(&app).await.result, Outcome::Alarm);
    assert!(app.verify().await[0].contains("rewritten"));
    fs::write(&state, "{").unwrap();
    assert_eq!(run_now(app.server(), sign::JOB).await.unwrap().unwrap().result, Outcome::Again);
    bent(&|value| value["size"] = json!(100_000));
    let note = sign::declare_restore(app.server()).await.expect("declared");
    assert!(note.contains("100000 signed before"), "{note}");
    assert_eq!(checkpoint(&app).await.result, Outcome::Done);
    assert_eq!(app.verify().await, Vec::<String>::new());
    let verdict = found(&carried_away(&app).await, &policy(&app).await);
    assert!(verdict.remarks.iter().any(|remark| remark.en.contains("restore")), "{verdict:?}");
}

async fn a_key_is_changed_by_an_entry_that_the_old_one_signed(app: App) {
    furnish(&app).await;
    let first = policy(&app).await;
    let (before, seq) = (proof(&app, 3).await, newest(&app).await);
    let new = sign::rekey(app.server()).await.expect("changed");
    assert_eq!(checkpoint(&app).await.result, Outcome::Done);
    let last = checkpoints(&app).await[0].clone();
    assert!(new.verify(&Note::parse(&last.note).unwrap()).is_some(), "the new key signs");
    for text in [before, proof(&app, 3).await, proof(&app, seq + 1).await] {
        let verdict = found(&text, &first);
        assert_eq!(verdict.outcome, Found::Sound, "the old policy leads to the new key: {verdict:?}");
    }
    assert_eq!(found(&carried_away(&app).await, &first).outcome, Found::Sound);
    assert_eq!(app.verify().await, Vec::<String>::new());
}

async fn a_missing_or_foreign_key_signs_nothing(app: App) {
    furnish(&app).await;
    let key = files(&app).key;
    let kept = fs::read(&key).unwrap();
    fs::remove_file(&key).unwrap();
    app.staff().await.register(&app.form().await).await;
    assert!(checkpoint(&app).await.note.en.contains("missing"));
    backend::journal::checkpoint::files::make_key(&key, "chadiao/other", Means::Signature).unwrap();
    assert!(checkpoint(&app).await.note.en.contains("not the journal's"));
    assert!(app.verify().await.iter().any(|problem| problem.contains("signing key file")));
    fs::write(&key, kept).unwrap();
    assert_eq!(checkpoint(&app).await.result, Outcome::Done);
}

async fn a_hand_over_hastens_the_checkpoint(app: App) {
    tick(app.server()).await.unwrap();
    app.advance(Duration::seconds(30));
    assert_eq!(tick(app.server()).await.unwrap(), Vec::<&str>::new(), "not due for ten minutes");
    let manager = app.cast().manager;
    let asked = acceptance::App::server(&app).clone();
    let key = uuid::Uuid::now_v7().to_string();
    let operation =
        backend::http::command::Operation { person: manager, key, fingerprint: vec![0; 32], dry_run: false };
    let done = backend::http::command::run(&asked, operation, |act| {
        Box::pin(async move {
            sign::soon(act).await?;
            Ok(backend::http::command::Answer::plain(()))
        })
    });
    assert!(done.await.is_ok());
    assert_eq!(tick(app.server()).await.unwrap(), [sign::JOB]);
}

async fn the_alarm_is_an_entry_and_a_duty_until_the_journal_verifies_again(app: App) {
    furnish(&app).await;
    let count = async |action: &str| {
        let rows: Vec<JournalRow> = app.manager().await.all("/journal?kind=journal", 100).await;
        rows.iter().filter(|row| row.action == action).count()
    };
    let duties = async || {
        let page: Page<shared::api::v1::DutyView> =
            app.manager().await.get("/duties?kind=check_journal&mine=true").send().await.ok();
        page.items.len()
    };
    let state = files(&app).state;
    let honest = fs::read(&state).unwrap();
    fs::write(&state, json!({"origin": "x", "size": 1_000, "root": BASE64.encode([0; 32])}).to_string())
        .unwrap();
    for _ in 0..2 {
        assert_eq!(run_now(app.server(), "verification").await.unwrap().unwrap().result, Outcome::Alarm);
        assert_eq!((count("journal.alarm").await, duties().await), (1, 1), "once");
    }
    fs::write(&state, honest).unwrap();
    assert_eq!(run_now(app.server(), "verification").await.unwrap().unwrap().result, Outcome::Done);
    assert_eq!((count("journal.clear").await, duties().await), (1, 0));
}

async fn a_journal_that_grows_while_it_is_verified_is_sound(app: App) {
    furnish(&app).await;
    let (staff, form) = (app.staff().await, app.form().await);
    let grow = async {
        for _ in 0..30 {
            staff.register(&form).await;
            checkpoint(&app).await;
        }
    };
    let verify = async {
        for _ in 0..60 {
            let head = backend::journal::verify::run(app.server()).await.unwrap();
            assert_eq!(head.problems, Vec::<String>::new());
        }
    };
    tokio::join!(grow, verify);
}

async fn the_command_line_witnesses_by_file_and_names_a_cut_journal(app: App) {
    furnish(&app).await;
    let folder = app.folder();
    let run = |args: &[&str]| {
        let output = Command::new(COMMAND_LINE)
            .args(args)
            .current_dir(&folder)
            .env("CHADIAO_DATABASE", app.url())
            .env("CHADIAO_KEYS", folder.join("keys/chadiao.keys"))
            .output()
            .expect("chadiao runs");
        (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned(), output.stderr)
    };
    let (code, line, _) = run(&["witness", "new", "--name", "ethics.example.gov.tw"]);
    assert_eq!(code, Some(0));
    let log = policy(&app).await.lines().next().unwrap().to_owned();
    fs::write(files(&app).policy, format!("{log}\n{line}quorum all\n")).unwrap();
    let log = log.strip_prefix("log ").unwrap().to_owned();
    let (code, asked, _) = run(&["journal", "request"]);
    assert_eq!(code, Some(0));
    fs::write(folder.join("ask.txt"), asked).unwrap();
    let check = ["witness", "check", "--log", &log, "--out", "signed.txt", "ask.txt"];
    let (code, _, said) = run(&check);
    assert_eq!(code, Some(0), "{}", String::from_utf8_lossy(&said));
    let (code, said, _) = run(&["journal", "cosign", "signed.txt"]);
    assert!(code == Some(0) && said.contains("ethics.example.gov.tw"), "{said}");
    assert!(checkpoints(&app).await[0].is_counted);
    assert_eq!(run(&["journal", "verify", "--witness", "witness.json"]).0, Some(0));
    // Over the network, from what was seen.
    app.staff().await.register(&app.form().await).await;
    checkpoint(&app).await;
    let (code, _, said) = run(&["witness", "check", "--log", &log, "--url", app.base()]);
    assert_eq!(code, Some(0), "{}", String::from_utf8_lossy(&said));
    assert!(checkpoints(&app).await[0].is_counted);
    // An older state of the log: the first request, replayed after more was seen.
    let (code, _, said) = run(&check);
    assert_eq!(code, Some(2), "{}", String::from_utf8_lossy(&said));
    // A witness that saw more than is here: the database was cut or put back.
    let text = fs::read_to_string(folder.join("witness.json")).unwrap();
    let mut memory: serde_json::Value = serde_json::from_str(&text).unwrap();
    memory["size"] = json!(memory["size"].as_u64().unwrap() + 5);
    fs::write(folder.join("witness.json"), memory.to_string()).unwrap();
    let (code, said, _) = run(&["journal", "verify", "--witness", "witness.json"]);
    assert!(code == Some(2) && said.contains("the witness counts"), "{said}");
    let accept =
        ["witness", "check", "--log", &log, "--url", app.base(), "--accept-restore", "府政風字第1號"];
    assert_eq!(run(&accept).0, Some(0));
    assert!(fs::read_to_string(folder.join("witness.json")).unwrap().contains("府政風字第1號"));
}

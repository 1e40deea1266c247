//! Offline work: what devices send and are told, through the real endpoints and the same pure client the browser runs.

mod device;

use acceptance::{App, Database, on_both};
use chrono::Duration;
use serde_json::{Value, json};
use shared::{
    account::Deputyship,
    api::v1::{Capabilities, InquiryRow, InquiryView, Page},
    id::InquiryId,
    inquiry::InquiryDraft,
    sync::{
        CacheWrite, EntryState, Intent, Local, Mutation, Op, Outcome, PushRequest, PushResponse, Refused,
        mark,
    },
};
use uuid::Uuid;

use device::{
    Device, capabilities, changes, create, device, journal_size, mutation, push, request, try_push,
};

on_both!(
    a_push_sent_twice_has_one_effect_and_one_answer,
    a_number_skipped_stops_the_push,
    a_known_number_with_other_contents_is_told_apart,
    a_refused_item_costs_its_neighbours_nothing,
    what_builds_on_a_refused_item_is_deferred,
    a_group_is_carried_out_whole_or_not_at_all,
    a_submission_counts_for_the_form_that_was_seen,
    a_submitted_form_is_frozen,
    anothers_device_is_refused,
    anothers_record_is_as_if_absent,
    other_rules_are_told_before_anything_else,
    a_restored_server_starts_everybody_over,
    an_old_schema_is_told_to_update,
    a_judged_push_leaves_nothing,
    lost_rights_erase_what_they_showed,
    a_draft_made_offline_is_submitted_once,
    two_devices_merge_what_they_can_and_ask_about_the_rest,
    a_discarded_draft_goes_from_every_device,
    a_poke_tells_that_something_is_new,
);

async fn a_push_sent_twice_has_one_effect_and_one_answer(app: App) {
    let (staff, id) = (app.staff().await, Uuid::now_v7());
    let first = request(&staff, device(), vec![create(1, id, &app.form().await)]).await;
    let answer: PushResponse = try_push(&staff, &first).await.ok();
    let Outcome::Applied { rev: 1, draft: Some(kept) } = &answer.results[0].outcome else {
        panic!("{answer:?}")
    };
    assert!(format!("{kept:?}").contains("*****"), "the typed number comes back sealed");
    let size = journal_size(&app).await;

    let again: PushResponse = try_push(&staff, &first).await.ok();
    let Outcome::Replayed { of, rev: Some(1) } = &again.results[0].outcome else { panic!("{again:?}") };
    assert_eq!(**of, answer.results[0].outcome);
    assert_eq!((again.last, journal_size(&app).await), (1, size));
}

async fn a_number_skipped_stops_the_push(app: App) {
    let (staff, device) = (app.staff().await, device());
    let form = app.form().await;
    let answer =
        push(&staff, device, vec![create(1, Uuid::now_v7(), &form), create(3, Uuid::now_v7(), &form)]).await;
    assert_eq!((answer.results.len(), answer.last, answer.gap), (1, 1, true));
    let hello = push(&staff, device, Vec::new()).await;
    assert_eq!((hello.last, hello.gap), (1, false));
}

async fn a_known_number_with_other_contents_is_told_apart(app: App) {
    let (staff, device, id) = (app.staff().await, device(), Uuid::now_v7());
    push(&staff, device, vec![create(1, id, &app.form().await)]).await;
    let answer = push(&staff, device, vec![create(1, Uuid::now_v7(), &app.form().await)]).await;
    assert!(answer.fork && answer.results.is_empty(), "{answer:?}");
}

async fn a_refused_item_costs_its_neighbours_nothing(app: App) {
    let (staff, half, bad) = (app.staff().await, Uuid::now_v7(), Uuid::now_v7());
    let form = InquiryDraft { reason: "補助".into(), ..InquiryDraft::default() };
    let mut unreadable = create(2, bad, &form);
    unreadable.args = json!({ "draft": { "reason": 7 } });
    let submit = mutation(3, half, &Intent::Submit { mark: mark(&form) });
    let after = create(4, Uuid::now_v7(), &form);
    let answer = push(&staff, device(), vec![create(1, half, &form), unreadable, submit, after]).await;

    assert!(answer.results[0].outcome.is_accepted() && answer.results[3].outcome.is_accepted(), "{answer:?}");
    let Outcome::Rejected { report } = &answer.results[1].outcome else { panic!("{answer:?}") };
    assert!(report.has("P05-1-UNREADABLE"));
    let Outcome::Rejected { report } = &answer.results[2].outcome else { panic!("{answer:?}") };
    assert!(report.has("P05-1-SUBJECTS-MISSING"), "the same list as the browser's review: {report:?}");
    assert_eq!(answer.last, 4);
}

async fn what_builds_on_a_refused_item_is_deferred(app: App) {
    let (staff, id) = (app.staff().await, Uuid::now_v7());
    let patch = |mid| {
        let intent = Intent::Patch { base: Box::default(), draft: InquiryDraft::default() };
        mutation(mid, id, &intent)
    };
    let answer = push(&staff, device(), vec![patch(1), patch(2)]).await;
    assert!(
        matches!(&answer.results[0].outcome, Outcome::Rejected { report } if report.has("P05-1-DRAFT-ABSENT"))
    );
    assert_eq!(answer.results[1].outcome, Outcome::Deferred { because: 1 });
}

async fn a_group_is_carried_out_whole_or_not_at_all(app: App) {
    let (staff, device, id) = (app.staff().await, device(), Uuid::now_v7());
    let form = app.form().await;
    let grouped = |mut mutation: Mutation| {
        mutation.group = Some("a".into());
        mutation
    };
    let size = journal_size(&app).await;
    let bad = mutation(2, Uuid::now_v7(), &Intent::Submit { mark: String::new() });
    let answer = push(&staff, device, vec![grouped(create(1, id, &form)), grouped(bad)]).await;
    assert_eq!(answer.results[0].outcome, Outcome::Deferred { because: 2 });
    staff.get(&format!("/inquiries/{id}/draft")).send().await.problem(404);
    assert_eq!(journal_size(&app).await, size);

    let pair = vec![grouped(create(3, id, &form)), grouped(create(4, Uuid::now_v7(), &form))];
    let answer = push(&staff, device, pair).await;
    assert!(answer.results.iter().all(|result| result.outcome.is_accepted()), "{answer:?}");
}

async fn a_submission_counts_for_the_form_that_was_seen(app: App) {
    let (staff, device) = (app.staff().await, device());
    let draft = staff.draft(&app.form().await).await;
    let submit = |mid, mark: String| mutation(mid, draft.id.0, &Intent::Submit { mark });
    let answer = push(&staff, device, vec![submit(1, mark(&InquiryDraft::default()))]).await;
    assert!(matches!(&answer.results[0].outcome, Outcome::Conflict { theirs, .. } if *theirs == draft.draft));
    let answer = push(&staff, device, vec![submit(2, mark(&draft.draft))]).await;
    assert_eq!(answer.results[0].outcome, Outcome::Applied { rev: 2, draft: None });
    assert_eq!(staff.inquiry(draft.id).await.inquiry.status.name(), "submitted");
}

async fn a_submitted_form_is_frozen(app: App) {
    let (staff, device) = (app.staff().await, device());
    let form = app.form().await;
    let inquiry = staff.register(&form).await;
    let id = inquiry.inquiry.id.0;
    let patch = Intent::Patch { base: Box::new(form), draft: InquiryDraft::default() };
    let answer = push(&staff, device, vec![mutation(1, id, &patch)]).await;
    assert!(matches!(&answer.results[0].outcome, Outcome::Rejected { report } if report.has("P05-1-FROZEN")));
    let answer = push(&staff, device, vec![mutation(2, id, &Intent::Withdraw { mark: String::new() })]).await;
    assert!(answer.results[0].outcome.is_accepted());
    assert_eq!(staff.inquiry(inquiry.inquiry.id).await.inquiry.status.name(), "withdrawn");
}

async fn anothers_device_is_refused(app: App) {
    let (staff, other, device) = (app.staff().await, app.supervisor_elsewhere().await, device());
    push(&staff, device, vec![create(1, Uuid::now_v7(), &app.form().await)]).await;
    let theirs = request(&other, device, vec![create(2, Uuid::now_v7(), &InquiryDraft::default())]).await;
    try_push(&other, &theirs).await.problem(403);
    let hello = PushRequest { mutations: Vec::new(), ..theirs };
    try_push(&other, &hello).await.problem(403);
}

async fn anothers_record_is_as_if_absent(app: App) {
    let (staff, other) = (app.staff().await, app.supervisor_elsewhere().await);
    let draft = staff.draft(&app.form().await).await;
    let patch = Intent::Patch { base: Box::new(draft.draft.clone()), draft: InquiryDraft::default() };
    let answer = push(&other, device(), vec![mutation(1, draft.id.0, &patch)]).await;
    assert!(
        matches!(&answer.results[0].outcome, Outcome::Rejected { report } if report.has("P05-1-DRAFT-ABSENT"))
    );
    assert!(changes(&other, None).await.changes.iter().all(|change| change.id != Some(draft.id.0)));
}

async fn other_rules_are_told_before_anything_else(app: App) {
    let staff = app.staff().await;
    let now = capabilities(&staff).await;
    let first = request(&staff, device(), vec![create(1, Uuid::now_v7(), &app.form().await)]).await;
    for answer in [
        staff.post("/sync/push").header("x-chadiao-caps", "other").json(&first).send().await,
        staff.get("/sync/changes").send().await,
    ] {
        assert_eq!(answer.status.as_u16(), 412);
        let told: Capabilities = serde_json::from_slice(&answer.body).unwrap();
        assert_eq!((told.hash, told.protocol.as_str()), (now.hash.clone(), "chadiao-sync/1"));
    }
    assert_eq!(push(&staff, first.device, Vec::new()).await.last, 0, "nothing was looked at");
    app.advance(Duration::days(1));
    assert_eq!(capabilities(&staff).await.hash, now.hash, "a new day alone changes no rules");
}

async fn a_restored_server_starts_everybody_over(app: App) {
    let staff = app.staff().await;
    let mut laptop = Device::of(staff.clone());
    let id = InquiryId(Uuid::now_v7());
    laptop.client.save(id.0, &InquiryDraft::default(), app.form().await).unwrap();
    laptop.settle().await;
    let before = changes(&staff, None).await;
    let push_before = request(&staff, device(), Vec::new()).await;

    backend::sync::flow::begin_epoch(app.server()).await.unwrap();
    let hash = capabilities(&staff).await.hash;
    let path = format!("/sync/changes?since={}", before.cursor);
    staff.get(&path).header("x-chadiao-caps", &hash).send().await.problem(410);
    try_push(&staff, &push_before).await.problem(410);
    staff.get("/sync/changes?since=rubbish").header("x-chadiao-caps", &hash).send().await.problem(410);

    laptop.save(id, |draft| draft.remark = "離線時寫的".into());
    laptop.settle().await;
    assert!(laptop.cache.contains(&CacheWrite::EraseAll), "cached records go");
    assert!(laptop.client.queue().is_empty(), "and what was unsent is sent");
    assert_eq!(laptop.form(id).remark, "離線時寫的");
}

/// SQLite only: there a backup is a copy of the folder.
#[tokio::test(flavor = "multi_thread")]
async fn work_accepted_after_the_backup_is_sent_again() {
    let app = App::start(Database::Sqlite).await;
    let staff = app.staff().await;
    let (mut laptop, early, late) =
        (Device::of(staff.clone()), InquiryId(Uuid::now_v7()), InquiryId(Uuid::now_v7()));
    laptop.client.save(early.0, &InquiryDraft::default(), app.form().await).unwrap();
    laptop.settle().await;
    let (data, backup) = (app.folder().join("data"), app.folder().join("backup"));
    std::fs::create_dir(&backup).unwrap();
    for file in std::fs::read_dir(&data).unwrap().map(Result::unwrap) {
        std::fs::copy(file.path(), backup.join(file.file_name())).unwrap();
    }

    laptop.save(early, |draft| draft.remark = "備份之後".into());
    laptop.client.save(late.0, &InquiryDraft::default(), app.form().await).unwrap();
    laptop.client.submit(late.0).unwrap();
    laptop.settle().await;
    assert_eq!(staff.inquiry(late).await.inquiry.status.name(), "submitted");

    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let database = backup.join("chadiao.db").display().to_string();
    let config = backend::config::Config { database, ..app.server().config().clone() };
    // What `chadiao restored` does, by the story's clock.
    let restored = backend::app::App::open(config, app.server().clock().clone()).await.unwrap();
    backend::sync::flow::begin_epoch(&restored).await.expect("a new epoch");
    backend::journal::checkpoint::sign::declare_restore(&restored).await.expect("declared");
    tokio::spawn(backend::app::serve(restored, listener));

    let staff = staff.at(&base);
    staff.get(&format!("/inquiries/{late}")).send().await.problem(404);
    laptop.person = staff.clone();
    laptop.settle().await;
    assert!(laptop.client.queue().is_empty(), "{:?}", laptop.client.queue());
    assert_eq!(staff.inquiry(late).await.inquiry.status.name(), "submitted");
    assert_eq!(laptop.form(early).remark, "備份之後");
    let own: Page<InquiryRow> = staff.get("/inquiries?mine=true&limit=200").send().await.ok();
    for id in [early, late] {
        assert_eq!(own.items.iter().filter(|row| row.id == id).count(), 1);
    }
}

async fn an_old_schema_is_told_to_update(app: App) {
    let staff = app.staff().await;
    let old = PushRequest { schema: 0, ..request(&staff, device(), Vec::new()).await };
    try_push(&staff, &old).await.problem(426);
}

async fn a_judged_push_leaves_nothing(app: App) {
    let (staff, id) = (app.staff().await, Uuid::now_v7());
    let first = request(&staff, device(), vec![create(1, id, &app.form().await)]).await;
    let hash = capabilities(&staff).await.hash;
    let judged = staff.post("/sync/push").header("x-chadiao-caps", &hash).dry_run().json(&first).send().await;
    assert!(judged.ok::<PushResponse>().results[0].outcome.is_accepted());
    staff.get(&format!("/inquiries/{id}/draft")).send().await.problem(404);
    assert_eq!(push(&staff, first.device, Vec::new()).await.last, 0);
}

async fn lost_rights_erase_what_they_showed(app: App) {
    let (staff, head) = (app.staff().await, app.supervisor().await.me().await.standing);
    let inquiry = staff.register(&app.form().await).await.inquiry.id;
    let deputy = app.name_deputy(&head, app.today(), app.today() + Duration::days(30)).await;
    let mut laptop = Device::of(deputy);
    laptop.settle().await;
    assert!(laptop.client.server().contains_key(&inquiry.0), "a deputy sees what waits for them");

    let is_theirs = |deputy: &Deputyship| deputy.head == head.person;
    app.change_account(app.cast().deputy, |account| account.deputy_for.retain(|deputy| !is_theirs(deputy)))
        .await;
    laptop.settle().await;
    assert!(
        laptop.cache.iter().any(|write| matches!(write, CacheWrite::EraseKind(kind) if kind == "inquiry"))
    );
    assert!(!laptop.client.server().contains_key(&inquiry.0));
}

async fn a_draft_made_offline_is_submitted_once(app: App) {
    let staff = app.staff().await;
    let (mut laptop, id) = (Device::of(staff.clone()), InquiryId(Uuid::now_v7()));
    laptop.client.save(id.0, &InquiryDraft::default(), app.form().await).unwrap();
    laptop.client.submit(id.0).unwrap();
    // The page is reloaded before the network is back.
    let disk = serde_json::to_string(&laptop.client).unwrap();
    laptop.client = serde_json::from_str(&disk).unwrap();
    laptop.settle().await;
    assert!(laptop.client.queue().is_empty(), "{:?}", laptop.client.queue());
    let view: InquiryView = staff.inquiry(id).await;
    assert_eq!((view.inquiry.status.name(), view.inquiry.revision), ("submitted", 2));
    assert_eq!(laptop.client.local(id.0), Local::Frozen);

    // The browser's profile comes back from before: everything is sent once more, and nothing happens twice.
    laptop.client = serde_json::from_str(&disk).unwrap();
    laptop.settle().await;
    assert_eq!(staff.inquiry(id).await.inquiry.revision, 2);
}

async fn two_devices_merge_what_they_can_and_ask_about_the_rest(app: App) {
    let staff = app.staff().await;
    let draft = staff.draft(&app.form().await).await;
    let id = draft.id;
    let (mut laptop, mut desk) = (Device::of(staff.clone()), Device::of(staff.clone()));
    laptop.settle().await;
    desk.settle().await;

    laptop.save(id, |draft| draft.remark = "筆電".into());
    laptop.settle().await;
    desk.save(id, |draft| draft.justification = "桌機".into());
    desk.settle().await;
    laptop.settle().await;
    for device in [&laptop, &desk] {
        assert_eq!(
            (device.form(id).remark.as_str(), device.form(id).justification.as_str()),
            ("筆電", "桌機")
        );
    }

    laptop.save(id, |draft| draft.remark = "筆電改".into());
    desk.save(id, |draft| draft.remark = "桌機改".into());
    laptop.settle().await;
    assert_eq!(desk.settle().await.refused, [id.0]);
    let refused = desk.client.entries(id.0).find_map(|entry| match &entry.state {
        EntryState::Refused(why) => Some((**why).clone()),
        _ => None,
    });
    let Some(Refused::Conflict { fields, theirs, .. }) = refused else { panic!("{refused:?}") };
    assert_eq!(theirs.remark, "筆電改");
    let told = &fields[0];
    assert_eq!(
        (told.field.as_str(), &told.base, &told.mine, &told.theirs),
        ("remark", &Value::from("筆電"), &Value::from("桌機改"), &Value::from("筆電改"))
    );
    let server: shared::api::v1::DraftView = staff.get(&format!("/inquiries/{id}/draft")).send().await.ok();
    assert_eq!(server.draft.remark, "筆電改", "nothing is overwritten");

    let mut chosen = desk.client.choice(id.0).unwrap().draft;
    chosen.remark = "兩者皆是".into();
    desk.client.resolve(id.0, &chosen);
    desk.settle().await;
    laptop.settle().await;
    assert_eq!(laptop.form(id).remark, "兩者皆是");
    assert!(desk.client.queue().is_empty());
}

async fn a_discarded_draft_goes_from_every_device(app: App) {
    let staff = app.staff().await;
    let id = staff.draft(&app.form().await).await.id;
    let (mut laptop, mut desk) = (Device::of(staff.clone()), Device::of(staff.clone()));
    laptop.settle().await;
    desk.settle().await;
    let cursor = changes(&staff, None).await.cursor;
    laptop.client.withdraw(id.0).unwrap();
    laptop.settle().await;
    staff.get(&format!("/inquiries/{id}/draft")).send().await.problem(404);
    let told = changes(&staff, Some(&cursor)).await;
    assert!(told.changes.iter().any(|change| change.id == Some(id.0) && change.op == Op::Del), "{told:?}");
    desk.settle().await;
    assert_eq!(desk.client.local(id.0), Local::Absent);
}

async fn a_poke_tells_that_something_is_new(app: App) {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let staff = app.staff().await;
    app.stranger().get("/sync/poke").send().await.problem(401);
    // Spoken by hand: the stream never ends by itself.
    let cookie = staff.cookies();
    let host = app.base().trim_start_matches("http://").to_owned();
    let mut stream = tokio::net::TcpStream::connect(&host).await.unwrap();
    let ask = format!("GET /api/v1/sync/poke HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\n\r\n");
    stream.write_all(ask.as_bytes()).await.unwrap();
    let mut heard = String::new();
    let mut wait_for = async |count: usize| {
        let mut bytes = [0_u8; 4096];
        while heard.matches("event: changes").count() < count {
            let read = tokio::time::timeout(std::time::Duration::from_secs(20), stream.read(&mut bytes));
            let size = read.await.expect("a poke in time").unwrap();
            assert!(size > 0, "the stream ended: {heard}");
            heard.push_str(&String::from_utf8_lossy(&bytes[..size]));
        }
        heard.clone()
    };
    assert!(wait_for(1).await.contains("text/event-stream"));
    staff.draft(&app.form().await).await;
    wait_for(2).await;
}

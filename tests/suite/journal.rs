//! The journal: nothing happens without an entry, and a look at a full identity is one.

use acceptance::{App, filed, on_both, query};
use shared::{
    api::v1::{JournalHead, JournalRow, RevealRequest, Revealed},
    inquiry::{Identity, InquiryAction},
};

on_both!(
    every_step_of_an_inquiry_is_an_entry,
    a_look_at_a_full_identity_is_an_entry,
    those_who_neither_ask_nor_decide_get_no_look,
    a_refused_write_leaves_no_entry,
    the_journal_is_the_managers_to_read,
    the_journal_is_narrowed_by_noun_person_day_and_record,
    an_untouched_journal_verifies,
    another_implementation_finds_the_same_root,
);

async fn actions(app: &App, record: uuid::Uuid) -> Vec<String> {
    let mut rows: Vec<JournalRow> = app.manager().await.all("/journal", 100).await;
    rows.sort_by_key(|row| row.seq);
    assert!(rows.iter().enumerate().all(|(at, row)| row.seq == at as i64), "0, 1, 2 … without gaps");
    rows.into_iter().filter(|row| row.record == record).map(|row| row.action).collect()
}

async fn every_step_of_an_inquiry_is_an_entry(app: App) {
    let staff = app.staff().await;
    let inquiry = staff.register(&app.form().await).await;
    let approved = app.supervisor().await.act(&inquiry, InquiryAction::approve()).await;
    staff.act(&approved, query(app.now(), vec![filed("115-社-001")])).await;
    let actions = actions(&app, inquiry.inquiry.id.0).await;
    assert_eq!(actions, ["draft.create", "inquiry.submit", "inquiry.approve", "inquiry.carry_out"]);
}

async fn a_look_at_a_full_identity_is_an_entry(app: App) {
    let form = app.form().await;
    let inquiry = app.staff().await.register(&form).await;
    let path = format!("/inquiries/{}/reveal", inquiry.inquiry.id);
    let supervisor = app.supervisor().await;
    let reason = |text: &str| RevealRequest { reason: text.to_owned() };
    assert_eq!(supervisor.post(&path).json(&reason("")).send().await.status.as_u16(), 422);
    let revealed: Revealed = supervisor.post(&path).json(&reason("核對申請書所載身分")).send().await.ok();
    let Identity::Typed(typed) = &form.subjects[0].identity else { unreachable!() };
    assert!(revealed.subjects[0].identity == *typed && revealed.subjects[0].name == form.subjects[0].name);
    let looks =
        actions(&app, inquiry.inquiry.id.0).await.iter().filter(|action| action.contains("reveal")).count();
    assert_eq!(looks, 1, "the refused look gave nothing away and the granted one is journaled once");
}

async fn those_who_neither_ask_nor_decide_get_no_look(app: App) {
    let inquiry = app.staff().await.register(&app.form().await).await;
    let path = format!("/inquiries/{}/reveal", inquiry.inquiry.id);
    let request = RevealRequest { reason: "想看看是誰在申請".into() };
    app.supervisor_elsewhere().await.post(&path).json(&request).send().await.problem(404);
    let manager = app.manager().await.post(&path).json(&request).send().await;
    assert!(
        [403, 404].contains(&manager.status.as_u16()),
        "managers see all lists but no identities: {manager:?}"
    );
}

async fn a_refused_write_leaves_no_entry(app: App) {
    let staff = app.staff().await;
    let size = async || app.manager().await.all::<JournalRow>("/journal", 100).await.len();
    let draft = staff.draft(&shared::inquiry::InquiryDraft::default()).await;
    let before = size().await;
    assert_eq!(staff.try_submit(&draft).await.status.as_u16(), 422);
    assert_eq!(size().await, before);
}

async fn the_journal_is_the_managers_to_read(app: App) {
    for person in [app.staff().await, app.supervisor().await] {
        let answer = person.get("/journal").send().await;
        assert!([403, 404].contains(&answer.status.as_u16()), "{answer:?}");
    }
}

async fn the_journal_is_narrowed_by_noun_person_day_and_record(app: App) {
    let staff = app.staff().await;
    let inquiry = staff.register(&app.form().await).await;
    app.supervisor().await.act(&inquiry, InquiryAction::approve()).await;
    let manager = app.manager().await;
    let person = staff.me().await.standing.person;
    let record = inquiry.inquiry.id.0;
    let found =
        async |query: String| -> Vec<JournalRow> { manager.all(&format!("/journal?{query}"), 2).await };
    let all: Vec<JournalRow> = manager.all("/journal", 100).await;
    let by_kind = found("kind=inquiry".into()).await;
    assert!(!by_kind.is_empty() && by_kind.iter().all(|row| row.kind == "inquiry"));
    assert_eq!(by_kind.len(), all.iter().filter(|row| row.kind == "inquiry").count());
    let by_person = found(format!("person={person}")).await;
    let name = &by_person.first().expect("the staff member acted").actor_name;
    assert_eq!(by_person.len(), all.iter().filter(|row| row.actor_name == *name).count());
    assert!(by_person.len() < all.len());
    let of_record: Vec<_> =
        found(format!("record={record}")).await.into_iter().map(|row| row.action).collect();
    assert_eq!(of_record, ["inquiry.approve", "inquiry.submit", "draft.create"], "newest first");
    let today = shared::taiwan_day(app.now());
    let today_only = found(format!("from={today}&to={today}")).await;
    assert!(today_only.iter().any(|row| row.record == record));
    assert!(found(format!("from={}", today.succ_opt().unwrap())).await.is_empty());
    let before_today = found(format!("to={}", today.pred_opt().unwrap())).await;
    assert!(before_today.iter().all(|row| row.record != record));
    let file = manager.get("/exports/journal.csv?kind=inquiry").send().await.text();
    assert_eq!(file.lines().count(), by_kind.len() + 1, "the file holds what the list shows");
    assert!([403, 404].contains(&staff.get("/exports/journal.csv").send().await.status.as_u16()));
}

async fn an_untouched_journal_verifies(app: App) {
    let staff = app.staff().await;
    for _ in 0..5 {
        staff.register(&app.form().await).await;
    }
    let head: JournalHead = app.manager().await.post("/journal/verify").send().await.ok();
    assert!(head.problems.is_empty(), "{head:?}");
    assert_eq!(head.size as usize, app.manager().await.all::<JournalRow>("/journal", 50).await.len());
    assert_eq!(app.verify().await, Vec::<String>::new(), "the command line finds the same");
}

async fn another_implementation_finds_the_same_root(app: App) {
    use base64::Engine as _;
    let staff = app.staff().await;
    for _ in 0..3 {
        staff.register(&app.form().await).await;
        let head: JournalHead = app.manager().await.post("/journal/verify").send().await.ok();
        let mut tree = ct_merkle::mem_backed_tree::MemoryBackedTree::<sha2::Sha256, Vec<u8>>::new();
        app.entries().await.into_iter().for_each(|entry| tree.push(entry));
        let root = base64::engine::general_purpose::STANDARD.encode(tree.root().as_bytes());
        assert_eq!(
            (head.size as u64, head.root.trim_end_matches('=')),
            (tree.len(), root.trim_end_matches('='))
        );
    }
}

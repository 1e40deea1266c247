//! 保存五年: every record knows until when, nothing goes by itself, a witness watches, a hold wins, and the journal stays sound.

use acceptance::{Answer, App, Client, filed, on_both, query};
use chrono::{Datelike as _, Duration};
use shared::{
    api::v1::{DisposalView, DueList, DutyView, InquiryView, KeepingView, NewDisposal, NewHold},
    id::{DisposalId, HoldId, InquiryId},
    inquiry::InquiryAction,
    paper::Sheet,
    retention::{
        DisposalAction, DisposalDraft, DisposalState, HoldAction, HoldBody, HoldDraft, Keeping, RecordRef,
    },
};
use uuid::Uuid;

on_both!(
    a_record_knows_until_when_it_is_kept_and_why,
    what_is_over_is_listed_and_nothing_goes_by_itself,
    a_disposal_takes_a_witness_and_leaves_the_commitments,
    a_hold_set_between_decision_and_execution_wins,
    a_hold_and_an_execution_at_once_leave_one_winner,
    an_inquiry_stays_as_long_as_its_printouts,
    a_salt_that_went_without_its_record_is_named,
    holds_and_disposals_are_the_manager_s,
);

fn of(kind: &str, id: Uuid) -> RecordRef {
    RecordRef { kind: kind.into(), id }
}

async fn keeping(who: &Client, of: &RecordRef) -> KeepingView {
    who.get(&format!("/retention/{}/{}", of.kind, of.id)).send().await.ok()
}

/// An inquiry that came to nothing.
async fn withdrawn(app: &App) -> RecordRef {
    let staff = app.staff().await;
    let inquiry = staff.register(&app.form().await).await;
    of("inquiry", staff.act(&inquiry, InquiryAction::Withdraw).await.inquiry.id.0)
}

/// Five years and some days pass.
fn years_pass(app: &App) {
    app.advance(Duration::days(5 * 366 + 3));
}

fn draft(app: &App, records: &[&RecordRef]) -> NewDisposal {
    let draft = DisposalDraft {
        records: records.iter().map(|of| (*of).clone()).collect(),
        witness: app.cast().supervisor.to_string(),
        reason: "府檔字第1200000001號".into(),
    };
    NewDisposal { id: DisposalId(Uuid::now_v7()), draft }
}

async fn propose(app: &App, records: &[&RecordRef]) -> DisposalView {
    app.manager().await.post("/disposals").json(&draft(app, records)).send().await.ok()
}

async fn act(who: &Client, view: &DisposalView, action: &DisposalAction) -> Answer {
    let path = format!("/disposals/{}/actions", view.disposal.id);
    who.post(&path).if_match(view.disposal.revision).json(action).send().await
}

async fn confirmed(app: &App, records: &[&RecordRef]) -> DisposalView {
    let view = propose(app, records).await;
    act(&app.supervisor().await, &view, &DisposalAction::Confirm).await.ok()
}

fn hold_of(of: &RecordRef, reason: &str) -> NewHold {
    let draft = HoldDraft { of: of.clone(), reason: reason.into() };
    NewHold { id: HoldId(Uuid::now_v7()), draft }
}

async fn is_there(app: &App, of: &RecordRef) -> bool {
    app.manager().await.get(&format!("/inquiries/{}", of.id)).send().await.status.is_success()
}

async fn a_record_knows_until_when_it_is_kept_and_why(app: App) {
    let staff = app.staff().await;
    let open = staff.register(&app.form().await).await;
    let open = of("inquiry", open.inquiry.id.0);
    let view = keeping(&staff, &open).await;
    assert_eq!((view.keeping, view.years), (Keeping::Open, None));
    let over = withdrawn(&app).await;
    let view = keeping(&app.supervisor().await, &over).await;
    assert_eq!(view.keeping, Keeping::Kept);
    let years = view.years.expect("five years");
    // From the day after 2026-03-10: kept through 2031-03-10.
    assert_eq!(years.keep_through.to_string(), "2031-03-10");
    assert_eq!(years.working.len(), 4);
    assert!(!view.may_hold && view.why.zh_tw.contains("五年"));
    let stranger = app.supervisor_elsewhere().await;
    stranger.get(&format!("/retention/inquiry/{}", over.id)).send().await.problem(404);
    staff.get(&format!("/retention/nonsense/{}", over.id)).send().await.problem(404);
}

async fn what_is_over_is_listed_and_nothing_goes_by_itself(app: App) {
    let over = withdrawn(&app).await;
    let early: DueList = app.manager().await.get("/retention/due").send().await.ok();
    assert!(early.rows.is_empty(), "{early:?}");
    let refused = app.manager().await.post("/disposals").json(&draft(&app, &[&over])).send().await;
    refused.refused_by("P05-1-NOT-DUE");
    years_pass(&app);
    let due: DueList = app.manager().await.get("/retention/due").send().await.ok();
    let row = due.rows.iter().find(|row| row.of == over).expect("it is due");
    assert_eq!(row.keeping, Keeping::Due);
    // The practice county holds a review; what is held is on the list and says so.
    assert!(due.rows.iter().any(|row| row.keeping == Keeping::Held), "{due:?}");
    assert!(due.rows.iter().all(|row| row.of.kind != "account"));
    assert!(is_there(&app, &over).await);
    assert_eq!(app.verify().await, Vec::<String>::new());
}

async fn a_disposal_takes_a_witness_and_leaves_the_commitments(app: App) {
    let over = withdrawn(&app).await;
    let subjects = app.number("SELECT count(*) FROM subjects").await;
    let entries = app.number("SELECT count(*) FROM journal_entries").await;
    years_pass(&app);
    let manager = app.manager().await;
    let alone = NewDisposal {
        draft: DisposalDraft { witness: app.cast().manager.to_string(), ..draft(&app, &[&over]).draft },
        ..draft(&app, &[&over])
    };
    manager.post("/disposals").json(&alone).send().await.refused_by("P05-1-DISPOSAL-WITNESS");
    let view = propose(&app, &[&over]).await;
    let supervisor = app.supervisor().await;
    let duties: Vec<DutyView> = supervisor.all("/duties?mine=true&kind=confirm_disposal", 50).await;
    assert!(duties.iter().any(|duty| duty.duty.record == view.disposal.id.0));
    act(&manager, &view, &DisposalAction::Execute).await.refused_by("P05-1-DISPOSAL-STATE");
    act(&manager, &view, &DisposalAction::Confirm).await.refused_by("P05-1-NOT-THE-WITNESS");
    let view: DisposalView = act(&supervisor, &view, &DisposalAction::Confirm).await.ok();
    act(&supervisor, &view, &DisposalAction::Execute).await.refused_by("P04-2-NOT-THE-MANAGER");
    assert!(is_there(&app, &over).await, "a decision alone destroys nothing");
    let view: DisposalView = act(&manager, &view, &DisposalAction::Execute).await.ok();
    let DisposalState::Executed { witnessed, spared, .. } = &view.disposal.state else { panic!("{view:?}") };
    assert!(spared.is_empty() && witnessed.by == app.cast().supervisor);
    assert!(!is_there(&app, &over).await);
    app.staff().await.get(&format!("/inquiries/{}", over.id)).send().await.problem(404);
    // Content, sealed identities and salts are gone; every entry, and with it every commitment, stands.
    assert!(app.number("SELECT count(*) FROM subjects").await < subjects);
    let salted = "SELECT count(*) FROM journal_salts WHERE seq IN (SELECT seq FROM journal_entries WHERE record_id IN \
        (SELECT record_id FROM journal_entries WHERE action = 'inquiry.dispose'))";
    assert_eq!(app.number(salted).await, 0);
    let committed = "SELECT count(*) FROM journal_entries WHERE record_id IN \
        (SELECT record_id FROM journal_entries WHERE action = 'inquiry.dispose')";
    assert!(app.number(committed).await >= 3);
    assert!(app.number("SELECT count(*) FROM journal_entries").await > entries);
    let head = backend::journal::verify::run(app.server()).await.expect("verification runs");
    assert_eq!((head.problems, head.disposed), (Vec::new(), 1));
    let path = format!("/disposals/{}/paper", view.disposal.id);
    assert!(manager.get(&path).send().await.body.starts_with(b"%PDF"));
    let sheet: Sheet = manager.get(&format!("{path}?format=json")).send().await.ok();
    assert_eq!(sheet.title, "電子紀錄銷毀證明");
    assert_eq!(sheet.signatures[1].name, witnessed.by_name);
    act(&manager, &view, &DisposalAction::Execute).await.refused_by("P05-1-DISPOSAL-STATE");
}

async fn a_hold_set_between_decision_and_execution_wins(app: App) {
    let (goes, stays) = (withdrawn(&app).await, withdrawn(&app).await);
    years_pass(&app);
    let view = confirmed(&app, &[&goes, &stays]).await;
    let manager = app.manager().await;
    let hold: HoldBody = manager.post("/holds").json(&hold_of(&stays, "行政訴訟")).send().await.ok();
    let twice = hold_of(&stays, "再一次");
    manager.post("/holds").json(&twice).send().await.refused_by("P05-1-HELD-ALREADY");
    let view: DisposalView = act(&manager, &view, &DisposalAction::Execute).await.ok();
    let DisposalState::Executed { spared, .. } = &view.disposal.state else { panic!("{view:?}") };
    assert_eq!(spared.iter().map(|one| one.id).collect::<Vec<_>>(), [stays.id]);
    assert!(spared[0].why.zh_tw.contains("保留註記"));
    assert!(!is_there(&app, &goes).await && is_there(&app, &stays).await);
    assert_eq!(keeping(&manager, &stays).await.keeping, Keeping::Held);
    manager.post("/disposals").json(&draft(&app, &[&stays])).send().await.refused_by("P05-1-NOT-DUE");
    let path = format!("/holds/{}/actions", hold.id);
    let lift = |reason: &str| HoldAction::Lift { reason: reason.into() };
    manager.post(&path).if_match(1).json(&lift("")).send().await.refused_by("P05-1-LIFT-REASON-MISSING");
    manager.post(&path).if_match(1).json(&lift("訴訟確定")).send().await.ok::<HoldBody>();
    manager.post(&path).if_match(2).json(&lift("訴訟確定")).send().await.refused_by("P05-1-HOLD-LIFTED");
    assert_eq!(keeping(&manager, &stays).await.keeping, Keeping::Due);
    assert_eq!(app.verify().await, Vec::<String>::new());
}

async fn a_hold_and_an_execution_at_once_leave_one_winner(app: App) {
    let over = withdrawn(&app).await;
    years_pass(&app);
    let view = confirmed(&app, &[&over]).await;
    let manager = app.manager().await;
    let hold = hold_of(&over, "臨時調閱");
    let (held, executed) = tokio::join!(
        manager.post("/holds").json(&hold).send(),
        act(&manager, &view, &DisposalAction::Execute)
    );
    let executed: DisposalView = executed.ok();
    let DisposalState::Executed { spared, .. } = &executed.disposal.state else { panic!("{executed:?}") };
    if held.status.is_success() {
        assert_eq!(spared.len(), 1, "the hold came first");
        assert!(is_there(&app, &over).await);
    } else {
        held.refused_by("P05-1-HOLD-UNKNOWN");
        assert!(spared.is_empty() && !is_there(&app, &over).await);
    }
    assert_eq!(app.verify().await, Vec::<String>::new());
}

async fn an_inquiry_stays_as_long_as_its_printouts(app: App) {
    let staff = app.staff().await;
    let inquiry = staff.register(&app.form().await).await;
    let inquiry = app.supervisor().await.act(&inquiry, InquiryAction::approve()).await;
    let done = query(app.now(), vec![filed("府社障字第1150000088號")]);
    let inquiry = staff.act(&inquiry, done).await;
    let printout = of("printout", inquiry.printouts[0].printout.id.0);
    let inquiry =
        staff.act(&inquiry, InquiryAction::FileQueryRecord { place: "查詢紀錄第一冊".into() }).await;
    let id: InquiryId = inquiry.inquiry.id;
    let closed: InquiryView = staff.act(&inquiry, InquiryAction::Close).await;
    assert_eq!(closed.inquiry.status.name(), "closed");
    let inquiry = of("inquiry", id.0);
    years_pass(&app);
    let manager = app.manager().await;
    let view = keeping(&manager, &inquiry).await;
    assert_eq!((view.keeping, view.rests), (Keeping::Needed, 1));
    manager.post("/disposals").json(&draft(&app, &[&inquiry])).send().await.refused_by("P05-1-NOT-DUE");
    let view = confirmed(&app, &[&inquiry, &printout]).await;
    // Somebody holds the sheet: the inquiry it came from stays with it.
    let hold: HoldBody = manager.post("/holds").json(&hold_of(&printout, "原件調閱")).send().await.ok();
    let view: DisposalView = act(&manager, &view, &DisposalAction::Execute).await.ok();
    let DisposalState::Executed { spared, .. } = &view.disposal.state else { panic!("{view:?}") };
    assert_eq!(spared.len(), 2);
    let lift = HoldAction::Lift { reason: "歸還".into() };
    manager
        .post(&format!("/holds/{}/actions", hold.id))
        .if_match(1)
        .json(&lift)
        .send()
        .await
        .ok::<HoldBody>();
    let view = confirmed(&app, &[&inquiry, &printout]).await;
    act(&manager, &view, &DisposalAction::Execute).await.ok::<DisposalView>();
    assert!(!is_there(&app, &inquiry).await);
    manager.get(&format!("/printouts/{}", printout.id)).send().await.problem(404);
    assert_eq!(app.verify().await, Vec::<String>::new());
}

async fn a_salt_that_went_without_its_record_is_named(app: App) {
    withdrawn(&app).await;
    assert_eq!(app.verify().await, Vec::<String>::new());
    app.tamper(
        "DELETE FROM journal_salts WHERE seq = (SELECT MAX(seq) FROM journal_entries WHERE action = 'inquiry.withdraw')",
    )
    .await;
    let found = app.verify().await;
    assert!(found.iter().any(|problem| problem.contains("salt")), "{found:?}");
}

async fn holds_and_disposals_are_the_manager_s(app: App) {
    let (over, other) = (withdrawn(&app).await, withdrawn(&app).await);
    let manager = app.manager().await;
    let nowhere = hold_of(&of("inquiry", Uuid::now_v7()), "調閱");
    manager.post("/holds").json(&nowhere).send().await.refused_by("P05-1-HOLD-UNKNOWN");
    manager.post("/holds").json(&hold_of(&over, "")).send().await.refused_by("P05-1-HOLD-REASON-MISSING");
    let hold: HoldBody = manager.post("/holds").json(&hold_of(&over, "調閱")).send().await.ok();
    for person in [app.staff().await, app.supervisor().await] {
        person.get("/holds").send().await.problem(403);
        person.get("/retention/due").send().await.problem(403);
        person.post("/holds").json(&hold_of(&over, "調閱")).send().await.problem(422);
        let lift = HoldAction::Lift { reason: "不需要".into() };
        let path = format!("/holds/{}/actions", hold.id);
        person.post(&path).if_match(1).json(&lift).send().await.problem(404);
    }
    years_pass(&app);
    let view = propose(&app, &[&other]).await;
    let path = format!("/disposals/{}", view.disposal.id);
    app.staff().await.get(&path).send().await.problem(404);
    app.supervisor().await.get(&path).send().await.ok::<DisposalView>();
    assert_eq!(app.today().year(), 2031);
    let withdraw = |reason: &str| DisposalAction::Withdraw { reason: reason.into() };
    let manager = app.manager().await;
    act(&manager, &view, &withdraw("")).await.refused_by("P05-1-DISPOSAL-REASON-MISSING");
    let view: DisposalView = act(&manager, &view, &withdraw("列冊錯誤")).await.ok();
    assert_eq!((view.status.as_str(), view.may.len()), ("withdrawn", 0));
    assert!(is_there(&app, &other).await);
}

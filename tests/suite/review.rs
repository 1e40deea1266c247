//! 年度清查、查核及稽核: frozen when it is begun, decided line by line, carried out by the form, and signed only then.

use acceptance::{Answer, App, Client, kept, on_both, query};
use backend::schedule::flow::run_now;
use chrono::{Datelike as _, Days, Duration, NaiveDate};
use shared::{
    account::{JobChangeDraft, job_change::JobChangeKind},
    api::v1::{AccountView, ApplicationView, DutyView, JobChangeView, NewJobChange, ReviewRow, ReviewView},
    id::{JobChangeId, PersonId},
    inquiry::InquiryAction,
    paper::Sheet,
    printout::{DestructionMethod, PrintoutAction},
    review::{
        Line, LineVerdict, Progress, ReviewAction, ReviewKind, ReviewState, Subject, Verdict, review_id,
    },
};
use uuid::Uuid;

on_both!(
    the_year_owes_three_reviews_by_its_last_day,
    the_schedule_makes_the_year_s_reviews_where_nobody_comes,
    what_is_found_is_frozen_and_says_why,
    a_revocation_goes_by_the_form_and_holds_the_signature_back,
    an_adjustment_leaves_the_items_that_stay,
    overdue_paper_and_missing_records_are_found_and_put_right,
    the_security_audit_walks_through_the_measures,
    reviews_are_the_manager_s_alone,
    a_review_is_printed_with_its_signature,
);

fn path(kind: ReviewKind, app: &App) -> String {
    format!("/reviews/{}", review_id(kind, app.today().year()))
}

async fn read(app: &App, kind: ReviewKind) -> ReviewView {
    app.manager().await.get(&path(kind, app)).send().await.ok()
}

async fn act(who: &Client, view: &ReviewView, action: &ReviewAction) -> Answer {
    let path = format!("/reviews/{}/actions", view.review.id);
    who.post(&path).if_match(view.review.revision).json(action).send().await
}

async fn begin(app: &App, kind: ReviewKind) -> ReviewView {
    let view = read(app, kind).await;
    act(&app.manager().await, &view, &ReviewAction::Open).await.ok()
}

fn verdict(line: &Line, verdict: Verdict, reason: &str) -> LineVerdict {
    let (reason, remedy) = (reason.to_owned(), reason.to_owned());
    LineVerdict { line: line.number, verdict, reason, remedy, items: Vec::new() }
}

fn of_person(view: &ReviewView, person: PersonId) -> &Line {
    let is = |line: &&Line| matches!(&line.subject, Subject::Account(one) if one.person == person);
    view.review.lines.iter().find(is).expect("their line")
}

fn progress(view: &ReviewView, line: u32) -> Progress {
    view.standings.iter().find(|one| one.line == line).map_or(Progress::Nothing, |one| one.progress)
}

/// Keeps every line with a reason, but for the one decided otherwise.
async fn keep_all_but(app: &App, view: &ReviewView, other: Option<LineVerdict>) -> ReviewView {
    let is_other = |line: &&Line| other.as_ref().is_none_or(|other| other.line != line.number);
    let kept = view.review.lines.iter().filter(is_other);
    let mut verdicts: Vec<LineVerdict> = kept.map(|line| verdict(line, Verdict::Keep, "業務仍需")).collect();
    verdicts.extend(other);
    act(&app.manager().await, view, &ReviewAction::Decide { verdicts }).await.ok()
}

async fn sign(app: &App, view: &ReviewView) -> Answer {
    act(&app.manager().await, view, &ReviewAction::Close { note: "均已處理".into() }).await
}

async fn the_year_owes_three_reviews_by_its_last_day(app: App) {
    let manager = app.manager().await;
    let year = app.today().year();
    let rows: Vec<ReviewRow> = manager.all("/reviews", 50).await;
    assert_eq!(rows.iter().filter(|row| row.year == year && row.status == "due").count(), 3);
    for kind in ["review_accounts", "review_destruction", "audit_security"] {
        let duties: Vec<DutyView> = manager.all(&format!("/duties?mine=true&kind={kind}"), 50).await;
        let due: Vec<_> = duties.iter().map(|duty| duty.duty.due).collect();
        assert!(due.contains(&NaiveDate::from_ymd_opt(year, 12, 31)), "{kind}: {due:?}");
    }
    app.advance(Duration::days(i64::from(366 - app.today().ordinal())));
    let rows: Vec<ReviewRow> = app.manager().await.all("/reviews", 50).await;
    assert_eq!(rows.iter().filter(|row| row.year == year && row.is_late).count(), 3, "red when late");
    assert_eq!(rows.iter().filter(|row| row.year == year + 1).count(), 3, "and the next year owes its own");
    assert_eq!(app.verify().await, Vec::<String>::new());
}

async fn the_schedule_makes_the_year_s_reviews_where_nobody_comes(app: App) {
    app.manager().await;
    app.advance(Duration::days(i64::from(366 - app.today().ordinal())));
    for made in ["3 made.", "0 made."] {
        let report = run_now(app.server(), "reviews").await.unwrap().expect("nobody else is at it");
        assert_eq!(report.note.en, made);
    }
    let year = app.today().year();
    let rows: Vec<ReviewRow> = app.manager().await.all("/reviews", 50).await;
    assert_eq!(rows.iter().filter(|row| row.year == year && row.status == "due").count(), 3);
    assert_eq!(app.verify().await, Vec::<String>::new());
}

async fn what_is_found_is_frozen_and_says_why(app: App) {
    // The staff member leaves and nobody closes the account; the others were idle for half a year.
    app.advance(Duration::days(200));
    let person = app.cast().staff;
    let draft = JobChangeDraft {
        person: Some(person),
        kind: JobChangeKind::Departure,
        effective_on: Some(app.today()),
        document_number: "府人任字第1150000900號".into(),
        ..JobChangeDraft::default()
    };
    let new = NewJobChange { id: JobChangeId(Uuid::now_v7()), draft };
    app.manager().await.post("/job-changes").json(&new).send().await.ok::<JobChangeView>();
    let view = begin(&app, ReviewKind::Accounts).await;
    let codes: Vec<_> = of_person(&view, person).flags.iter().map(|flag| flag.code.clone()).collect();
    assert!(codes.iter().any(|code| code == "P06-1-LEFT"), "{codes:?}");
    let all: Vec<_> = view.review.lines.iter().flat_map(|line| &line.flags).collect();
    let idle = all.iter().find(|flag| flag.code == "P06-1-IDLE").expect("somebody idle");
    assert!(idle.message.zh_tw.contains("180") && idle.message.en.contains("days ago"), "{idle:?}");
    // What happens afterwards changes nothing of what was found.
    app.change_account(app.cast().deputy, |account| account.title = "技正".into()).await;
    let later = read(&app, ReviewKind::Accounts).await;
    assert_eq!(later.review.lines, view.review.lines);
    act(&app.manager().await, &later, &ReviewAction::Open).await.refused_by("P06-REVIEW-STATE");
}

async fn a_revocation_goes_by_the_form_and_holds_the_signature_back(app: App) {
    let view = begin(&app, ReviewKind::Accounts).await;
    sign(&app, &view).await.refused_by("P06-UNDECIDED");
    let line = of_person(&view, app.cast().staff).clone();
    let silent = ReviewAction::Decide { verdicts: vec![verdict(&line, Verdict::Revoke, "")] };
    act(&app.manager().await, &view, &silent).await.refused_by("P06-VERDICT-REASON-MISSING");
    let view = keep_all_but(&app, &view, Some(verdict(&line, Verdict::Revoke, "已離職"))).await;
    assert_eq!(progress(&view, line.number), Progress::ToDo);
    let account: AccountView =
        app.manager().await.get(&format!("/accounts/{}", app.cast().staff)).send().await.ok();
    assert!(account.is_active, "a decision alone closes no account");
    sign(&app, &view).await.refused_by("P06-NOT-CARRIED-OUT");
    let carry = ReviewAction::CarryOut { line: line.number, note: String::new() };
    let view: ReviewView = act(&app.manager().await, &view, &carry).await.ok();
    assert_eq!(progress(&view, line.number), Progress::UnderWay);
    act(&app.manager().await, &view, &carry).await.refused_by("P06-LINE-UNDER-WAY");
    sign(&app, &view).await.refused_by("P06-NOT-CARRIED-OUT");
    let carried = view.review.line(line.number).and_then(|line| line.carried.as_ref()).expect("carried");
    let id = carried.application.expect("an application");
    let filed: ApplicationView = app.manager().await.get(&format!("/applications/{id}")).send().await.ok();
    app.settle_application(filed).await;
    let view = read(&app, ReviewKind::Accounts).await;
    assert_eq!(progress(&view, line.number), Progress::Done);
    let closed: ReviewView = sign(&app, &view).await.ok();
    assert_eq!((closed.status.as_str(), closed.is_late), ("closed", false));
    assert_eq!(closed.review.line(line.number).and_then(|line| line.settled_on), Some(app.today()));
    let kept = closed.kept.as_ref().expect("kept five years").keep_through;
    assert_eq!(kept.year(), app.today().year() + 5);
    let account: AccountView =
        app.manager().await.get(&format!("/accounts/{}", app.cast().staff)).send().await.ok();
    assert!(!account.is_active);
    sign(&app, &closed).await.refused_by("P06-REVIEW-STATE");
    let duties: Vec<DutyView> = app.manager().await.all("/duties?kind=review_accounts", 50).await;
    assert!(duties.iter().all(|duty| duty.duty.record != closed.review.id.0));
    assert_eq!(app.verify().await, Vec::<String>::new());
}

async fn an_adjustment_leaves_the_items_that_stay(app: App) {
    let unit = app.staff().await.me().await.standing.unit;
    let extra = app.new_item("另一項目", vec![unit]).await;
    app.grant_to_staff(extra.id, &["A"]).await;
    let view = begin(&app, ReviewKind::Accounts).await;
    let line = of_person(&view, app.cast().staff).clone();
    let stays = app.cast().grant.item;
    let adjust =
        LineVerdict { items: vec![stays], ..verdict(&line, Verdict::Adjust, "另一項目未使用") };
    let view = keep_all_but(&app, &view, Some(adjust)).await;
    let carry = ReviewAction::CarryOut { line: line.number, note: String::new() };
    let view: ReviewView = act(&app.manager().await, &view, &carry).await.ok();
    let id = view.review.line(line.number).and_then(|line| line.carried.as_ref()?.application);
    let path = format!("/applications/{}", id.expect("an application"));
    let filed: ApplicationView = app.manager().await.get(&path).send().await.ok();
    // A rejected application leaves the decision to be carried out, or to be another.
    let head = app.be(filed.deciders[0].person).await;
    let reject = shared::account::application::ApplicationAction::Reject { note: "仍需使用".into() };
    head.decide(&filed, &reject).await.ok::<ApplicationView>();
    let view = read(&app, ReviewKind::Accounts).await;
    assert_eq!(progress(&view, line.number), Progress::ToDo);
    let view: ReviewView = act(&app.manager().await, &view, &carry).await.ok();
    let id = view.review.line(line.number).and_then(|line| line.carried.as_ref()?.application);
    let path = format!("/applications/{}", id.expect("another application"));
    app.settle_application(app.manager().await.get(&path).send().await.ok()).await;
    let held = app.staff().await.me().await.standing.grants;
    assert_eq!(held.iter().map(|grant| grant.item).collect::<Vec<_>>(), [stays]);
    sign(&app, &read(&app, ReviewKind::Accounts).await).await.ok::<ReviewView>();
}

async fn overdue_paper_and_missing_records_are_found_and_put_right(app: App) {
    let approved = app.staff().await.register(&app.form().await).await;
    let approved = app.supervisor().await.act(&approved, InquiryAction::approve()).await;
    let done = app.staff().await.act(&approved, query(app.now(), vec![kept("第三櫃")])).await;
    let printout = done.printouts[0].printout.clone();
    app.advance(Duration::days(365 + 60));
    let view = begin(&app, ReviewKind::Destruction).await;
    let paper = |line: &&Line| matches!(&line.subject, Subject::Printout(one) if one.printout == printout.id);
    let record =
        |line: &&Line| matches!(&line.subject, Subject::QueryRecord(one) if one.inquiry == done.inquiry.id);
    let paper = view.review.lines.iter().find(paper).expect("the printout").clone();
    let record = view.review.lines.iter().find(record).expect("the query record").clone();
    assert_eq!(paper.flags[0].code, "P06-2-PRINTOUT-OVERDUE");
    assert_eq!(record.flags[0].code, "P06-2-QUERY-RECORD-MISSING");
    let mut verdicts: Vec<LineVerdict> =
        view.review.lines.iter().map(|line| verdict(line, Verdict::Keep, "列管")).collect();
    for given in &mut verdicts {
        if [paper.number, record.number].contains(&given.line) {
            given.verdict = Verdict::Remedy;
        }
    }
    let view: ReviewView = act(&app.manager().await, &view, &ReviewAction::Decide { verdicts }).await.ok();
    let carry = ReviewAction::CarryOut { line: paper.number, note: "已銷毀".into() };
    act(&app.manager().await, &view, &carry).await.refused_by("P06-NOTHING-TO-DO");
    sign(&app, &view).await.refused_by("P06-NOT-CARRIED-OUT");
    let destroy = PrintoutAction::Destroy {
        on: app.today(),
        method: DestructionMethod::Shredded,
        witness: app.cast().supervisor,
        witness_name: String::new(),
        reason: "清查發現後補行銷毀".into(),
    };
    let path = format!("/printouts/{}/actions", printout.id);
    let staff = app.staff().await;
    staff.post(&path).if_match(printout.revision).json(&PrintoutAction::ConfirmNotNeeded).send().await;
    staff.post(&path).if_match(printout.revision + 1).json(&destroy).send().await.ok::<serde_json::Value>();
    let file = InquiryAction::FileQueryRecord { place: "查詢紀錄第一冊".into() };
    let now = app.staff().await.get(&format!("/inquiries/{}", done.inquiry.id)).send().await.ok();
    app.staff().await.act(&now, file).await;
    let view = read(&app, ReviewKind::Destruction).await;
    assert_eq!(progress(&view, paper.number), Progress::Done);
    assert_eq!(progress(&view, record.number), Progress::Done);
    sign(&app, &view).await.ok::<ReviewView>();
}

async fn the_security_audit_walks_through_the_measures(app: App) {
    app.verify().await;
    let view = begin(&app, ReviewKind::Security).await;
    assert_eq!(view.review.lines.len(), 11);
    let Subject::Measure(trails) = &view.review.lines[9].subject else { panic!("a measure") };
    assert!(trails.figures.iter().any(|figure| figure.name.en.contains("journal") && figure.value != "0"));
    let line = view.review.lines[9].clone();
    let found = verdict(&line, Verdict::Remedy, "未逐月檢視");
    let unmended = LineVerdict { remedy: String::new(), ..found.clone() };
    let decide = ReviewAction::Decide { verdicts: vec![unmended] };
    let refused = act(&app.manager().await, &view, &decide).await.problem(422);
    assert_eq!(refused.violations[0].code, "P06-REMEDY-MISSING");
    assert_eq!(refused.violations[0].citation.to_string(), "8(3)", "it cites the point of its own");
    let view = keep_all_but(&app, &view, Some(found)).await;
    sign(&app, &view).await.refused_by("P06-NOT-CARRIED-OUT");
    let carry = |note: &str| ReviewAction::CarryOut { line: line.number, note: note.into() };
    act(&app.manager().await, &view, &carry("")).await.refused_by("P06-DONE-MISSING");
    let view: ReviewView = act(&app.manager().await, &view, &carry("已排入每月例行檢視")).await.ok();
    sign(&app, &view).await.ok::<ReviewView>();
}

async fn reviews_are_the_manager_s_alone(app: App) {
    let view = read(&app, ReviewKind::Accounts).await;
    for person in [app.staff().await, app.supervisor().await] {
        person.get("/reviews").send().await.problem(403);
        person.get(&path(ReviewKind::Accounts, &app)).send().await.problem(404);
        person.get(&format!("{}/paper", path(ReviewKind::Accounts, &app))).send().await.problem(404);
        act(&person, &view, &ReviewAction::Open).await.problem(404);
    }
    let path = format!("{}/actions", path(ReviewKind::Accounts, &app));
    let manager = app.manager().await;
    manager.post(&path).json(&ReviewAction::Open).send().await.problem(428);
    manager.post(&path).if_match(9).json(&ReviewAction::Open).send().await.problem(412);
}

async fn a_review_is_printed_with_its_signature(app: App) {
    let view = begin(&app, ReviewKind::Security).await;
    let view = keep_all_but(&app, &view, None).await;
    let closed: ReviewView = sign(&app, &view).await.ok();
    let ReviewState::Closed { closed: mark, .. } = &closed.review.state else { panic!("{closed:?}") };
    let path = format!("/reviews/{}/paper", closed.review.id);
    let manager = app.manager().await;
    let pdf = manager.get(&path).send().await;
    assert!(pdf.body.starts_with(b"%PDF"), "{pdf:?}");
    let odt = manager.get(&format!("{path}?format=odt")).send().await;
    assert!(odt.body.starts_with(b"PK"), "{odt:?}");
    let sheet: Sheet = manager.get(&format!("{path}?format=json")).send().await.ok();
    assert_eq!(sheet.signatures[0].name, mark.by_name);
    let until = app.today() + Days::new(365 * 5);
    assert!(sheet.keep.contains(&format!("{}年", until.year() - 1911)), "{}", sheet.keep);
}

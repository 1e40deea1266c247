//! 排程: each job runs once among all servers, whatever dies in between, and is caught up once.

use acceptance::{App, kept, on_both, query};
use backend::schedule::{
    flow::{self, LEASE, run_now},
    jobs::{self, JOBS, write},
    store::{self, Claim},
};
use chrono::Duration;
use shared::{
    api::v1::{JobView, JournalRow, Schedule},
    id::InquiryId,
    inquiry::InquiryAction,
};
use uuid::Uuid;

on_both!(
    a_job_runs_when_it_is_due_and_not_before,
    two_servers_run_a_job_once,
    a_run_that_was_missed_is_caught_up_once,
    what_a_dead_server_left_is_taken_over_when_its_lease_ends,
    a_run_that_was_taken_over_changes_nothing_any_more,
    what_escalates_is_in_the_journal_once,
    a_journal_that_was_tampered_with_is_an_alarm,
    old_outcomes_and_ended_sessions_are_forgotten,
    the_manager_alone_sees_the_schedule,
);

/// What ran, but for the checkpoint of every ten minutes, which has its own stories.
async fn tick(server: &backend::app::App) -> anyhow::Result<Vec<&'static str>> {
    let ran = flow::tick(server).await?;
    Ok(ran.into_iter().filter(|job| *job != "checkpoint").collect())
}

/// Another server on the same records, with the same clock.
async fn beside(app: &App) -> backend::app::App {
    let server = app.server();
    backend::app::App::open(server.config().clone(), server.clock().clone()).await.expect("it opens")
}

async fn job(app: &App, name: &str) -> JobView {
    let schedule: Schedule = app.manager().await.get("/schedule").send().await.ok();
    schedule.jobs.into_iter().find(|job| job.job == name).expect("a job of this name")
}

async fn a_job_runs_when_it_is_due_and_not_before(app: App) {
    assert_eq!(tick(app.server()).await.unwrap(), Vec::<&str>::new(), "the first look only enters the jobs");
    // Ten o'clock: by eleven the hourly one is due, and after midnight the nightly ones.
    app.advance(Duration::minutes(59));
    assert_eq!(tick(app.server()).await.unwrap(), Vec::<&str>::new());
    app.advance(Duration::minutes(1));
    assert_eq!(tick(app.server()).await.unwrap(), ["housekeeping"]);
    assert_eq!(tick(app.server()).await.unwrap(), Vec::<&str>::new(), "and not again");
    app.advance(Duration::hours(14));
    let ran = tick(app.server()).await.unwrap();
    assert!(ran.contains(&"escalation") && !ran.contains(&"verification"), "half past midnight: {ran:?}");
    let seen = job(&app, "escalation").await;
    assert_eq!((seen.is_good, seen.failures, seen.is_running), (Some(true), 0, false));
    assert_eq!(seen.ended_at, Some(app.now()));
    assert!(seen.due_at > app.now() && seen.due_at <= app.now() + Duration::days(1));
    assert!(seen.note.is_some_and(|note| note.en.contains("escalated")));
}

async fn two_servers_run_a_job_once(app: App) {
    let other = beside(&app).await;
    tick(app.server()).await.unwrap();
    for _ in 0..8 {
        app.advance(Duration::hours(1));
        let (here, there) = tokio::join!(tick(app.server()), tick(&other));
        let ran = here.unwrap().len() + there.unwrap().len();
        assert_eq!(ran, 1, "the hourly job ran once");
    }
}

async fn a_run_that_was_missed_is_caught_up_once(app: App) {
    tick(app.server()).await.unwrap();
    // All servers stand still for ten days; then one starts.
    app.advance(Duration::days(10));
    let fresh = beside(&app).await;
    let ran = tick(&fresh).await.unwrap();
    assert_eq!(ran.len() + 1, JOBS.len(), "{ran:?}");
    assert_eq!(tick(&fresh).await.unwrap(), Vec::<&str>::new());
    drop(fresh);
    let again = beside(&app).await;
    assert_eq!(tick(&again).await.unwrap(), Vec::<&str>::new(), "a restart runs nothing twice");
}

/// A server takes a job and dies.
async fn dies_holding(app: &App, job: &'static str) -> Uuid {
    let (holder, now) = (Uuid::now_v7(), app.now());
    let claim = Claim {
        job,
        holder,
        now: now.timestamp_micros(),
        until: (now + LEASE).timestamp_micros(),
        due_by: i64::MAX,
    };
    assert!(write(app.server(), move |tx| Box::pin(store::claim(tx, claim))).await.unwrap());
    holder
}

async fn what_a_dead_server_left_is_taken_over_when_its_lease_ends(app: App) {
    tick(app.server()).await.unwrap();
    app.advance(Duration::hours(2));
    dies_holding(&app, "housekeeping").await;
    let other = beside(&app).await;
    assert!(!tick(&other).await.unwrap().contains(&"housekeeping"), "it may still be at work");
    assert!(job(&app, "housekeeping").await.is_running);
    assert_eq!(run_now(&other, "housekeeping").await.unwrap(), None, "nor by hand");
    app.advance(LEASE);
    assert!(tick(&other).await.unwrap().contains(&"housekeeping"));
    assert_eq!(job(&app, "housekeeping").await.is_good, Some(true));
}

async fn a_run_that_was_taken_over_changes_nothing_any_more(app: App) {
    tick(app.server()).await.unwrap();
    app.advance(Duration::hours(2));
    let dead = dies_holding(&app, "housekeeping").await;
    app.advance(LEASE);
    tick(app.server()).await.unwrap();
    let before = job(&app, "housekeeping").await;
    let finish = store::Finish {
        due_at: 0,
        failures: 9,
        ended_at: app.now().timestamp_micros(),
        is_good: false,
        note: String::new(),
    };
    let until = (app.now() + LEASE).timestamp_micros();
    let (renewed, finished) = write(app.server(), move |tx| {
        Box::pin(async move {
            let renewed = store::renew(tx, "housekeeping", dead, until).await?;
            Ok((renewed, store::finish(tx, "housekeeping", dead, &finish).await?))
        })
    })
    .await
    .unwrap();
    assert!(!renewed && !finished, "the dead one's lease is not its own any more");
    assert_eq!(job(&app, "housekeeping").await, before);
}

/// How often the journal says that duties of a record escalated.
async fn told(app: &App, record: InquiryId) -> usize {
    let path = format!("/journal?record={record}");
    let rows: Vec<JournalRow> = app.manager().await.all(&path, 100).await;
    rows.iter().filter(|row| row.action == "duty.escalate").count()
}

async fn what_escalates_is_in_the_journal_once(app: App) {
    run_now(app.server(), "escalation").await.unwrap();
    let staff = app.staff().await;
    let inquiry = staff.register(&app.form().await).await;
    let approved = app.supervisor().await.act(&inquiry, InquiryAction::approve()).await;
    staff.act(&approved, query(app.now(), vec![kept("第三櫃")])).await;
    let id = inquiry.inquiry.id;
    for (days, entries) in [(0, 0), (1, 1), (1, 1), (1, 2), (7, 2)] {
        app.advance(Duration::days(days));
        for server in [app.server(), &beside(&app).await] {
            let report = run_now(server, "escalation").await.unwrap().expect("nobody else is at it");
            assert_eq!(report.result, jobs::Result::Done);
        }
        assert_eq!(told(&app, id).await, entries, "{days} days on");
    }
    assert_eq!(app.verify().await, Vec::<String>::new(), "the entries of the server itself are sound");
}

async fn a_journal_that_was_tampered_with_is_an_alarm(app: App) {
    app.staff().await.register(&app.form().await).await;
    let report = run_now(app.server(), "verification").await.unwrap().expect("it ran");
    assert_eq!(report.result, jobs::Result::Done);
    app.tamper("UPDATE inquiries SET revision = revision + 1").await;
    let report = run_now(app.server(), "verification").await.unwrap().expect("it ran");
    assert_eq!(report.result, jobs::Result::Alarm);
    let seen = job(&app, "verification").await;
    assert_eq!((seen.is_good, seen.failures), (Some(false), 0));
    assert!(seen.due_at > app.now() + Duration::hours(1), "looking again would find the same");
}

async fn old_outcomes_and_ended_sessions_are_forgotten(app: App) {
    let inquiry = app.staff().await.register(&app.form().await).await;
    app.advance(Duration::days(31));
    let report = run_now(app.server(), "operations").await.unwrap().expect("it ran");
    assert!(!report.note.en.starts_with('0'), "{report:?}");
    let report = run_now(app.server(), "housekeeping").await.unwrap().expect("it ran");
    assert!(!report.note.en.starts_with('0'), "{report:?}");
    assert_eq!(app.staff().await.inquiry(inquiry.inquiry.id).await.inquiry, inquiry.inquiry);
    assert_eq!(app.verify().await, Vec::<String>::new());
}

async fn the_manager_alone_sees_the_schedule(app: App) {
    app.stranger().get("/schedule").send().await.problem(401);
    app.staff().await.get("/schedule").send().await.problem(403);
    app.supervisor().await.get("/schedule").send().await.problem(403);
    let schedule: Schedule = app.manager().await.get("/schedule").send().await.ok();
    assert_eq!(schedule.jobs.len(), JOBS.len(), "every job, whether it ever ran or not");
    assert!(run_now(app.server(), "no-such-job").await.is_err());
}

//! Running what is due, once among all servers.

use std::time::Duration;

use anyhow::Context;
use chrono::{DateTime, TimeDelta, Utc};
use futures::future::join_all;
use shared::{
    Bilingual,
    api::v1::{JobView, Schedule},
};
use tokio::time::{self, MissedTickBehavior};
use uuid::Uuid;

use super::{
    jobs::{self, JOBS, Job, Report, write},
    store::{self, Claim, Finish, Row},
};
use crate::{app::App, http::error::ApiError, mail, store::Tx};

/// How often a server looks for what is due.
const LOOKS: Duration = Duration::from_secs(30);
/// How long a run may be silent before another server takes its place.
pub const LEASE: TimeDelta = TimeDelta::minutes(5);
/// How often a run says that it is still there.
const BEAT: Duration = Duration::from_secs(60);

/// Looks for what is due as long as the server lives.
pub async fn keep(app: App) {
    let mut looks = time::interval(LOOKS);
    looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        looks.tick().await;
        if let Err(error) = tick(&app).await {
            tracing::error!(error = format!("{error:#}"), "the schedule cannot be read");
        }
    }
}

/// Runs what is due now and is not run elsewhere; gives the names of the jobs it ran.
///
/// # Errors
/// The database does not answer.
pub async fn tick(app: &App) -> anyhow::Result<Vec<&'static str>> {
    let now = app.clock().now();
    let known = {
        let mut tx = app.db().read().await?;
        store::all(&mut tx).await?
    };
    for job in JOBS.iter().filter(|job| known.iter().all(|row| row.job != job.name)) {
        let due = job.every.after(now).timestamp_micros();
        write(app, move |tx| Box::pin(store::enter(tx, job.name, due))).await?;
    }
    let is_due = |job: &&Job| {
        known
            .iter()
            .any(|row| row.job == job.name && row.due_at <= now.timestamp_micros() && !is_held(row, now))
    };
    let runs = JOBS.iter().filter(is_due).map(|job| async move {
        let ran = run(app, job, now.timestamp_micros()).await;
        ran.inspect_err(|error| {
            tracing::error!(job = job.name, error = format!("{error:#}"), "a job could not be run")
        })
        .ok()
        .flatten()
        .map(|_| job.name)
    });
    Ok(join_all(runs).await.into_iter().flatten().collect())
}

/// Runs a job now, due or not, unless it is run elsewhere; none then.
///
/// # Errors
/// There is no such job, or the database does not answer.
pub async fn run_now(app: &App, name: &str) -> anyhow::Result<Option<Report>> {
    let job = jobs::of(name).with_context(|| {
        let names: Vec<_> = JOBS.iter().map(|job| job.name).collect();
        format!("there is no job `{name}`; there are {}", names.join(", "))
    })?;
    let due = job.every.after(app.clock().now()).timestamp_micros();
    write(app, move |tx| Box::pin(store::enter(tx, job.name, due))).await?;
    run(app, job, i64::MAX).await
}

/// One run: takes the lease, does the work, and gives the lease back with what became of it.
async fn run(app: &App, job: &'static Job, due_by: i64) -> anyhow::Result<Option<Report>> {
    let (holder, now) = (Uuid::now_v7(), app.clock().now());
    let until = (now + LEASE).timestamp_micros();
    let claim = Claim { job: job.name, holder, now: now.timestamp_micros(), until, due_by };
    if !write(app, move |tx| Box::pin(store::claim(tx, claim))).await? {
        return Ok(None);
    }
    let Some(result) = work(app, job, holder).await else {
        tracing::warn!(job = job.name, "the run was taken over by another server");
        return Ok(None);
    };
    let report = result.unwrap_or_else(|error| {
        tracing::error!(job = job.name, error = format!("{error:#}"), "a job failed");
        Report {
            result: jobs::Result::Again,
            note: Bilingual::fixed(
                "執行失敗，將自動重試；詳見伺服器紀錄檔。",
                "It failed and is tried again by itself; the server's log says why.",
            ),
        }
    });
    let (told, ended) = (report.clone(), app.clock().now());
    let is_ours = write(app, move |tx| Box::pin(end(tx, job, holder, told, ended))).await?;
    Ok(is_ours.then_some(report))
}

/// The work itself, beside a beat that keeps the lease; none when the lease was lost, and then the work is stopped.
async fn work(app: &App, job: &'static Job, holder: Uuid) -> Option<anyhow::Result<Report>> {
    // A task of its own, so that a job that panics ends nothing but itself.
    let mut task = tokio::spawn((job.run)(app.clone()));
    let mut beat = time::interval_at(time::Instant::now() + BEAT, BEAT);
    loop {
        tokio::select! {
            done = &mut task => return Some(done.context("the job panicked").flatten()),
            _ = beat.tick() => {
                let until = (app.clock().now() + LEASE).timestamp_micros();
                let kept = write(app, move |tx| Box::pin(store::renew(tx, job.name, holder, until))).await;
                // A beat that could not be written is tried again long before the lease ends.
                if matches!(kept, Ok(false)) {
                    task.abort();
                    return None;
                }
            }
        }
    }
}

async fn end(
    tx: &mut Tx,
    job: &'static Job,
    holder: Uuid,
    report: Report,
    now: DateTime<Utc>,
) -> Result<bool, crate::store::StoreError> {
    let before = store::all(tx).await?.into_iter().find(|row| row.job == job.name);
    let failures = match report.result {
        jobs::Result::Again => before.map_or(0, |row| row.failures).saturating_add(1),
        jobs::Result::Done | jobs::Result::Alarm => 0,
    };
    let finish = Finish {
        due_at: job.every.next(now, u32::try_from(failures).unwrap_or(u32::MAX)).timestamp_micros(),
        failures,
        ended_at: now.timestamp_micros(),
        is_good: report.result == jobs::Result::Done,
        note: serde_json::to_string(&report.note).unwrap_or_default(),
    };
    store::finish(tx, job.name, holder, &finish).await
}

fn is_held(row: &Row, now: DateTime<Utc>) -> bool {
    row.holder.is_some() && row.lease_until.is_some_and(|until| until > now.timestamp_micros())
}

/// The jobs as the manager sees them.
///
/// # Errors
/// The database does not answer.
pub async fn view(app: &App, tx: &mut Tx) -> Result<Schedule, ApiError> {
    let now = app.clock().now();
    let rows = store::all(tx).await?;
    let instant = |micros: Option<i64>| micros.and_then(DateTime::from_timestamp_micros);
    let view = |job: &Job| {
        let row = rows.iter().find(|row| row.job == job.name);
        JobView {
            job: job.name.to_owned(),
            title: job.title.clone(),
            due_at: instant(row.map(|row| row.due_at)).unwrap_or_else(|| job.every.after(now)),
            is_running: row.is_some_and(|row| is_held(row, now)),
            began_at: instant(row.and_then(|row| row.began_at)),
            ended_at: instant(row.and_then(|row| row.ended_at)),
            is_good: row.and_then(|row| row.is_good),
            failures: row.and_then(|row| u32::try_from(row.failures).ok()).unwrap_or_default(),
            note: row.and_then(|row| serde_json::from_str(&row.note).ok()),
        }
    };
    let jobs = JOBS.iter().map(view).collect();
    Ok(Schedule { jobs, mail: mail::flow::state(app, tx).await? })
}

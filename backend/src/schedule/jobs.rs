//! The jobs, one line each, and those that belong to no noun.

use anyhow::anyhow;
use chrono::TimeDelta;
use futures::future::BoxFuture;
use shared::{Bilingual, taiwan_day};

use super::plan::Every;
use crate::{
    app::App,
    audit, duty, journal, mail, review, session,
    store::{StoreError, Tx, operation},
};

/// How long the outcomes of operations are kept, so that a late retry is told what became of the first.
const OUTCOMES_KEPT: TimeDelta = TimeDelta::days(30);

/// How long it is known which letters went.
const LETTERS_KEPT: TimeDelta = TimeDelta::days(90);

/// What became of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Result {
    /// It did what there was to do.
    Done,
    /// It found something that people must look at; running again would find the same.
    Alarm,
    /// It could not do everything: to be tried again soon.
    Again,
}

/// A run, told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// What became of it.
    pub result: Result,
    /// What it did; names nobody and no case.
    pub note: Bilingual,
}

impl Report {
    /// It did what there was to do.
    #[must_use]
    pub fn done(zh_tw: String, en: String) -> Self {
        Self { result: Result::Done, note: Bilingual::filled(zh_tw, en) }
    }
}

/// A job.
#[derive(Debug)]
pub struct Job {
    /// Its stable name.
    pub name: &'static str,
    /// What people call it.
    pub title: Bilingual,
    /// How often.
    pub every: Every,
    /// Does it; twice is as once.
    pub run: fn(App) -> BoxFuture<'static, anyhow::Result<Report>>,
}

const fn daily(hour: u32, minute: u32) -> Every {
    Every::Day { hour, minute }
}

/// Every job. A later one is one more line.
pub const JOBS: &[Job] = &[
    Job {
        name: "escalation",
        title: Bilingual::fixed("逾期提報", "Escalation of what is late"),
        every: daily(0, 30),
        run: |app| Box::pin(duty::flow::escalate(app)),
    },
    Job {
        name: "audits",
        title: Bilingual::fixed("半年查核開立與遲到案件", "Half-year audits and late cases"),
        every: daily(1, 0),
        run: |app| Box::pin(audit::open::run(app)),
    },
    Job {
        name: "reviews",
        title: Bilingual::fixed("年度清查與稽核立案", "The year's reviews"),
        every: daily(0, 50),
        run: |app| Box::pin(review::open::run(app)),
    },
    Job {
        name: journal::checkpoint::sign::JOB,
        title: Bilingual::fixed("簽署稽核軌跡檢查點", "Signing of the journal's checkpoint"),
        every: Every::Minutes(10),
        run: |app| Box::pin(journal::checkpoint::sign::make(app)),
    },
    Job {
        name: "verification",
        title: Bilingual::fixed("稽核軌跡驗證", "Verification of the journal"),
        every: daily(2, 0),
        run: |app| Box::pin(verify(app)),
    },
    Job {
        name: "operations",
        title: Bilingual::fixed("清除過期操作結果", "Purge of old outcomes"),
        every: daily(3, 0),
        run: |app| Box::pin(purge(app)),
    },
    Job {
        name: "reminders",
        title: Bilingual::fixed("待辦提醒信", "Reminders by e-mail"),
        every: daily(8, 0),
        run: |app| Box::pin(mail::flow::remind(app)),
    },
    Job {
        name: "housekeeping",
        title: Bilingual::fixed("清除過期登入", "Purge of ended sessions"),
        every: Every::Minutes(60),
        run: |app| Box::pin(keep_house(app)),
    },
];

/// The job of a name.
#[must_use]
pub fn of(name: &str) -> Option<&'static Job> {
    JOBS.iter().find(|job| job.name == name)
}

/// Writes outside any operation: a job has no key, for doing it twice is doing it once.
///
/// # Errors
/// It is not written.
pub async fn write<T, F>(app: &App, job: F) -> anyhow::Result<T>
where
    T: Send + 'static,
    F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, std::result::Result<T, StoreError>> + Send + 'static,
{
    let written = app.writer().write(job).await.map_err(|error| anyhow!("{error}"))?;
    Ok(written?)
}

/// Recomputes the journal.
async fn verify(app: App) -> anyhow::Result<Report> {
    let head = journal::alarm::verify(&app).await?;
    if let Some(first) = head.problems.first() {
        tracing::error!(first, "the journal was tampered with");
        let found = head.problems.len();
        return Ok(Report {
            result: Result::Alarm,
            note: Bilingual::filled(
                format!("發現 {found} 處異常，請查看稽核軌跡。"),
                format!("{found} faults found: see the journal."),
            ),
        });
    }
    Ok(Report::done(format!("{} 筆，完整無誤。", head.size), format!("{} entries, sound.", head.size)))
}

/// Forgets outcomes of operations that nobody will ask for again.
async fn purge(app: App) -> anyhow::Result<Report> {
    let before = (app.clock().now() - OUTCOMES_KEPT).timestamp_micros();
    let gone = write(&app, move |tx| Box::pin(operation::purge(tx, before))).await?;
    Ok(Report::done(format!("清除 {gone} 筆。"), format!("{gone} purged.")))
}

/// Forgets sessions and challenges that are over, and which letters went long ago.
async fn keep_house(app: App) -> anyhow::Result<Report> {
    let now = app.clock().now();
    let day = taiwan_day(now - LETTERS_KEPT).to_string();
    let gone = write(&app, move |tx| {
        Box::pin(async move {
            let ended = session::store::forget(tx, now.timestamp_micros()).await?;
            Ok(ended + mail::store::purge(tx, &day).await?)
        })
    })
    .await?;
    Ok(Report::done(format!("清除 {gone} 筆。"), format!("{gone} purged.")))
}

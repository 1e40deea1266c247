//! The practice county: made-up people and cases under the real rules, for learning, demonstrations and load.

mod application;
mod audit;
pub mod cards;
pub mod certificate;
mod chance;
mod county;
mod custody;
mod duty;
mod incident;
mod inspection;
mod joint;
pub mod mark;
mod oversight;
mod person;
pub mod platform;
pub mod reader;
mod reconciliation;
mod retention;
mod review;
mod story;
mod token;
pub mod witness;

use anyhow::anyhow;
use chrono::{DateTime, TimeDelta, Utc};
use futures::future::BoxFuture;
use shared::EditionId;

use crate::{
    app::App,
    journal, registers,
    store::{StoreError, Tx},
};
use chance::Chance;

/// How far back the county's past reaches.
const PAST: TimeDelta = TimeDelta::days(730);
/// Keeps the identifiers of inspections apart from those of tokens made at the same instant.
const VISIT: u64 = 0x8_4;
/// The first chapter is this much shorter than the others.
const FIRST: usize = 10;

/// How a past is written.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// Events in one transaction.
    pub scenes: usize,
    /// Whether rows are held back until its end, so that what was changed ten times is written once.
    pub holds_back: bool,
}

impl Default for Pace {
    fn default() -> Self {
        Self { scenes: 200_000, holds_back: true }
    }
}

/// How much of a county.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// Inquiries over the two years before now.
    pub inquiries: u64,
}

impl Default for Size {
    fn default() -> Self {
        Self { inquiries: 24 }
    }
}

/// Fills a database: agencies, people and items if there are none, and inquiries of the time since its last entry.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn fill(app: &App, size: Size) -> anyhow::Result<()> {
    fill_with(app, size, 1).await
}

/// The same with another seed: the same seed makes the same county.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn fill_with(app: &App, size: Size, seed: u64) -> anyhow::Result<()> {
    fill_at(app, size, seed, Pace::default()).await
}

/// The same at another pace, which makes the same county.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn fill_at(app: &App, size: Size, seed: u64, pace: Pace) -> anyhow::Result<()> {
    mark::claim(app).await?;
    let now = app.clock().now();
    let is_fresh = is_empty(app).await?;
    if is_fresh {
        begin(app, now - PAST - custody::WEEKS_BEFORE).await?;
        application::begin(app, now - PAST - TimeDelta::days(1)).await?;
    }
    let (registers, since) = {
        let mut tx = app.db().read().await?;
        (app.registers(&mut tx).await?, journal::store::head(&mut tx).await?.last_at)
    };
    let since = DateTime::from_timestamp_micros(since).unwrap_or(now).max(now - PAST);
    // Before anything else happens, so that the journal stays in the order of time.
    if is_fresh {
        token::made_at(app, &registers, &mut Chance::new(seed), since).await?;
        inspection::visit(app, &mut Chance::new(seed ^ VISIT), since, true).await?;
    }
    let past = story::Past::tell(&registers, app.editions(), Chance::new(seed), size.inquiries, since, now);
    live_past(app, past, story::Life::new(since, !is_fresh, pace.holds_back), pace.scenes).await?;
    if is_fresh {
        live_custody(app, now, custody::today).await?;
        application::go_on(app, now).await?;
        token::made_at(app, &registers, &mut Chance::new(!seed), now).await?;
        inspection::visit(app, &mut Chance::new(!seed ^ VISIT), now, false).await?;
    }
    duty::escalate(app).await
}

/// Lives chapter after chapter; while one is written, the next is told and sealed.
async fn live_past(app: &App, past: story::Past, mut life: story::Life, most: usize) -> anyhow::Result<()> {
    // Nothing can be lived while the first chapter is told, so it is a short one; each is told while the one before is lived.
    let mut scenes = most.div_ceil(FIRST);
    let (mut past, mut next) = prepared(app, past, scenes).await?;
    while let Some(chapter) = next {
        for instant in chapter.instants() {
            app.ensure_data_key_at(instant).await.map_err(|error| anyhow!("{error:?}"))?;
        }
        let inside = app.clone();
        let write = app.writer().write(move |tx| story::live(inside, tx, chapter, life));
        scenes = most.min(scenes * 2);
        let (written, told) = tokio::join!(write, prepared(app, past, scenes));
        let lived = written.map_err(|error| anyhow!("{error}"))?;
        life = lived.map_err(|story::Broken { event, at, error }| {
            anyhow!("the practice county broke a rule of its own, to {event} at {at}: {error:?}")
        })?;
        (past, next) = told?;
    }
    Ok(())
}

async fn prepared(
    app: &App,
    mut past: story::Past,
    most: usize,
) -> anyhow::Result<(story::Past, Option<story::Chapter>)> {
    let sealer = app.sealer().clone();
    let prepare = move || {
        let mut chapter = past.next_chapter(most);
        if let Some(chapter) = &mut chapter {
            chapter.seal(&sealer)?;
        }
        Ok((past, chapter))
    };
    tokio::task::spawn_blocking(prepare).await?
}

/// Whether nobody has an account yet.
///
/// # Errors
/// The database does not answer.
pub async fn is_empty(app: &App) -> anyhow::Result<bool> {
    let mut tx = app.db().read().await?;
    Ok(app.registers(&mut tx).await?.accounts.is_empty())
}

/// Enters the county and lives its first weeks, before the two years of cases.
async fn begin(app: &App, at: DateTime<Utc>) -> anyhow::Result<()> {
    enter_county(app, at).await?;
    live_custody(app, at, custody::first_weeks).await
}

type Custody = for<'t> fn(App, &'t mut Tx, DateTime<Utc>) -> BoxFuture<'t, Result<(), story::Broken>>;

async fn live_custody(app: &App, at: DateTime<Utc>, live: Custody) -> anyhow::Result<()> {
    let inside = app.clone();
    let written = app.writer().write(move |tx| live(inside, tx, at)).await;
    let lived = written.map_err(|error| anyhow!("{error}"))?;
    lived.map_err(|story::Broken { event, at, error }| {
        anyhow!("the practice county broke a rule of its own, to {event} at {at}: {error:?}")
    })
}

/// Enters the registers directly: there is no manager yet who could.
async fn enter_county(app: &App, at: DateTime<Utc>) -> anyhow::Result<()> {
    let (cards, editions, pack) = (app.config().cards.clone(), app.editions(), app.config().county.clone());
    // Making keys is a second's work for a processor, not for the tasks beside this one.
    let made = move || county::records(editions, pack.as_ref(), at, &cards::Office::open(&cards)?);
    let records = tokio::task::spawn_blocking(made).await??;
    let written = app
        .writer()
        .write(move |tx| {
            Box::pin(async move {
                for record in records {
                    let county::Record { kind, id, body } = record;
                    registers::store::put(tx, kind, id, 1, &body, None, at.timestamp_micros()).await?;
                    let entry =
                        journal::store::NewEntry::changed("practice.enter", kind, id, 1, body.into_bytes());
                    journal::store::append(tx, at, None, EditionId::Amended, entry).await?;
                }
                Ok(())
            })
        })
        .await
        .map_err(|error| anyhow!("{error}"))?;
    written.map_err(|error: StoreError| anyhow::Error::new(error))
}

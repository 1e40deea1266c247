//! The practice county: made-up people and cases under the real rules, for learning, demonstrations and load.

pub mod cards;
mod chance;
mod county;
mod duty;
pub mod mark;
mod oversight;
mod person;
pub mod reader;
mod story;

use anyhow::anyhow;
use chrono::{DateTime, TimeDelta, Utc};
use shared::EditionId;

use crate::{app::App, journal, registers, store::StoreError};
use chance::Chance;

/// How far back the county's past reaches.
const PAST: TimeDelta = TimeDelta::days(730);
/// Events written in one transaction.
const BATCH: usize = 200;

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
    mark::claim(app).await?;
    let now = app.clock().now();
    if is_empty(app).await? {
        enter_county(app, now - PAST - TimeDelta::days(1)).await?;
    }
    let (registers, since) = {
        let mut tx = app.db().read().await?;
        (app.registers(&mut tx).await?, journal::store::head(&mut tx).await?.last_at)
    };
    let since = DateTime::from_timestamp_micros(since).unwrap_or(now).max(now - PAST);
    let mut chance = Chance::new(seed);
    let mut past = story::Past::tell(&registers, app.editions(), &mut chance, size.inquiries, since, now);
    while let Some(chapter) = past.next_chapter(BATCH) {
        for instant in chapter.instants() {
            app.ensure_data_key_at(instant).await.map_err(|error| anyhow!("{error:?}"))?;
        }
        let inside = app.clone();
        let written = app.writer().write(move |tx| Box::pin(story::live(inside, tx, chapter))).await;
        let lived = written.map_err(|error| anyhow!("{error}"))?;
        past.lived(lived.map_err(|story::Broken { event, at, error }| {
            anyhow!("the practice county broke a rule of its own, to {event} at {at}: {error:?}")
        })?);
    }
    duty::escalate(app).await
}

/// Whether nobody has an account yet.
///
/// # Errors
/// The database does not answer.
pub async fn is_empty(app: &App) -> anyhow::Result<bool> {
    let mut tx = app.db().read().await?;
    Ok(app.registers(&mut tx).await?.accounts.is_empty())
}

/// Enters the registers directly: there is no manager yet who could.
async fn enter_county(app: &App, at: DateTime<Utc>) -> anyhow::Result<()> {
    let (cards, editions) = (app.config().cards.clone(), app.editions());
    // Making keys is a second's work for a processor, not for the tasks beside this one.
    let made = move || county::records(editions, at, &cards::Office::open(&cards)?);
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

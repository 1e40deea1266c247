//! 行事曆訂閱: a person's own duties as a calendar that any program reads by a secret address. It names nobody and no case.

use std::collections::HashSet;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use icalendar::{Alarm, Calendar, Component as _, Event, EventLike as _, Trigger};
use sha2::{Digest, Sha256};
use shared::{
    api::v1::{FeedAddress, FeedView},
    duty::Duty,
    id::PersonId,
    journal::hex,
    taiwan_day,
};
use sqlx::FromRow;
use uuid::Uuid;

use super::{
    flow,
    store::{self as duties, Filter},
};
use crate::{
    app::App,
    clock,
    http::{error::ApiError, extract::User},
    journal::{self, store::NewEntry},
    on_tx,
    store::{StoreError, Tx},
};

/// The noun, in the journal.
const KIND: &str = "feed";
/// Days before the strict last day on which a calendar reminds.
const ALARM: Duration = Duration::days(3);

#[derive(Debug, Clone, FromRow)]
struct Row {
    person_id: Uuid,
    made_at: i64,
}

const OF_PERSON: &str = "SELECT person_id, made_at FROM feeds WHERE person_id = $1";
const OF_SECRET: &str = "SELECT person_id, made_at FROM feeds WHERE secret_hash = $1";
const MAKE: &str = "INSERT INTO feeds (person_id, secret_hash, made_at) VALUES ($1, $2, $3) \
    ON CONFLICT (person_id) DO UPDATE SET secret_hash = $2, made_at = $3";
const REVOKE: &str = "DELETE FROM feeds WHERE person_id = $1";

/// Every statement of this module, prepared by a test on both databases.
pub const STATEMENTS: &[&str] = &[OF_PERSON, OF_SECRET, MAKE, REVOKE];

fn hash(secret: &str) -> Vec<u8> {
    Sha256::digest(secret).to_vec()
}

async fn find(tx: &mut Tx, person: PersonId) -> Result<Option<Row>, StoreError> {
    on_tx!(tx, conn => sqlx::query_as(OF_PERSON).bind(person.0).fetch_optional(conn).await)
        .map_err(StoreError::from)
}

async fn find_by(tx: &mut Tx, secret: &str) -> Result<Option<Row>, StoreError> {
    on_tx!(tx, conn => sqlx::query_as(OF_SECRET).bind(hash(secret)).fetch_optional(conn).await)
        .map_err(StoreError::from)
}

/// Whether somebody has an address, and since when.
///
/// # Errors
/// The database does not answer.
pub async fn view(app: &App, person: PersonId) -> Result<FeedView, ApiError> {
    let mut tx = app.db().read().await?;
    let row = find(&mut tx, person).await?;
    Ok(FeedView { made_at: row.and_then(|row| DateTime::from_timestamp_micros(row.made_at)) })
}

/// Makes an address; the one before it is dead. It is told this once, and only its hash is kept.
///
/// # Errors
/// It cannot be kept.
pub async fn make(app: &App, user: &User, origin: &str) -> Result<FeedAddress, ApiError> {
    let secret = BASE64URL.encode(clock::random::<32>()?);
    let (person, now) = (user.standing.person, app.clock().now());
    let (kept, at, edition) = (hash(&secret), now.timestamp_micros(), app.editions().on(taiwan_day(now)));
    let written = app.writer().write(move |tx| {
        Box::pin(async move {
            on_tx!(tx, conn => sqlx::query(MAKE).bind(person.0).bind(&kept).bind(at).execute(conn).await.map(|_| ()))?;
            let entry = NewEntry::happened("feed.make", KIND, person.0, String::new());
            journal::store::append(tx, now, Some(person), edition, entry).await?;
            Ok::<_, StoreError>(())
        })
    });
    written.await??;
    Ok(FeedAddress { address: format!("{origin}/api/v1/calendar/{secret}.ics"), made_at: now })
}

/// Takes the address back.
///
/// # Errors
/// It cannot be written.
pub async fn revoke(app: &App, user: &User) -> Result<(), ApiError> {
    let (person, now) = (user.standing.person, app.clock().now());
    let edition = app.editions().on(taiwan_day(now));
    let written = app.writer().write(move |tx| {
        Box::pin(async move {
            let gone = on_tx!(tx, conn => sqlx::query(REVOKE).bind(person.0).execute(conn).await.map(|done| done.rows_affected()))?;
            if gone > 0 {
                let entry = NewEntry::happened("feed.revoke", KIND, person.0, String::new());
                journal::store::append(tx, now, Some(person), edition, entry).await?;
            }
            Ok::<_, StoreError>(())
        })
    });
    written.await??;
    Ok(())
}

/// The calendar at an address: the duties of its person's own list that have a day.
///
/// # Errors
/// There is no such address, or the account of its person is over: told alike.
pub async fn read(app: &App, file: &str, origin: Option<&str>) -> Result<String, ApiError> {
    let secret = file.strip_suffix(".ics").ok_or(ApiError::NotFound)?;
    let now = app.clock().now();
    let mut tx = app.db().read().await?;
    let person = PersonId(find_by(&mut tx, secret).await?.ok_or(ApiError::NotFound)?.person_id);
    let (registers, today) = (app.registers(&mut tx).await?, taiwan_day(now));
    let standing = registers.standing(person, today).filter(|standing| standing.is_active);
    let standing = standing.ok_or(ApiError::NotFound)?;
    let (mut seen, mut open) = (HashSet::new(), Vec::<Duty>::new());
    for (scope, cut) in flow::own(&standing, today, &registers.settings(today)) {
        let rows = duties::all(&mut tx, scope, &Filter { due_before: cut, ..Filter::default() }).await?;
        open.extend(rows.iter().filter(|row| seen.insert(row.id)).filter_map(duties::Row::duty));
    }
    Ok(calendar(&open, person, now, origin))
}

fn calendar(duties: &[Duty], person: PersonId, now: DateTime<Utc>, origin: Option<&str>) -> String {
    let mut calendar = Calendar::empty();
    calendar
        .append_property(("VERSION", "2.0"))
        .append_property(("PRODID", "-//Chadiao//duties//ZH-TW"))
        .append_property(("CALSCALE", "GREGORIAN"))
        .append_property(("METHOD", "PUBLISH"))
        .name("查調待辦與期限");
    for duty in duties {
        if let Some(due) = duty.due {
            calendar.push(event(duty, due, person, now, origin));
        }
    }
    calendar.to_string()
}

fn event(duty: &Duty, due: NaiveDate, person: PersonId, now: DateTime<Utc>, origin: Option<&str>) -> Event {
    let summary = format!("{}（{}）", duty.kind.words().zh_tw, duty.kind.citation().zh_tw());
    // Stable, and no identifier of a record.
    let mark = Sha256::new().chain_update(duty.record).chain_update(duty.kind.name()).chain_update(person.0);
    let mark = hex(&mark.finalize());
    let mut event = Event::new();
    event
        .uid(&format!("{}@chadiao", mark.get(..32).unwrap_or(&mark)))
        .timestamp(now)
        .summary(&summary)
        .starts(due)
        // RFC 5545, 3.6.1: the end of an event is the first day after it.
        .ends(due.succ_opt().unwrap_or(due))
        .append_property(("TRANSP", "TRANSPARENT"))
        .alarm(Alarm::display(&summary, Trigger::before_start(ALARM)));
    if let Some(origin) = origin {
        event.url(&format!("{origin}/duties?mine=true&kind={}", duty.kind.name()));
    }
    event.done()
}

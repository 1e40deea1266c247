//! The journal in the database: entries, their salts, the tree, its head. Appended to and never changed.

use std::sync::{Arc, LazyLock};

use chrono::{DateTime, Utc};
use shared::{
    EditionId,
    id::PersonId,
    journal::{Edge, Entry, commitment, instant, leaf_hash},
};
use sqlx::FromRow;
use uuid::Uuid;

use super::frontier::{Frontier, Waiting};
use crate::{
    clock, on_tx,
    store::{StoreError, Tx, runs::Runs},
};

/// How far the clock may go back before writes are refused, µs: time servers correct by less.
const BACKWARDS_MOST: i64 = 2_000_000;

/// What an entry says besides who, when and by which edition.
#[derive(Debug, Clone)]
pub struct NewEntry {
    action: &'static str,
    kind: &'static str,
    record: Uuid,
    revision: i64,
    content: Option<Vec<u8>>,
    note: String,
}

impl NewEntry {
    /// A record was made or changed; `content` is exactly what the store keeps of it.
    #[must_use]
    pub const fn changed(
        action: &'static str,
        kind: &'static str,
        record: Uuid,
        revision: i64,
        content: Vec<u8>,
    ) -> Self {
        Self { action, kind, record, revision, content: Some(content), note: String::new() }
    }

    /// A record went.
    #[must_use]
    pub const fn removed(action: &'static str, kind: &'static str, record: Uuid, revision: i64) -> Self {
        Self { action, kind, record, revision, content: None, note: String::new() }
    }

    /// Something happened that changed no record: a session began or was ended for somebody.
    #[must_use]
    pub const fn happened(action: &'static str, kind: &'static str, record: Uuid, note: String) -> Self {
        Self { action, kind, record, revision: 1, content: None, note }
    }

    /// Somebody looked at full identities, and why.
    #[must_use]
    pub fn looked(action: &'static str, kind: &'static str, record: Uuid, revision: i64, note: &str) -> Self {
        Self { action, kind, record, revision, content: None, note: note.to_owned() }
    }
}

const INSERT: &str =
    "INSERT INTO journal_entries (seq, bytes, at, actor_id, action, kind, record_id, revision) VALUES";
const INSERT_SALT: &str = "INSERT INTO journal_salts (seq, salt) VALUES";
const INSERT_HASH: &str = "INSERT INTO journal_hashes (place, hash) VALUES";

static ENTRIES: LazyLock<Runs> = LazyLock::new(|| Runs::new(INSERT, 8));
static SALTS: LazyLock<Runs> = LazyLock::new(|| Runs::new(INSERT_SALT, 2));
static HASHES: LazyLock<Runs> = LazyLock::new(|| Runs::new(INSERT_HASH, 2));

/// Entries that wait at most before they are written: few runs at a time are few small ones.
const WAITING_MOST: usize = 2_048;
/// Entries that wait at most while another write runs beside.
const WAITING_LONGEST: usize = 65_536;

/// Appends an entry inside the writer's transaction.
///
/// # Errors
/// The clock went back, or the database refuses or does not answer.
pub async fn append(
    tx: &mut Tx,
    now: DateTime<Utc>,
    actor: Option<PersonId>,
    edition: EditionId,
    new: NewEntry,
) -> Result<u64, StoreError> {
    let at = now.timestamp_micros();
    if at < tx.frontier.last_at - BACKWARDS_MOST {
        return Err(StoreError::ClockWentBack);
    }
    let seq = tx.frontier.size();
    let salt: [u8; 16] = clock::random().map_err(|_| StoreError::Seal("no randomness"))?;
    let entry = Entry {
        seq,
        at: instant(now),
        actor: actor.map(|person| person.0),
        action: new.action.to_owned(),
        kind: new.kind.to_owned(),
        record: new.record,
        revision: new.revision,
        edition: edition.name().to_owned(),
        commitment: new.content.as_ref().map(|content| commitment(&salt, content)).unwrap_or_default(),
        note: new.note,
    };
    let bytes = entry.bytes().map_err(|_| StoreError::Seal("entry to JSON"))?;
    let completed = tx.frontier.edge.append(leaf_hash(&bytes));
    tx.frontier.waiting.push(Arc::new(Waiting {
        seq: number(seq),
        at,
        actor: entry.actor,
        action: new.action,
        kind: new.kind,
        record: new.record,
        revision: new.revision,
        salt: new.content.is_some().then_some(salt),
        hashes: completed.into_iter().map(|(place, hash)| (number(place), hash)).collect(),
        bytes,
    }));
    tx.frontier.last_at = tx.frontier.last_at.max(at);
    let waiting = tx.frontier.waiting.len();
    if waiting >= WAITING_MOST && (!tx.is_writing() || waiting >= WAITING_LONGEST) {
        let waiting = std::mem::take(&mut tx.frontier.waiting);
        if tx.behind.is_some() {
            tx.write_beside(|tx| Box::pin(write(tx, waiting))).await;
        } else {
            write(tx, waiting).await?;
        }
    }
    Ok(seq)
}

/// Puts entries into their tables: a statement costs more than a row.
async fn write(tx: &mut Tx, waiting: Vec<Arc<Waiting>>) -> Result<(), StoreError> {
    for (sql, rows) in ENTRIES.over(tx.is_sqlite(), &waiting) {
        on_tx!(tx, conn => {
            let mut query = sqlx::query(sql);
            for row in rows {
                query = query.bind(row.seq).bind(row.bytes.as_slice()).bind(row.at).bind(row.actor);
                query = query.bind(row.action).bind(row.kind).bind(row.record).bind(row.revision);
            }
            query.execute(conn).await.map(|_| ())
        })?;
    }
    let salts: Vec<(i64, &[u8])> =
        waiting.iter().filter_map(|row| Some((row.seq, row.salt.as_ref()?.as_slice()))).collect();
    write_pairs(tx, &SALTS, &salts).await?;
    let hashes: Vec<(i64, &[u8])> = waiting
        .iter()
        .flat_map(|row| row.hashes.iter().map(|(place, hash)| (*place, hash.as_slice())))
        .collect();
    write_pairs(tx, &HASHES, &hashes).await
}

async fn write_pairs(tx: &mut Tx, runs: &Runs, pairs: &[(i64, &[u8])]) -> Result<(), StoreError> {
    for (sql, rows) in runs.over(tx.is_sqlite(), pairs) {
        on_tx!(tx, conn => {
            let mut query = sqlx::query(sql);
            for (number, bytes) in rows {
                query = query.bind(*number).bind(*bytes);
            }
            query.execute(conn).await.map(|_| ())
        })?;
    }
    Ok(())
}

/// Sequence numbers are far below the largest `i64`.
fn number(seq: u64) -> i64 {
    i64::try_from(seq).unwrap_or(i64::MAX)
}

const HEAD: &str = "SELECT size, root, edge, last_at FROM journal_head WHERE one = 1";
const SAVE_HEAD: &str = "UPDATE journal_head SET size = $1, root = $2, edge = $3, last_at = $4 WHERE one = 1";

/// The journal's head.
#[derive(Debug, Clone, FromRow)]
pub struct Head {
    /// Entries.
    pub size: i64,
    /// Root of the tree.
    pub root: Vec<u8>,
    /// Its right edge.
    pub edge: Vec<u8>,
    /// Instant of the last entry, µs.
    pub last_at: i64,
}

/// The head as stored.
///
/// # Errors
/// The database does not answer.
pub async fn head(tx: &mut Tx) -> Result<Head, StoreError> {
    on_tx!(tx, conn => sqlx::query_as(HEAD).fetch_one(conn).await).map_err(StoreError::from)
}

/// Reads the right edge into the transaction.
///
/// # Errors
/// The head does not parse, or the database does not answer.
pub async fn load_frontier(tx: &mut Tx) -> Result<(), StoreError> {
    let head = head(tx).await?;
    let size = u64::try_from(head.size).unwrap_or_default();
    let edge = Edge::restore(size, &head.edge).ok_or(StoreError::Inconsistent {
        table: "journal_head",
        column: "edge",
        row: head.size.to_string(),
    })?;
    tx.frontier = Frontier { edge, last_at: head.last_at, waiting: Vec::new() };
    Ok(())
}

/// Writes the waiting entries and the right edge, once a batch.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn save_frontier(tx: &mut Tx) -> Result<(), StoreError> {
    let waiting = std::mem::take(&mut tx.frontier.waiting);
    write(tx, waiting).await?;
    let frontier = tx.frontier.clone();
    on_tx!(tx, conn => sqlx::query(SAVE_HEAD)
        .bind(number(frontier.size()))
        .bind(frontier.edge.root().as_slice())
        .bind(frontier.edge.bytes())
        .bind(frontier.last_at)
        .execute(conn)
        .await
        .map(|_| ()))
    .map_err(StoreError::from)
}

/// An entry's row.
#[derive(Debug, Clone, FromRow)]
pub struct Row {
    /// Its number.
    pub seq: i64,
    /// Its canonical bytes.
    pub bytes: Vec<u8>,
    /// When, µs.
    pub at: i64,
    /// Who.
    pub actor_id: Option<Uuid>,
    /// What was done.
    pub action: String,
    /// The noun.
    pub kind: String,
    /// The record.
    pub record_id: Uuid,
    /// Its revision after.
    pub revision: i64,
}

// A filter left open is an empty text, the nil identifier or the widest bounds, so that one statement serves all.
const NEWEST: &str = "SELECT seq, bytes, at, actor_id, action, kind, record_id, revision FROM journal_entries \
    WHERE seq < $1 AND at >= $2 AND at < $3 AND ($4 = '' OR kind = $4) AND ($5 = 0 OR actor_id = $6) ORDER BY seq DESC LIMIT $7";
const OF_RECORD: &str = "SELECT seq, bytes, at, actor_id, action, kind, record_id, revision FROM journal_entries \
    WHERE record_id = $1 AND seq < $2 ORDER BY seq DESC LIMIT $3";
const SINCE: &str = "SELECT seq, bytes, at, actor_id, action, kind, record_id, revision FROM journal_entries \
    WHERE seq >= $1 ORDER BY seq LIMIT $2";

/// Which entries are wanted.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// One record's; the rest of the filter is then left aside.
    pub record: Option<Uuid>,
    /// One noun's.
    pub kind: Option<String>,
    /// One person's.
    pub actor: Option<Uuid>,
    /// From this instant on, µs.
    pub from: Option<i64>,
    /// Before this instant, µs.
    pub until: Option<i64>,
}

/// Entries before a number, newest first.
///
/// # Errors
/// The database does not answer.
pub async fn newest(tx: &mut Tx, filter: &Filter, before: i64, limit: i64) -> Result<Vec<Row>, StoreError> {
    if let Some(record) = filter.record {
        return on_tx!(tx, conn => sqlx::query_as(OF_RECORD).bind(record).bind(before).bind(limit).fetch_all(conn).await)
            .map_err(StoreError::from);
    }
    let kind = filter.kind.clone().unwrap_or_default();
    let by_actor = i64::from(filter.actor.is_some());
    let actor = filter.actor.unwrap_or_default();
    let (from, until) = (filter.from.unwrap_or(i64::MIN), filter.until.unwrap_or(i64::MAX));
    on_tx!(tx, conn => sqlx::query_as(NEWEST).bind(before).bind(from).bind(until).bind(kind).bind(by_actor)
        .bind(actor).bind(limit).fetch_all(conn).await)
    .map_err(StoreError::from)
}

/// Entries from a number on, oldest first: commit order, so that a reader misses none.
///
/// # Errors
/// The database does not answer.
pub async fn since(tx: &mut Tx, from: i64, limit: i64) -> Result<Vec<Row>, StoreError> {
    on_tx!(tx, conn => sqlx::query_as(SINCE).bind(from).bind(limit).fetch_all(conn).await)
        .map_err(StoreError::from)
}

/// Every statement of this module, prepared by a test on both databases.
#[must_use]
pub fn statements() -> Vec<&'static str> {
    let runs = [&*ENTRIES, &*SALTS, &*HASHES].into_iter().flat_map(Runs::statements);
    runs.chain([HEAD, SAVE_HEAD, NEWEST, OF_RECORD, SINCE]).collect()
}

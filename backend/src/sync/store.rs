//! Devices and what they were answered; the feed in commit order.

use sqlx::FromRow;
use uuid::Uuid;

use crate::{
    on_tx,
    store::{StoreError, Tx},
};

/// A device as the server knows it.
#[derive(Debug, Clone, Copy, FromRow)]
pub struct Device {
    /// Whose it is.
    pub person_id: Uuid,
    /// The last mutation it was answered for.
    pub last_mid: i64,
}

const FIND_DEVICE: &str = "SELECT person_id, last_mid FROM devices WHERE device_id = $1";
const INSERT_DEVICE: &str =
    "INSERT INTO devices (device_id, person_id, last_mid, seen_at) VALUES ($1, $2, 0, $3)";
const SAVE_DEVICE: &str = "UPDATE devices SET last_mid = $2, seen_at = $3 WHERE device_id = $1";

/// A device, if it has ever pushed.
///
/// # Errors
/// The database does not answer.
pub async fn device(tx: &mut Tx, device: Uuid) -> Result<Option<Device>, StoreError> {
    on_tx!(tx, conn => sqlx::query_as(FIND_DEVICE).bind(device).fetch_optional(conn).await)
        .map_err(StoreError::from)
}

/// Binds a device to its first person.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn bind_device(tx: &mut Tx, device: Uuid, person: Uuid, at: i64) -> Result<(), StoreError> {
    on_tx!(tx, conn => sqlx::query(INSERT_DEVICE).bind(device).bind(person).bind(at).execute(conn).await.map(|_| ()))
        .map_err(StoreError::from)
}

/// Notes how far a device was answered.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn save_device(tx: &mut Tx, device: Uuid, last_mid: i64, at: i64) -> Result<(), StoreError> {
    on_tx!(tx, conn => sqlx::query(SAVE_DEVICE).bind(device).bind(last_mid).bind(at).execute(conn).await.map(|_| ()))
        .map_err(StoreError::from)
}

const FIND_RESULT: &str = "SELECT result FROM push_results WHERE device_id = $1 AND mid = $2";
const KEEP_RESULT: &str = "INSERT INTO push_results (device_id, mid, result, at) VALUES ($1, $2, $3, $4)";

/// What a mutation was answered, sealed.
///
/// # Errors
/// The database does not answer.
pub async fn result(tx: &mut Tx, device: Uuid, mid: i64) -> Result<Option<Vec<u8>>, StoreError> {
    let row: Option<(Vec<u8>,)> =
        on_tx!(tx, conn => sqlx::query_as(FIND_RESULT).bind(device).bind(mid).fetch_optional(conn).await)?;
    Ok(row.map(|(result,)| result))
}

/// Keeps a sealed answer, in the transaction of its effect.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn keep_result(
    tx: &mut Tx,
    device: Uuid,
    mid: i64,
    result: &[u8],
    at: i64,
) -> Result<(), StoreError> {
    on_tx!(tx, conn => sqlx::query(KEEP_RESULT)
        .bind(device)
        .bind(mid)
        .bind(result)
        .bind(at)
        .execute(conn)
        .await
        .map(|_| ()))
    .map_err(StoreError::from)
}

const EPOCH: &str = "SELECT value FROM meta WHERE name = 'epoch'";
const SET_EPOCH: &str = "UPDATE meta SET value = $1 WHERE name = 'epoch'";

/// The server's epoch.
///
/// # Errors
/// It is no number, or the database does not answer.
pub async fn epoch(tx: &mut Tx) -> Result<i64, StoreError> {
    let (value,): (String,) = on_tx!(tx, conn => sqlx::query_as(EPOCH).fetch_one(conn).await)?;
    value.parse().map_err(|_| StoreError::Inconsistent {
        table: "meta",
        column: "value",
        row: "epoch".to_owned(),
    })
}

/// Begins a new epoch after a restore. The seconds of the clock make it another one each time the same backup returns.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn begin_epoch(tx: &mut Tx, now_seconds: i64) -> Result<i64, StoreError> {
    let next = now_seconds.max(epoch(tx).await? + 1);
    on_tx!(tx, conn => sqlx::query(SET_EPOCH).bind(next.to_string()).execute(conn).await.map(|_| ()))?;
    Ok(next)
}

/// A place in the feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, FromRow)]
pub struct Place {
    /// Its number in commit order.
    pub seq: i64,
    /// The record.
    pub record_id: Uuid,
    /// The record's revision after it.
    pub revision: i64,
}

/// Whose changes: one's own, or those of a unit one decides for.
#[derive(Debug, Clone, Copy)]
pub enum Source {
    /// Records of this applicant.
    Own(Uuid),
    /// Registered records that this unit's head decides on, but the asker's own.
    Unit {
        /// The unit.
        unit: Uuid,
        /// The asker.
        but: Uuid,
    },
}

macro_rules! feed {
    ($from:literal, $scope:literal) => {
        concat!(
            "SELECT j.seq, j.record_id, j.revision FROM ",
            $from,
            " WHERE j.record_id = i.id AND ",
            $scope,
            " AND j.kind = 'inquiry' AND j.seq >= $3 AND j.seq < $4 ORDER BY j.seq LIMIT $5"
        )
    };
}

/// Up to here the journal's new entries are read and asked whose they are, beyond it the records are asked for their
/// entries: a device that is hardly behind costs a short walk however much its unit has, a new one does not walk the journal.
const NEAR: i64 = 5_000;

// SQLite joins a CROSS JOIN in the order it is written; PostgreSQL decides for itself.
const FEED_OWN: &str =
    feed!("inquiries i CROSS JOIN journal_entries j", "i.applicant_id = $1 AND i.applicant_id = $2");
const FEED_OWN_NEAR: &str =
    feed!("journal_entries j CROSS JOIN inquiries i", "i.applicant_id = $1 AND i.applicant_id = $2");
const FEED_UNIT: &str = feed!(
    "inquiries i CROSS JOIN journal_entries j",
    "i.approving_unit_id = $1 AND i.applicant_id <> $2 AND i.status <> 'draft'"
);
const FEED_UNIT_NEAR: &str = feed!(
    "journal_entries j CROSS JOIN inquiries i",
    "i.approving_unit_id = $1 AND i.applicant_id <> $2 AND i.status <> 'draft'"
);
const FEED_REMOVED: &str = "SELECT seq, record_id, revision FROM journal_entries \
    WHERE seq >= $2 AND seq < $3 AND actor_id = $1 AND action = 'draft.delete' ORDER BY seq LIMIT $4";

/// Places `from..to` of one source, oldest first.
///
/// # Errors
/// The database does not answer.
pub async fn feed(
    tx: &mut Tx,
    source: Source,
    from: i64,
    to: i64,
    limit: i64,
) -> Result<Vec<Place>, StoreError> {
    let is_near = to.saturating_sub(from) <= NEAR;
    let (sql, whose, person) = match source {
        Source::Own(person) => (if is_near { FEED_OWN_NEAR } else { FEED_OWN }, person, person),
        Source::Unit { unit, but } => (if is_near { FEED_UNIT_NEAR } else { FEED_UNIT }, unit, but),
    };
    on_tx!(tx, conn => sqlx::query_as(sql)
        .bind(whose)
        .bind(person)
        .bind(from)
        .bind(to)
        .bind(limit)
        .fetch_all(conn)
        .await)
    .map_err(StoreError::from)
}

/// Drafts that a person threw away; only their owner can.
///
/// # Errors
/// The database does not answer.
pub async fn removed(
    tx: &mut Tx,
    person: Uuid,
    from: i64,
    to: i64,
    limit: i64,
) -> Result<Vec<Place>, StoreError> {
    on_tx!(tx, conn => sqlx::query_as(FEED_REMOVED)
        .bind(person)
        .bind(from)
        .bind(to)
        .bind(limit)
        .fetch_all(conn)
        .await)
    .map_err(StoreError::from)
}

const HELD_OWN: &str = "SELECT id, revision FROM inquiries WHERE applicant_id = $1 AND applicant_id = $2";
const HELD_UNIT: &str = "SELECT id, revision FROM inquiries WHERE approving_unit_id = $1 AND applicant_id <> $2 AND status <> 'draft'";

/// Every record of a source with its revision.
///
/// # Errors
/// The database does not answer.
pub async fn held(tx: &mut Tx, source: Source) -> Result<Vec<(Uuid, i64)>, StoreError> {
    let (sql, whose, person) = match source {
        Source::Own(person) => (HELD_OWN, person, person),
        Source::Unit { unit, but } => (HELD_UNIT, unit, but),
    };
    on_tx!(tx, conn => sqlx::query_as(sql).bind(whose).bind(person).fetch_all(conn).await)
        .map_err(StoreError::from)
}

/// Every statement of this module, prepared by a test on both databases.
pub const STATEMENTS: &[&str] = &[
    FIND_DEVICE,
    INSERT_DEVICE,
    SAVE_DEVICE,
    FIND_RESULT,
    KEEP_RESULT,
    EPOCH,
    SET_EPOCH,
    FEED_OWN,
    FEED_OWN_NEAR,
    FEED_UNIT,
    FEED_UNIT_NEAR,
    FEED_REMOVED,
    HELD_OWN,
    HELD_UNIT,
];

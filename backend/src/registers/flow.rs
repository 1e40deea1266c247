//! Entering and changing a register's record: judged by the shared rules, versioned, journaled.

use anyhow::Context;
use serde::Serialize;
use shared::{Record, Report, Step, regulation::point_04};
use uuid::Uuid;

use super::store;
use crate::{app::Act, http::error::ApiError, journal::store::NewEntry, notice};

/// Refuses everybody but the one manager (4(2)).
///
/// # Errors
/// The report that says so.
pub fn expect_keeper(act: &Act<'_>) -> Result<(), ApiError> {
    let mut report = Report::default();
    point_04::check_keeper(&mut report, act.standing());
    if report.is_accepted() { Ok(()) } else { Err(refused(report)) }
}

/// Refuses what has just been written where it leaves the manager outside Social Affairs (4(2)); `path` is the field that
/// did it. Nothing of a refused act stays.
///
/// # Errors
/// The report that says so, or the database does not answer.
pub async fn expect_manager_placed(act: &mut Act<'_>, path: &str) -> Result<(), ApiError> {
    let is_placed = |act: &Act<'_>| {
        let registers = act.registers();
        registers.manager(act.today()).is_none_or(|manager| registers.in_social_affairs(manager.unit()))
    };
    let (was_placed, mut report) = (is_placed(act), Report::default());
    act.look_again().await?;
    // Where no department was marked yet, nobody was moved out of it.
    point_04::manager::check_placed(&mut report, is_placed(act) || !was_placed, path);
    if report.is_accepted() { Ok(()) } else { Err(refused(report)) }
}

/// A report as an error.
#[must_use]
pub fn refused(report: Report) -> ApiError {
    ApiError::Refused(Box::new(report))
}

/// The step of whoever acts.
#[must_use]
pub fn step<'a>(act: &'a Act<'_>) -> Step<'a> {
    Step {
        now: act.now(),
        edition: act.edition(),
        settings: act.settings(),
        actor: act.standing(),
        must_sign: false,
    }
}

/// Writes a version and its journal entry.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn put<R: Record>(
    act: &mut Act<'_>,
    record: &R,
    content: &impl Serialize,
    action: &'static str,
) -> Result<(), ApiError> {
    put_body(act, R::KIND, record.id(), record.revision(), content, action).await
}

/// The same for what is no record of the regulation's own.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn put_body(
    act: &mut Act<'_>,
    kind: &'static str,
    id: Uuid,
    revision: i64,
    content: &impl Serialize,
    action: &'static str,
) -> Result<(), ApiError> {
    let text = serde_json::to_string(content).context("register to JSON")?;
    let (actor, at) = (act.standing().person.0, act.now().timestamp_micros());
    store::put(act.tx, kind, id, revision, &text, Some(actor), at).await?;
    act.journal(NewEntry::changed(action, kind, id, revision, text.clone().into_bytes())).await?;
    notice::watch(act, kind, id, &text).await
}

/// The record to change, if it is still at the revision that was seen.
///
/// # Errors
/// It is absent or has moved on.
pub fn at_revision<R: Record + Clone>(found: Option<&R>, revision: i64) -> Result<R, ApiError> {
    let record = found.ok_or(ApiError::NotFound)?;
    if record.revision() == revision {
        Ok(record.clone())
    } else {
        Err(ApiError::Stale { revision: record.revision() })
    }
}

/// Refuses an identifier that is in use.
///
/// # Errors
/// It is in use.
pub fn expect_new(is_used: bool) -> Result<(), ApiError> {
    if is_used { Err(ApiError::Exists) } else { Ok(()) }
}

/// The last instant at which a register's record changed, µs.
///
/// # Errors
/// The database does not answer.
pub async fn changed_at(act: &mut Act<'_>, kind: &'static str, id: Uuid) -> Result<i64, ApiError> {
    Ok(store::versions(act.tx, kind, id).await?.last().map(|version| version.at).unwrap_or_default())
}

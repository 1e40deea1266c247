//! The one write path over HTTP: claim the operation, act, keep the outcome, commit, answer; or judge and roll back.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use futures::future::BoxFuture;
use serde::Serialize;
use sha2::{Digest, Sha256};
use shared::id::PersonId;
use uuid::Uuid;

use super::{
    error::ApiError,
    extract::{Command, User},
};
use crate::{
    app::{Act, App},
    planted,
    store::{
        StoreError, Tx, WriteError,
        operation::{self, Outcome},
        seal::Place,
        writer::JobError,
    },
};

/// A use-case's success.
#[derive(Debug)]
pub struct Answer<T> {
    /// HTTP status.
    pub status: StatusCode,
    /// The record's revision, where there is one.
    pub revision: Option<i64>,
    /// The body.
    pub body: T,
}

impl<T> Answer<T> {
    /// 200 with a record at a revision.
    pub const fn at(revision: i64, body: T) -> Self {
        Self { status: StatusCode::OK, revision: Some(revision), body }
    }

    /// 201 with a record at a revision.
    pub const fn created(revision: i64, body: T) -> Self {
        Self { status: StatusCode::CREATED, revision: Some(revision), body }
    }

    /// 200 with something that has no revision.
    pub const fn plain(body: T) -> Self {
        Self { status: StatusCode::OK, revision: None, body }
    }
}

/// What identifies an operation, whichever door it came through.
#[derive(Debug, Clone)]
pub struct Operation {
    /// Who.
    pub person: PersonId,
    /// Their key for it.
    pub key: String,
    /// SHA-256 of what was asked.
    pub fingerprint: Vec<u8>,
    /// Judge and roll back.
    pub dry_run: bool,
}

impl Operation {
    /// The operation of a command.
    #[must_use]
    pub fn of<T>(user: &User, command: &Command<T>) -> Self {
        Self {
            person: user.standing.person,
            key: command.key.clone(),
            fingerprint: command.fingerprint.clone(),
            dry_run: command.dry_run,
        }
    }
}

/// Why a job ended without an outcome to keep.
enum Halt {
    /// Only judged: answered and rolled back.
    Judged(Outcome),
    /// Not served.
    Api(ApiError),
}

impl JobError for Halt {
    fn broken(&self) -> Option<WriteError> {
        match self {
            Self::Judged(_) => None,
            Self::Api(error) => error.broken(),
        }
    }
}

impl From<StoreError> for Halt {
    fn from(error: StoreError) -> Self {
        Self::Api(error.into())
    }
}

impl From<ApiError> for Halt {
    fn from(error: ApiError) -> Self {
        Self::Api(error)
    }
}

/// Runs a use-case as one operation and answers it over HTTP.
///
/// # Errors
/// The request cannot be served; a broken rule is an outcome, not an error.
pub async fn run<T, F>(app: &App, operation: Operation, use_case: F) -> Result<Response, ApiError>
where
    T: Serialize + Send + 'static,
    F: for<'t, 'a> FnOnce(&'t mut Act<'a>) -> BoxFuture<'t, Result<Answer<T>, ApiError>> + Send + 'static,
{
    outcome(app, operation, use_case).await.map(|outcome| respond(&outcome))
}

/// Runs a use-case as one operation.
///
/// # Errors
/// The request cannot be served; a broken rule is an outcome, not an error.
pub async fn outcome<T, F>(app: &App, operation: Operation, use_case: F) -> Result<Outcome, ApiError>
where
    T: Serialize + Send + 'static,
    F: for<'t, 'a> FnOnce(&'t mut Act<'a>) -> BoxFuture<'t, Result<Answer<T>, ApiError>> + Send + 'static,
{
    app.ensure_data_key().await?;
    let inside = app.clone();
    let written = app
        .writer()
        .write(move |tx| Box::pin(async move { perform(&inside, tx, operation, use_case).await }))
        .await?;
    match written {
        Ok(outcome) | Err(Halt::Judged(outcome)) => Ok(outcome),
        Err(Halt::Api(error)) => Err(error),
    }
}

async fn perform<T, F>(app: &App, tx: &mut Tx, operation: Operation, use_case: F) -> Result<Outcome, Halt>
where
    T: Serialize,
    F: for<'t, 'a> FnOnce(&'t mut Act<'a>) -> BoxFuture<'t, Result<Answer<T>, ApiError>>,
{
    let Operation { person, key, fingerprint, dry_run } = operation;
    // The planted bug is the control of the double-delivery tests, which must see a write doubled.
    let is_deaf = planted::is(planted::NO_DEDUPE);
    let earlier = if is_deaf { None } else { operation::find(tx, person.0, &key).await? };
    if let Some(mut earlier) = earlier {
        earlier.answer = open(app, tx, place(person, &key), &earlier.answer).await?;
        return if earlier.fingerprint == fingerprint {
            Ok(earlier)
        } else {
            Err(ApiError::KeyReused.into())
        };
    }
    let mut act = app.act(tx, person).await?;
    let at = act.now().timestamp_micros();
    let result = use_case(&mut act).await;
    let outcome = match result {
        Ok(answer) => Outcome {
            fingerprint,
            status: i64::from(answer.status.as_u16()),
            etag: answer.revision.map(|revision| revision.to_string()),
            answer: serde_json::to_vec(&answer.body).map_err(|error| ApiError::Internal(error.into()))?,
        },
        // A refusal is an outcome too: its traces go, and a retry gets the same answer.
        Err(ApiError::Refused(report)) => {
            tx.undo_job().await?;
            let problem = ApiError::Refused(report).problem();
            Outcome {
                fingerprint,
                status: i64::from(problem.status),
                etag: None,
                answer: serde_json::to_vec(&problem).map_err(|error| ApiError::Internal(error.into()))?,
            }
        }
        Err(error) => return Err(error.into()),
    };
    if dry_run {
        // Nothing was created, so a success is a plain 200.
        let status = if outcome.status < 300 { 200 } else { outcome.status };
        return Err(Halt::Judged(Outcome { status, ..outcome }));
    }
    if !is_deaf {
        let answer = app.sealer().seal(&app.key_period(), place(person, &key), &outcome.answer)?;
        let kept = Outcome { answer, ..outcome.clone() };
        operation::keep(tx, person.0, &key, &kept, at).await?;
    }
    Ok(outcome)
}

/// Where an operation's answer is sealed: the answer to a saved form repeats what was typed, names included.
fn place(person: PersonId, key: &str) -> Place {
    let mut row = [0; 16];
    let hash = Sha256::new().chain_update(person.0).chain_update(key).finalize();
    row.iter_mut().zip(hash).for_each(|(byte, of)| *byte = of);
    Place { table: "operations", column: "answer", row: Uuid::from_bytes(row), part: 0 }
}

async fn open(app: &App, tx: &mut Tx, place: Place, sealed: &[u8]) -> Result<Vec<u8>, StoreError> {
    if let Ok(answer) = app.sealer().open(place, sealed) {
        return Ok(answer);
    }
    // Another server may have made a data key since.
    app.sealer().load(tx).await?;
    app.sealer().open(place, sealed)
}

/// An outcome as an HTTP answer.
#[must_use]
pub fn respond(outcome: &Outcome) -> Response {
    let status = u16::try_from(outcome.status)
        .ok()
        .and_then(|status| StatusCode::from_u16(status).ok())
        .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let kind = if status.is_success() { "application/json" } else { "application/problem+json" };
    let mut response = if status == StatusCode::NO_CONTENT {
        status.into_response()
    } else {
        (status, [(header::CONTENT_TYPE, kind)], outcome.answer.clone()).into_response()
    };
    if let Some(etag) = &outcome.etag
        && let Ok(value) = HeaderValue::from_str(&format!("\"{etag}\""))
    {
        response.headers_mut().insert(header::ETAG, value);
    }
    response
}

/// A record read, with its revision as the ETag.
pub fn record<T: Serialize>(revision: i64, body: &T) -> Result<Response, ApiError> {
    let answer = serde_json::to_vec(body).map_err(|error| ApiError::Internal(error.into()))?;
    Ok(respond(&Outcome { fingerprint: Vec::new(), status: 200, etag: Some(revision.to_string()), answer }))
}

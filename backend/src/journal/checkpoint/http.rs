//! `/journal/checkpoints`, proofs and what witnesses need. A checkpoint names nobody, so whoever asks gets it.

use axum::{
    Json,
    extract::{Path, Query, State},
    http::header,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use shared::api::v1::{CheckpointRow, Cosigning, Problem};
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{proof, sign, store};
use crate::{
    app::App,
    http::{
        error::ApiError,
        extract::{Caller, Command, ManagerReader, OrInspector},
    },
    inspection::room,
    limit::Door,
};

/// Checkpoints shown.
const SHOWN: i64 = 50;

/// The routes of this noun.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_checkpoints))
        .routes(routes!(read_policy))
        .routes(routes!(read_witness_request))
        .routes(routes!(cosign_checkpoint))
        .routes(routes!(prove_entry))
        .routes(routes!(prove_record))
}

/// The newest checkpoints with who witnessed them, for the manager.
#[utoipa::path(get, path = "/journal/checkpoints", tag = "journal", security(("card" = []), ("token" = ["read"])),
    responses((status = 200, body = Vec<CheckpointRow>), (status = 403, body = Problem)))]
pub async fn list_checkpoints(
    State(app): State<App>,
    _who: OrInspector<ManagerReader>,
) -> Result<Json<Vec<CheckpointRow>>, ApiError> {
    let mut tx = app.db().read().await?;
    let policy = sign::policy(&app, &mut tx).await.map_err(ApiError::Internal)?;
    let mut rows = Vec::new();
    for row in store::newest(&mut tx, i64::MAX, SHOWN).await? {
        rows.push(proof::view(&mut tx, &row, policy.as_ref()).await?);
    }
    Ok(Json(rows))
}

/// Which signatures count here (C2SP tlog-policy): the log's key and its witnesses'.
#[utoipa::path(get, path = "/journal/policy", tag = "journal", security(()),
    responses((status = 200, body = String, content_type = "text/plain"), (status = 404, body = Problem)))]
pub async fn read_policy(State(app): State<App>) -> Result<Response, ApiError> {
    let mut tx = app.db().read().await?;
    let policy = sign::policy(&app, &mut tx).await.map_err(ApiError::Internal)?;
    Ok(text(policy.ok_or(ApiError::NotFound)?.to_string()))
}

/// What a witness saw.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Since {
    /// Entries it saw last; without it, as many as the policy's first witness co-signed.
    #[param(minimum = 0)]
    pub since: Option<i64>,
}

/// The newest checkpoint with the proof that it goes on from what a witness saw (C2SP tlog-witness, add-checkpoint).
#[utoipa::path(get, path = "/journal/witness-request", tag = "journal", security(()), params(Since),
    responses((status = 200, body = String, content_type = "text/plain"), (status = 404, body = Problem)))]
pub async fn read_witness_request(
    State(app): State<App>,
    Query(since): Query<Since>,
) -> Result<Response, ApiError> {
    let since = since.since.map(u64::try_from).transpose().map_err(|_| {
        ApiError::bad_request("since 應為 0 以上的筆數。", "`since` counts entries: 0 or more.")
    })?;
    let mut tx = app.db().snapshot().await?;
    let request = proof::request(&app, &mut tx, since).await;
    tx.end().await?;
    Ok(text(request?.to_string()))
}

/// Takes in a witness's signature of a checkpoint; the signature itself says who it is from. Twice is as once.
#[utoipa::path(post, path = "/journal/cosignatures", tag = "journal", security(()), request_body = Cosigning,
    params(("Idempotency-Key" = String, Header)),
    responses((status = 200, body = CheckpointRow), (status = 400, body = Problem)))]
pub async fn cosign_checkpoint(
    State(app): State<App>,
    Caller(address): Caller,
    command: Command<Cosigning>,
) -> Result<Json<CheckpointRow>, ApiError> {
    app.limiters().door(Door::Cosign, address)?;
    Ok(Json(proof::cosign(&app, &command.body.checkpoint, command.dry_run).await?))
}

/// Whether the content comes along.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct With {
    /// The content the entry committed to, where the tables still hold it, so that it is hashed anew. It may name staff.
    #[serde(default)]
    pub content: bool,
}

/// An entry with its proof, as a file that anybody verifies without this server.
#[utoipa::path(get, path = "/journal/entries/{seq}/proof", tag = "journal", security(("card" = []), ("token" = ["read"])),
    params(("seq" = i64, Path), With),
    responses((status = 200, body = shared::journal::bundle::Proof), (status = 400, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn prove_entry(
    State(app): State<App>,
    who: OrInspector<ManagerReader>,
    Path(seq): Path<i64>,
    Query(with): Query<With>,
) -> Result<Response, ApiError> {
    if let Some(leave) = who.leave() {
        let mut tx = app.db().read().await?;
        room::check_proof(&mut app.act(&mut tx, leave.person).await?, leave, seq).await?;
    }
    let mut tx = app.db().snapshot().await?;
    let proof = proof::of_entry(&app, &mut tx, seq, with.content).await;
    tx.end().await?;
    let name = format!("attachment; filename=\"chadiao-journal-{seq}.json\"");
    Ok(([(header::CONTENT_DISPOSITION, name)], Json(proof?)).into_response())
}

/// The proof of the newest entry of a record that a checkpoint covers, so that a page asks for it by what it shows.
#[utoipa::path(get, path = "/journal/records/{id}/proof", tag = "journal", security(("card" = []), ("token" = ["read"])),
    params(("id" = Uuid, Path), With),
    responses((status = 200, body = shared::journal::bundle::Proof), (status = 400, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn prove_record(
    State(app): State<App>,
    who: OrInspector<ManagerReader>,
    Path(id): Path<Uuid>,
    Query(with): Query<With>,
) -> Result<Response, ApiError> {
    let mut tx = app.db().snapshot().await?;
    let proof = proof::of_record(&app, &mut tx, who.leave(), id, with.content).await;
    tx.end().await?;
    let name = format!("attachment; filename=\"chadiao-record-{id}.json\"");
    Ok(([(header::CONTENT_DISPOSITION, name)], Json(proof?)).into_response())
}

fn text(text: String) -> Response {
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
}

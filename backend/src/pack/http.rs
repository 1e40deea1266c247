//! `/packs`.

use axum::{
    Json,
    body::Body,
    extract::{Path, Query as UrlQuery, State},
    http::header,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use shared::{
    api::v1::{NewPack, Page, Problem},
    id::PackId,
    pack::PackBody,
};
use tokio_stream::wrappers::ReceiverStream;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::flow;
use crate::{
    app::App,
    http::{
        command::{self, Answer, Operation},
        error::ApiError,
        extract::{Command, Manager, OrInspector, User},
    },
};

/// The routes of this noun.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list_packs, make_pack)).routes(routes!(hand_out_pack))
}

/// Which page.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct Listed {
    /// Where to go on.
    pub cursor: Option<String>,
    /// Rows a page, 1 to 200.
    pub limit: Option<i64>,
}

/// The packs that were made, newest first.
#[utoipa::path(get, path = "/packs", tag = "pack", params(Listed),
    responses((status = 200, body = Page<PackBody>), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub async fn list_packs(
    State(app): State<App>,
    who: OrInspector<Manager>,
    UrlQuery(listed): UrlQuery<Listed>,
) -> Result<Json<Page<PackBody>>, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, who.user().standing.person).await?;
    let mut page = flow::list(&mut act, listed.cursor, listed.limit).await?;
    if let Some(leave) = who.leave() {
        page.items.retain(|pack| leave.is_pack_of(pack));
    }
    Ok(Json(page))
}

/// Makes a pack for an inspection; its file is handed out by `/packs/{id}/file`.
#[utoipa::path(post, path = "/packs", tag = "pack", request_body = NewPack,
    params(("Idempotency-Key" = String, Header), ("dry_run" = Option<bool>, Query)),
    responses((status = 201, body = PackBody), (status = 401, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn make_pack(
    State(app): State<App>,
    user: User,
    command: Command<NewPack>,
) -> Result<Response, ApiError> {
    command::run(&app, Operation::of(&user, &command), |act| {
        Box::pin(async move {
            let body = flow::make(act, command.body).await?;
            Ok(Answer::created(body.revision, body))
        })
    })
    .await
}

/// A pack's file, a ZIP that opens offline in a browser. That it was handed out is in the journal.
#[utoipa::path(get, path = "/packs/{id}/file", tag = "pack", params(("id" = PackId, Path)),
    responses((status = 200, body = Vec<u8>, content_type = "application/zip"), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn hand_out_pack(
    State(app): State<App>,
    who: OrInspector<Manager>,
    Path(id): Path<PackId>,
) -> Result<Response, ApiError> {
    let pieces = flow::hand_out(&app, who.user().standing.person, who.leave(), id).await?;
    let name = format!("attachment; filename=\"chadiao-pack-{id}.zip\"");
    let headers = [(header::CONTENT_TYPE, "application/zip".to_owned()), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, Body::from_stream(ReceiverStream::new(pieces))).into_response())
}

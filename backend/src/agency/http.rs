//! `/agencies`.

use axum::{
    Json,
    extract::{Path, State},
    response::Response,
};
use shared::{
    Record,
    agency::AgencyDraft,
    api::v1::{AgencyView, NewAgency, Page, Problem},
    id::UnitId,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::flow;
use crate::{
    app::App,
    http::{
        command::{self, Answer, Operation},
        error::ApiError,
        extract::{Command, Reader, User},
    },
};

/// The routes of this noun.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_agencies, enter_agency))
        .routes(routes!(read_agency, change_agency))
}

/// The whole tree.
#[utoipa::path(get, path = "/agencies", tag = "agency", security(("card" = []), ("token" = ["read"])), responses((status = 200, body = Page<AgencyView>), (status = 401, body = Problem)))]
pub async fn list_agencies(
    State(app): State<App>,
    _reader: Reader,
) -> Result<Json<Page<AgencyView>>, ApiError> {
    let mut tx = app.db().read().await?;
    let registers = app.registers(&mut tx).await?;
    Ok(Json(Page { items: registers.agencies.values().map(flow::view).collect(), next: None }))
}

/// One node.
#[utoipa::path(get, path = "/agencies/{id}", tag = "agency", security(("card" = []), ("token" = ["read"])), params(("id" = UnitId, Path)),
    responses((status = 200, body = AgencyView), (status = 404, body = Problem)))]
pub async fn read_agency(
    State(app): State<App>,
    _reader: Reader,
    Path(id): Path<UnitId>,
) -> Result<Response, ApiError> {
    let mut tx = app.db().read().await?;
    let registers = app.registers(&mut tx).await?;
    let agency = registers.agencies.get(&id).ok_or(ApiError::NotFound)?;
    command::record(agency.revision(), &flow::view(agency))
}

/// Enters a node.
#[utoipa::path(post, path = "/agencies", tag = "agency", request_body = NewAgency,
    params(("Idempotency-Key" = String, Header), ("dry_run" = Option<bool>, Query)),
    responses((status = 201, body = AgencyView), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn enter_agency(
    State(app): State<App>,
    user: User,
    command: Command<NewAgency>,
) -> Result<Response, ApiError> {
    command::run(&app, Operation::of(&user, &command), |act| {
        Box::pin(async move {
            let view = flow::enter(act, command.body).await?;
            Ok(Answer::created(view.revision, view))
        })
    })
    .await
}

/// Changes a node.
#[utoipa::path(put, path = "/agencies/{id}", tag = "agency", request_body = AgencyDraft,
    params(("id" = UnitId, Path), ("Idempotency-Key" = String, Header), ("If-Match" = String, Header), ("dry_run" = Option<bool>, Query)),
    responses((status = 200, body = AgencyView), (status = 404, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
pub async fn change_agency(
    State(app): State<App>,
    user: User,
    Path(id): Path<UnitId>,
    command: Command<AgencyDraft>,
) -> Result<Response, ApiError> {
    let revision = command.revision()?;
    command::run(&app, Operation::of(&user, &command), move |act| {
        Box::pin(async move {
            let view = flow::change(act, id, revision, command.body).await?;
            Ok(Answer::at(view.revision, view))
        })
    })
    .await
}

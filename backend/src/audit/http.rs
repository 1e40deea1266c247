//! `/audits`, `/joint-audits`.

use axum::{
    Json,
    extract::{Path, Query as UrlQuery, State},
    response::Response,
};
use serde::Deserialize;
use shared::{
    api::v1::{AuditRow, AuditView, AuditedCase, JointAuditView, NewAudit, Page, Problem, PublishedDraw},
    audit::{AuditAction, JointAction},
    id::{AuditId, InquiryId, JointAuditId},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{flow, joint};
use crate::{
    app::App,
    http::{
        command::{self, Answer, Operation},
        error::ApiError,
        extract::{Command, Reader, User},
    },
    paper::{Asked, FormatQuery, respond},
};

/// The routes of this noun.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list_audits, open_audit))
        .routes(routes!(read_audit))
        .routes(routes!(act_on_audit))
        .routes(routes!(read_audit_draw))
        .routes(routes!(read_audited_case))
        .routes(routes!(print_audit))
        .routes(routes!(list_joint_audits))
        .routes(routes!(read_joint_audit))
        .routes(routes!(act_on_joint_audit))
        .routes(routes!(print_joint_audit))
}

/// What a list may be asked for.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct Listed {
    /// The name of a state; any when left out.
    pub status: String,
    /// Where to go on.
    pub cursor: Option<String>,
    /// Rows a page, 1 to 200.
    pub limit: Option<i64>,
}

/// Audits: every unit's for the manager, of their units for heads, one's own for auditors.
#[utoipa::path(get, path = "/audits", tag = "audit", params(Listed),
    responses((status = 200, body = Page<AuditRow>), (status = 401, body = Problem)))]
pub async fn list_audits(
    State(app): State<App>,
    user: User,
    UrlQuery(query): UrlQuery<Listed>,
) -> Result<Json<Page<AuditRow>>, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    Ok(Json(flow::page(&mut act, query.status, query.cursor, query.limit).await?))
}

/// Opens an audit that the schedule did not open.
#[utoipa::path(post, path = "/audits", tag = "audit", request_body = NewAudit,
    params(("Idempotency-Key" = String, Header), ("dry_run" = Option<bool>, Query)),
    responses((status = 201, body = AuditView), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn open_audit(
    State(app): State<App>,
    user: User,
    command: Command<NewAudit>,
) -> Result<Response, ApiError> {
    command::run(&app, Operation::of(&user, &command), |act| {
        Box::pin(async move {
            let view = flow::open(act, command.body).await?;
            Ok(Answer::created(view.audit.revision, view))
        })
    })
    .await
}

/// One audit with its sample and its findings.
#[utoipa::path(get, path = "/audits/{id}", tag = "audit", params(("id" = AuditId, Path)),
    responses((status = 200, body = AuditView), (status = 404, body = Problem)))]
pub async fn read_audit(
    State(app): State<App>,
    user: User,
    Path(id): Path<AuditId>,
) -> Result<Response, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    let view = flow::read(&mut act, id).await?;
    command::record(view.audit.revision, &view)
}

/// Appoints, freezes, draws, notes, opens, judges, sends or receives.
#[utoipa::path(post, path = "/audits/{id}/actions", tag = "audit", request_body = AuditAction,
    params(("id" = AuditId, Path), ("Idempotency-Key" = String, Header), ("If-Match" = String, Header), ("dry_run" = Option<bool>, Query)),
    responses((status = 200, body = AuditView), (status = 404, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
pub async fn act_on_audit(
    State(app): State<App>,
    user: User,
    Path(id): Path<AuditId>,
    command: Command<AuditAction>,
) -> Result<Response, ApiError> {
    let revision = command.revision()?;
    command::run(&app, Operation::of(&user, &command), move |act| {
        Box::pin(async move {
            let view = flow::act(act, id, revision, command.body).await?;
            Ok(Answer::at(view.audit.revision, view))
        })
    })
    .await
}

/// The published draw, from which anybody recomputes the sample: identifiers and hashes, nobody's name.
#[utoipa::path(get, path = "/audits/{id}/draw", tag = "audit", params(("id" = AuditId, Path)),
    security(("card" = []), ("token" = ["read"])),
    responses((status = 200, body = PublishedDraw), (status = 404, body = Problem)))]
pub async fn read_audit_draw(
    State(app): State<App>,
    Reader(user): Reader,
    Path(id): Path<AuditId>,
) -> Result<Json<PublishedDraw>, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    Ok(Json(flow::draw(&mut act, id).await?))
}

/// What was registered of a case, once the auditor noted what the paper shows and opened it.
#[utoipa::path(get, path = "/audits/{id}/cases/{case}", tag = "audit",
    params(("id" = AuditId, Path), ("case" = InquiryId, Path)),
    responses((status = 200, body = AuditedCase), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn read_audited_case(
    State(app): State<App>,
    user: User,
    Path((id, case)): Path<(AuditId, InquiryId)>,
) -> Result<Json<AuditedCase>, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    Ok(Json(flow::case(&mut act, id, case).await?))
}

/// The record of an audit: to print, or to edit.
#[utoipa::path(get, path = "/audits/{id}/paper", tag = "audit", params(("id" = AuditId, Path), FormatQuery),
    responses((status = 200, description = "The sheet", content_type = "application/pdf"), (status = 404, body = Problem)))]
pub async fn print_audit(
    State(app): State<App>,
    user: User,
    Path(id): Path<AuditId>,
    asked: Asked,
) -> Result<Response, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    let sheet = flow::sheet(&mut act, id).await?;
    respond(&sheet, &asked, "audit").await
}

/// Joint audits, for the manager and for those who sit in them.
#[utoipa::path(get, path = "/joint-audits", tag = "audit",
    responses((status = 200, body = Page<JointAuditView>), (status = 401, body = Problem)))]
pub async fn list_joint_audits(
    State(app): State<App>,
    user: User,
) -> Result<Json<Page<JointAuditView>>, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    Ok(Json(joint::list(&mut act).await?))
}

/// One joint audit.
#[utoipa::path(get, path = "/joint-audits/{id}", tag = "audit", params(("id" = JointAuditId, Path)),
    responses((status = 200, body = JointAuditView), (status = 404, body = Problem)))]
pub async fn read_joint_audit(
    State(app): State<App>,
    user: User,
    Path(id): Path<JointAuditId>,
) -> Result<Response, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    let view = joint::read(&mut act, id).await?;
    command::record(view.joint.revision, &view)
}

/// Names the members of a joint audit, writes its report, or signs it.
#[utoipa::path(post, path = "/joint-audits/{id}/actions", tag = "audit", request_body = JointAction,
    params(("id" = JointAuditId, Path), ("Idempotency-Key" = String, Header), ("If-Match" = String, Header), ("dry_run" = Option<bool>, Query)),
    responses((status = 200, body = JointAuditView), (status = 404, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
pub async fn act_on_joint_audit(
    State(app): State<App>,
    user: User,
    Path(id): Path<JointAuditId>,
    command: Command<JointAction>,
) -> Result<Response, ApiError> {
    let revision = command.revision()?;
    command::run(&app, Operation::of(&user, &command), move |act| {
        Box::pin(async move {
            let view = joint::act(act, id, revision, command.body).await?;
            Ok(Answer::at(view.joint.revision, view))
        })
    })
    .await
}

/// The report of a joint audit, with its three names.
#[utoipa::path(get, path = "/joint-audits/{id}/paper", tag = "audit", params(("id" = JointAuditId, Path), FormatQuery),
    responses((status = 200, description = "The sheet", content_type = "application/pdf"), (status = 404, body = Problem)))]
pub async fn print_joint_audit(
    State(app): State<App>,
    user: User,
    Path(id): Path<JointAuditId>,
    asked: Asked,
) -> Result<Response, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    let sheet = joint::sheet(&mut act, id).await?;
    respond(&sheet, &asked, "joint-audit").await
}

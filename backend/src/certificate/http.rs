//! `/certificates`.

use axum::{Json, extract::State, response::Response};
use shared::{
    Record as _,
    api::v1::{Certificates, NewCertificate, Problem},
    certificate::{Certificate, CertificateBody},
    regulation::point_08,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::flow;
use crate::{
    app::App,
    http::{
        command::{self, Answer, Operation},
        error::ApiError,
        extract::{Command, OrInspector, User},
    },
};

/// The routes of this noun.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list_certificates, enter_certificate))
}

/// The ISO 27001 certificates, newest first, and the controls that the records here support.
#[utoipa::path(get, path = "/certificates", tag = "certificate",
    responses((status = 200, body = Certificates), (status = 401, body = Problem)))]
pub async fn list_certificates(
    State(app): State<App>,
    who: OrInspector<User>,
) -> Result<Json<Certificates>, ApiError> {
    if let Some(leave) = who.leave() {
        point_08::inspection::check_look(leave, Certificate::KIND)
            .map_err(|rule| ApiError::inspecting(&rule))?;
    }
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, who.user().standing.person).await?;
    Ok(Json(flow::list(&mut act).await?))
}

/// Enters a certificate; it takes the place of the present one.
#[utoipa::path(post, path = "/certificates", tag = "certificate", request_body = NewCertificate,
    params(("Idempotency-Key" = String, Header), ("dry_run" = Option<bool>, Query)),
    responses((status = 201, body = CertificateBody), (status = 401, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn enter_certificate(
    State(app): State<App>,
    user: User,
    command: Command<NewCertificate>,
) -> Result<Response, ApiError> {
    command::run(&app, Operation::of(&user, &command), |act| {
        Box::pin(async move {
            let body = flow::enter(act, command.body).await?;
            Ok(Answer::created(body.revision, body))
        })
    })
    .await
}

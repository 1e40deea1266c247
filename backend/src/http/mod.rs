//! What every endpoint shares, and the one router.

pub mod assets;
pub mod command;
mod document;
pub mod error;
pub mod extract;
pub mod headers;
pub mod page;
pub mod rules;
mod shape;
pub mod tls;

use axum::{Router, extract::DefaultBodyLimit, middleware, response::IntoResponse};
use tower_http::catch_panic::CatchPanicLayer;
use utoipa::{
    OpenApi,
    openapi::{InfoBuilder, OpenApiBuilder},
};
use utoipa_axum::router::OpenApiRouter;
use utoipa_swagger_ui::SwaggerUi;

use crate::{
    account, agency, amendment, app::App, audit, calendar, certificate, custody, dashboard, duty, edition,
    exchange, finding, incident, inquiry, inspection, inventory, journal, liability, mail, notice, oversight,
    pack, printout, reconciliation, retention, review, schedule, session, sync,
};
use error::ApiError;

/// A form with a thousand subjects is about 400 KB when its identities are sealed.
const BODY_MOST: usize = 2 * 1024 * 1024;

#[derive(OpenApi)]
struct Document;

fn api() -> OpenApiRouter<App> {
    let info = InfoBuilder::new()
        .title("Chadiao 查調")
        .version("1")
        .description(Some(
            "The register of inquiries into the Bureau of Labor Insurance's data: conventions in the README.",
        ))
        .build();
    let document = OpenApiBuilder::from(Document::openapi()).info(info).build();
    let nouns = OpenApiRouter::new()
        .merge(session::http::routes())
        .merge(session::token::http::routes())
        .merge(agency::http::routes())
        .merge(edition::http::routes())
        .merge(inventory::http::routes())
        .merge(account::http::routes())
        .merge(account::application::http::routes())
        .merge(account::job_change::http::routes())
        .merge(account::roster::routes())
        .merge(custody::http::routes())
        .merge(notice::http::routes())
        .merge(inquiry::http::routes())
        .merge(printout::http::routes())
        .merge(retention::http::routes())
        .merge(review::http::routes())
        .merge(duty::http::routes())
        .merge(oversight::http::routes())
        .merge(liability::http::routes())
        .merge(audit::http::routes())
        .merge(finding::http::routes())
        .merge(incident::http::routes())
        .merge(reconciliation::http::routes())
        .merge(dashboard::http::routes())
        .merge(journal::http::routes())
        .merge(journal::checkpoint::http::routes())
        .merge(pack::http::routes())
        .merge(inspection::http::routes())
        .merge(certificate::http::routes())
        .merge(schedule::http::routes())
        .merge(mail::http::routes())
        .merge(exchange::http::routes())
        .merge(calendar::http::routes())
        .merge(sync::http::routes())
        .merge(amendment::http::routes())
        .merge(rules::routes());
    let mut api = OpenApiRouter::with_openapi(document).nest("/api/v1", nouns);
    document::complete(api.get_openapi_mut());
    api
}

/// The API's document, as committed and served.
pub fn openapi_document() -> utoipa::openapi::OpenApi {
    api().into_openapi()
}

/// Every route of the server.
pub fn router(app: App) -> Router {
    let (api, document) = api().split_for_parts();
    let documentation = SwaggerUi::new("/api/v1/docs").url("/api/v1/openapi.json", document);
    api.merge(documentation)
        .fallback(assets::serve)
        .method_not_allowed_fallback(|| async { ApiError::NoSuchMethod })
        .layer(DefaultBodyLimit::max(BODY_MOST))
        .layer(middleware::from_fn(extract::same_origin))
        .layer(CatchPanicLayer::custom(|_: Box<dyn std::any::Any + Send>| {
            ApiError::Internal(anyhow::anyhow!("a handler panicked")).into_response()
        }))
        .layer(middleware::from_fn(shape::like_every_problem))
        .layer(middleware::from_fn(headers::guard))
        .with_state(app)
}

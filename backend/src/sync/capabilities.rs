//! What this server is and by which rules it judges; a device that judges by others is told before anything else.

use std::sync::OnceLock;

use axum::http::HeaderMap;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL};
use serde::Serialize;
use sha2::{Digest, Sha256};
use shared::{
    api::v1::Capabilities,
    catalogue,
    sync::{PROTOCOL, SCHEMA, SCHEMA_MIN},
    taiwan_day,
};

use super::PUSH_MOST;
use crate::{app::App, http::error::ApiError};

/// The header by which a device says what it knows of the server.
pub const HEADER: &str = "x-chadiao-caps";

/// The server's capabilities now.
///
/// # Errors
/// The database does not answer.
pub async fn now(app: &App) -> Result<Capabilities, ApiError> {
    let mut tx = app.db().read().await?;
    let registers = app.registers(&mut tx).await?;
    drop(tx);
    let server_time = app.clock().now();
    let today = taiwan_day(server_time);
    let mut capabilities = Capabilities {
        protocol: PROTOCOL.to_owned(),
        schema_min: SCHEMA_MIN,
        schema_max: SCHEMA,
        editions: app.editions(),
        edition: app.editions().on(today),
        settings: registers.settings(today),
        rules: rules().to_owned(),
        calendar: registers.calendar.version(),
        seal_to: BASE64URL.encode(app.sealer().public_key()),
        today,
        server_time,
        is_practice: app.config().is_practice,
        card_component: app.config().card_component.clone(),
        push_most: PUSH_MOST,
        hash: String::new(),
    };
    capabilities.hash = hash_of(&capabilities);
    Ok(capabilities)
}

/// Refuses a request of a device that knows another server than this one: 412 with the present document.
///
/// # Errors
/// The header is absent or holds another hash, or the database does not answer.
pub async fn check(app: &App, headers: &HeaderMap) -> Result<(), ApiError> {
    let now = now(app).await?;
    let known = headers.get(HEADER).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if known == now.hash { Ok(()) } else { Err(ApiError::OtherRules(Box::new(now))) }
}

/// Everything that judges, so not the clock and its day nor the card component: a new day alone is no reason to review every draft again, a new edition is.
fn hash_of(capabilities: &Capabilities) -> String {
    digest(&(
        (&capabilities.protocol, capabilities.schema_min, capabilities.schema_max),
        (&capabilities.editions, capabilities.edition, &capabilities.settings),
        (&capabilities.rules, &capabilities.calendar),
        (&capabilities.seal_to, capabilities.is_practice, capabilities.push_most),
    ))
}

/// Hash of the rule catalogue, which changes with the program only.
fn rules() -> &'static str {
    static RULES: OnceLock<String> = OnceLock::new();
    RULES.get_or_init(|| digest(&catalogue()))
}

/// Plain trees of text and numbers always have an encoding, and a struct's fields keep their order.
fn digest(value: &impl Serialize) -> String {
    BASE64URL.encode(Sha256::digest(serde_json::to_vec(value).unwrap_or_default()))
}

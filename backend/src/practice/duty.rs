//! What was left undone in the county's past: once it is told, what is late escalates as the nights would have had it.

use crate::{app::App, duty};

/// Puts on record what is late by now.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn escalate(app: &App) -> anyhow::Result<()> {
    duty::flow::escalate(app.clone()).await.map(drop)
}

//! The practice county's journal is signed and witnessed too: by a witness that, unlike a real one, lives on the same computer.

use std::fs;

use anyhow::{Context, anyhow};
use shared::journal::{
    checkpoint::{Policy, judge},
    note::Means,
};

use crate::{
    app::App,
    journal::checkpoint::{
        files::{self, Files},
        proof, sign,
    },
};

/// Who witnesses.
const WITNESS: &str = "practice-ethics.example.gov.tw";

/// Signs the journal as it stands and has it witnessed; names the witness in the policy the first time.
///
/// # Errors
/// A file or the database cannot be used.
pub async fn witness(app: &App) -> anyhow::Result<()> {
    sign::make(app.clone()).await?;
    let files = Files::of(app.config());
    let path = files.key.with_file_name("practice-witness.key");
    let key = match files::read_key(&path, Means::Cosignature)? {
        Some(key) => key,
        None => files::make_key(&path, WITNESS, Means::Cosignature)?,
    };
    let mut tx = app.db().read().await?;
    if !files.policy.exists() {
        let policy = sign::policy(app, &mut tx).await?.context("nothing was signed")?;
        let policy = Policy { witnesses: vec![key.verify_key()], quorum: 1, ..policy };
        fs::write(&files.policy, policy.to_string())?;
    }
    let logs = sign::keys(&mut tx).await?;
    let request = proof::request(app, &mut tx, None).await.map_err(|error| anyhow!("{error:?}"))?;
    drop(tx);
    judge(&logs, None, &request)?;
    let mut note = request.note;
    note.lines.push(key.sign(&note.text, app.clock().now().timestamp().unsigned_abs()));
    proof::cosign(app, &note.to_string(), false).await.map_err(|error| anyhow!("{error:?}"))?;
    Ok(())
}

//! Fetches the authorities' revocation lists where they publish them, and puts each beside its authority once it is seen to be
//! a whole list signed by one of them.

use std::{fs, path::Path, time::Duration};

use anyhow::{Context, ensure};
use sha2::{Digest, Sha256};

use super::Trust;
use crate::app::App;

/// How often: authorities publish at least daily.
const EVERY: Duration = Duration::from_secs(3_600);
/// How long a download may take.
const WITHIN: Duration = Duration::from_secs(120);
/// Larger files are no list of ours: 100,000 serials are about 4 MiB.
const MOST: usize = 64 * 1024 * 1024;

/// Renews the lists for as long as the server runs.
pub async fn keep_renewing(app: App, urls: Vec<String>) {
    loop {
        for url in &urls {
            match renew(&app, url).await {
                Ok(()) => tracing::info!(url, "the revocation list was renewed"),
                Err(error) => {
                    tracing::error!(url, error = format!("{error:#}"), "the revocation list was not renewed");
                }
            }
        }
        tokio::time::sleep(EVERY).await;
    }
}

/// Fetches one list.
///
/// # Errors
/// It cannot be fetched, or is no list of an authority in the folder.
pub async fn renew(app: &App, url: &str) -> anyhow::Result<()> {
    let client = reqwest::Client::builder().timeout(WITHIN).build()?;
    let answer = client.get(url).send().await?.error_for_status()?;
    ensure!(answer.content_length().is_none_or(|size| size <= MOST as u64), "the file is too large");
    let bytes = answer.bytes().await?;
    ensure!(bytes.len() <= MOST, "the file is too large");
    let folder = app.config().authorities.clone();
    let name: String = Sha256::digest(url).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    tokio::task::spawn_blocking(move || keep(&folder, &name, &bytes)).await??;
    app.forget_trust();
    Ok(())
}

/// A list that is none would stop the next start, so it is judged before it lies in the folder.
fn keep(folder: &Path, name: &str, bytes: &[u8]) -> anyhow::Result<()> {
    Trust::load(folder, false)?.add_list(bytes)?;
    let draft = folder.join(format!("{name}.new"));
    fs::write(&draft, bytes).with_context(|| format!("cannot write `{}`", draft.display()))?;
    fs::rename(&draft, folder.join(format!("{name}.crl")))?;
    Ok(())
}

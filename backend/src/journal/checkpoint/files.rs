//! The log's signing key, what it signed last, and the policy: files of their own beside the key file, outside the
//! database's folder, so that whoever holds the database alone can sign nothing and make nobody forget.

use std::{
    fs,
    io::Write as _,
    os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
};

use anyhow::{Context, bail, ensure};
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use serde::{Deserialize, Serialize};
use shared::journal::{
    checkpoint::{Policy, Seen},
    note::{Means, SignKey},
};

use crate::{clock, config::Config};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredKey {
    chadiao_signing_key: u32,
    name: String,
    secret: String,
}

/// What was seen last, as a file: the signer's memory, and a witness's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StoredSeen {
    /// The log.
    pub origin: String,
    /// Entries.
    pub size: u64,
    /// Root, base64.
    pub root: String,
    /// What happened to this memory: declared restores that a person accepted, in words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accepted: Vec<String>,
}

impl StoredSeen {
    /// As a file says it.
    #[must_use]
    pub fn of(origin: &str, seen: Seen) -> Self {
        let root = BASE64.encode(seen.root);
        Self { origin: origin.to_owned(), size: seen.size, root, accepted: Vec::new() }
    }

    /// What was seen.
    ///
    /// # Errors
    /// The root is none.
    pub fn seen(&self) -> anyhow::Result<Seen> {
        let root = BASE64.decode(&self.root).ok().and_then(|root| root.try_into().ok());
        Ok(Seen { size: self.size, root: root.context("the remembered root is damaged")? })
    }
}

/// Where the log's files are.
#[derive(Debug, Clone)]
pub struct Files {
    /// The signing key.
    pub key: PathBuf,
    /// What it signed last.
    pub state: PathBuf,
    /// Which signatures count.
    pub policy: PathBuf,
}

impl Files {
    /// Those of a server.
    #[must_use]
    pub fn of(config: &Config) -> Self {
        let beside = |name| config.keys.with_file_name(name);
        Self {
            key: beside("journal.key"),
            state: beside("journal.state.json"),
            policy: beside("journal.policy"),
        }
    }

    /// Nowhere: for a database that is looked at alone.
    #[must_use]
    pub fn none() -> Self {
        Self { key: PathBuf::new(), state: PathBuf::new(), policy: PathBuf::new() }
    }

    /// The policy, where there is one.
    ///
    /// # Errors
    /// It cannot be read or makes no sense.
    pub fn policy(&self) -> anyhow::Result<Option<Policy>> {
        if !self.policy.exists() {
            return Ok(None);
        }
        let text = fs::read_to_string(&self.policy)
            .with_context(|| format!("cannot read the policy `{}`", self.policy.display()))?;
        Policy::parse(&text).map(Some).with_context(|| format!("`{}`", self.policy.display()))
    }
}

/// Makes a signing key.
///
/// # Errors
/// The name cannot be used, the file exists, or it cannot be written.
pub fn make_key(path: &Path, name: &str, means: Means) -> anyhow::Result<SignKey> {
    let secret: [u8; 32] = clock::random()?;
    let key = SignKey::new(name, means, &secret).context("the name of a key")?;
    let stored = StoredKey { chadiao_signing_key: 1, name: name.to_owned(), secret: BASE64.encode(secret) };
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder)?;
    }
    let mut file = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .with_context(|| format!("cannot make the signing key `{}`", path.display()))?;
    file.write_all(&serde_json::to_vec_pretty(&stored)?)?;
    file.sync_all()?;
    Ok(key)
}

/// Reads a signing key; none where there is no file.
///
/// # Errors
/// Others may read it, or it is damaged.
pub fn read_key(path: &Path, means: Means) -> anyhow::Result<Option<SignKey>> {
    if !path.exists() {
        return Ok(None);
    }
    let about = fs::metadata(path).with_context(|| format!("cannot read `{}`", path.display()))?;
    if about.permissions().mode() & 0o077 != 0 {
        bail!("others may read the signing key `{}`: chmod 600 it", path.display());
    }
    let stored: StoredKey = serde_json::from_slice(&fs::read(path)?)
        .with_context(|| format!("the signing key `{}` is damaged", path.display()))?;
    ensure!(stored.chadiao_signing_key == 1, "the signing key is of another version");
    let secret: Option<[u8; 32]> =
        BASE64.decode(&stored.secret).ok().and_then(|secret| secret.try_into().ok());
    let secret = secret.with_context(|| format!("the signing key `{}` is damaged", path.display()))?;
    Ok(Some(SignKey::new(&stored.name, means, &secret)?))
}

/// Reads what was seen last; none where there is no file.
///
/// # Errors
/// It is damaged: what was seen is then unknown, and nobody may pretend that it was nothing.
pub fn read_seen(path: &Path) -> anyhow::Result<Option<StoredSeen>> {
    if !path.exists() {
        return Ok(None);
    }
    let bytes = fs::read(path).with_context(|| format!("cannot read `{}`", path.display()))?;
    let stored = serde_json::from_slice(&bytes)
        .with_context(|| format!("`{}` is damaged: put its copy back", path.display()))?;
    Ok(Some(stored))
}

/// Writes what was seen last, so that either the old or the new memory stands whatever happens.
///
/// # Errors
/// The disk refuses.
pub fn write_seen(path: &Path, seen: &StoredSeen) -> anyhow::Result<()> {
    put(path, &serde_json::to_vec_pretty(seen)?).with_context(|| format!("cannot write `{}`", path.display()))
}

/// Puts bytes in a file's place at once: written beside it, brought to the disk, renamed.
///
/// # Errors
/// The disk refuses; what stood there before stands still.
pub fn put(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let beside = path.with_extension("writing");
    let written = (|| {
        let mut file =
            fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&beside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&beside, path)?;
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        fs::File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
    })();
    if written.is_err() {
        // What is left of a failed write is of no use to anybody.
        let _ = fs::remove_file(&beside);
    }
    written
}

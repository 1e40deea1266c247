//! The key file, outside the database's folder, and the data keys it wraps, one a half-year.

use std::{
    fs,
    io::Write,
    os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt},
    path::Path,
};

use aes_gcm::{
    Aes256Gcm, KeyInit,
    aead::{Aead, Payload},
};
use anyhow::{Context, bail, ensure};
use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD as BASE64};
use serde::{Deserialize, Serialize};
use sqlx::FromRow;
use zeroize::{Zeroize, ZeroizeOnDrop};

use super::{StoreError, Tx};
use crate::{clock, on_tx};

/// The three secrets of a server. Losing the file is losing every identity: keep a copy in a safe.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct KeyFile {
    /// Wraps the data keys.
    pub wrap: [u8; 32],
    /// Keys the blind index.
    pub index: [u8; 32],
    /// Opens what browsers sealed.
    pub open: [u8; 32],
}

impl std::fmt::Debug for KeyFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("KeyFile")
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    chadiao_keys: u32,
    wrap: String,
    index: String,
    open: String,
}

impl KeyFile {
    /// Fresh secrets.
    ///
    /// # Errors
    /// The operating system has no randomness.
    pub fn fresh() -> anyhow::Result<Self> {
        Ok(Self { wrap: clock::random()?, index: clock::random()?, open: clock::random()? })
    }

    /// Reads the key file, or makes it on first start with mode 0600.
    ///
    /// # Errors
    /// It lies beside the database, others may read it, it is damaged, or it is missing although the database is in use.
    pub fn open(path: &Path, database_folder: Option<&Path>, is_first_start: bool) -> anyhow::Result<Self> {
        if let Some(folder) = database_folder {
            refuse_neighbour(path, folder)?;
        }
        if path.exists() {
            return Self::read(path);
        }
        ensure!(
            is_first_start,
            "the key file `{}` is missing, and without it no sealed value of this database opens: put its backup back",
            path.display()
        );
        let keys = Self::fresh()?;
        keys.write(path)?;
        Ok(keys)
    }

    /// Reads a key file.
    ///
    /// # Errors
    /// Others may read it, or it is damaged.
    pub fn read(path: &Path) -> anyhow::Result<Self> {
        let about =
            fs::metadata(path).with_context(|| format!("cannot read the key file `{}`", path.display()))?;
        if about.permissions().mode() & 0o077 != 0 {
            bail!("others may read the key file `{}`: chmod 600 it", path.display());
        }
        let stored: Stored = serde_json::from_slice(&fs::read(path)?).context("the key file is damaged")?;
        ensure!(stored.chadiao_keys == 1, "the key file is of another version");
        Ok(Self { wrap: decode(&stored.wrap)?, index: decode(&stored.index)?, open: decode(&stored.open)? })
    }

    /// Writes a key file with mode 0600; never over another.
    ///
    /// # Errors
    /// It exists, or cannot be written.
    pub fn write(&self, path: &Path) -> anyhow::Result<()> {
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            fs::create_dir_all(folder)?;
            fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
        }
        let stored = Stored {
            chadiao_keys: 1,
            wrap: BASE64.encode(self.wrap),
            index: BASE64.encode(self.index),
            open: BASE64.encode(self.open),
        };
        let mut file = fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path)
            .with_context(|| format!("cannot make the key file `{}`", path.display()))?;
        file.write_all(&serde_json::to_vec_pretty(&stored)?)?;
        file.sync_all()?;
        Ok(())
    }
}

/// A thief of the database's folder, or of its backup, must not get the keys with it.
fn refuse_neighbour(path: &Path, database_folder: &Path) -> anyhow::Result<()> {
    let same = match (path.parent().map(fs::metadata), fs::metadata(database_folder)) {
        (Some(Ok(ours)), Ok(theirs)) => ours.dev() == theirs.dev() && ours.ino() == theirs.ino(),
        _ => path.parent() == Some(database_folder),
    };
    ensure!(
        !same,
        "the key file `{}` lies beside the database; keep it in a folder of its own",
        path.display()
    );
    Ok(())
}

fn decode(text: &str) -> anyhow::Result<[u8; 32]> {
    let bytes = BASE64.decode(text).context("the key file is damaged")?;
    bytes.try_into().map_err(|_| anyhow::anyhow!("the key file is damaged"))
}

/// A data key's row.
#[derive(Debug, Clone, FromRow)]
pub struct Row {
    /// The key, named in every sealed value.
    pub id: i64,
    /// The half-year it serves, `2026H2`.
    pub period: String,
    /// The key, wrapped.
    pub wrapped: Vec<u8>,
}

const ALL: &str = "SELECT id, period, wrapped FROM data_keys ORDER BY id";
const INSERT: &str = "INSERT INTO data_keys (id, period, wrapped, made_at) VALUES ($1, $2, $3, $4)";
const REWRAP: &str = "UPDATE data_keys SET wrapped = $2 WHERE id = $1";

/// Every data key, wrapped.
///
/// # Errors
/// The database does not answer.
pub async fn all(tx: &mut Tx) -> Result<Vec<Row>, StoreError> {
    on_tx!(tx, conn => sqlx::query_as(ALL).fetch_all(conn).await).map_err(StoreError::from)
}

/// Adds a data key.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn insert(tx: &mut Tx, row: &Row, at: i64) -> Result<(), StoreError> {
    on_tx!(tx, conn => sqlx::query(INSERT)
        .bind(row.id)
        .bind(&row.period)
        .bind(&row.wrapped)
        .bind(at)
        .execute(conn)
        .await
        .map(|_| ()))
    .map_err(StoreError::from)
}

/// Replaces a data key's wrapping, when the key file is renewed.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn rewrap(tx: &mut Tx, id: i64, wrapped: &[u8]) -> Result<(), StoreError> {
    on_tx!(tx, conn => sqlx::query(REWRAP).bind(id).bind(wrapped).execute(conn).await.map(|_| ()))
        .map_err(StoreError::from)
}

/// Wraps a data key: nonce ‖ ciphertext, bound to its number and period.
///
/// # Errors
/// There is no randomness.
pub fn wrap(by: &[u8; 32], id: i64, period: &str, key: &[u8; 32]) -> Result<Vec<u8>, StoreError> {
    let nonce: [u8; 12] = clock::random().map_err(|_| StoreError::Seal("no randomness"))?;
    let aad = format!("data_key|{id}|{period}");
    let sealed = Aes256Gcm::new(by.into())
        .encrypt(&nonce.into(), Payload { msg: key, aad: aad.as_bytes() })
        .map_err(|_| StoreError::Seal("a data key could not be wrapped"))?;
    Ok([nonce.as_slice(), &sealed].concat())
}

/// Unwraps a data key.
///
/// # Errors
/// It was wrapped by another key file, or altered.
pub fn unwrap(by: &[u8; 32], row: &Row) -> Result<[u8; 32], StoreError> {
    let broken = StoreError::Seal("a data key does not open: wrong key file, or altered");
    let Some((nonce, sealed)) = row.wrapped.split_first_chunk::<12>() else { return Err(broken) };
    let aad = format!("data_key|{}|{}", row.id, row.period);
    let key = Aes256Gcm::new(by.into())
        .decrypt(nonce.into(), Payload { msg: sealed, aad: aad.as_bytes() })
        .ok()
        .and_then(|key| key.try_into().ok());
    key.ok_or(broken)
}

/// Every statement of this module, prepared by a test on both databases.
pub const STATEMENTS: &[&str] = &[ALL, INSERT, REWRAP];

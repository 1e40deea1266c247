//! Sealing of what names a data subject: AES-256-GCM under a key of the value's own, bound to table, column and row.

use std::{
    collections::BTreeMap,
    sync::{Arc, RwLock},
};

use aes_gcm::{
    Aes256Gcm, KeyInit,
    aead::{Aead, Payload},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL};
use crypto_box::SecretKey;
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use shared::seal::{ENTROPY, to_public_key};
use uuid::Uuid;

use super::{
    StoreError, Tx,
    keys::{self, KeyFile},
};
use crate::{clock, planted};

/// First byte of a sealed value.
const VERSION: u8 = 1;
/// Plain texts are padded to a multiple of this, so that a length tells little.
const PADDING: usize = 32;

/// Seals and opens; clones share the keys.
#[derive(Debug, Clone)]
pub struct Sealer {
    file: Arc<KeyFile>,
    public_key: [u8; 32],
    data_keys: Arc<RwLock<BTreeMap<i64, DataKey>>>,
}

#[derive(Clone)]
struct DataKey {
    period: String,
    key: [u8; 32],
}

impl std::fmt::Debug for DataKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "DataKey({})", self.period)
    }
}

/// Where a sealed value stands: a value moved elsewhere does not open.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    /// The table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
    /// The row.
    pub row: Uuid,
    /// The part of the row, such as a subject's ordinal.
    pub part: i64,
}

impl Place {
    fn aad(self) -> Vec<u8> {
        let Self { table, column, row, part } = self;
        // The planted bug is the control of the swap test, which must see a moved value open.
        if planted::is(planted::NO_BINDING) {
            return Vec::new();
        }
        format!("{table}|{column}|{row}|{part}|{VERSION}").into_bytes()
    }
}

impl Sealer {
    /// A sealer over a key file; data keys come with [`Sealer::load`].
    #[must_use]
    pub fn new(file: KeyFile) -> Self {
        let public_key = *SecretKey::from(file.open).public_key().as_bytes();
        Self { file: Arc::new(file), public_key, data_keys: Arc::default() }
    }

    /// The public key to which browsers seal identities.
    #[must_use]
    pub const fn public_key(&self) -> [u8; 32] {
        self.public_key
    }

    /// Reads the data keys. Only committed ones may be read: a key that is used and never committed loses what it sealed.
    ///
    /// # Errors
    /// A key does not open, or the database does not answer.
    pub async fn load(&self, tx: &mut Tx) -> Result<(), StoreError> {
        let mut found = BTreeMap::new();
        for row in keys::all(tx).await? {
            let key = keys::unwrap(&self.file.wrap, &row)?;
            found.insert(row.id, DataKey { period: row.period, key });
        }
        if let Ok(mut data_keys) = self.data_keys.write() {
            *data_keys = found;
        }
        Ok(())
    }

    /// Whether there is a key for a half-year.
    #[must_use]
    pub fn has(&self, period: &str) -> bool {
        self.data_keys.read().is_ok_and(|keys| keys.values().any(|key| key.period == period))
    }

    /// A new data key for a half-year, to be stored in a transaction of its own and then loaded.
    ///
    /// # Errors
    /// There is no randomness.
    pub fn new_data_key(&self, id: i64, period: &str) -> Result<keys::Row, StoreError> {
        let key = clock::random().map_err(|_| StoreError::Seal("no randomness"))?;
        let wrapped = keys::wrap(&self.file.wrap, id, period, &key)?;
        Ok(keys::Row { id, period: period.to_owned(), wrapped })
    }

    /// Seals a value under its half-year's newest key: version ‖ key ‖ nonce ‖ ciphertext.
    ///
    /// # Errors
    /// There is no key for the half-year, or no randomness.
    pub fn seal(&self, period: &str, place: Place, plain: &[u8]) -> Result<Vec<u8>, StoreError> {
        let (id, key) = self
            .data_keys
            .read()
            .ok()
            .and_then(|keys| {
                keys.iter().rev().find(|(_, key)| key.period == period).map(|(id, key)| (*id, key.key))
            })
            .ok_or(StoreError::Seal("there is no data key for this half-year"))?;
        let number = u32::try_from(id).map_err(|_| StoreError::Seal("too many data keys"))?;
        let nonce: [u8; 12] = clock::random().map_err(|_| StoreError::Seal("no randomness"))?;
        let aad = place.aad();
        let sealed = cipher(&key, &aad)?
            .encrypt(&nonce.into(), Payload { msg: &pad(plain), aad: &aad })
            .map_err(|_| StoreError::Seal("a value could not be sealed"))?;
        Ok([[VERSION].as_slice(), &number.to_be_bytes(), &nonce, &sealed].concat())
    }

    /// Opens a sealed value.
    ///
    /// # Errors
    /// It stood elsewhere, was altered, or its key is gone.
    pub fn open(&self, place: Place, sealed: &[u8]) -> Result<Vec<u8>, StoreError> {
        let broken = || StoreError::Inconsistent {
            table: place.table,
            column: place.column,
            row: place.row.to_string(),
        };
        let (version, rest) = sealed.split_first().ok_or_else(broken)?;
        let (number, rest) = rest.split_first_chunk::<4>().ok_or_else(broken)?;
        let (nonce, body) = rest.split_first_chunk::<12>().ok_or_else(broken)?;
        if *version != VERSION {
            return Err(broken());
        }
        let id = i64::from(u32::from_be_bytes(*number));
        let key = self
            .data_keys
            .read()
            .ok()
            .and_then(|keys| keys.get(&id).map(|key| key.key))
            .ok_or_else(broken)?;
        let aad = place.aad();
        let padded = cipher(&key, &aad)?
            .decrypt(nonce.into(), Payload { msg: body, aad: &aad })
            .map_err(|_| broken())?;
        unpad(&padded).ok_or_else(broken)
    }

    /// Which data key sealed a value.
    #[must_use]
    pub fn key_of(sealed: &[u8]) -> Option<i64> {
        sealed
            .get(1..5)
            .and_then(|bytes| bytes.try_into().ok())
            .map(|bytes| i64::from(u32::from_be_bytes(bytes)))
    }

    /// The keyed hash of an identity, another every year: equality is visible only inside a year.
    #[must_use]
    pub fn blind(&self, purpose: &str, year: i32, canonical: &str) -> Vec<u8> {
        // HMAC takes keys of any length.
        let Ok(mut mac) = <Hmac<Sha256> as Mac>::new_from_slice(&self.file.index) else { return Vec::new() };
        for part in [purpose.as_bytes(), &[0], year.to_string().as_bytes(), &[0], canonical.as_bytes()] {
            mac.update(part);
        }
        mac.finalize().into_bytes().to_vec()
    }

    /// The keyed hash of a name and the last four digits of an identity, which accounts hold of colleagues: under a key of
    /// its own, so that it compares with nothing else, and another every year.
    #[must_use]
    pub fn mark(&self, year: i32, name: &str, last_four: &str) -> Vec<u8> {
        let mut key = [0; 32];
        let derived =
            Hkdf::<Sha256>::new(None, &self.file.index).expand(b"chadiao colleague mark 1", &mut key);
        let (Ok(()), Ok(mut mac)) = (derived, <Hmac<Sha256> as Mac>::new_from_slice(&key)) else {
            return Vec::new();
        };
        let name: String = name.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_uppercase).collect();
        for part in [year.to_string().as_bytes(), &[0], name.as_bytes(), &[0], last_four.as_bytes()] {
            mac.update(part);
        }
        mac.finalize().into_bytes().to_vec()
    }

    /// Opens what a browser sealed to the public key.
    #[must_use]
    pub fn open_box(&self, sealed: &str) -> Option<String> {
        let bytes = BASE64URL.decode(sealed).ok()?;
        String::from_utf8(SecretKey::from(self.file.open).unseal(&bytes).ok()?).ok()
    }

    /// Seals to the own public key, as a browser would.
    ///
    /// # Errors
    /// There is no randomness.
    pub fn close_box(&self, text: &str) -> Result<String, StoreError> {
        let entropy: [u8; ENTROPY] = clock::random().map_err(|_| StoreError::Seal("no randomness"))?;
        let sealed = to_public_key(&self.public_key, text, entropy)
            .map_err(|_| StoreError::Seal("a value could not be sealed"))?;
        Ok(BASE64URL.encode(sealed))
    }

    /// Wraps every data key anew under another key file, and takes that file's secrets for wrapping.
    ///
    /// # Errors
    /// A key does not open, or the database refuses.
    pub async fn rewrap(&self, tx: &mut Tx, new: &KeyFile) -> Result<usize, StoreError> {
        let rows = keys::all(tx).await?;
        for row in &rows {
            let key = keys::unwrap(&self.file.wrap, row)?;
            keys::rewrap(tx, row.id, &keys::wrap(&new.wrap, row.id, &row.period, &key)?).await?;
        }
        Ok(rows.len())
    }
}

/// A key of the value's own: the same nonce under another place is another key.
fn cipher(data_key: &[u8; 32], aad: &[u8]) -> Result<Aes256Gcm, StoreError> {
    let mut key = [0; 32];
    Hkdf::<Sha256>::new(None, data_key).expand(aad, &mut key).map_err(|_| StoreError::Seal("no key"))?;
    Ok(Aes256Gcm::new(&key.into()))
}

/// Length, text, zeros.
fn pad(plain: &[u8]) -> Vec<u8> {
    let length = u32::try_from(plain.len()).unwrap_or(u32::MAX);
    let mut padded = [&length.to_be_bytes(), plain].concat();
    padded.resize(padded.len().next_multiple_of(PADDING), 0);
    padded
}

fn unpad(padded: &[u8]) -> Option<Vec<u8>> {
    let (length, rest) = padded.split_first_chunk::<4>()?;
    rest.get(..usize::try_from(u32::from_be_bytes(*length)).ok()?).map(<[u8]>::to_vec)
}

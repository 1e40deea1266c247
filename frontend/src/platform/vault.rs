//! Drafts, outbox and cursor on the device: sealed with a key the browser will not hand out, written in one transaction.

use js_sys::{Array, Object, Promise, Reflect, Uint8Array};
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AesGcmParams, CryptoKey, IdbDatabase, IdbRequest, IdbTransaction, IdbTransactionMode, SubtleCrypto,
};

use super::{Refused, random, refused};

const NONCE: usize = 12;

/// Where sealed values lie; the keys lie apart.
const SHELF: &str = "desk";

/// One value to write; several are written together or not at all.
pub struct Change {
    key: &'static str,
    text: String,
}

impl Change {
    /// Puts a value.
    ///
    /// # Errors
    /// The value has no JSON form.
    pub fn put<T: Serialize>(key: &'static str, value: &T) -> Result<Self, Refused> {
        Ok(Self { key, text: serde_json::to_string(value).map_err(refused("json"))? })
    }
}

/// The open vault of one person on this device.
#[derive(Debug, Clone, PartialEq)]
pub struct Vault {
    db: IdbDatabase,
    key: CryptoKey,
}

impl Vault {
    /// Opens the person's vault and its key, making both the first time.
    ///
    /// # Errors
    /// The browser has no storage, as in some private windows.
    pub async fn open(person: uuid::Uuid) -> Result<Self, Refused> {
        let db = database(&format!("chadiao-{person}")).await?;
        let key = match read(&db, "keys", "draft").await?.dyn_into::<CryptoKey>() {
            Ok(key) => key,
            Err(_) => make_key(&db).await?,
        };
        Ok(Self { db, key })
    }

    /// One value.
    ///
    /// # Errors
    /// It cannot be read or was not sealed here.
    pub async fn get<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>, Refused> {
        let sealed = read(&self.db, SHELF, key).await?;
        if sealed.is_undefined() {
            return Ok(None);
        }
        self.unseal(key, &sealed).await.map(Some)
    }

    /// Writes all changes in one transaction. Sealing comes first: a transaction does not survive waiting for anything else.
    ///
    /// # Errors
    /// Nothing was written.
    pub async fn write(&self, changes: Vec<Change>) -> Result<(), Refused> {
        let mut sealed = Vec::with_capacity(changes.len());
        for change in changes {
            sealed.push((change.key, self.seal(change.key, &change.text).await?));
        }
        let tx = self
            .db
            .transaction_with_str_and_mode(SHELF, IdbTransactionMode::Readwrite)
            .map_err(refused("transaction"))?;
        let store = tx.object_store(SHELF).map_err(refused("shelf"))?;
        for (key, value) in sealed {
            store.put_with_key(&value, &JsValue::from_str(key)).map_err(refused("put"))?;
        }
        committed(&tx).await
    }

    async fn seal(&self, key: &str, text: &str) -> Result<JsValue, Refused> {
        let nonce = random::bytes::<NONCE>()?;
        let promise = subtle()?
            .encrypt_with_object_and_u8_array(&params(&nonce, key), &self.key, text.as_bytes())
            .map_err(refused("encrypt"))?;
        let cipher = JsFuture::from(promise).await.map_err(refused("encrypt"))?;
        let cipher = Uint8Array::new(&cipher).to_vec();
        Ok(Uint8Array::from([nonce.as_slice(), &cipher].concat().as_slice()).into())
    }

    async fn unseal<T: DeserializeOwned>(&self, key: &str, sealed: &JsValue) -> Result<T, Refused> {
        let bytes = Uint8Array::new(sealed).to_vec();
        let (nonce, cipher) = bytes.split_at_checked(NONCE).ok_or(Refused("sealed value"))?;
        let promise = subtle()?
            .decrypt_with_object_and_u8_array(&params(nonce, key), &self.key, cipher)
            .map_err(refused("decrypt"))?;
        let plain = JsFuture::from(promise).await.map_err(refused("decrypt"))?;
        let text = String::from_utf8(Uint8Array::new(&plain).to_vec()).map_err(refused("sealed text"))?;
        super::json::read(&text).ok_or(Refused("sealed json"))
    }
}

/// The place is bound into the seal, so that a value moved to another place does not open.
fn params(nonce: &[u8], key: &str) -> Object {
    let params = AesGcmParams::new("AES-GCM", &Uint8Array::from(nonce));
    let place = format!("{SHELF}/{key}");
    params.set_additional_data(&Uint8Array::from(place.as_bytes()));
    params.into()
}

fn subtle() -> Result<SubtleCrypto, Refused> {
    Ok(gloo::utils::window().crypto().map_err(refused("crypto"))?.subtle())
}

/// The key can be used by this profile and never exported: not by us, not by a script that got in.
async fn make_key(db: &IdbDatabase) -> Result<CryptoKey, Refused> {
    let how = Object::new();
    Reflect::set(&how, &"name".into(), &"AES-GCM".into()).map_err(refused("key"))?;
    Reflect::set(&how, &"length".into(), &256.into()).map_err(refused("key"))?;
    let uses = Array::of2(&"encrypt".into(), &"decrypt".into());
    let promise = subtle()?.generate_key_with_object(&how, false, &uses).map_err(refused("key"))?;
    let key: JsValue = JsFuture::from(promise).await.map_err(refused("key"))?;
    let tx = db
        .transaction_with_str_and_mode("keys", IdbTransactionMode::Readwrite)
        .map_err(refused("transaction"))?;
    let store = tx.object_store("keys").map_err(refused("shelf"))?;
    store.put_with_key(&key, &"draft".into()).map_err(refused("put"))?;
    committed(&tx).await?;
    key.dyn_into().map_err(refused("key"))
}

async fn database(name: &str) -> Result<IdbDatabase, Refused> {
    let factory = gloo::utils::window().indexed_db().ok().flatten().ok_or(Refused("indexedDB"))?;
    let request = factory.open_with_u32(name, 1).map_err(refused("open"))?;
    let opening = request.clone();
    let upgrade = Closure::once_into_js(move |_: JsValue| {
        if let Some(db) = opening.result().ok().and_then(|db| db.dyn_into::<IdbDatabase>().ok()) {
            let _ = db.create_object_store("keys");
            let _ = db.create_object_store(SHELF);
        }
    });
    request.set_onupgradeneeded(Some(upgrade.unchecked_ref()));
    let db: IdbDatabase = settled(&request).await?.dyn_into().map_err(refused("open"))?;
    // Whoever erases the vault must not wait for this page.
    let closing = db.clone();
    let close = Closure::once_into_js(move |_: JsValue| closing.close());
    db.set_onversionchange(Some(close.unchecked_ref()));
    Ok(db)
}

/// Erases the person's vault, key and all: after a sign-out with nothing left to send.
pub fn erase(person: uuid::Uuid) {
    if let Ok(Some(factory)) = gloo::utils::window().indexed_db() {
        let _ = factory.delete_database(&format!("chadiao-{person}"));
    }
}

async fn read(db: &IdbDatabase, store: &str, key: &str) -> Result<JsValue, Refused> {
    let tx = db.transaction_with_str(store).map_err(refused("transaction"))?;
    let store = tx.object_store(store).map_err(refused("shelf"))?;
    settled(&store.get(&JsValue::from_str(key)).map_err(refused("get"))?).await
}

/// The result of a request; its handlers are set at once, so that no answer is missed.
fn settled(request: &IdbRequest) -> impl Future<Output = Result<JsValue, Refused>> + use<> {
    let promise = Promise::new(&mut |resolve, reject| {
        let done = request.clone();
        let good = Closure::once_into_js(move |_: JsValue| {
            let _ = resolve.call1(&JsValue::NULL, &done.result().unwrap_or(JsValue::UNDEFINED));
        });
        request.set_onsuccess(Some(good.unchecked_ref()));
        request.set_onerror(Some(&reject));
    });
    async move { JsFuture::from(promise).await.map_err(refused("indexedDB request")) }
}

async fn committed(tx: &IdbTransaction) -> Result<(), Refused> {
    let promise = Promise::new(&mut |resolve, reject| {
        tx.set_oncomplete(Some(&resolve));
        tx.set_onerror(Some(&reject));
        tx.set_onabort(Some(&reject));
    });
    JsFuture::from(promise).await.map(|_| ()).map_err(refused("indexedDB commit"))
}

/// Asks the browser not to evict drafts when the disk runs low; says whether it promised.
pub async fn persist() -> bool {
    let Ok(promise) = gloo::utils::window().navigator().storage().persist() else { return false };
    JsFuture::from(promise).await.is_ok_and(|answer| answer.as_bool().unwrap_or(false))
}

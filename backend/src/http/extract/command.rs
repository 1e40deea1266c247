//! What every unsafe request carries: an operation key, perhaps a revision, perhaps "only judge it", and a body.

use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
    http::{HeaderMap, Method, Uri, header},
};
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use crate::{http::error::ApiError, planted};

/// The header that names an operation.
pub const IDEMPOTENCY_KEY: &str = "idempotency-key";

/// Longest operation key taken.
const KEY_MOST: usize = 64;

/// An unsafe request, read and checked, but not yet judged.
#[derive(Debug)]
pub struct Command<T> {
    /// The operation's key, unique per person.
    pub key: String,
    /// SHA-256 of method, path and body: the same key with another fingerprint is refused.
    pub fingerprint: Vec<u8>,
    /// Judge and roll back.
    pub dry_run: bool,
    /// The revision the sender saw, from `If-Match`.
    pub if_match: Option<i64>,
    /// The content.
    pub body: T,
}

impl<T> Command<T> {
    /// The revision the sender saw.
    ///
    /// # Errors
    /// None was sent.
    pub fn revision(&self) -> Result<i64, ApiError> {
        self.if_match.ok_or(ApiError::RevisionNeeded)
    }
}

impl<S, T> FromRequest<S> for Command<T>
where
    S: Send + Sync,
    T: DeserializeOwned + Send,
{
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, Self::Rejection> {
        let method = request.method().clone();
        let path = request.uri().path().to_owned();
        let dry_run = is_dry_run(request.uri())?;
        let headers = request.headers().clone();
        let key = operation_key(&headers)?;
        let if_match = if_match(&headers)?;
        let bytes = read(request, state).await?;
        let fingerprint = fingerprint(&method, &path, &bytes);
        let body = parse(&headers, &bytes)?;
        Ok(Self { key, fingerprint, dry_run, if_match, body })
    }
}

/// Whether a request is to be judged only.
///
/// # Errors
/// It says neither yes nor no: whoever meant a trial must not find that it was done.
pub fn is_dry_run(uri: &Uri) -> Result<bool, ApiError> {
    let pairs = uri.query().into_iter().flat_map(|query| query.split('&'));
    let mut said = pairs.filter_map(|pair| match pair.split_once('=').unwrap_or((pair, "")) {
        ("dry_run", value) => Some(value),
        _ => None,
    });
    said.next_back().map_or(Ok(false), |value| match value {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Err(ApiError::bad_request("dry_run 應為 true 或 false。", "dry_run is true or false.")),
    })
}

/// The bytes of a body.
///
/// # Errors
/// It is larger than the server takes.
pub async fn read<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, ApiError> {
    let bytes = Bytes::from_request(request, state)
        .await
        .map_err(|_| ApiError::bad_request("內容過大或中斷。", "The body is too large or was cut off."))?;
    // The planted bug is the control of the canary test, which must find in the log what nobody may write there.
    if planted::is(planted::LOOSE_TONGUE) {
        tracing::info!(body = %String::from_utf8_lossy(&bytes), "read");
    }
    Ok(bytes)
}

/// The operation key of a request.
///
/// # Errors
/// There is none, or it is not printable ASCII of 1 to 64 characters.
pub fn operation_key(headers: &HeaderMap) -> Result<String, ApiError> {
    let text = headers.get(IDEMPOTENCY_KEY).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if text.is_empty() || text.len() > KEY_MOST || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(ApiError::bad_request(
            "寫入須附 Idempotency-Key 標頭(1 至 64 個可見 ASCII 字元),重試時用同一個。",
            "A write carries an Idempotency-Key header (1 to 64 visible ASCII characters); retries repeat it.",
        ));
    }
    Ok(text.to_owned())
}

fn if_match(headers: &HeaderMap) -> Result<Option<i64>, ApiError> {
    let Some(value) = headers.get(header::IF_MATCH) else { return Ok(None) };
    let text = value.to_str().unwrap_or_default();
    text.trim_matches('"').parse().map(Some).map_err(|_| {
        ApiError::bad_request("If-Match 應為版次,例如 \"3\"。", "If-Match holds a revision such as \"3\".")
    })
}

/// Tells one request from another under the same key: SHA-256 of method, target and body.
pub fn fingerprint(method: &Method, path: &str, body: &[u8]) -> Vec<u8> {
    let mut hash = Sha256::new();
    hash.update(method.as_str());
    hash.update([0]);
    hash.update(path);
    hash.update([0]);
    hash.update(body);
    hash.finalize().to_vec()
}

/// An empty body stands for `null`, so that commands without content need none.
fn parse<T: DeserializeOwned>(headers: &HeaderMap, bytes: &[u8]) -> Result<T, ApiError> {
    if bytes.is_empty() {
        return serde_json::from_str("null")
            .map_err(|_| ApiError::bad_request("請求缺少 JSON 內容。", "The request lacks its JSON body."));
    }
    let is_json = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|kind| kind.starts_with("application/json"));
    if !is_json {
        return Err(ApiError::bad_request(
            "內容類型應為 application/json。",
            "The content type is application/json.",
        ));
    }
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let read = serde_path_to_error::deserialize(&mut reader)
        .map_err(|error| (error.path().to_string(), error.into_inner()))
        .and_then(|read: T| reader.end().map(|()| read).map_err(|error| (".".to_owned(), error)));
    read.map_err(|(path, error)| {
        // The message of the parser may quote what was typed, so only the field and the place are told.
        let (line, column) = (error.line(), error.column());
        let (field, field_en) = if path == "." {
            (String::new(), String::new())
        } else {
            (format!("欄位 {path}，"), format!("field {path}, "))
        };
        ApiError::BadRequest(shared::Bilingual::filled(
            format!("JSON {field}第 {line} 行第 {column} 字元處無法讀取:欄位不明、型別不符、不在選項之內或語法錯誤。"),
            format!("The JSON cannot be read at {field_en}line {line}, column {column}: an unknown field, a wrong type, none of the choices, or no JSON."),
        ))
    })
}

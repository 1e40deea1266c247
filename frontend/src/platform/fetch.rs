//! Requests to our own server: operation id, rules hash and revision go along; problem documents come back typed.

use std::cell::RefCell;

use serde::{Serialize, de::DeserializeOwned};
use shared::api::v1::{Capabilities, Problem};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Headers, RequestInit, Response};

thread_local! {
    static CAPS: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Fault {
    /// Nothing came back: no network, or no server.
    Offline,
    /// The server said why not.
    Problem(Box<Problem>),
    /// The server answered something this page does not understand.
    Garbled(u16),
}

impl Fault {
    /// The HTTP status; 0 when nothing came back.
    #[must_use]
    pub fn status(&self) -> u16 {
        match self {
            Self::Offline => 0,
            Self::Problem(problem) => problem.status,
            Self::Garbled(status) => *status,
        }
    }
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// The body.
    pub text: String,
    /// In how many seconds to ask again, when the server says so.
    pub retry_after: Option<u64>,
}

impl Answer {
    /// Reads the body.
    ///
    /// # Errors
    /// The body is not what this page expects.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, Fault> {
        super::json::read(&self.text).ok_or(Fault::Garbled(self.status))
    }
}

/// A request on its way.
#[derive(Debug, Clone, Copy, Default)]
pub struct Call<'a> {
    /// GET when empty.
    pub method: &'a str,
    /// Body as text.
    pub body: Option<&'a str>,
    /// Body as a file's bytes, where it is no text.
    pub bytes: Option<&'a [u8]>,
    /// What the body is; JSON when empty.
    pub media_type: &'a str,
    /// The revision that the change starts from.
    pub revision: Option<i64>,
    /// The operation's id: the same for a retry.
    pub operation: Option<uuid::Uuid>,
}

/// Remembers the hash of the rules this page judges by; each request carries it.
pub fn set_caps(hash: &str) {
    CAPS.with_borrow_mut(|caps| hash.clone_into(caps));
}

/// Sends a request below `/api/v1` and takes any answer below 400 as success.
///
/// # Errors
/// Nothing came back, or the server refused.
pub async fn send(path: &str, call: Call<'_>) -> Result<Answer, Fault> {
    let mut answer = exchange(path, call).await?;
    // The server judges by newer rules: the next synchronisation brings them, this request goes as it is.
    if answer.status == 412
        && let Some(caps) = super::json::read::<Capabilities>(&answer.text)
    {
        set_caps(&caps.hash);
        answer = exchange(path, call).await?;
    }
    if (200..300).contains(&answer.status) {
        return Ok(answer);
    }
    match super::json::read::<Problem>(&answer.text) {
        Some(problem) => Err(Fault::Problem(Box::new(problem))),
        None => Err(Fault::Garbled(answer.status)),
    }
}

/// Sends a request below `/api/v1` and gives whatever comes back.
///
/// # Errors
/// Nothing came back.
pub async fn exchange(path: &str, call: Call<'_>) -> Result<Answer, Fault> {
    let response = dispatch(path, call).await.map_err(|_| Fault::Offline)?;
    let status = response.status();
    let retry_after = response.headers().get("retry-after").ok().flatten();
    let retry_after = retry_after.and_then(|seconds| seconds.parse().ok());
    let text = match response.text() {
        Ok(promise) => JsFuture::from(promise).await.map_err(|_| Fault::Offline)?,
        Err(_) => return Err(Fault::Garbled(status)),
    };
    Ok(Answer { status, text: text.as_string().unwrap_or_default(), retry_after })
}

async fn dispatch(path: &str, call: Call<'_>) -> Result<Response, wasm_bindgen::JsValue> {
    let headers = Headers::new()?;
    headers.set("accept", "application/json, application/problem+json")?;
    let hash = CAPS.with_borrow(Clone::clone);
    if !hash.is_empty() {
        headers.set("x-chadiao-caps", &hash)?;
    }
    if call.body.is_some() || call.bytes.is_some() {
        let media_type = if call.media_type.is_empty() { "application/json" } else { call.media_type };
        headers.set("content-type", media_type)?;
    }
    if let Some(revision) = call.revision {
        headers.set("if-match", &format!("\"{revision}\""))?;
    }
    if let Some(operation) = call.operation {
        headers.set("idempotency-key", &operation.to_string())?;
    }
    let init = RequestInit::new();
    init.set_method(if call.method.is_empty() { "GET" } else { call.method });
    init.set_headers(&headers);
    if let Some(body) = call.body {
        init.set_body(&wasm_bindgen::JsValue::from_str(body));
    }
    if let Some(bytes) = call.bytes {
        init.set_body(&js_sys::Uint8Array::from(bytes));
    }
    let promise = gloo::utils::window().fetch_with_str_and_init(&format!("/api/v1{path}"), &init);
    JsFuture::from(promise).await?.dyn_into()
}

/// Asks for a document.
///
/// # Errors
/// As [`send`].
pub async fn get<T: DeserializeOwned>(path: &str) -> Result<T, Fault> {
    send(path, Call::default()).await?.read()
}

/// Sends a change under a fresh operation id and reads what became of it.
///
/// # Errors
/// As [`send`].
pub async fn change<B: Serialize, T: DeserializeOwned>(
    method: &str,
    path: &str,
    revision: Option<i64>,
    body: &B,
) -> Result<T, Fault> {
    let body = serde_json::to_string(body).map_err(|_| Fault::Garbled(0))?;
    let body = (body != "null").then_some(body.as_str());
    let operation = super::random::id().map_err(|_| Fault::Garbled(0))?;
    let call = Call { method, body, revision, operation: Some(operation), ..Call::default() };
    let answer = match send(path, call).await {
        // The operation id makes asking again safe: the server answers what it answered before.
        Err(Fault::Offline) if super::events::is_online() => {
            super::clock::pause(400).await;
            send(path, call).await?
        }
        other => other?,
    };
    if answer.text.is_empty() {
        super::json::read("null").ok_or(Fault::Garbled(answer.status))
    } else {
        answer.read()
    }
}

//! The software card: the practice county's card component. It speaks the protocol of the one on a person's PC, popup and
//! all, so that practice signs in the real way; its PINs are all alike and its cards are made up.

use std::{
    collections::HashMap,
    path::PathBuf,
    sync::{Arc, Mutex},
};

use axum::{
    Form, Router,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
    routing::{get, post},
};
use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use serde::Deserialize;
use serde_json::{Value, json};

use super::cards::{Card, Office};

/// The PIN of every practice card.
pub const PIN: &str = "123456";
/// Wrong PINs in a row that lock a card.
const TRIES: u8 = 3;

const NO_CARD: i64 = 0x7600_0006;
const BAD_REQUEST: i64 = 0x7600_000b;
const BROKEN: i64 = 0x7600_000d;
const PIN_MISSING: i64 = 0x7600_0998;
const LOGIN_FAILED: i64 = 0x7610_0006;
const LOCKED: i64 = 0xa4;
/// One try left; each more is one higher.
const ONE_LEFT: i64 = -2_147_483_647;

#[derive(Clone)]
struct Reader {
    folder: PathBuf,
    wrong: Arc<Mutex<HashMap<String, u8>>>,
}

/// The component's pages and calls, over the cards of a folder.
pub fn router(folder: PathBuf) -> Router {
    Router::new()
        .route("/popupForm", get(async || Html(POPUP)))
        .route("/popup.js", get(async || ([(header::CONTENT_TYPE, "text/javascript")], SCRIPT)))
        .route("/sign", post(sign))
        .route("/pkcs11info", post(read))
        .layer(axum::middleware::map_response(guard))
        .with_state(Reader { folder, wrong: Arc::default() })
}

const POPUP: &str = "<!doctype html><html lang=\"zh-Hant-TW\"><meta charset=\"utf-8\"><title>練習卡片</title>\
    <script src=\"/popup.js\" defer></script><p>練習用的軟體卡片正在簽章…</p></html>";

/// The opener says what it wants; its origin gets the answer, and the popup closes.
const SCRIPT: &str = r#"
const opener = window.opener;
addEventListener("message", async (event) => {
  if (event.source !== opener) return;
  let answer;
  try {
    const path = JSON.parse(event.data).func === "GetUserCert" ? "/pkcs11info" : "/sign";
    const response = await fetch(path, { method: "POST", body: new URLSearchParams({ tbsPackage: event.data }) });
    answer = await response.text();
  } catch {
    answer = JSON.stringify({ func: "sign", ret_code: 0x7600000d, last_error: 0 });
  }
  opener.postMessage(answer, event.origin);
  close();
});
opener?.postMessage(JSON.stringify({ func: "getTbs" }), "*");
"#;

async fn guard(mut response: Response) -> Response {
    let policy = HeaderValue::from_static(
        "default-src 'none'; script-src 'self'; connect-src 'self'; base-uri 'none'",
    );
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    response
}

#[derive(Deserialize)]
struct Package {
    #[serde(rename = "tbsPackage")]
    request: String,
}

#[derive(Deserialize)]
struct Request {
    #[serde(default)]
    tbs: String,
    #[serde(default)]
    pin: String,
    #[serde(rename = "slotDescription", default)]
    slot: String,
}

/// Pages of other sites do not sign here: only the popup's own, and scripts.
fn is_foreign(headers: &HeaderMap) -> bool {
    let text = |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let host = text(header::HOST).unwrap_or_default();
    text(header::ORIGIN).is_some_and(|origin| origin != format!("http://{host}"))
}

async fn sign(State(reader): State<Reader>, headers: HeaderMap, Form(package): Form<Package>) -> Response {
    if is_foreign(&headers) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let answer = match tokio::task::spawn_blocking(move || reader.sign(&package.request)).await {
        Ok(answer) => answer,
        Err(_) => trouble("sign", BROKEN, 0),
    };
    answer.to_string().into_response()
}

async fn read(State(reader): State<Reader>, headers: HeaderMap, Form(package): Form<Package>) -> Response {
    if is_foreign(&headers) {
        return StatusCode::FORBIDDEN.into_response();
    }
    reader.read(&package.request).to_string().into_response()
}

fn trouble(func: &str, code: i64, last_error: i64) -> Value {
    json!({ "func": func, "ret_code": code, "last_error": last_error })
}

impl Reader {
    fn card(&self, number: &str) -> Option<Card> {
        Office::open(&self.folder).ok()?.card(number).ok()?
    }

    fn sign(&self, request: &str) -> Value {
        let Ok(request) = serde_json::from_str::<Request>(request) else {
            return trouble("sign", BAD_REQUEST, 0);
        };
        let Some(card) = self.card(&request.slot) else { return trouble("sign", NO_CARD, 0) };
        if request.pin.is_empty() {
            return trouble("sign", PIN_MISSING, 0);
        }
        if let Some(last_error) = self.try_pin(&request.slot, &request.pin) {
            return trouble("sign", LOGIN_FAILED, last_error);
        }
        match card.sign(&request.tbs) {
            Ok(signature) => json!({
                "func": "sign", "ret_code": 0, "last_error": 0,
                "signature": BASE64.encode(signature), "certb64": BASE64.encode(&card.certificate), "cardSN": request.slot,
            }),
            Err(_) => trouble("sign", BROKEN, 0),
        }
    }

    /// What is wrong with a PIN, in the component's numbers.
    fn try_pin(&self, number: &str, pin: &str) -> Option<i64> {
        let mut wrong = self.wrong.lock().ok()?;
        let tries = wrong.entry(number.to_owned()).or_default();
        if *tries >= TRIES {
            return Some(LOCKED);
        }
        if pin == PIN {
            *tries = 0;
            return None;
        }
        *tries += 1;
        Some(match TRIES - *tries {
            0 => LOCKED,
            left => ONE_LEFT + i64::from(left) - 1,
        })
    }

    fn read(&self, request: &str) -> Value {
        let slot = serde_json::from_str::<Request>(request).map(|request| request.slot).unwrap_or_default();
        let Some(card) = self.card(&slot) else { return trouble("pkcs11info", NO_CARD, 0) };
        json!({
            "func": "pkcs11info", "ret_code": 0, "last_error": 0,
            "slots": [{ "slotDescription": slot, "token": { "serialNumber": slot, "certs": [
                { "label": "cert1", "usage": "digitalSignature", "certb64": BASE64.encode(&card.certificate) },
            ] } }],
        })
    }
}

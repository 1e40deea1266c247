//! Putting a text where the person pastes from.

use wasm_bindgen_futures::JsFuture;

/// Copies a text; false when the browser does not allow it, as without TLS on a strange host.
pub async fn put(text: &str) -> bool {
    if !gloo::utils::window().is_secure_context() {
        return false;
    }
    let clipboard = gloo::utils::window().navigator().clipboard();
    JsFuture::from(clipboard.write_text(text)).await.is_ok()
}

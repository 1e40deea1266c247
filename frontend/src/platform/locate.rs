//! The address bar: where the page is, and going elsewhere without a reload.

use gloo::events::EventListener;

/// Path and query of the page, such as `/inquiries?status=approved`.
#[must_use]
pub fn here() -> String {
    let location = gloo::utils::window().location();
    format!("{}{}", location.pathname().unwrap_or_default(), location.search().unwrap_or_default())
}

/// What stands after `?` in the address, each pair behind an `&`; empty without one.
#[must_use]
pub fn query() -> String {
    here().split_once('?').map(|(_, query)| format!("&{query}")).unwrap_or_default()
}

/// The origin this page came from.
#[must_use]
pub fn origin() -> String {
    gloo::utils::window().location().origin().unwrap_or_default()
}

/// Goes to a path of ours and remembers the step.
pub fn push(path: &str) {
    if let Ok(history) = gloo::utils::window().history() {
        let _ = history.push_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(path));
    }
}

/// Changes the address without a step to go back to: filters do this.
pub fn replace(path: &str) {
    if let Ok(history) = gloo::utils::window().history() {
        let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(path));
    }
}

/// Calls back when the person goes back or forward.
pub fn on_step(mut then: impl FnMut() + 'static) -> EventListener {
    EventListener::new(&gloo::utils::window(), "popstate", move |_| then())
}

/// Names the page in the browser's tab.
pub fn set_title(title: &str) {
    gloo::utils::document().set_title(title);
}

/// Opens the browser's print dialog.
pub fn print() {
    let _ = gloo::utils::window().print();
}

//! The browser: the only place that touches it. Everything above deals in plain values.

pub mod card;
pub mod clipboard;
pub mod clock;
pub mod events;
pub mod fetch;
pub mod file;
pub mod focus;
pub mod json;
pub mod locate;
pub mod offline;
pub mod poke;
pub mod prefs;
pub mod random;
pub mod tabs;
pub mod vault;

/// Something the browser refused: a word for the log, never a value somebody typed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the browser refused `{0}`")]
pub struct Refused(pub &'static str);

/// Turns any JavaScript exception into a refusal of what was attempted.
pub(crate) fn refused<E>(attempt: &'static str) -> impl FnOnce(E) -> Refused {
    move |_| Refused(attempt)
}

/// The element the app is drawn into, in place of the shell that the page brought along.
#[must_use]
pub fn root() -> Option<web_sys::Element> {
    gloo::utils::document().get_element_by_id("app")
}

/// Runs a future on the browser's queue.
pub fn spawn(future: impl Future<Output = ()> + 'static) {
    wasm_bindgen_futures::spawn_local(future);
}

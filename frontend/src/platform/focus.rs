//! Where the keyboard is.

use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement};

/// Puts the keyboard on the element with this id.
pub fn on_id(id: &str) {
    if let Some(element) = gloo::utils::document().get_element_by_id(id) {
        on(&element);
    }
}

/// Puts the keyboard on an element.
pub fn on(element: &web_sys::Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        let _ = element.focus();
    }
}

/// The element the keyboard is on takes typed letters, so that single-key commands must keep out of its way.
#[must_use]
pub fn is_typing() -> bool {
    gloo::utils::document().active_element().is_some_and(|element| {
        let name = element.tag_name();
        let is_text = name == "INPUT"
            && !matches!(element.get_attribute("type").as_deref(), Some("checkbox" | "radio"));
        is_text || name == "TEXTAREA" || name == "SELECT"
    })
}

/// A dialog is open, so that the page behind it must not answer keys.
#[must_use]
pub fn is_in_dialog() -> bool {
    gloo::utils::document().query_selector("dialog[open]").is_ok_and(|dialog| dialog.is_some())
}

/// Something was typed into the page and is not sent yet: a filter or a search is no work.
#[must_use]
pub fn has_work() -> bool {
    const FIELDS: &str = "#main :is(textarea, input:not([type=checkbox], [type=radio], [type=search]))";
    let Ok(fields) = gloo::utils::document().query_selector_all(FIELDS) else { return false };
    (0..fields.length()).filter_map(|at| fields.get(at)).any(|field| {
        let is_filter = field
            .dyn_ref::<web_sys::Element>()
            .is_some_and(|field| field.closest(".toolbar").is_ok_and(|bar| bar.is_some()));
        let text = field.dyn_ref::<web_sys::HtmlTextAreaElement>().map(web_sys::HtmlTextAreaElement::value);
        let value = text.or_else(|| field.dyn_ref::<HtmlInputElement>().map(HtmlInputElement::value));
        !is_filter && value.is_some_and(|value| !value.is_empty())
    })
}

/// Opens a native dialog over the page, the keyboard on what it asks for; the browser alone would choose the way out.
pub fn open(dialog: &web_sys::HtmlDialogElement) {
    const ASKED: &str = ".dialog__body :is(input, textarea, select):not(:disabled)";
    if dialog.open() {
        return;
    }
    let _ = dialog.show_modal();
    if let Ok(Some(field)) = dialog.query_selector(ASKED) {
        on(&field);
    }
}

/// The keyboard is on this element.
#[must_use]
pub fn has(element: &web_sys::Element) -> bool {
    gloo::utils::document().active_element().is_some_and(|active| active == *element)
}

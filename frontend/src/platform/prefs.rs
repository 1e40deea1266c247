//! Small wishes of the person at the desk: language, colours. Never anything about anybody else.

fn store() -> Option<web_sys::Storage> {
    gloo::utils::window().local_storage().ok().flatten()
}

/// A remembered wish.
#[must_use]
pub fn get(name: &str) -> Option<String> {
    store()?.get_item(&format!("chadiao.{name}")).ok().flatten()
}

/// Remembers a wish, or forgets it.
pub fn set(name: &str, value: Option<&str>) {
    let Some(store) = store() else { return };
    let name = format!("chadiao.{name}");
    let _ = match value {
        Some(value) => store.set_item(&name, value),
        None => store.remove_item(&name),
    };
}

/// Tells the page its language, for screen readers, fonts and line breaking.
pub fn set_lang(tag: &str) {
    if let Some(root) = gloo::utils::document().document_element() {
        let _ = root.set_attribute("lang", tag);
    }
}

/// Overrides the system's light or dark, or follows it.
pub fn set_theme(theme: Option<&str>) {
    if let Some(root) = gloo::utils::document().document_element() {
        let _ = match theme {
            Some(theme) => root.set_attribute("data-theme", theme),
            None => root.remove_attribute("data-theme"),
        };
    }
}

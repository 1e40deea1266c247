//! This browser profile as the server knows it, and whether it promises to keep our drafts.

use uuid::Uuid;
use wasm_bindgen_futures::JsFuture;

use super::{Refused, prefs, random};

/// The device's id, made once; the server binds it to the person who first uses it.
///
/// # Errors
/// The browser has no source of randomness.
pub fn id(person: Uuid) -> Result<Uuid, Refused> {
    // A shared desk has one device id per person: a device belongs to one person only.
    let name = format!("device.{person}");
    if let Some(id) = prefs::get(&name).and_then(|text| text.parse().ok()) {
        return Ok(id);
    }
    let id = random::id()?;
    prefs::set(&name, Some(&id.to_string()));
    Ok(id)
}

/// Asks the browser not to evict drafts when the disk runs low; says whether it promised.
pub async fn persist() -> bool {
    let Ok(promise) = gloo::utils::window().navigator().storage().persist() else { return false };
    JsFuture::from(promise).await.is_ok_and(|answer| answer.as_bool().unwrap_or(false))
}

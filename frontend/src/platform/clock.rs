//! The device's clock: good for pauses and for showing times; nothing legal is decided by it.

use chrono::{DateTime, NaiveDate, Utc};

/// Now, by the device.
#[must_use]
pub fn now() -> DateTime<Utc> {
    // A double holds every millisecond of the next 285,000 years.
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 fit in 53 bits")]
    let millis = js_sys::Date::now() as i64;
    DateTime::from_timestamp_millis(millis).unwrap_or_default()
}

/// Today in Taiwan, by the device.
#[must_use]
pub fn today() -> NaiveDate {
    shared::record::taiwan_day(now())
}

/// Waits.
pub async fn pause(millis: u32) {
    let millis = i32::try_from(millis).unwrap_or(i32::MAX);
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        let _ = gloo::utils::window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, millis);
    });
    let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
}

/// Leaves a mark that the measuring tools read.
pub fn mark(name: &str) {
    if let Some(performance) = gloo::utils::window().performance() {
        let _ = performance.mark(name);
    }
}

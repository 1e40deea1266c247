//! Other tabs of the same browser: news between them, and one of them at a time for the queue.

use gloo::events::EventListener;
use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::{BroadcastChannel, MessageEvent};

/// A channel to the other tabs; dropping it closes it.
pub struct Channel {
    channel: BroadcastChannel,
    _listener: EventListener,
}

impl Channel {
    /// Opens the channel and calls back with what other tabs say.
    #[must_use]
    pub fn open(then: impl Fn(String) + 'static) -> Option<Self> {
        let channel = BroadcastChannel::new("chadiao").ok()?;
        let listener = EventListener::new(&channel, "message", move |event| {
            if let Some(text) = event.dyn_ref::<MessageEvent>().and_then(|event| event.data().as_string()) {
                then(text);
            }
        });
        Some(Self { channel, _listener: listener })
    }

    /// Says something short to the other tabs: a noun and an id, never content.
    pub fn say(&self, text: &str) {
        let _ = self.channel.post_message(&JsValue::from_str(text));
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        self.channel.close();
    }
}

/// Runs `work` while holding the named lock among all tabs; at once where the browser has no locks.
pub async fn alone(name: &str, work: impl Future<Output = ()> + 'static) {
    let navigator = gloo::utils::window().navigator();
    let locks = Reflect::get(&navigator, &JsValue::from_str("locks")).unwrap_or_default();
    let request =
        Reflect::get(&locks, &JsValue::from_str("request")).ok().and_then(|f| f.dyn_into::<Function>().ok());
    let Some(request) = request else { return work.await };
    let held = Closure::once_into_js(move |_lock: JsValue| -> Promise {
        future_to_promise(async move {
            work.await;
            Ok(JsValue::UNDEFINED)
        })
    });
    if let Ok(promise) = request.call2(&locks, &JsValue::from_str(name), &held) {
        let _ = JsFuture::from(Promise::resolve(&promise)).await;
    }
}

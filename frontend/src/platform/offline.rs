//! The service worker that brings the page up without a network.

use js_sys::{Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};

/// Registers the worker; a browser without one simply needs the network to start.
pub fn register() {
    let _ = try_register();
}

fn try_register() -> Result<(), JsValue> {
    let window = gloo::utils::window();
    let container = Reflect::get(&window.navigator(), &"serviceWorker".into())?;
    let register: Function = Reflect::get(&container, &"register".into())?.dyn_into()?;
    let url = trusted("/sw.js").unwrap_or_else(|_| "/sw.js".into());
    // Unhandled refusals would only fill the console; the page works without.
    let promise: js_sys::Promise = register.call1(&container, &url)?.dyn_into()?;
    crate::platform::spawn(async move {
        let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
    });
    Ok(())
}

/// The page requires Trusted Types: this one address is the only script address it ever makes.
fn trusted(url: &str) -> Result<JsValue, JsValue> {
    let types = Reflect::get(&gloo::utils::window(), &"trustedTypes".into())?;
    let create: Function = Reflect::get(&types, &"createPolicy".into())?.dyn_into()?;
    let rules = Object::new();
    let only = Closure::once_into_js(|asked: JsValue| if asked == "/sw.js" { asked } else { JsValue::NULL });
    Reflect::set(&rules, &"createScriptURL".into(), &only)?;
    let policy = create.call2(&types, &"chadiao-worker".into(), &rules)?;
    let make: Function = Reflect::get(&policy, &"createScriptURL".into())?.dyn_into()?;
    make.call1(&policy, &url.into())
}

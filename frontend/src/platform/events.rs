//! Things that happen to the page: keys, network, visibility, leaving, doing nothing.

use std::{cell::Cell, rc::Rc};

use gloo::{
    events::{EventListener, EventListenerOptions},
    timers::callback::Interval,
};
use wasm_bindgen::JsCast;
use web_sys::{BeforeUnloadEvent, KeyboardEvent};

/// The device believes it is connected.
#[must_use]
pub fn is_online() -> bool {
    gloo::utils::window().navigator().on_line()
}

/// Calls back with the new state when the network comes or goes.
pub fn on_network(then: impl Fn(bool) + 'static) -> [EventListener; 2] {
    let window = gloo::utils::window();
    let then = Rc::new(then);
    let (came, went) = (Rc::clone(&then), then);
    [
        EventListener::new(&window, "online", move |_| came(true)),
        EventListener::new(&window, "offline", move |_| went(false)),
    ]
}

/// Calls back when the page is hidden or shown, with whether it is hidden.
pub fn on_visibility(then: impl Fn(bool) + 'static) -> EventListener {
    EventListener::new(&gloo::utils::document(), "visibilitychange", move |_| {
        then(gloo::utils::document().hidden())
    })
}

/// Asks before the page is left while `is_unsaved` says yes.
pub fn on_leave(is_unsaved: impl Fn() -> bool + 'static) -> EventListener {
    let options = EventListenerOptions::enable_prevent_default();
    EventListener::new_with_options(&gloo::utils::window(), "beforeunload", options, move |event| {
        if is_unsaved() {
            event.prevent_default();
            if let Some(event) = event.dyn_ref::<BeforeUnloadEvent>() {
                event.set_return_value("unsaved");
            }
        }
    })
}

/// Calls back for keys pressed on the page, outside text fields and dialogs, without control keys.
pub fn on_key(then: impl Fn(&str) -> bool + 'static) -> EventListener {
    let options = EventListenerOptions::enable_prevent_default();
    EventListener::new_with_options(&gloo::utils::document(), "keydown", options, move |event| {
        let Some(key) = event.dyn_ref::<KeyboardEvent>() else { return };
        let is_plain = !key.ctrl_key() && !key.alt_key() && !key.meta_key() && !key.is_composing();
        if is_plain && !super::focus::is_typing() && !super::focus::is_in_dialog() && then(&key.key()) {
            event.prevent_default();
        }
    })
}

/// Watches for a desk that was left; dropping it stops the watch.
pub struct IdleWatch {
    _input: Vec<EventListener>,
    _tick: Interval,
}

/// Tells how many seconds are left once nobody has touched mouse or keyboard for nearly `seconds`, down to 0; and none when
/// somebody is back (point 5(3): lock when away).
#[must_use]
pub fn on_idle(seconds: u32, warning: u32, tell: impl Fn(Option<u32>) + 'static) -> IdleWatch {
    const TICK: u32 = 1_000;
    let last = Rc::new(Cell::new(js_sys::Date::now()));
    let input = ["pointerdown", "pointermove", "keydown", "wheel"]
        .map(|name| {
            let last = Rc::clone(&last);
            EventListener::new(&gloo::utils::document(), name, move |_| last.set(js_sys::Date::now()))
        })
        .into();
    let told = Cell::new(None);
    let tick = Interval::new(TICK, move || {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "seconds, not before 0")]
        let idle = ((js_sys::Date::now() - last.get()) / 1_000.0).max(0.0) as u32;
        let left = Some(seconds.saturating_sub(idle)).filter(|left| *left <= warning);
        if told.replace(left) != left {
            tell(left);
        }
    });
    IdleWatch { _input: input, _tick: tick }
}

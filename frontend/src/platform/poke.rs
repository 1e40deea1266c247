//! Server-sent events: the server says only that something newer exists; asking for it is the truth.

use gloo::events::EventListener;
use web_sys::EventSource;

/// An open ear; dropping it closes the connection.
pub struct Ear {
    source: EventSource,
    _listeners: [EventListener; 2],
}

impl Drop for Ear {
    fn drop(&mut self) {
        self.source.close();
    }
}

/// Listens until dropped; the browser itself reconnects.
#[must_use]
pub fn listen(then: impl Fn() + 'static) -> Option<Ear> {
    let source = EventSource::new("/api/v1/sync/poke").ok()?;
    let then = std::rc::Rc::new(then);
    let named = std::rc::Rc::clone(&then);
    let listeners = [
        EventListener::new(&source, "message", move |_| then()),
        EventListener::new(&source, "poke", move |_| named()),
    ];
    Some(Ear { source, _listeners: listeners })
}

//! Server-sent events: the server says only that something newer exists; asking for it is the truth.

use gloo::events::EventListener;
use shared::sync::POKE;
use web_sys::EventSource;

/// An open ear; dropping it closes the connection.
pub struct Ear {
    source: EventSource,
    _listener: EventListener,
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
    let listener = EventListener::new(&source, POKE, move |_| then());
    Some(Ear { source, _listener: listener })
}

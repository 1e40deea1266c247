//! The card component on this PC, spoken to through a popup of its own origin: one click, one popup, one request.

use std::{cell::RefCell, collections::VecDeque, rc::Rc};

use gloo::events::EventListener;
use shared::session::{CardAnswer, CardTrouble, read_answer};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{MessageEvent, Window};

use super::clock;

/// How often one looks for a message.
const LOOK: u32 = 25;
/// How long the component may take to be ready: it starts slowly on old machines.
const READY_WITHIN: u32 = 15_000;
/// How long the card may take to sign, a trust question to the person included.
const DONE_WITHIN: u32 = 90_000;
/// A message may be heard after its popup was seen closed.
const LAST_WORDS: u32 = 400;

/// An open popup.
pub struct Popup {
    window: Window,
    component: String,
    heard: Rc<RefCell<VecDeque<String>>>,
    _ear: EventListener,
}

impl Popup {
    /// Opens the component's popup; only a click of the person's may.
    ///
    /// # Errors
    /// The browser does not open it.
    pub fn open(component: &str) -> Result<Self, CardTrouble> {
        let ours = gloo::utils::window();
        let heard = Rc::new(RefCell::new(VecDeque::new()));
        let url = format!("{component}/popupForm");
        let opened = ours.open_with_url_and_target_and_features(
            &url,
            "_blank",
            "height=240,width=320,left=100,top=20",
        );
        let window = opened.ok().flatten().ok_or(CardTrouble::Missing)?;
        let ear = {
            let (heard, component, popup) =
                (Rc::clone(&heard), component.to_owned(), JsValue::from(window.clone()));
            EventListener::new(&ours, "message", move |event| {
                let Some(event) = event.dyn_ref::<MessageEvent>() else { return };
                let is_popups = event.source().is_some_and(|source| JsValue::from(source) == popup);
                if let (true, true, Some(text)) =
                    (event.origin() == component, is_popups, event.data().as_string())
                {
                    heard.borrow_mut().push_back(text);
                }
            })
        };
        Ok(Self { window, component: component.to_owned(), heard, _ear: ear })
    }

    /// Waits until it is ready for the request.
    ///
    /// # Errors
    /// Nothing answers on this PC, or the person closed the popup.
    pub async fn ready(&self) -> Result<(), CardTrouble> {
        match self.next(READY_WITHIN).await {
            Some(CardAnswer::Ready) => Ok(()),
            Some(CardAnswer::Trouble(trouble)) => Err(trouble),
            Some(_) => Err(CardTrouble::Stuck),
            None => Err(CardTrouble::Missing),
        }
    }

    /// Hands it the one request and waits for what comes of it; the popup closes by itself.
    pub async fn ask(self, request: &str) -> CardAnswer {
        // To the component's origin and no other: the request may carry the PIN.
        if self.window.post_message(&JsValue::from_str(request), &self.component).is_err() {
            return CardAnswer::Trouble(CardTrouble::Stuck);
        }
        self.next(DONE_WITHIN).await.unwrap_or(CardAnswer::Trouble(CardTrouble::Stuck))
    }

    async fn next(&self, within: u32) -> Option<CardAnswer> {
        let mut waited = 0;
        let mut closed = 0;
        while waited < within {
            if let Some(text) = self.heard.borrow_mut().pop_front() {
                return Some(read_answer(&text));
            }
            if self.window.closed().unwrap_or(true) {
                closed += LOOK;
                if closed > LAST_WORDS {
                    return Some(CardAnswer::Trouble(CardTrouble::Cancelled));
                }
            }
            clock::pause(LOOK).await;
            waited += LOOK;
        }
        None
    }
}

impl Drop for Popup {
    fn drop(&mut self) {
        let _ = self.window.close();
    }
}

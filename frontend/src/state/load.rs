//! A document on its way from the server: loading, here, or not coming; what is here stays while it is refreshed.

use std::rc::Rc;

use serde::de::DeserializeOwned;
use yew::prelude::*;

use crate::{
    i18n::Label,
    platform::{
        self,
        fetch::{self, Fault},
    },
    state::shell::{Act, Shell},
};

/// The shell's state and its door, as components get it.
pub type App = UseReducerHandle<Shell>;

/// The shell, from any component.
#[hook]
pub fn use_app() -> App {
    // A component outside the shell would be a mistake of ours; a fresh state keeps the page alive in that case.
    let spare = use_reducer(Shell::default);
    use_context::<App>().unwrap_or(spare)
}

/// A document on its way.
#[derive(Debug, PartialEq)]
pub struct Load<T> {
    /// The latest that came.
    pub here: Option<Rc<T>>,
    /// Why the last attempt failed.
    pub fault: Option<Fault>,
    /// An attempt is under way.
    pub is_loading: bool,
}

impl<T> Clone for Load<T> {
    fn clone(&self) -> Self {
        Self { here: self.here.clone(), fault: self.fault.clone(), is_loading: self.is_loading }
    }
}

impl<T> Default for Load<T> {
    fn default() -> Self {
        Self { here: None, fault: None, is_loading: true }
    }
}

/// A loaded document and the way to ask again.
pub struct Loaded<T> {
    /// Where it stands.
    pub state: Load<T>,
    /// Asks again.
    pub again: Callback<()>,
}

/// Loads a document below `/api/v1` and again whenever the path changes or the server has news; an empty path loads nothing.
#[hook]
pub fn use_load<T: DeserializeOwned + PartialEq + 'static>(path: &str) -> Loaded<T> {
    let app = use_app();
    let state = use_state(Load::<T>::default);
    let tick = use_state(|| 0_u32);
    let latest = use_mut_ref(|| (String::new(), 0_u32));
    {
        let state = state.clone();
        let setter = state.setter();
        let key = (path.to_owned(), *tick, app.news, app.visits);
        use_effect_with(key, move |(path, ..)| {
            let path = path.clone();
            if !path.is_empty() {
                let ticket = {
                    let mut latest = latest.borrow_mut();
                    let is_same = latest.0 == path;
                    *latest = (path.clone(), latest.1 + 1);
                    // Another address must not show the old one's content as its own.
                    setter.set(Load {
                        here: if is_same { state.here.clone() } else { None },
                        fault: None,
                        is_loading: true,
                    });
                    latest.1
                };
                let kept = if latest.borrow().0 == path { state.here.clone() } else { None };
                platform::spawn(async move {
                    let answer = fetch::get::<T>(&path).await;
                    if latest.borrow().1 != ticket {
                        return;
                    }
                    match answer {
                        Ok(value) => {
                            setter.set(Load { here: Some(Rc::new(value)), fault: None, is_loading: false })
                        }
                        Err(fault) => {
                            if fault.status() == 401 {
                                app.dispatch(Act::Meet(None));
                            }
                            setter.set(Load { here: kept, fault: Some(fault), is_loading: false });
                        }
                    }
                });
            }
        });
    }
    let again = {
        let tick = tick.clone();
        Callback::from(move |()| tick.set(*tick + 1))
    };
    Loaded { state: (*state).clone(), again }
}

/// Tells the person why something was not done, in their language.
pub fn complain(app: &App, fault: &Fault) {
    match fault.status() {
        401 => app.dispatch(Act::Meet(None)),
        // Somebody was faster: the page shows what is there now.
        412 => app.dispatch(Act::News),
        _ => {}
    }
    app.dispatch(Act::Warn(words_of(app, fault)));
}

/// Tells why a form was not saved. When its record had moved on, gives the revision to start from: what was typed stays,
/// the page behind shows what is there now, and saving again replaces it.
pub fn complain_of_saving(app: &App, fault: &Fault) -> Option<i64> {
    let moved_to = match fault {
        Fault::Problem(problem) if problem.status == 412 => problem.revision,
        _ => None,
    };
    if moved_to.is_some() {
        app.dispatch(Act::Warn(app.lang.of(crate::i18n::words::MOVED_ON).to_owned()));
        app.dispatch(Act::News);
    } else {
        complain(app, fault);
    }
    moved_to
}

/// Says that something was done.
pub fn announce(app: &App, label: Label) {
    app.dispatch(Act::Say(app.lang.of(label).to_owned()));
}

/// A fault in one sentence.
#[must_use]
pub fn words_of(app: &App, fault: &Fault) -> String {
    use crate::i18n::words::{FAULT_GARBLED, FAULT_OFFLINE, FAULT_OFFLINE_NEXT, TRACE};
    let lang = app.lang;
    match fault {
        Fault::Offline => format!("{}。{}", lang.of(FAULT_OFFLINE), lang.of(FAULT_OFFLINE_NEXT)),
        Fault::Garbled(_) => lang.of(FAULT_GARBLED).to_owned(),
        Fault::Problem(problem) => {
            let mut text = match problem.violations.first() {
                Some(violation) => lang.pick(&violation.message),
                None => lang.pick(&problem.detail),
            };
            if let Some(trace) = &problem.trace_id {
                text.push(' ');
                text.push_str(&lang.fill(TRACE, &[trace]));
            }
            text
        }
    }
}

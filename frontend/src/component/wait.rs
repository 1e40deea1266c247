//! Honest states: on its way, nothing there, not coming.

use gloo::timers::callback::Timeout;
use yew::prelude::*;

use super::{Button, Notice, Tone};
use crate::{
    i18n::{Label, words},
    platform::fetch::Fault,
    state::load::{use_app, words_of},
};

const PATIENCE: u32 = 4_000;

/// Something is on its way: bones in its shape, and after a while a word.
#[component]
pub fn Waiting() -> Html {
    let app = use_app();
    let is_long = use_state(|| false);
    {
        let is_long = is_long.clone();
        use_effect_with((), move |()| {
            let timeout = Timeout::new(PATIENCE, move || is_long.set(true));
            move || drop(timeout)
        });
    }
    html! {
        <div class="bones" role="status" aria-busy="true">
            <span class="sr">{ app.lang.of(words::LOADING) }</span>
            <span class="bone bone--title"></span>
            <span class="bone bone--most"></span><span class="bone"></span><span class="bone bone--half"></span>
            <span class="bone bone--most"></span><span class="bone bone--half"></span>
            if *is_long { <p class="faint">{ app.lang.of(words::STILL_LOADING) }</p> }
        </div>
    }
}

/// Nothing there.
#[derive(Properties, PartialEq)]
pub struct EmptyProps {
    /// What is not there.
    pub title: Label,
    /// What to do.
    #[prop_or_default]
    pub next: Option<Label>,
    /// A way to do it.
    #[prop_or_default]
    pub children: Html,
}

/// Draws an empty place: an unwritten, bound sheet.
#[component]
pub fn Empty(props: &EmptyProps) -> Html {
    let app = use_app();
    html! {
        <div class="empty">
            <svg class="empty__mark" viewBox="0 0 64 64" fill="none" stroke="currentColor" stroke-width="2" aria-hidden="true">
                <path d="M14 6h28l10 10v42H14z" /><path d="M42 6v10h10" /><path d="M20 6v52" stroke-dasharray="5 4" />
                <path d="M28 28h16M28 36h16M28 44h9" stroke-linecap="round" />
            </svg>
            <h2>{ app.lang.of(props.title) }</h2>
            if let Some(next) = props.next { <p>{ app.lang.of(next) }</p> }
            { props.children.clone() }
        </div>
    }
}

/// Something that did not come.
#[derive(Properties, PartialEq)]
pub struct FailedProps {
    /// Why.
    pub fault: Fault,
    /// Ask again.
    pub again: Callback<()>,
}

/// Draws why, and the way to try again.
#[component]
pub fn Failed(props: &FailedProps) -> Html {
    let app = use_app();
    let title = match &props.fault {
        Fault::Offline => app.lang.of(words::FAULT_OFFLINE).to_owned(),
        Fault::Problem(problem) if problem.status == 404 => app.lang.of(words::NOT_FOUND).to_owned(),
        Fault::Problem(problem) => app.lang.pick(&problem.title),
        Fault::Garbled(_) => app.lang.of(words::FAULT_GARBLED).to_owned(),
    };
    let next = match &props.fault {
        Fault::Offline => app.lang.of(words::FAULT_OFFLINE_NEXT).to_owned(),
        Fault::Problem(problem) if problem.status == 404 => app.lang.of(words::NOT_FOUND_NEXT).to_owned(),
        Fault::Garbled(_) => app.lang.of(words::FAULT_GARBLED_NEXT).to_owned(),
        Fault::Problem(_) => words_of(&app, &props.fault),
    };
    html! {
        <Notice {title} tone={if props.fault == Fault::Offline { Tone::Warn } else { Tone::Stop }}>
            <p>{ next }</p>
            <p><Button text={app.lang.of(words::RETRY)} onclick={props.again.clone()} /></p>
        </Notice>
    }
}

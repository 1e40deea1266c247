//! Short sayings that go away by themselves, announced to screen readers.

use gloo::timers::callback::Timeout;
use yew::prelude::*;

use crate::{
    i18n::words,
    state::{
        load::use_app,
        shell::{Act, Toast},
    },
};

const GOOD_FOR: u32 = 6_000;

/// Draws what was said and not yet taken away; bad news stays until closed.
#[component]
pub fn Toasts() -> Html {
    let app = use_app();
    html! {
        <div class="toasts" role="status" aria-live="polite">
            { for app.toasts.iter().map(|toast| html! { <One key={toast.number} toast={toast.clone()} /> }) }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct OneProps {
    toast: Toast,
}

#[component]
fn One(props: &OneProps) -> Html {
    let app = use_app();
    let (number, is_bad) = (props.toast.number, props.toast.is_bad);
    let unsay = {
        let app = app.clone();
        move || app.dispatch(Act::Unsay(number))
    };
    {
        let unsay = unsay.clone();
        use_effect_with(number, move |_| {
            let timeout = (!is_bad).then(|| Timeout::new(GOOD_FOR, unsay));
            move || drop(timeout)
        });
    }
    html! {
        <div class={classes!("toast", is_bad.then_some("toast--stop"))}>
            <span>{ &props.toast.text }</span>
            <button type="button" class="linklike" onclick={Callback::from(move |_: MouseEvent| unsay())}>{ app.lang.of(words::CLOSE) }</button>
        </div>
    }
}

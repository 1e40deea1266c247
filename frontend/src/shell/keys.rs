//! Single keys that work on every page, and the help that lists them.

use yew::prelude::*;

use crate::{
    component::Dialog,
    i18n::{Label, words},
    platform::{events, locate},
    route::Route,
    state::{
        load::use_app,
        shell::{Act, Shell},
    },
};

const KEYS: &[(&str, Label)] = &[
    ("?", words::KEY_HELP),
    ("j", words::KEY_DOWN),
    ("k", words::KEY_UP),
    ("o", words::KEY_OPEN),
    ("x", words::KEY_SELECT),
    ("a", words::KEY_APPROVE),
    ("r", words::KEY_RETURN),
    ("n", words::KEY_NEW),
    ("w", words::KEY_WORK),
    ("Alt+C", words::KEY_MAIN),
];

/// Listens for the keys that go to pages.
#[hook]
pub fn use_page_keys(app: &UseReducerHandle<Shell>) {
    let app = app.clone();
    let can_ask = app.session().is_some_and(|session| !session.standing.grants.is_empty()) && !app.is_locked;
    use_effect_with(can_ask, move |can_ask| {
        let can_ask = *can_ask;
        let listener = events::on_key(move |key| {
            let route = match key {
                "?" => {
                    app.dispatch(Act::Help(true));
                    return true;
                }
                "n" if can_ask => Route::NewInquiry,
                "w" if can_ask => Route::Work,
                _ => return false,
            };
            locate::push(&route.path());
            app.dispatch(Act::Go(route));
            true
        });
        move || drop(listener)
    });
}

/// Draws the list of keys.
#[component]
pub fn KeyHelp() -> Html {
    let app = use_app();
    let lang = app.lang;
    let onclose = {
        let app = app.clone();
        Callback::from(move |()| app.dispatch(Act::Help(false)))
    };
    html! {
        <Dialog title={lang.of(words::SHORTCUTS)} {onclose}>
            <dl class="facts">
                { for KEYS.iter().map(|(key, label)| html! { <><dt><kbd>{ *key }</kbd></dt><dd>{ lang.of(*label) }</dd></> }) }
            </dl>
        </Dialog>
    }
}

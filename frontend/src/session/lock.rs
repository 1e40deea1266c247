//! The covered screen (point 5(3)): what was on it is gone until the same person comes back.

use shared::api::v1::{SessionView, SignIn};
use yew::prelude::*;

use super::{leave, meet};
use crate::{
    component::{Button, Look},
    i18n::words,
    platform::{self, fetch},
    state::load::{complain, use_app},
};

/// Draws the cover; nothing of the page is kept behind it.
#[component]
pub fn LockScreen() -> Html {
    let app = use_app();
    let lang = app.lang;
    let name = app.session().map(|session| session.standing.name.clone()).unwrap_or_default();
    let unlock = {
        let app = app.clone();
        Callback::from(move |()| {
            let app = app.clone();
            platform::spawn(async move {
                let Some(person) = app.session().map(|session| session.standing.person) else { return };
                match fetch::change::<_, SessionView>("POST", "/session", None, &SignIn { person }).await {
                    Ok(session) => meet(&app, session),
                    Err(fault) => complain(&app, &fault),
                }
            });
        })
    };
    let go = {
        let app = app.clone();
        Callback::from(move |()| platform::spawn(leave(app.clone())))
    };
    html! {
        <main class="lock" id="main" tabindex="-1">
            <div class="card">
                <span class="brand__seal" aria-hidden="true">{ "鎖" }</span>
                <h1>{ lang.of(words::LOCKED) }</h1>
                <p class="quiet">{ lang.of(words::LOCKED_WHY) }</p>
                <div class="row">
                    <Button id="unlock" look={Look::Primary} text={lang.fill(words::UNLOCK, &[&name])} onclick={unlock} />
                    <Button look={Look::Plain} text={lang.of(words::SIGN_OUT)} onclick={go} />
                </div>
            </div>
        </main>
    }
}

//! The covered screen (point 5(3)): what was on it is gone until the same person comes back.

use yew::prelude::*;

use super::{
    card::{CardDone, CardPanel, CardTask, use_practice_card},
    leave, meet, remember_cover,
};
use crate::{
    component::{Button, Look},
    i18n::words,
    platform,
    state::load::use_app,
};

/// Draws the cover. Behind it is nothing, or the hidden page that somebody was writing on.
#[component]
pub fn LockScreen() -> Html {
    let app = use_app();
    let lang = app.lang;
    let name = app.session().map(|session| session.standing.name.clone()).unwrap_or_default();
    let card_number = use_practice_card(app.session().map(|session| session.standing.person));
    use_effect_with((), |()| remember_cover(true));
    let ondone = {
        let app = app.clone();
        Callback::from(move |done: CardDone| {
            if let CardDone::SignedIn(session) = done {
                remember_cover(false);
                meet(&app, session);
            }
        })
    };
    let go = {
        let app = app.clone();
        Callback::from(move |()| platform::spawn(leave(app.clone())))
    };
    html! {
        <main class="lock" id="cover" tabindex="-1">
            <div class="card">
                <span class="brand__seal" aria-hidden="true">{ "鎖" }</span>
                <h1>{ lang.of(words::LOCKED) }</h1>
                <p class="quiet">{ lang.of(words::LOCKED_WHY) }</p>
                <CardPanel id="unlock" task={CardTask::SignIn} {card_number} action={lang.fill(words::UNLOCK, &[&name])} {ondone} />
                <div class="row">
                    <Button look={Look::Plain} text={lang.of(words::SIGN_OUT)} onclick={go} />
                </div>
            </div>
        </main>
    }
}

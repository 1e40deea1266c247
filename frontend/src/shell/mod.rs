//! The frame around every page: head, menu, banners, foot, keyboard help.

mod head;
mod keys;
mod side;

pub use head::Head;
pub use keys::{KeyHelp, use_page_keys};
pub use side::Side;

use yew::prelude::*;

use crate::{component::Go, i18n::words, inspection, route::Route, state::load::use_app};

/// What must not be overlooked: practice, no network, things waiting.
#[component]
pub fn Banners() -> Html {
    let app = use_app();
    let lang = app.lang;
    html! {
        <section class="shell__bars" aria-label={lang.of(words::BARS)}>
            if app.is_practice() { <p class="ribbon"><span>{ lang.of(words::PRACTICE) }</span></p> }
            if let Some(leave) = app.session().and_then(|session| session.inspection.as_ref()) {
                <p class="ribbon" id="reads-only"><span>{ lang.fill(inspection::words::READS_ONLY, &[&leave.inspection.order, &lang.day(leave.inspection.closes_on), &inspection::scope(lang, leave)]) }</span></p>
            }
            if !app.is_online { <p class="ribbon ribbon--offline" role="status"><span>{ lang.of(words::OFFLINE) }</span></p> }
            if let Some(left) = app.locks_in {
                <p class="ribbon ribbon--offline" role="status" id="locks-in"><span>{ lang.fill(words::LOCKS_IN, &[&left]) }</span></p>
            }
            if let Some(session) = app.session().filter(|session| session.elsewhere > 0) {
                <p class="ribbon ribbon--offline" role="status" id="elsewhere"><span><Go to={Route::Sessions}>{ lang.fill(words::ELSEWHERE, &[&session.elsewhere]) }</Go></span></p>
            }
            if let Some(session) = app.session().filter(|session| session.shared_cards > 0) {
                <p class="ribbon ribbon--offline" role="status" id="shared-cards"><span><Go to={Route::Sessions}>{ lang.fill(words::SHARED_CARDS, &[&session.shared_cards]) }</Go></span></p>
            }
            if app.waiting > 0 {
                <p class="ribbon ribbon--offline" role="status"><span><Go to={Route::Outbox}>{ lang.fill(words::QUEUE, &[&app.waiting]) }</Go></span></p>
            }
        </section>
    }
}

/// The foot: by which rules and which day the server judges.
#[component]
pub fn Foot() -> Html {
    let app = use_app();
    let lang = app.lang;
    html! {
        <footer class="foot">
            <a class="colons" href="#foot" id="foot" accesskey="z" title={lang.of(words::FOOT_AREA)}>{ ":::" }</a>
            if let Some(caps) = &app.caps {
                <span>{ lang.fill(words::EDITION, &[&lang.of(edition(caps.edition))]) }</span>
                <span>{ lang.fill(words::SERVER_DAY, &[&lang.day(caps.today)]) }</span>
            }
            <span>{ lang.of(words::ACCESS_FOOT) }</span>
        </footer>
    }
}

const fn edition(edition: shared::regulation::EditionId) -> crate::i18n::Label {
    match edition {
        shared::regulation::EditionId::Original => words::EDITION_ORIGINAL,
        shared::regulation::EditionId::Amended => words::EDITION_AMENDED,
    }
}

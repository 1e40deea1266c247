//! Signing in, being somebody, locking the screen, leaving.

mod card;
mod lock;
mod places;
mod sign_in;
mod token_new;
mod tokens;
pub mod words;

pub use card::{CardDone, CardPanel, CardTask, use_practice_card};
pub use lock::LockScreen;
pub use places::SessionsPage;
pub use sign_in::SignInPage;
pub use tokens::TokensPage;

use std::rc::Rc;

use shared::api::v1::{Capabilities, SessionView};

use crate::{
    i18n::Label,
    platform::{
        clock,
        fetch::{self, Call, Fault},
        prefs, random, vault,
    },
    state::{
        load::{App, announce, complain},
        shell::Act,
    },
};

/// The mark of a covered screen.
const COVERED: &str = "covered";

/// What a person mainly does here: decides the menu and the first page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// 使用者.
    Staff,
    /// 單位主管, or a deputy today.
    Supervisor,
    /// 管理者.
    Manager,
    /// 外部查核人員.
    Inspector,
}

impl Role {
    /// The role of a session.
    #[must_use]
    pub fn of(session: &SessionView) -> Self {
        if session.inspection.is_some() {
            Self::Inspector
        } else if session.standing.is_manager {
            Self::Manager
        } else if session.approves_for.is_empty() {
            Self::Staff
        } else {
            Self::Supervisor
        }
    }

    /// In words.
    #[must_use]
    pub const fn label(self) -> Label {
        match self {
            Self::Staff => crate::i18n::words::ROLE_STAFF,
            Self::Supervisor => crate::i18n::words::ROLE_SUPERVISOR,
            Self::Manager => crate::i18n::words::ROLE_MANAGER,
            Self::Inspector => crate::i18n::words::ROLE_INSPECTOR,
        }
    }
}

/// Asks the server what it is and who we are.
pub async fn arrive(app: App) {
    match fetch::get::<Capabilities>("/sync/capabilities").await {
        Ok(caps) => {
            fetch::set_caps(&caps.hash);
            let skew = (clock::now() - caps.server_time).num_minutes().abs();
            if skew > 2 {
                app.dispatch(Act::Warn(app.lang.fill(crate::i18n::words::SKEW, &[&skew])));
            }
            prefs::set("caps", serde_json::to_string(&caps).ok().as_deref());
            app.dispatch(Act::Learn(Rc::new(caps)));
            app.dispatch(Act::Connect(true));
        }
        Err(_) => {
            let kept = prefs::get("caps").and_then(|text| crate::platform::json::read::<Capabilities>(&text));
            if let Some(caps) = kept {
                fetch::set_caps(&caps.hash);
                app.dispatch(Act::Learn(Rc::new(caps)));
            }
        }
    }
    match fetch::get::<SessionView>("/session").await {
        Ok(session) => {
            meet(&app, session);
            stay_covered(&app);
        }
        Err(Fault::Offline) => {
            app.dispatch(Act::Connect(false));
            let kept =
                prefs::get("session").and_then(|text| crate::platform::json::read::<SessionView>(&text));
            app.dispatch(Act::Meet(kept.map(Rc::new)));
            stay_covered(&app);
        }
        Err(_) => {
            prefs::set("session", None);
            app.dispatch(Act::Meet(None));
        }
    }
}

/// A screen that was covered stays so through a reload and in every new tab, until the card is back.
fn stay_covered(app: &App) {
    if prefs::get(COVERED).is_some() {
        app.dispatch(Act::Lock(true));
    }
}

/// Remembers whether the screen is covered.
fn remember_cover(is_covered: bool) {
    prefs::set(COVERED, is_covered.then_some("1"));
}

/// Looks whether the session lasts and the card is in use elsewhere.
pub async fn look_around(app: App) {
    match fetch::get::<SessionView>("/session").await {
        Ok(session) if app.session().is_some_and(|known| **known == session) => {}
        Ok(session) => app.dispatch(Act::Know(Rc::new(session))),
        Err(fault) if fault.status() == 401 => {
            prefs::set("session", None);
            app.dispatch(Act::Meet(None));
        }
        Err(_) => {}
    }
}

/// Somebody signed in; remembered so that drafts can be written without a network.
pub fn meet(app: &App, session: SessionView) {
    prefs::set("session", serde_json::to_string(&session).ok().as_deref());
    app.dispatch(Act::Meet(Some(Rc::new(session))));
}

/// Ends the session here and on the server.
pub async fn leave(app: App) {
    let operation = random::id().ok();
    let answer = fetch::send("/session", Call { method: "DELETE", operation, ..Call::default() }).await;
    match answer {
        Ok(_) => {
            prefs::set("session", None);
            remember_cover(false);
            let person = app.session().map(|session| session.standing.person.0);
            // What waits to be sent stays, sealed, until the same person is back.
            let is_all_sent = app.waiting == 0;
            app.dispatch(Act::Meet(None));
            if let Some(person) = person.filter(|_| is_all_sent) {
                vault::erase(person);
            }
            announce(&app, words::LEFT);
        }
        Err(fault) => complain(&app, &fault),
    }
}

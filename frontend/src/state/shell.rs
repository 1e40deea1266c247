//! The whole page's state: who, which language, which page, connected or not, what was just said.

use std::rc::Rc;

use shared::{
    api::v1::{Capabilities, SessionView},
    regulation::{EditionId, Settings},
    violation::Violation,
};
use yew::Reducible;

use crate::{i18n::Lang, route::Route};

/// Light, dark, or what the system says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// As the system.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// As remembered and as an attribute; none follows the system.
    #[must_use]
    pub const fn name(self) -> Option<&'static str> {
        match self {
            Self::System => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }

    /// Back from its name.
    #[must_use]
    pub fn of(name: Option<&str>) -> Self {
        match name {
            Some("light") => Self::Light,
            Some("dark") => Self::Dark,
            _ => Self::System,
        }
    }
}

/// Something to tell the person, once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toast {
    /// Counts up; which one to take away again.
    pub number: u32,
    /// What to say.
    pub text: String,
    /// It went wrong.
    pub is_bad: bool,
}

/// Whether anybody is signed in.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Presence {
    /// Not asked yet.
    #[default]
    Unknown,
    /// Nobody.
    Nobody,
    /// Somebody; `is_stale` when remembered from before the network went.
    Somebody(Rc<SessionView>),
}

/// The shell's state.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Shell {
    /// Language.
    pub lang: Lang,
    /// Colours.
    pub theme: Theme,
    /// Page.
    pub route: Route,
    /// Counts page changes, so that a second visit loads anew.
    pub visits: u32,
    /// Who is here.
    pub presence: Presence,
    /// What the server is.
    pub caps: Option<Rc<Capabilities>>,
    /// The network is there, as far as the device knows.
    pub is_online: bool,
    /// The screen is covered.
    pub is_locked: bool,
    /// Seconds until the screen locks, once that is near.
    pub locks_in: Option<u32>,
    /// Things waiting to be sent.
    pub waiting: u32,
    /// Counts up when the server says that something changed.
    pub news: u32,
    /// What was said and not yet taken away.
    pub toasts: Vec<Toast>,
    /// A violation whose point the person wants explained.
    pub explaining: Option<Violation>,
    /// The keyboard help is open.
    pub is_helping: bool,
    /// How many sayings there were; numbers them.
    pub said: u32,
}

/// What can happen to the shell.
pub enum Act {
    /// Another language.
    Speak(Lang),
    /// Other colours.
    Dress(Theme),
    /// Another page.
    Go(Route),
    /// Somebody or nobody is signed in.
    Meet(Option<Rc<SessionView>>),
    /// The signed-in person's session is known better; a covered screen stays covered.
    Know(Rc<SessionView>),
    /// The server told what it is.
    Learn(Rc<Capabilities>),
    /// The network came or went.
    Connect(bool),
    /// Cover or uncover the screen.
    Lock(bool),
    /// The screen locks in so many seconds, or not soon.
    LocksIn(Option<u32>),
    /// The queue's length.
    Queue(u32),
    /// Something changed on the server or in another tab.
    News,
    /// Say something good.
    Say(String),
    /// Say something bad.
    Warn(String),
    /// Take a saying away.
    Unsay(u32),
    /// Explain a violation's point, or stop.
    Explain(Option<Violation>),
    /// Open or close the keyboard help.
    Help(bool),
}

impl Shell {
    /// Who is signed in.
    #[must_use]
    pub fn session(&self) -> Option<&Rc<SessionView>> {
        match &self.presence {
            Presence::Somebody(session) => Some(session),
            Presence::Unknown | Presence::Nobody => None,
        }
    }

    /// The edition in force, as the server said.
    #[must_use]
    pub fn edition(&self) -> EditionId {
        self.caps.as_ref().map(|caps| caps.edition).unwrap_or_default()
    }

    /// The county's settings in force, as the server said.
    #[must_use]
    pub fn settings(&self) -> Settings {
        self.caps.as_ref().map(|caps| caps.settings).unwrap_or_default()
    }

    /// The server is a practice county.
    #[must_use]
    pub fn is_practice(&self) -> bool {
        self.caps.as_ref().is_some_and(|caps| caps.is_practice)
    }

    fn say(&mut self, text: String, is_bad: bool) {
        const MOST: usize = 4;
        self.said += 1;
        self.toasts.push(Toast { number: self.said, text, is_bad });
        if self.toasts.len() > MOST {
            self.toasts.remove(0);
        }
    }

    fn apply(&mut self, act: Act) {
        match act {
            Act::Speak(lang) => self.lang = lang,
            Act::Dress(theme) => self.theme = theme,
            Act::Go(route) => {
                self.route = route;
                self.visits += 1;
                self.explaining = None;
            }
            Act::Meet(Some(session)) => {
                self.presence = Presence::Somebody(session);
                self.is_locked = false;
            }
            Act::Meet(None) => {
                self.presence = Presence::Nobody;
                self.is_locked = false;
                self.waiting = 0;
            }
            Act::Know(session) => {
                if self.session().is_some() {
                    self.presence = Presence::Somebody(session);
                }
            }
            Act::Learn(caps) => self.caps = Some(caps),
            Act::Connect(is_online) => self.is_online = is_online,
            Act::Lock(is_locked) => {
                self.is_locked = is_locked && self.session().is_some();
                self.locks_in = None;
            }
            Act::LocksIn(left) => {
                self.locks_in = left.filter(|_| self.session().is_some() && !self.is_locked)
            }
            Act::Queue(waiting) => self.waiting = waiting,
            Act::News => self.news += 1,
            Act::Say(text) => self.say(text, false),
            Act::Warn(text) => self.say(text, true),
            Act::Unsay(number) => self.toasts.retain(|toast| toast.number != number),
            Act::Explain(violation) => self.explaining = violation,
            Act::Help(is_helping) => self.is_helping = is_helping,
        }
    }
}

impl Reducible for Shell {
    type Action = Act;

    fn reduce(self: Rc<Self>, act: Act) -> Rc<Self> {
        let mut shell = Rc::unwrap_or_clone(self);
        shell.apply(act);
        Rc::new(shell)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_signed_in_screen_locks() {
        let mut shell = Shell::default();
        shell.apply(Act::Lock(true));
        assert!(!shell.is_locked);
    }

    #[test]
    fn better_knowledge_uncovers_no_screen_and_signs_nobody_in() {
        let session: SessionView = serde_json::from_value(serde_json::json!({
            "standing": {
                "person": "01890000-0000-7000-8000-000000000001", "name": "a", "unit": "01890000-0000-7000-8000-000000000002",
                "is_active": true, "has_card": true, "has_egov_account": true
            },
            "title": "", "unit_name": "", "approves_for": [], "in_social_affairs": true,
            "expires_at": "2026-11-23T00:00:00Z", "is_practice": true
        }))
        .unwrap();
        let session = Rc::new(session);
        let mut shell = Shell::default();
        shell.apply(Act::Know(Rc::clone(&session)));
        assert!(shell.session().is_none());
        shell.apply(Act::Meet(Some(Rc::clone(&session))));
        shell.apply(Act::Lock(true));
        shell.apply(Act::Know(session));
        assert!(shell.is_locked);
    }

    #[test]
    fn old_sayings_make_room_and_numbers_never_repeat() {
        let mut shell = Shell::default();
        for n in 0..6 {
            shell.apply(Act::Say(n.to_string()));
        }
        let numbers: Vec<u32> = shell.toasts.iter().map(|toast| toast.number).collect();
        assert_eq!(numbers, [3, 4, 5, 6]);
        shell.apply(Act::Unsay(4));
        assert_eq!(shell.toasts.len(), 3);
    }
}

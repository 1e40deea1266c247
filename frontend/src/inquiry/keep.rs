//! Keeping a draft: saved at each pause, merged with what changed elsewhere, submitted whole.

use shared::{
    id::InquiryId,
    inquiry::InquiryDraft,
    sync::{FieldConflict, Local, Refused, SaveError},
    violation::Violation,
};
use yew::prelude::*;

use super::{identity, words};
use crate::{
    platform::{self, clock, events, focus, locate},
    route::Route,
    state::{
        editor::{Edit, Editor},
        load::announce,
        shell::Act,
    },
    sync::Desk,
};

/// The rule that keeps identity numbers out of free text.
const IDENTITY_IN_TEXT: &str = "P05-4-IDENTITY-IN-TEXT";
/// Looks at the answer this often before the person goes on without it.
const PATIENCE: u32 = 60;

/// How the draft stands on disk.
#[derive(Debug, Clone, PartialEq)]
pub enum Saved {
    Fresh,
    Dirty,
    Busy,
    At(String),
    Withheld,
}

/// What saving needs; cloned into timers and answers.
#[derive(Clone)]
pub struct Keep {
    pub desk: Desk,
    pub id: InquiryId,
    pub editor: UseReducerHandle<Editor>,
    pub base: std::rc::Rc<std::cell::RefCell<InquiryDraft>>,
    pub saved_changes: std::rc::Rc<std::cell::RefCell<u32>>,
    pub latest: std::rc::Rc<std::cell::RefCell<u32>>,
    pub is_saving: std::rc::Rc<std::cell::Cell<bool>>,
    pub saved: UseStateHandle<Saved>,
    pub conflict: UseStateHandle<Option<Vec<FieldConflict>>>,
    pub key_to: Option<[u8; 32]>,
    pub app: crate::state::load::App,
}

impl Keep {
    /// The draft as this computer holds it.
    pub fn local(&self) -> Option<InquiryDraft> {
        self.desk.read(|client| match client.local(self.id.0) {
            Local::Open(draft) => Some(draft.clone()),
            _ => None,
        })
    }

    /// Saves what the form holds; true when it was taken.
    pub async fn run(&self) -> bool {
        // A number in a free text must not reach any disk, ours included.
        if self.editor.report.has(IDENTITY_IN_TEXT) {
            self.saved.set(Saved::Withheld);
            return false;
        }
        // One save at a time: the next one starts from what this one leaves.
        while self.is_saving.replace(true) {
            clock::pause(30).await;
        }
        let is_taken = self.save().await;
        self.is_saving.set(false);
        is_taken
    }

    async fn save(&self) -> bool {
        self.saved.set(Saved::Busy);
        let draft = identity::at_rest(&self.editor.draft, self.key_to.as_ref());
        let base = self.base.borrow().clone();
        let answer = self.desk.save(self.id.0, base, draft.clone()).await;
        match answer {
            Ok(()) => {
                *self.saved_changes.borrow_mut() = self.editor.changes;
                let now = self.local().unwrap_or_else(|| draft.clone());
                if now == draft {
                    *self.base.borrow_mut() = draft;
                } else if *self.latest.borrow() == self.editor.changes {
                    *self.base.borrow_mut() = now.clone();
                    self.editor.dispatch(Edit::Load(now));
                } else {
                    // Typing went on meanwhile: the next save merges what came from elsewhere.
                    *self.base.borrow_mut() = draft;
                }
                let at = clock::now();
                let at = self.app.lang.moment(at);
                self.saved.set(Saved::At(at));
                true
            }
            Err(SaveError::Conflict(fields)) => {
                self.conflict.set(Some(fields));
                false
            }
            Err(SaveError::Undecided) => {
                self.undecided();
                false
            }
            Err(SaveError::Frozen | SaveError::Leaving | SaveError::Absent) => {
                self.leave_to(Route::Inquiry(self.id));
                false
            }
        }
    }

    /// Opens the choice an earlier refusal waits for.
    pub fn undecided(&self) {
        let fields = self.desk.read(|client| {
            client.entries(self.id.0).find_map(|entry| match entry.refused() {
                Some(Refused::Conflict { fields, .. }) => Some(fields.clone()),
                _ => None,
            })
        });
        if fields.is_some() {
            self.conflict.set(fields);
        }
    }

    /// Takes over what changed elsewhere while nothing was touched here.
    pub fn follow(&self) {
        if *self.saved_changes.borrow() == self.editor.changes
            && let Some(now) = self.local()
            && now != *self.base.borrow()
        {
            *self.base.borrow_mut() = now.clone();
            self.editor.dispatch(Edit::Load(now));
        }
        self.undecided();
        let refused = self.desk.read(|client| refusals(client, self.id));
        if !refused.is_empty() {
            self.editor.dispatch(Edit::Served(refused));
        }
    }

    /// Saves and sends the form; what is refused comes back into it.
    pub async fn submit(&self) {
        if !self.run().await {
            return;
        }
        let id = self.id.0;
        let taken = self.desk.change(move |client| client.submit(id)).await;
        if taken.is_none_or(|taken| taken.is_err()) {
            self.undecided();
            return;
        }
        self.desk.tell();
        if !events::is_online() {
            announce(&self.app, words::QUEUED);
            return self.leave_to(Route::Work);
        }
        self.desk.wake();
        for _ in 0..PATIENCE {
            clock::pause(120).await;
            let (is_over, refused) = self.desk.read(|client| {
                (client.entries(id).all(|entry| entry.refused().is_some()), refusals(client, self.id))
            });
            if is_over && refused.is_empty() {
                let is_in = self.desk.read(|client| !matches!(client.local(id), Local::Open(_)));
                if is_in {
                    announce(&self.app, words::SUBMITTED);
                    return self.leave_to(Route::Inquiry(self.id));
                }
                self.undecided();
                return;
            }
            if is_over {
                self.editor.dispatch(Edit::Served(refused));
                clock::pause(50).await;
                focus::on_id("form-errors");
                return;
            }
        }
        announce(&self.app, words::QUEUED);
        self.leave_to(Route::Work);
    }

    /// What the person chose in a conflict becomes the form.
    pub fn choose(&self) -> Callback<InquiryDraft> {
        let keep = self.clone();
        Callback::from(move |chosen: InquiryDraft| {
            let rest = identity::at_rest(&chosen, keep.key_to.as_ref());
            keep.editor.dispatch(Edit::Load(rest.clone()));
            keep.conflict.set(None);
            let keep = keep.clone();
            platform::spawn(async move {
                let (id, kept) = (keep.id.0, rest.clone());
                let is_queued = keep.desk.read(|client| {
                    client.entries(id).any(|entry| matches!(entry.refused(), Some(Refused::Conflict { .. })))
                });
                if is_queued {
                    keep.desk.change(move |client| client.resolve(id, &kept)).await;
                } else if let Some(now) = keep.local() {
                    // The other window's version is the base now: what was chosen stands on top of it.
                    let _ = keep.desk.save(id, now, kept).await;
                }
                *keep.base.borrow_mut() = rest;
                keep.desk.tell();
                keep.desk.wake();
            });
        })
    }

    /// Goes to another page.
    pub fn leave_to(&self, route: Route) {
        *self.saved_changes.borrow_mut() = self.editor.changes;
        self.saved.set(Saved::Fresh);
        locate::push(&route.path());
        self.app.dispatch(Act::Go(route));
    }
}

/// What the server refused in the draft.
fn refusals(client: &shared::sync::Client, id: InquiryId) -> Vec<Violation> {
    client
        .entries(id.0)
        .filter_map(|entry| match entry.refused() {
            Some(Refused::Rules { report }) => Some(report.violations.clone()),
            _ => None,
        })
        .flatten()
        .collect()
}

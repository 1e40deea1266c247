//! A device: what it knows the server to hold, what it still has to send, and what its person may do meanwhile.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    inquiry::InquiryDraft,
    sync::{DeviceId, FieldConflict, Intent, Merge, conflict::combine, mark, merge, refusal::FORBIDDEN},
    violation::Report,
};

/// A record as the server was last heard to hold it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// The noun.
    pub kind: String,
    /// Its revision.
    pub rev: i64,
    /// The form, while it is open to edits.
    pub draft: Option<InquiryDraft>,
}

/// Why an entry stays.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum Refused {
    /// The rules, or the record's state.
    Rules {
        /// The server's report.
        report: Report,
    },
    /// The same place was changed elsewhere: a person chooses, see [`Client::resolve`].
    Conflict {
        /// The record's revision on the server.
        rev: i64,
        /// The places; empty when a submission met a form its person had not seen.
        fields: Vec<FieldConflict>,
        /// The form on the server.
        theirs: InquiryDraft,
    },
    /// The server would not look at it.
    Http {
        /// The HTTP status.
        status: u16,
    },
}

impl Refused {
    /// Whether other rights would let it through.
    #[must_use]
    pub fn is_forbidden(&self) -> bool {
        matches!(self, Self::Rules { report } if report.has(FORBIDDEN.code))
    }
}

/// Where an entry of the queue stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum EntryState {
    /// Not sent yet; later edits still flow into it.
    Waiting,
    /// On its way under this number. INVARIANT: its contents never change again.
    Sent {
        /// The number.
        mid: u64,
    },
    /// Refused: it stays, marked, until its person decides. Other records go on.
    Refused(Box<Refused>),
}

/// Something its person did that the server has not accepted yet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// The record.
    pub id: Uuid,
    /// What was meant.
    pub intent: Intent,
    /// The revision known when it was sent.
    pub base_rev: i64,
    /// Where it stands.
    pub state: EntryState,
}

impl Entry {
    pub(super) const fn waiting(id: Uuid, intent: Intent) -> Self {
        Self { id, intent, base_rev: 0, state: EntryState::Waiting }
    }

    /// Why it stays, for a refused one.
    #[must_use]
    pub const fn refused(&self) -> Option<&Refused> {
        match &self.state {
            EntryState::Refused(why) => Some(&**why),
            EntryState::Waiting | EntryState::Sent { .. } => None,
        }
    }
}

/// Something accepted, kept for a while: a server restored from a backup may have lost it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Kept {
    pub device: DeviceId,
    pub mid: u64,
    pub id: Uuid,
    pub intent: Intent,
    /// By the device's clock; decides only how long it is kept.
    pub at: u64,
}

/// What the server last said about itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Caps {
    pub hash: String,
    pub push_most: u32,
}

/// A record as its person sees it: the server's version with everything of theirs on top.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Local<'a> {
    /// Nobody here knows it.
    Absent,
    /// May be edited.
    Open(&'a InquiryDraft),
    /// Submitted, or about to be: may be withdrawn.
    Frozen,
    /// About to be discarded or withdrawn.
    Leaving,
}

/// What a person chooses between.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The form on the server.
    pub theirs: InquiryDraft,
    /// The places that both changed; empty when a submission met a form its person had not seen.
    pub fields: Vec<FieldConflict>,
    /// The server's form with everything of this device that contradicts nothing.
    pub draft: InquiryDraft,
}

/// Why an edit was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SaveError {
    /// It is submitted, or about to be.
    #[error("the form is submitted")]
    Frozen,
    /// It is about to be discarded.
    #[error("the form is being withdrawn")]
    Leaving,
    /// There is no such record here.
    #[error("there is no such form on this device")]
    Absent,
    /// An earlier conflict waits for a choice.
    #[error("an earlier conflict waits for a choice")]
    Undecided,
    /// Another window changed the same place.
    #[error("another window changed the same place")]
    Conflict(Vec<FieldConflict>),
}

/// One device of one person. The shell stores it whole, together with [`super::Effects::cache`], in one transaction
/// after each call that changes it and before it carries out the next step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Client {
    pub(super) device: DeviceId,
    pub(super) next_mid: u64,
    pub(super) epoch: Option<i64>,
    pub(super) cursor: Option<String>,
    pub(super) caps: Option<Caps>,
    pub(super) server: BTreeMap<Uuid, Known>,
    pub(super) queue: Vec<Entry>,
    pub(super) kept: Vec<Kept>,
    /// Devices (this one, and earlier ones of the same profile) whose accepted work may be lost since a restore.
    pub(super) recheck: Vec<DeviceId>,
    pub(super) is_pull_due: bool,
    pub(super) is_single: bool,
    pub(super) refetched_at: Option<u64>,
    pub(super) tries: u32,
    pub(super) not_before: u64,
    #[serde(skip)]
    pub(super) needs_sign_in: bool,
    #[serde(skip)]
    pub(super) needs_device: bool,
    #[serde(skip)]
    pub(super) needs_program: bool,
    #[serde(skip)]
    pub(super) asked: Option<DeviceId>,
}

impl Client {
    /// A device that knows nothing yet. Its identifier is made by the shell, once per browser profile and person.
    #[must_use]
    pub const fn new(device: DeviceId) -> Self {
        Self {
            device,
            next_mid: 1,
            epoch: None,
            cursor: None,
            caps: None,
            server: BTreeMap::new(),
            queue: Vec::new(),
            kept: Vec::new(),
            recheck: Vec::new(),
            is_pull_due: true,
            is_single: false,
            refetched_at: None,
            tries: 0,
            not_before: 0,
            needs_sign_in: false,
            needs_device: false,
            needs_program: false,
            asked: None,
        }
    }

    /// This device.
    #[must_use]
    pub const fn device(&self) -> DeviceId {
        self.device
    }

    /// What `X-Chadiao-Caps` carries.
    #[must_use]
    pub fn capabilities(&self) -> Option<&str> {
        self.caps.as_ref().map(|caps| caps.hash.as_str())
    }

    /// Everything not accepted yet, in the order it was done.
    #[must_use]
    pub fn queue(&self) -> &[Entry] {
        &self.queue
    }

    /// Every record the server is known to hold.
    #[must_use]
    pub const fn server(&self) -> &BTreeMap<Uuid, Known> {
        &self.server
    }

    /// The entries of one record.
    pub fn entries(&self, id: Uuid) -> impl DoubleEndedIterator<Item = &Entry> {
        self.queue.iter().filter(move |entry| entry.id == id)
    }

    /// A record as its person sees it.
    #[must_use]
    pub fn local(&self, id: Uuid) -> Local<'_> {
        for entry in self.entries(id).rev() {
            match (&entry.intent, &entry.state) {
                (_, EntryState::Refused(_)) if entry.intent.draft().is_none() => {}
                (Intent::Submit { .. }, _) => return Local::Frozen,
                (Intent::Withdraw { .. }, _) => return Local::Leaving,
                (Intent::Create { draft } | Intent::Patch { draft, .. }, _) => return Local::Open(draft),
            }
        }
        match self.server.get(&id) {
            None => Local::Absent,
            Some(Known { draft: Some(draft), .. }) => Local::Open(draft),
            Some(_) => Local::Frozen,
        }
    }

    /// Keeps what the editor holds: `base` is the form it started from, `draft` the form as it is now.
    ///
    /// # Errors
    /// The edit was not taken; the editor keeps it on the screen.
    pub fn save(&mut self, id: Uuid, base: &InquiryDraft, draft: InquiryDraft) -> Result<(), SaveError> {
        if self.entries(id).any(|entry| matches!(entry.refused(), Some(Refused::Conflict { .. }))) {
            return Err(SaveError::Undecided);
        }
        let merged = match self.local(id) {
            Local::Frozen => return Err(SaveError::Frozen),
            Local::Leaving => return Err(SaveError::Leaving),
            Local::Absent if *base == InquiryDraft::default() => draft,
            // Withdrawn elsewhere while it was on this screen: it does not rise again by itself.
            Local::Absent => return Err(SaveError::Absent),
            Local::Open(now) if now == base => draft,
            // Another window, or another device by way of a pull, changed the form while it was on this screen.
            Local::Open(now) => match merge(base, &draft, now) {
                Merge::Clean(merged) => merged,
                Merge::Conflict(fields) => return Err(SaveError::Conflict(fields)),
            },
        };
        // A refused submission is answered by mending the form; the person submits again.
        self.queue
            .retain(|entry| entry.id != id || entry.refused().is_none() || entry.intent.draft().is_some());
        self.write(id, merged);
        Ok(())
    }

    /// Puts a form on top of the record's entries.
    fn write(&mut self, id: Uuid, mine: InquiryDraft) {
        let last = self.queue.iter_mut().rev().find(|entry| entry.id == id && entry.intent.draft().is_some());
        let intent = match last {
            Some(Entry { intent: Intent::Create { draft } | Intent::Patch { draft, .. }, state, .. })
                if !matches!(state, EntryState::Sent { .. }) =>
            {
                *draft = mine;
                *state = EntryState::Waiting;
                return;
            }
            Some(entry) => entry
                .intent
                .draft()
                .cloned()
                .map(|base| Intent::Patch { base: Box::new(base), draft: mine.clone() }),
            None => match self.server.get(&id).and_then(|known| known.draft.clone()) {
                Some(base) if base == mine => return,
                Some(base) => Some(Intent::Patch { base: Box::new(base), draft: mine.clone() }),
                None => None,
            },
        };
        self.queue.push(Entry::waiting(id, intent.unwrap_or(Intent::Create { draft: mine })));
    }

    /// Submits the form as its person sees it now.
    ///
    /// # Errors
    /// There is nothing to submit, or an earlier refusal of this form waits for a decision.
    pub fn submit(&mut self, id: Uuid) -> Result<(), SaveError> {
        let seen = match self.local(id) {
            Local::Open(draft) => mark(draft),
            Local::Absent => return Err(SaveError::Absent),
            Local::Frozen => return Err(SaveError::Frozen),
            Local::Leaving => return Err(SaveError::Leaving),
        };
        let is_blocked = |entry: &Entry| match entry.refused() {
            Some(Refused::Conflict { .. }) => true,
            Some(_) => entry.intent.draft().is_some(),
            None => false,
        };
        if self.entries(id).any(is_blocked) {
            return Err(SaveError::Undecided);
        }
        self.queue.retain(|entry| entry.id != id || entry.refused().is_none());
        self.queue.push(Entry::waiting(id, Intent::Submit { mark: seen }));
        Ok(())
    }

    /// Takes a form back: an unsent submission is simply not sent, an unsent draft is forgotten, a draft on the server
    /// is discarded, a submitted form withdrawn.
    ///
    /// # Errors
    /// There is nothing to take back.
    pub fn withdraw(&mut self, id: Uuid) -> Result<(), SaveError> {
        if matches!(self.local(id), Local::Absent) {
            return Err(SaveError::Absent);
        }
        if matches!(self.local(id), Local::Leaving) {
            return Err(SaveError::Leaving);
        }
        let is_unsent = |entry: &Entry| entry.id == id && entry.state == EntryState::Waiting;
        let unsent_submit = |entry: &Entry| is_unsent(entry) && matches!(entry.intent, Intent::Submit { .. });
        if let Some(at) = self.queue.iter().position(unsent_submit) {
            self.queue.remove(at);
            return Ok(());
        }
        self.queue.retain(|entry| entry.id != id || matches!(entry.state, EntryState::Sent { .. }));
        let seen = match self.local(id) {
            // Only the unsent entries knew of it.
            Local::Absent => return Ok(()),
            Local::Open(draft) => mark(draft),
            Local::Frozen | Local::Leaving => String::new(),
        };
        self.queue.push(Entry::waiting(id, Intent::Withdraw { mark: seen }));
        Ok(())
    }

    /// What the person has to choose about a record in conflict, with everything they did since taken in.
    #[must_use]
    pub fn choice(&self, id: Uuid) -> Option<Choice> {
        let Some(Refused::Conflict { theirs, .. }) = self.entries(id).find_map(Entry::refused) else {
            return None;
        };
        let mut choice = Choice { theirs: theirs.clone(), fields: Vec::new(), draft: theirs.clone() };
        let nothing = InquiryDraft::default();
        for entry in self.entries(id).skip_while(|entry| entry.refused().is_none()) {
            let (base, mine) = match &entry.intent {
                Intent::Create { draft } => (&nothing, draft),
                Intent::Patch { base, draft } => (&**base, draft),
                Intent::Submit { .. } | Intent::Withdraw { .. } => continue,
            };
            let (draft, fields) = combine(base, mine, &choice.draft);
            choice.draft = draft;
            for field in fields {
                match choice.fields.iter_mut().find(|known| known.field == field.field) {
                    Some(known) => known.mine = field.mine,
                    None => choice.fields.push(field),
                }
            }
        }
        Some(choice)
    }

    /// Settles a conflict: `draft` is what the person chose, having seen [`Client::choice`].
    pub fn resolve(&mut self, id: Uuid, draft: &InquiryDraft) {
        let refused = self.entries(id).find_map(Entry::refused);
        let Some(Refused::Conflict { theirs, .. }) = refused.cloned() else { return };
        let leaving = self.cut(id).into_iter().filter(|entry| entry.intent.draft().is_none());
        if *draft != theirs {
            self.queue
                .push(Entry::waiting(id, Intent::Patch { base: Box::new(theirs), draft: draft.clone() }));
        }
        // What was to follow, follows: for the form as it was chosen.
        for entry in leaving {
            let mark = mark(draft);
            let intent = match entry.intent {
                Intent::Withdraw { .. } => Intent::Withdraw { mark },
                _ => Intent::Submit { mark },
            };
            self.queue.push(Entry::waiting(id, intent));
        }
    }

    /// Forgets a record's first refused entry and what was built on it, because its person says so.
    pub fn dismiss(&mut self, id: Uuid) {
        self.cut(id);
    }

    /// Takes out a record's first refused entry and all behind it. What stands before it was never refused: after a
    /// restore, accepted work goes again ahead of everything else.
    fn cut(&mut self, id: Uuid) -> Vec<Entry> {
        let mut is_behind = false;
        let is_cut = |entry: &mut Entry| {
            is_behind |= entry.id == id && entry.refused().is_some();
            is_behind && entry.id == id
        };
        self.queue.extract_if(.., is_cut).collect()
    }

    /// Sends a record's refused entries again as they are; conflicts need a choice instead.
    pub fn retry(&mut self, id: Uuid) {
        for entry in self.queue.iter_mut().filter(|entry| entry.id == id) {
            if matches!(entry.refused(), Some(Refused::Rules { .. } | Refused::Http { .. })) {
                entry.state = EntryState::Waiting;
            }
        }
    }
}

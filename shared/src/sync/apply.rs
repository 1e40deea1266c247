//! What an answer changes on a device.

use uuid::Uuid;

use crate::{
    inquiry::InquiryDraft,
    sync::{
        Change, ChangesResponse, Client, DeviceId, EntryState, Intent, Merge, Op, Outcome, PushResponse,
        PushResult, Sum, World, back_off,
        client::{Caps, Entry, Kept, Known, Refused},
        mark, merge,
    },
};

/// How long accepted work is kept for a server restored from a backup: 14 days, in milliseconds.
const KEPT_FOR: u64 = 14 * 24 * 3_600_000;
/// Accepted mutations kept at most.
const KEPT_MOST: usize = 500;
/// A scope is refetched for a wrong sum at most once in ten minutes, in milliseconds.
const REFETCH_PAUSE: u64 = 600_000;

/// What the shell heard.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// `GET /sync/capabilities` answered, or a 412 brought the new document.
    Capabilities {
        /// Its hash.
        hash: String,
        /// Mutations per push at most.
        push_most: u32,
    },
    /// A push was answered.
    Pushed(PushResponse),
    /// A pull was answered.
    Pulled(ChangesResponse),
    /// A step failed.
    Failed(Failure),
    /// The server says there is something new, or it is time to look.
    Poked,
    /// Somebody signed in: the device's own person.
    SignedIn,
    /// The person's rights changed: what was forbidden is tried again.
    RightsChanged,
    /// The new identifier that [`super::Step::NewDevice`] asked for.
    Device(DeviceId),
}

/// Why a step failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// No answer, 5xx, 408 or 429.
    Unreachable {
        /// `Retry-After`, in seconds.
        retry_after: Option<u64>,
    },
    /// 401.
    SignIn,
    /// 403.
    Forbidden,
    /// 410.
    Gone,
    /// 412.
    StaleCapabilities,
    /// 426.
    Program,
    /// Any other 4xx.
    Final {
        /// The HTTP status.
        status: u16,
    },
}

impl Failure {
    /// The failure an HTTP status stands for.
    #[must_use]
    pub const fn of(status: u16, retry_after: Option<u64>) -> Self {
        match status {
            401 => Self::SignIn,
            403 => Self::Forbidden,
            410 => Self::Gone,
            412 => Self::StaleCapabilities,
            426 => Self::Program,
            408 | 429 => Self::Unreachable { retry_after },
            400..=499 => Self::Final { status },
            _ => Self::Unreachable { retry_after },
        }
    }
}

/// A change to the device's cache of records, which the shell keeps for its pages.
#[derive(Debug, Clone, PartialEq)]
pub enum CacheWrite {
    /// Keep this record.
    Put(Change),
    /// Erase this record.
    Erase(Uuid),
    /// Erase every record of this kind.
    EraseKind(String),
    /// Erase every record; unsent work is not in the cache.
    EraseAll,
}

/// What the shell does after an event: the client and `cache` in one transaction, then the rest.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Effects {
    /// In this order.
    pub cache: Vec<CacheWrite>,
    /// The rules or the calendar changed: review every draft again before it is sent.
    pub is_review_due: bool,
    /// Records whose entry was refused just now.
    pub refused: Vec<Uuid>,
    /// Server's clock minus the device's, in milliseconds; shown when above two minutes.
    pub skew: Option<i64>,
}

/// Whether an answer is of now, or an old one told again.
#[derive(Debug, Clone, Copy)]
enum Heard {
    Now,
    Again { rev_now: Option<i64> },
}

impl Client {
    /// Takes in what was heard.
    pub fn apply(&mut self, event: Event, world: &World) -> Effects {
        let mut effects = Effects::default();
        match event {
            Event::Capabilities { hash, push_most } => {
                let caps = Caps { hash, push_most };
                let has_forms = !self.server.is_empty() || !self.queue.is_empty();
                effects.is_review_due = has_forms && self.caps.as_ref() != Some(&caps);
                self.caps = Some(caps);
                self.calm();
            }
            Event::Pushed(response) => self.pushed(&mut effects, response, world),
            Event::Pulled(response) => self.pulled(&mut effects, response, world),
            Event::Failed(failure) => self.failed(&mut effects, failure, world),
            Event::Poked => self.is_pull_due = true,
            Event::SignedIn => {
                self.needs_sign_in = false;
                self.calm();
                self.retry_forbidden();
            }
            Event::RightsChanged => self.retry_forbidden(),
            Event::Device(device) => {
                self.needs_device = false;
                self.device = device;
                self.unnumber(0);
            }
        }
        self.asked = None;
        effects
    }

    fn pushed(&mut self, effects: &mut Effects, response: PushResponse, world: &World) {
        let Some(asked) = self.asked else { return };
        self.calm();
        effects.skew = skew(response.server_time.timestamp_millis(), world);
        if self.recheck.first() == Some(&asked) {
            self.recheck.remove(0);
            self.restore(asked, response.last);
            return;
        }
        self.is_single = false;
        for result in response.results {
            self.settle(effects, result, world);
        }
        if response.fork {
            self.needs_device = true;
        } else if response.gap {
            self.restore(asked, response.last);
        }
        self.forget_old(world);
    }

    /// Takes in the outcome of one mutation. One that is not on its way has been settled before.
    fn settle(&mut self, effects: &mut Effects, result: PushResult, world: &World) {
        let is_it = |entry: &Entry| matches!(entry.state, EntryState::Sent { mid } if mid == result.mid);
        let Some(at) = self.queue.iter().position(is_it) else { return };
        let Some(entry) = self.queue.get_mut(at) else { return };
        let id = entry.id;
        let heard = match &result.outcome {
            Outcome::Replayed { rev, .. } => Heard::Again { rev_now: *rev },
            _ => Heard::Now,
        };
        match result.outcome.first().clone() {
            Outcome::Applied { rev, draft } => {
                let mut entry = self.queue.remove(at);
                if let Some((mine, kept)) =
                    entry.intent.draft().zip(draft.as_ref()).filter(|(mine, kept)| mine != kept)
                {
                    self.respell(id, mine, kept);
                }
                self.accepted(&entry, rev, draft.clone(), heard);
                // Sent again after a restore, it must come out as what later ones were built on.
                if let (Intent::Create { draft: mine } | Intent::Patch { draft: mine, .. }, Some(kept)) =
                    (&mut entry.intent, draft)
                {
                    *mine = kept;
                }
                self.keep(entry, result.mid, world);
            }
            Outcome::Merged { rev, draft } => {
                let entry = self.queue.remove(at);
                self.accepted(&entry, rev, Some(draft), heard);
                self.keep(entry, result.mid, world);
            }
            Outcome::Conflict { rev, fields, theirs } => {
                let known = Known { kind: "draft".to_owned(), rev, draft: Some(theirs.clone()) };
                entry.state = EntryState::Refused(Box::new(Refused::Conflict { rev, fields, theirs }));
                self.learn(id, known, heard);
                self.is_pull_due = true;
                effects.refused.push(id);
            }
            Outcome::Rejected { report } => {
                entry.state = EntryState::Refused(Box::new(Refused::Rules { report }));
                self.is_pull_due = true;
                effects.refused.push(id);
            }
            // Not looked at: it goes again under a new number. A stored answer is never one inside another.
            Outcome::Deferred { .. } | Outcome::Replayed { .. } => entry.state = EntryState::Waiting,
        }
    }

    /// The server did it: its version is known now.
    fn accepted(&mut self, entry: &Entry, rev: i64, draft: Option<InquiryDraft>, heard: Heard) {
        self.is_pull_due = true;
        let known = match entry.intent.draft() {
            Some(mine) => {
                Known { kind: "draft".to_owned(), rev, draft: Some(draft.unwrap_or_else(|| mine.clone())) }
            }
            None if rev == 0 => {
                self.server.remove(&entry.id);
                return;
            }
            None => Known { kind: "inquiry".to_owned(), rev, draft: None },
        };
        self.learn(entry.id, known, heard);
    }

    /// Takes in the server's version, unless it comes from an old answer and something newer was heard since.
    fn learn(&mut self, id: Uuid, known: Known, heard: Heard) {
        let is_newer = self.server.get(&id).is_none_or(|now| now.rev < known.rev);
        match heard {
            Heard::Again { rev_now: None } => {
                self.server.remove(&id);
            }
            Heard::Again { .. } if !is_newer => {}
            Heard::Now | Heard::Again { .. } => {
                self.server.insert(id, known);
            }
        }
    }

    /// The server keeps another spelling of what was sent: what waits behind it starts from that spelling.
    fn respell(&mut self, id: Uuid, sent: &InquiryDraft, kept: &InquiryDraft) {
        for entry in self.queue.iter_mut().filter(|entry| entry.id == id) {
            match &mut entry.intent {
                Intent::Patch { base, draft } if **base == *sent => {
                    if let Merge::Clean(merged) = merge(base, draft, kept) {
                        *draft = merged;
                        kept.clone_into(base);
                    }
                }
                Intent::Submit { mark: seen } | Intent::Withdraw { mark: seen } if *seen == mark(sent) => {
                    *seen = mark(kept);
                }
                _ => {}
            }
        }
    }

    fn keep(&mut self, entry: Entry, mid: u64, world: &World) {
        self.kept.push(Kept { device: self.device, mid, id: entry.id, intent: entry.intent, at: world.now });
    }

    fn forget_old(&mut self, world: &World) {
        self.kept.retain(|kept| kept.at.saturating_add(KEPT_FOR) > world.now);
        let surplus = self.kept.len().saturating_sub(KEPT_MOST);
        self.kept.drain(..surplus);
    }

    /// The server has answered `device` up to `last`: what was accepted after that is lost there, and goes again first.
    fn restore(&mut self, device: DeviceId, last: u64) {
        if device == self.device {
            self.unnumber(last);
        }
        let is_lost = |kept: &Kept| kept.device == device && kept.mid > last;
        let lost: Vec<Entry> = self
            .kept
            .extract_if(.., |kept| is_lost(kept))
            .map(|kept| Entry::waiting(kept.id, kept.intent))
            .collect();
        self.queue.splice(0..0, lost);
    }

    /// Numbers above `last` are free again.
    fn unnumber(&mut self, last: u64) {
        for entry in &mut self.queue {
            if matches!(entry.state, EntryState::Sent { mid } if mid > last) {
                entry.state = EntryState::Waiting;
            }
        }
        self.next_mid = last + 1;
    }

    fn pulled(&mut self, effects: &mut Effects, response: ChangesResponse, world: &World) {
        self.calm();
        effects.skew = skew(response.server_time.timestamp_millis(), world);
        if self.epoch.is_some_and(|epoch| epoch != response.epoch) {
            self.recheck_all();
        }
        for change in response.changes {
            effects.cache.push(self.take(change));
        }
        self.epoch = Some(response.epoch);
        self.cursor = Some(response.cursor);
        self.is_pull_due = response.more;
        if !response.more && response.sum.is_some_and(|sum| sum != self.sum()) {
            self.refetch(effects, world);
        }
    }

    fn take(&mut self, change: Change) -> CacheWrite {
        match (change.op, change.id) {
            (Op::Put, Some(id)) => {
                let form = change.doc.as_ref().and_then(|doc| doc.get("draft"));
                let draft = form.and_then(|form| serde_json::from_value(form.clone()).ok());
                self.server.insert(id, Known { kind: change.kind.clone(), rev: change.rev, draft });
                CacheWrite::Put(change)
            }
            (_, Some(id)) => {
                self.server.remove(&id);
                CacheWrite::Erase(id)
            }
            (_, None) => {
                self.server.retain(|_, known| known.kind != change.kind);
                CacheWrite::EraseKind(change.kind)
            }
        }
    }

    /// Hash over everything the server is known to hold.
    fn sum(&self) -> String {
        let mut sum = Sum::default();
        for (id, known) in &self.server {
            sum.add(*id, known.rev);
        }
        sum.to_string()
    }

    fn refetch(&mut self, effects: &mut Effects, world: &World) {
        if self.refetched_at.is_some_and(|at| world.now < at.saturating_add(REFETCH_PAUSE)) {
            return;
        }
        self.refetched_at = Some(world.now);
        self.start_over(effects);
    }

    fn start_over(&mut self, effects: &mut Effects) {
        self.cursor = None;
        self.server.clear();
        self.is_pull_due = true;
        effects.cache.push(CacheWrite::EraseAll);
    }

    fn recheck_all(&mut self) {
        self.recheck = self.kept.iter().map(|kept| kept.device).chain([self.device]).collect();
        self.recheck.sort_unstable();
        self.recheck.dedup();
    }

    fn failed(&mut self, effects: &mut Effects, failure: Failure, world: &World) {
        match failure {
            Failure::SignIn => self.needs_sign_in = true,
            Failure::Program => self.needs_program = true,
            Failure::StaleCapabilities => self.caps = None,
            Failure::Gone => {
                self.start_over(effects);
                self.epoch = None;
                self.recheck_all();
            }
            Failure::Forbidden if self.asked == Some(self.device) => self.needs_device = true,
            Failure::Final { status } if self.asked == Some(self.device) => {
                self.refuse_first(effects, status)
            }
            Failure::Unreachable { retry_after } => self.pause(retry_after, world),
            Failure::Forbidden | Failure::Final { .. } => {
                // A hello that is never heard: nothing can be learned about that device any more.
                if self.asked.is_some() && !self.recheck.is_empty() {
                    self.recheck.remove(0);
                }
                self.pause(None, world);
            }
        }
    }

    /// The server would not look at the push: first find out which item it is, then mark that one alone.
    fn refuse_first(&mut self, effects: &mut Effects, status: u16) {
        let mut mids: Vec<u64> = self
            .queue
            .iter()
            .filter_map(|entry| if let EntryState::Sent { mid } = entry.state { Some(mid) } else { None })
            .collect();
        mids.sort_unstable();
        let Some(first) = mids.first().copied() else { return };
        if mids.len() > 1 && !self.is_single {
            self.is_single = true;
            return;
        }
        self.is_single = false;
        for entry in &mut self.queue {
            if entry.state == (EntryState::Sent { mid: first }) {
                entry.state = EntryState::Refused(Box::new(Refused::Http { status }));
                effects.refused.push(entry.id);
            }
        }
        self.unnumber(first.saturating_sub(1));
    }

    fn retry_forbidden(&mut self) {
        for entry in &mut self.queue {
            if entry.refused().is_some_and(Refused::is_forbidden) {
                entry.state = EntryState::Waiting;
            }
        }
    }

    fn pause(&mut self, retry_after: Option<u64>, world: &World) {
        let asked = retry_after.unwrap_or_default().saturating_mul(1_000);
        self.not_before = world.now.saturating_add(back_off(self.tries, world.jitter).max(asked));
        self.tries = self.tries.saturating_add(1);
    }

    const fn calm(&mut self) {
        self.tries = 0;
        self.not_before = 0;
    }
}

fn skew(server: i64, world: &World) -> Option<i64> {
    i64::try_from(world.now).ok().map(|device| server.saturating_sub(device))
}

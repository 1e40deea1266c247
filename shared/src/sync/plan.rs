//! What a device does next.

use crate::sync::{Client, DeviceId, EntryState, Mutation, PushRequest, client::Entry, schema::SCHEMA};

/// The first pause after a failure, in milliseconds; each further one doubles it.
const FIRST_PAUSE: u64 = 1_000;
/// The longest pause, in milliseconds.
const LONGEST_PAUSE: u64 = 300_000;
/// Mutations per push until the server says otherwise.
const PUSH_MOST: u32 = 20;
/// Changes per pull.
const PULL_MOST: u32 = 200;

/// The world as the shell sees it.
#[derive(Debug, Clone, Copy)]
pub struct World {
    /// The device's clock in milliseconds; it times pauses and nothing else.
    pub now: u64,
    /// Whether there may be a network.
    pub is_online: bool,
    /// Chance, 0 to 1000: spreads the pauses of many devices.
    pub jitter: u16,
}

/// What to do. One step at a time: the next is asked for after this one's event was applied.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// `GET /sync/capabilities`.
    Capabilities,
    /// Ask for the card; the queue waits.
    SignIn,
    /// Make a new device identifier: the server knows this one otherwise.
    NewDevice,
    /// Load the new program; the queue stays.
    NewProgram,
    /// `POST /sync/push`.
    Push(PushRequest),
    /// `GET /sync/changes`.
    Pull {
        /// Where to go on; none for the start.
        since: Option<String>,
        /// Changes at most.
        limit: u32,
    },
    /// Nothing before this time of the device's clock, or before something happens.
    Wait {
        /// Milliseconds.
        until: Option<u64>,
    },
}

/// The pause after `tries` failures in a row, in milliseconds: doubling, with half of it left to chance.
#[must_use]
pub fn back_off(tries: u32, jitter: u16) -> u64 {
    let whole = FIRST_PAUSE.saturating_mul(1_u64 << tries.min(16)).min(LONGEST_PAUSE);
    whole / 2 + whole / 2 * u64::from(jitter.min(1_000)) / 1_000
}

impl Client {
    /// The next step. Entries about to be sent get their numbers here.
    ///
    /// INVARIANT: the shell stores the client before it carries the step out, so that no number is ever given twice.
    pub fn next(&mut self, world: &World) -> Step {
        self.asked = None;
        if !world.is_online {
            return Step::Wait { until: None };
        }
        if self.needs_program {
            return Step::NewProgram;
        }
        if world.now < self.not_before {
            return Step::Wait { until: Some(self.not_before) };
        }
        if self.caps.is_none() {
            return Step::Capabilities;
        }
        if self.needs_sign_in {
            return Step::SignIn;
        }
        if self.needs_device {
            return Step::NewDevice;
        }
        let Some(epoch) = self.epoch else {
            return self.pull();
        };
        if let Some(device) = self.recheck.first().copied() {
            return self.push(device, epoch, Vec::new());
        }
        self.number();
        let mutations = self.numbered();
        if !mutations.is_empty() {
            return self.push(self.device, epoch, mutations);
        }
        if self.is_pull_due {
            return self.pull();
        }
        Step::Wait { until: None }
    }

    fn pull(&self) -> Step {
        Step::Pull { since: self.cursor.clone(), limit: PULL_MOST }
    }

    fn push(&mut self, device: DeviceId, epoch: i64, mutations: Vec<Mutation>) -> Step {
        self.asked = Some(device);
        Step::Push(PushRequest { device, epoch, schema: SCHEMA, mutations })
    }

    /// Gives the next numbers to what may go: of each record the first entry only, and none behind a refused one.
    fn number(&mut self) {
        let most =
            usize::try_from(self.caps.as_ref().map_or(PUSH_MOST, |caps| caps.push_most)).unwrap_or(1).max(1);
        let mut seen = std::collections::BTreeSet::new();
        let mut sent =
            self.queue.iter().filter(|entry| matches!(entry.state, EntryState::Sent { .. })).count();
        for entry in &mut self.queue {
            let is_first = seen.insert(entry.id);
            if is_first && sent < most && entry.state == EntryState::Waiting {
                entry.base_rev = self.server.get(&entry.id).map_or(0, |known| known.rev);
                entry.state = EntryState::Sent { mid: self.next_mid };
                self.next_mid += 1;
                sent += 1;
            }
        }
    }

    /// Everything on its way, by number; the first alone while the server refuses to look at them together.
    fn numbered(&self) -> Vec<Mutation> {
        let mut mutations: Vec<Mutation> = self.queue.iter().filter_map(mutation).collect();
        mutations.sort_by_key(|mutation| mutation.mid);
        if self.is_single {
            mutations.truncate(1);
        }
        mutations
    }
}

fn mutation(entry: &Entry) -> Option<Mutation> {
    let EntryState::Sent { mid } = entry.state else { return None };
    Some(Mutation {
        mid,
        name: entry.intent.name().to_owned(),
        id: entry.id,
        base_rev: entry.base_rev,
        args: entry.intent.args(),
        group: None,
    })
}

//! One run: chance decides who does what and what goes wrong; then everything is mended and must come out right.

use acceptance::chance::Chance;
use shared::sync::{
    CacheWrite, Client, DeviceId, EntryState, Event, Failure, Known, Outcome, PushRequest, Step, World,
};
use uuid::Uuid;

use crate::{device::Device, oracle::Oracle, server::Server};

/// A bug planted around the core, to know that the model sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bug {
    None,
    /// The server carries out again what it answered before.
    NoDedupe,
    /// The server keeps the last form that came.
    LastWriteWins,
    /// A restore keeps the epoch.
    NoEpoch,
    /// A device sends nothing while something is refused.
    JammedQueue,
    /// A device stores the cursor before the records.
    CursorFirst,
    /// A device sends before it stored the numbers it gave.
    SendBeforeStore,
}

/// What a run was like.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Tally {
    pub steps: u64,
    pub faults: u64,
    pub crashes: u64,
    pub restores: u64,
    pub resets: u64,
    pub applied: u64,
    pub merged: u64,
    pub conflicts: u64,
    pub rejected: u64,
    pub replayed: u64,
    /// Accepted work sent again because a restore had lost it.
    pub sent_again: u64,
    pub alone: u64,
}

impl Tally {
    pub fn add(&mut self, other: &Self) {
        for (mine, theirs) in self.fields().into_iter().zip(other.clone().fields()) {
            *mine += *theirs;
        }
    }

    /// Whether everything was met at least once.
    pub fn is_awake(&self) -> bool {
        self.clone().fields().iter().all(|count| **count > 0)
    }

    fn fields(&mut self) -> [&mut u64; 12] {
        [
            &mut self.steps,
            &mut self.faults,
            &mut self.crashes,
            &mut self.restores,
            &mut self.resets,
            &mut self.applied,
            &mut self.merged,
            &mut self.conflicts,
            &mut self.rejected,
            &mut self.replayed,
            &mut self.sent_again,
            &mut self.alone,
        ]
    }
}

struct Model {
    bug: Bug,
    chance: Chance,
    oracle: Oracle,
    server: Server,
    backups: Vec<Server>,
    epochs: i64,
    caps: u64,
    devices: Vec<Device>,
    /// Copies of requests that the network still holds.
    limbo: Vec<PushRequest>,
    ids: Vec<Uuid>,
    tokens: u64,
    now: u64,
    /// Faults per thousand; 0 while everything is mended.
    trouble: u64,
    has_sum: bool,
    tally: Tally,
}

/// Runs one seed.
pub fn run(seed: u64, bug: Bug) -> Result<Tally, String> {
    let mut chance = Chance::new(seed);
    let count = 2 + chance.below(3);
    let device = |number| Device::new(DeviceId(Uuid::from_u128(u128::from(number))));
    let mut world = Model {
        bug,
        oracle: Oracle::default(),
        server: Server::new(1),
        backups: Vec::new(),
        epochs: 1,
        caps: 0,
        devices: (1..=count).map(device).collect(),
        limbo: Vec::new(),
        ids: Vec::new(),
        tokens: 0,
        now: 1_000_000,
        trouble: chance.below(300),
        // Half of the seeds must come out right without the net below.
        has_sum: chance.coin(),
        tally: Tally::default(),
        chance,
    };
    let length = 150 + world.chance.below(250);
    for _ in 0..length {
        world.tick();
        if let Some(reason) = world.oracle.wrong.take() {
            return Err(reason);
        }
    }
    world.mend()?;
    Ok(world.tally)
}

impl Model {
    fn tick(&mut self) {
        self.tally.steps += 1;
        self.now += self.chance.below(3_000);
        match self.chance.below(100) {
            0..=29 => {
                let at = self.some_device();
                self.devices[at].act(&mut self.chance, &mut self.oracle, &mut self.ids, &mut self.tokens);
                if self.chance.below(10) > 0 {
                    self.devices[at].store();
                }
            }
            30..=89 => {
                let at = self.some_device();
                self.step(at);
            }
            90..=92 => {
                let at = self.some_device();
                if self.chance.coin() {
                    self.devices[at].client.apply(Event::Poked, &world(self.now));
                }
            }
            93..=94 => self.backups.push(self.server.clone()),
            95 => self.restore(),
            96 if self.is_trouble() => {
                let at = self.some_device();
                self.devices[at].crash();
            }
            97 if self.is_trouble() => self.caps += 1,
            98 if self.is_trouble() => {
                let at = self.some_device();
                self.devices[at].is_signed_in = false;
            }
            _ => self.deliver_late(),
        }
    }

    /// One step of one device, with whatever may happen to it on the way.
    fn step(&mut self, at: usize) -> bool {
        let step = self.devices[at].client.next(&world(self.now));
        if self.bug != Bug::SendBeforeStore {
            self.devices[at].store();
        }
        let mut is_pull = false;
        let event = match step {
            Step::Wait { until: None } => return false,
            Step::Wait { until: Some(until) } => {
                if self.trouble == 0 {
                    self.now = self.now.max(until);
                }
                return true;
            }
            Step::NewProgram => return false,
            Step::Capabilities => {
                Event::Capabilities { hash: self.caps.to_string(), push_most: 1 + self.caps as u32 % 5 }
            }
            Step::SignIn => {
                self.devices[at].is_signed_in = true;
                Event::SignedIn
            }
            Step::NewDevice => Event::Device(DeviceId(Uuid::from_u128(u128::from(self.chance.bits())))),
            Step::Push(request) => {
                if self.devices[at].is_jammed_by(self.bug) {
                    return false;
                }
                self.send(at, &request)
            }
            Step::Pull { since, .. } => {
                is_pull = true;
                self.fetch(at, since.as_deref())
            }
        };
        // The page may die between sending and hearing.
        if self.is_trouble() && self.chance.below(8) == 0 {
            self.tally.crashes += 1;
            self.devices[at].crash();
            return true;
        }
        let device = &mut self.devices[at];
        if let Event::Pushed(response) = &event {
            device.note(&mut self.oracle, response);
            for result in &response.results {
                self.tally.replayed += u64::from(result.outcome != *result.outcome.first());
                *match result.outcome.first() {
                    Outcome::Applied { .. } => &mut self.tally.applied,
                    Outcome::Merged { .. } => &mut self.tally.merged,
                    Outcome::Conflict { .. } => &mut self.tally.conflicts,
                    _ => &mut self.tally.rejected,
                } += 1;
            }
        }
        self.tally.alone += u64::from(matches!(event, Event::Failed(Failure::Final { .. })));
        let queued = device.client.queue().len();
        let effects = device.client.apply(event, &world(self.now));
        self.tally.sent_again += device.client.queue().len().saturating_sub(queued) as u64;
        self.tally.resets += u64::from(effects.cache.contains(&CacheWrite::EraseAll));
        device.shown(&mut self.oracle, &effects);
        if is_pull && self.bug == Bug::CursorFirst {
            device.store_cursor_only();
            if self.chance.below(4) == 0 {
                self.devices[at].crash();
                return true;
            }
        }
        self.devices[at].store();
        true
    }

    fn send(&mut self, at: usize, request: &PushRequest) -> Event {
        if let Some(failure) = self.gate(at) {
            return Event::Failed(failure);
        }
        if self.is_trouble() {
            return Event::Failed(Failure::Unreachable { retry_after: None });
        }
        if self.is_trouble() {
            self.limbo.push(request.clone());
        }
        // Arrives twice at once.
        let times = if self.is_trouble() { 2 } else { 1 };
        let mut answer = Err(Failure::Unreachable { retry_after: Some(1) });
        for _ in 0..times {
            answer = self.server.push(&mut self.oracle, request, self.now, self.bug);
        }
        // The answer may be lost on the way back.
        if self.is_trouble() {
            return Event::Failed(Failure::Unreachable { retry_after: None });
        }
        answer.map_or_else(Event::Failed, Event::Pushed)
    }

    fn fetch(&mut self, at: usize, since: Option<&str>) -> Event {
        if let Some(failure) = self.gate(at) {
            return Event::Failed(failure);
        }
        if self.is_trouble() {
            return Event::Failed(Failure::Unreachable { retry_after: Some(2) });
        }
        let page = 1 + usize::try_from(self.chance.below(6)).unwrap_or_default();
        self.server.changes(since, page, self.has_sum, self.now).map_or_else(Event::Failed, Event::Pulled)
    }

    /// What the server checks before it looks.
    fn gate(&self, at: usize) -> Option<Failure> {
        let device = &self.devices[at];
        if !device.is_signed_in {
            Some(Failure::SignIn)
        } else if device.client.capabilities() != Some(self.caps.to_string().as_str()) {
            Some(Failure::StaleCapabilities)
        } else {
            None
        }
    }

    /// A backup comes back: everything since is gone, and only the epoch, kept elsewhere, goes on.
    fn restore(&mut self) {
        if self.chance.below(3) > 0 || self.backups.is_empty() {
            return;
        }
        let at = usize::try_from(self.chance.below(self.backups.len() as u64)).unwrap_or_default();
        self.backups.truncate(at + 1);
        let Some(mut backup) = self.backups.last().cloned() else { return };
        // Chance does not come back with a backup.
        backup.boxes = self.server.boxes;
        self.server = backup;
        if self.bug != Bug::NoEpoch {
            self.epochs += 1;
            self.server.epoch = self.epochs;
        }
        self.tally.restores += 1;
    }

    /// A copy of a request arrives long after; nobody hears the answer.
    fn deliver_late(&mut self) {
        if self.limbo.is_empty() {
            return;
        }
        let at = usize::try_from(self.chance.below(self.limbo.len() as u64)).unwrap_or_default();
        let request = self.limbo.swap_remove(at);
        let _ = self.server.push(&mut self.oracle, &request, self.now, self.bug);
    }

    fn some_device(&mut self) -> usize {
        usize::try_from(self.chance.below(self.devices.len() as u64)).unwrap_or_default()
    }

    fn is_trouble(&mut self) -> bool {
        let is_trouble = self.chance.below(1_000) < self.trouble;
        self.tally.faults += u64::from(is_trouble);
        is_trouble
    }

    /// The network is whole, the late copies arrive, everybody comes online and decides: then all must be equal.
    fn mend(&mut self) -> Result<(), String> {
        while !self.limbo.is_empty() {
            self.deliver_late();
        }
        self.trouble = 0;
        for round in 0..60 {
            self.settle()?;
            self.check_nothing_jams(round)?;
            let mut is_done = true;
            for at in 0..self.devices.len() {
                let refused: Vec<Uuid> = self.devices[at]
                    .client
                    .queue()
                    .iter()
                    .filter(|entry| entry.refused().is_some())
                    .map(|entry| entry.id)
                    .collect();
                for id in refused {
                    is_done = false;
                    self.devices[at].decide(&mut self.chance, &mut self.oracle, id, &mut self.tokens);
                    self.devices[at].store();
                }
            }
            if is_done {
                return self.check_equal();
            }
        }
        Err("the devices never come to rest".to_owned())
    }

    fn settle(&mut self) -> Result<(), String> {
        for _ in 0..3 {
            for at in 0..self.devices.len() {
                self.devices[at].client.apply(Event::Poked, &world(self.now));
                let mut steps = 0;
                while self.step(at) {
                    steps += 1;
                    if let Some(reason) = self.oracle.wrong.take() {
                        return Err(reason);
                    }
                    if steps > 3_000 {
                        return Err(format!("device {at} never comes to rest"));
                    }
                }
            }
        }
        Ok(())
    }

    /// Whatever waits, waits behind a refusal of its own record.
    fn check_nothing_jams(&self, round: u32) -> Result<(), String> {
        for device in &self.devices {
            let client: &Client = &device.client;
            for entry in client.queue() {
                let is_held = client.entries(entry.id).any(|entry| entry.refused().is_some());
                if matches!(entry.state, EntryState::Waiting | EntryState::Sent { .. }) && !is_held {
                    return Err(format!("{} is stuck in round {round}", entry.id));
                }
            }
        }
        Ok(())
    }

    fn check_equal(&mut self) -> Result<(), String> {
        for (at, device) in self.devices.iter().enumerate() {
            let server = device.client.server();
            if server.len() != self.server.records.len() {
                return Err(format!(
                    "device {at} knows {} of {} records",
                    server.len(),
                    self.server.records.len()
                ));
            }
            for (id, record) in &self.server.records {
                let kind = if record.is_submitted { "inquiry" } else { "draft" };
                let draft = (!record.is_submitted).then(|| record.draft.clone());
                let truth = Known { kind: kind.to_owned(), rev: record.rev, draft };
                if server.get(id) != Some(&truth) {
                    return Err(format!(
                        "device {at} has another {id}: {:?} instead of {truth:?}",
                        server.get(id)
                    ));
                }
            }
        }
        self.oracle.finish(&self.server.written);
        self.oracle.wrong.take().map_or(Ok(()), Err)
    }
}

const fn world(now: u64) -> World {
    World { now, is_online: true, jitter: 500 }
}

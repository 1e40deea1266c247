//! The desk: one person's client on this device. Every tab works on the same stored client, one at a time.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use serde::de::DeserializeOwned;
use shared::{
    api::v1::Capabilities,
    inquiry::InquiryDraft,
    sync::{Client, DeviceId, Event, Failure, PushRequest, PushResponse, Step, World},
};
use uuid::Uuid;
use yew::prelude::*;

use super::words;
use crate::{
    platform::{
        self, clock, events,
        fetch::{self, Call},
        random,
        tabs::{self, Channel},
        vault::{Change, Vault},
    },
    state::{load::App, shell::Act},
};

const CLIENT: &str = "client";
const VERSION: &str = "version";

/// A person's desk; cheap to clone.
#[derive(Clone)]
pub struct Desk(Rc<Inner>);

impl PartialEq for Desk {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

struct Inner {
    app: App,
    vault: Option<Vault>,
    client: RefCell<Client>,
    version: Cell<u64>,
    lock: String,
    is_running: Cell<bool>,
    is_closed: Cell<bool>,
    channel: RefCell<Option<Channel>>,
}

impl Desk {
    /// Opens the person's desk, with whatever waited on it.
    pub async fn open(app: App, person: Uuid) -> Option<Self> {
        let vault = Vault::open(person).await.ok();
        let client = Client::new(DeviceId(random::id().ok()?));
        let desk = Self(Rc::new(Inner {
            app,
            vault,
            client: RefCell::new(client),
            version: Cell::new(0),
            lock: format!("chadiao-{person}"),
            is_running: Cell::new(false),
            is_closed: Cell::new(false),
            channel: RefCell::new(None),
        }));
        desk.catch_up().await;
        let ear = desk.clone();
        let channel = Channel::open(move |said| {
            if said == CLIENT {
                let desk = ear.clone();
                platform::spawn(async move {
                    desk.catch_up().await;
                    desk.tell();
                });
            }
        });
        *desk.0.channel.borrow_mut() = channel;
        Some(desk)
    }

    /// Somebody else sits down: nothing further is sent under this name.
    pub fn close(&self) {
        self.0.is_closed.set(true);
        *self.0.channel.borrow_mut() = None;
    }

    /// Looks at the client.
    pub fn read<T>(&self, look: impl FnOnce(&Client) -> T) -> T {
        look(&self.0.client.borrow())
    }

    /// Changes the client and stores it, alone among all tabs, before anything is sent.
    pub async fn change<T: 'static>(&self, work: impl FnOnce(&mut Client) -> T + 'static) -> Option<T> {
        let answer = Rc::new(RefCell::new(None));
        let (desk, slot) = (self.clone(), Rc::clone(&answer));
        tabs::alone(&self.0.lock, async move {
            desk.refresh().await;
            let result = work(&mut desk.0.client.borrow_mut());
            desk.store().await;
            *slot.borrow_mut() = Some(result);
        })
        .await;
        answer.borrow_mut().take()
    }

    /// Keeps a form and sends it when there is a network.
    pub async fn save(
        &self,
        id: Uuid,
        base: InquiryDraft,
        draft: InquiryDraft,
    ) -> Result<(), shared::sync::SaveError> {
        let saved = self.change(move |client| client.save(id, &base, draft)).await;
        self.tell();
        self.wake();
        saved.unwrap_or(Ok(()))
    }

    /// Takes in another tab's work, between this tab's own changes and never during one.
    async fn catch_up(&self) {
        let desk = self.clone();
        tabs::alone(&self.0.lock, async move { desk.refresh().await }).await;
    }

    /// Takes in another tab's work; the caller holds the lock.
    async fn refresh(&self) {
        let Some(vault) = &self.0.vault else { return };
        let version = vault.get::<u64>(VERSION).await.ok().flatten().unwrap_or(0);
        if version != self.0.version.get()
            && let Ok(Some(client)) = vault.get::<Client>(CLIENT).await
        {
            *self.0.client.borrow_mut() = client;
            self.0.version.set(version);
        }
    }

    async fn store(&self) {
        let version = self.0.version.get() + 1;
        let Some(vault) = &self.0.vault else { return };
        let client = Change::put(CLIENT, &*self.0.client.borrow());
        let (Ok(client), Ok(number)) = (client, Change::put(VERSION, &version)) else { return };
        if vault.write(vec![client, number]).await.is_ok() {
            self.0.version.set(version);
            if let Some(channel) = &*self.0.channel.borrow() {
                channel.say(CLIENT);
            }
        }
    }

    /// Tells the page how long the queue is, and that something moved.
    pub fn tell(&self) {
        if !self.0.is_closed.get() {
            let waiting = u32::try_from(self.read(|client| client.queue().len())).unwrap_or(u32::MAX);
            self.0.app.dispatch(Act::Queue(waiting));
        }
    }

    /// Something may be new on the server.
    pub fn poked(&self) {
        let desk = self.clone();
        platform::spawn(async move {
            desk.change(|client| client.apply(Event::Poked, &world())).await;
            desk.wake();
        });
    }

    /// The person just signed in.
    pub fn signed_in(&self) {
        let desk = self.clone();
        platform::spawn(async move {
            desk.change(|client| {
                client.apply(Event::SignedIn, &world());
                client.apply(Event::Poked, &world())
            })
            .await;
            desk.wake();
        });
    }

    /// Carries out steps until there is nothing to do; one tab at a time.
    pub fn wake(&self) {
        if self.0.is_running.replace(true) || self.0.is_closed.get() {
            return;
        }
        let desk = self.clone();
        platform::spawn(async move {
            let runner = desk.clone();
            tabs::alone(&format!("{}-runner", desk.0.lock), async move { runner.run().await }).await;
            desk.0.is_running.set(false);
        });
    }

    async fn run(&self) {
        const MOST_STEPS: u32 = 200;
        for _ in 0..MOST_STEPS {
            if self.0.is_closed.get() {
                return;
            }
            let Some(step) = self.change(|client| client.next(&world())).await else { return };
            // By what this device knows, not by what the page has heard since: a difference must reach the client.
            if let Some(hash) = self.read(|client| client.capabilities().map(str::to_owned)) {
                fetch::set_caps(&hash);
            }
            let event = match step {
                Step::Capabilities => self.capabilities().await,
                Step::Push(request) => push(&request).await.map_or_else(Event::Failed, Event::Pushed),
                Step::Pull { since, limit } => {
                    let since = since.map(|since| format!("since={since}&")).unwrap_or_default();
                    let path = format!("/sync/changes?{since}limit={limit}");
                    ask(&path, Call::default()).await.map_or_else(Event::Failed, Event::Pulled)
                }
                Step::NewDevice => match random::id() {
                    Ok(id) => Event::Device(DeviceId(id)),
                    Err(_) => return,
                },
                Step::SignIn => {
                    self.0.app.dispatch(Act::Meet(None));
                    return;
                }
                Step::NewProgram => {
                    self.0.app.dispatch(Act::Warn(self.0.app.lang.of(words::NEW_PROGRAM).to_owned()));
                    return;
                }
                Step::Wait { until: None } => return,
                Step::Wait { until: Some(until) } => return self.later(until),
            };
            let is_something = match &event {
                Event::Pushed(response) => !response.results.is_empty(),
                Event::Pulled(response) => !response.changes.is_empty(),
                _ => false,
            };
            let effects = self.change(move |client| client.apply(event, &world())).await;
            if effects.is_some_and(|effects| effects.is_review_due) {
                self.0
                    .app
                    .dispatch(Act::Say(self.0.app.lang.of(crate::i18n::words::RULES_CHANGED).to_owned()));
            }
            self.tell();
            if is_something {
                self.0.app.dispatch(Act::News);
            }
        }
    }

    async fn capabilities(&self) -> Event {
        match ask::<Capabilities>("/sync/capabilities", Call::default()).await {
            Ok(caps) => {
                let event = Event::Capabilities { hash: caps.hash.clone(), push_most: caps.push_most };
                self.0.app.dispatch(Act::Learn(Rc::new(caps)));
                event
            }
            Err(failure) => Event::Failed(failure),
        }
    }

    fn later(&self, until: u64) {
        let pause = u32::try_from(until.saturating_sub(now())).unwrap_or(u32::MAX).saturating_add(20);
        let desk = self.clone();
        platform::spawn(async move {
            clock::pause(pause).await;
            desk.wake();
        });
    }
}

async fn push(request: &PushRequest) -> Result<PushResponse, Failure> {
    let body = serde_json::to_string(request).map_err(|_| Failure::of(0, None))?;
    let call = Call { method: "POST", body: Some(&body), operation: random::id().ok(), ..Call::default() };
    ask("/sync/push", call).await
}

/// One exchange, and what kind of failure it was; the client decides what that means.
async fn ask<T: DeserializeOwned>(path: &str, call: Call<'_>) -> Result<T, Failure> {
    let answer = fetch::exchange(path, call).await.map_err(|fault| Failure::of(fault.status(), None))?;
    let failure = Failure::of(answer.status, answer.retry_after);
    if (200..300).contains(&answer.status) { answer.read().map_err(|_| failure) } else { Err(failure) }
}

fn now() -> u64 {
    u64::try_from(clock::now().timestamp_millis()).unwrap_or_default()
}

fn world() -> World {
    let jitter = random::bytes::<2>().map_or(500, |bytes| u16::from_le_bytes(bytes) % 1_001);
    World { now: now(), is_online: events::is_online(), jitter }
}

/// The signed-in person's desk; none while it is being opened.
#[hook]
pub fn use_desk() -> Option<Desk> {
    use_context::<Option<Desk>>().flatten()
}

//! A device over HTTP, as the browser is one, and the wire it speaks over.

use acceptance::{App, Client as Person};
use shared::{
    api::v1::{Capabilities, JournalRow, Page},
    id::InquiryId,
    inquiry::InquiryDraft,
    sync::{
        CacheWrite, ChangesResponse, Client, DeviceId, Effects, Event, Failure, Intent, Local, Mutation,
        PushRequest, PushResponse, SCHEMA, Step, World,
    },
};
use uuid::Uuid;

/// A device over HTTP: the shell that the browser would be.
pub struct Device {
    pub client: Client,
    pub person: Person,
    pub now: u64,
    pub cache: Vec<CacheWrite>,
}

impl Device {
    pub fn of(person: Person) -> Self {
        let client = Client::new(DeviceId(Uuid::now_v7()));
        Self { client, person, now: 1_000, cache: Vec::new() }
    }

    pub fn world(&self) -> World {
        World { now: self.now, is_online: true, jitter: 0 }
    }

    /// Steps until there is nothing to do.
    pub async fn settle(&mut self) -> Effects {
        self.client.apply(Event::Poked, &self.world());
        let mut all = Effects::default();
        for _ in 0..200 {
            let world = self.world();
            let event = match self.client.next(&world) {
                Step::Wait { until: None } => return all,
                Step::Wait { until: Some(until) } => {
                    self.now = until;
                    continue;
                }
                Step::Capabilities => {
                    let now = capabilities(&self.person).await;
                    Event::Capabilities { hash: now.hash, push_most: now.push_most }
                }
                Step::NewDevice => Event::Device(DeviceId(Uuid::now_v7())),
                Step::Push(request) => {
                    let known = self.client.capabilities().unwrap().to_owned();
                    let answer = self
                        .person
                        .post("/sync/push")
                        .header("x-chadiao-caps", &known)
                        .json(&request)
                        .send()
                        .await;
                    if answer.status.is_success() {
                        Event::Pushed(answer.ok())
                    } else {
                        Event::Failed(Failure::of(answer.status.as_u16(), None))
                    }
                }
                Step::Pull { since, limit } => {
                    let known = self.client.capabilities().unwrap().to_owned();
                    let since = since.map(|since| format!("&since={since}")).unwrap_or_default();
                    let path = format!("/sync/changes?limit={limit}{since}");
                    let answer = self.person.get(&path).header("x-chadiao-caps", &known).send().await;
                    if answer.status.is_success() {
                        Event::Pulled(answer.ok())
                    } else {
                        Event::Failed(Failure::of(answer.status.as_u16(), None))
                    }
                }
                step @ (Step::SignIn | Step::NewProgram) => panic!("{step:?}"),
            };
            let effects = self.client.apply(event, &world);
            self.cache.extend(effects.cache.clone());
            all.refused.extend(effects.refused);
        }
        panic!("the device never comes to rest: {:?}", self.client.queue());
    }

    pub fn form(&self, id: InquiryId) -> InquiryDraft {
        match self.client.local(id.0) {
            Local::Open(draft) => draft.clone(),
            other => panic!("{other:?}"),
        }
    }

    pub fn save(&mut self, id: InquiryId, change: impl FnOnce(&mut InquiryDraft)) {
        let base = self.form(id);
        let mut draft = base.clone();
        change(&mut draft);
        self.client.save(id.0, &base, draft).unwrap();
    }
}

pub async fn capabilities(person: &Person) -> Capabilities {
    person.signed_out().get("/sync/capabilities").send().await.ok()
}

pub async fn changes(person: &Person, since: Option<&str>) -> ChangesResponse {
    let since = since.map(|since| format!("?since={since}")).unwrap_or_default();
    let hash = capabilities(person).await.hash;
    person.get(&format!("/sync/changes{since}")).header("x-chadiao-caps", &hash).send().await.ok()
}

pub async fn request(person: &Person, device: DeviceId, mutations: Vec<Mutation>) -> PushRequest {
    PushRequest { device, epoch: changes(person, None).await.epoch, schema: SCHEMA, mutations }
}

pub async fn try_push(person: &Person, request: &PushRequest) -> acceptance::Answer {
    let hash = capabilities(person).await.hash;
    person.post("/sync/push").header("x-chadiao-caps", &hash).json(request).send().await
}

pub async fn push(person: &Person, device: DeviceId, mutations: Vec<Mutation>) -> PushResponse {
    try_push(person, &request(person, device, mutations).await).await.ok()
}

pub fn device() -> DeviceId {
    DeviceId(Uuid::now_v7())
}

pub fn mutation(mid: u64, id: Uuid, intent: &Intent) -> Mutation {
    Mutation { mid, name: intent.name().to_owned(), id, base_rev: 0, args: intent.args(), group: None }
}

pub fn create(mid: u64, id: Uuid, draft: &InquiryDraft) -> Mutation {
    mutation(mid, id, &Intent::Create { draft: draft.clone() })
}

pub async fn journal_size(app: &App) -> i64 {
    let rows: Page<JournalRow> = app.manager().await.get("/journal").send().await.ok();
    rows.items.first().map(|row| row.seq).unwrap_or_default()
}

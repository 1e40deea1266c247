//! Clients who keep writing whatever happens, and remember exactly what they were told.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
};

use shared::{account::Grant, api::v1::NewDraft, id::InquiryId};
use sqlx::{Connection as _, Executor as _, PgConnection, Row as _, SqliteConnection};
use uuid::Uuid;

use crate::{
    chance::Chance,
    client::{Answer, Client},
    people,
};

/// What the clients know.
#[derive(Debug, Default)]
pub struct Memory {
    /// Writes whose success was answered.
    pub acknowledged: BTreeSet<Uuid>,
    /// Writes without an answer: they may or may not be there.
    pub in_doubt: BTreeMap<Uuid, NewDraft>,
    /// Status of every answer that was no success, with its first body.
    pub refusals: BTreeMap<u16, (usize, String)>,
    /// Repeated writes that the server did not recognise.
    pub unrecognised: usize,
}

/// Clients under one memory.
#[derive(Clone)]
pub struct Load {
    /// What they know.
    pub memory: Arc<Mutex<Memory>>,
    grant: Grant,
    month: String,
    loses_answers: bool,
    on_success: Option<Arc<dyn Fn(Uuid) + Send + Sync>>,
}

impl Load {
    /// Clients who write drafts under an item.
    #[must_use]
    pub fn new(grant: Grant, month: &str) -> Self {
        Self {
            memory: Arc::default(),
            grant,
            month: month.to_owned(),
            loses_answers: false,
            on_success: None,
        }
    }

    /// Now and then an answer counts as lost on its way, so that its write is repeated.
    #[must_use]
    pub fn losing_answers(mut self) -> Self {
        self.loses_answers = true;
        self
    }

    /// Calls back on each answered success.
    #[must_use]
    pub fn telling(mut self, tell: impl Fn(Uuid) + Send + Sync + 'static) -> Self {
        self.on_success = Some(Arc::new(tell));
        self
    }

    /// `clients` at a server, each until told to stop, until the server is gone, or until `most` writes.
    pub async fn run(&self, staff: &Client, clients: u64, most: usize, stop: Arc<AtomicBool>, seed: u64) {
        let mut tasks = tokio::task::JoinSet::new();
        for number in 0..clients {
            let (load, staff, stop) = (self.clone(), staff.clone(), Arc::clone(&stop));
            tasks.spawn(async move {
                let mut chance = Chance::new(seed.wrapping_mul(1_000).wrapping_add(number));
                for _ in 0..most {
                    if stop.load(Ordering::Relaxed) || !load.write(&staff, &mut chance).await {
                        break;
                    }
                }
            });
        }
        tasks.join_all().await;
    }

    /// One write, an old one in doubt first; false when nobody answers any more.
    async fn write(&self, staff: &Client, chance: &mut Chance) -> bool {
        let old = self.memory.lock().expect("no client panicked").in_doubt.pop_first();
        let is_repeated = old.is_some();
        let new = old.map_or_else(
            || NewDraft {
                id: InquiryId(Uuid::now_v7()),
                draft: people::form(chance, &self.grant, &self.month),
            },
            |(_, new)| new,
        );
        let id = new.id.0;
        // The record's own identifier is the key: a repeated write repeats it.
        let answer = staff.post("/inquiries").key(&id.to_string()).json(&new).try_send().await;
        let Ok(answer) = answer else {
            self.memory.lock().expect("no client panicked").in_doubt.insert(id, new);
            return false;
        };
        if answer.status.is_success() {
            let mut memory = self.memory.lock().expect("no client panicked");
            memory.acknowledged.insert(id);
            if self.loses_answers && chance.below(8) == 0 {
                memory.in_doubt.insert(id, new);
            }
            drop(memory);
            if let Some(tell) = &self.on_success {
                tell(id);
            }
            return true;
        }
        self.refused(&answer, is_repeated, new);
        true
    }

    fn refused(&self, answer: &Answer, is_repeated: bool, new: NewDraft) {
        let mut memory = self.memory.lock().expect("no client panicked");
        let status = answer.status.as_u16();
        memory.refusals.entry(status).or_insert_with(|| (0, answer.text())).0 += 1;
        if is_repeated && status == 409 {
            memory.unrecognised += 1;
        }
        if answer.status.is_server_error() {
            // A failure says nothing about whether it was done.
            memory.in_doubt.insert(new.id.0, new);
        }
    }
}

/// What is stored, by somebody who reads the tables: how many journal entries made each inquiry.
pub async fn stored(url: &str) -> BTreeMap<Uuid, i64> {
    const MADE: &str = "SELECT i.id, (SELECT count(*) FROM journal_entries j WHERE j.record_id = i.id AND j.revision = 1) \
        FROM inquiries i";
    if url.starts_with("postgres") {
        let mut db = PgConnection::connect(url).await.expect("PostgreSQL answers");
        let rows = db.fetch_all(MADE).await.expect("rows");
        rows.iter().map(|row| (row.get::<Uuid, _>(0), row.get(1))).collect()
    } else {
        let mut db = SqliteConnection::connect(&format!("sqlite://{url}")).await.expect("the file opens");
        let rows = db.fetch_all(MADE).await.expect("rows");
        let id = |bytes: Vec<u8>| Uuid::from_slice(&bytes).expect("sixteen bytes");
        rows.iter().map(|row| (id(row.get(0)), row.get(1))).collect()
    }
}

/// Runs SQL as anybody with the database in hand might.
pub async fn execute(url: &str, sql: &str) {
    let sql = sqlx::AssertSqlSafe(sql.to_owned());
    if url.starts_with("postgres") {
        PgConnection::connect(url).await.expect("PostgreSQL answers").execute(sql).await.expect("it runs");
    } else {
        let mut db = SqliteConnection::connect(&format!("sqlite://{url}")).await.expect("the file opens");
        db.execute(sql).await.expect("it runs");
    }
}

impl Memory {
    /// The oracle: what was acknowledged is there, and nothing is there twice. Empty when it holds.
    #[must_use]
    pub fn compare(&self, stored: &BTreeMap<Uuid, i64>) -> Vec<String> {
        let mut wrong = Vec::new();
        let lost = self.acknowledged.iter().filter(|id| !stored.contains_key(id)).count();
        if lost > 0 {
            wrong.push(format!("{lost} acknowledged writes are lost"));
        }
        let known = |id: &Uuid| self.acknowledged.contains(id) || self.in_doubt.contains_key(id);
        let doubled = stored.iter().filter(|(id, made)| known(id) && **made != 1).count();
        if doubled > 0 {
            wrong.push(format!("{doubled} writes were done more than once"));
        }
        if self.unrecognised > 0 {
            wrong.push(format!("{} repeated writes were not recognised", self.unrecognised));
        }
        wrong
    }
}

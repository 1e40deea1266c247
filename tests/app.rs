//! A running server with the practice county, a clock that the test moves, and people to be.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::Mutex,
};

use backend::practice::{Pace, Size};
use backend::{
    clock::Clock,
    config::{CARD_COMPONENT, Config},
    limit::Limits,
};
use chrono::{DateTime, Duration, NaiveDate, TimeZone, Utc};
use shared::{
    Editions,
    account::{
        AccountDraft, ApplicationDraft, Deputyship, Grant, Standing,
        application::{ApplicationAction, ApplicationKind},
    },
    api::v1::{AccountView, ApplicationView, ItemView, NewItem, PracticePerson},
    id::{ItemId, PersonId, PrintoutId, UnitId},
    inquiry::{InquiryAction, InquiryDraft, Outcome, QueryDraft},
    inventory::{Basis, BasisKind, DataItem, ItemAction, ItemDraft, Repeal},
    printout::{FateDraft, PrintoutDraft},
    taiwan_day,
};
use tempfile::TempDir;
use uuid::Uuid;

use crate::{
    card,
    cast::{Cast, cast},
    chance::Chance,
    client::Client,
    logs::{listen_to_logs, logs},
    people, postgres, scratch,
};

/// Which database a story runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Database {
    /// A file beside the server.
    Sqlite,
    /// A server of its own.
    Postgres,
}

/// How a server differs from the usual one.
#[derive(Debug, Clone)]
pub struct Options {
    /// First day of the amended edition.
    pub amended_from: Option<NaiveDate>,
    /// When the story begins.
    pub start: DateTime<Utc>,
    /// Practice cards of its own.
    pub cards: Option<PathBuf>,
    /// How much anybody may ask for; a story does in a second what people do in a week.
    pub limits: Limits,
    /// Cases of its past.
    pub size: Size,
    /// How they are written.
    pub pace: Pace,
}

impl Default for Options {
    fn default() -> Self {
        // A Tuesday morning in Taiwan, with the official calendar known for this year and the next.
        let start = Utc.with_ymd_and_hms(2026, 3, 10, 2, 0, 0).single().expect("an instant");
        Self {
            amended_from: NaiveDate::from_ymd_opt(2024, 1, 1),
            start,
            cards: None,
            limits: Limits::NONE,
            size: Size::default(),
            pace: Pace::default(),
        }
    }
}

/// A server for one story.
pub struct App {
    server: backend::app::App,
    base: String,
    clock: Clock,
    database: Database,
    url: String,
    folder: TempDir,
    chance: Mutex<Chance>,
    cast: Cast,
    signed_in: Mutex<HashMap<PersonId, (DateTime<Utc>, Client)>>,
}

impl App {
    /// A server on a fresh database.
    pub async fn start(database: Database) -> Self {
        Self::start_with(database, Options::default()).await
    }

    /// A server on a fresh SQLite file, with options.
    pub async fn sqlite_with(options: Options) -> Self {
        Self::start_with(Database::Sqlite, options).await
    }

    /// A server on a fresh database, with options.
    pub async fn start_with(database: Database, options: Options) -> Self {
        listen_to_logs();
        let folder = scratch::folder();
        let url = match database {
            Database::Sqlite => folder.path().join("data/chadiao.db").display().to_string(),
            Database::Postgres => postgres::fresh_database().await,
        };
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
        let bind = listener.local_addr().expect("an address");
        let clock = Clock::standing_at(options.start);
        let editions = Editions { amended_from: options.amended_from };
        let cards = options.cards.unwrap_or_else(card::folder);
        let config = Config {
            editions,
            cards,
            limits: options.limits,
            ..config(bind, &url, &folder.path().join("keys/chadiao.keys"))
        };
        let server = backend::app::App::open(config, clock.clone()).await.expect("the server opens");
        let filled = backend::practice::fill_at(&server, options.size, 1, options.pace).await;
        filled.expect("the practice county is made");
        tokio::spawn(backend::app::serve(server.clone(), listener));
        let base = format!("http://{bind}");
        let cast = cast(&Client::stranger(&base)).await;
        let chance = Mutex::new(Chance::new(Uuid::now_v7().as_u128() as u64));
        let signed_in = Mutex::default();
        Self { server, base, clock, database, url, folder, chance, cast, signed_in }
    }

    /// The server's own state, for what no door shows.
    #[must_use]
    pub fn server(&self) -> &backend::app::App {
        &self.server
    }

    /// Where it listens.
    #[must_use]
    pub fn base(&self) -> &str {
        &self.base
    }

    /// Which database it runs on.
    #[must_use]
    pub const fn database(&self) -> Database {
        self.database
    }

    /// The database's URL or path.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Where its files are.
    #[must_use]
    pub fn folder(&self) -> PathBuf {
        self.folder.path().to_owned()
    }

    /// Somebody at another server on the same records.
    ///
    /// # Errors
    /// It does not start.
    pub async fn beside(&self, is_practice: bool) -> anyhow::Result<Client> {
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await?;
        let bind = listener.local_addr()?;
        let config = Config { bind, is_practice, ..self.server.config().clone() };
        let server = backend::app::App::open(config, self.clock.clone()).await?;
        tokio::spawn(backend::app::serve(server, listener));
        Ok(Client::stranger(&format!("http://{bind}")))
    }

    /// Who plays whom.
    #[must_use]
    pub const fn cast(&self) -> &Cast {
        &self.cast
    }

    /// The county government.
    #[must_use]
    pub const fn root_unit(&self) -> Option<UnitId> {
        self.cast.root
    }

    /// Now, by the server's clock.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// Today in Taiwan, by the server's clock.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        taiwan_day(self.now())
    }

    /// Lets time pass.
    pub fn advance(&self, by: Duration) {
        self.clock.set(self.now() + by);
    }

    /// Nobody in particular.
    #[must_use]
    pub fn stranger(&self) -> Client {
        Client::stranger(&self.base)
    }

    /// Somebody who makes inquiries.
    pub async fn staff(&self) -> Client {
        self.be(self.cast.staff).await
    }

    /// The head of their unit.
    pub async fn supervisor(&self) -> Client {
        self.be(self.cast.supervisor).await
    }

    /// The head of another unit.
    pub async fn supervisor_elsewhere(&self) -> Client {
        self.be(self.cast.supervisor_elsewhere).await
    }

    /// Whoever was named deputy.
    pub async fn deputy(&self) -> Client {
        self.be(self.cast.deputy).await
    }

    /// The manager.
    pub async fn manager(&self) -> Client {
        self.be(self.cast.manager).await
    }

    /// A person, signed in; again when the session may have ended meanwhile.
    pub async fn be(&self, person: PersonId) -> Client {
        let known = self.signed_in.lock().expect("no test panicked here").get(&person).cloned();
        if let Some((at, client)) = known
            && self.now() - at < Duration::minutes(10)
        {
            return client;
        }
        let client = self.stranger().sign_in(person).await;
        self.signed_in.lock().expect("no test panicked here").insert(person, (self.now(), client.clone()));
        client
    }

    /// A practice person, as the sign-in page lists them.
    pub async fn person(&self, person: PersonId) -> PracticePerson {
        let people: Vec<PracticePerson> = self.stranger().get("/practice/people").send().await.ok();
        people.into_iter().find(|one| one.person == person).expect("a practice person")
    }

    /// A form of the staff member that the rules agree to.
    pub async fn form(&self) -> InquiryDraft {
        let month = self.today().format("%Y-%m").to_string();
        self.chance(|chance| people::form(chance, &self.cast.grant, &month))
    }

    /// Takes a chance.
    pub fn chance<T>(&self, take: impl FnOnce(&mut Chance) -> T) -> T {
        take(&mut self.chance.lock().expect("no test panicked here"))
    }

    /// An item as the manager sees it.
    pub async fn item(&self, id: &str) -> ItemView {
        self.manager().await.get(&format!("/items/{id}")).send().await.ok()
    }

    /// Enters an item with the one data item `A`.
    pub async fn new_item(&self, name: &str, units: Vec<UnitId>) -> ItemView {
        let draft = ItemDraft {
            number: format!("T{}", self.chance(|chance| chance.below(1_000_000))),
            name: name.to_owned(),
            units,
            bases: vec![Basis { kind: BasisKind::Law, name: "測試法第1條".into(), ..Basis::default() }],
            purpose: "測試".into(),
            data_items: vec![DataItem {
                code: "A".into(),
                name: "測試資料".into(),
                name_en: "test data".into(),
            }],
            must_sign: false,
            in_force_from: Some(self.today()),
            ..ItemDraft::default()
        };
        self.manager()
            .await
            .post("/items")
            .json(&NewItem { id: ItemId(Uuid::now_v7()), draft })
            .send()
            .await
            .ok()
    }

    /// Repeals an item's basis from a day on.
    pub async fn repeal(&self, item: &ItemView, on: NaiveDate) -> ItemView {
        let action = ItemAction::Repeal(Repeal { on, reason: "總統令廢止".into() });
        let path = format!("/items/{}/actions", item.id);
        self.manager().await.post(&path).if_match(item.revision).json(&action).send().await.ok()
    }

    /// Gives the staff member an item, as anybody gets one: filed, approved, granted, set.
    pub async fn grant_to_staff(&self, item: ItemId, data_items: &[&str]) {
        let data_items = data_items.iter().map(|code| (*code).to_owned()).collect();
        self.permissions_of_staff(|grants| grants.push(Grant { item, data_items })).await;
    }

    /// Changes what the staff member holds, by the form.
    pub async fn permissions_of_staff(&self, change: impl FnOnce(&mut Vec<Grant>)) {
        let filed = self.apply(self.cast.staff, |form| change(&mut form.grants)).await;
        self.settle_application(filed).await;
    }

    /// A change of a person's permissions, as they would file it.
    pub async fn application(&self, person: PersonId) -> ApplicationDraft {
        let account: AccountView = self.manager().await.get(&format!("/accounts/{person}")).send().await.ok();
        ApplicationDraft {
            basis: "依身心障礙者權益保障法第73條承辦保險費補助。".into(),
            reason: "業務調整".into(),
            effective_on: Some(self.today()),
            is_confidential: true,
            ..ApplicationDraft::of(ApplicationKind::Change, person, &account.draft)
        }
    }

    /// Files a change of a person's permissions, as that person.
    pub async fn apply(
        &self,
        person: PersonId,
        change: impl FnOnce(&mut ApplicationDraft),
    ) -> ApplicationView {
        let mut draft = self.application(person).await;
        change(&mut draft);
        self.be(person).await.file(&draft).await.ok()
    }

    /// Approved by the supervisor, granted and set by the manager.
    pub async fn settle_application(&self, filed: ApplicationView) -> ApplicationView {
        let head = self.be(filed.deciders.first().expect("somebody who approves").person).await;
        let manager = self.manager().await;
        let approve = ApplicationAction::Approve { note: String::new() };
        let approved: ApplicationView = head.decide(&filed, &approve).await.ok();
        let grant = ApplicationAction::Grant { note: String::new() };
        let granted: ApplicationView = manager.decide(&approved, &grant).await.ok();
        manager.decide(&granted, &ApplicationAction::Set).await.ok()
    }

    /// Names the deputy for a head and signs them in.
    pub async fn name_deputy(&self, head: &Standing, from: NaiveDate, until: NaiveDate) -> Client {
        let unit = self.be(self.cast.staff).await.me().await.standing.unit;
        let deputyship = Deputyship { head: head.person, head_name: head.name.clone(), unit, from, until };
        self.change_account(self.cast.deputy, |account| account.deputy_for.push(deputyship)).await;
        self.deputy().await
    }

    /// Changes an account as the manager.
    pub async fn change_account(&self, person: PersonId, change: impl FnOnce(&mut AccountDraft)) {
        let (manager, path) = (self.manager().await, format!("/accounts/{person}"));
        let account: AccountView = manager.get(&path).send().await.ok();
        let mut draft = account.draft;
        change(&mut draft);
        manager.put(&path).if_match(account.revision).json(&draft).send().await.ok::<AccountView>();
    }

    /// Everything logged by any server of this process so far.
    #[must_use]
    pub fn logs(&self) -> String {
        String::from_utf8_lossy(&logs().lock().expect("no logger panicked")).into_owned()
    }
}

/// Settings of a practice server under the amended edition.
pub fn config(bind: std::net::SocketAddr, url: &str, keys: &Path) -> Config {
    Config {
        bind,
        database: url.to_owned(),
        keys: keys.to_owned(),
        authorities: keys.with_file_name("authorities"),
        cards: card::folder(),
        origin: None,
        tls: None,
        sign_approvals: shared::session::SignApprovals::default(),
        proxy_hops: 0,
        lock_minutes: shared::session::LOCK_MINUTES,
        limits: Limits::NONE,
        card_component: CARD_COMPONENT.to_owned(),
        is_practice: true,
        editions: Editions { amended_from: Options::default().amended_from },
        mail: None,
    }
}

/// Opens the server's state on the machine's own clock.
pub(crate) async fn open(url: &str, keys: &Path) -> backend::app::App {
    let config = config(([127, 0, 0, 1], 0).into(), url, keys);
    backend::app::App::open(config, Clock::real()).await.expect("the server opens")
}

/// Puts the practice county into a fresh database and closes it again.
pub(crate) async fn furnish(url: &str, keys: &Path) -> Cast {
    let server = open(url, keys).await;
    fill(&server).await;
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
    let base = format!("http://{}", listener.local_addr().expect("an address"));
    let task = tokio::spawn(backend::app::serve(server.clone(), listener));
    let cast = cast(&Client::stranger(&base)).await;
    task.abort();
    server.db().close().await;
    cast
}

/// The practice county, as `chadiao practice` makes it.
async fn fill(server: &backend::app::App) {
    backend::practice::fill(server, backend::practice::Size::default())
        .await
        .expect("the practice county is made");
}

/// The after-query form: data found at `at`, with these sheets.
#[must_use]
pub fn query(at: DateTime<Utc>, printouts: Vec<PrintoutDraft>) -> InquiryAction {
    let printout_ids = printouts.iter().map(|_| PrintoutId(Uuid::now_v7())).collect();
    let query =
        QueryDraft { queried_at: at, outcome: Outcome::Found, printouts, query_record_place: String::new() };
    InquiryAction::CarryOut { query, printout_ids }
}

/// Two sheets, filed to a case.
#[must_use]
pub fn filed(case_number: &str) -> PrintoutDraft {
    PrintoutDraft { pages: 2, copies: 0, fate: FateDraft::Filed { case_number: case_number.to_owned() } }
}

/// One sheet, kept somewhere.
#[must_use]
pub fn kept(place: &str) -> PrintoutDraft {
    PrintoutDraft { pages: 1, copies: 0, fate: FateDraft::Kept { place: place.to_owned() } }
}

/// A text as part of a query string.
#[must_use]
pub fn url_part(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// Makes each story a test on SQLite and one on PostgreSQL.
#[macro_export]
macro_rules! on_both {
    ($($story:ident),* $(,)?) => {
        mod on_sqlite {
            $(
                #[tokio::test(flavor = "multi_thread")]
                async fn $story() {
                    super::$story($crate::App::start($crate::Database::Sqlite).await).await;
                }
            )*
        }
        mod on_postgres {
            $(
                #[tokio::test(flavor = "multi_thread")]
                async fn $story() {
                    super::$story($crate::App::start($crate::Database::Postgres).await).await;
                }
            )*
        }
    };
}

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
    api::v1::PracticePerson,
    edition::EditionPack,
    id::{PersonId, PrintoutId, UnitId},
    inquiry::{InquiryAction, InquiryDraft, Outcome, QueryDraft},
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
    /// Whose county it is; Changhua's without.
    pub county: Option<EditionPack>,
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
            county: None,
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
            county: options.county,
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
        county: None,
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

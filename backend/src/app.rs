//! The server's state, and the one way to act on the records: inside a transaction, as somebody, at an instant.

mod act;

use std::{
    net::SocketAddr,
    sync::{Arc, RwLock},
    time::Duration,
};

use anyhow::Context;
use axum::serve::ListenerExt as _;
use chrono::{DateTime, TimeDelta, Utc};
use futures::{FutureExt, future::BoxFuture};
use shared::{Editions, api::v1::JournalHead, edition, id::PersonId, period::HalfYear, taiwan_day};

pub use act::Act;

use crate::{
    card::Trust,
    clock::Clock,
    config::Config,
    http::{error::ApiError, tls},
    inspection,
    limit::Limiters,
    practice,
    registers::{self, Registers},
    store::{Db, StoreError, Tx, Writer, keys::KeyFile, migrate, seal::Sealer},
};

/// How long authorities and revocation lists in memory are taken as they are.
const TRUST_FRESH: TimeDelta = TimeDelta::minutes(5);

/// A running server's state; clones share it.
#[derive(Debug, Clone)]
pub struct App(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    config: Config,
    db: Db,
    writer: Writer,
    sealer: Sealer,
    clock: Clock,
    limiters: Limiters,
    registers: RwLock<Arc<Registers>>,
    verified: RwLock<Option<JournalHead>>,
    trust: RwLock<Option<(DateTime<Utc>, Arc<Trust>)>>,
    is_practice_database: bool,
}

impl App {
    /// Opens database and keys and starts the writer.
    ///
    /// # Errors
    /// A setting, the database or the key file is refused.
    pub async fn open(config: Config, clock: Clock) -> anyhow::Result<Self> {
        config.check()?;
        let db = Db::open(&config.database).await?;
        migrate::run(&db).await?;
        let mut tx = db.read().await?;
        let is_first_start = crate::store::keys::all(&mut tx).await?.is_empty();
        drop(tx);
        Self::start(config, clock, db, is_first_start).await
    }

    /// The same for a command that only makes sense on records that are there: makes neither database nor key file.
    ///
    /// # Errors
    /// There is no database or no key file, or they or a setting are refused.
    pub async fn open_existing(config: Config, clock: Clock) -> anyhow::Result<Self> {
        config.check()?;
        let db = Db::open_existing(&config.database).await?;
        migrate::run(&db).await?;
        Self::start(config, clock, db, false).await
    }

    async fn start(config: Config, clock: Clock, db: Db, is_first_start: bool) -> anyhow::Result<Self> {
        let file = KeyFile::open(&config.keys, config.database_folder().as_deref(), is_first_start)?;
        let sealer = Sealer::new(file);
        let mut tx = db.read().await?;
        sealer.load(&mut tx).await?;
        let is_practice_database = config.is_practice || practice::mark::is_marked(&mut tx).await?;
        drop(tx);
        let writer = Writer::start(db.clone());
        let app = Self(Arc::new(Inner {
            limiters: Limiters::new(&config.limits, &clock),
            config,
            db,
            writer,
            sealer,
            clock,
            registers: RwLock::default(),
            verified: RwLock::default(),
            trust: RwLock::default(),
            is_practice_database,
        }));
        if app.config().is_practice {
            practice::mark::claim(&app).await?;
        }
        app.ensure_data_key().await.map_err(|error| anyhow::anyhow!("{error:?}"))?;
        Ok(app)
    }

    /// Its settings.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.0.config
    }

    /// Whether its records are a practice county's, however it is served.
    #[must_use]
    pub fn is_practice_database(&self) -> bool {
        self.0.is_practice_database
    }

    /// Its database.
    #[must_use]
    pub fn db(&self) -> &Db {
        &self.0.db
    }

    /// Its writer.
    #[must_use]
    pub fn writer(&self) -> &Writer {
        &self.0.writer
    }

    /// Its seal.
    #[must_use]
    pub fn sealer(&self) -> &Sealer {
        &self.0.sealer
    }

    /// Its clock.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    /// How much anybody took of what is limited.
    #[must_use]
    pub fn limiters(&self) -> &Limiters {
        &self.0.limiters
    }

    /// When the amended edition takes force, as the registers last read say it; an act asks [`Act::editions`].
    #[must_use]
    pub fn editions(&self) -> Editions {
        let started_with = self.0.config.editions;
        let known = self.0.registers.read();
        known.map_or(started_with, |registers| edition::deciding(registers.editions.values(), started_with))
    }

    /// Who may vouch for a person now: the practice authority in practice, else the folder of authorities, read again
    /// every few minutes so that a new revocation list counts.
    ///
    /// # Errors
    /// The authorities were never read and cannot be.
    pub async fn trust(&self) -> anyhow::Result<Arc<Trust>> {
        let now = self.0.clock.now();
        let known = self.0.trust.read().ok().and_then(|trust| trust.clone());
        if let Some((_, trust)) = known.as_ref().filter(|(at, _)| *at <= now && now - *at < TRUST_FRESH) {
            return Ok(Arc::clone(trust));
        }
        let config = self.0.config.clone();
        let load = move || {
            if config.is_practice {
                practice::cards::Office::open(&config.cards)?.trust(now)
            } else {
                Trust::load(&config.authorities, false)
            }
        };
        let fresh = match (tokio::task::spawn_blocking(load).await?, known) {
            (Ok(fresh), _) => Arc::new(fresh),
            (Err(error), Some((_, known))) => {
                tracing::error!(error = format!("{error:#}"), "the authorities cannot be read again");
                known
            }
            (Err(error), None) => return Err(error),
        };
        if let Ok(mut trust) = self.0.trust.write() {
            *trust = Some((now, Arc::clone(&fresh)));
        }
        Ok(fresh)
    }

    /// Reads the authorities anew when they are next asked: a list has come.
    pub fn forget_trust(&self) {
        if let Ok(mut trust) = self.0.trust.write() {
            *trust = None;
        }
    }

    /// What the last verification of the journal found.
    #[must_use]
    pub fn verified(&self) -> Option<JournalHead> {
        self.0.verified.read().ok().and_then(|head| head.clone())
    }

    /// Remembers what a verification of the journal found.
    pub fn remember_verified(&self, head: JournalHead) {
        if let Ok(mut verified) = self.0.verified.write() {
            *verified = Some(head);
        }
    }

    /// The registers as of a transaction: from memory when their version there is the one in memory.
    ///
    /// # Errors
    /// A row does not parse, or the database does not answer.
    pub async fn registers(&self, tx: &mut Tx) -> Result<Arc<Registers>, StoreError> {
        let version = registers::store::version(tx).await?;
        if let Some(found) = self.0.registers.read().ok().filter(|registers| registers.version == version) {
            return Ok(Arc::clone(&found));
        }
        let fresh = Arc::new(registers::store::load(tx, version).await?);
        if let Ok(mut registers) = self.0.registers.write() {
            *registers = Arc::clone(&fresh);
        }
        Ok(fresh)
    }

    /// Acts as a person inside a transaction.
    ///
    /// # Errors
    /// The person has no account, or the database does not answer.
    pub async fn act<'a>(&'a self, tx: &'a mut Tx, person: PersonId) -> Result<Act<'a>, ApiError> {
        self.act_at(tx, person, self.0.clock.now()).await
    }

    /// Acts as a person at a given instant: how the practice county gets its past.
    ///
    /// # Errors
    /// The person has no account, or the database does not answer.
    pub async fn act_at<'a>(
        &'a self,
        tx: &'a mut Tx,
        person: PersonId,
        now: DateTime<Utc>,
    ) -> Result<Act<'a>, ApiError> {
        let registers = self.registers(tx).await?;
        let today = taiwan_day(now);
        let standing = match registers.standing(person, today) {
            Some(standing) => standing,
            // Whoever has no account may be an inspector, who holds nothing.
            None => inspection::flow::leave_of(tx, person).await?.ok_or(ApiError::SignedOut)?.standing(today),
        };
        Ok(Act { app: self, tx, registers, standing, now })
    }

    /// The half-year whose key seals what is written now.
    #[must_use]
    pub fn key_period(&self) -> String {
        key_period_of(self.0.clock.now())
    }

    /// Makes this half-year's data key where there is none.
    ///
    /// # Errors
    /// The key cannot be stored.
    pub async fn ensure_data_key(&self) -> Result<(), ApiError> {
        self.ensure_data_key_at(self.0.clock.now()).await
    }

    /// Makes the data key of an instant's half-year where there is none, in a transaction of its own, and takes it into
    /// use only after the commit: what a lost key sealed would be lost.
    ///
    /// # Errors
    /// The key cannot be stored.
    pub async fn ensure_data_key_at(&self, instant: DateTime<Utc>) -> Result<(), ApiError> {
        let period = key_period_of(instant);
        if self.0.sealer.has(&period) {
            return Ok(());
        }
        let (sealer, at) = (self.0.sealer.clone(), self.0.clock.now().timestamp_micros());
        let written = self
            .0
            .writer
            .write(move |tx| {
                Box::pin(async move {
                    let rows = crate::store::keys::all(tx).await?;
                    if rows.iter().any(|row| row.period == period) {
                        return Ok(());
                    }
                    let id = rows.last().map_or(1, |row| row.id + 1);
                    let row = sealer.new_data_key(id, &period)?;
                    crate::store::keys::insert(tx, &row, at).await
                })
            })
            .await
            .map_err(ApiError::from)?;
        written.map_err(|error: StoreError| ApiError::from(error))?;
        let mut tx = self.0.db.read().await?;
        self.0.sealer.load(&mut tx).await?;
        Ok(())
    }
}

/// Half-years are the periods by whose end keys are destroyed, and with them what they sealed.
fn key_period_of(instant: DateTime<Utc>) -> String {
    HalfYear::of(taiwan_day(instant)).to_string()
}

/// How long answers on their way may take once the server stops.
const LAST_ANSWERS: Duration = Duration::from_secs(3);

/// Serves until told to stop, or until the writer has stopped because the disk cannot be believed any more.
///
/// # Errors
/// The address is taken, or the writer has stopped.
pub async fn serve(app: App, listener: tokio::net::TcpListener) -> anyhow::Result<()> {
    let writer = app.writer().clone();
    let tls = app.config().tls.clone();
    let end = async move {
        tokio::select! {
            // Without a signal handler the process still ends by the default action.
            _ = tokio::signal::ctrl_c() => Ok(()),
            () = writer.stopped() => Err("the server stopped: the disk did not confirm a write"),
        }
    }
    .shared();
    let told = end.clone().map(drop);
    let service = crate::http::router(app).into_make_service_with_connect_info::<SocketAddr>();
    let served: BoxFuture<'_, std::io::Result<()>> = match &tls {
        Some(files) => {
            let listener = tls::listen(listener, files)?.tap_io(|_| ());
            axum::serve(listener, service).with_graceful_shutdown(told).into_future().boxed()
        }
        None => axum::serve(listener, service).with_graceful_shutdown(told).into_future().boxed(),
    };
    let late = end.clone().then(|_| tokio::time::sleep(LAST_ANSWERS));
    tokio::select! {
        served = served => served.context("the server stopped")?,
        // Listeners for news never leave by themselves.
        () = late => {}
    }
    end.await.map_err(anyhow::Error::msg)
}

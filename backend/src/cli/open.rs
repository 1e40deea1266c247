//! Commands that open the records: migrate, practice, rotate, restored.

use std::{
    io::{Write, stdout},
    path::Path,
    process::ExitCode,
};

use anyhow::{Context, anyhow};
use shared::{Editions, edition::EditionPack};

use super::{House, USAGE, backup::declare};
use crate::{
    app::App,
    clock::Clock,
    config::{CARD_COMPONENT, Config},
    limit::Limits,
    practice,
    store::{StoreError, keys::KeyFile},
};

impl House {
    /// Its settings for a command on this machine alone.
    #[must_use]
    pub fn config(&self) -> Config {
        Config {
            bind: ([127, 0, 0, 1], 0).into(),
            database: self.database.clone(),
            keys: self.keys.clone(),
            authorities: self.authorities.clone(),
            cards: self.cards.clone().unwrap_or_else(|| self.keys.with_file_name("practice-cards")),
            origin: None,
            tls: None,
            sign_approvals: shared::session::SignApprovals::default(),
            proxy_hops: 0,
            lock_minutes: shared::session::LOCK_MINUTES,
            limits: Limits::default(),
            card_component: CARD_COMPONENT.to_owned(),
            is_practice: false,
            editions: Editions {
                amended_from: self
                    .edition
                    .as_ref()
                    .and_then(|pack| pack.edition.amended_from)
                    .or(Some(self.amended_from)),
            },
            mail: None,
            county: self.edition.clone(),
        }
    }

    /// Opens it on the machine's clock.
    ///
    /// # Errors
    /// A setting, the database or the key file is refused.
    pub async fn open(&self) -> anyhow::Result<App> {
        App::open(self.config(), Clock::real()).await
    }

    /// Opens what must be there already: a mistyped path makes no database and no key file.
    ///
    /// # Errors
    /// There is no database, or it, a setting or the key file is refused.
    pub async fn open_existing(&self) -> anyhow::Result<App> {
        App::open_existing(self.config(), Clock::real()).await
    }
}

/// Reads an edition pack from a file.
pub fn edition_pack(file: &str) -> Result<EditionPack, String> {
    let text = std::fs::read_to_string(file).map_err(|error| error.to_string())?;
    EditionPack::parse(&text).map_err(|error| error.message().en.into_owned())
}

/// A runtime for one command.
pub fn on_runtime<T>(work: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().context("no runtime")?.block_on(work)
}

/// Brings the schema up to date.
pub fn migrate(house: House) -> anyhow::Result<ExitCode> {
    on_runtime(async move {
        house.open().await?.db().close().await;
        writeln!(stdout(), "the schema is up to date")?;
        Ok(ExitCode::SUCCESS)
    })
}

/// Fills the practice county.
pub fn practice(
    house: House,
    seed: u64,
    inquiries: u64,
    platform_record: Option<&Path>,
) -> anyhow::Result<ExitCode> {
    on_runtime(async move {
        // The county's cards are of its own authority, which nobody else trusts.
        let config = Config { is_practice: true, ..house.config() };
        let app = App::open(config, Clock::real()).await?;
        practice::fill_with(&app, practice::Size { inquiries }, seed).await?;
        practice::certificate::enter(&app).await?;
        practice::witness::witness(&app).await?;
        if let Some(file) = platform_record {
            let (from, to) = practice::platform::write(&app, file).await?;
            let columns = practice::platform::COLUMNS.join("、");
            writeln!(stdout(), "`{}`: {from} to {to}, columns {columns}", file.display())?;
        }
        app.db().close().await;
        writeln!(stdout(), "the practice county is ready: {inquiries} inquiries")?;
        Ok(ExitCode::SUCCESS)
    })
}

/// Begins a new epoch of the sync feed, declares the restore in the journal, and verifies it.
pub fn restored(house: House) -> anyhow::Result<ExitCode> {
    on_runtime(async move {
        let app = house.open_existing().await?;
        let declared = declare(&app).await;
        app.db().close().await;
        let (said, problems) = declared?;
        writeln!(stdout(), "{said}")?;
        for problem in &problems {
            writeln!(stdout(), "  {problem}")?;
        }
        Ok(if problems.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(USAGE) })
    })
}

/// Makes a new key file and wraps every data key under it; the old file is kept beside it until the new one is safe.
pub fn rotate(house: House) -> anyhow::Result<ExitCode> {
    on_runtime(async move {
        let app = house.open_existing().await?;
        let old = KeyFile::read(&house.keys)?;
        // What browsers sealed and what the index hashed stays readable: only the wrapping key is new.
        let new = KeyFile { wrap: KeyFile::fresh()?.wrap, index: old.index, open: old.open };
        let (fresh, kept) = (house.keys.with_extension("new"), house.keys.with_extension("old"));
        new.write(&fresh)?;
        let sealer = app.sealer().clone();
        let written = app
            .writer()
            .write(move |tx| Box::pin(async move { sealer.rewrap(tx, &new).await }))
            .await
            .map_err(|error| anyhow!("{error}"))?;
        let keys = written.map_err(|error: StoreError| anyhow::Error::new(error))?;
        app.db().close().await;
        std::fs::rename(&house.keys, &kept).context("cannot put the old key file aside")?;
        std::fs::rename(&fresh, &house.keys).context("cannot put the new key file in place")?;
        writeln!(
            stdout(),
            "{keys} data keys are wrapped under the new key file; back it up, then destroy `{}`",
            kept.display()
        )?;
        Ok(ExitCode::SUCCESS)
    })
}

//! `chadiao backup`, `restore` and `move`.

use std::{
    io::{Write as _, stdout},
    path::PathBuf,
    process::ExitCode,
};

use anyhow::{Context, anyhow, ensure};
use clap::Args;

use super::{House, USAGE, open::on_runtime};
use crate::{
    app::App,
    backup::flow,
    clock::Clock,
    journal,
    store::{Db, keys::KeyFile},
    sync,
};

/// Make a sealed backup while the server runs, and check it by restoring it.
#[derive(Debug, Args)]
pub struct Backup {
    /// The file; never over another.
    file: PathBuf,
    #[command(flatten)]
    house: House,
}

/// Put a backup back into a database that holds nothing, declare it in the journal, and verify.
#[derive(Debug, Args)]
pub struct Restore {
    /// The backup.
    file: PathBuf,
    /// Only check that it opens and is whole; nothing is put back.
    #[arg(long)]
    check: bool,
    #[command(flatten)]
    house: House,
}

/// Move the records to another database, SQLite or PostgreSQL, while no server runs; the old one stays as it is.
#[derive(Debug, Args)]
pub struct Move {
    /// Path of a new SQLite file, or the URL of an empty PostgreSQL database.
    #[arg(long)]
    to: String,
    #[command(flatten)]
    house: House,
}

impl Backup {
    /// Makes it.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        on_runtime(async move {
            let keys = KeyFile::read(&self.house.keys)?;
            let db = Db::open_existing(&self.house.database).await?;
            let made = flow::make(&db, &keys, &self.file, Clock::real().now()).await;
            db.close().await;
            let head = made?;
            writeln!(
                stdout(),
                "`{}`: {} entries of the journal, root {}; it was restored once and its journal verifies",
                self.file.display(),
                head.entries,
                head.root
            )?;
            Ok(ExitCode::SUCCESS)
        })
    }
}

impl Restore {
    /// Puts it back.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let keys = KeyFile::read(&self.house.keys)?;
        if self.check {
            let head = flow::inspect(&keys, &self.file)?;
            writeln!(stdout(), "whole: {} entries of the journal, made at {}", head.entries, head.made_at)?;
            return Ok(ExitCode::SUCCESS);
        }
        on_runtime(async move {
            let head = flow::restore(&keys, &self.file, &self.house.database).await?;
            let app = self.house.open_existing().await?;
            let declared = declare(&app).await;
            app.db().close().await;
            let (said, problems) = declared?;
            writeln!(stdout(), "restored as of {}\n{said}", head.made_at)?;
            for problem in &problems {
                writeln!(stdout(), "  {problem}")?;
            }
            Ok(if problems.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(USAGE) })
        })
    }
}

/// Says that a backup was put back: to every device, in the journal, and to the signer; and verifies.
///
/// # Errors
/// The database or a file cannot be used.
pub async fn declare(app: &App) -> anyhow::Result<(String, Vec<String>)> {
    let epoch = sync::flow::begin_epoch(app).await.map_err(|error| anyhow!("{error:?}"))?;
    let declared = journal::checkpoint::sign::declare_restore(app).await?;
    let head = journal::alarm::verify(app).await?;
    let said = format!(
        "epoch {epoch}: every device starts over and sends again what this backup lacks\ndeclared in the journal: {declared}"
    );
    Ok((said, head.problems))
}

impl Move {
    /// Moves them.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        on_runtime(async move {
            ensure!(self.to != self.house.database, "--to is another database than the one that is moved");
            let keys = KeyFile::read(&self.house.keys)?;
            let db = Db::open_existing(&self.house.database).await?;
            let by = self.house.keys.with_file_name("moving.chadiao-backup");
            let moved = flow::relocate(&db, &keys, &self.to, &by, Clock::real().now()).await;
            db.close().await;
            let head = moved?;
            let app = House { database: self.to.clone(), ..self.house.clone() }.open_existing().await?;
            let verified = journal::verify::run(&app).await;
            app.db().close().await;
            let verified = verified.context("verifying the new database")?;
            for problem in &verified.problems {
                writeln!(stdout(), "  {problem}")?;
            }
            writeln!(stdout(), "{} entries moved; serve the new database from now on", head.entries)?;
            Ok(if verified.problems.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(USAGE) })
        })
    }
}

//! `chadiao import`: files of inquiries, business items, job changes, agencies or days off, row by row.

use std::{path::PathBuf, process::ExitCode};

use anyhow::{Context, anyhow, ensure};
use clap::{Args, ValueEnum};
use sha2::{Digest, Sha256};
use shared::{
    api::v1::{CalendarImport, ImportResult, Problem},
    id::PersonId,
};

use super::{House, REFUSED, line, open::on_runtime};
use crate::{
    account, agency,
    app::App,
    calendar, exchange,
    http::command::{self, Answer, Operation},
};

/// Take in a CSV file: one result a line, exit code 1 if any row is refused; one bad row costs nobody else's, and the
/// same file twice makes nothing twice.
#[derive(Debug, Args)]
pub struct Import {
    /// What the rows are.
    kind: Kind,
    /// The file.
    file: PathBuf,
    /// Whose rows they are: the person who inquires, or the manager for the inventory.
    #[arg(long = "as")]
    person: PersonId,
    /// Judge only.
    #[arg(long)]
    dry_run: bool,
    /// Take the place of a calendar year that is there and differs.
    #[arg(long)]
    replace: bool,
    #[command(flatten)]
    house: House,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Kind {
    Inventory,
    Inquiries,
    /// The personnel office's list of who moves or leaves; the person is the manager, or a head for their own people.
    JobChanges,
    /// Agencies and units, by their code; the person is the manager.
    Agencies,
    /// A year of the official calendar, as published; the person is the manager.
    Calendar,
}

impl Import {
    /// Takes it in.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let bytes =
            std::fs::read(&self.file).with_context(|| format!("cannot read `{}`", self.file.display()))?;
        ensure!(
            !self.replace || matches!(self.kind, Kind::Calendar),
            "only a calendar year is replaced; other rows are changed one by one"
        );
        on_runtime(async move {
            let app = self.house.open_existing().await?;
            let fingerprint = Sha256::digest(&bytes).to_vec();
            let key = format!("import/{}", shared::journal::hex(fingerprint.get(..12).unwrap_or_default()));
            if let Kind::Calendar = self.kind {
                let ended = self.calendar(&app, key, bytes).await;
                app.db().close().await;
                return ended;
            }
            let operation = Operation { person: self.person, key, fingerprint, dry_run: self.dry_run };
            let rows = match self.kind {
                Kind::Inquiries => {
                    exchange::import_inquiries(&app, &operation, &bytes, exchange::Depth::Submit).await
                }
                Kind::JobChanges => {
                    account::job_change::import::import_job_changes(&app, &operation, &bytes).await
                }
                Kind::Agencies => agency::import::import(&app, &operation, &bytes).await,
                Kind::Inventory | Kind::Calendar => exchange::import_items(&app, &operation, &bytes).await,
            };
            let rows = rows.map_err(|error| anyhow!("{}", error.problem().detail.en))?;
            app.db().close().await;
            let mut is_refused = false;
            for row in &rows {
                is_refused |= row.result == ImportResult::Refused;
                line(row)?;
            }
            Ok(if is_refused { ExitCode::from(REFUSED) } else { ExitCode::SUCCESS })
        })
    }

    /// One line that says what became of the year, or one for each fault.
    async fn calendar(&self, app: &App, key: String, file: Vec<u8>) -> anyhow::Result<ExitCode> {
        let is_replacing = self.replace;
        // The same file asked to replace is another operation.
        let key = if is_replacing { format!("{key}/replace") } else { key };
        let operation = calendar::http::operation(self.person, key, &file, is_replacing, self.dry_run);
        let outcome = command::outcome(app, operation, move |act| {
            Box::pin(async move { calendar::flow::import(act, &file, is_replacing).await.map(Answer::plain) })
        })
        .await
        .map_err(|error| anyhow!("{}", error.problem().detail.en))?;
        if outcome.status < 400 {
            line(&serde_json::from_slice::<CalendarImport>(&outcome.answer)?)?;
            return Ok(ExitCode::SUCCESS);
        }
        let problem: Problem = serde_json::from_slice(&outcome.answer)?;
        ensure!(!problem.violations.is_empty(), "{}", problem.detail.en);
        for fault in &problem.violations {
            line(fault)?;
        }
        Ok(ExitCode::from(REFUSED))
    }
}

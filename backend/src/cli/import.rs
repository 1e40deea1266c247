//! `chadiao import`: files of inquiries or business items, row by row.

use std::{path::PathBuf, process::ExitCode};

use anyhow::{Context, anyhow};
use clap::{Args, ValueEnum};
use sha2::{Digest, Sha256};
use shared::{api::v1::ImportResult, id::PersonId};

use super::{House, REFUSED, line, open::on_runtime};
use crate::{exchange, http::command::Operation};

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
    #[command(flatten)]
    house: House,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Kind {
    Inventory,
    Inquiries,
}

impl Import {
    /// Takes it in.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let bytes =
            std::fs::read(&self.file).with_context(|| format!("cannot read `{}`", self.file.display()))?;
        on_runtime(async move {
            let app = self.house.open_existing().await?;
            let fingerprint = Sha256::digest(&bytes).to_vec();
            let key = format!("import/{}", shared::journal::hex(fingerprint.get(..12).unwrap_or_default()));
            let operation = Operation { person: self.person, key, fingerprint, dry_run: self.dry_run };
            let rows = match self.kind {
                Kind::Inquiries => exchange::import_inquiries(&app, &operation, &bytes).await,
                Kind::Inventory => exchange::import_items(&app, &operation, &bytes).await,
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
}

//! `chadiao enrol`: the first manager, by whoever administers the server. There is no account before this one.

use std::{
    fs,
    io::{Write as _, stdout},
    path::PathBuf,
    process::ExitCode,
};

use anyhow::{Context as _, anyhow, bail, ensure};
use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use clap::Args;
use shared::{
    EditionId, Record as _, Report,
    account::{Account, AccountDraft},
    agency::{Agency, AgencyDraft, AgencyKind},
    id::{PersonId, UnitId},
    taiwan_day,
};
use uuid::Uuid;

use super::{House, open::on_runtime};
use crate::{
    app::App,
    card::Leaf,
    journal,
    registers::{self, Registers},
    store::StoreError,
};

/// Enrol the first manager with their certificate (point 4(2), 4(7)).
#[derive(Debug, Args)]
pub struct Enrol {
    #[command(flatten)]
    house: House,
    /// The name, as on the certificate.
    #[arg(long)]
    name: String,
    /// The title.
    #[arg(long, default_value = "")]
    title: String,
    /// The unit, by name; the social affairs department is made where there is no unit yet.
    #[arg(long, default_value = "社會處")]
    unit: String,
    /// The E-government agency account.
    #[arg(long)]
    egov_account: String,
    /// The card's number: two letters and fourteen digits.
    #[arg(long)]
    card_number: String,
    /// Last four digits of the identity number, as on the certificate.
    #[arg(long)]
    id_last4: String,
    /// The signing certificate, exported from the card as .cer (DER).
    #[arg(long)]
    certificate: PathBuf,
}

impl Enrol {
    /// Enrols the manager.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        on_runtime(async move {
            let app = self.house.open().await?;
            let person = self.enrol(&app).await?;
            writeln!(stdout(), "{person}")?;
            app.db().close().await;
            Ok(ExitCode::SUCCESS)
        })
    }

    async fn enrol(self, app: &App) -> anyhow::Result<PersonId> {
        ensure!(!app.is_practice_database(), "this is a practice database, which has its people");
        let now = app.clock().now();
        let today = taiwan_day(now);
        let mut tx = app.db().read().await?;
        let registers = app.registers(&mut tx).await?;
        drop(tx);
        if let Some(manager) = registers.manager(today) {
            bail!(
                "`{}` is the one manager already (point 4(2)): a change is made by that account, not here",
                manager.draft().name
            );
        }
        let path = self.certificate.display().to_string();
        let der = fs::read(&self.certificate).with_context(|| format!("cannot read `{path}`"))?;
        let refused = |refusal: shared::session::CardRefusal| anyhow!("`{path}`: {}", refusal.message().en);
        let leaf = Leaf::read(&der).map_err(refused)?;
        app.trust().await?.judge(&leaf, now).map_err(refused)?;
        leaf.facts.belongs_to(&self.name, &self.id_last4).map_err(refused)?;
        let (unit, made) = self.place(&registers)?;
        let draft = AccountDraft {
            name: self.name,
            title: self.title,
            unit: unit.to_string(),
            egov_account: self.egov_account,
            card_number: self.card_number,
            id_last4: self.id_last4,
            certificate: BASE64.encode(der),
            active_from: Some(today),
            ..AccountDraft::default()
        };
        let account =
            Account::enrol(PersonId(Uuid::now_v7()), draft).map_err(|report| anyhow!(told(&report)))?;
        let person = account.person();
        let mut records = Vec::new();
        if let Some(agency) = made {
            records.push((Agency::KIND, unit.0, serde_json::to_string(agency.draft())?));
        }
        records.push((Account::KIND, person.0, serde_json::to_string(account.draft())?));
        let (inside, seen) = (app.clone(), registers.version.clone());
        let written = app.writer().write(move |tx| {
            Box::pin(async move {
                // Two enrolments at once, on two servers, would make two managers.
                if inside.registers(tx).await?.version != seen {
                    return Ok(false);
                }
                for (kind, id, body) in records {
                    registers::store::put(tx, kind, id, 1, &body, None, now.timestamp_micros()).await?;
                    let entry =
                        journal::store::NewEntry::changed("account.enrol", kind, id, 1, body.into_bytes());
                    journal::store::append(tx, now, None, EditionId::Amended, entry).await?;
                }
                Ok(true)
            })
        });
        let written = written.await.map_err(|error| anyhow!("{error}"))?;
        let is_written = written.map_err(|error: StoreError| anyhow::Error::new(error))?;
        ensure!(is_written, "the registers changed meanwhile: look who is manager, and try again");
        Ok(person)
    }

    /// The unit with the name, or the first one.
    fn place(&self, registers: &Registers) -> anyhow::Result<(UnitId, Option<Agency>)> {
        let named = |agency: &&Agency| agency.draft().name == self.unit;
        if let Some(known) = registers.agencies.values().find(named) {
            return Ok((known.unit(), None));
        }
        ensure!(registers.agencies.is_empty(), "there is no unit named `{}`", self.unit);
        let draft = AgencyDraft {
            kind: AgencyKind::Unit,
            name: self.unit.clone(),
            is_social_affairs: true,
            ..AgencyDraft::default()
        };
        let unit = UnitId(Uuid::now_v7());
        let agency = Agency::enter(unit, draft).map_err(|report| anyhow!(told(&report)))?;
        Ok((unit, Some(agency)))
    }
}

/// A refusal on one line.
fn told(report: &Report) -> String {
    let said = report.violations.iter().map(|one| format!("{} ({}): {}", one.path, one.code, one.message.en));
    said.collect::<Vec<_>>().join("; ")
}

//! `chadiao journal`: what is verified, by us and by others, and what is handed to them.

use std::{
    fs,
    io::{BufWriter, Write as _, stdout},
    path::PathBuf,
    process::ExitCode,
};

use anyhow::{Context, anyhow};
use clap::Subcommand;
use shared::journal::{bundle, verdict::Outcome};

use super::{House, REFUSED, USAGE, complain, line, open::on_runtime};
use crate::journal::{
    checkpoint::{
        bundle as whole,
        files::{self, Files},
        proof, sign,
    },
    verify,
};

/// The journal.
#[derive(Debug, Subcommand)]
pub enum Journal {
    /// Recompute it, or a bundle or proof: exit code 0 when sound, 1 when it cannot be checked, 2 when tampered with.
    Verify {
        /// A bundle or a proof, verified without any database; it needs --policy.
        file: Option<PathBuf>,
        /// Which signatures count; for the database the one beside the key file.
        #[arg(long)]
        policy: Option<PathBuf>,
        /// What a witness remembers: the journal must go on from there.
        #[arg(long)]
        witness: Option<PathBuf>,
        #[command(flatten)]
        house: House,
        /// For scripts.
        #[arg(long)]
        json: bool,
    },
    /// Write the whole journal to a file that anybody verifies without this server.
    Bundle {
        /// The file; `-` for standard output.
        file: PathBuf,
        /// With the contents that the tables still hold, so that they are hashed anew; they name staff.
        #[arg(long)]
        contents: bool,
        #[command(flatten)]
        house: House,
    },
    /// One entry with its proof.
    Proof {
        /// Its number.
        seq: i64,
        /// With its content.
        #[arg(long)]
        content: bool,
        #[command(flatten)]
        house: House,
    },
    /// The policy: which signatures count here.
    Policy(House),
    /// What is asked of a witness, for a file on a stick.
    Request {
        /// Entries the witness saw last; by default what the policy's first witness co-signed.
        #[arg(long)]
        since: Option<u64>,
        #[command(flatten)]
        house: House,
    },
    /// Take in what a witness signed.
    Cosign {
        /// The file the witness wrote.
        file: PathBuf,
        #[command(flatten)]
        house: House,
    },
    /// Change the signing key: the old one signs the entry that names the new one.
    Rekey(House),
}

impl Journal {
    /// Does it.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        match self {
            Self::Verify { file: Some(file), policy, witness, json, .. } => {
                brought(&file, policy.as_ref(), witness.as_ref(), json)
            }
            Self::Verify { file: None, witness, house, json, .. } => live(house, witness.as_ref(), json),
            Self::Bundle { file, contents, house } => write(house, file, contents),
            Self::Proof { seq, content, house } => on_runtime(async move {
                let app = house.open_existing().await?;
                let mut tx = app.db().read().await?;
                let proof = proof::of_entry(&app, &mut tx, seq, content)
                    .await
                    .map_err(|error| anyhow!("{error:?}"))?;
                drop(tx);
                app.db().close().await;
                line(&proof)?;
                Ok(ExitCode::SUCCESS)
            }),
            Self::Policy(house) => on_runtime(async move {
                let app = house.open_existing().await?;
                let mut tx = app.db().read().await?;
                let policy = sign::policy(&app, &mut tx).await?;
                drop(tx);
                app.db().close().await;
                write!(stdout(), "{}", policy.context("nothing was signed yet")?)?;
                Ok(ExitCode::SUCCESS)
            }),
            Self::Request { since, house } => on_runtime(async move {
                let app = house.open_existing().await?;
                let mut tx = app.db().read().await?;
                let request =
                    proof::request(&app, &mut tx, since).await.map_err(|error| anyhow!("{error:?}"))?;
                drop(tx);
                app.db().close().await;
                write!(stdout(), "{request}")?;
                Ok(ExitCode::SUCCESS)
            }),
            Self::Cosign { file, house } => on_runtime(async move {
                let text =
                    fs::read_to_string(&file).with_context(|| format!("cannot read `{}`", file.display()))?;
                let app = house.open_existing().await?;
                let kept = proof::cosign(&app, &text, false).await;
                app.db().close().await;
                let row = kept.map_err(|error| anyhow!("{}", error.problem().detail.en))?;
                for witness in row.witnessed {
                    writeln!(
                        stdout(),
                        "{} entries, witnessed by {} at {}",
                        row.size,
                        witness.name,
                        witness.at
                    )?;
                }
                Ok(ExitCode::SUCCESS)
            }),
            Self::Rekey(house) => on_runtime(async move {
                let app = house.open_existing().await?;
                let key = sign::rekey(&app).await?;
                let kept = Files::of(app.config()).key.with_extension("old");
                app.db().close().await;
                writeln!(
                    stdout(),
                    "{key}\nthe old key signed the entry that names it; destroy `{}`",
                    kept.display()
                )?;
                Ok(ExitCode::SUCCESS)
            }),
        }
    }
}

/// Recomputes the journal and compares it with the tables and with everything that was signed.
fn live(house: House, witness: Option<&PathBuf>, json: bool) -> anyhow::Result<ExitCode> {
    let found = on_runtime(async move {
        let witness = match witness {
            Some(path) => {
                Some(files::read_seen(path)?.with_context(|| format!("there is no `{}`", path.display()))?)
            }
            None => None,
        };
        let app = house.open_existing().await?;
        let head = verify::run_with(&app, witness.as_ref()).await?;
        app.db().close().await;
        Ok(head)
    });
    let head = match found {
        Ok(head) => head,
        Err(error) => {
            complain(format_args!("the journal cannot be checked: {error:#}"));
            return Ok(ExitCode::from(REFUSED));
        }
    };
    if json {
        line(&head)?;
    } else {
        writeln!(stdout(), "{} entries, root {}", head.size, head.root)?;
        if head.disposed > 0 {
            writeln!(stdout(), "{} records disposed of after their five years", head.disposed)?;
        }
        for problem in &head.problems {
            writeln!(stdout(), "  {problem}")?;
        }
        writeln!(stdout(), "{}", if head.problems.is_empty() { "sound" } else { "TAMPERED WITH" })?;
    }
    Ok(if head.problems.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(USAGE) })
}

/// Verifies a file that somebody brought.
fn brought(
    file: &PathBuf,
    policy: Option<&PathBuf>,
    witness: Option<&PathBuf>,
    json: bool,
) -> anyhow::Result<ExitCode> {
    let read = || -> anyhow::Result<_> {
        let policy =
            policy.context("--policy says whose signatures count: `chadiao journal policy` prints it")?;
        let text = |path: &PathBuf| {
            fs::read_to_string(path).with_context(|| format!("cannot read `{}`", path.display()))
        };
        let seen = match witness {
            Some(path) => files::read_seen(path)?.map(|seen| seen.seen()).transpose()?,
            None => None,
        };
        Ok((text(file)?, text(policy)?, seen))
    };
    let (text, policy, seen) = match read() {
        Ok(read) => read,
        Err(error) => {
            complain(format_args!("{error:#}"));
            return Ok(ExitCode::from(REFUSED));
        }
    };
    let verdict = bundle::verify(&text, &policy, seen);
    if json {
        line(&verdict)?;
    } else {
        let mut out = stdout();
        writeln!(out, "{}: {} entries, root {}", verdict.origin, verdict.size, verdict.root)?;
        writeln!(out, "{} contents, {} checkpoints", verdict.contents, verdict.checkpoints)?;
        for witness in &verdict.witnessed {
            writeln!(out, "the first {} witnessed by {} at {}", verdict.covered, witness.name, witness.at)?;
        }
        for remark in &verdict.remarks {
            writeln!(out, "  ({})", remark.en)?;
        }
        for finding in &verdict.findings {
            writeln!(out, "  {}", finding.message.en)?;
        }
        let word = match verdict.outcome {
            Outcome::Sound => "sound",
            Outcome::Unchecked => "CANNOT BE CHECKED",
            Outcome::Tampered => "TAMPERED WITH",
        };
        writeln!(out, "{word}")?;
    }
    Ok(match verdict.outcome {
        Outcome::Sound => ExitCode::SUCCESS,
        Outcome::Unchecked => ExitCode::from(REFUSED),
        Outcome::Tampered => ExitCode::from(USAGE),
    })
}

fn write(house: House, path: PathBuf, contents: bool) -> anyhow::Result<ExitCode> {
    on_runtime(async move {
        let app = house.open_existing().await?;
        let size = if path.as_os_str() == "-" {
            let mut out = BufWriter::new(stdout());
            let size = whole::write(&app, &mut out, contents).await?;
            out.flush()?;
            size
        } else {
            let mut bytes = Vec::new();
            let size = whole::write(&app, &mut bytes, contents).await?;
            files::put(&path, &bytes).with_context(|| format!("cannot write `{}`", path.display()))?;
            size
        };
        app.db().close().await;
        complain(format_args!("{size} entries"));
        Ok(ExitCode::SUCCESS)
    })
}

//! `chadiao witness`: on the ethics office's computer, which has a key and a memory of its own and trusts nobody.

use std::{
    fs,
    io::{Write as _, stdout},
    path::PathBuf,
    process::ExitCode,
    time::Duration,
};

use anyhow::{Context, bail, ensure};
use clap::{Args, Subcommand};
use shared::{
    api::v1::{CheckpointRow, Cosigning},
    journal::{
        checkpoint::{Checkpoint, Request, Seen, WitnessError, judge},
        note::{Means, SignKey, VerifyKey},
    },
};

use super::{REFUSED, USAGE, complain, open::on_runtime};
use crate::{
    clock::Clock,
    http::extract::IDEMPOTENCY_KEY,
    journal::checkpoint::files::{self, StoredSeen},
};

/// How long the server may take to answer.
const PATIENCE: Duration = Duration::from_secs(60);

/// Witnesses a journal.
#[derive(Debug, Subcommand)]
pub enum Witness {
    /// Make the witness's key and print its public half, for the server's policy.
    New {
        /// The witness's name, such as `ethics.example.gov.tw`.
        #[arg(long)]
        name: String,
        /// The key's file: mode 0600, made once.
        #[arg(long, env = "CHADIAO_WITNESS_KEY", default_value = "witness.key")]
        key: PathBuf,
    },
    /// Check that the journal goes on from what was seen, remember it, and co-sign: exit code 0 when signed, 1 when it
    /// cannot be checked, 2 when the journal was cut or rewritten.
    Check(Box<Check>),
}

/// What is checked, against what.
#[derive(Debug, Args)]
pub struct Check {
    /// The log's key, from its policy (`log KEY`); once it was changed, the keys that followed too.
    #[arg(long, required = true)]
    log: Vec<String>,
    /// The witness's key.
    #[arg(long, env = "CHADIAO_WITNESS_KEY", default_value = "witness.key")]
    key: PathBuf,
    /// What the witness remembers.
    #[arg(long, env = "CHADIAO_WITNESS_STATE", default_value = "witness.json")]
    state: PathBuf,
    /// The server, such as `https://chadiao.example.gov.tw`.
    #[arg(long, conflicts_with = "file", required_unless_present = "file")]
    url: Option<String>,
    /// A request from `chadiao journal request`, on a stick.
    file: Option<PathBuf>,
    /// Where the co-signed checkpoint goes; standard output otherwise.
    #[arg(long)]
    out: Option<PathBuf>,
    /// A restore from a backup was declared, and the ethics office accepts it for this reason: begin anew from here.
    #[arg(long)]
    accept_restore: Option<String>,
}

impl Witness {
    /// Does it.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        match self {
            Self::New { name, key } => {
                let made = files::make_key(&key, &name, Means::Cosignature)?.verify_key();
                writeln!(stdout(), "witness {name} {made}")?;
                Ok(ExitCode::SUCCESS)
            }
            Self::Check(check) => on_runtime(async move { check.run().await }),
        }
    }
}

impl Check {
    async fn run(self) -> anyhow::Result<ExitCode> {
        match self.check().await {
            Ok(size) => {
                complain(format_args!("{size} entries seen and signed"));
                Ok(ExitCode::SUCCESS)
            }
            Err(error) => {
                let is_tampering = error.downcast_ref().is_some_and(WitnessError::is_tampering);
                complain(format_args!("not signed: {error:#}"));
                Ok(ExitCode::from(if is_tampering { USAGE } else { REFUSED }))
            }
        }
    }

    async fn check(&self) -> anyhow::Result<u64> {
        let key = files::read_key(&self.key, Means::Cosignature)?
            .with_context(|| format!("there is no `{}`: chadiao witness new", self.key.display()))?;
        let logs = self.log.iter().map(|text| VerifyKey::parse(text)).collect::<Result<Vec<_>, _>>()?;
        let stored = files::read_seen(&self.state)?;
        let seen = stored.as_ref().map(StoredSeen::seen).transpose()?;
        let request = self.request(seen).await?;
        let checkpoint = Checkpoint::parse(&request.note.text).context("this is no checkpoint")?;
        let mut accepted = stored.as_ref().map(|stored| stored.accepted.clone()).unwrap_or_default();
        if let Some(stored) = &stored {
            ensure!(
                stored.origin == checkpoint.origin,
                "`{}` remembers the log {}",
                self.state.display(),
                stored.origin
            );
        }
        let now = match (judge(&logs, seen, &request), &self.accept_restore) {
            (Err(error), Some(reason)) if error.is_tampering() => {
                let before = stored
                    .as_ref()
                    .map_or(String::new(), |stored| format!("{} {}", stored.size, stored.root));
                accepted.push(format!("{before}: {reason}"));
                judge(&logs, None, &request)?
            }
            (judged, _) => judged?,
        };
        // Remembered before it is signed, so that no signature is ever forgotten.
        let memory = StoredSeen { accepted, ..StoredSeen::of(&checkpoint.origin, now) };
        files::write_seen(&self.state, &memory)?;
        self.answer(&key, request).await?;
        Ok(now.size)
    }

    /// From the server or from the file.
    async fn request(&self, seen: Option<Seen>) -> anyhow::Result<Request> {
        let text = match (&self.url, &self.file) {
            (Some(url), _) => {
                let since = seen.map_or(0, |seen| seen.size);
                let answer = client()?
                    .get(format!(
                        "{}/api/v1/journal/witness-request?since={since}",
                        url.trim_end_matches('/')
                    ))
                    .send()
                    .await
                    .context("the server does not answer")?;
                ensure!(answer.status().is_success(), "the server answers {}", answer.status());
                answer.text().await?
            }
            (None, Some(file)) => {
                fs::read_to_string(file).with_context(|| format!("cannot read `{}`", file.display()))?
            }
            (None, None) => bail!("--url or a file"),
        };
        Request::parse(&text).context("this is no request of a journal to its witness")
    }

    async fn answer(&self, key: &SignKey, request: Request) -> anyhow::Result<()> {
        let seconds = u64::try_from(Clock::real().now().timestamp()).unwrap_or_default();
        let mut note = request.note;
        note.lines.push(key.sign(&note.text, seconds));
        let text = note.to_string();
        match (&self.url, &self.out) {
            (Some(url), out) => {
                let answer = client()?
                    .post(format!("{}/api/v1/journal/cosignatures", url.trim_end_matches('/')))
                    .header(IDEMPOTENCY_KEY, uuid::Uuid::now_v7().to_string())
                    .header("content-type", "application/json")
                    .body(serde_json::to_string(&Cosigning { checkpoint: text.clone() })?)
                    .send()
                    .await
                    .context("the server does not answer")?;
                let (status, body) = (answer.status(), answer.text().await?);
                ensure!(status.is_success(), "the server does not take the signature: {status} {body}");
                let row: CheckpointRow = serde_json::from_str(&body).context("the server's answer")?;
                ensure!(!row.witnessed.is_empty(), "the server's policy does not name this witness");
                if let Some(out) = out {
                    files::put(out, text.as_bytes())?;
                }
            }
            (None, Some(out)) => {
                files::put(out, text.as_bytes())
                    .with_context(|| format!("cannot write `{}`", out.display()))?;
            }
            (None, None) => write!(stdout(), "{text}")?,
        }
        Ok(())
    }
}

fn client() -> anyhow::Result<reqwest::Client> {
    reqwest::Client::builder().timeout(PATIENCE).build().context("no HTTP client")
}

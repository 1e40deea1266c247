//! `chadiao schedule`.

use std::{
    io::{Write, stdout},
    process::ExitCode,
};

use anyhow::anyhow;
use clap::Subcommand;

use super::{House, REFUSED, complain, line, mail::Mail, open::on_runtime};
use crate::{
    app::App,
    clock::Clock,
    config::Config,
    schedule::{flow, jobs},
};

/// What the servers do by themselves.
#[derive(Debug, Subcommand)]
pub enum Schedule {
    /// Every job with its last run and its next: one a line, as JSON.
    List(House),
    /// Run a job now, due or not, unless a server is at it: exit code 0 when it went well, 1 when not.
    Run {
        /// Its name, as listed.
        job: String,
        #[command(flatten)]
        house: House,
        /// The origin that the links of reminders lead to.
        #[arg(long, env = "CHADIAO_ORIGIN")]
        origin: Option<String>,
        #[command(flatten)]
        mail: Box<Mail>,
    },
}

impl Schedule {
    /// Lists or runs.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        on_runtime(async move {
            match self {
                Self::List(house) => {
                    let app = house.open_existing().await?;
                    let mut tx = app.db().read().await?;
                    let schedule = flow::view(&app, &mut tx).await.map_err(|error| anyhow!("{error:?}"))?;
                    drop(tx);
                    app.db().close().await;
                    schedule.jobs.iter().try_for_each(line)?;
                    Ok(ExitCode::SUCCESS)
                }
                Self::Run { job, house, origin, mail } => {
                    let config = Config { origin, mail: mail.settings()?, ..house.config() };
                    let app = App::open_existing(config, Clock::real()).await?;
                    let ran = flow::run_now(&app, &job).await?;
                    app.db().close().await;
                    let Some(report) = ran else {
                        complain(format_args!("`{job}` is being run by a server"));
                        return Ok(ExitCode::from(REFUSED));
                    };
                    writeln!(stdout(), "{}", report.note.en)?;
                    let is_good = report.result == jobs::Result::Done;
                    Ok(if is_good { ExitCode::SUCCESS } else { ExitCode::from(REFUSED) })
                }
            }
        })
    }
}

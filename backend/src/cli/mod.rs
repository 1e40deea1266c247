//! The command line. Judging needs no server, no database and no set-up; the rest opens the records.

mod audit;
mod backup;
mod check;
mod enrol;
mod field;
mod import;
mod journal;
mod limits;
mod mail;
mod open;
mod out;
mod period;
mod rules;
mod schedule;
mod serve;
mod witness;

use std::{io::BufRead, path::PathBuf, process::ExitCode};

use anyhow::Context;
use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand};
use shared::edition::EditionPack;

use out::{complain, line};

/// Something was refused, or could not be worked out.
pub const REFUSED: u8 = 1;
/// The command itself makes no sense, or a file cannot be read.
pub const USAGE: u8 = 2;

/// 查調: the register of inquiries into the Bureau of Labor Insurance's data.
#[derive(Debug, Parser)]
#[command(name = "chadiao", version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Judge forms: one report a line; exit code 1 if any is refused.
    Check(check::Check),
    /// Judge single values: one line each.
    Field(field::Field),
    /// Work out periods: one line each; exit code 1 if one cannot be worked out.
    Period(period::Period),
    /// Half-year sample sizes (point 8(1)).
    Sample {
        /// Numbers of cases, or `-` for one a line from standard input.
        #[arg(required = true)]
        cases: Vec<String>,
    },
    /// The half-year audit (point 8(1)).
    Audit {
        #[command(subcommand)]
        command: Audit,
    },
    /// Every rule.
    Catalogue {
        /// As a page for people.
        #[arg(long)]
        markdown: bool,
    },
    /// What a code means, with its point.
    Explain {
        /// Such as `P05-1-REASON-MISSING`.
        code: String,
    },
    /// Enrol the first manager with their certificate.
    Enrol(Box<enrol::Enrol>),
    /// The API's OpenAPI document.
    Openapi,
    /// Serve the web app and the API.
    Serve(Box<serve::Serve>),
    /// Bring a database's schema up to date.
    Migrate(House),
    /// Fill a database with the practice county.
    Practice {
        #[command(flatten)]
        house: House,
        /// The same seed makes the same county.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Inquiries over two years.
        #[arg(long, default_value_t = 120)]
        inquiries: u64,
        /// Writes the platform's query record of the last half-year too (.csv, .xlsx or .ods), for trying out a reconciliation.
        #[arg(long)]
        platform_record: Option<PathBuf>,
    },
    /// The journal.
    Journal {
        #[command(subcommand)]
        command: Box<journal::Journal>,
    },
    /// Witness a journal, on the ethics office's computer.
    Witness {
        #[command(subcommand)]
        command: witness::Witness,
    },
    /// The key file.
    Keys {
        #[command(subcommand)]
        command: Keys,
    },
    /// Make a sealed backup while the server runs, and check it by restoring it.
    Backup(backup::Backup),
    /// Put a backup back into a database that holds nothing, declare it in the journal, and verify.
    Restore(backup::Restore),
    /// Move the records to another database, SQLite or PostgreSQL, while no server runs; the old one stays as it is.
    Move(backup::Move),
    /// Say that a backup was put back by other means, before it is served: every device starts over and sends again what it lacks.
    Restored(House),
    /// What the servers do by themselves.
    Schedule {
        #[command(subcommand)]
        command: schedule::Schedule,
    },
    /// Take in a CSV file (UTF-8 or Big5), row by row: one result a line.
    Import(import::Import),
}

#[derive(Debug, Subcommand)]
enum Audit {
    /// Recompute a draw from what was published: nobody has to trust the server that made it.
    Draw(audit::Draw),
}

#[derive(Debug, Subcommand)]
enum Keys {
    /// Make a new key file beside the old one, and wrap every data key anew under it.
    Rotate {
        #[command(flatten)]
        house: House,
    },
}

/// Where the records are.
#[derive(Debug, Clone, Args)]
pub struct House {
    /// Path of an SQLite file, or a PostgreSQL URL.
    #[arg(long, env = "CHADIAO_DATABASE", default_value = "data/db/chadiao.sqlite")]
    pub database: String,
    /// The key file: outside the database's folder, mode 0600, made on first start. Without it no identity opens again.
    #[arg(long, env = "CHADIAO_KEYS", default_value = "data/keys/chadiao.keys")]
    pub keys: PathBuf,
    /// The folder of the authorities whose cards sign in (.cer, .crt, .pem) and their revocation lists (.crl).
    #[arg(long, env = "CHADIAO_AUTHORITIES", default_value = "data/authorities")]
    pub authorities: PathBuf,
    /// The folder of the practice authority and its cards, made with the practice county; by default beside the key file.
    #[arg(long, env = "CHADIAO_CARDS")]
    pub cards: Option<PathBuf>,
    /// First day of the amended edition.
    #[arg(long, env = "CHADIAO_AMENDED_FROM", default_value = "2026-01-01")]
    pub amended_from: NaiveDate,
    /// An edition pack (JSON), for a new practice county of another name with its own days and numbers.
    #[arg(long, env = "CHADIAO_EDITION", value_parser = open::edition_pack)]
    pub edition: Option<EditionPack>,
}

/// Runs the program.
#[must_use]
pub fn run() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Check(check) => check.run(),
        Command::Field(field) => field.run(),
        Command::Period(period) => period.run(),
        Command::Sample { cases } => period::sample(&cases),
        Command::Audit { command: Audit::Draw(draw) } => draw.run(),
        Command::Catalogue { markdown } => rules::catalogue(markdown),
        Command::Explain { code } => rules::explain(&code),
        Command::Enrol(enrol) => enrol.run(),
        Command::Openapi => rules::openapi(),
        Command::Serve(serve) => serve.run(),
        Command::Migrate(house) => open::migrate(house),
        Command::Practice { house, seed, inquiries, platform_record } => {
            open::practice(house, seed, inquiries, platform_record.as_deref())
        }
        Command::Journal { command } => command.run(),
        Command::Witness { command } => command.run(),
        Command::Keys { command: Keys::Rotate { house } } => open::rotate(house),
        Command::Backup(backup) => backup.run(),
        Command::Restore(restore) => restore.run(),
        Command::Move(relocation) => relocation.run(),
        Command::Restored(house) => open::restored(house),
        Command::Schedule { command } => command.run(),
        Command::Import(import) => import.run(),
    };
    result.unwrap_or_else(|error| {
        if out::is_reader_gone(&error) {
            return ExitCode::from(out::READER_LEFT);
        }
        complain(format_args!("{error:#}"));
        ExitCode::from(USAGE)
    })
}

/// The values of a command: as given, or with `-` one a line from standard input. Only the line's end is taken off.
fn values(given: &[String]) -> anyhow::Result<Vec<String>> {
    let mut values = Vec::new();
    for value in given {
        if value != "-" {
            values.push(value.clone());
            continue;
        }
        let mut input = std::io::stdin().lock();
        let mut line = Vec::new();
        while input.read_until(b'\n', &mut line).context("cannot read standard input")? > 0 {
            let text = String::from_utf8_lossy(&line);
            let text = text.strip_suffix('\n').unwrap_or(&text);
            values.push(text.strip_suffix('\r').unwrap_or(text).to_owned());
            line.clear();
        }
    }
    Ok(values)
}

/// Today in Taiwan.
fn today() -> NaiveDate {
    shared::taiwan_day(crate::clock::Clock::real().now())
}

//! `chadiao check`: judges forms without any server.

use std::{
    io::{self, Read, Write, stdout},
    process::ExitCode,
};

use anyhow::Context;
use chrono::NaiveDate;
use clap::{Args, ValueEnum};
use serde::de::IgnoredAny;
use shared::{EditionId, Report, Severity, door::ReviewRequest, regulation};

use super::{REFUSED, line, today};

/// Judge forms: each FILE is a draft or a review request, or one of them a line (NDJSON). What only a server knows is
/// deferred. One report a line; exit code 1 if any form is refused.
#[derive(Debug, Args)]
pub struct Check {
    /// Files, or `-` for standard input.
    #[arg(required = true)]
    files: Vec<String>,
    /// For people: what is wrong, where, by which point, what to do.
    #[arg(long)]
    explain: bool,
    /// The day to judge by where a form does not say; today when absent.
    #[arg(long)]
    on: Option<NaiveDate>,
    /// The edition to judge by where a form does not say.
    #[arg(long)]
    edition: Option<Edition>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Edition {
    Original,
    Amended,
}

impl Check {
    /// Judges every form of every file.
    pub fn run(&self) -> anyhow::Result<ExitCode> {
        let today = self.on.unwrap_or_else(today);
        let mut is_refused = false;
        for file in &self.files {
            let text = read(file)?;
            for (number, form) in forms(file, &text).into_iter().enumerate() {
                let report = self.judge(form, today);
                is_refused |= !report.is_accepted();
                if self.explain { explain(file, number + 1, &report)? } else { line(&report)? }
            }
        }
        Ok(if is_refused { ExitCode::from(REFUSED) } else { ExitCode::SUCCESS })
    }

    fn judge(&self, form: &str, today: NaiveDate) -> Report {
        let edition = self.edition.map(|edition| match edition {
            Edition::Original => EditionId::Original,
            Edition::Amended => EditionId::Amended,
        });
        match ReviewRequest::parse(form) {
            Ok(mut request) => {
                request.edition = request.edition.or(edition);
                request.review(today)
            }
            Err(report) => report,
        }
    }
}

fn read(file: &str) -> anyhow::Result<String> {
    if file == "-" {
        let mut text = String::new();
        io::stdin().read_to_string(&mut text).context("cannot read standard input")?;
        return Ok(text);
    }
    std::fs::read_to_string(file).with_context(|| format!("cannot read `{file}`"))
}

/// One form when the whole text is one document, otherwise one a line: a line that cannot be read has its own report.
fn forms<'a>(file: &str, text: &'a str) -> Vec<&'a str> {
    // What Windows programs put before their text is no part of it.
    let text = text.trim_start_matches('\u{feff}');
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let says_lines = [".ndjson", ".jsonl"].iter().any(|end| file.to_lowercase().ends_with(end));
    let is_document = !says_lines && serde_json::from_str::<IgnoredAny>(text).is_ok();
    if lines.len() < 2 || is_document || (!says_lines && is_spread(&lines)) { vec![text] } else { lines }
}

/// Whether lines look like one broken document over many lines: the first leaves something open, and the next goes on
/// with it instead of opening an object of its own.
fn is_spread(lines: &[&str]) -> bool {
    let opens = lines
        .first()
        .is_some_and(|line| serde_json::from_str::<IgnoredAny>(line).is_err_and(|error| error.is_eof()));
    opens && lines.get(1).is_some_and(|line| line.starts_with([' ', '\t', '"', '}', ']']))
}

fn explain(file: &str, number: usize, report: &Report) -> io::Result<()> {
    let verdict = if report.is_accepted() { "可送陳 accepted" } else { "不符規定 refused" };
    writeln!(stdout(), "{file} #{number}: {verdict}")?;
    for violation in &report.violations {
        let weight = match violation.severity {
            Severity::Refusal => "✗",
            Severity::Warning => "!",
            Severity::Advice => "·",
        };
        let place = if violation.path.is_empty() { "(form)" } else { &violation.path };
        writeln!(
            stdout(),
            "  {weight} {place}  {}  {} / {}",
            violation.code,
            violation.citation.zh_tw(),
            violation.citation.en()
        )?;
        writeln!(stdout(), "      {}", violation.message.zh_tw)?;
        writeln!(stdout(), "      {}", violation.message.en)?;
        if let Some(rule) = regulation::explain(&violation.code) {
            writeln!(stdout(), "      {}", rule.point.zh_tw)?;
        }
    }
    for deferred in &report.deferred {
        writeln!(
            stdout(),
            "  … {} {}: 送出時由系統確認 / checked on submission ({})",
            deferred.path,
            deferred.citation,
            deferred.fact
        )?;
    }
    Ok(())
}

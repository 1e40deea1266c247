//! `chadiao check`: judges forms without any server.

use std::{io::Read, process::ExitCode};

use anyhow::Context;
use chrono::NaiveDate;
use clap::{Args, ValueEnum};
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
            for (number, form) in forms(&text).into_iter().enumerate() {
                let report = self.judge(form, today);
                is_refused |= !report.is_accepted();
                if self.explain { explain(file, number + 1, &report) } else { line(&report)? }
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
        std::io::stdin().read_to_string(&mut text).context("cannot read standard input")?;
        return Ok(text);
    }
    std::fs::read_to_string(file).with_context(|| format!("cannot read `{file}`"))
}

/// One form when the whole text is one document, otherwise one a line.
fn forms(text: &str) -> Vec<&str> {
    if serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok() {
        return vec![text];
    }
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let is_ndjson = lines.len() > 1
        && lines.iter().any(|line| serde_json::from_str::<serde::de::IgnoredAny>(line).is_ok());
    if is_ndjson { lines } else { vec![text] }
}

fn explain(file: &str, number: usize, report: &Report) {
    let verdict = if report.is_accepted() { "可送陳 accepted" } else { "不符規定 refused" };
    println!("{file} #{number}: {verdict}");
    for violation in &report.violations {
        let weight = match violation.severity {
            Severity::Refusal => "✗",
            Severity::Warning => "!",
            Severity::Advice => "·",
        };
        let place = if violation.path.is_empty() { "(form)" } else { &violation.path };
        println!(
            "  {weight} {place}  {}  {} / {}",
            violation.code,
            violation.citation.zh_tw(),
            violation.citation.en()
        );
        println!("      {}", violation.message.zh_tw);
        println!("      {}", violation.message.en);
        if let Some(rule) = regulation::explain(&violation.code) {
            println!("      {}", rule.point.zh_tw);
        }
    }
    for deferred in &report.deferred {
        println!(
            "  … {} {}: 送出時由系統確認 / checked on submission ({})",
            deferred.path, deferred.citation, deferred.fact
        );
    }
}

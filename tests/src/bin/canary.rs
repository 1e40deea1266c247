//! Looks for seeded identity numbers in files: `canary NUMBERS PATH…`, NUMBERS holding one number a line. Says where
//! and as what it found which, never the number; exit code 1 when any was found.

use std::{path::PathBuf, process::ExitCode};

use anyhow::Context as _;

fn main() -> anyhow::Result<ExitCode> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let numbers = arguments.next().context("usage: canary NUMBERS PATH…")?;
    let text = std::fs::read_to_string(&numbers).context("the list of numbers cannot be read")?;
    let canaries: Vec<String> =
        text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect();
    let places = acceptance::canary::files(&arguments.collect::<Vec<_>>());
    let bytes: usize = places.iter().map(|(_, bytes)| bytes.len()).sum();
    let found = acceptance::canary::search(&canaries, &places);
    for finding in &found {
        println!("number {} as {} in {}", finding.canary + 1, finding.encoding, finding.place);
    }
    println!("{} numbers, {} files, {bytes} bytes: {} found", canaries.len(), places.len(), found.len());
    Ok(if found.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

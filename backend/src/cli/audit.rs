//! `chadiao audit draw`: the half-year sample recomputed by anybody, from what is published, with no server.

use std::{path::PathBuf, process::ExitCode};

use anyhow::Context;
use clap::{Args, ValueEnum};
use serde::Serialize;
use shared::{
    audit::{Population, Seed, Stratum, sample_size},
    id::{InquiryId, UnitId},
    journal::hex,
    period::HalfYear,
};

use super::{line, values};

/// Recompute a draw: a line about the population, then one a case, smallest ticket first.
#[derive(Debug, Args)]
pub struct Draw {
    /// The half-year, such as `2026H1`.
    #[arg(long)]
    period: HalfYear,
    /// The using unit's identifier.
    #[arg(long)]
    unit: UnitId,
    /// The stratum.
    #[arg(long, value_enum, default_value = "main")]
    stratum: Layer,
    /// The seed, however it was written down: `3 5 2 6 …`.
    #[arg(long)]
    seed: String,
    /// The published population: identifiers of cases, one a line; standard input where no file is named.
    cases: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Layer {
    /// Known at the freeze.
    Main,
    /// Recorded after it.
    Late,
}

/// What the journal was told before there was a seed.
#[derive(Debug, Serialize)]
struct Frozen {
    cases: u64,
    root: String,
    seed: Seed,
    sample: u64,
}

impl Draw {
    /// Recomputes it.
    pub fn run(&self) -> anyhow::Result<ExitCode> {
        let seed = Seed::parse(&self.seed).context("--seed")?;
        let stratum = match self.stratum {
            Layer::Main => Stratum::Main,
            Layer::Late => Stratum::Late,
        };
        let lines = match &self.cases {
            Some(path) => std::fs::read_to_string(path)
                .with_context(|| format!("cannot read `{}`", path.display()))?
                .lines()
                .map(str::to_owned)
                .collect(),
            None => values(&["-".to_owned()])?,
        };
        let cases = (1..)
            .zip(&lines)
            .filter(|(_, text)| !text.trim().is_empty())
            .map(|(number, text)| {
                text.trim().parse().with_context(|| format!("line {number}: no identifier of a case"))
            })
            .collect::<anyhow::Result<Vec<InquiryId>>>()?;
        let population = Population::of(self.period, self.unit, stratum, cases);
        let count = population.cases().len() as u64;
        line(&Frozen {
            cases: count,
            root: hex(&population.root()),
            sample: sample_size(count),
            seed: seed.clone(),
        })?;
        for ticket in population.draw(&seed) {
            line(&ticket)?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

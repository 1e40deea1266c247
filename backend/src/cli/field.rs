//! `chadiao field`: the same judgement of a value as in the browser.

use std::process::ExitCode;

use clap::Args;
use shared::field::{FieldKind, judge};

use super::{line, values};

/// Judge single values: a line `{"kind","value","valid","canonical","code"}` each. The line says whether a value is
/// valid; the exit code is 0 unless the command makes no sense.
#[derive(Debug, Args)]
pub struct Field {
    /// national_id, ui_number, business_number, card_number, insurance_number, agency_code, agency_oid, roc_date, …
    kind: String,
    /// Values, or `-` for one a line from standard input.
    #[arg(required = true, allow_hyphen_values = true)]
    values: Vec<String>,
}

impl Field {
    /// Judges.
    pub fn run(&self) -> anyhow::Result<ExitCode> {
        let kind: FieldKind = self.kind.parse().map_err(|_| {
            anyhow::anyhow!("there is no kind of value `{}`; see `chadiao field --help`", self.kind)
        })?;
        for value in values(&self.values)? {
            line(&judge(kind, &value))?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

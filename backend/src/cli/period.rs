//! `chadiao period`, `chadiao sample`: dates and sizes with their working.

use std::process::ExitCode;

use chrono::NaiveDate;
use clap::{Args, ValueEnum};
use serde::Serialize;
use shared::{
    Bilingual, audit,
    field::RocDate,
    period::{self, Calendar, PeriodError},
};

use super::{REFUSED, line, values};

/// Work out periods: one line each, with every step of the working.
#[derive(Debug, Args)]
pub struct Period {
    /// Which period.
    kind: Kind,
    /// Days, ISO or any 民國 spelling, or `-` for one a line from standard input.
    #[arg(required = true, allow_hyphen_values = true)]
    dates: Vec<String>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Kind {
    /// 4(8): seven days from the day after.
    Notice,
    /// 5(5): a year from the day after the query, then a month.
    Printout,
    /// Five years from the day after.
    Retention,
}

/// Why a period could not be worked out.
#[derive(Debug, Serialize)]
struct Failure<'a> {
    error: Trouble<'a>,
}

#[derive(Debug, Serialize)]
struct Trouble<'a> {
    code: &'a str,
    value: &'a str,
    year: Option<i32>,
    message: Bilingual,
}

impl Period {
    /// Works them out.
    pub fn run(&self) -> anyhow::Result<ExitCode> {
        let calendar = Calendar::official();
        let mut all_good = true;
        for value in values(&self.dates)? {
            let date = match RocDate::parse(&value) {
                Ok(date) => date.date(),
                Err(error) => {
                    all_good = false;
                    let trouble =
                        Trouble { code: error.code(), value: &value, year: None, message: error.message() };
                    line(&Failure { error: trouble })?;
                    continue;
                }
            };
            if let Err(error) = self.work_out(date, &calendar)? {
                all_good = false;
                let year = error.year();
                let trouble = Trouble { code: error.code(), value: &value, year, message: error.message() };
                line(&Failure { error: trouble })?;
            }
        }
        Ok(if all_good { ExitCode::SUCCESS } else { ExitCode::from(REFUSED) })
    }

    fn work_out(&self, date: NaiveDate, calendar: &Calendar) -> anyhow::Result<Result<(), PeriodError>> {
        fn show<T: Serialize>(period: Result<T, PeriodError>) -> anyhow::Result<Result<(), PeriodError>> {
            match period {
                Ok(period) => line(&period).map(Ok),
                Err(error) => Ok(Err(error)),
            }
        }
        match self.kind {
            Kind::Notice => show(period::notice(date, calendar)),
            Kind::Printout => show(period::printout(date, calendar)),
            Kind::Retention => show(period::retention(date)),
        }
    }
}

/// The half-year sample of so many cases.
pub fn sample(cases: &[String]) -> anyhow::Result<ExitCode> {
    let number =
        |value: &String| value.trim().parse().map_err(|_| anyhow::anyhow!("`{value}` is no number of cases"));
    // All before the first: what is told is either every size or none.
    let numbers = values(cases)?.iter().map(number).collect::<Result<Vec<_>, _>>()?;
    for n in numbers {
        line(&audit::Sample { n, sample: audit::sample_size(n) })?;
    }
    Ok(ExitCode::SUCCESS)
}

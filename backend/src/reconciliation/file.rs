//! The platform's file: only the columns that were named are read, and what names a person becomes a keyed hash at once.

use std::ops::ControlFlow;

use chrono::{Datelike, Days, NaiveDate};
use shared::{
    field::{self, FieldKind, RocDate, tidy},
    reconciliation::{Asked, File, Key},
    regulation::point_05::reconciliation::ROWS_MOST,
};

use crate::{
    exchange::sheet::{self, Wrong},
    store::seal::Sealer,
};

/// Rows at the top among which the heading is looked for: exports begin with a title and the day they were made.
const TITLES_MOST: usize = 20;

/// A row that could be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The line of the file.
    pub line: u32,
    /// The day of the query.
    pub on: NaiveDate,
    /// The E-government account, in small letters.
    pub account: String,
    /// The person asked for, by the keys of this year and the one before.
    pub keys: [Key; 2],
}

/// A file as it was read.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Read {
    /// What it is.
    pub file: File,
    /// Its rows that could be read.
    pub rows: Vec<Row>,
    /// Lines that could not.
    pub unreadable: Vec<u32>,
}

/// Reads a file.
///
/// # Errors
/// The bytes are no table with a heading.
pub fn read(bytes: &[u8], asked: &Asked, sealer: &Sealer) -> Result<Read, Wrong> {
    let mut reading = Reading { asked, sealer, read: Read::default(), places: None, above: Vec::new() };
    let sheets = sheet::walk(bytes, &asked.columns.sheet, &mut |line, row| reading.take(line, row))?;
    let mut read = reading.end();
    read.file.sheets = sheets;
    Ok(read)
}

struct Reading<'a> {
    asked: &'a Asked,
    sealer: &'a Sealer,
    read: Read,
    /// Where the named columns are, once the heading was found.
    places: Option<[usize; 3]>,
    /// The rows before it.
    above: Vec<Vec<String>>,
}

impl Reading<'_> {
    fn take(&mut self, line: u32, row: &[String]) -> ControlFlow<()> {
        let Some(places) = self.places else {
            self.places = self.heading(row);
            if self.places.is_some() {
                self.read.file.headings = row.to_vec();
            } else {
                self.above.push(row.to_vec());
            }
            return if self.above.len() > TITLES_MOST {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            };
        };
        self.read.file.rows += 1;
        match self.row(line, places, row) {
            Some(row) => self.read.rows.push(row),
            None => self.read.unreadable.push(line),
        }
        if self.read.file.rows > ROWS_MOST { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    fn heading(&self, row: &[String]) -> Option<[usize; 3]> {
        let place = |name: &str| row.iter().position(|heading| !name.is_empty() && heading == name);
        let columns = &self.asked.columns;
        Some([place(&columns.queried_on)?, place(&columns.account)?, place(&columns.identity)?])
    }

    fn row(&self, line: u32, [on, account, identity]: [usize; 3], row: &[String]) -> Option<Row> {
        let on = day(row.get(on)?)?;
        let identity = field::Identity::parse(row.get(identity)?).ok()?;
        let key = |year| self.sealer.blind("subject", year, identity.as_str()).try_into().ok();
        let account = row.get(account)?.to_lowercase();
        Some(Row { line, on, account, keys: [key(on.year())?, key(on.year() - 1)?] })
    }

    /// Where no row has the columns, the first one is what the file calls its own.
    fn end(mut self) -> Read {
        if self.places.is_none() {
            self.read.file.rows = self.above.len().saturating_sub(1);
            self.read.file.headings = self.above.into_iter().next().unwrap_or_default();
        }
        self.read
    }
}

/// The day of a cell that may hold the time of day too. Beside what people write, programs write Gregorian years with any
/// mark, and a spreadsheet a bare number of days.
fn day(cell: &str) -> Option<NaiveDate> {
    let day = cell.split([' ', 'T', '\u{3000}']).next().unwrap_or_default();
    let written = RocDate::parse(&tidy(FieldKind::RocDate, day)).ok().map(RocDate::date);
    written.or_else(|| gregorian(day)).or_else(|| serial(cell))
}

fn gregorian(day: &str) -> Option<NaiveDate> {
    ["%Y/%m/%d", "%Y.%m.%d", "%Y-%m-%d", "%Y%m%d"]
        .into_iter()
        .filter(|_| day.bytes().take_while(u8::is_ascii_digit).count() >= 4)
        .find_map(|shape| NaiveDate::parse_from_str(day, shape).ok())
        .filter(|day| (1912..3000).contains(&day.year()))
}

/// Days since the end of 1899, as spreadsheets count: five digits, for the years 1954 to 2173.
fn serial(cell: &str) -> Option<NaiveDate> {
    let (days, fraction) = cell.split_once('.').unwrap_or((cell, "0"));
    let is_number = fraction.bytes().all(|byte| byte.is_ascii_digit());
    let days: u64 = days.parse().ok().filter(|days| is_number && (20_000..100_000).contains(days))?;
    NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(days))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_however_an_office_or_a_program_wrote_it() {
        let expected = NaiveDate::from_ymd_opt(2026, 3, 10);
        for text in [
            "115/03/10",
            "115.3.10",
            "1150310",
            "民國115年3月10日",
            "2026-03-10",
            "2026-03-10T10:05:00",
            "2026/03/10 10:05",
            "2026/3/10",
            "20260310",
            "46091",
            "46091.420138888891",
        ] {
            assert_eq!(day(text), expected, "{text}");
        }
        for text in ["", "某日", "2026/13/10", "115/02/30", "460", "4609100", "46091.x", "-46091"] {
            assert_eq!(day(text), None, "{text}");
        }
    }
}

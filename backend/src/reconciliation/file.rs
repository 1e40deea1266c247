//! The platform's file: only the columns that were named are read, and what names a person becomes a keyed hash at once.

use std::collections::HashMap;

use chrono::{Datelike, NaiveDate};
use shared::{
    field::{self, FieldKind, RocDate, tidy},
    id::PersonId,
    reconciliation::{Asked, File, Key, PlatformRow},
    regulation::point_05::reconciliation::ROWS_MOST,
};

use crate::{exchange::import::decode, http::error::ApiError, store::seal::Sealer};

/// A file as it was read.
#[derive(Debug, Default)]
pub struct Read {
    /// What it is.
    pub file: File,
    /// Its rows that could be read.
    pub rows: Vec<PlatformRow>,
    /// Lines that could not.
    pub unreadable: Vec<u32>,
}

/// Reads a file; `accounts` are the E-government accounts of the roster, in small letters.
///
/// # Errors
/// The bytes are no table with a heading.
pub fn read(
    bytes: &[u8],
    asked: &Asked,
    accounts: &HashMap<String, PersonId>,
    sealer: &Sealer,
) -> Result<Read, ApiError> {
    let text = decode(bytes);
    let text = text.trim_start_matches('\u{feff}');
    let mut reader =
        csv::ReaderBuilder::new().trim(csv::Trim::All).flexible(true).from_reader(text.as_bytes());
    let head = reader.headers().cloned().map_err(|_| {
        ApiError::bad_request("這不是含標題列的 CSV 檔。", "This is no CSV file with a header row.")
    })?;
    let headings: Vec<String> = head.iter().map(str::to_owned).collect();
    let place = |name: &str| headings.iter().position(|heading| heading == name);
    let columns = &asked.columns;
    let places = [place(&columns.queried_on), place(&columns.account), place(&columns.identity)];
    let mut read = Read { file: File { headings: headings.clone(), rows: 0 }, ..Read::default() };
    for record in reader.records().take(ROWS_MOST + 1) {
        read.file.rows += 1;
        let line = u32::try_from(read.file.rows + 1).unwrap_or(u32::MAX);
        let [Some(on), Some(account), Some(identity)] = places else { continue };
        let row = record.ok().and_then(|record| {
            let on = day(record.get(on)?)?;
            let identity = field::Identity::parse(record.get(identity)?).ok()?;
            let user = accounts.get(&record.get(account)?.to_lowercase()).copied();
            let key = |year| key(sealer, year, identity.as_str());
            Some(PlatformRow { line, on, user, keys: [key(on.year())?, key(on.year() - 1)?] })
        });
        match row {
            Some(row) => read.rows.push(row),
            None => read.unreadable.push(line),
        }
    }
    Ok(read)
}

fn key(sealer: &Sealer, year: i32, identity: &str) -> Option<Key> {
    sealer.blind("subject", year, identity).try_into().ok()
}

/// The day of a cell that may hold the time of day too.
fn day(cell: &str) -> Option<NaiveDate> {
    let day = cell.split([' ', 'T', '\u{3000}']).next().unwrap_or_default();
    RocDate::parse(&tidy(FieldKind::RocDate, day)).ok().map(|day| day.date())
}

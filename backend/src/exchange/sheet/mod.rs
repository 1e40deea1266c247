//! Rows of a file that somebody brings: CSV in UTF-8 or Big5, `.xlsx`, `.ods`. One row at a time and nothing kept, within
//! limits of its own, so that no file takes the server's memory.

mod document;
#[cfg(test)]
mod tests;
mod workbook;

use std::{
    io::{Cursor, Read as _, sink},
    ops::ControlFlow,
};

use shared::Bilingual;
use zip::ZipArchive;

use super::import::decode;
use crate::http::error::ApiError;

/// What a package may come to when it is unpacked: two hundred thousand rows of ten columns are half of it.
const UNPACKED_MOST: u64 = 256 * 1024 * 1024;
/// Files inside a package.
const PARTS_MOST: usize = 1_000;
/// Columns that are looked at; what stands further right is left out.
const COLUMNS_MOST: usize = 512;
/// Characters of a cell that are read.
const CELL_MOST: usize = 4_096;

/// Takes a row with its line; breaks off when it has enough.
pub type Take<'a> = &'a mut dyn FnMut(u32, &[String]) -> ControlFlow<()>;

/// Why a file gives no rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// An Excel file of before 2007, or one with a password: neither can be told from the other.
    OldOrLocked,
    /// Something that is no table.
    NoTable,
    /// It says what it is, and then cannot be read.
    Broken,
    /// It unpacks to more than anybody's record.
    TooLarge,
}

impl Wrong {
    const fn message(self) -> Bilingual {
        match self {
            Self::OldOrLocked => Bilingual::fixed(
                "這是舊版 Excel（.xls）或有密碼的檔案，請解除密碼並另存為 .xlsx、.ods 或 CSV 後再選一次。",
                "This is an old Excel file (.xls) or one with a password. Take the password off, save it as .xlsx, .ods or CSV, and choose it again.",
            ),
            Self::NoTable => Bilingual::fixed(
                "這不是含標題列的表格，請選擇平臺匯出的 CSV、.xlsx 或 .ods 檔。",
                "This is no table with a header row. Choose the CSV, .xlsx or .ods file that the platform gave.",
            ),
            Self::Broken => Bilingual::fixed(
                "試算表檔案不完整，無法讀取，請在試算表軟體開啟後另存新檔，或重新匯出。",
                "The spreadsheet is damaged. Open it in a spreadsheet program and save it anew, or export it again.",
            ),
            Self::TooLarge => Bilingual::fixed(
                "試算表展開後太大，請只留下查詢紀錄所在的工作表，或分期匯出。",
                "The spreadsheet unpacks to too much. Keep only the sheet with the record, or export a shorter time.",
            ),
        }
    }
}

impl From<Wrong> for ApiError {
    fn from(wrong: Wrong) -> Self {
        Self::BadRequest(wrong.message())
    }
}

/// Goes over a file's rows that hold anything: of the named sheet, else of the first that is not empty. Gives the names of
/// its sheets, none where it is no spreadsheet; a sheet that is not there has no rows.
///
/// # Errors
/// Why the file gives no rows.
pub fn walk(bytes: &[u8], sheet: &str, take: Take<'_>) -> Result<Vec<String>, Wrong> {
    match bytes {
        [0xd0, 0xcf, 0x11, 0xe0, ..] => Err(Wrong::OldOrLocked),
        [b'P', b'K', ..] => {
            expect_bounded(bytes, UNPACKED_MOST)?;
            match kind(bytes)? {
                Kind::Workbook => workbook::walk(bytes, sheet, take),
                Kind::Document => document::walk(bytes, sheet, take),
            }
        }
        _ => walk_text(bytes, take).map(|()| Vec::new()),
    }
}

enum Kind {
    Workbook,
    Document,
}

fn kind(bytes: &[u8]) -> Result<Kind, Wrong> {
    let package = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Wrong::Broken)?;
    let has = |name: &str| package.file_names().flatten().any(|one| one.eq_ignore_ascii_case(name));
    if has("[Content_Types].xml") {
        Ok(Kind::Workbook)
    } else if has("content.xml") {
        Ok(Kind::Document)
    } else {
        Err(Wrong::NoTable)
    }
}

/// Unpacks everything into nothing once: what a package says of its own sizes is nobody's promise.
fn expect_bounded(bytes: &[u8], most: u64) -> Result<(), Wrong> {
    let mut package = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Wrong::Broken)?;
    if package.len() > PARTS_MOST {
        return Err(Wrong::TooLarge);
    }
    let mut left = most;
    for place in 0..package.len() {
        let part = package.by_index(place).map_err(|_| Wrong::Broken)?;
        let unpacked = std::io::copy(&mut part.take(left + 1), &mut sink()).map_err(|_| Wrong::Broken)?;
        left = left.checked_sub(unpacked).ok_or(Wrong::TooLarge)?;
    }
    Ok(())
}

fn walk_text(bytes: &[u8], take: Take<'_>) -> Result<(), Wrong> {
    let text = decode(bytes);
    let text = text.trim_start_matches('\u{feff}');
    // No table of text holds this, and any picture or document does.
    if text.contains('\0') || text.starts_with("%PDF") {
        return Err(Wrong::NoTable);
    }
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let mut row = Row::default();
    while reader.read_record(&mut record).map_err(|_| Wrong::NoTable)? {
        let line = record.position().map_or(0, csv::Position::line);
        for (column, cell) in record.iter().enumerate() {
            row.put(column, cell);
        }
        if row.give(u32::try_from(line).unwrap_or(u32::MAX), take).is_break() {
            break;
        }
    }
    Ok(())
}

/// A row in the making.
#[derive(Debug, Default)]
struct Row {
    cells: Vec<String>,
    /// Whether any row of the sheet held anything.
    gave: bool,
}

impl Row {
    fn put(&mut self, column: usize, text: &str) {
        let text = text.trim();
        if text.is_empty() || column >= COLUMNS_MOST {
            return;
        }
        if self.cells.len() <= column {
            self.cells.resize(column + 1, String::new());
        }
        if let Some(cell) = self.cells.get_mut(column) {
            *cell = text.chars().take(CELL_MOST).collect();
        }
    }

    /// Hands the row on where it holds anything, and begins the next.
    fn give(&mut self, line: u32, take: Take<'_>) -> ControlFlow<()> {
        if self.cells.is_empty() {
            return ControlFlow::Continue(());
        }
        self.gave = true;
        let flow = take(line, &self.cells);
        self.cells.clear();
        flow
    }
}

/// A number as people read it: identity and account numbers come as floating point.
fn number(value: f64) -> String {
    format!("{value}")
}

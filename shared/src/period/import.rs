//! Reading a yearly calendar as the government publishes it: every row is checked, every fault is named with its line.

use std::borrow::Cow;

use chrono::{Datelike, NaiveDate};
use serde::Serialize;

use crate::{
    Bilingual,
    period::{CalendarYear, calendar::Bits, step::weekday},
};

/// The first line of every file.
const HEADER: [&str; 4] = ["西元日期", "星期", "是否放假", "備註"];
/// Faults listed before reading stops: nobody mends more in one go.
const MOST_FAULTS: usize = 50;
/// A year's rows with as many again; a longer text is no calendar of one year.
const MOST_LINES: usize = 800;

/// A file that is not taken in, with each fault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("the calendar file has faults, the first on line `{}`", .faults.first().map_or(0, |fault| fault.line))]
pub struct ImportError {
    /// In the order of the file.
    pub faults: Vec<RowError>,
}

/// One fault of a calendar file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RowError {
    /// Line of the file, from 1; 0 for the file as a whole.
    pub line: usize,
    /// Stable code such as `CALENDAR-FLAG`.
    pub code: &'static str,
    /// What is wrong and what to do next.
    pub message: Bilingual,
}

impl RowError {
    fn fixed(line: usize, code: &'static str, zh_tw: &'static str, en: &'static str) -> Self {
        Self { line, code, message: Bilingual::fixed(zh_tw, en) }
    }

    fn filled(line: usize, code: &'static str, zh_tw: String, en: String) -> Self {
        Self { line, code, message: Bilingual::filled(zh_tw, en) }
    }
}

impl From<RowError> for ImportError {
    fn from(fault: RowError) -> Self {
        Self { faults: vec![fault] }
    }
}

/// Reads a file as it was downloaded: UTF-8 with or without byte order mark, or Big5 with the feature `big5`.
///
/// # Errors
/// Lists what is wrong with the file.
pub fn read_year_bytes(bytes: &[u8]) -> Result<CalendarYear, ImportError> {
    read_year(&decode(bytes)?)
}

/// The text of a downloaded file.
///
/// # Errors
/// The bytes are in no encoding that the government publishes.
pub fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, ImportError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(Cow::Borrowed(text));
    }
    #[cfg(feature = "big5")]
    if let Some(text) = encoding_rs::BIG5.decode_without_bom_handling_and_without_replacement(bytes) {
        return Ok(text);
    }
    let fault = RowError::fixed(
        0,
        "CALENDAR-ENCODING",
        "檔案編碼不是 UTF-8 或 Big5，請重新下載官方日曆表。",
        "the file is neither UTF-8 nor Big5; download the official calendar again",
    );
    Err(fault.into())
}

/// Reads the text of one year's file.
///
/// # Errors
/// Lists what is wrong, row by row.
pub fn read_year(csv: &str) -> Result<CalendarYear, ImportError> {
    let csv = csv.strip_prefix('\u{feff}').unwrap_or(csv);
    if csv.trim_start().starts_with('<') {
        let fault = RowError::fixed(
            0,
            "CALENDAR-HTML",
            "這是網頁，不是日曆表檔案；下載可能失敗，請重新下載 CSV 檔。",
            "this is a web page and no calendar; the download seems to have failed: download the CSV file again",
        );
        return Err(fault.into());
    }
    let mut lines = csv.lines().enumerate().map(|(at, text)| (at + 1, text));
    let header = lines.next().map_or("", |(_, text)| text);
    if columns(header) != Some(HEADER) {
        let fault = RowError::fixed(
            1,
            "CALENDAR-HEADER",
            "第一列須為「西元日期,星期,是否放假,備註」，請確認是官方日曆表。",
            "the first line must read 西元日期,星期,是否放假,備註; make sure this is the official calendar",
        );
        return Err(fault.into());
    }
    let mut reading = Reading::default();
    for (line, text) in lines.filter(|(_, text)| !text.trim().is_empty()) {
        if let Err(fault) = reading.take(line, text) {
            reading.faults.push(fault);
        }
        if reading.faults.len() >= MOST_FAULTS || line > MOST_LINES {
            break;
        }
    }
    reading.finish()
}

/// The four columns; commas in the note are part of it.
fn columns(line: &str) -> Option<[&str; 4]> {
    let mut parts = line.splitn(4, ',').map(|part| part.trim().trim_matches('"'));
    Some([parts.next()?, parts.next()?, parts.next()?, parts.next()?])
}

#[derive(Default)]
struct Reading {
    year: Option<i32>,
    seen: Bits,
    rest: Bits,
    faults: Vec<RowError>,
}

impl Reading {
    fn take(&mut self, line: usize, text: &str) -> Result<(), RowError> {
        let Some([date, day, flag, _note]) = columns(text) else {
            return Err(RowError::fixed(
                line,
                "CALENDAR-COLUMNS",
                "此列不足四欄，請補齊日期、星期、是否放假、備註。",
                "the row has fewer than four columns; it needs date, weekday, flag and note",
            ));
        };
        let Some(date) = read_date(date) else {
            return Err(RowError::fixed(
                line,
                "CALENDAR-DATE",
                "日期須為八碼西元年月日，且為存在的日期，例如 20260101。",
                "the date must be an existing day in eight digits, such as 20260101",
            ));
        };
        let year = *self.year.get_or_insert(date.year());
        if date.year() != year {
            return Err(RowError::filled(
                line,
                "CALENDAR-OTHER-YEAR",
                format!("日期 {date} 不在 {year} 年，一個檔案只能有一年。"),
                format!("{date} is not in {year}; a file holds one year only"),
            ));
        }
        if set(&mut self.seen, date) {
            return Err(RowError::filled(
                line,
                "CALENDAR-DUPLICATE",
                format!("日期 {date} 重複，請刪除其中一列。"),
                format!("{date} appears twice; remove one of the rows"),
            ));
        }
        let (expected, english) = weekday(date);
        if !is_weekday(day, date, expected) {
            return Err(RowError::filled(
                line,
                "CALENDAR-WEEKDAY",
                format!("{date} 是星期{expected}，與星期欄不符，請核對日期與星期。"),
                format!("{date} is a {english}, which the weekday column contradicts; check both"),
            ));
        }
        match flag {
            "0" => {}
            "2" => {
                set(&mut self.rest, date);
            }
            _ => {
                return Err(RowError::fixed(
                    line,
                    "CALENDAR-FLAG",
                    "是否放假須為 0（上班）或 2（放假），請更正。",
                    "the flag must be 0 (work) or 2 (rest); correct it",
                ));
            }
        }
        Ok(())
    }

    fn finish(mut self) -> Result<CalendarYear, ImportError> {
        let Some(year) = self.year else {
            if self.faults.is_empty() {
                self.faults.push(RowError::fixed(
                    0,
                    "CALENDAR-EMPTY",
                    "檔案沒有任何日期，請重新下載官方日曆表。",
                    "the file has no dates; download the official calendar again",
                ));
            }
            return Err(ImportError { faults: self.faults });
        };
        let mut missing = (1..=366)
            .filter_map(|ordinal| NaiveDate::from_yo_opt(year, ordinal))
            .filter(|date| !set(&mut self.seen, *date));
        // After enough faults the rest was not read, so what is missing is not known.
        if self.faults.len() < MOST_FAULTS
            && let Some(first) = missing.next()
        {
            let count = 1 + missing.count();
            self.faults.push(RowError::filled(
                0,
                "CALENDAR-INCOMPLETE",
                format!("缺少 {count} 天，第一個缺少的是 {first}；日曆表須為完整一年。"),
                format!("{count} days are missing, the first is {first}; a calendar covers the whole year"),
            ));
        }
        if self.faults.is_empty() {
            Ok(CalendarYear::new(year, self.rest))
        } else {
            Err(ImportError { faults: self.faults })
        }
    }
}

/// Sets a day's bit; true when it was set before.
fn set(bits: &mut Bits, date: NaiveDate) -> bool {
    let at = date.ordinal0();
    bits.get_mut((at / 64) as usize).is_some_and(|word| {
        let bit = 1 << (at % 64);
        let was = *word & bit != 0;
        *word |= bit;
        was
    })
}

fn read_date(text: &str) -> Option<NaiveDate> {
    if text.len() != 8 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number: u32 = text.parse().ok()?;
    let year = i32::try_from(number / 10_000).ok().filter(|year| *year >= 1912)?;
    NaiveDate::from_ymd_opt(year, number / 100 % 100, number % 100)
}

/// Files have 一 to 日; some have digits, 7 or 0 for Sunday.
fn is_weekday(text: &str, date: NaiveDate, expected: char) -> bool {
    let mut letters = text.chars();
    match (letters.next(), letters.next()) {
        (Some(letter), None) => {
            letter == expected
                || letter.to_digit(10).is_some_and(|digit| {
                    digit == date.weekday().number_from_monday()
                        || digit == date.weekday().num_days_from_sunday()
                })
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = include_str!("../../data/calendar/2026.csv");

    fn codes(csv: &str) -> Vec<(usize, &'static str)> {
        read_year(csv).unwrap_err().faults.into_iter().map(|fault| (fault.line, fault.code)).collect()
    }

    #[test]
    fn each_fault_is_named_with_its_line() {
        let row = "20260105,一,0,";
        assert!(FILE.contains(row));
        for (csv, expected) in [
            (FILE.replace("20260105,一,0,\r\n", ""), vec![(0, "CALENDAR-INCOMPLETE")]),
            (
                FILE.replace(row, "20260104,日,2,"),
                vec![(6, "CALENDAR-DUPLICATE"), (0, "CALENDAR-INCOMPLETE")],
            ),
            (FILE.replace(row, "20260105,一,1,"), vec![(6, "CALENDAR-FLAG")]),
            (FILE.replace(row, "20260105,一,,"), vec![(6, "CALENDAR-FLAG")]),
            (FILE.replace(row, "20260105,二,0,"), vec![(6, "CALENDAR-WEEKDAY")]),
            (FILE.replace(row, "20260105,一"), vec![(6, "CALENDAR-COLUMNS"), (0, "CALENDAR-INCOMPLETE")]),
            (
                FILE.replace(row, "20270105,二,0,"),
                vec![(6, "CALENDAR-OTHER-YEAR"), (0, "CALENDAR-INCOMPLETE")],
            ),
            (FILE.replace(row, "20260230,一,0,"), vec![(6, "CALENDAR-DATE"), (0, "CALENDAR-INCOMPLETE")]),
            ("<!DOCTYPE html><html></html>".to_owned(), vec![(0, "CALENDAR-HTML")]),
            (String::new(), vec![(1, "CALENDAR-HEADER")]),
            ("西元日期,星期,是否放假,備註\r\n".to_owned(), vec![(0, "CALENDAR-EMPTY")]),
        ] {
            assert_eq!(codes(&csv), expected);
        }
    }

    #[test]
    fn harmless_differences_between_files_are_read_over() {
        let expected = read_year(FILE).unwrap();
        let unix = FILE.replace("\r\n", "\n");
        let quoted = FILE.replace("20260101,四,2,放假", "\"20260101\",\"四\",\"2\",\"開國紀念日, 放假\"");
        let digits = FILE.replace("20260104,日,", "20260104,7,").replace("20260105,一,", "20260105,1,");
        for csv in [unix, quoted, digits, format!("{FILE}\r\n\r\n")] {
            assert_eq!(read_year(&csv), Ok(expected));
        }
        let plain = FILE.trim_start_matches('\u{feff}');
        assert_eq!(read_year_bytes(plain.as_bytes()), Ok(expected));
        assert_eq!(
            read_year_bytes(&[0xff, 0xfe, 0x00]).unwrap_err().faults.first().map(|fault| fault.code),
            Some("CALENDAR-ENCODING")
        );
    }

    #[cfg(feature = "big5")]
    #[test]
    fn an_older_file_in_big5_is_read() {
        let (bytes, _, _) = encoding_rs::BIG5.encode(FILE.trim_start_matches('\u{feff}'));
        assert!(std::str::from_utf8(&bytes).is_err());
        assert_eq!(read_year_bytes(&bytes), read_year(FILE));
    }

    #[test]
    fn a_file_of_nothing_but_faults_is_not_read_to_its_end() {
        let csv = format!("西元日期,星期,是否放假,備註\n{}", "x\n".repeat(100_000));
        assert_eq!(codes(&csv).len(), MOST_FAULTS);
    }
}

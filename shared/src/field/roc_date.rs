//! 民國 dates in every spelling that offices use. Year 1 is 1912; there is no year 0.

use std::fmt;

use chrono::{Datelike, NaiveDate};

use crate::field::problem::field_error;

/// 民國 year = Gregorian year − 1911.
const OFFSET: i32 = 1911;
/// Three digits is what every form has room for.
const LAST_YEAR: u32 = 999;

/// A calendar date from 民國 year 1 to 999, whatever way it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RocDate(NaiveDate);

impl RocDate {
    /// Reads `民國115年11月23日`, `中華民國115年11月23日`, `1151123`, `115/11/23`, `115.11.23`, `115-11-23` or ISO `2026-11-23`.
    ///
    /// # Errors
    /// Says what is wrong with the date.
    pub fn parse(raw: &str) -> Result<Self, RocDateError> {
        use RocDateError as Error;
        if raw.is_empty() {
            return Err(Error::Empty);
        }
        let Written { year, month, day } = Written::read(raw)?;
        if !(1..=12).contains(&month) {
            return Err(Error::Month);
        }
        NaiveDate::from_ymd_opt(year, month, day).map(Self).ok_or(Error::Day)
    }

    /// A date known otherwise.
    ///
    /// # Errors
    /// Before 民國 year 1 or after year 999.
    pub fn from_date(date: NaiveDate) -> Result<Self, RocDateError> {
        gregorian_in_range(date.year()).map(|_| Self(date))
    }

    /// The date itself.
    #[must_use]
    pub fn date(self) -> NaiveDate {
        self.0
    }

    /// 民國 year, 1 to 999.
    #[must_use]
    pub fn year(self) -> i32 {
        self.0.year() - OFFSET
    }

    /// `中華民國115年11月23日`, for documents.
    #[must_use]
    pub fn formal(self) -> String {
        format!("中華{}", self.text())
    }

    /// `民國115年11月23日`, for sentences.
    #[must_use]
    pub fn text(self) -> String {
        format!("民國{}年{}月{}日", self.year(), self.0.month(), self.0.day())
    }

    /// `115/11/23`, for tables.
    #[must_use]
    pub fn slash(self) -> String {
        format!("{}/{:02}/{:02}", self.year(), self.0.month(), self.0.day())
    }

    /// `1151123`, as other systems write it.
    #[must_use]
    pub fn compact(self) -> String {
        format!("{:03}{:02}{:02}", self.year(), self.0.month(), self.0.day())
    }
}

/// ISO, the form that is stored.
impl fmt::Display for RocDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.0.year(), self.0.month(), self.0.day())
    }
}

impl std::str::FromStr for RocDate {
    type Err = RocDateError;

    fn from_str(raw: &str) -> Result<Self, Self::Err> {
        Self::parse(raw)
    }
}

/// `民國115年11月23日` for any date; years before 民國 are written in Gregorian.
#[must_use]
pub fn roc_text(date: NaiveDate) -> String {
    RocDate::from_date(date).map_or_else(|_| date.to_string(), RocDate::text)
}

/// `115/11/23` for any date; years before 民國 are written in Gregorian.
#[must_use]
pub fn roc_slash(date: NaiveDate) -> String {
    RocDate::from_date(date).map_or_else(|_| date.to_string(), RocDate::slash)
}

/// What was written, with the year already Gregorian, the rest still unchecked.
struct Written {
    year: i32,
    month: u32,
    day: u32,
}

impl Written {
    fn read(raw: &str) -> Result<Self, RocDateError> {
        use RocDateError as Error;
        if let Some(words) = in_words(raw) {
            let (year, rest) = words.split_once('年').ok_or(Error::Shape)?;
            let (month, rest) = rest.split_once('月').ok_or(Error::Shape)?;
            let day = rest.strip_suffix('日').ok_or(Error::Shape)?;
            return Self::from_parts(year, month, day);
        }
        if !raw.is_ascii() {
            return Err(Error::Shape);
        }
        if raw.bytes().all(|byte| byte.is_ascii_digit()) {
            return match (raw.len(), raw.split_at_checked(3)) {
                (7, Some((year, rest))) => match rest.split_at_checked(2) {
                    Some((month, day)) => Self::from_parts(year, month, day),
                    None => Err(Error::Shape),
                },
                (8, _) => Err(Error::Gregorian),
                _ => Err(Error::Shape),
            };
        }
        let separator = raw.chars().find(|letter| !letter.is_ascii_digit()).ok_or(Error::Shape)?;
        if !matches!(separator, '/' | '.' | '-') {
            return Err(Error::Shape);
        }
        let (year, rest) = raw.split_once(separator).ok_or(Error::Shape)?;
        let (month, day) = rest.split_once(separator).ok_or(Error::Shape)?;
        if separator == '-' && (year.len(), month.len(), day.len()) == (4, 2, 2) {
            let (year, month, day) = (digits(year)?, digits(month)?, digits(day)?);
            return Ok(Self { year: gregorian_in_range(year.cast_signed())?, month, day });
        }
        Self::from_parts(year, month, day)
    }

    fn from_parts(year: &str, month: &str, day: &str) -> Result<Self, RocDateError> {
        let year = roc_year(year)?;
        Ok(Self { year, month: digits(month)?, day: digits(day)? })
    }
}

/// The part after `中華民國` or `民國`; a date that has 年 without them is also in words.
pub(super) fn in_words(raw: &str) -> Option<&str> {
    if raw.is_ascii() {
        return None;
    }
    raw.strip_prefix("中華民國")
        .or_else(|| raw.strip_prefix("民國"))
        .or_else(|| raw.contains('年').then_some(raw))
}

/// One to three digits of a 民國 year, as a Gregorian year.
pub(super) fn roc_year(text: &str) -> Result<i32, RocDateError> {
    if !(1..=4).contains(&text.len()) || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(RocDateError::Shape);
    }
    let year = text.bytes().fold(0, |year, digit| year * 10 + u32::from(digit - b'0'));
    match (text.len(), year) {
        (4, _) => Err(RocDateError::Gregorian),
        (_, 0) => Err(RocDateError::YearZero),
        _ => Ok(year.cast_signed() + OFFSET),
    }
}

/// A Gregorian year that has a 民國 year.
pub(super) fn gregorian_in_range(year: i32) -> Result<i32, RocDateError> {
    match u32::try_from(year - OFFSET) {
        Ok(1..=LAST_YEAR) => Ok(year),
        _ => Err(RocDateError::YearRange),
    }
}

/// One to four ASCII digits; a month or day of more than two is out of its range anyway.
pub(super) fn digits(text: &str) -> Result<u32, RocDateError> {
    if !(1..=4).contains(&text.len()) || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(RocDateError::Shape);
    }
    Ok(text.bytes().fold(0, |number, digit| number * 10 + u32::from(digit - b'0')))
}

#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for RocDate {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        String::schema()
    }
}
#[cfg(feature = "openapi")]
impl utoipa::ToSchema for RocDate {}

field_error! {
    /// Why a text is no 民國 date.
    RocDateError {
        Empty => "FIELD-ROC-DATE-EMPTY",
            "請輸入日期，例如 115/11/23。", "enter a date such as 115/11/23";
        Shape => "FIELD-ROC-DATE-SHAPE",
            "日期格式不符，請輸入如 115/11/23、1151123 或民國115年11月23日。",
            "write the date like 115/11/23, 1151123 or 民國115年11月23日";
        Gregorian => "FIELD-ROC-DATE-GREGORIAN",
            "看起來是西元日期；請改用民國年（例如 1151123），或輸入 2026-11-23。",
            "this looks like a Gregorian date; use the ROC year as in 1151123, or write 2026-11-23";
        YearZero => "FIELD-ROC-DATE-YEAR-ZERO",
            "民國沒有零年，請核對年份。", "there is no ROC year 0; check the year";
        YearRange => "FIELD-ROC-DATE-YEAR-RANGE",
            "年份須在民國1年至999年之間，請核對年份。", "the year must be between ROC year 1 (1912) and 999; check the year";
        Month => "FIELD-ROC-DATE-MONTH",
            "月份須為 1 至 12，請核對月份。", "the month must be 1 to 12; check the month";
        Day => "FIELD-ROC-DATE-DAY",
            "該月沒有這一天，請核對日期。", "that month has no such day; check the day";
    }
}

impl serde::Serialize for RocDate {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for RocDate {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_spelling_is_the_same_day() {
        for raw in [
            "民國115年11月23日",
            "中華民國115年11月23日",
            "115年11月23日",
            "1151123",
            "115/11/23",
            "115.11.23",
            "115-11-23",
            "2026-11-23",
        ] {
            assert_eq!(
                RocDate::parse(raw).map(|date| date.to_string()).as_deref(),
                Ok("2026-11-23"),
                "{raw}"
            );
        }
        for raw in ["1000101", "100/01/01", "100/1/1", "民國100年1月1日", "民國100年01月01日"] {
            assert_eq!(
                RocDate::parse(raw).map(|date| date.to_string()).as_deref(),
                Ok("2011-01-01"),
                "{raw}"
            );
        }
        assert_eq!(RocDate::parse("0010101").map(|date| date.to_string()).as_deref(), Ok("1912-01-01"));
        assert_eq!(RocDate::parse("1130229").map(|date| date.slash()).as_deref(), Ok("113/02/29"));
    }

    #[test]
    fn each_mistake_has_its_own_reason() {
        use RocDateError as Error;
        for (raw, reason) in [
            ("", Error::Empty),
            (" 1151123", Error::Shape),
            ("1151123\n", Error::Shape),
            ("１１５１１２３", Error::Shape),
            ("٠٩٩١٢٣١", Error::Shape),
            ("991231", Error::Shape),
            ("115/11-23", Error::Shape),
            ("115//23", Error::Shape),
            ("115/11/23/", Error::Shape),
            ("民國115年11月23", Error::Shape),
            ("民國1151123", Error::Shape),
            ("民國115/11/23", Error::Shape),
            ("-115-11-23", Error::Shape),
            ("20261123", Error::Gregorian),
            ("2026/11/23", Error::Gregorian),
            ("2026年11月23日", Error::Gregorian),
            ("2026-1-1", Error::Gregorian),
            ("0000101", Error::YearZero),
            ("0/1/1", Error::YearZero),
            ("1911-12-31", Error::YearRange),
            ("9999-12-31", Error::YearRange),
            ("1131301", Error::Month),
            ("1150001", Error::Month),
            ("1150431", Error::Day),
            ("1150229", Error::Day),
            ("1150100", Error::Day),
            ("115/100/1", Error::Month),
        ] {
            assert_eq!(RocDate::parse(raw), Err(reason), "{raw:?}");
        }
    }
}

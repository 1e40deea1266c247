//! 年月, as in 查調資料期間: the months an inquiry asks for.

use std::fmt;

use chrono::{Datelike, NaiveDate};

use crate::field::{
    problem::field_error,
    roc_date::{RocDateError, digits, gregorian_in_range, in_words, roc_year},
};

/// A month from 民國 year 1 to 999; later months are greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RocMonth {
    year: i32,
    month: u32,
}

impl RocMonth {
    /// Reads `115/11`, `11511`, `115.11`, `115-11`, `民國115年11月` or ISO `2026-11`.
    ///
    /// # Errors
    /// Says what is wrong with the month.
    pub fn parse(raw: &str) -> Result<Self, RocMonthError> {
        if raw.is_empty() {
            return Err(RocMonthError::Empty);
        }
        let (year, month) = read(raw).map_err(RocMonthError::from_date)?;
        if !(1..=12).contains(&month) {
            return Err(RocMonthError::Month);
        }
        Ok(Self { year, month })
    }

    /// The month a day lies in.
    ///
    /// # Errors
    /// Before 民國 year 1 or after year 999.
    pub fn of(date: NaiveDate) -> Result<Self, RocMonthError> {
        let year = gregorian_in_range(date.year()).map_err(RocMonthError::from_date)?;
        Ok(Self { year, month: date.month() })
    }

    /// Months from `self` to `other`, both counted; none when `other` is earlier.
    #[must_use]
    pub fn span(self, other: Self) -> u32 {
        let count = (other.year - self.year) * 12 + other.month.cast_signed() - self.month.cast_signed() + 1;
        u32::try_from(count).unwrap_or_default()
    }

    /// `民國115年11月`, for sentences.
    #[must_use]
    pub fn text(self) -> String {
        format!("民國{}年{}月", self.year - 1911, self.month)
    }

    /// `115/11`, for tables.
    #[must_use]
    pub fn slash(self) -> String {
        format!("{}/{:02}", self.year - 1911, self.month)
    }
}

fn read(raw: &str) -> Result<(i32, u32), RocDateError> {
    use RocDateError as Error;
    if let Some(words) = in_words(raw) {
        let (year, rest) = words.split_once('年').ok_or(Error::Shape)?;
        let month = rest.strip_suffix('月').ok_or(Error::Shape)?;
        return Ok((roc_year(year)?, digits(month)?));
    }
    if !raw.is_ascii() {
        return Err(Error::Shape);
    }
    if raw.bytes().all(|byte| byte.is_ascii_digit()) {
        return match (raw.len(), raw.split_at_checked(3)) {
            (5, Some((year, month))) => Ok((roc_year(year)?, digits(month)?)),
            (6, _) => Err(Error::Gregorian),
            _ => Err(Error::Shape),
        };
    }
    let separator = raw.chars().find(|letter| !letter.is_ascii_digit()).ok_or(Error::Shape)?;
    if !matches!(separator, '/' | '.' | '-') {
        return Err(Error::Shape);
    }
    let (year, month) = raw.split_once(separator).ok_or(Error::Shape)?;
    if separator == '-' && (year.len(), month.len()) == (4, 2) {
        let year = digits(year)?.cast_signed();
        return Ok((gregorian_in_range(year)?, digits(month)?));
    }
    Ok((roc_year(year)?, digits(month)?))
}

/// `2026-11`, the form that is stored.
impl fmt::Display for RocMonth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl std::str::FromStr for RocMonth {
    type Err = RocMonthError;

    fn from_str(raw: &str) -> Result<Self, Self::Err> {
        Self::parse(raw)
    }
}

impl serde::Serialize for RocMonth {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for RocMonth {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for RocMonth {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        String::schema()
    }
}
#[cfg(feature = "openapi")]
impl utoipa::ToSchema for RocMonth {}

field_error! {
    /// Why a text is no month.
    RocMonthError {
        Empty => "FIELD-ROC-MONTH-EMPTY",
            "請輸入年月，例如 115/11。", "enter a month such as 115/11";
        Shape => "FIELD-ROC-MONTH-SHAPE",
            "年月格式不符，請輸入如 115/11、11511 或民國115年11月。", "write the month like 115/11, 11511 or 民國115年11月";
        Gregorian => "FIELD-ROC-MONTH-GREGORIAN",
            "看起來是西元年月；請改用民國年（例如 11511），或輸入 2026-11。",
            "this looks like a Gregorian month; use the ROC year as in 11511, or write 2026-11";
        YearZero => "FIELD-ROC-MONTH-YEAR-ZERO",
            "民國沒有零年，請核對年份。", "there is no ROC year 0; check the year";
        YearRange => "FIELD-ROC-MONTH-YEAR-RANGE",
            "年份須在民國1年至999年之間，請核對年份。", "the year must be between ROC year 1 (1912) and 999; check the year";
        Month => "FIELD-ROC-MONTH-MONTH",
            "月份須為 1 至 12，請核對月份。", "the month must be 1 to 12; check the month";
    }
}

impl RocMonthError {
    fn from_date(error: RocDateError) -> Self {
        match error {
            RocDateError::Empty => Self::Empty,
            RocDateError::Gregorian => Self::Gregorian,
            RocDateError::YearZero => Self::YearZero,
            RocDateError::YearRange => Self::YearRange,
            RocDateError::Month => Self::Month,
            RocDateError::Shape | RocDateError::Day => Self::Shape,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_spelling_is_the_same_month() {
        for raw in ["115/11", "11511", "115.11", "115-11", "民國115年11月", "中華民國115年11月", "2026-11"]
        {
            assert_eq!(
                RocMonth::parse(raw).map(|month| month.to_string()).as_deref(),
                Ok("2026-11"),
                "{raw}"
            );
        }
        assert_eq!(RocMonth::parse("09912").map(RocMonth::slash).as_deref(), Ok("99/12"));
    }

    #[test]
    fn each_mistake_has_its_own_reason() {
        use RocMonthError as Error;
        for (raw, reason) in [
            ("", Error::Empty),
            ("115", Error::Shape),
            ("115/11/23", Error::Shape),
            ("202611", Error::Gregorian),
            ("2026/11", Error::Gregorian),
            ("00011", Error::YearZero),
            ("1911-12", Error::YearRange),
            ("11513", Error::Month),
            ("115/00", Error::Month),
        ] {
            assert_eq!(RocMonth::parse(raw), Err(reason), "{raw:?}");
        }
    }

    #[test]
    fn a_span_counts_both_ends() {
        let month = |raw| RocMonth::parse(raw).unwrap();
        assert_eq!(month("115/11").span(month("115/11")), 1);
        assert_eq!(month("114/12").span(month("115/02")), 3);
        assert_eq!(month("115/02").span(month("114/12")), 0);
    }
}

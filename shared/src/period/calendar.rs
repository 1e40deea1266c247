//! The official working-day calendar (政府行政機關辦公日曆表): one bit for each day of a year.

use std::fmt::Write as _;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::period::PeriodError;

/// Bits for 366 days.
pub(super) type Bits = [u64; 6];

/// One year of the calendar. INVARIANT: no bit beyond the year's last day is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(try_from = "Packed", into = "Packed")]
pub struct CalendarYear {
    year: i32,
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    rest: Bits,
}

impl CalendarYear {
    pub(super) const fn new(year: i32, rest: Bits) -> Self {
        Self { year, rest }
    }

    /// Gregorian year.
    #[must_use]
    pub const fn year(&self) -> i32 {
        self.year
    }

    /// The days off, in order.
    pub fn rest_days(&self) -> impl Iterator<Item = NaiveDate> + '_ {
        (1..=366)
            .filter_map(|ordinal| NaiveDate::from_yo_opt(self.year, ordinal))
            .filter(|day| self.is_rest_day(*day))
    }

    fn is_rest_day(&self, day: NaiveDate) -> bool {
        let at = day.ordinal0();
        self.rest.get((at / 64) as usize).is_some_and(|word| word >> (at % 64) & 1 == 1)
    }
}

/// How a year travels: the bits as 96 hexadecimal digits.
#[derive(Serialize, Deserialize)]
struct Packed {
    year: i32,
    rest: String,
}

impl From<CalendarYear> for Packed {
    fn from(from: CalendarYear) -> Self {
        let mut rest = String::with_capacity(96);
        for word in from.rest {
            // Writing to a string cannot fail.
            let _ = write!(rest, "{word:016x}");
        }
        Self { year: from.year, rest }
    }
}

/// The text is not one year of a calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a packed calendar year")]
pub struct NotACalendarYear;

impl TryFrom<Packed> for CalendarYear {
    type Error = NotACalendarYear;

    fn try_from(packed: Packed) -> Result<Self, Self::Error> {
        let mut rest = Bits::default();
        if packed.rest.len() != 96 || !packed.rest.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(NotACalendarYear);
        }
        for (at, word) in rest.iter_mut().enumerate() {
            let digits = packed.rest.get(at * 16..at * 16 + 16).ok_or(NotACalendarYear)?;
            *word = u64::from_str_radix(digits, 16).map_err(|_| NotACalendarYear)?;
        }
        let days = NaiveDate::from_ymd_opt(packed.year, 12, 31).ok_or(NotACalendarYear)?.ordinal();
        let beyond =
            (days..384).any(|at| rest.get((at / 64) as usize).is_some_and(|word| word >> (at % 64) & 1 == 1));
        if beyond { Err(NotACalendarYear) } else { Ok(Self { year: packed.year, rest }) }
    }
}

/// A day on which offices are closed although the calendar says they work, such as a typhoon day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClosedDay {
    /// The day.
    pub date: NaiveDate,
    /// The announcement that says so.
    pub source: String,
}

/// The years that are known, and the closed days announced since.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Calendar {
    years: Vec<CalendarYear>,
    #[serde(default)]
    closed: Vec<ClosedDay>,
}

/// What to do with a year that is already there and differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IfPresent {
    /// Leave it alone and say so.
    Refuse,
    /// Someone with the right to do so asked for it.
    Replace,
}

/// What taking in a year did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Adopted {
    /// The year is new.
    Added,
    /// The year was there and says the same.
    Unchanged,
    /// The year was replaced; deadlines that touch these days must be computed again.
    Replaced {
        /// Days that changed between office day and rest day.
        changed: Vec<NaiveDate>,
    },
}

/// The year is there, differs, and nobody asked to replace it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the calendar of `{year}` is already there and differs")]
pub struct AdoptError {
    /// Gregorian year.
    pub year: i32,
}

impl AdoptError {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        "CALENDAR-YEAR-FROZEN"
    }

    /// What is wrong and what to do next.
    #[must_use]
    pub fn message(self) -> crate::Bilingual {
        let Self { year } = self;
        crate::Bilingual::filled(
            format!("民國{}年日曆表已匯入且內容不同；如為修正公告，請選擇「取代」再匯入。", year - 1911),
            format!(
                "the calendar of {year} is already there and differs; if this is a correction, choose to replace it"
            ),
        )
    }
}

impl Calendar {
    /// A calendar that knows no year.
    #[must_use]
    pub const fn empty() -> Self {
        Self { years: Vec::new(), closed: Vec::new() }
    }

    /// Whether offices rest on a day.
    ///
    /// # Errors
    /// The calendar of the day's year is missing.
    pub fn is_rest_day(&self, day: NaiveDate) -> Result<bool, PeriodError> {
        let year = day.year();
        let known = self.years.iter().find(|known| known.year == year);
        let known = known.ok_or(PeriodError::MissingYear { year })?;
        Ok(known.is_rest_day(day) || self.closed(day).is_some())
    }

    /// The last office day before a day.
    ///
    /// # Errors
    /// The calendar of a needed year is missing.
    pub fn last_office_day_before(&self, day: NaiveDate) -> Result<NaiveDate, PeriodError> {
        let mut before = day;
        loop {
            before = before.pred_opt().ok_or(PeriodError::OutOfRange { from: day })?;
            if !self.is_rest_day(before)? {
                return Ok(before);
            }
        }
    }

    /// The announcement that closes offices on a day, if any.
    #[must_use]
    pub fn closed(&self, day: NaiveDate) -> Option<&ClosedDay> {
        self.closed.iter().find(|closed| closed.date == day)
    }

    /// Notes a day on which offices are closed; a second announcement for the day replaces the first.
    pub fn close(&mut self, day: ClosedDay) {
        self.closed.retain(|closed| closed.date != day.date);
        let at = self.closed.partition_point(|closed| closed.date < day.date);
        self.closed.insert(at, day);
    }

    /// Takes in a year.
    ///
    /// # Errors
    /// The year is there, differs, and must not be replaced.
    pub fn adopt(&mut self, year: CalendarYear, if_present: IfPresent) -> Result<Adopted, AdoptError> {
        let at = self.years.partition_point(|known| known.year < year.year);
        let Some(known) = self.years.get_mut(at).filter(|known| known.year == year.year) else {
            self.years.insert(at, year);
            return Ok(Adopted::Added);
        };
        if *known == year {
            return Ok(Adopted::Unchanged);
        }
        if if_present == IfPresent::Refuse {
            return Err(AdoptError { year: year.year });
        }
        let changed = (1..=366)
            .filter_map(|ordinal| NaiveDate::from_yo_opt(year.year, ordinal))
            .filter(|day| known.is_rest_day(*day) != year.is_rest_day(*day))
            .collect();
        *known = year;
        Ok(Adopted::Replaced { changed })
    }

    /// The years that are known, in order.
    #[must_use]
    pub fn years(&self) -> &[CalendarYear] {
        &self.years
    }

    /// The closed days, in order.
    #[must_use]
    pub fn closed_days(&self) -> &[ClosedDay] {
        &self.closed
    }

    /// A fingerprint that is the same for everyone who knows the same days: 64 hexadecimal digits.
    #[must_use]
    pub fn version(&self) -> String {
        let mut hash = Sha256::new_with_prefix(b"chadiao-calendar/1\n");
        for year in &self.years {
            hash.update(year.year.to_be_bytes());
            for word in year.rest {
                hash.update(word.to_be_bytes());
            }
        }
        for closed in &self.closed {
            hash.update(closed.date.num_days_from_ce().to_be_bytes());
        }
        hash.finalize().iter().fold(String::with_capacity(64), |mut hex, byte| {
            // Writing to a string cannot fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_missing_year_is_named() {
        let calendar = Calendar::official();
        assert_eq!(calendar.is_rest_day(day("2028-01-01")), Err(PeriodError::MissingYear { year: 2028 }));
        assert!(PeriodError::MissingYear { year: 2028 }.message().zh_tw.contains("民國117年（西元2028年）"));
        assert_eq!(
            calendar.last_office_day_before(day("2024-01-01")),
            Err(PeriodError::MissingYear { year: 2023 })
        );
        assert_eq!(calendar.last_office_day_before(day("2028-01-01")), Ok(day("2027-12-30")));
    }

    #[test]
    fn a_calendar_travels_as_json_and_keeps_its_version() {
        let mut calendar = Calendar::official();
        let version = calendar.version();
        calendar.close(ClosedDay { date: day("2026-07-10"), source: "縣府停班停課公告".into() });
        assert_ne!(calendar.version(), version);
        assert_eq!(calendar.is_rest_day(day("2026-07-10")), Ok(true));
        let json = serde_json::to_string(&calendar).unwrap();
        let back: Calendar = serde_json::from_str(&json).unwrap();
        assert_eq!(back, calendar);
        let spoilt = json.replace("\"year\":2026,\"rest\":\"", "\"year\":2026,\"rest\":\"z");
        assert!(serde_json::from_str::<Calendar>(&spoilt).is_err());
    }

    #[test]
    fn a_known_year_is_replaced_only_when_asked() {
        let mut calendar = Calendar::official();
        let [.., last] = calendar.years() else { panic!() };
        let known = *last;
        let mut rest = known.rest;
        rest[0] ^= 1 << 3;
        let other = CalendarYear::new(known.year, rest);
        assert_eq!(calendar.adopt(known, IfPresent::Refuse), Ok(Adopted::Unchanged));
        assert_eq!(calendar.adopt(other, IfPresent::Refuse), Err(AdoptError { year: 2027 }));
        let changed = vec![day("2027-01-04")];
        assert_eq!(calendar.adopt(other, IfPresent::Replace), Ok(Adopted::Replaced { changed }));
        assert_eq!(calendar.adopt(CalendarYear::new(2023, rest), IfPresent::Refuse), Ok(Adopted::Added));
        assert_eq!(calendar.years().first().map(CalendarYear::year), Some(2023));
    }
}

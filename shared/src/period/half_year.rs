//! 每半年, 每年: calendar halves and years. Our reading, for the text defines neither.

use std::{fmt, str::FromStr};

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::period::{PeriodError, Step};

/// Which half of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Half {
    /// 上半年, January to June.
    First,
    /// 下半年, July to December.
    Second,
}

/// A half-year such as `2026H1`; later ones are greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct HalfYear {
    year: i32,
    half: Half,
}

impl HalfYear {
    /// The half-year a day lies in.
    #[must_use]
    pub fn of(date: NaiveDate) -> Self {
        Self { year: date.year(), half: if date.month() <= 6 { Half::First } else { Half::Second } }
    }

    /// Gregorian year.
    #[must_use]
    pub const fn year(self) -> i32 {
        self.year
    }

    /// Which half.
    #[must_use]
    pub const fn half(self) -> Half {
        self.half
    }

    /// 1 January or 1 July; none at the end of time.
    #[must_use]
    pub fn first_day(self) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(self.year, if self.half == Half::First { 1 } else { 7 }, 1)
    }

    /// 30 June or 31 December; none at the end of time.
    #[must_use]
    pub fn last_day(self) -> Option<NaiveDate> {
        match self.half {
            Half::First => NaiveDate::from_ymd_opt(self.year, 6, 30),
            Half::Second => NaiveDate::from_ymd_opt(self.year, 12, 31),
        }
    }

    /// The one after.
    #[must_use]
    pub const fn next(self) -> Self {
        match self.half {
            Half::First => Self { year: self.year, half: Half::Second },
            Half::Second => Self { year: self.year.saturating_add(1), half: Half::First },
        }
    }

    /// `115年上半年`.
    #[must_use]
    pub fn zh_tw(self) -> String {
        format!(
            "{}年{}半年",
            self.year.saturating_sub(1911),
            if self.half == Half::First { '上' } else { '下' }
        )
    }

    /// `2026H1 (115年上半年)`.
    #[must_use]
    pub fn label(self) -> String {
        format!("{self} ({})", self.zh_tw())
    }
}

/// `2026H1`.
impl fmt::Display for HalfYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}H{}", self.year, if self.half == Half::First { 1 } else { 2 })
    }
}

/// The text is not of the form `2026H1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a half-year such as `2026H1`")]
pub struct NotAHalfYear;

impl FromStr for HalfYear {
    type Err = NotAHalfYear;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (year, half) = text.split_once('H').ok_or(NotAHalfYear)?;
        if year.len() != 4 || !year.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(NotAHalfYear);
        }
        let year = year.parse().map_err(|_| NotAHalfYear)?;
        match half {
            "1" => Ok(Self { year, half: Half::First }),
            "2" => Ok(Self { year, half: Half::Second }),
            _ => Err(NotAHalfYear),
        }
    }
}

impl Serialize for HalfYear {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for HalfYear {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for HalfYear {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        String::schema()
    }
}
#[cfg(feature = "openapi")]
impl utoipa::ToSchema for HalfYear {}

/// The half-year of a day, with the working.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HalfYearPeriod {
    /// The day.
    pub date: NaiveDate,
    /// `2026H1 (115年上半年)`.
    pub half: String,
    /// Its first and last day.
    pub working: Vec<Step>,
}

/// The half-year of a day.
///
/// # Errors
/// The date is at the end of time.
pub fn half_year(date: NaiveDate) -> Result<HalfYearPeriod, PeriodError> {
    let half = HalfYear::of(date);
    let days = half.first_day().zip(half.last_day());
    let (first, last) = days.ok_or(PeriodError::OutOfRange { from: date })?;
    let zh_tw = half.zh_tw();
    let working = vec![
        Step::new(
            first,
            &format!("{zh_tw}首日（以曆半年計）。"),
            &format!("the first day of {half}, by calendar halves"),
        ),
        Step::new(last, &format!("{zh_tw}末日。"), &format!("the last day of {half}")),
    ];
    Ok(HalfYearPeriod { date, half: half.label(), working })
}

/// The calendar year of a day, with the working.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct YearPeriod {
    /// The day.
    pub date: NaiveDate,
    /// `2026 (115年)`.
    pub year: String,
    /// 1 January.
    pub first_day: NaiveDate,
    /// 31 December.
    pub last_day: NaiveDate,
    /// How the days were found.
    pub working: Vec<Step>,
}

/// The calendar year of a day: what the yearly reviews go by.
///
/// # Errors
/// The date is at the end of time.
pub fn year(date: NaiveDate) -> Result<YearPeriod, PeriodError> {
    let year = date.year();
    let days = NaiveDate::from_ymd_opt(year, 1, 1).zip(NaiveDate::from_ymd_opt(year, 12, 31));
    let (first_day, last_day) = days.ok_or(PeriodError::OutOfRange { from: date })?;
    let roc = year.saturating_sub(1911);
    let working = vec![
        Step::new(
            first_day,
            &format!("{roc}年首日（以曆年計）。"),
            &format!("the first day of {year}, by calendar years"),
        ),
        Step::new(last_day, &format!("{roc}年末日。"), &format!("the last day of {year}")),
    ];
    Ok(YearPeriod { date, year: format!("{year} ({roc}年)"), first_day, last_day, working })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_follow_each_other_and_read_back() {
        let half: HalfYear = "2026H2".parse().unwrap();
        assert_eq!(half, HalfYear::of("2026-07-01".parse().unwrap()));
        assert_eq!(half.next().to_string(), "2027H1");
        assert!(half < half.next());
        assert_eq!(half.last_day(), "2026-12-31".parse().ok());
        for text in ["2026H3", "2026", "H1", "+026H1", "2026H1 "] {
            assert_eq!(text.parse::<HalfYear>(), Err(NotAHalfYear));
        }
    }

    #[test]
    fn a_year_runs_from_january_to_december() {
        let period = year("2026-11-23".parse().unwrap()).unwrap();
        assert_eq!(period.year, "2026 (115年)");
        assert_eq!(
            (period.first_day.to_string(), period.last_day.to_string()),
            ("2026-01-01".into(), "2026-12-31".into())
        );
    }
}

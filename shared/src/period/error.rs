//! Why a period could not be computed.

use chrono::NaiveDate;

use crate::Bilingual;

/// A period that cannot be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PeriodError {
    /// The official calendar of this year is needed and is not there.
    #[error("the official calendar of `{year}` is missing")]
    MissingYear {
        /// Gregorian year.
        year: i32,
    },
    /// The period would leave the range of dates.
    #[error("a period from `{from}` leaves the range of dates")]
    OutOfRange {
        /// Where it starts.
        from: NaiveDate,
    },
}

impl PeriodError {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::MissingYear { .. } => "PERIOD-CALENDAR-MISSING",
            Self::OutOfRange { .. } => "PERIOD-OUT-OF-RANGE",
        }
    }

    /// The Gregorian year whose calendar is missing.
    #[must_use]
    pub const fn year(self) -> Option<i32> {
        match self {
            Self::MissingYear { year } => Some(year),
            Self::OutOfRange { .. } => None,
        }
    }

    /// What is wrong and what to do next.
    #[must_use]
    pub fn message(self) -> Bilingual {
        match self {
            Self::MissingYear { year } => Bilingual::filled(
                format!("缺少民國{}年（西元{year}年）行政機關辦公日曆表，請管理者匯入後再試。", year - 1911),
                format!(
                    "the official calendar of {year} is missing; ask the manager to import it, then try again"
                ),
            ),
            Self::OutOfRange { .. } => Bilingual::fixed(
                "日期超出可計算的範圍，請核對日期。",
                "the date is too far away to count from; check the date",
            ),
        }
    }
}

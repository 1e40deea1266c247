//! One line of a period's working.

use chrono::{Datelike, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use crate::{Bilingual, field::roc_text};

/// A day on the way to the end of a period, and what it is there for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Step {
    /// The day.
    pub date: NaiveDate,
    /// What the day is, in words.
    pub text: Bilingual,
}

impl Step {
    /// `民國115年11月23日（星期一）：…` and `2026-11-23 (Monday): …`.
    pub(super) fn new(date: NaiveDate, zh_tw: &str, en: &str) -> Self {
        let (day_zh, day_en) = weekday(date);
        Self {
            date,
            text: Bilingual::filled(
                format!("{}（星期{day_zh}）：{zh_tw}", roc_text(date)),
                format!("{date} ({day_en}): {en}"),
            ),
        }
    }
}

/// 一 to 日, and the English name.
pub(super) fn weekday(date: NaiveDate) -> (char, &'static str) {
    match date.weekday() {
        Weekday::Mon => ('一', "Monday"),
        Weekday::Tue => ('二', "Tuesday"),
        Weekday::Wed => ('三', "Wednesday"),
        Weekday::Thu => ('四', "Thursday"),
        Weekday::Fri => ('五', "Friday"),
        Weekday::Sat => ('六', "Saturday"),
        Weekday::Sun => ('日', "Sunday"),
    }
}

//! Both languages by construction: a label without one of them does not compile.

pub mod say;
pub mod words;

use std::fmt::Display;

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, Timelike, Utc};
use shared::violation::{Bilingual, Citation};

/// A language of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    /// Traditional Chinese, the language of record.
    #[default]
    ZhTw,
    /// English.
    En,
}

/// A text of the page in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Label {
    zh_tw: &'static str,
    en: &'static str,
}

impl Label {
    /// A label; there is no other way to make one.
    #[must_use]
    pub const fn new(zh_tw: &'static str, en: &'static str) -> Self {
        Self { zh_tw, en }
    }
}

/// Names labels and lists them, so that a test can read every one.
macro_rules! labels {
    ($($name:ident = $zh_tw:literal, $en:literal;)*) => {
        $(pub const $name: $crate::i18n::Label = $crate::i18n::Label::new($zh_tw, $en);)*
        #[cfg(test)]
        pub const ALL: &[(&str, $crate::i18n::Label)] = &[$((stringify!($name), $name)),*];
    };
}
pub(crate) use labels;

const REPUBLIC: i32 = 1911;

impl Lang {
    /// The tag for `<html lang>` and storage.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::ZhTw => "zh-Hant-TW",
            Self::En => "en",
        }
    }

    /// The text of a label.
    #[must_use]
    pub const fn of(self, label: Label) -> &'static str {
        match self {
            Self::ZhTw => label.zh_tw,
            Self::En => label.en,
        }
    }

    /// A text the rules brought along.
    #[must_use]
    pub fn pick(self, text: &Bilingual) -> String {
        match self {
            Self::ZhTw => text.zh_tw.to_string(),
            Self::En => text.en.to_string(),
        }
    }

    /// The Chinese name, or the English one where there is one and it is wanted.
    #[must_use]
    pub fn name(self, zh_tw: &str, en: &str) -> String {
        if self == Self::En && !en.is_empty() { en.to_owned() } else { zh_tw.to_owned() }
    }

    /// A label with its `{}` places filled in order.
    #[must_use]
    pub fn fill(self, label: Label, values: &[&dyn Display]) -> String {
        let mut parts = self.of(label).split("{}");
        let mut text = parts.next().unwrap_or_default().to_owned();
        let mut values = values.iter();
        for part in parts {
            if let Some(value) = values.next() {
                text.push_str(&value.to_string());
            }
            text.push_str(part);
        }
        text
    }

    /// `第五點第一款`, `point 5(1)`.
    #[must_use]
    pub fn citation(self, citation: Citation) -> String {
        match self {
            Self::ZhTw => citation.zh_tw(),
            Self::En => citation.en(),
        }
    }

    /// A day for tables: `115/11/23`, `2026-11-23`.
    #[must_use]
    pub fn day(self, day: NaiveDate) -> String {
        match self {
            Self::ZhTw => format!("{}/{:02}/{:02}", day.year() - REPUBLIC, day.month(), day.day()),
            Self::En => day.to_string(),
        }
    }

    /// A year: `民國115年`, `2026`.
    #[must_use]
    pub fn year(self, year: i32) -> String {
        match self {
            Self::ZhTw => format!("民國{}年", year - REPUBLIC),
            Self::En => year.to_string(),
        }
    }

    /// A day for sentences and paper: `民國115年11月23日`, `23 November 2026`.
    #[must_use]
    pub fn long_day(self, day: NaiveDate) -> String {
        match self {
            Self::ZhTw => format!("民國{}年{}月{}日", day.year() - REPUBLIC, day.month(), day.day()),
            Self::En => day.format("%-d %B %Y").to_string(),
        }
    }

    /// A Taiwan moment for tables: `115/11/23 14:05`.
    #[must_use]
    pub fn moment(self, at: DateTime<Utc>) -> String {
        let Some(taiwan) = FixedOffset::east_opt(8 * 3600) else { return String::new() };
        let at = at.with_timezone(&taiwan);
        format!("{} {:02}:{:02}", self.day(at.date_naive()), at.hour(), at.minute())
    }

    /// A month: `2026-01` → `115年1月`, `January 2026`.
    #[must_use]
    pub fn month(self, month: &str) -> String {
        let Ok(day) = NaiveDate::parse_from_str(&format!("{month}-01"), "%Y-%m-%d") else {
            return month.to_owned();
        };
        match self {
            Self::ZhTw => format!("{}年{}月", day.year() - REPUBLIC, day.month()),
            Self::En => day.format("%b %Y").to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_read_as_the_county_writes_them() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 3).unwrap();
        assert_eq!(Lang::ZhTw.day(day), "115/11/03");
        assert_eq!(Lang::ZhTw.long_day(day), "民國115年11月3日");
        assert_eq!(Lang::En.long_day(day), "3 November 2026");
        assert_eq!(Lang::ZhTw.month("2026-01"), "115年1月");
    }

    #[test]
    fn a_moment_is_shown_on_taiwan_s_clock() {
        let at = DateTime::parse_from_rfc3339("2026-11-23T17:05:00Z").unwrap().to_utc();
        assert_eq!(Lang::ZhTw.moment(at), "115/11/24 01:05");
    }

    #[test]
    fn every_label_says_something_in_both_languages_with_the_same_blanks() {
        for (name, label) in
            words::ALL.iter().chain(crate::words_of_all_nouns().iter().flat_map(|words| words.iter()))
        {
            assert!(!label.zh_tw.trim().is_empty() && !label.en.trim().is_empty(), "{name}");
            assert_eq!(label.zh_tw.matches("{}").count(), label.en.matches("{}").count(), "{name}");
            // The language switch names the other language in that language, and what only puts blanks or names
            // together has no letters.
            let is_english = label.en.chars().any(|c| c.is_ascii_alphabetic());
            let is_frame = label.en.contains("{}") || !label.zh_tw.chars().any(char::is_alphabetic);
            assert!(is_english || is_frame || *name == "LANGUAGE", "{name}");
        }
    }
}

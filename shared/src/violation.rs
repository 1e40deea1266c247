//! What a breach of the regulation looks like: a stable code, the place, the point, and what to do, in both languages.

use std::{borrow::Cow, fmt};

use serde::{Deserialize, Serialize};

/// Text for people in both of the product's languages. A missing language does not compile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Bilingual {
    /// Traditional Chinese, the language of record.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub zh_tw: Cow<'static, str>,
    /// English.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub en: Cow<'static, str>,
}

impl Bilingual {
    /// Text known when the program is built.
    #[must_use]
    pub const fn fixed(zh_tw: &'static str, en: &'static str) -> Self {
        Self { zh_tw: Cow::Borrowed(zh_tw), en: Cow::Borrowed(en) }
    }

    /// Text that carries values; never a value that names a data subject.
    #[must_use]
    pub fn filled(zh_tw: String, en: String) -> Self {
        Self { zh_tw: Cow::Owned(zh_tw), en: Cow::Owned(en) }
    }
}

/// A point of the regulation with its subparagraph, such as `5(1)`: 第五點第一款.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Citation {
    /// 第幾點, 1 to 11.
    pub point: u8,
    /// 第幾款, where the point has any.
    pub item: Option<u8>,
}

impl Citation {
    /// A whole point.
    #[must_use]
    pub const fn point(point: u8) -> Self {
        Self { point, item: None }
    }

    /// One subparagraph of a point.
    #[must_use]
    pub const fn item(point: u8, item: u8) -> Self {
        Self { point, item: Some(item) }
    }

    /// `第五點第一款`.
    #[must_use]
    pub fn zh_tw(self) -> String {
        match self.item {
            None => format!("第{}點", numeral(self.point)),
            Some(item) => format!("第{}點第{}款", numeral(self.point), numeral(item)),
        }
    }

    /// `point 5(1)`.
    #[must_use]
    pub fn en(self) -> String {
        format!("point {self}")
    }
}

impl fmt::Display for Citation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.item {
            None => write!(f, "{}", self.point),
            Some(item) => write!(f, "{}({item})", self.point),
        }
    }
}

impl std::str::FromStr for Citation {
    type Err = NotACitation;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (point, item) = match text.split_once('(') {
            None => (text, None),
            Some((point, rest)) => (point, Some(rest.strip_suffix(')').ok_or(NotACitation)?)),
        };
        let point = point.parse().map_err(|_| NotACitation)?;
        let item = item.map(str::parse).transpose().map_err(|_| NotACitation)?;
        Ok(Self { point, item })
    }
}

/// The text is not of the form `5` or `5(1)`.
#[derive(Debug, thiserror::Error)]
#[error("not a citation such as `5(1)`")]
pub struct NotACitation;

impl Serialize for Citation {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Citation {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = <Cow<'de, str>>::deserialize(from)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for Citation {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        String::schema()
    }
}
#[cfg(feature = "openapi")]
impl utoipa::ToSchema for Citation {}

/// Chinese numerals as the regulation counts: 一 to 九十九.
fn numeral(number: u8) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |n: u8| DIGITS.get(usize::from(n)).copied().unwrap_or_default();
    match (number / 10, number % 10) {
        (0, ones) => digit(ones).to_owned(),
        (1, ones) => format!("十{}", digit(ones)),
        (tens, ones) => format!("{}十{}", digit(tens), digit(ones)),
    }
}

/// How much a violation weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth a second look; refuses nothing.
    Advice,
    /// Goes through and is shown to whoever approves or audits.
    Warning,
    /// Refused.
    Refusal,
}

/// One breach, at one place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Violation {
    /// Stable code such as `P05-1-REASON-MISSING`; never renamed, never given a second meaning.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub code: Cow<'static, str>,
    /// Where in the form: `reason`, `subjects[3].identity`; empty for the form as a whole.
    pub path: String,
    /// The regulation's point.
    pub citation: Citation,
    /// Whether it refuses.
    pub severity: Severity,
    /// What is wrong and what to do next.
    pub message: Bilingual,
}

/// A check that needs a fact nobody at hand knows; the server decides it on submission.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Deferred {
    /// Where in the form.
    pub path: String,
    /// The regulation's point.
    pub citation: Citation,
    /// The fact that is missing, such as `account` or `item`.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub fact: Cow<'static, str>,
}

/// The verdict on a form or a step: everything found, and everything that could not be decided here.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Report {
    /// Every breach found, in the order of the form.
    pub violations: Vec<Violation>,
    /// Checks left to the server.
    pub deferred: Vec<Deferred>,
}

impl Report {
    /// True when nothing refuses; warnings and advice do not.
    #[must_use]
    pub fn is_accepted(&self) -> bool {
        self.violations.iter().all(|violation| violation.severity != Severity::Refusal)
    }

    /// The violations at one place of the form.
    pub fn at<'a>(&'a self, path: &'a str) -> impl Iterator<Item = &'a Violation> {
        self.violations.iter().filter(move |violation| violation.path == path)
    }

    /// True when a violation with this code was found anywhere.
    #[must_use]
    pub fn has(&self, code: &str) -> bool {
        self.violations.iter().any(|violation| violation.code == code)
    }

    /// Notes that a check was left to the server because `fact` is unknown here.
    pub fn defer(&mut self, path: &str, citation: Citation, fact: &'static str) {
        self.deferred.push(Deferred { path: path.to_owned(), citation, fact: Cow::Borrowed(fact) });
    }

    /// Takes in what another check found.
    pub fn extend(&mut self, other: Report) {
        self.violations.extend(other.violations);
        self.deferred.extend(other.deferred);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_citation_reads_in_both_languages_and_back() {
        let citation = Citation::item(5, 1);
        assert_eq!(citation.zh_tw(), "第五點第一款");
        assert_eq!(citation.en(), "point 5(1)");
        assert_eq!("5(1)".parse::<Citation>().unwrap(), citation);
        assert_eq!(Citation::point(11).zh_tw(), "第十一點");
        assert!("5(".parse::<Citation>().is_err());
    }
}

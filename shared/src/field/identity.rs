//! What a data subject is named by: a national id or a UI number.

use std::{fmt, str::FromStr};

use crate::{
    Bilingual,
    field::{NationalId, NationalIdError, Problem, UiNumber, UiNumberError},
};

/// A data subject's number. Shown masked everywhere; only `as_str` gives it whole.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Identity {
    /// 國民身分證統一編號.
    NationalId(NationalId),
    /// 統一證號.
    UiNumber(UiNumber),
}

impl Identity {
    /// Accepts the canonical spelling and nothing else.
    ///
    /// # Errors
    /// Says what is wrong, in the words of the number the second character announces.
    pub fn parse(raw: &str) -> Result<Self, IdentityError> {
        if is_ui_number(raw) {
            return UiNumber::parse(raw).map(Self::UiNumber).map_err(IdentityError::UiNumber);
        }
        Self::check(raw)?;
        NationalId::parse(raw).map(Self::NationalId).map_err(IdentityError::NationalId)
    }

    /// Checks without keeping the value.
    ///
    /// # Errors
    /// Says what is wrong with the value.
    pub fn check(raw: &str) -> Result<(), IdentityError> {
        if is_ui_number(raw) {
            return UiNumber::check(raw).map_err(IdentityError::UiNumber);
        }
        match NationalId::check(raw) {
            Err(NationalIdError::Empty) => Err(IdentityError::Empty),
            Err(NationalIdError::Second) => Err(IdentityError::Second),
            other => other.map_err(IdentityError::NationalId),
        }
    }

    /// The whole number.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::NationalId(id) => id.as_str(),
            Self::UiNumber(number) => number.as_str(),
        }
    }

    /// `A12*****89`: enough to recognise, not enough to use.
    #[must_use]
    pub fn masked(&self) -> String {
        mask(self.as_str())
    }
}

fn is_ui_number(raw: &str) -> bool {
    matches!(raw.as_bytes(), [_, b'8' | b'9' | b'A'..=b'D', ..])
}

/// Keeps three characters in front and two behind; anything shorter than ten is hidden whole.
pub(super) fn mask(whole: &str) -> String {
    let shown = whole.chars().count();
    whole
        .chars()
        .enumerate()
        .map(|(at, letter)| if shown >= 10 && (at < 3 || at + 2 >= shown) { letter } else { '*' })
        .collect()
}

impl FromStr for Identity {
    type Err = IdentityError;

    fn from_str(raw: &str) -> Result<Self, Self::Err> {
        Self::parse(raw)
    }
}

/// Masked, so that a log line or an error cannot carry the value.
impl fmt::Display for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Identity({})", self.masked())
    }
}

/// Why a text names no data subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum IdentityError {
    /// Nothing was entered.
    #[error("enter the national id or UI number")]
    Empty,
    /// The second character belongs to neither kind.
    #[error("the second character is 1 or 2 for a national id, 8, 9 or A to D for a UI number")]
    Second,
    /// Wrong as a national id.
    #[error(transparent)]
    NationalId(NationalIdError),
    /// Wrong as a UI number.
    #[error(transparent)]
    UiNumber(UiNumberError),
}

impl IdentityError {
    /// The two reasons of its own; the others are those of the two numbers.
    pub const ALL: &'static [Self] = &[Self::Empty, Self::Second];

    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "FIELD-IDENTITY-EMPTY",
            Self::Second => "FIELD-IDENTITY-SECOND",
            Self::NationalId(error) => error.code(),
            Self::UiNumber(error) => error.code(),
        }
    }

    /// What is wrong and what to do next.
    #[must_use]
    pub const fn message(self) -> Bilingual {
        match self {
            Self::Empty => {
                Bilingual::fixed("請輸入國民身分證統一編號或統一證號。", "enter the national id or UI number")
            }
            Self::Second => Bilingual::fixed(
                "第二碼：國民身分證統一編號為 1 或 2，統一證號為 8、9（舊式為 A 至 D），請更正。",
                "the second character is 1 or 2 for a national id, 8, 9 or A to D for a UI number; correct it",
            ),
            Self::NationalId(error) => error.message(),
            Self::UiNumber(error) => error.message(),
        }
    }
}

impl From<IdentityError> for Problem {
    fn from(error: IdentityError) -> Self {
        Self { code: error.code(), message: error.message() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_numbers_name_a_subject_and_stay_masked() {
        for raw in ["A123456789", "N800000006", "NA00000000"] {
            let identity = Identity::parse(raw).unwrap();
            assert_eq!(identity.as_str(), raw);
            assert!(!format!("{identity} {identity:?}").contains(raw));
        }
        assert_eq!(Identity::parse("A123456789").unwrap().masked(), "A12*****89");
        assert!(matches!(Identity::parse("NA00000000"), Ok(Identity::UiNumber(_))));
    }

    #[test]
    fn the_reason_speaks_of_the_number_that_was_meant() {
        let code = |raw: &str| Identity::check(raw).unwrap_err().code();
        assert_eq!(code(""), "FIELD-IDENTITY-EMPTY");
        assert_eq!(code("A323456789"), "FIELD-IDENTITY-SECOND");
        assert_eq!(code("A123456788"), "FIELD-NATIONAL-ID-CHECKSUM");
        assert_eq!(code("A800000000"), "FIELD-UI-NUMBER-CHECKSUM");
    }
}

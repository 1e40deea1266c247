//! The seed of a draw: it comes from outside, so that nobody in the house can choose who is looked at.

use std::fmt;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;

/// Significant characters at least: 28 dice, or two rows of a published lottery, are beyond trying out.
pub const SEED_LEAST: usize = 16;
/// Significant characters at most.
pub const SEED_MOST: usize = 200;

/// A seed in its one canonical form: capital letters and digits, single blanks between what was read out apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(try_from = "String", into = "String")]
pub struct Seed(String);

/// Why a text is no seed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SeedError {
    /// Too little to be beyond trying out.
    #[error("a seed has at least {SEED_LEAST} letters and digits")]
    Short,
    /// Longer than anything published is.
    #[error("a seed has at most {SEED_MOST} letters and digits")]
    Long,
    /// What two people would write down differently.
    #[error("a seed holds letters A to Z and digits")]
    Sign,
}

impl Seed {
    /// Reads a seed however it was written down: full width, small letters, commas and dashes between the figures.
    ///
    /// # Errors
    /// It is too short or too long, or holds anything else.
    pub fn parse(raw: &str) -> Result<Self, SeedError> {
        let mut words = Vec::new();
        let text: String = raw.nfkc().collect();
        let is_between = |sign: char| sign.is_whitespace() || ",、;.-/|".contains(sign);
        for word in text.split(is_between).filter(|word| !word.is_empty()) {
            if !word.bytes().all(|sign| sign.is_ascii_alphanumeric()) {
                return Err(SeedError::Sign);
            }
            words.push(word.to_ascii_uppercase());
        }
        match words.iter().map(String::len).sum::<usize>() {
            count if count < SEED_LEAST => Err(SeedError::Short),
            count if count > SEED_MOST => Err(SeedError::Long),
            _ => Ok(Self(words.join(" "))),
        }
    }

    /// Its canonical text, which is what is hashed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Seed {
    type Error = SeedError;

    fn try_from(text: String) -> Result<Self, SeedError> {
        Self::parse(&text)
    }
}

impl From<Seed> for String {
    fn from(seed: Seed) -> Self {
        seed.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_throw_of_dice_is_one_seed_however_it_is_written_down() {
        let seed = Seed::parse("3 5 2 6 1 4 4 2 6 5 3 1 2 2 6 4").unwrap();
        assert_eq!(seed.as_str(), "3 5 2 6 1 4 4 2 6 5 3 1 2 2 6 4");
        for raw in [
            "3,5,2,6,1,4,4,2,6,5,3,1,2,2,6,4",
            "３、５、２、６、１、４、４、２、６、５、３、１、２、２、６、４\n",
            " 3  5-2-6 1.4.4 2/6 5|3 1;2 2 6 4 ",
        ] {
            assert_eq!(Seed::parse(raw).unwrap(), seed, "{raw}");
        }
        assert_eq!(Seed::parse("abcdef0123456789").unwrap().as_str(), "ABCDEF0123456789");
    }

    #[test]
    fn what_could_be_tried_out_or_misread_is_no_seed() {
        assert_eq!(Seed::parse("1 2 3 4 5 6 1 2 3 4 5 6 1 2 3"), Err(SeedError::Short));
        assert_eq!(Seed::parse(""), Err(SeedError::Short));
        assert_eq!(Seed::parse("第115000123期1234567890"), Err(SeedError::Sign));
        assert_eq!(Seed::parse(&"7".repeat(201)), Err(SeedError::Long));
    }
}

//! API tokens (point 4(7)): what a script shows in place of a card. A token says what it is by its prefix and whether it
//! was copied whole by its checksum, so that a scanner knows one that leaked and a mistyped one never reaches the database.

use std::fmt;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::record::taiwan_midnight;

/// What every token begins with.
const PREFIX: &str = "chadiao_pat_";
/// Random characters of a token, about 178 bits.
const SECRET: usize = 30;
/// Characters of its checksum: 62⁶ exceeds 2³².
const CHECKSUM: usize = 6;
/// Random characters that are kept in clear, by which a person recognises a token.
const KNOWN: usize = 6;
const BASE62: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// Days after which a token that nobody used is dead.
pub const TOKEN_IDLE_DAYS: i64 = 30;

/// What a token may do for its owner. Nothing else is open to any token: it never submits, approves, grants, signs, draws,
/// destroys or reveals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum TokenScope {
    /// Read lists and records as its owner may, identities masked.
    Read,
    /// Create, save, delete and import drafts, and have them judged.
    Draft,
}

impl TokenScope {
    /// Every scope.
    pub const ALL: [Self; 2] = [Self::Read, Self::Draft];

    /// The stable name, in storage and documents.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Draft => "draft",
        }
    }

    /// The scope of a name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.name() == name)
    }
}

/// A token as it is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct TokenDraft {
    /// What it is for, in its owner's words.
    pub name: String,
    /// What it may do.
    pub scopes: Vec<TokenScope>,
    /// Its last day.
    pub until: Option<NaiveDate>,
}

impl TokenDraft {
    /// The instant from which it is dead: the end of its last day in Taiwan.
    #[must_use]
    pub fn ends_at(&self) -> Option<DateTime<Utc>> {
        self.until.and_then(|day| day.succ_opt()).map(taiwan_midnight)
    }
}

/// What of a token outlives its making, as far as its life depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TokenLife {
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// When it ends at the latest.
    pub ends_at: DateTime<Utc>,
    /// When it was last used, if ever.
    pub seen_at: Option<DateTime<Utc>>,
    /// Whether somebody revoked it.
    pub is_revoked: bool,
    /// Whether its owner's account is active today, with a card, and has been since the token was made.
    pub is_owner_active: bool,
}

/// Whether a token opens anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum TokenState {
    /// It does.
    Live,
    /// Its owner or the manager revoked it.
    Revoked,
    /// Its owner's account is stopped.
    Stopped,
    /// Its last day is over.
    Expired,
    /// Nobody used it for too long.
    Idle,
}

impl TokenLife {
    /// What it is at an instant.
    #[must_use]
    pub fn state(&self, now: DateTime<Utc>) -> TokenState {
        if self.is_revoked {
            TokenState::Revoked
        } else if !self.is_owner_active {
            TokenState::Stopped
        } else if self.ends_at <= now {
            TokenState::Expired
        } else if now - self.seen_at.unwrap_or(self.made_at) > TimeDelta::days(TOKEN_IDLE_DAYS) {
            TokenState::Idle
        } else {
            TokenState::Live
        }
    }
}

/// A token in clear: in the answer that made it, and in the requests that use it.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

/// Why a text is no token of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// Another prefix, length or alphabet.
    #[error("not of the form of a token")]
    Form,
    /// The last characters do not belong to the others.
    #[error("the checksum does not fit")]
    Checksum,
}

impl Token {
    /// Makes a token of random bytes; none when too few of them serve.
    #[must_use]
    pub fn of_random(bytes: &[u8]) -> Option<Self> {
        // A byte of 248 and more would make some characters likelier than others.
        let fair = bytes.iter().filter(|byte| **byte < 248).take(SECRET);
        let secret: String = fair.map(|byte| digit(u32::from(*byte))).collect();
        (secret.len() == SECRET).then(|| Self(format!("{PREFIX}{secret}_{}", checksum(&secret))))
    }

    /// Reads a token.
    ///
    /// # Errors
    /// It is none, or was not copied whole.
    pub fn parse(text: &str) -> Result<Self, TokenError> {
        let rest = text.strip_prefix(PREFIX).ok_or(TokenError::Form)?;
        let (secret, sum) = rest.split_once('_').ok_or(TokenError::Form)?;
        let is_base62 = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if secret.len() != SECRET || sum.len() != CHECKSUM || !is_base62(secret) || !is_base62(sum) {
            return Err(TokenError::Form);
        }
        if checksum(secret) != sum {
            return Err(TokenError::Checksum);
        }
        Ok(Self(text.to_owned()))
    }

    /// The token in clear.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }

    /// Its first characters, by which a person recognises it: too few to guess the others.
    #[must_use]
    pub fn head(&self) -> String {
        self.0.chars().take(PREFIX.len() + KNOWN).collect()
    }

    /// SHA-256 of it, which is all the server keeps.
    #[must_use]
    pub fn hash(&self) -> Vec<u8> {
        Sha256::digest(&self.0).to_vec()
    }
}

/// A token is in no log.
impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Token({}…)", self.head())
    }
}

fn digit(value: u32) -> char {
    let place = usize::try_from(value % 62).unwrap_or_default();
    BASE62.get(place).copied().map_or('0', char::from)
}

/// CRC-32 of the secret, in base 62.
fn checksum(secret: &str) -> String {
    let mut rest = crc32(secret.as_bytes());
    let mut digits = [(); CHECKSUM].map(|()| {
        let last = digit(rest);
        rest /= 62;
        last
    });
    digits.reverse();
    digits.iter().collect()
}

/// CRC-32 as zip and PNG reckon it (IEEE 802.3).
fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32, _| if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
    !bytes.iter().fold(u32::MAX, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), step))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token() -> Token {
        Token::of_random(&(0..64).collect::<Vec<u8>>()).expect("enough bytes")
    }

    #[test]
    fn the_checksum_is_the_one_everybody_computes() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
        assert_eq!(crc32(b""), 0);
    }

    #[test]
    fn a_token_has_the_shape_that_scanners_look_for() {
        let token = token();
        assert_eq!(token.text(), "chadiao_pat_0123456789ABCDEFGHIJKLMNOPQRST_4PMbyp");
        assert_eq!(token.text().len(), PREFIX.len() + SECRET + 1 + CHECKSUM);
        assert_eq!(token.head(), "chadiao_pat_012345");
        assert_eq!(Token::parse(token.text()), Ok(token));
    }

    #[test]
    fn a_token_with_any_one_character_changed_is_none() {
        let whole = token();
        for at in 0..whole.text().len() {
            let mut bytes = whole.text().as_bytes().to_vec();
            bytes[at] = if bytes[at] == b'x' { b'y' } else { b'x' };
            let bent = String::from_utf8(bytes).expect("ASCII");
            assert!(Token::parse(&bent).is_err(), "{bent}");
        }
    }

    #[test]
    fn what_is_cut_off_or_too_long_is_no_token() {
        let whole = token();
        let short: String = whole.text().chars().take(48).collect();
        let late: String = whole.text().chars().skip(1).collect();
        for text in ["", "chadiao_pat_", &late, &short, &format!("{}0", whole.text())] {
            assert_eq!(Token::parse(text), Err(TokenError::Form), "{text}");
        }
    }

    #[test]
    fn random_bytes_that_would_favour_some_characters_are_passed_over() {
        assert_eq!(Token::of_random(&[255; 64]), None);
        let mut bytes = vec![255; 34];
        bytes.extend([7; 30]);
        assert_eq!(Token::of_random(&bytes).expect("thirty that serve").head(), "chadiao_pat_777777");
    }

    #[test]
    fn a_token_does_not_show_itself_in_a_log() {
        assert_eq!(format!("{:?}", token()), "Token(chadiao_pat_012345…)");
    }

    #[test]
    fn a_token_lives_until_it_is_revoked_stopped_over_or_unused_for_thirty_days() {
        let made_at = DateTime::from_timestamp(1_800_000_000, 0).expect("an instant");
        let life = TokenLife {
            made_at,
            ends_at: made_at + TimeDelta::days(90),
            seen_at: None,
            is_revoked: false,
            is_owner_active: true,
        };
        let after = |life: TokenLife, days| life.state(made_at + TimeDelta::days(days));
        assert_eq!(after(life, 30), TokenState::Live);
        assert_eq!(after(life, 31), TokenState::Idle);
        let used = TokenLife { seen_at: Some(made_at + TimeDelta::days(60)), ..life };
        assert_eq!((after(used, 89), after(used, 90)), (TokenState::Live, TokenState::Expired));
        assert_eq!(after(TokenLife { is_revoked: true, ..used }, 89), TokenState::Revoked);
        assert_eq!(after(TokenLife { is_owner_active: false, ..used }, 89), TokenState::Stopped);
    }

    #[test]
    fn a_token_lasts_to_the_end_of_its_last_day_in_taiwan() {
        let draft = TokenDraft { until: NaiveDate::from_ymd_opt(2026, 11, 23), ..TokenDraft::default() };
        assert_eq!(draft.ends_at().map(|at| at.to_rfc3339()).as_deref(), Some("2026-11-23T16:00:00+00:00"));
    }
}

//! The text a card signs: it says for whom, for what and until when, so that a signature given elsewhere, earlier or for
//! something else opens nothing here.

use std::fmt;

use chrono::{DateTime, SecondsFormat, Utc};

/// What a signature is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Purpose {
    /// Signing in, and opening a locked screen again.
    SignIn,
    /// Approving the record whose content has this SHA-256, in hex.
    Approve(String),
}

impl fmt::Display for Purpose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SignIn => write!(f, "sign-in"),
            Self::Approve(sha256) => write!(f, "approve {sha256}"),
        }
    }
}

/// A challenge in full. The component takes ASCII without `+` and `%`, which its bridges mistreat: every part keeps to that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignText {
    /// The origin of this server, such as `https://chadiao.example.gov.tw`.
    pub audience: String,
    /// What the signature is for.
    pub purpose: Purpose,
    /// 32 random bytes, base64url without padding.
    pub challenge: String,
    /// SHA-256 of the asking browser's cookie, base64url without padding.
    pub asker: String,
    /// When it was issued.
    pub issued: DateTime<Utc>,
    /// Until when it may be answered.
    pub expires: DateTime<Utc>,
}

impl fmt::Display for SignText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Secs, true);
        write!(
            f,
            "CHADIAO-SIGN 1\naud: {}\npurpose: {}\nchallenge: {}\nasker: {}\nissued: {}\nexpires: {}\n",
            self.audience,
            self.purpose,
            self.challenge,
            self.asker,
            at(self.issued),
            at(self.expires)
        )
    }
}

impl SignText {
    /// Whether a text that came over the network asks for what the page is about to do, for the page's own origin: a card
    /// is handed nothing else.
    #[must_use]
    pub fn is_for(text: &str, audience: &str, purpose: &Purpose) -> bool {
        text.starts_with(&format!("CHADIAO-SIGN 1\naud: {audience}\npurpose: {purpose}\nchallenge: "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(purpose: Purpose) -> String {
        let issued = DateTime::from_timestamp(1_800_000_000, 0).expect("an instant");
        let expires = issued + chrono::TimeDelta::seconds(super::super::CHALLENGE_SECONDS);
        SignText {
            audience: "https://chadiao.example".into(),
            purpose,
            challenge: "c".repeat(43),
            asker: "a".repeat(43),
            issued,
            expires,
        }
        .to_string()
    }

    #[test]
    fn the_component_can_carry_every_text() {
        for text in [text(Purpose::SignIn), text(Purpose::Approve("0f".repeat(32)))] {
            assert!(text.is_ascii() && !text.contains(['+', '%']), "{text}");
            assert!(text.contains("issued: 2027-01-15T08:00:00Z\nexpires: 2027-01-15T08:03:00Z\n"), "{text}");
        }
    }

    #[test]
    fn a_page_signs_for_its_own_origin_and_purpose_alone() {
        let approve = Purpose::Approve("0f".repeat(32));
        let text = text(Purpose::SignIn);
        assert!(SignText::is_for(&text, "https://chadiao.example", &Purpose::SignIn));
        assert!(!SignText::is_for(&text, "https://chadiao.example", &approve));
        assert!(!SignText::is_for(&text, "https://chadiao.example.evil", &Purpose::SignIn));
        assert!(!SignText::is_for("TBS", "https://chadiao.example", &Purpose::SignIn));
    }
}

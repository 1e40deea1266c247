//! 稽核軌跡: the entries of a log that nobody can rewrite unseen. Entry = canonical JSON, leaf = RFC 6962.

pub mod bundle;
pub mod checkpoint;
pub mod fields;
mod merkle;
pub mod note;
pub mod proof;
pub mod values;
pub mod verdict;
pub mod words;

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

pub use merkle::{Edge, Hash, leaf_hash, node_hash, stored_index};

/// One entry. It names no data subject: content is a commitment, a subject a keyed hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Entry {
    /// What was done: `inquiry.approve`.
    pub action: String,
    /// Who; none for the server itself.
    pub actor: Option<Uuid>,
    /// When, RFC 3339 in UTC with microseconds.
    pub at: String,
    /// SHA-256 of salt ‖ content, hexadecimal; empty when there is no content.
    pub commitment: String,
    /// The edition in force.
    pub edition: String,
    /// The noun.
    pub kind: String,
    /// What was said about it, such as the reason for a look at full identities.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// The record.
    pub record: Uuid,
    /// Its revision after.
    pub revision: i64,
    /// 0, 1, 2 … without gaps.
    pub seq: u64,
}

impl Entry {
    /// The canonical bytes (RFC 8785): the members stand in the order of their names, and strings and integers are written
    /// alike in both.
    ///
    /// # Errors
    /// Never in practice: an entry holds only strings and integers.
    pub fn bytes(&self) -> Result<Vec<u8>, serde_json::Error> {
        serde_json::to_vec(self)
    }
}

/// An instant as entries write it.
#[must_use]
pub fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Micros, true)
}

/// The commitment to a content: nobody can tell the content from it, and nobody can claim another.
#[must_use]
pub fn commitment(salt: &[u8], content: &[u8]) -> String {
    let mut hash = Sha256::new();
    hash.update(salt);
    hash.update(content);
    hex(&hash.finalize())
}

/// Lower-case hexadecimal.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An entry with everything that the two ways of writing could disagree about.
    fn entry(note: &str) -> Entry {
        Entry {
            action: "inquiry.reveal".to_owned(),
            actor: Some(Uuid::from_u128(7)),
            at: "2026-11-26T00:00:00.000000Z".to_owned(),
            commitment: String::new(),
            edition: "amended".to_owned(),
            kind: "inquiry".to_owned(),
            note: note.to_owned(),
            record: Uuid::from_u128(8),
            revision: -1,
            seq: 1 << 40,
        }
    }

    #[test]
    fn the_bytes_of_an_entry_are_canonical() {
        let controls: String = (0..0x20).map(char::from).collect();
        for note in ["", "核對「公文」/ \"a\" \\ \u{7f}\u{80}\u{2028}\u{feff}𠮷", &controls] {
            let entry = entry(note);
            assert_eq!(entry.bytes().unwrap(), serde_json_canonicalizer::to_vec(&entry).unwrap());
        }
        let nobody = Entry { actor: None, ..entry("") };
        assert_eq!(nobody.bytes().unwrap(), serde_json_canonicalizer::to_vec(&nobody).unwrap());
    }
}

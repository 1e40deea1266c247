//! 核可簽章 (points 4(7), 5(1)): one signature of a supervisor's card over the content of the forms it approves.

use std::fmt::Write as _;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{id::InquiryId, session::Purpose};

/// A form that a signature covers, as it stood.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Covered {
    /// The inquiry.
    pub inquiry: InquiryId,
    /// Its revision.
    pub revision: i64,
    /// SHA-256 of the record as the store keeps it, in hex.
    pub content: String,
}

/// A signature and all that is needed to verify it later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ApprovalSignature {
    /// The text that was signed; its purpose carries the hash of what is covered.
    pub text: String,
    /// CMS SignedData over the text with the signer's certificate, base64.
    pub message: String,
    /// What is covered.
    pub covers: Vec<Covered>,
    /// The instant of the revocation list by which the certificate was good; the server says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list_of: Option<DateTime<Utc>>,
}

/// The purpose of a signature over forms: a hash over each one's identifier, revision and content, in order.
#[must_use]
pub fn purpose(covers: &[Covered]) -> Purpose {
    let mut sorted: Vec<&Covered> = covers.iter().collect();
    sorted.sort();
    let mut lines = String::new();
    for one in sorted {
        let _ = writeln!(lines, "{} {} {}", one.inquiry, one.revision, one.content);
    }
    Purpose::Approve(hex(&Sha256::digest(lines)))
}

/// SHA-256 of a record's stored text, in hex.
#[must_use]
pub fn content_hash(stored: &str) -> String {
    hex(&Sha256::digest(stored))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_purpose_follows_every_form_and_no_order() {
        let covered = |last: u8, revision, content: &str| Covered {
            inquiry: InquiryId(uuid::Uuid::from_u128(u128::from(last))),
            revision,
            content: content.into(),
        };
        let (one, two) = (covered(1, 2, "aa"), covered(2, 2, "bb"));
        let both = purpose(&[one.clone(), two.clone()]);
        assert_eq!(both, purpose(&[two.clone(), one.clone()]));
        for other in
            [vec![one.clone()], vec![one.clone(), covered(2, 3, "bb")], vec![one, covered(2, 2, "bc")]]
        {
            assert_ne!(purpose(&other), both);
        }
    }
}

//! Hashes by which two sides find out that they hold the same.

use serde::Serialize;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{inquiry::InquiryDraft, sync::Mutation};

/// The contents of a form in one short text: what a submission says it saw.
#[must_use]
pub fn mark(draft: &InquiryDraft) -> String {
    hex(&Sha256::digest(canonical(draft)))
}

/// What a mutation says, without its number: one spelling whatever the order of its keys.
///
/// The server keeps a keyed hash of it only, because it may name a data subject.
#[must_use]
pub fn fingerprint(mutation: &Mutation) -> Vec<u8> {
    canonical(&(&mutation.name, mutation.id, &mutation.args, &mutation.group))
}

/// Hash over (id, rev) of a set of records, whatever their order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sum(u64);

impl Sum {
    /// Takes in one record.
    pub fn add(&mut self, id: Uuid, rev: i64) {
        let mut hash = Sha256::new();
        hash.update(id.as_bytes());
        hash.update(rev.to_be_bytes());
        let number = hash.finalize().iter().take(8).fold(0_u64, |sum, byte| (sum << 8) | u64::from(*byte));
        self.0 = self.0.wrapping_add(number);
    }
}

impl std::fmt::Display for Sum {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// RFC 8785. Forms and mutations are plain trees of text and small numbers, so an encoding always exists.
fn canonical(value: &impl Serialize) -> Vec<u8> {
    serde_json_canonicalizer::to_vec(value).unwrap_or_default()
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

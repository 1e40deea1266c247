//! Sealing identities to the server's public key, and knowing two alike without keeping either.

use std::{
    cell::RefCell,
    collections::HashMap,
    hash::{DefaultHasher, Hash, Hasher},
};

use shared::{
    field,
    inquiry::{Identity, InquiryDraft, mask_identity},
    seal,
};

use crate::platform::random;

thread_local! {
    /// Sealed copies of what is still typed, so that saving the same text twice is the same save.
    static COPIES: RefCell<HashMap<(u64, String), Identity>> = RefCell::default();
    static SALT: u64 = random::bytes::<8>().map_or(0, u64::from_le_bytes);
}

/// Reads the server's key as capabilities tell it: base64url without padding.
#[must_use]
pub fn key_of(text: &str) -> Option<[u8; 32]> {
    from_base64url(text)?.try_into().ok()
}

/// Seals one identity; none while the key is unknown.
#[must_use]
pub fn sealed(key: &[u8; 32], text: &str) -> Option<Identity> {
    let boxed = seal::to_public_key(key, text, random::bytes().ok()?).ok()?;
    Some(Identity::Sealed { sealed: to_base64url(&boxed), masked: mask_identity(text) })
}

/// The number is right and may disappear behind its mask.
#[must_use]
pub fn is_ready(text: &str) -> bool {
    field::Identity::check(text).is_ok()
}

/// Tells two alike apart from two different, for this page only: the salt is made anew with each load.
#[must_use]
pub fn print(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    SALT.with(|salt| salt.hash(&mut hasher));
    text.hash(&mut hasher);
    hasher.finish()
}

/// The form as it may rest on a disk: no identity in the clear, finished or not.
#[must_use]
pub fn at_rest(draft: &InquiryDraft, key: Option<&[u8; 32]>) -> InquiryDraft {
    let mut draft = draft.clone();
    for (row, subject) in draft.subjects.iter_mut().enumerate() {
        let Identity::Typed(text) = &subject.identity else { continue };
        if text.is_empty() {
            continue;
        }
        let place = (u64::try_from(row).unwrap_or_default(), text.clone());
        let copy = COPIES.with_borrow(|copies| copies.get(&place).cloned());
        subject.identity = match (copy, key) {
            (Some(copy), _) => copy,
            (None, Some(key)) => match sealed(key, text) {
                Some(identity) => {
                    COPIES.with_borrow_mut(|copies| copies.insert(place, identity.clone()));
                    identity
                }
                None => Identity::default(),
            },
            // Without the key nothing may be written down; the row stays on the screen.
            (None, None) => Identity::default(),
        };
    }
    draft
}

/// Forgets every copy: the form was left.
pub fn forget() {
    COPIES.with_borrow_mut(HashMap::clear);
}

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

fn to_base64url(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let group = chunk.iter().fold(0_u32, |group, byte| (group << 8) | u32::from(*byte))
            << (8 * (3 - chunk.len()));
        for place in 0..=chunk.len() {
            let index = usize::try_from((group >> (18 - 6 * place)) & 63).unwrap_or_default();
            text.push(LETTERS.get(index).copied().map_or('A', char::from));
        }
    }
    text
}

fn from_base64url(text: &str) -> Option<Vec<u8>> {
    let (mut bytes, mut group, mut bits) = (Vec::new(), 0_u32, 0);
    for letter in text.bytes() {
        let value = LETTERS.iter().position(|known| *known == letter)?;
        group = (group << 6) | u32::try_from(value).ok()?;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from((group >> bits) & 0xff).ok()?);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64url_goes_there_and_back() {
        for bytes in [&b""[..], b"f", b"fo", b"foo", b"\xff\xfe\xfd\x00"] {
            assert_eq!(from_base64url(&to_base64url(bytes)).unwrap(), bytes);
        }
        assert_eq!(to_base64url(b"\xff\xef"), "_-8");
        assert_eq!(from_base64url("a+b"), None);
    }
}

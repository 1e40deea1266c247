//! Sealing to the server's public key: a laptop can write an identity, and never read it back.
//!
//! Pure: the randomness comes in as an argument.

use crypto_box::{
    PublicKey,
    aead::rand_core::{CryptoRng, RngCore, impls},
};

/// Bytes of randomness that one sealing needs.
pub const ENTROPY: usize = 32;

/// It could not be sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("could not be sealed")]
pub struct SealError;

/// Seals a text to a public key (X25519 sealed box).
///
/// `entropy` must be fresh randomness for each call.
///
/// # Errors
/// The text cannot be sealed.
pub fn to_public_key(key: &[u8; 32], text: &str, entropy: [u8; ENTROPY]) -> Result<Vec<u8>, SealError> {
    let mut source = Given { bytes: entropy, at: 0 };
    PublicKey::from(*key).seal(&mut source, text.as_bytes()).map_err(|_| SealError)
}

/// Randomness that was handed in; it serves the one ephemeral key a sealed box needs.
struct Given {
    bytes: [u8; ENTROPY],
    at: usize,
}

impl RngCore for Given {
    fn next_u32(&mut self) -> u32 {
        impls::next_u32_via_fill(self)
    }

    fn next_u64(&mut self) -> u64 {
        impls::next_u64_via_fill(self)
    }

    fn fill_bytes(&mut self, to: &mut [u8]) {
        for byte in to {
            *byte = self.bytes.get(self.at).copied().unwrap_or_default();
            self.at += 1;
        }
    }

    fn try_fill_bytes(&mut self, to: &mut [u8]) -> Result<(), crypto_box::aead::rand_core::Error> {
        self.fill_bytes(to);
        Ok(())
    }
}

impl CryptoRng for Given {}

#[cfg(test)]
mod tests {
    use crypto_box::SecretKey;

    use super::*;

    #[test]
    fn only_the_secret_key_opens_what_was_sealed() {
        let secret = SecretKey::from([7; 32]);
        let sealed = to_public_key(secret.public_key().as_bytes(), "A123456789", [9; 32]).unwrap();
        assert_eq!(secret.unseal(&sealed).unwrap(), b"A123456789");
        assert!(SecretKey::from([8; 32]).unseal(&sealed).is_err());
        assert!(!sealed.windows(4).any(|window| window == b"A123"));
    }
}

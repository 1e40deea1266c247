//! Citizen certificates (point 4(7)): which authorities are trusted, what a certificate says, and whether a signature is by one.
//! Parsing and cryptography are libraries'; here stands the order of questions, each with its own refusal.

mod certificate;
pub mod renew;
mod signed;
mod trust;

pub use certificate::{Leaf, instant};
pub use signed::{Signer, verify, verify_kept};
pub use trust::{Authority, RevocationList, Trust};

/// A word in the name of every practice authority: a real server refuses whatever carries it.
pub const PRACTICE_MARK: &str = "CHADIAO PRACTICE";

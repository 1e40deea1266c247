//! What the targets share with the replay of their corpus: one authority, its list, one honest card, and what must hold of
//! any bytes whatever. The keys behind the seeds were thrown away, so nobody can sign anything else that holds.

use std::sync::LazyLock;

use backend::card::{Leaf, Trust, verify};
use chrono::{DateTime, Utc};

/// The text the honest card signed.
pub const TEXT: &str = include_str!("../seed/text");
const AUTHORITY: &[u8] = include_bytes!("../seed/authority.cer");
const LIST: &[u8] = include_bytes!("../seed/list.crl");
const HONEST: &[u8] = include_bytes!("../seed/card.cer");

/// When the seeds were made, s since 1970.
pub const MADE: i64 = 1_773_000_000;

static TRUST: LazyLock<Trust> = LazyLock::new(|| {
    let mut trust = authority();
    trust.add_list(LIST).expect("the seed's list");
    trust
});

fn authority() -> Trust {
    let mut trust = Trust::default();
    trust.add(AUTHORITY, true).expect("the seed's authority");
    trust
}

fn at() -> DateTime<Utc> {
    DateTime::from_timestamp(MADE, 0).expect("an instant")
}

/// Any message is refused or is the honest card's; whether it signs in.
pub fn message(bytes: &[u8]) -> bool {
    let Ok(signer) = verify(bytes, TEXT, &TRUST, at()) else { return false };
    assert!(signer.leaf.der == HONEST, "somebody else signed in");
    true
}

/// Any certificate is refused or is the honest card's; whether it is taken.
pub fn certificate(bytes: &[u8]) -> bool {
    let Ok(leaf) = Leaf::read(bytes) else { return false };
    if TRUST.judge(&leaf, at()).is_err() {
        return false;
    }
    assert!(leaf.der == HONEST, "somebody else's certificate was taken");
    true
}

/// Any list is refused or is the authority's, which takes nobody back; whether it is taken.
pub fn list(bytes: &[u8]) -> bool {
    let mut trust = authority();
    if trust.add_list(bytes).is_err() {
        return false;
    }
    let honest = Leaf::read(HONEST).expect("the seed's card");
    assert!(trust.judge(&honest, at()).is_ok(), "another list was taken");
    true
}

/// Any bytes put into the folder as an authority are refused or are one; that is for the county to choose, so only that
/// reading them ends is asked.
pub fn an_authority(bytes: &[u8]) -> bool {
    Trust::default().add(bytes, true).is_ok()
}

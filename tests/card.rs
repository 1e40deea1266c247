//! The practice cards that people of the stories carry: made once on a machine, because a key takes its time.

use std::path::PathBuf;

use backend::practice::cards::{Card, Holder, Office};

/// Where the authority and its cards lie.
#[must_use]
pub fn folder() -> PathBuf {
    std::env::temp_dir().join("chadiao-test-cards")
}

/// The authority.
#[must_use]
pub fn office() -> Office {
    Office::open(&folder()).expect("the practice authority")
}

/// The card with a number.
#[must_use]
pub fn card(number: &str) -> Card {
    office().card(number).expect("a readable card").unwrap_or_else(|| panic!("there is no card {number}"))
}

/// A card for somebody, made when first asked for.
#[must_use]
pub fn card_of(number: &str, name: &str, last4: &str) -> Card {
    let holder = Holder { number: number.into(), name: name.into(), last4: last4.into() };
    office().card_of(&holder).expect("a card")
}

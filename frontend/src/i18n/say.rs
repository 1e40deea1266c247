//! Stable names of the rules in the words of people: states, duties, fates.

use shared::{duty::DutyKind, journal::words};

use super::{Label, Lang};

/// A state of an inquiry, `draft` included, or of an application.
#[must_use]
pub fn status(lang: Lang, name: &str) -> &str {
    words::status(name).map_or(name, |(zh_tw, en)| lang.of(Label::new(zh_tw, en)))
}

/// A printout's state.
#[must_use]
pub fn fate(lang: Lang, name: &str) -> &str {
    words::fate(name).map_or(name, |(zh_tw, en)| lang.of(Label::new(zh_tw, en)))
}

/// A duty's kind, as the rules call it.
#[must_use]
pub fn duty(lang: Lang, name: &str) -> String {
    DutyKind::of(name).map_or_else(|| name.to_owned(), |kind| lang.pick(&kind.words()))
}

/// What a journal entry did.
#[must_use]
pub fn action(lang: Lang, name: &str) -> &str {
    words::action(name).map_or(name, |(zh_tw, en)| lang.of(Label::new(zh_tw, en)))
}

/// A noun of the journal.
#[must_use]
pub fn noun(lang: Lang, name: &str) -> &str {
    words::noun(name).map_or(name, |(zh_tw, en)| lang.of(Label::new(zh_tw, en)))
}

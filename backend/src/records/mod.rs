//! The common table of the nouns that come by the dozen a year: written, found and listed alike, each by its own rules.

pub mod flow;
pub mod store;

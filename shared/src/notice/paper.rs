//! Sheets of this noun.

//! The official calendar: the years shipped with the program, and those the manager imported since.

pub mod flow;
pub mod http;

use uuid::Uuid;

/// The noun, in the registers and in the journal.
pub const KIND: &str = "calendar";

/// A year's identifier: a year is one record, whoever imports it.
#[must_use]
pub fn id_of(year: i32) -> Uuid {
    Uuid::from_u128(u128::from(year.unsigned_abs()))
}

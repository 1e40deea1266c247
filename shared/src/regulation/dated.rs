//! Numbers of the regulation with the day from which they hold.

use chrono::NaiveDate;

/// A number that law or setting may change on a day: the value in force is asked for by date.
#[derive(Debug, Clone, Copy)]
pub struct Dated<T: 'static> {
    first: T,
    later: &'static [(NaiveDate, T)],
}

impl<T: Copy> Dated<T> {
    /// A number that has held since the regulation was first made.
    #[must_use]
    pub const fn always(value: T) -> Self {
        Self { first: value, later: &[] }
    }

    /// A number with later changes, oldest first.
    #[must_use]
    pub const fn changed(first: T, later: &'static [(NaiveDate, T)]) -> Self {
        Self { first, later }
    }

    /// The value in force on a day.
    #[must_use]
    pub fn on(&self, day: NaiveDate) -> T {
        self.later.iter().rev().find(|(from, _)| *from <= day).map_or(self.first, |(_, value)| *value)
    }
}

//! How many cases a unit's half-year audit draws: 10 %, at least 30, at most 100; fewer than 30 are all looked at (8(1)).

use serde::{Deserialize, Serialize};

/// One case in this many is drawn: 10 %.
pub const SHARE: u64 = 10;
/// At least so many are drawn.
pub const LEAST: u64 = 30;
/// At most so many are drawn.
pub const MOST: u64 = 100;
/// A unit with fewer cases has all of them looked at.
pub const FULL_BELOW: u64 = 30;

/// How many of a unit's cases are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Sample {
    /// Cases carried out in the half-year.
    pub n: u64,
    /// Cases drawn.
    pub sample: u64,
}

impl Sample {
    /// The draw of a unit with `n` cases.
    #[must_use]
    pub const fn of(n: u64) -> Self {
        Self { n, sample: sample_size(n) }
    }
}

/// Cases drawn from `n`.
#[must_use]
pub const fn sample_size(n: u64) -> u64 {
    if n < FULL_BELOW {
        return n;
    }
    // Our reading: the text does not say how to round, and rounding up never draws too few.
    match n.div_ceil(SHARE) {
        share if share < LEAST => LEAST,
        share if share > MOST => MOST,
        share => share,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_edges_are_where_the_text_puts_them() {
        for (n, sample) in
            [(0, 0), (1, 1), (29, 29), (30, 30), (300, 30), (301, 31), (990, 99), (991, 100), (u64::MAX, 100)]
        {
            assert_eq!(Sample::of(n), Sample { n, sample });
        }
    }
}

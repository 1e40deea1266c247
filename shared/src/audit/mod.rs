//! 內部查核: each using unit's half-year audit (8(1)).

mod sample;

pub use sample::{FULL_BELOW, LEAST, MOST, SHARE, Sample, sample_size};

//! 內部查核: each using unit's half-year audit (8(1)).

mod draw;
mod sample;
mod seed;

pub use draw::{Population, Stratum, Ticket};
pub use sample::{FULL_BELOW, LEAST, MOST, SHARE, Sample, sample_size};
pub use seed::{SEED_LEAST, SEED_MOST, Seed, SeedError};

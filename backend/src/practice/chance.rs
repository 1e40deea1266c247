//! Chance with a seed: the same seed makes the same county on every machine (SplitMix64).

use uuid::Uuid;

/// A stream of chances.
#[derive(Debug, Clone)]
pub struct Chance(u64);

impl Chance {
    /// A stream.
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Any number.
    pub fn any(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `most`.
    pub fn below(&mut self, most: u64) -> u64 {
        if most == 0 { 0 } else { self.any() % most }
    }

    /// True this often in a hundred.
    pub fn percent(&mut self, often: u64) -> bool {
        self.below(100) < often
    }

    /// One of several.
    pub fn one<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        let at = usize::try_from(self.below(of.len() as u64)).unwrap_or_default();
        of.get(at)
    }

    /// A UUIDv7 of an instant.
    pub fn id(&mut self, millis: i64) -> Uuid {
        let mut random = [0; 10];
        for (to, from) in
            random.iter_mut().zip(self.any().to_be_bytes().into_iter().chain(self.any().to_be_bytes()))
        {
            *to = from;
        }
        uuid::Builder::from_unix_timestamp_millis(u64::try_from(millis).unwrap_or_default(), &random)
            .into_uuid()
    }
}

//! The journal's right edge inside a writer's transaction.

use shared::journal::Edge;

/// The tree so far, and the instant of its last entry.
#[derive(Debug, Clone, Default)]
pub struct Frontier {
    /// The tree's right edge.
    pub edge: Edge,
    /// The last entry's instant, µs.
    pub last_at: i64,
}

impl Frontier {
    /// Entries so far.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.edge.size()
    }
}

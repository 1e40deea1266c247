//! The journal's right edge inside a writer's transaction, with the entries that are not in their tables yet.

use std::sync::Arc;

use shared::journal::Edge;
use uuid::Uuid;

/// The tree so far, and the instant of its last entry.
///
/// A copy taken at a savepoint is what the transaction goes back to with it: entries that went into the tables after the
/// savepoint are out again, and the copy still holds those that were waiting.
#[derive(Debug, Clone, Default)]
pub struct Frontier {
    /// The tree's right edge.
    pub edge: Edge,
    /// The last entry's instant, µs.
    pub last_at: i64,
    /// Appended, and written with others in a few statements before the commit.
    pub waiting: Vec<Arc<Waiting>>,
}

/// An appended entry as its tables will hold it.
#[derive(Debug)]
pub struct Waiting {
    /// Its number.
    pub seq: i64,
    /// Its canonical bytes.
    pub bytes: Vec<u8>,
    /// When, µs.
    pub at: i64,
    /// Who.
    pub actor: Option<Uuid>,
    /// What was done.
    pub action: &'static str,
    /// The noun.
    pub kind: &'static str,
    /// The record.
    pub record: Uuid,
    /// Its revision after.
    pub revision: i64,
    /// What its commitment is salted with, where it has one.
    pub salt: Option<[u8; 16]>,
    /// Places and hashes of the tree that it completes.
    pub hashes: Vec<(i64, [u8; 32])>,
}

impl Frontier {
    /// Entries so far.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.edge.size()
    }
}

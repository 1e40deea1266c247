//! The RFC 6962 tree: its right edge is all that appending needs.

use sha2::{Digest, Sha256};

/// A node of the tree.
pub type Hash = [u8; 32];

/// The hash of an entry.
#[must_use]
pub fn leaf_hash(entry: &[u8]) -> Hash {
    let mut hash = Sha256::new();
    hash.update([0]);
    hash.update(entry);
    hash.finalize().into()
}

/// The hash of two subtrees.
#[must_use]
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    let mut hash = Sha256::new();
    hash.update([1]);
    hash.update(left);
    hash.update(right);
    hash.finalize().into()
}

/// Where the storage order (each node right after its right child, as tile logs count) puts node `n` of a level.
#[must_use]
pub fn stored_index(level: u32, n: u64) -> u64 {
    // The last leaf below the node, and the nodes completed before and at that leaf.
    let mut leaf = n;
    for _ in 0..level {
        leaf = leaf * 2 + 1;
    }
    let (mut before, mut rest) = (0, leaf);
    while rest > 0 {
        before += rest;
        rest >>= 1;
    }
    before + u64::from(level)
}

/// The right edge of the tree: the complete subtrees from left to right, largest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Edge {
    size: u64,
    subtrees: Vec<Hash>,
}

impl Edge {
    /// The edge of a tree of `size` entries, from its subtrees' hashes; none when their number does not fit the size.
    #[must_use]
    pub fn restore(size: u64, bytes: &[u8]) -> Option<Self> {
        let (subtrees, rest) = bytes.as_chunks::<32>();
        let fits = rest.is_empty() && subtrees.len() == size.count_ones() as usize;
        fits.then(|| Self { size, subtrees: subtrees.to_vec() })
    }

    /// The subtrees' hashes, for storage.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        self.subtrees.concat()
    }

    /// Entries so far.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// Appends an entry's leaf; gives the nodes it completes, each with its place in storage order.
    pub fn append(&mut self, leaf: Hash) -> Vec<(u64, Hash)> {
        let mut completed = vec![(stored_index(0, self.size), leaf)];
        let (mut hash, mut n, mut level) = (leaf, self.size, 0);
        while n & 1 == 1 {
            let Some(left) = self.subtrees.pop() else { break };
            hash = node_hash(&left, &hash);
            n >>= 1;
            level += 1;
            completed.push((stored_index(level, n), hash));
        }
        self.subtrees.push(hash);
        self.size += 1;
        completed
    }

    /// The root; of an empty tree the hash of nothing.
    #[must_use]
    pub fn root(&self) -> Hash {
        let mut from_right = self.subtrees.iter().rev();
        match from_right.next() {
            None => Sha256::digest([]).into(),
            Some(last) => from_right.fold(*last, |right, left| node_hash(left, &right)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn storage_order_counts_every_node_once() {
        let mut edge = Edge::default();
        let mut next = 0;
        for n in 0..300_u32 {
            for (index, _) in edge.append(leaf_hash(&n.to_be_bytes())) {
                assert_eq!(index, next);
                next += 1;
            }
            assert_eq!(Edge::restore(edge.size(), &edge.bytes()).as_ref(), Some(&edge));
        }
    }

    #[test]
    fn the_root_of_nothing_and_of_one_entry_are_those_of_the_standard() {
        let mut edge = Edge::default();
        assert_eq!(
            super::super::hex(&edge.root()),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
        edge.append(leaf_hash(b""));
        assert_eq!(
            super::super::hex(&edge.root()),
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
        );
    }
}

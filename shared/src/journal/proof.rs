//! Proofs over the tree (RFC 6962): that an entry is in it, and that a later tree begins with an earlier one.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::{Hash, node_hash, stored_index};

/// Entries `from..to`: a subtree of the standard, complete or at the right edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    from: u64,
    to: u64,
}

impl Span {
    /// The whole tree of a size.
    #[must_use]
    pub const fn tree(size: u64) -> Self {
        Self { from: 0, to: size }
    }

    const fn width(self) -> u64 {
        self.to - self.from
    }

    /// Where the tree splits: the largest power of two below its width.
    const fn middle(self) -> u64 {
        self.from + (1 << (u64::BITS - 1 - (self.width() - 1).leading_zeros()))
    }

    /// Its complete subtrees from left to right, as places in storage order.
    #[must_use]
    pub fn places(self) -> Vec<u64> {
        let (mut places, mut from) = (Vec::new(), self.from);
        while from < self.to {
            // A span begins where its subtrees may, so the width alone decides how large the next one is.
            let level = u64::BITS - 1 - (self.to - from).leading_zeros();
            places.push(stored_index(level, from >> level));
            from += 1 << level;
        }
        places
    }

    /// Its root from the stored nodes; none when one of them is missing.
    #[must_use]
    pub fn root(self, stored: &BTreeMap<u64, Hash>) -> Option<Hash> {
        let hashes: Option<Vec<Hash>> =
            self.places().iter().map(|place| stored.get(place).copied()).collect();
        let mut from_right = hashes?.into_iter().rev();
        let Some(last) = from_right.next() else { return Some(Sha256::digest([]).into()) };
        Some(from_right.fold(last, |right, left| node_hash(&left, &right)))
    }
}

/// The subtrees whose roots prove that entry `index` is in the tree of `size`, the lowest first.
#[must_use]
pub fn inclusion(index: u64, size: u64) -> Vec<Span> {
    let mut path = Vec::new();
    if index < size {
        let mut span = Span::tree(size);
        while span.width() > 1 {
            let (middle, Span { from, to }) = (span.middle(), span);
            let (left, right) = (Span { from, to: middle }, Span { from: middle, to });
            let (within, beside) = if index < middle { (left, right) } else { (right, left) };
            path.push(beside);
            span = within;
        }
    }
    path.reverse();
    path
}

/// The subtrees whose roots prove that the tree of `new` entries begins with the tree of `old`, the lowest first.
#[must_use]
pub fn consistency(old: u64, new: u64) -> Vec<Span> {
    let mut path = Vec::new();
    if old == 0 || old >= new {
        return path;
    }
    let (mut span, mut is_known) = (Span::tree(new), true);
    while span.to != old {
        let (middle, Span { from, to }) = (span.middle(), span);
        let (left, right) = (Span { from, to: middle }, Span { from: middle, to });
        if old <= middle {
            path.push(right);
            span = left;
        } else {
            path.push(left);
            (span, is_known) = (right, false);
        }
    }
    if !is_known {
        path.push(span);
    }
    path.reverse();
    path
}

/// Whether a path leads from a leaf to a root.
#[must_use]
pub fn includes(leaf: Hash, index: u64, size: u64, path: &[Hash], root: &Hash) -> bool {
    if index >= size {
        return false;
    }
    let (mut at, mut last, mut hash) = (index, size - 1, leaf);
    for beside in path {
        if last == 0 {
            return false;
        }
        if at & 1 == 1 || at == last {
            hash = node_hash(beside, &hash);
            while at & 1 == 0 && at != 0 {
                (at, last) = (at >> 1, last >> 1);
            }
        } else {
            hash = node_hash(&hash, beside);
        }
        (at, last) = (at >> 1, last >> 1);
    }
    last == 0 && hash == *root
}

/// Whether a path proves that the tree of `new` begins with the tree of `old`.
#[must_use]
pub fn continues(old: (u64, &Hash), new: (u64, &Hash), path: &[Hash]) -> bool {
    let ((old_size, old_root), (new_size, new_root)) = (old, new);
    if old_size == new_size {
        return path.is_empty() && old_root == new_root;
    }
    if old_size > new_size {
        return false;
    }
    if old_size == 0 {
        return path.is_empty();
    }
    let (mut at, mut last) = (old_size - 1, new_size - 1);
    while at & 1 == 1 {
        (at, last) = (at >> 1, last >> 1);
    }
    // A complete old tree is itself the first node of the path.
    let (first, rest) = if old_size.is_power_of_two() {
        (*old_root, path)
    } else {
        let Some((first, rest)) = path.split_first() else { return false };
        (*first, rest)
    };
    let (mut of_old, mut of_new) = (first, first);
    for beside in rest {
        if last == 0 {
            return false;
        }
        if at & 1 == 1 || at == last {
            of_old = node_hash(beside, &of_old);
            of_new = node_hash(beside, &of_new);
            while at & 1 == 0 && at != 0 {
                (at, last) = (at >> 1, last >> 1);
            }
        } else {
            of_new = node_hash(&of_new, beside);
        }
        (at, last) = (at >> 1, last >> 1);
    }
    last == 0 && of_old == *old_root && of_new == *new_root
}

#[cfg(test)]
mod tests {
    use super::{
        super::{Edge, leaf_hash},
        *,
    };

    const MOST: u64 = 70;

    fn forest() -> (BTreeMap<u64, Hash>, Vec<Hash>) {
        let (mut edge, mut stored, mut roots) = (Edge::default(), BTreeMap::new(), vec![]);
        roots.push(edge.root());
        for n in 0..MOST {
            stored.extend(edge.append(leaf_hash(&n.to_be_bytes())));
            roots.push(edge.root());
        }
        (stored, roots)
    }

    fn hashes(spans: &[Span], stored: &BTreeMap<u64, Hash>) -> Vec<Hash> {
        spans.iter().map(|span| span.root(stored).unwrap()).collect()
    }

    #[test]
    fn every_entry_of_every_tree_is_proved_and_no_other_in_its_place() {
        let (stored, roots) = forest();
        for size in 1..=MOST {
            let root = roots[usize::try_from(size).unwrap()];
            assert_eq!(Span::tree(size).root(&stored), Some(root));
            for index in 0..size {
                let path = hashes(&inclusion(index, size), &stored);
                let leaf = leaf_hash(&index.to_be_bytes());
                assert!(includes(leaf, index, size, &path, &root), "{index} of {size}");
                assert!(!includes(leaf_hash(b"another"), index, size, &path, &root));
                assert!(!includes(leaf, (index + 1) % size, size, &path, &root) || size == 1);
                assert!(!includes(leaf, index, size, &[path.as_slice(), &[root]].concat(), &root));
            }
        }
    }

    #[test]
    fn every_later_tree_is_proved_to_begin_with_every_earlier_one() {
        let (stored, roots) = forest();
        let root = |size: u64| &roots[usize::try_from(size).unwrap()];
        for new in 1..=MOST {
            for old in 1..=new {
                let path = hashes(&consistency(old, new), &stored);
                assert!(continues((old, root(old)), (new, root(new)), &path), "{old} of {new}");
                let forged = leaf_hash(b"forged");
                assert!(!continues((old, &forged), (new, root(new)), &path), "{old} of {new}");
                assert!(!continues((old, root(old)), (new, &forged), &path), "{old} of {new}");
                assert!(old == new || !continues((new, root(new)), (old, root(old)), &path));
            }
        }
    }
}

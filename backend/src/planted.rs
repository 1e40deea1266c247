//! Bugs planted on request, so that each harness is seen to see. Compiled in by the `planted-bugs` feature alone, and even
//! then asleep until `CHADIAO_PLANTED_BUG` names one.

use std::sync::OnceLock;

/// SQLite does not wait for the disk at a commit.
pub const SYNCHRONOUS_NORMAL: &str = "synchronous-normal";
/// Operations that arrive twice are not recognised.
pub const NO_DEDUPE: &str = "no-dedupe";
/// Sealed values are not bound to their row.
pub const NO_BINDING: &str = "no-binding";
/// Writes are answered before they are committed.
pub const ANSWER_BEFORE_COMMIT: &str = "answer-before-commit";
/// Writing goes on after the disk failed to confirm a write.
pub const TRUST_THE_DISK: &str = "trust-the-disk";
/// What is read goes into the log.
pub const LOOSE_TONGUE: &str = "loose-tongue";
/// Verification believes the live tables.
pub const TRUST_THE_ROWS: &str = "trust-the-rows";
/// Verification believes the stored tree.
pub const TRUST_THE_TREE: &str = "trust-the-tree";

/// Whether this bug is awake.
#[must_use]
pub fn is(bug: &str) -> bool {
    static AWAKE: OnceLock<Option<String>> = OnceLock::new();
    cfg!(feature = "planted-bugs")
        && AWAKE.get_or_init(|| std::env::var("CHADIAO_PLANTED_BUG").ok()).as_deref() == Some(bug)
}

//! Throw-away folders, in memory where the machine has room for that.

use std::path::{Path, PathBuf};

use tempfile::TempDir;

/// Where throw-away folders are made.
#[must_use]
pub fn parent() -> PathBuf {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() }
}

/// A folder that is gone with its guard.
#[must_use]
pub fn folder() -> TempDir {
    tempfile::Builder::new().prefix("chadiao-").tempdir_in(parent()).expect("a temporary folder")
}

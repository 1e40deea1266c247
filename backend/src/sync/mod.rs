//! `chadiao-sync/1` on the server: what it is, what devices send, what changed since.

pub mod capabilities;
pub mod feed;
pub mod flow;
pub mod http;
pub mod store;

/// Mutations per push at most.
pub const PUSH_MOST: u32 = 100;
/// Changes per pull at most.
pub const PULL_MOST: i64 = 500;

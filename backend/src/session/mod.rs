//! Sessions (points 4(7), 5(3)). Signing in without a card exists for practice alone; no password exists anywhere.

pub mod flow;
pub mod http;
pub mod store;

/// The session's cookie.
pub const COOKIE: &str = "chadiao_session";

//! 規定版本: the day from which the amended text judges, and what it would change.

pub mod flow;
pub mod http;

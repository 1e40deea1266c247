//! 帳號.

pub mod flow;
pub mod http;

//! 資安證書 (point 9).

pub mod flow;
pub mod http;

//! 機關與單位.

pub mod flow;
pub mod http;
pub mod import;

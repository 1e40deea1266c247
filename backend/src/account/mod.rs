//! 帳號.

pub mod application;
pub mod flow;
pub mod http;
pub mod job_change;
pub mod roster;

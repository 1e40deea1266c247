//! 事故通報 (point 11): reported by anybody, handled by the manager, with its blast radius.

pub mod flow;
pub mod http;
mod reach;

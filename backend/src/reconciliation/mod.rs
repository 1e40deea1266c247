//! 對帳 (5(1), 5(6)): the platform's query record against the register.

mod file;
pub mod flow;
pub mod http;
pub mod store;

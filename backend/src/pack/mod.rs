//! 查核資料包 for the Bureau's inspectors.

pub mod file;
pub mod flow;
pub mod gather;
pub mod http;

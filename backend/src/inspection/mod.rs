//! 查核權限: leaves for inspectors from outside, and the room in which they read.

pub mod flow;
pub mod http;
pub mod room;
pub mod store;

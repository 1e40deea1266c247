//! 內部查核 (8(1), 8(2)): a unit's half-year, and the joint audit of what is serious.

pub mod flow;
pub mod http;
pub mod joint;
pub mod open;
pub mod store;
mod view;

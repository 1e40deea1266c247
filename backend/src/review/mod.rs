//! 年度清查、查核及稽核: owed by the manager every year, begun with what is found that day, decided line by line, signed.

pub mod find;
pub mod flow;
pub mod http;
pub mod open;
mod security;
pub mod store;

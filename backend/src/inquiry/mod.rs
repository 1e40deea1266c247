//! 查調登記 (附表四): drafts, submission, decisions, the query and its closing.

pub mod flow;
pub mod http;
pub mod list;
pub mod reveal;
pub mod seal;
mod sign;
pub mod store;
pub mod usual;
pub mod view;

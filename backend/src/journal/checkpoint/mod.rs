//! 檢查點: the journal's state, signed by the log and co-signed by witnesses, so that nobody rewrites what others have seen.

pub mod bundle;
pub mod files;
pub mod http;
pub mod proof;
pub mod sign;
pub mod store;

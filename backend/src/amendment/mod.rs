//! 修正試算: what another edition would change on this county's records, before the day. It reads alone.

pub mod flow;
pub mod http;
mod settings;
pub mod store;

//! 主管監督: the people somebody oversees, what they looked at, what was noticed, and who was authorised on a past day.

pub mod authorisation;
pub mod flow;
pub mod http;
pub mod store;
pub mod watch;

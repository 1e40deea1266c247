//! 提醒信: one letter a person and office day, handed in by SMTP; off until a mail server is set. A letter names no case and
//! nobody whose data was asked for.

pub mod flow;
pub mod http;
pub mod send;
pub mod store;

//! 稽核軌跡 in the database and on the wire.

pub mod frontier;
pub mod http;
pub mod runs;
pub mod store;
pub mod verify;

//! 稽核軌跡 in the database and on the wire.

pub mod alarm;
pub mod checkpoint;
pub mod contents;
pub mod frontier;
pub mod http;
pub mod signed;
pub mod store;
pub mod verify;

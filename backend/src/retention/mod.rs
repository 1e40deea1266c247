//! 保存與銷毀: until when a record is kept, what a hold keeps, and the disposal of what is due before a witness.

pub mod flow;
pub mod http;
mod keeping;
pub mod store;

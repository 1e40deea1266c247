//! API tokens (point 4(7)): made, listed and revoked with the card alone; what a script shows with each request.

pub mod flow;
pub mod http;
pub mod store;

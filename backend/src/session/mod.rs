//! Sessions (points 4(7), 5(3)): begun by a card's signature over a challenge, and in no other way. No password exists anywhere.

pub mod challenge;
pub mod cookie;
pub mod flow;
pub mod http;
pub mod store;
pub mod token;

//! Drafts and submissions on their way: the pure client of `shared::sync`, kept in the vault, driven one step at a time.

mod desk;
mod outbox;
pub mod words;

pub use desk::{Desk, use_desk};
pub use outbox::OutboxPage;

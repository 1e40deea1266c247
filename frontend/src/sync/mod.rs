//! Drafts and submissions on their way: the pure client of `shared::sync`, kept in the vault, driven one step at a time.

mod desk;
mod outbox;
mod sitting;
pub mod words;

pub use desk::{Desk, use_desk};
pub use outbox::OutboxPage;
pub use sitting::Sitting;

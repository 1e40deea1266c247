//! What handlers may ask a request for: the right to act, and the command itself.

mod command;
mod origin;
mod user;

pub use command::{Command, IDEMPOTENCY_KEY, operation_key, read};
pub use origin::same_origin;
pub use user::{Manager, User, cookie};

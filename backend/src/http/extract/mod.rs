//! What handlers may ask a request for: the right to act, and the command itself.

mod caller;
mod command;
mod origin;
mod user;

pub use caller::Caller;
pub use command::{Command, IDEMPOTENCY_KEY, fingerprint, is_dry_run, operation_key, read};
pub use origin::same_origin;
pub use user::{
    Drafter, Inspector, Judge, Manager, ManagerReader, OrInspector, Reader, Signed, User, cookie,
};

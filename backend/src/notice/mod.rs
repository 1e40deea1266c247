//! 異動通知: made in the transaction of the change itself, then sent and recorded by the manager.

pub mod flow;
pub mod http;
mod watch;

pub use watch::watch;

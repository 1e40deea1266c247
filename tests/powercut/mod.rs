//! Power cuts of a SQLite file, simulated: a shim writes down every write and fsync of the server, and the replay
//! cuts the power at any of them with what a disk may then hold.

mod judge;
mod record;
mod replay;

pub use judge::{Verdict, judge};
pub use record::{Disk, Event, FaultKind, Watched};
pub use replay::{Image, Tail};

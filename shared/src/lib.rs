//! Every rule of the regulation, pure: the same verdict in browser, server and command line.

pub mod audit;
pub mod field;
pub mod period;
pub mod violation;

pub use violation::{Bilingual, Citation, Deferred, Report, Severity, Violation};

//! JSON in, JSON out, never panics: the one door that the JavaScript module, the command line and HTTP share.

mod editor;
mod reader;
mod request;
mod text;

pub use editor::{Editor, Slot};
pub use reader::Reader;
pub use request::{ReviewRequest, review};
pub use text::{ACCEPTED, explain, field, period, sample_size, tidy, verify};

//! JSON in, JSON out, never panics: the one door that the JavaScript module, the command line and HTTP share.

mod editor;
mod request;
mod text;

pub use editor::{Editor, Slot};
pub use request::{ReviewRequest, review};
pub use text::{ACCEPTED, explain, field, period, review_many_to, review_to, sample_size, tidy};

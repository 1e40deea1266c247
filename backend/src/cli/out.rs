//! What the commands say. A reader that leaves early, as `head` does, ends a command quietly.

use std::{
    fmt::Display,
    io::{self, Write},
};

/// The exit code after the reader left: what a shell sees of every program that a closed pipe ended. It is not 0,
/// because what was not written was not judged.
pub const READER_LEFT: u8 = 141;

/// One line of JSON on standard output.
///
/// # Errors
/// The value has no JSON form, the reader left, or the disk is full.
pub fn line(value: &impl serde::Serialize) -> anyhow::Result<()> {
    let mut text = serde_json::to_string(value)?;
    text.push('\n');
    Ok(io::stdout().lock().write_all(text.as_bytes())?)
}

/// Writes to standard error; nobody is left to tell when that fails.
pub fn complain(what: impl Display) {
    let _ = writeln!(io::stderr(), "chadiao: {what}");
}

/// Whether an error means that nobody reads on.
pub fn is_reader_gone(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}

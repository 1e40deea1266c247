//! `chadiao`: the server, and the rules for whoever works in a shell.

use std::process::ExitCode;

fn main() -> ExitCode {
    backend::cli::run()
}

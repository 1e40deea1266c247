//! `chadiao` as the tests call it: the same entry, built with them, so that no test has to build another.

use std::process::ExitCode;

fn main() -> ExitCode {
    backend::cli::run()
}

//! `chadiao`: the server, and the rules for whoever works in a shell.

use std::process::ExitCode;

/// Forms and entries are many short texts: the system's allocator spends a seventh of a busy server's time on them.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    backend::cli::run()
}

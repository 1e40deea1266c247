//! Builds everything and starts the server.

use std::process::Stdio;

use anyhow::Result;

use crate::{
    ground::{cargo, chadiao, native_profile, program, run},
    web,
};

/// Serves on loopback with an embedded database under `data/`; `given` goes to `chadiao serve` as it is.
pub fn serve(release: bool, given: &[String]) -> Result<()> {
    web::build(release)?;
    build(release)?;
    become_it(program(chadiao(release)).stdin(Stdio::inherit()).arg("serve").args(given))
}

/// Builds the `chadiao` program.
pub fn build(release: bool) -> Result<()> {
    let (_, profile) = native_profile(release);
    run(cargo().args(["build", "--locked", "--package", "backend", "--bin", "chadiao"]).args(profile))
}

/// Gives this process to the server, so that signals reach it and nothing waits around it.
#[cfg(unix)]
fn become_it(server: &mut std::process::Command) -> Result<()> {
    use std::os::unix::process::CommandExt;
    Err(server.exec().into())
}

#[cfg(not(unix))]
fn become_it(server: &mut std::process::Command) -> Result<()> {
    run(server)
}

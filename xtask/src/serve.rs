//! Builds everything and starts the server.

use std::{fs, process::Stdio};

use anyhow::Result;

use crate::{
    ground::{cargo, chadiao, native_profile, program, root, run},
    web,
};

/// What the server is told where the person said nothing else.
const DEFAULTS: [(&str, &str); 3] = [
    ("--bind", "127.0.0.1:8080"),
    ("--database", "data/db/chadiao.sqlite"),
    ("--keys", "data/keys/keys.json"),
];

/// Serves on loopback with an embedded database under `data/`; `given` goes to `chadiao serve` as it is.
pub fn serve(release: bool, given: &[String]) -> Result<()> {
    web::build(release)?;
    build(release)?;
    // Keys never lie beside the records they open.
    fs::create_dir_all(root().join("data/db"))?;
    fs::create_dir_all(root().join("data/keys"))?;
    let mut server = program(chadiao(release));
    server.stdin(Stdio::inherit()).arg("serve");
    for (flag, value) in DEFAULTS {
        if !given.iter().any(|word| word == flag || word.starts_with(&format!("{flag}="))) {
            server.args([flag, value]);
        }
    }
    become_it(server.args(given))
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

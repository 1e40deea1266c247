//! Generated files that are committed say what the program says today.

use std::{env, fs, process::Command};

use anyhow::{Context, Result, ensure};

use crate::{
    ground::{chadiao, program, root, stage},
    serve,
    web::put,
};

/// A committed file and the routine of `chadiao` that prints it.
const GENERATED: [(&str, &str); 2] = [("backend/openapi.json", "openapi"), ("docs/rules.json", "catalogue")];

/// Fails when a committed file differs from what is generated; `UPDATE=1` rewrites it instead.
pub fn stale() -> Result<()> {
    stage("server", || serve::build(false))?;
    stage("generated files", || {
        let update = env::var_os("UPDATE").is_some_and(|value| value == "1");
        let mut stale = Vec::new();
        for (path, routine) in GENERATED {
            let file = root().join(path);
            let made = printed(program(chadiao(false)).arg(routine))?;
            if update {
                put(&file, &made)?;
            } else if fs::read(&file).ok().as_deref() != Some(made.as_slice()) {
                stale.push(path);
            }
        }
        ensure!(stale.is_empty(), "out of date: {} (UPDATE=1 cargo xtask stale rewrites)", stale.join(", "));
        Ok(())
    })
}

fn printed(command: &mut Command) -> Result<Vec<u8>> {
    let output = command.output().with_context(|| format!("{command:?}"))?;
    ensure!(
        output.status.success(),
        "{command:?} failed: {}",
        String::from_utf8_lossy(&output.stderr).trim()
    );
    Ok(output.stdout)
}

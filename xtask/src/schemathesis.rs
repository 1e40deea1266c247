//! The whole API against its own document: schemathesis, at a practice server, as several people.

use std::{fs, path::PathBuf};

use anyhow::Result;

use crate::{
    ground::{chadiao, program, root, run, target},
    serve,
};

/// The release that the runs are known by.
const RELEASE: &str = "schemathesis==4.32.5";
/// Seconds of a run that is asked for by name.
const LONG: u32 = 240;
/// Seconds of the run among all other tests.
const SHORT: u32 = 90;

/// The long run, or one of as many seconds as said.
pub fn long(seconds: Option<&str>) -> Result<()> {
    serve::build(false)?;
    attack(seconds.map_or(Ok(LONG), str::parse)?)
}

/// The short run.
pub fn short() -> Result<()> {
    attack(SHORT)
}

fn attack(seconds: u32) -> Result<()> {
    let script = root().join("tests/schemathesis/run.py");
    run(program(python()?).arg(script).arg(chadiao(false)).arg(seconds.to_string()))
}

/// The Python that has it, in a folder of its own below the target folder.
fn python() -> Result<PathBuf> {
    let folder = target().join("schemathesis");
    let (python, installed) = (folder.join("bin/python"), folder.join(".installed"));
    if fs::read_to_string(&installed).is_ok_and(|release| release == RELEASE) {
        return Ok(python);
    }
    run(program("python3").args(["-m", "venv"]).arg(&folder))?;
    run(program(&python).args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", RELEASE]))?;
    fs::write(installed, RELEASE)?;
    Ok(python)
}

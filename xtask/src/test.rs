//! Every promise tried: rules natively and in wasm, the API on both databases, the pages in a browser.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Result, bail};

use crate::{
    ground::{cargo, chadiao, find, program, root, run, stage},
    module, schemathesis, serve, setup, web,
};

/// Runs one stage, or all of them, and stops at the first that fails.
pub fn test(which: Option<&str>) -> Result<()> {
    match which {
        None => {
            stage("set-up", setup::ensure)?;
            // The server embeds the web app, so that comes first.
            stage("web", || web::build(false))?;
            stage("server", || serve::build(false))?;
            // The same cases go through every door, the module's too.
            let module = stage("module", module::build)?;
            stage("rules and API", || cargo_tests(&PROMISES))?;
            // Apart: with the others it would be compiled anew, binder and all.
            stage("routines", || cargo_tests(&["--package", "xtask"]))?;
            stage("module in Node", || module_tests(&module))?;
            // The attack takes its chances anew each time, so it is asked for by name.
            stage("browser", browser_tests)
        }
        Some("rules") => stage("rules", || cargo_tests(&["--package", "shared"])),
        Some("api") => {
            stage("set-up", setup::ensure)?;
            stage("module", module::build)?;
            stage("API", || cargo_tests(&["--package", "backend", "--package", "acceptance"]))
        }
        Some("module") => {
            stage("set-up", setup::ensure)?;
            let module = stage("module", module::build)?;
            stage("module in Node", || module_tests(&module))
        }
        Some("browser") => {
            stage("set-up", setup::ensure)?;
            stage("web", || web::build(false))?;
            // The module brings a page of its own.
            stage("module", module::build)?;
            stage("browser", browser_tests)
        }
        Some("attack") => {
            stage("set-up", setup::ensure)?;
            stage("server", || serve::build(false))?;
            stage("attack", schemathesis::short)
        }
        Some(other) => bail!("there is no stage `{other}`: rules, api, module, browser, attack"),
    }
}

/// All crates but those that only make sense in a browser.
pub const EVERYTHING_NATIVE: [&str; 5] =
    ["--workspace", "--exclude", "frontend", "--exclude", "chadiao-rules"];

/// The screens' own tests run natively as well: they try what needs no browser.
const PROMISES: [&str; 8] =
    ["--package", "shared", "--package", "backend", "--package", "frontend", "--package", "acceptance"];

fn cargo_tests(packages: &[&str]) -> Result<()> {
    let mut command = cargo();
    if find(&["cargo-nextest"]).is_some() {
        command.args(["nextest", "run", "--locked", "--no-fail-fast"]);
    } else {
        command.args(["test", "--locked", "--no-fail-fast"]);
    }
    run(command.args(packages))
}

fn module_tests(module: &Path) -> Result<()> {
    let folder = root().join("tests/module");
    npm_ci(&folder)?;
    node_tests(program("node").env("CHADIAO_MODULE", module), &folder)
}

fn browser_tests() -> Result<()> {
    // The native tests may have built it with faults planted in it.
    serve::build(false)?;
    let folder = root().join("tests/browser");
    npm_ci(&folder)?;
    let mut node = program("node");
    node.env("CHADIAO", chadiao(false));
    if let Some(chromium) = setup::chromium() {
        node.env("CHROMIUM", chromium);
    }
    node_tests(&mut node, &folder)
}

/// One file after the other: each starts a browser and a server of its own.
fn node_tests(node: &mut Command, folder: &Path) -> Result<()> {
    let scripts = scripts(folder)?;
    if scripts.is_empty() {
        eprintln!("xtask: no tests in {}", folder.display());
        return Ok(());
    }
    run(node.args(["--test", "--test-concurrency=1"]).args(scripts))
}

/// Installs what a folder of scripts asks for, when its lockfile has changed since.
pub fn npm_ci(folder: &Path) -> Result<()> {
    let lock = folder.join("package-lock.json");
    let installed = folder.join("node_modules/.installed");
    let Ok(wanted) = fs::read(&lock) else { return Ok(()) };
    if fs::read(&installed).is_ok_and(|last| last == wanted) {
        return Ok(());
    }
    run(program("npm").current_dir(folder).args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"]))?;
    if let Some(modules) = installed.parent().filter(|modules| modules.exists()) {
        fs::write(modules.join(".installed"), wanted)?;
    }
    Ok(())
}

/// The test scripts of a folder in the order of their names; what does not import the test runner is a helper.
fn scripts(folder: &Path) -> Result<Vec<PathBuf>> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let script = path.is_file() && path.extension().is_some_and(|ending| ending == "mjs");
        if script && fs::read_to_string(&path)?.contains("node:test") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

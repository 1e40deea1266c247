//! The rules as an npm-style ES module, for browsers, bundlers and Node.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};
use wasm_bindgen_cli_support::Bindgen;

use crate::{
    ground::{find, program, root, run},
    wasm,
};

/// Builds the module into `target/module` and returns that folder, which `npm pack` accepts.
pub fn build() -> Result<PathBuf> {
    let wasm = wasm::build("chadiao-rules", wasm::MODULE_PROFILE, &[])?;
    let folder = root().join("target/module");
    fs::remove_dir_all(&folder).ok();
    fs::create_dir_all(&folder)?;
    Bindgen::new()
        .input_path(&wasm)
        .web(true)?
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(&folder)?;
    copy(&root().join("shared/wasm/module"), &folder)?;
    let package =
        fs::read_to_string(folder.join("package.json")).context("shared/wasm/module/package.json")?;
    let version = format!("\"version\": \"{}\"", env!("CARGO_PKG_VERSION"));
    ensure!(package.contains(&version), "shared/wasm/module/package.json does not say {version}");
    fs::copy(root().join("LICENSE"), folder.join("LICENSE")).context("LICENSE")?;
    if find(&["npm"]).is_some() {
        run(program("npm").current_dir(&folder).args(["pack", "--dry-run", "--silent"]))?;
    }
    eprintln!(
        "xtask: {} ({} KiB of wasm)",
        folder.display(),
        fs::metadata(folder.join("chadiao_rules_bg.wasm"))?.len() / 1024
    );
    Ok(folder)
}

/// Copies what is written by hand over what was made.
fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| from.display().to_string())? {
        let path = entry?.path();
        let Some(name) = path.file_name() else { continue };
        if path.is_dir() {
            copy(&path, &to.join(name))?;
        } else {
            fs::copy(&path, to.join(name))?;
        }
    }
    Ok(())
}

//! Builds a package for the browser.

use std::{fs, path::PathBuf};

use anyhow::{Result, bail};

use crate::ground::{output, program, run, wasm_target};

/// The platform of the browser.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// The profile a web build uses; release is small, the other is quick to make.
pub fn profile(release: bool) -> &'static str {
    if release { "wasm-release" } else { "wasm-dev" }
}

/// The profile of the module: quick before small.
pub const MODULE_PROFILE: &str = "wasm-module";

/// Builds one package and returns the wasm file it made; `link` goes to its linker.
pub fn build(package: &str, profile: &str, link: &[&str]) -> Result<PathBuf> {
    ensure_std()?;
    let mut cargo = program("cargo");
    if profile == MODULE_PROFILE {
        // Every browser and Node of these years has it, and it reads a form's text twice as fast.
        cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", "-C target-feature=+simd128");
    }
    cargo.env("CARGO_TARGET_DIR", wasm_target()).args(["rustc", "--locked"]);
    cargo.args(["--package", package, "--target", TARGET, "--profile", profile, "--"]);
    run(cargo.args(link.iter().map(|arg| format!("-Clink-arg={arg}"))))?;
    let file = format!("{}.wasm", package.replace('-', "_"));
    // A program lands under its own name, a library under its name with underscores.
    let folder = wasm_target().join(TARGET).join(profile);
    let plain = folder.join(format!("{package}.wasm"));
    Ok(if plain.exists() { plain } else { folder.join(file) })
}

/// Makes sure that the standard library for wasm is there: rustup is asked once, else a person is.
pub fn ensure_std() -> Result<()> {
    if has_std() {
        return Ok(());
    }
    let asked = run(program("rustup").args(["target", "add", TARGET]));
    if asked.is_ok() && has_std() {
        return Ok(());
    }
    bail!(
        "no standard library for {TARGET}: install rustup and run `rustup target add {TARGET}` in this folder"
    )
}

fn has_std() -> bool {
    let asked = output(program("rustc").args(["--print", "target-libdir", "--target", TARGET]));
    let Some(Ok(mut files)) = asked.map(fs::read_dir) else { return false };
    files.any(|file| file.is_ok_and(|file| file.file_name().to_string_lossy().starts_with("libstd-")))
}

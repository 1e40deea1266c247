//! What the compiler and its friends say: warnings are errors.

use anyhow::Result;

use crate::{
    ground::{cargo, program, run, stage, wasm_target},
    test::EVERYTHING_NATIVE,
    wasm,
};

/// Crates that are also, or only, built for the browser.
const FOR_BROWSERS: [&str; 4] = ["--package", "frontend", "--package", "chadiao-rules"];

/// Format and clippy, natively and for wasm.
pub fn lint() -> Result<()> {
    stage("format", || run(cargo().args(["fmt", "--all", "--check"])))?;
    stage("clippy, native", || {
        run(cargo()
            .args(["clippy", "--locked", "--all-targets"])
            .args(EVERYTHING_NATIVE)
            .args(["--", "--deny", "warnings"]))
    })?;
    stage("clippy, wasm", || {
        wasm::ensure_std()?;
        run(program("cargo")
            .env("CARGO_TARGET_DIR", wasm_target())
            .args(["clippy", "--locked", "--target", wasm::TARGET, "--profile", wasm::profile(false)])
            .args(FOR_BROWSERS)
            .args(["--", "--deny", "warnings"]))
    })
}

/// The documentation of every crate builds without a broken link.
pub fn docs() -> Result<()> {
    stage("documentation", || {
        let mut command = cargo();
        command.env("RUSTDOCFLAGS", "-D warnings").args(["doc", "--locked", "--no-deps"]);
        run(command.args(EVERYTHING_NATIVE))
    })
}

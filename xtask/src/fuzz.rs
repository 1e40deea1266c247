//! The long search for bytes that a card's reader should not survive; what it finds joins the corpus that every test run replays.

use std::{fs, path::PathBuf};

use anyhow::{Context, Result, ensure};

use crate::ground::{output, program, root, run, stage, target};

/// What reads bytes that strangers send.
const TARGETS: [&str; 3] = ["message", "certificate", "list"];

/// Executions of each target when none are asked for.
const USUAL: u64 = 1_000_000;

/// Larger inputs are refused unread, so longer ones would only slow the search.
const LONGEST: &str = "-max_len=6000";

/// Coverage as the fuzzer reads it; the compiler's own passes, so no other toolchain is needed.
const INSTRUMENTS: &str = "--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1";

/// Runs `fuzz [executions]`, or `fuzz seed` to make the seeds anew.
pub fn fuzz(rest: &[String]) -> Result<()> {
    let executions = match rest.first().map(String::as_str) {
        Some("seed") => return seed(),
        None => USUAL,
        Some(count) => count.parse().with_context(|| format!("`{count}` is no number of executions"))?,
    };
    stage("instruments", build)?;
    for name in TARGETS {
        stage(name, || search(name, executions))?;
    }
    Ok(())
}

fn manifest() -> PathBuf {
    root().join("tests/fuzz/Cargo.toml")
}

fn home() -> PathBuf {
    target().join("fuzz")
}

fn build() -> Result<()> {
    let mut cargo = program("cargo");
    cargo.env("CARGO_TARGET_DIR", home()).env("RUSTFLAGS", INSTRUMENTS);
    // Naming the platform keeps the instruments out of build scripts.
    cargo
        .args(["build", "--locked", "--release", "--target", &platform()?, "--manifest-path"])
        .arg(manifest());
    run(cargo.args(TARGETS.iter().flat_map(|name| ["--bin", name])))
}

/// The machine's own platform.
fn platform() -> Result<String> {
    let said = output(program("rustc").arg("-vV")).context("`rustc -vV` says nothing")?;
    let host = said.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.context("`rustc -vV` names no host")?.to_owned())
}

/// Searches from the committed corpus on, and keeps what reaches something new.
fn search(name: &str, executions: u64) -> Result<()> {
    let binary = home().join(platform()?).join("release").join(name);
    let (found, kept) = (home().join("corpus").join(name), root().join("tests/fuzz/corpus").join(name));
    fs::create_dir_all(&found)?;
    let crash = home().join(format!("{name}-"));
    let result = run(program(&binary)
        .args([&format!("-runs={executions}"), LONGEST, "-print_final_stats=1", "-verbosity=0"])
        .arg(format!("-artifact_prefix={}", crash.display()))
        .args([&found, &kept]));
    ensure!(
        result.is_ok(),
        "bytes that break it lie at `{}*`: put them into `{}`",
        crash.display(),
        kept.display()
    );
    if std::env::var_os("UPDATE").is_some_and(|value| value == "1") {
        run(program(&binary).args(["-merge=1", "-verbosity=0", LONGEST]).args([&kept, &found]))?;
    }
    Ok(())
}

fn seed() -> Result<()> {
    let mut cargo = program("cargo");
    cargo.env("CARGO_TARGET_DIR", home()).args(["run", "--locked", "--release", "--bin", "seed"]);
    run(cargo.arg("--manifest-path").arg(manifest()))
}

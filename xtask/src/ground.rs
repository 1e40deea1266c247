//! Where things lie, and how another program is called from here.

use std::{
    env,
    ffi::OsStr,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Instant,
};

use anyhow::{Context, Result, ensure};

/// The workspace. Cargo says where it is at run time: several checkouts may share one target folder.
pub fn root() -> PathBuf {
    let here = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    Path::new(&here).parent().map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}

/// Where native builds land; `CARGO_TARGET_DIR` is honoured.
pub fn target() -> PathBuf {
    match env::var_os("CARGO_TARGET_DIR").filter(|folder| !folder.is_empty()) {
        Some(folder) => env::current_dir().unwrap_or_default().join(folder),
        None => root().join("target"),
    }
}

/// Where wasm builds land: apart, so that neither build waits for the other or invalidates it.
pub fn wasm_target() -> PathBuf {
    target().join("wasm")
}

/// The folder in a target folder and the arguments for cargo of a native profile.
pub fn native_profile(release: bool) -> (&'static str, &'static [&'static str]) {
    if release { ("release", &["--release"]) } else { ("debug", &[]) }
}

/// The `chadiao` program of a native build.
pub fn chadiao(release: bool) -> PathBuf {
    target().join(native_profile(release).0).join(format!("chadiao{}", env::consts::EXE_SUFFIX))
}

/// A program run from the workspace, without what the cargo around us has set for its own child.
pub fn program(name: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(name);
    command.current_dir(root()).stdin(Stdio::null());
    for (key, _) in env::vars_os() {
        let key = key.to_string_lossy();
        let set_by_cargo = key.starts_with("CARGO") && !KEPT.iter().any(|kept| key.starts_with(kept));
        if set_by_cargo || SET_FOR_US.contains(&key.as_ref()) {
            command.env_remove(key.as_ref());
        }
    }
    command
}

/// What a person or a machine set-up says to every cargo.
const KEPT: [&str; 9] = [
    "CARGO_HOME",
    "CARGO_BUILD_",
    "CARGO_HTTP_",
    "CARGO_INCREMENTAL",
    "CARGO_NET_",
    "CARGO_PROFILE_",
    "CARGO_REGISTR",
    "CARGO_TARGET_",
    "CARGO_TERM_",
];
const SET_FOR_US: [&str; 6] =
    ["RUSTC", "RUSTDOC", "RUSTUP_TOOLCHAIN", "RUST_RECURSION_COUNT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"];

/// A cargo that builds natively.
pub fn cargo() -> Command {
    let mut command = program("cargo");
    command.env("CARGO_TARGET_DIR", target());
    command
}

/// Runs a program to its end; anything but success is an error that names it.
pub fn run(command: &mut Command) -> Result<()> {
    let line = shown(command);
    eprintln!("xtask: {line}");
    let ended = command.status().with_context(|| format!("cannot start `{line}`"))?;
    ensure!(ended.success(), "`{line}` failed ({ended})");
    Ok(())
}

/// What a program writes, when it succeeds.
pub fn output(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The first of these programs that lies on the path.
pub fn find(names: &[&str]) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    names
        .iter()
        .find_map(|name| env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file()))
}

/// Runs one named stage and says how long it took.
pub fn stage<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    eprintln!("\n== {name}");
    let start = Instant::now();
    let done = work().with_context(|| format!("stage `{name}` failed"))?;
    eprintln!("== {name}: {:.1} s", start.elapsed().as_secs_f32());
    Ok(done)
}

/// The command as a person would type it.
fn shown(command: &Command) -> String {
    let parts = std::iter::once(command.get_program()).chain(command.get_args());
    parts.map(|part| part.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}

//! The command line as a shell sees it: what it prints, and how it ends.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a story reports by panicking"
)]

mod audit;
mod check;
mod records;
mod values;

use std::{
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use serde_json::Value;

/// How a command ended.
struct Ended {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Ended {
    /// Its lines, each of which is JSON.
    fn lines(&self) -> Vec<Value> {
        self.out
            .lines()
            .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")))
            .collect()
    }
}

/// The program; settings of whoever runs the tests are not its settings.
fn chadiao() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_chadiao"));
    for name in ["CHADIAO_DATABASE", "CHADIAO_KEYS", "CHADIAO_BIND", "CHADIAO_AMENDED_FROM"] {
        command.env_remove(name);
    }
    command
}

fn run(arguments: &[&str]) -> Ended {
    told(arguments, "")
}

/// Runs a command with a text on its standard input.
fn told(arguments: &[&str], input: impl AsRef<[u8]>) -> Ended {
    let mut child = chadiao()
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("chadiao starts");
    let (mut stdin, input) = (child.stdin.take().expect("a pipe"), input.as_ref().to_vec());
    // A command that reads nothing may be gone before all is written.
    let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().expect("chadiao ends");
    writer.join().expect("the writer ends");
    Ended {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).expect("UTF-8"),
        err: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace")
}

fn vectors(name: &str) -> Value {
    let path: PathBuf = root().join("tests/vectors").join(name);
    serde_json::from_slice(&std::fs::read(path).expect("the vectors")).expect("JSON")
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().unwrap_or_else(|| panic!("there is no list `{key}`"))
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_else(|| panic!("there is no text `{key}`"))
}

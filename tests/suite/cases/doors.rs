//! The same forms through the other doors: each answers one report per form, in order.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use serde_json::{Value, json};

use super::native::today;

/// Every report is, to the letter, what the rules say when asked directly.
pub fn compare(door: &str, answers: &[(&(String, String), String)]) {
    assert!(!answers.is_empty());
    for ((name, text), answer) in answers {
        let report: Value =
            serde_json::from_str(answer).unwrap_or_else(|error| panic!("{door}, {name}: {error}: {answer}"));
        assert_eq!(report, json!(shared::door::review(text, today())), "{door}: {name}");
    }
}

/// One Node process, one form a line.
pub fn module(forms: &[(String, String)]) -> Vec<(&(String, String), String)> {
    paired(forms, &node("one", forms))
}

/// The same through `reviewMany`.
pub fn module_many(forms: &[(String, String)]) -> Vec<(&(String, String), String)> {
    paired(forms, &node("many", forms))
}

fn node(how: &str, forms: &[(String, String)]) -> String {
    let module = root().join("target/module/node.js");
    assert!(module.exists(), "`cargo xtask module` first");
    let script = root().join("tests/module/tools/door.mjs");
    let mut child = Command::new("node")
        .args([&script, &module])
        .args([how, &today().to_string()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("node runs");
    let mut input = child.stdin.take().expect("a pipe");
    let lines: String = forms.iter().map(|(_, text)| format!("{text}\n")).collect();
    let writer = std::thread::spawn(move || input.write_all(lines.as_bytes()));
    let output = child.wait_with_output().expect("node ends");
    writer.join().unwrap().expect("node reads");
    assert!(output.status.success());
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// `chadiao check FILE`: exit code 1, because some form is refused.
pub fn command_line(forms: &[(String, String)]) -> Vec<(&(String, String), String)> {
    let folder = acceptance::scratch::folder();
    let file = folder.path().join("forms.ndjson");
    fs::write(&file, forms.iter().map(|(_, text)| format!("{text}\n")).collect::<String>()).unwrap();
    let output = Command::new(chadiao()).arg("check").arg(&file).output().expect("chadiao runs");
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    paired(forms, &String::from_utf8(output.stdout).expect("UTF-8"))
}

/// The binary, built beside this test by `cargo xtask test`, or now.
fn chadiao() -> PathBuf {
    let built = Command::new(env!("CARGO"))
        .args([
            "build",
            "--quiet",
            "--locked",
            "--package",
            "backend",
            "--bin",
            "chadiao",
            "--message-format=json",
        ])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    let stdout = String::from_utf8_lossy(&built.stdout);
    let program = stdout
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .find_map(|message| message["executable"].as_str().map(PathBuf::from));
    program.expect("cargo names the binary")
}

fn paired<'a>(forms: &'a [(String, String)], answers: &str) -> Vec<(&'a (String, String), String)> {
    let answers: Vec<_> = answers.lines().map(str::to_owned).collect();
    assert_eq!(answers.len(), forms.len(), "one report for each form");
    forms.iter().zip(answers).collect()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace")
}

//! The same forms through the other doors: each answers one report per form, in order.

use std::{
    fs,
    io::Write as _,
    path::Path,
    process::{Command, Stdio},
};

use acceptance::{App, Options};
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
    let output = Command::new(env!("CARGO_BIN_EXE_command-line"))
        .arg("check")
        .arg(&file)
        .output()
        .expect("chadiao runs");
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    paired(forms, &String::from_utf8(output.stdout).expect("UTF-8"))
}

/// `POST /review`, with a server whose clock stands on the day.
pub async fn http(forms: &[(String, String)]) -> Vec<(&(String, String), String)> {
    let start = today().and_hms_opt(2, 0, 0).expect("a morning").and_utc();
    let app = App::sqlite_with(Options { start, ..Options::default() }).await;
    let anybody = app.stranger();
    let mut answers = Vec::with_capacity(forms.len());
    for form in forms {
        let answer = anybody.post("/review").bytes("application/json", form.1.clone()).send().await;
        assert_eq!(answer.status.as_u16(), 200, "{}: {}", form.0, answer.text());
        answers.push((form, answer.text()));
    }
    answers
}

fn paired<'a>(forms: &'a [(String, String)], answers: &str) -> Vec<(&'a (String, String), String)> {
    let answers: Vec<_> = answers.lines().map(str::to_owned).collect();
    assert_eq!(answers.len(), forms.len(), "one report for each form");
    forms.iter().zip(answers).collect()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace")
}

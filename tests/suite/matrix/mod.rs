//! The authorisation matrix: every operation of the document, asked by everybody there is, answers as `matrix.toml` decided.
//! Whoever adds an operation decides its row.

mod ask;
mod world;

use std::{collections::BTreeMap, fs, path::Path};

use acceptance::{Answer, App, on_both};
use reqwest::Method;
use serde_json::Value;

use world::World;

on_both!(everybody_may_do_what_was_decided_and_nothing_else,);

/// The columns, in the order of the table's words.
pub const ROLES: [&str; 11] = [
    "stranger",
    "staff",
    "elsewhere",
    "supervisor",
    "supervisor_elsewhere",
    "deputy",
    "manager",
    "token_read",
    "token_draft",
    "manager_token",
    "inspector",
];

/// An operation as the document has it.
pub struct Operation {
    pub id: String,
    pub method: Method,
    /// Below `/api/v1`, with `{…}` for its parts.
    pub path: String,
}

fn file(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn operations() -> Vec<Operation> {
    let document: Value = serde_json::from_str(&file("../backend/openapi.json")).expect("the document reads");
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("operations") {
            let id = operation["operationId"].as_str().expect("every operation has an id");
            found.push(Operation {
                id: id.to_owned(),
                method: method.to_uppercase().parse().expect("a method"),
                path: path.strip_prefix("/api/v1").expect("the API's own path").to_owned(),
            });
        }
    }
    found
}

/// What was decided: for each operation a word for each role.
fn decided() -> BTreeMap<String, Vec<String>> {
    let rows: BTreeMap<String, String> = toml::from_str(&file("matrix.toml")).expect("matrix.toml reads");
    let words = |row: String| row.split_whitespace().map(str::to_owned).collect();
    rows.into_iter().map(|(operation, row)| (operation, words(row))).collect()
}

/// The word for an answer.
fn class(operation: &str, answer: &Answer) -> String {
    // Decisions are answered one by one, inside a success.
    let inner = (operation == "decide_inquiries" && answer.status.is_success())
        .then(|| answer.value()[0]["problem"].clone())
        .filter(|problem| !problem.is_null());
    let (status, kind) = match &inner {
        Some(problem) => (problem["status"].as_u64().unwrap_or_default(), problem["type"].clone()),
        None if answer.status.is_success() => return "ok".into(),
        None => (u64::from(answer.status.as_u16()), answer.value()["type"].clone()),
    };
    match (status, kind.as_str().unwrap_or_default()) {
        (401, _) => "out".into(),
        (403, "/problems/forbidden") => "refused".into(),
        (403, "/problems/token-scope") => "closed".into(),
        (403, "/problems/inspector") => "barred".into(),
        (403, "/problems/card-refused") => "card".into(),
        (404, "/problems/not-found") => "hidden".into(),
        (422, "/problems/refused") => "judged".into(),
        (status, kind) => format!("{status}{kind}"),
    }
}

async fn everybody_may_do_what_was_decided_and_nothing_else(app: App) {
    let mut decided = decided();
    let mut wrong = String::new();
    let world = World::new(app).await;
    for operation in operations() {
        let mut found = Vec::new();
        for role in ROLES {
            found.push(class(&operation.id, &world.ask(&operation, role).await));
        }
        let found_row = format!("{} = \"{}\"", operation.id, found.join(" "));
        match decided.remove(&operation.id) {
            None => {
                wrong += &format!(
                    "\n{} {} has no row in tests/matrix.toml. Decide who may do it, and tell tests/suite/matrix/ask.rs how it \
                     is asked if it needs a record or a body. As things are:\n  {found_row}\n",
                    operation.method, operation.path
                );
            }
            Some(row) if row.len() != ROLES.len() => {
                wrong += &format!("\n{}: a row has a word for each of {ROLES:?}\n", operation.id);
            }
            Some(row) => {
                for ((role, decided), found) in ROLES.iter().zip(row).zip(found) {
                    if decided != found {
                        wrong +=
                            &format!("\n{}: {role} should be `{decided}` and is `{found}`\n", operation.id);
                    }
                }
            }
        }
    }
    for operation in decided.keys() {
        wrong += &format!(
            "\n{operation} has a row in tests/matrix.toml, but the document has no such operation\n"
        );
    }
    assert!(wrong.is_empty(), "{wrong}");
}

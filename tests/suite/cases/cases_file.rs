//! How a case is written: a base that is accepted, and the few places where the case differs.

use std::{fs, path::Path};

use serde::Deserialize;
use serde_json::{Value, json};

/// What is judged.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A form; goes through every door.
    #[default]
    Review,
    /// A unit of the tree.
    Agency,
    /// A row of the inventory.
    Item,
    /// An account.
    Account,
    /// An application for permissions.
    Application,
    /// A job change announced ahead.
    JobChange,
    /// A look at full identities.
    Reveal,
    /// The opening of a change of manager.
    OpenChange,
    /// An action on a record.
    Step,
    /// Something of the supervisor's oversight or of liability; `record` says what.
    Oversight,
    /// A token to be made.
    Token,
    /// The day of an edition: `record` is `day` or `step`.
    Edition,
    /// Something of a yearly review; `record` says what.
    Yearly,
    /// What is held or disposed of; `record` says what.
    Keeping,
    /// Something made for inspectors, or the certificate; `record` says what.
    Inspection,
}

/// A case as written.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// The file it stands in.
    #[serde(skip)]
    pub file: String,
    #[serde(skip)]
    pub base: Value,
    /// A sentence.
    pub name: String,
    #[serde(default)]
    pub kind: Kind,
    /// Violations, each `CODE path`.
    #[serde(default)]
    pub expect: Vec<String>,
    /// Checks left to the server, each `fact path`.
    #[serde(default)]
    pub deferred: Vec<String>,
    /// Codes of which this is the nearest neighbour.
    #[serde(default, deserialize_with = "one_or_many")]
    pub spares: Vec<String>,
    /// A step where approvals are signed.
    #[serde(default)]
    pub must_sign: bool,
    /// Places that differ from the base.
    #[serde(default)]
    set: serde_json::Map<String, Value>,
    /// Places that are absent.
    #[serde(default)]
    unset: Vec<String>,
    /// The form as raw text instead.
    text: Option<String>,
    /// The edition, for kinds that are no form.
    #[serde(default)]
    pub edition: shared::EditionId,
    /// Why full identities are looked at.
    #[serde(default)]
    pub reason: String,
    /// Live tokens their maker has.
    #[serde(default)]
    pub live: usize,
    /// What the registers hold beside an item.
    #[serde(default)]
    pub beside: shared::inventory::Beside,
    /// Steps: on what, in which state, by whom, when, doing what.
    #[serde(default)]
    pub record: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    actor: String,
    #[serde(default = "monday_morning")]
    pub now: chrono::DateTime<chrono::Utc>,
    #[serde(default)]
    action: serde_json::Map<String, Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    case: Vec<Case>,
}

/// Every case of every file.
pub fn all() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    let read =
        |path: &Path| fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let base: Value = toml::from_str(&read(&folder.join("base.toml"))).expect("base.toml reads");
    let mut files: Vec<_> =
        fs::read_dir(&folder).expect("cases").map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut cases = Vec::new();
    for path in files.iter().filter(|path| !path.ends_with("base.toml")) {
        let file: File =
            toml::from_str(&read(path)).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        cases.extend(file.case.into_iter().map(|case| Case {
            file: name.clone(),
            base: base.clone(),
            ..case
        }));
    }
    cases
}

impl Case {
    /// The form as JSON text.
    pub fn text(&self) -> String {
        self.text.clone().unwrap_or_else(|| self.changed(self.base["request"].clone()).to_string())
    }

    /// The draft of another kind.
    pub fn draft(&self, kind: &str) -> Value {
        self.changed(self.base[kind].clone())
    }

    /// Somebody of the base.
    pub fn person(&self) -> Value {
        self.base["people"][&self.actor].clone()
    }

    /// Who opens a change of manager, with which form, on which facts.
    pub fn opening(&self) -> (Value, Value, Value) {
        let world = self.changed(json!({
            "actor": self.base["people"][&self.actor],
            "draft": self.base["change_draft"],
            "facts": self.base["change_facts"],
        }));
        (world["actor"].clone(), world["draft"].clone(), world["facts"].clone())
    }

    /// An account's or an agency's form after the change.
    pub fn after(&self, before: &Value) -> Value {
        let mut after = before.clone();
        for (path, value) in self.action.clone() {
            put(&mut after, &path, value);
        }
        after
    }

    /// Who acts, on what, doing what, on which facts.
    pub fn step(&self) -> (Value, Value, Value, Value) {
        let kept = match &*self.record {
            name @ ("application" | "job_change") => format!("{name}_record"),
            name => name.to_owned(),
        };
        let mut record = self.base[&kept].clone();
        match &*self.record {
            "inquiry" => record["status"] = self.base["states"][&self.state].clone(),
            "printout" => record["fate"] = self.base["fates"][&self.state].clone(),
            "notice" => record["state"] = self.base["notice_states"][&self.state].clone(),
            "application" => {
                record["status"] = self.base["application_states"][&self.state].clone();
                record["form"] = self.base["application"]["draft"].clone();
            }
            "job_change" => record["status"] = self.base["job_change_states"][&self.state].clone(),
            "manager_change" => {
                const STATES: [&str; 6] = ["preparing", "ready", "switched", "listed", "done", "closed"];
                let last = STATES.iter().position(|state| *state == self.state).expect("a state");
                for state in &STATES[..=last] {
                    for (field, value) in self.base["changes"][state].as_object().expect("fields") {
                        record[field] = value.clone();
                    }
                }
            }
            _ => {}
        }
        let facts = match &*self.record {
            "application" => self.base["application"]["facts"].clone(),
            _ => self.base["change_facts"].clone(),
        };
        let world = json!({ "actor": self.base["people"][&self.actor], "record": record, "facts": facts });
        let world = self.changed(world);
        let mut action = self.action.clone();
        let base = action.remove("base").and_then(|base| base.as_str().map(str::to_owned));
        let mut done = base.map_or_else(|| json!({}), |base| self.base["actions"][&base].clone());
        if let Some(form) = action.remove("form") {
            done["draft"] = self.base["application"]["draft"].clone();
            done["draft"]["basis"] = form;
        }
        for (path, value) in action {
            put(&mut done, &path, value);
        }
        (world["actor"].clone(), world["record"].clone(), done, world["facts"].clone())
    }

    /// Who acts.
    pub fn acting(&self) -> Value {
        self.base["people"][&self.actor].clone()
    }

    fn changed(&self, mut value: Value) -> Value {
        for (path, new) in &self.set {
            put(&mut value, path, spelled_out(new));
        }
        for path in &self.unset {
            let (above, last) = path.rsplit_once('.').unwrap_or(("", path));
            let above = if above.is_empty() { &mut value } else { at(&mut value, above) };
            assert!(above.as_object_mut().unwrap().remove(last).is_some(), "nothing at `{path}`");
        }
        value
    }
}

fn put(value: &mut Value, path: &str, new: Value) {
    *at(value, path) = new;
}

/// `draft.subjects[0].name`
fn at<'a>(value: &'a mut Value, path: &str) -> &'a mut Value {
    path.split('.').fold(value, |value, part| match part.split_once('[') {
        None => &mut value[part],
        Some((name, row)) => &mut value[name][row.trim_end_matches(']').parse::<usize>().expect("a row")],
    })
}

/// `{ repeat = "字", times = 501 }` and `{ people = 201 }` stand for what would be tedious to write.
fn spelled_out(value: &Value) -> Value {
    if let (Some(text), Some(times)) = (value["repeat"].as_str(), value["times"].as_u64()) {
        return text.repeat(times as usize).into();
    }
    if let Some(people) = value["people"].as_u64() {
        return (0..people)
            .map(|n| json!({ "name": format!("受測{n}"), "identity": national_id(n) }))
            .collect();
    }
    value.clone()
}

/// A valid number for each `n`, synthetic: the first letter is A, whose digits are 1 and 0.
fn national_id(n: u64) -> String {
    let digits: Vec<u64> = format!("1{n:07}").bytes().map(|byte| u64::from(byte - b'0')).collect();
    let sum = 1 + digits.iter().zip((1..=8).rev()).map(|(digit, weight)| digit * weight).sum::<u64>();
    format!("A1{n:07}{}", (10 - sum % 10) % 10)
}

fn monday_morning() -> chrono::DateTime<chrono::Utc> {
    "2026-11-23T02:00:00Z".parse().expect("an instant")
}

fn one_or_many<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum OneOrMany {
        One(String),
        Many(Vec<String>),
    }
    Ok(match OneOrMany::deserialize(from)? {
        OneOrMany::One(one) => vec![one],
        OneOrMany::Many(many) => many,
    })
}

//! Rules as data: every case of `tests/cases` has the verdict it says, and the same report through every door.

mod cases_file;
mod doors;
mod edition;
mod inspection;
mod keeping;
mod native;
mod oversight;
mod yearly;

use std::collections::{BTreeMap, BTreeSet};

use cases_file::Kind;
use native::Outcome;

#[test]
fn every_case_has_the_verdict_it_says() {
    let mut wrong = String::new();
    for case in cases_file::all() {
        let Outcome { report, is_accepted } = native::judge(&case);
        let found: Vec<_> = report.violations.iter().map(|v| line(&v.code, &v.path)).collect();
        let deferred: Vec<_> = report.deferred.iter().map(|d| line(&d.fact, &d.path)).collect();
        if found != case.expect || deferred != case.deferred || is_accepted != report.is_accepted() {
            wrong += &format!(
                "\n{}: {}\n  found    {found:?}\n  expected {:?}\n  deferred {deferred:?}\n  expected {:?}\n",
                case.file, case.name, case.expect, case.deferred
            );
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn every_code_has_a_case_that_raises_it_and_a_neighbour_that_does_not() {
    let codes: BTreeSet<_> = shared::catalogue().iter().map(|rule| rule.code.to_owned()).collect();
    let (mut raised, mut spared) = (BTreeSet::new(), BTreeSet::new());
    let mut names = BTreeMap::new();
    for case in cases_file::all() {
        let here: BTreeSet<_> = case.expect.iter().map(|line| code(line).to_owned()).collect();
        for code in &case.spares {
            assert!(!here.contains(code), "`{}` spares what it expects", case.name);
            assert!(codes.contains(code), "`{}` spares `{code}`, which no rule has", case.name);
        }
        let before = names.insert(case.name.clone(), case.file.clone());
        assert_eq!(before, None, "two cases are called `{}`", case.name);
        raised.extend(here);
        spared.extend(case.spares);
    }
    let beside = tried_beside();
    raised.extend(beside.iter().cloned());
    spared.extend(beside);
    assert_eq!(raised, codes, "codes raised by the cases (left), codes of the catalogue (right)");
    assert_eq!(spared, codes, "codes with a neighbour (left), codes of the catalogue (right)");
}

/// Files of rules whose facts are more than a form or a state: each code is named again by a test beside its check, with the
/// nearest neighbour that passes.
const BESIDE: [&str; 5] = [
    "point_05/reconciliation.rs",
    "point_08/tests/mod.rs",
    "point_08/tests/finding.rs",
    "point_08/inspection/tests.rs",
    "point_11.rs",
];

/// Codes that those tests name.
fn tried_beside() -> BTreeSet<String> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/src/regulation");
    let mut found = BTreeSet::new();
    for file in BESIDE {
        let text = std::fs::read_to_string(folder.join(file)).expect("the rules are there");
        let tests = text.split_once("mod tests {").map_or(text.as_str(), |(_, tests)| tests);
        let quoted = tests.split('"').skip(1).step_by(2);
        let own = ["P05-6-RECONCILE-", "P08-", "P11-"];
        found.extend(quoted.filter(|text| own.iter().any(|own| text.starts_with(own))).map(str::to_owned));
    }
    found
}

#[test]
fn the_module_gives_the_same_reports() {
    doors::compare("module", &doors::module(&reviews()));
}

#[test]
fn the_module_gives_the_same_reports_for_many_at_once() {
    doors::compare("module, many at once", &doors::module_many(&reviews()));
}

#[test]
fn the_command_line_gives_the_same_reports() {
    doors::compare("chadiao check", &doors::command_line(&reviews()));
}

#[tokio::test(flavor = "multi_thread")]
async fn http_gives_the_same_reports() {
    doors::compare("HTTP", &doors::http(&reviews()).await);
}

#[test]
#[should_panic(expected = "planted: ")]
fn a_door_that_drops_a_breach_is_seen() {
    let forms = reviews();
    let answers = forms.iter().map(|form| {
        let mut report = shared::door::review(&form.1, native::today());
        report.violations.pop();
        (form, serde_json::json!(report).to_string())
    });
    doors::compare("planted", &answers.collect::<Vec<_>>());
}

/// The cases that are forms: these go through every door.
fn reviews() -> Vec<(String, String)> {
    cases_file::all()
        .into_iter()
        .filter(|case| case.kind == Kind::Review)
        .map(|case| (case.name.clone(), case.text()))
        .collect()
}

fn line(what: &str, place: &str) -> String {
    format!("{what} {place}").trim_end().to_owned()
}

fn code(line: &str) -> &str {
    line.split(' ').next().unwrap_or_default()
}

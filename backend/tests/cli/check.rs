//! `check`: forms in, one report a line out, and the exit code a script goes by.

use serde_json::{Value, json};

use crate::{Ended, run, told};

/// A form that no rule refuses where only the server's facts are missing.
fn form() -> Value {
    json!({
        "item": "01990000-0000-7000-8000-000000000001",
        "data_items": ["self-paid"],
        "reason": "依身心障礙者權益保障法第73條,核定本月保險費補助須知其自付保險費金額。",
        "case_number": "府社障字第1150012345號",
        "period_from": "115/10",
        "period_to": "115/10",
        "subjects": [{ "name": "王小明", "identity": "A123456789" }],
    })
}

fn check(input: impl AsRef<[u8]>) -> Ended {
    told(&["check", "--on", "2026-11-23", "-"], input)
}

fn codes(report: &Value) -> Vec<&str> {
    report["violations"].as_array().unwrap().iter().map(|found| found["code"].as_str().unwrap()).collect()
}

#[test]
fn a_good_form_is_accepted_and_what_only_the_server_knows_is_deferred() {
    let ended = check(form().to_string());
    assert_eq!(ended.code, Some(0), "{}", ended.out);
    let reports = ended.lines();
    assert_eq!(reports.len(), 1);
    assert!(codes(&reports[0]).is_empty(), "{}", reports[0]);
    assert!(!reports[0]["deferred"].as_array().unwrap().is_empty());
}

#[test]
fn a_form_may_be_spread_over_lines_and_be_a_request() {
    let request = json!({ "on": "2026-11-23", "edition": "amended", "draft": form() });
    let ended = check(serde_json::to_string_pretty(&request).unwrap());
    assert_eq!((ended.code, ended.lines().len()), (Some(0), 1));
}

#[test]
fn one_bad_form_of_many_makes_the_exit_code_1() {
    let mut bad = form();
    bad["reason"] = "".into();
    let ended = check(format!("{}\n{bad}\n\n{}\n", form(), form()));
    assert_eq!(ended.code, Some(1));
    let reports = ended.lines();
    assert_eq!(reports.len(), 3);
    assert!(codes(&reports[0]).is_empty() && codes(&reports[2]).is_empty());
    assert_eq!(codes(&reports[1]), ["P05-1-REASON-MISSING"]);
}

#[test]
fn a_byte_order_mark_is_no_part_of_a_form() {
    let pretty = serde_json::to_string_pretty(&form()).unwrap();
    for text in [format!("\u{feff}{}", form()), format!("\u{feff}{pretty}")] {
        let ended = check(text);
        assert_eq!((ended.code, ended.lines().len()), (Some(0), 1), "{}", ended.out);
    }
    let ended = check(format!("\u{feff}{}\r\n{}\r\n", form(), form()));
    assert_eq!((ended.code, ended.lines().len()), (Some(0), 2), "{}", ended.out);
}

#[test]
fn each_unreadable_line_has_its_own_report() {
    for lines in
        ["nothing\nto\nread\n", "{\"reason\":\n{\"reason\":\n{\"item\":\n", "{\"a\":1}\n{oops}\n[]\n"]
    {
        let ended = check(lines);
        assert_eq!(ended.code, Some(1));
        let reports = ended.lines();
        assert_eq!(reports.len(), 3, "{lines}");
        assert!(reports.iter().all(|report| codes(report) == ["P05-1-UNREADABLE"]), "{}", ended.out);
    }
}

#[test]
fn a_broken_document_over_many_lines_is_one_form() {
    let pretty = serde_json::to_string_pretty(&form()).unwrap();
    let cut: String = pretty.chars().take(pretty.chars().count() - 20).collect();
    let reports = check(cut).lines();
    assert_eq!(reports.len(), 1);
    assert_eq!(codes(&reports[0]), ["P05-1-UNREADABLE"]);
}

#[test]
fn a_file_named_as_lines_is_read_as_lines() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("forms.ndjson");
    std::fs::write(&file, "{\n  \"item\"\n}\n").unwrap();
    let ended = run(&["check", file.to_str().unwrap()]);
    assert_eq!((ended.code, ended.lines().len()), (Some(1), 3));
}

#[test]
fn an_unreadable_line_is_never_repeated() {
    let ended = check("{\"identity\": A123456789\nA123456789\n");
    assert!(!ended.out.contains("A123456789") && !ended.err.contains("A123456789"));
}

#[test]
fn people_are_told_what_where_and_by_which_point() {
    let ended = told(&["check", "--explain", "-"], "{}");
    assert_eq!(ended.code, Some(1));
    for part in ["不符規定", "reason", "P05-1-REASON-MISSING"] {
        assert!(ended.out.contains(part), "{part}: {}", ended.out);
    }
}

#[test]
fn the_edition_may_be_chosen_where_a_form_is_silent() {
    for edition in ["original", "amended"] {
        let ended = told(&["check", "--edition", edition, "--on", "2026-11-23", "-"], form().to_string());
        assert_eq!(ended.code, Some(0), "{}", ended.out);
    }
    assert_eq!(told(&["check", "--edition", "next", "-"], "{}").code, Some(2));
}

#[test]
fn a_file_that_is_not_there_is_no_command() {
    let ended = run(&["check", "/nowhere/form.json"]);
    assert_eq!((ended.code, ended.out.as_str()), (Some(2), ""));
    assert!(ended.err.contains("/nowhere/form.json"));
}

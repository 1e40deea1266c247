//! `field`, `period`, `sample`, `explain`, `catalogue`: values judged and dates worked out.

use std::process::Stdio;

use serde_json::{Value, json};

use crate::{chadiao, list, run, text, told, vectors};

/// Every case of a list goes through one call with arguments and one with standard input; both say the same.
fn judged(kind: &str, values: &[&str]) -> Vec<Value> {
    let given = run(&[&["field", kind], values].concat());
    assert_eq!(given.code, Some(0), "{}", given.err);
    let lines: String = values.iter().map(|value| format!("{value}\n")).collect();
    let piped = told(&["field", kind, "-"], lines);
    assert_eq!(given.out, piped.out);
    let lines = given.lines();
    assert_eq!(lines.len(), values.len());
    for (line, value) in lines.iter().zip(values) {
        let keys: Vec<_> = line.as_object().unwrap().keys().collect();
        assert_eq!(keys.len(), 5, "{keys:?}");
        assert_eq!(line["kind"], kind);
        assert_eq!(line["value"], *value);
        let is_valid = line["valid"].as_bool().unwrap();
        assert_eq!(line["canonical"].is_string(), is_valid);
        assert_eq!(line["code"].is_string(), !is_valid);
    }
    lines
}

fn all_are(kind: &str, values: &[&str], valid: bool) {
    for line in judged(kind, values) {
        assert_eq!(line["valid"], valid, "{line}");
    }
}

fn column<'a>(cases: &'a [Value], key: &str) -> Vec<&'a str> {
    cases.iter().map(|case| text(case, key)).collect()
}

#[test]
fn numbers_of_people_are_judged_as_published() {
    for (kind, name) in [
        ("national_id", "national_id.json"),
        ("ui_number", "ui_number_new.json"),
        ("ui_number", "ui_number_old.json"),
    ] {
        let vectors = vectors(name);
        let valid = column(list(&vectors, "valid"), "value");
        all_are(kind, &valid, true);
        all_are("identity", &valid, true);
        all_are(kind, &column(list(&vectors, "invalid"), "value"), false);
    }
}

#[test]
fn a_passing_checksum_is_no_proof() {
    for pair in list(&vectors("checksum_limits.json"), "undetected_pairs") {
        all_are("national_id", &[pair[0].as_str().unwrap(), pair[1].as_str().unwrap()], true);
    }
}

#[test]
fn numbers_of_agencies_cards_and_businesses_are_judged_as_published() {
    for (kind, name) in [
        ("agency_code", "agency_code.json"),
        ("agency_oid", "agency_oid.json"),
        ("card_number", "citizen_certificate_card_no.json"),
        ("insurance_number", "labor_insurance_unit_no.json"),
    ] {
        for case in list(&vectors(name), "vectors") {
            all_are(kind, &[text(case, "value")], case["valid"].as_bool().unwrap());
        }
    }
    for case in list(&vectors("business_number_ban.json"), "vectors") {
        let value = text(case, "value");
        let valid = case["new_rule_mod5"].as_bool().unwrap() && value != "00000000";
        all_are("business_number", &[value], valid);
    }
}

#[test]
fn the_canonical_form_of_a_date_is_iso() {
    let vectors = vectors("roc_dates.json");
    for case in list(&vectors, "valid") {
        let spellings = ["iso", "roc_text", "roc_formal", "roc_compact7", "roc_slash"];
        let values: Vec<_> = spellings.iter().map(|spelling| text(case, spelling)).collect();
        for line in judged("roc_date", &values) {
            assert_eq!(line["canonical"], case["iso"], "{line}");
        }
    }
    all_are("roc_date", &column(list(&vectors, "invalid"), "value"), false);
}

#[test]
fn dates_at_the_edges_of_the_calendar() {
    for (value, iso) in [
        ("民國1年1月1日", "1912-01-01"),
        ("113/02/29", "2024-02-29"),
        ("1130229", "2024-02-29"),
        ("民國89年2月29日", "2000-02-29"),
        ("115/1/1", "2026-01-01"),
        ("2026-12-31", "2026-12-31"),
    ] {
        assert_eq!(judged("roc_date", &[value])[0]["canonical"], iso, "{value}");
    }
    let wrong = [
        "114/02/29",
        "2026-02-29",
        "2100-02-29",
        "民國0年1月1日",
        "0000101",
        "1911-12-31",
        "115/00/10",
        "115/13/01",
        "１１５/11/23",
        " 115/11/23",
        "115/11/23 ",
        "-115/11/23",
        "",
    ];
    all_are("roc_date", &wrong, false);
}

#[test]
fn what_is_typed_in_full_width_or_small_letters_is_not_the_stored_spelling() {
    all_are("national_id", &["Ａ123456789", "A12345678９", "a123456789", "A123456789 ", "A12345678"], false);
    all_are("business_number", &["０4595257", "0459525", "04595257-"], false);
}

#[test]
fn an_empty_line_is_a_value_too() {
    let ended = told(&["field", "national_id", "-"], "A123456789\r\n\nN123456780\n");
    let valid: Vec<_> = ended.lines().iter().map(|line| line["valid"].as_bool().unwrap()).collect();
    assert_eq!(valid, [true, false, true]);
}

#[test]
fn an_unknown_kind_is_no_command() {
    let ended = run(&["field", "shoe_size", "42"]);
    assert_eq!((ended.code, ended.out.as_str()), (Some(2), ""));
    assert!(ended.err.contains("shoe_size"));
}

/// A line has exactly the published fields, and its working.
fn has_fields(line: &Value, case: &Value) {
    let mut fields = line.as_object().unwrap().clone();
    let working = fields.remove("working").expect("the working");
    assert!(working.as_array().unwrap().len() > 1);
    assert_eq!(Value::Object(fields), *case);
}

#[test]
fn periods_have_the_published_fields_and_their_working() {
    for (kind, name, from) in [
        ("notice", "notify_7_days.json", "event"),
        ("printout", "printout_destruction.json", "query_date"),
        ("retention", "retention_5_years.json", "completed_on"),
    ] {
        let vectors = vectors(name);
        let cases = list(&vectors, "cases");
        let ended = run(&[&["period", kind][..], &column(cases, from)].concat());
        assert_eq!(ended.code, Some(0), "{}", ended.err);
        assert_eq!(ended.lines().len(), cases.len());
        for (line, case) in ended.lines().iter().zip(cases) {
            has_fields(line, case);
        }
        assert_eq!(told(&["period", kind, "-"], column(cases, from).join("\n")).out, ended.out);
    }
}

#[test]
fn periods_take_every_spelling_of_a_day() {
    let spellings = ["2026-11-23", "115/11/23", "1151123", "民國115年11月23日", "中華民國115年11月23日"];
    let lines = run(&[&["period", "printout"][..], &spellings].concat()).lines();
    assert!(lines.iter().all(|line| *line == lines[0]), "{lines:?}");
}

#[test]
fn a_query_on_a_leap_day_ends_on_the_last_of_february() {
    let line = &run(&["period", "printout", "113/02/29"]).lines()[0];
    assert_eq!(line["year_starts"], "2024-03-01");
    assert_eq!(line["year_ends"], "2025-02-28");
    assert_eq!((&line["destroy_from"], &line["destroy_by"]), (&json!("2025-03-01"), &json!("2025-03-31")));
    let line = &run(&["period", "retention", "2024-02-28"]).lines()[0];
    assert_eq!(line["keep_through"], "2029-02-28");
}

#[test]
fn a_year_without_a_calendar_is_an_error_that_names_the_year() {
    let ended = run(&["period", "printout", "2026-11-23", "2027-06-01"]);
    assert_eq!(ended.code, Some(1));
    let lines = ended.lines();
    assert_eq!(lines[0]["destroy_by"], "2027-12-23");
    assert_eq!(lines[1]["error"]["year"], 2028);
    assert!(text(&lines[1]["error"]["message"], "en").contains("2028"));
    assert!(text(&lines[1]["error"]["message"], "zh_tw").contains("117"));
}

#[test]
fn one_bad_day_costs_the_others_nothing() {
    let ended = told(&["period", "notice", "-"], "115/11/23\n115/02/30\n115/11/21\n");
    assert_eq!(ended.code, Some(1));
    let lines = ended.lines();
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[1]["error"]["code"], "FIELD-ROC-DATE-DAY");
    assert_eq!(lines[2]["adjusted_last_day"], "2026-11-30");
}

#[test]
fn samples_are_as_large_as_published() {
    let vectors = vectors("sample_size.json");
    let cases = list(&vectors, "cases");
    let numbers: Vec<_> = cases.iter().map(|case| case["n"].to_string()).collect();
    let numbers: Vec<_> = numbers.iter().map(String::as_str).collect();
    assert_eq!(run(&[&["sample"][..], &numbers].concat()).lines(), cases);
    assert_eq!(told(&["sample", "-"], numbers.join("\r\n")).lines(), cases);
}

#[test]
fn a_number_that_is_none_stops_all_before_the_first_is_printed() {
    for ended in [run(&["sample", "31", "abc"]), told(&["sample", "-"], "31\nabc\n"), run(&["sample", "3.5"])]
    {
        assert_eq!((ended.code, ended.out.as_str()), (Some(2), ""), "{}", ended.err);
        assert!(ended.err.contains("is no number of cases"));
    }
}

#[test]
fn a_code_explains_itself() {
    let ended = run(&["explain", "P05-1-REASON-MISSING"]);
    assert_eq!(ended.code, Some(0));
    assert_eq!(ended.lines()[0]["code"], "P05-1-REASON-MISSING");
    assert_eq!(run(&["explain", "P99-NOTHING"]).code, Some(1));
}

#[test]
fn a_reader_that_leaves_early_ends_a_command_quietly() {
    let form = std::iter::repeat_n("{}\n", 20_000).collect::<String>();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("forms.ndjson");
    std::fs::write(&file, form).unwrap();
    let file = file.to_str().unwrap();
    for arguments in [
        &["catalogue"][..],
        &["catalogue", "--markdown"],
        &["openapi"],
        &["check", file],
        &["check", "--explain", file],
    ] {
        let mut child =
            chadiao().args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let ended = child.wait_with_output().unwrap();
        assert_eq!(ended.status.code(), Some(141), "{arguments:?}");
        assert_eq!(String::from_utf8_lossy(&ended.stderr), "", "{arguments:?}");
    }
}

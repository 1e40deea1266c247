//! `audit draw`: two programs by two hands, fed with what is published, draw the same cases.

use std::{
    io::Write as _,
    process::{Command, Stdio},
};

use crate::{Ended, root, told};

const UNIT: &str = "019a0000-0000-7000-8000-0000000000aa";
const SEED: &str = "3 5 2 6 1 4 4 2 6 5 3 1 2 2 6 4";

fn cases(n: u32) -> Vec<String> {
    (0..n).map(|number| format!("019a{:04x}-0000-7000-8000-{number:012x}", number * 97 % 65_536)).collect()
}

fn draw(cases: &[String], seed: &str, stratum: &str) -> Ended {
    let arguments =
        ["audit", "draw", "--period", "2026H1", "--unit", UNIT, "--seed", seed, "--stratum", stratum];
    told(&arguments, cases.join("\n"))
}

/// What the forty lines of Python in `docs` say: the root, and the cases drawn.
fn second_opinion(cases: &[String], seed: &str, stratum: &str) -> (String, Vec<String>) {
    let mut python = Command::new("python3")
        .arg(root().join("docs/draw.py"))
        .args(["2026H1", UNIT, seed, stratum])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3");
    python.stdin.take().unwrap().write_all(cases.join("\n").as_bytes()).unwrap();
    let output = python.wait_with_output().unwrap();
    let out = String::from_utf8(output.stdout).unwrap();
    let mut lines = out.lines();
    let root = lines.next().unwrap().rsplit(' ').next().unwrap().to_owned();
    (root, lines.map(|line| line.split(' ').next().unwrap().to_owned()).collect())
}

#[test]
fn two_programs_draw_the_same_cases() {
    for (n, seed, stratum) in [
        (0, SEED, "main"),
        (1, SEED, "main"),
        (29, SEED, "late"),
        (311, "３、5,2-6 1 4 4 2 6 5 3 1 2 2 6 4", "main"),
        (1_500, "abcdef0123456789", "main"),
    ] {
        let cases = cases(n);
        let ours = draw(&cases, seed, stratum);
        assert_eq!(ours.code, Some(0), "{}", ours.err);
        let lines = ours.lines();
        let drawn: Vec<String> = lines[1..]
            .iter()
            .filter(|ticket| ticket["is_drawn"] == true)
            .map(|ticket| ticket["case"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(lines[0]["sample"], drawn.len());
        let theirs = second_opinion(&cases, seed, stratum);
        assert_eq!((lines[0]["root"].as_str().unwrap().to_owned(), drawn), theirs, "{n} cases");
    }
}

#[test]
fn a_seed_that_could_be_tried_out_draws_nothing() {
    let ended = draw(&cases(40), "1 2 3", "main");
    assert_eq!((ended.code, ended.out.as_str()), (Some(2), ""));
    assert!(ended.err.contains("--seed") && ended.err.contains("16"), "{}", ended.err);
}

#[test]
fn a_line_that_names_no_case_is_named() {
    let ended = draw(&["019a0000-0000-7000-8000-000000000001".into(), "林小姐的案子".into()], SEED, "main");
    assert_eq!(ended.code, Some(2));
    assert!(ended.err.contains("line 2"), "{}", ended.err);
}

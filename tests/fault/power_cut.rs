//! The power goes at any write or fsync of the SQLite file: what was acknowledged is there afterwards.

use std::{
    io::{BufRead as _, BufReader},
    process::{Command, Stdio},
};

use acceptance::{
    powercut::{Disk, Verdict, judge},
    scratch,
};

/// Runs the small writer under watch and cuts its power.
fn cut_the_small_writer(level: &str) -> Verdict {
    let folder = scratch::folder();
    let file = folder.path().join("small.db");
    let disk = Disk::new(&file, folder.path());
    let mut writer = Command::new(env!("CARGO_BIN_EXE_sqlite-writer"))
        .args([file.to_str().unwrap(), level, "300"])
        .envs(disk.environment(true))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the writer starts");
    let mut from = 0;
    for line in BufReader::new(writer.stdout.take().unwrap()).lines().map_while(Result::ok) {
        match line.parse::<u64>() {
            Ok(row) => disk.acknowledged(&row.to_be_bytes()),
            Err(_) => from = disk.events().len(),
        }
    }
    writer.wait().unwrap();
    judge(&disk.events(), from, 1_000, "SELECT id FROM kept", 11)
}

#[test]
fn the_harness_finds_nothing_wrong_with_an_honest_writer() {
    let verdict = cut_the_small_writer("FULL");
    assert!(verdict.lost == 0 && verdict.damaged == 0, "{verdict:?}");
    assert!(verdict.cuts >= 1_000 && verdict.acknowledged == 300, "{verdict:?}");
}

#[test]
fn the_harness_sees_a_writer_that_does_not_wait_for_the_disk() {
    let verdict = cut_the_small_writer("NORMAL");
    assert!(verdict.lost > 100, "{verdict:?}");
}

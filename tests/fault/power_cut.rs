//! The power goes at any write or fsync of the SQLite file: what was acknowledged is there afterwards.

use std::{
    io::{BufRead as _, BufReader},
    process::{Command, Stdio},
    sync::Arc,
};

use acceptance::{
    Database,
    load::Load,
    powercut::{Disk, Verdict, judge},
    process::House,
    scratch,
};

use crate::{SERVER, month, number, planted};

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

/// Runs the real server under watch and load, and cuts its power.
async fn cut_the_server(bug: Option<&str>, cuts: usize) -> Verdict {
    let folder = scratch::folder();
    let data = folder.path().join("data");
    std::fs::create_dir(&data).unwrap();
    let disk = Arc::new(Disk::new(&data.join("chadiao.db"), folder.path()));
    let house = House::build_in(Database::Sqlite, folder, &data).await;
    // What set-up wrote is on the disk; the record begins with what a copy would hold.
    disk.begin();
    let from = disk.events().len();
    let mut environment = disk.environment(true);
    environment.extend(planted(bug));
    let server = house.serve(SERVER, &environment);
    let staff = server.stranger().sign_in(house.cast.staff).await;
    let noted = Arc::clone(&disk);
    let load =
        Load::new(house.cast.grant.clone(), &month()).telling(move |id| noted.acknowledged(id.as_bytes()));
    load.run(&staff, 6, 50, Arc::default(), 5).await;
    server.kill();
    assert!(load.memory.lock().unwrap().refusals.is_empty());
    let verdict = judge(&disk.events(), from, cuts, "SELECT id FROM inquiries", number("CHADIAO_SEED", 21));
    println!("{verdict:?}");
    verdict
}

#[tokio::test(flavor = "multi_thread")]
async fn a_power_cut_loses_nothing_that_was_acknowledged() {
    let verdict = cut_the_server(None, number("CHADIAO_CUTS", 2_000) as usize).await;
    assert!(verdict.lost == 0 && verdict.damaged == 0, "{verdict:?}");
    assert!(verdict.cuts >= 2_000 && verdict.acknowledged == 300, "{verdict:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_harness_sees_a_server_that_does_not_wait_for_the_disk() {
    let verdict = cut_the_server(Some("synchronous-normal"), 400).await;
    assert!(verdict.lost > 40, "{verdict:?}");
}

//! The disk fills up, or stops keeping its word: clean refusals, reads go on, and writes again once there is room.

use std::{
    path::Path,
    process::Command,
    sync::{Arc, atomic::AtomicBool},
};

use acceptance::{
    Client, Database,
    load::{self, Load},
    powercut::{Disk, FaultKind},
    process::{House, Process},
    scratch,
};

use crate::{SERVER, month, planted};

/// Writes `most` times with four clients.
async fn write(load: &Load, staff: &Client, most: usize, seed: u64) {
    load.run(staff, 4, most, Arc::new(AtomicBool::new(false)), seed).await;
}

fn counts(load: &Load) -> (usize, Vec<(u16, usize)>) {
    let memory = load.memory.lock().unwrap();
    (
        memory.acknowledged.len(),
        memory.refusals.iter().map(|(status, (count, _))| (*status, *count)).collect(),
    )
}

async fn reads_go_on(staff: &Client) {
    let answer = staff.get("/inquiries?limit=5").send().await;
    assert!(answer.status.is_success(), "reads go on: {answer:?}");
}

/// Nothing acknowledged is lost, nothing is there twice, the journal is sound.
async fn judge(house: &House, load: &Load, server: Process) {
    server.kill();
    let stored = load::stored(&house.url).await;
    let wrong = load.memory.lock().unwrap().compare(&stored);
    assert!(wrong.is_empty(), "{wrong:?}");
    assert_eq!(house.verify().await, Vec::<String>::new());
}

/// Full at once, roomy again: only 507s between.
async fn fill_and_empty(house: &House, server: Process, fill: impl FnOnce(), empty: impl FnOnce()) {
    let staff = server.stranger().sign_in(house.cast.staff).await;
    let load = Load::new(house.cast.grant.clone(), &month());
    write(&load, &staff, 10, 1).await;
    let (before, refusals) = counts(&load);
    assert!(before == 40 && refusals.is_empty(), "{before} {refusals:?}");
    fill();
    write(&load, &staff, 60, 2).await;
    let (_, refusals) = counts(&load);
    assert!(
        refusals.len() == 1 && refusals[0].0 == 507 && refusals[0].1 > 20,
        "only clean refusals: {refusals:?} {}",
        {
            load.memory
                .lock()
                .unwrap()
                .refusals
                .values()
                .map(|(_, first)| first.clone())
                .collect::<Vec<_>>()
                .join("\n")
        }
    );
    reads_go_on(&staff).await;
    empty();
    load.memory.lock().unwrap().refusals.clear();
    let (before, _) = counts(&load);
    write(&load, &staff, 20, 3).await;
    let (after, refusals) = counts(&load);
    assert!(after >= before + 60 && refusals.is_empty(), "writes work again: {before} {after} {refusals:?}");
    judge(house, &load, server).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_write_that_finds_no_space_is_refused_and_works_again_later() {
    let house = House::build(Database::Sqlite).await;
    let disk = Disk::new(Path::new(&house.url), house.folder());
    let server = house.serve(SERVER, &disk.environment(false));
    fill_and_empty(&house, server, || disk.fail(FaultKind::Full), || disk.mend()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_really_full_disk_is_survived() {
    let folder = scratch::folder();
    let small = folder.path().join("data");
    std::fs::create_dir(&small).unwrap();
    let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=24m", "none"]).arg(&small).status();
    if !mounted.is_ok_and(|status| status.success()) {
        println!("NOT RUN: only root may mount a small disk; the same is tried by refusing writes, above");
        return;
    }
    let unmount = Unmount(small.clone());
    let house = House::build_in(Database::Sqlite, folder, &small).await;
    let server = house.serve(SERVER, &[]);
    let ballast = small.join("ballast");
    let fill = || {
        // What `dd` does until the disk is full.
        let mut file = std::fs::File::create(&ballast).unwrap();
        while std::io::Write::write(&mut file, &[0; 4096]).is_ok_and(|written| written == 4096) {}
    };
    fill_and_empty(&house, server, fill, || std::fs::remove_file(&ballast).unwrap()).await;
    drop(unmount);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_harness_sees_a_server_that_promises_what_a_full_disk_refused() {
    let house = House::build(Database::Sqlite).await;
    let disk = Disk::new(Path::new(&house.url), house.folder());
    let mut environment = disk.environment(false);
    environment.extend(planted(Some("answer-before-commit")));
    let server = house.serve(SERVER, &environment);
    let tried = tokio::spawn(async move {
        fill_and_empty(&house, server, || disk.fail(FaultKind::Full), || disk.mend()).await;
    });
    assert!(tried.await.is_err_and(|error| error.is_panic()), "the fault was never seen");
}

/// Gives the mount back however the test ends.
pub struct Unmount(pub std::path::PathBuf);

impl Drop for Unmount {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

/// What a failed fsync made of a server.
struct Unsynced {
    house: House,
    disk: Disk,
    server: Process,
    load: Load,
    staff: Client,
}

/// Writes, and from then on the disk confirms nothing. Gives what went wrong with that.
async fn fail_to_sync(bug: Option<&str>) -> (Unsynced, Vec<String>) {
    let house = House::build(Database::Sqlite).await;
    let disk = Disk::new(Path::new(&house.url), house.folder());
    let mut environment = disk.environment(false);
    environment.extend(planted(bug));
    let mut server = house.serve(SERVER, &environment);
    let staff = server.stranger().sign_in(house.cast.staff).await;
    let load = Load::new(house.cast.grant.clone(), &month());
    write(&load, &staff, 10, 1).await;
    let wrong = promises_nothing(&disk, &load, &staff, &mut server, 2).await;
    (Unsynced { house, disk, server, load, staff }, wrong)
}

/// With a disk that confirms nothing: nothing is acknowledged, whoever is answered is told to ask again, and the server
/// ends and says that it was not told to.
async fn promises_nothing(
    disk: &Disk,
    load: &Load,
    staff: &Client,
    server: &mut Process,
    seed: u64,
) -> Vec<String> {
    disk.fail(FaultKind::Sync);
    let before = counts(load).0;
    write(load, staff, 5, seed).await;
    let mut wrong = Vec::new();
    let (after, refusals) = counts(load);
    if after != before {
        wrong.push(format!("{} writes were promised that the disk did not promise", after - before));
    }
    if refusals.iter().any(|(status, _)| *status != 503) {
        wrong.push(format!("refused as {refusals:?}"));
    }
    match server.ends_badly().await {
        Some(true) => {}
        Some(false) => wrong.push("it ended as if all were well".to_owned()),
        None => wrong.push("it goes on with a disk that lies".to_owned()),
    }
    disk.mend();
    wrong
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_ends_on_a_failed_fsync_and_loses_nothing_that_was_acknowledged() {
    let (Unsynced { house, disk, mut server, load, staff }, mut wrong) = fail_to_sync(None).await;
    for round in 1..4 {
        assert!(wrong.is_empty(), "{wrong:?}");
        // Crash-only: a new server brings to the disk what the old one left, and whoever was in doubt asks again.
        drop(server);
        server = house.serve(SERVER, &disk.environment(false));
        let staff = staff.at(server.base());
        reads_go_on(&staff).await;
        let before = counts(&load).0;
        load.memory.lock().unwrap().refusals.clear();
        write(&load, &staff, 20, 20 + round).await;
        let (after, refusals) = counts(&load);
        assert!(after >= before + 60 && refusals.is_empty(), "writes work again: {after} {refusals:?}");
        wrong = promises_nothing(&disk, &load, &staff, &mut server, 30 + round).await;
    }
    assert!(wrong.is_empty(), "{wrong:?}");
    judge(&house, &load, server).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_harness_sees_a_server_that_goes_on_after_a_failed_fsync() {
    let (_, wrong) = fail_to_sync(Some("trust-the-disk")).await;
    assert!(wrong.iter().any(|what| what.contains("goes on")), "{wrong:?}");
}

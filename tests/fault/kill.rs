//! kill -9 under load, again and again: what was acknowledged is there afterwards, and nothing is there twice.

use std::{
    sync::{Arc, atomic::AtomicBool},
    time::Duration,
};

use acceptance::{
    Database,
    chance::Chance,
    load::{self, Load},
    process::House,
};

use crate::{SERVER, month, number, planted};

/// Clients that write at once.
const CLIENTS: u64 = 8;

/// A kill falls within so many milliseconds.
const EARLY: u64 = 120;

/// What a run of kills showed.
struct Run {
    wrong: Vec<String>,
    acknowledged: usize,
    in_doubt: usize,
}

/// Kills a server `kills` times while clients write, repeating what was in doubt after each start.
async fn kill_again_and_again(database: Database, kills: u64, bug: Option<&str>) -> Run {
    let house = House::build(database).await;
    let environment = planted(bug);
    let load = Load::new(house.cast.grant.clone(), &month()).losing_answers();
    let seed = number("CHADIAO_SEED", 9);
    let mut chance = Chance::new(seed);
    let mut in_doubt = 0;
    // Signed in at an honest server: a session outlives the server that began it.
    let staff = {
        let server = house.serve(SERVER, &[]);
        server.stranger().sign_in(house.cast.staff).await
    };
    for cycle in 0..kills {
        let server = house.serve(SERVER, &environment);
        let client = staff.at(server.base());
        let stop = Arc::new(AtomicBool::new(false));
        let writing = {
            let (load, client, stop) = (load.clone(), client.clone(), Arc::clone(&stop));
            tokio::spawn(async move {
                load.run(&client, CLIENTS, usize::MAX, stop, seed * 1_000_000 + cycle).await
            })
        };
        // Every third server is killed while it starts, at any moment; the others while work is being done, however long
        // this machine takes to begin.
        if cycle % 3 != 0 {
            until_more_is_acknowledged(&load).await;
        }
        tokio::time::sleep(Duration::from_millis(chance.below(EARLY))).await;
        server.kill();
        writing.await.expect("the clients finish");
        in_doubt += load.memory.lock().unwrap().in_doubt.len();
    }
    // A last server, so that everything in doubt is asked about once more.
    let server = house.serve(SERVER, &environment);
    let client = staff.at(server.base());
    load.run(&client, 1, 3 * CLIENTS as usize, Arc::default(), seed + 1).await;
    server.kill();
    let stored = load::stored(&house.url).await;
    let (mut wrong, acknowledged) = {
        let memory = load.memory.lock().unwrap();
        let mut wrong = memory.compare(&stored);
        wrong.extend(
            memory
                .refusals
                .iter()
                .map(|(status, (count, first))| format!("{count} answers of {status}: {first}")),
        );
        (wrong, memory.acknowledged.len())
    };
    wrong.extend(house.verify().await);
    println!(
        "{database:?}: {kills} kills, {acknowledged} acknowledged, {in_doubt} in doubt, wrong: {wrong:?}"
    );
    Run { wrong, acknowledged, in_doubt }
}

/// Waits until the server that runs now has acknowledged something.
async fn until_more_is_acknowledged(load: &Load) {
    let acknowledged = || load.memory.lock().unwrap().acknowledged.len();
    let before = acknowledged();
    let more = async {
        while acknowledged() == before {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), more)
        .await
        .expect("a server that starts acknowledges something");
}

fn assert_held(run: &Run, kills: u64) {
    assert!(run.wrong.is_empty(), "{:?}", run.wrong);
    assert!(
        run.acknowledged as u64 > kills && run.in_doubt > 0,
        "the load was real: {} acknowledged",
        run.acknowledged
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_acknowledged_is_lost_when_a_server_on_sqlite_is_killed() {
    let kills = number("CHADIAO_KILLS", 200) * 3 / 4;
    assert_held(&kill_again_and_again(Database::Sqlite, kills, None).await, kills);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_acknowledged_is_lost_when_a_server_on_postgresql_is_killed() {
    let kills = number("CHADIAO_KILLS", 200) / 4;
    assert_held(&kill_again_and_again(Database::Postgres, kills, None).await, kills);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_harness_sees_a_server_that_answers_before_it_commits() {
    // Whether a kill falls between answer and commit is chance, so it gets several.
    for _ in 0..8 {
        let run = kill_again_and_again(Database::Sqlite, 12, Some("answer-before-commit")).await;
        if run.wrong.iter().any(|what| what.contains("lost")) {
            return;
        }
    }
    panic!("the fault was never seen");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_harness_sees_a_server_that_forgets_its_operations() {
    let run = kill_again_and_again(Database::Sqlite, 5, Some("no-dedupe")).await;
    assert!(run.wrong.iter().any(|what| what.contains("not recognised")), "{:?}", run.wrong);
}

//! The sync model: one server and several devices of one person on the pure core, with loss, duplication, reordering,
//! crashes and restores from a backup. Every run must converge, lose nothing accepted, run nothing twice and overwrite
//! nothing that its writer had not seen. `SYNC_SEEDS=100000` makes it the long run.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a model reports by panicking"
)]

mod device;
mod oracle;
mod run;
mod server;

use std::{
    sync::{
        Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::Instant,
};

use run::{Bug, Tally, run};

/// Seeds in the normal run.
const SEEDS: u64 = 1_200;
/// Seeds that once found something, kept for good.
const REGRESSIONS: &[u64] = &[2_520, 4_292, 44_850];
/// A planted bug must be seen within so many seeds.
const CONTROL_SEEDS: u64 = 600;

fn seeds() -> u64 {
    std::env::var("SYNC_SEEDS").ok().and_then(|text| text.parse().ok()).unwrap_or(SEEDS)
}

/// Runs seeds `0..count` on every core: the first that fails with its reason, and what all of them met.
fn first_failure(count: u64, bug: Bug) -> (Option<(u64, String)>, Tally) {
    let next = AtomicU64::new(0);
    let sum = Mutex::new(Tally::default());
    let began = Instant::now();
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let mut failures: Vec<(u64, String)> = std::thread::scope(|scope| {
        let work = || {
            loop {
                let seed = next.fetch_add(1, Ordering::Relaxed);
                if seed >= count {
                    return None;
                }
                match run(seed, bug) {
                    Ok(tally) => {
                        sum.lock().expect("no worker panicked").add(&tally);
                    }
                    Err(reason) => {
                        next.store(count, Ordering::Relaxed);
                        return Some((seed, reason));
                    }
                }
            }
        };
        let handles: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        handles.into_iter().filter_map(|handle| handle.join().expect("a worker")).collect()
    });
    failures.sort();
    let sum = sum.into_inner().expect("no worker panicked");
    println!(
        "{bug:?}: {count} seeds, {:.1} s, {sum:?}, first failure {:?}",
        began.elapsed().as_secs_f64(),
        failures.first()
    );
    (failures.into_iter().next(), sum)
}

#[test]
fn every_run_converges_and_loses_doubles_and_overwrites_nothing() {
    for seed in REGRESSIONS {
        if let Err(reason) = run(*seed, Bug::None) {
            panic!("seed {seed}: {reason}");
        }
    }
    let (failure, sum) = first_failure(seeds(), Bug::None);
    if let Some((seed, reason)) = failure {
        panic!("seed {seed}: {reason}");
    }
    assert!(sum.is_awake(), "the runs must meet everything the protocol has an answer for: {sum:?}");
}

#[test]
fn one_seed_gives_the_same_run_each_time() {
    for seed in 0..20 {
        assert_eq!(run(seed, Bug::None), run(seed, Bug::None), "seed {seed}");
    }
}

#[test]
fn the_model_sees_a_server_that_does_not_remember_what_it_answered() {
    assert!(first_failure(CONTROL_SEEDS, Bug::NoDedupe).0.is_some());
}

#[test]
fn the_model_sees_the_last_writer_win() {
    assert!(first_failure(CONTROL_SEEDS, Bug::LastWriteWins).0.is_some());
}

#[test]
fn the_model_sees_a_restore_without_a_new_epoch() {
    assert!(first_failure(CONTROL_SEEDS, Bug::NoEpoch).0.is_some());
}

#[test]
fn the_model_sees_a_refused_item_jam_the_queue() {
    assert!(first_failure(CONTROL_SEEDS, Bug::JammedQueue).0.is_some());
}

#[test]
fn the_model_sees_a_cursor_stored_before_its_records() {
    assert!(first_failure(CONTROL_SEEDS, Bug::CursorFirst).0.is_some());
}

#[test]
fn a_device_that_forgot_which_numbers_it_gave_harms_nothing() {
    if let (Some((seed, reason)), _) = first_failure(CONTROL_SEEDS, Bug::SendBeforeStore) {
        panic!("seed {seed}: {reason}");
    }
}

//! Cuts the power at thousands of places at once and asks of each disk: is everything promised still there?

use std::{collections::BTreeSet, path::Path, sync::Mutex};

use sqlx::{
    AssertSqlSafe, Connection as _, Executor as _, Row as _, SqliteConnection, sqlite::SqliteConnectOptions,
};

use super::{
    record::Event,
    replay::{Image, Tail},
};
use crate::{chance::Chance, scratch};

/// What the cuts showed.
#[derive(Debug, Default)]
pub struct Verdict {
    /// Disks looked at.
    pub cuts: usize,
    /// Disks that lacked something promised.
    pub lost: usize,
    /// Disks that could not be read or failed their integrity check.
    pub damaged: usize,
    /// Promised rows on the last disk looked at.
    pub acknowledged: usize,
    /// What was wrong first, in words.
    pub first: Option<String>,
}

/// Cuts at about `cuts` places after `from`, every kind of tail at each. `keys` lists what is stored, as promised.
#[must_use]
pub fn judge(events: &[Event], from: usize, cuts: usize, keys: &str, seed: u64) -> Verdict {
    let places = (cuts / Tail::ALL.len()).max(1);
    let span = events.len() - from;
    let threads = std::thread::available_parallelism().map_or(2, usize::from).min(4);
    let verdict = Mutex::new(Verdict::default());
    std::thread::scope(|scope| {
        for thread in 0..threads {
            let verdict = &verdict;
            scope.spawn(move || {
                let folder = scratch::folder();
                let runtime =
                    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
                let mut image = Image::default();
                for place in (0..places).filter(|place| place * threads / places == thread) {
                    let end = from + span * (place + 1) / places;
                    image.advance(events, end);
                    for (kind, tail) in Tail::ALL.into_iter().enumerate() {
                        let mut chance = Chance::new(seed ^ ((place * 4 + kind) as u64));
                        image.write(folder.path(), "cut.db", tail, &mut chance);
                        let found =
                            runtime.block_on(look(&folder.path().join("cut.db"), keys, image.acknowledged()));
                        let mut verdict = verdict.lock().expect("no judge panicked");
                        verdict.cuts += 1;
                        verdict.acknowledged = verdict.acknowledged.max(image.acknowledged().len());
                        let words = match found {
                            Ok(missing) if missing.is_empty() => continue,
                            Ok(missing) => {
                                verdict.lost += 1;
                                format!("{} promised rows are gone", missing.len())
                            }
                            Err(error) => {
                                verdict.damaged += 1;
                                error.to_string()
                            }
                        };
                        verdict
                            .first
                            .get_or_insert_with(|| format!("seed {seed}, event {end}, {tail:?}: {words}"));
                    }
                }
            });
        }
    });
    verdict.into_inner().expect("no judge panicked")
}

async fn look(path: &Path, keys: &str, promised: &BTreeSet<Vec<u8>>) -> anyhow::Result<Vec<Vec<u8>>> {
    let mut db = SqliteConnection::connect_with(&SqliteConnectOptions::new().filename(path)).await?;
    let check: String = db.fetch_one("PRAGMA integrity_check").await?.try_get(0)?;
    anyhow::ensure!(check == "ok", "{check}");
    let rows = db.fetch_all(AssertSqlSafe(keys.to_owned())).await?;
    let stored = rows.iter().map(|row| row.try_get::<Vec<u8>, _>(0)).collect::<Result<BTreeSet<_>, _>>()?;
    anyhow::ensure!(stored.len() == rows.len(), "a row stands there twice");
    db.close().await?;
    Ok(promised.difference(&stored).cloned().collect())
}

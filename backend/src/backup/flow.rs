//! Making a backup, checking it by restoring it, putting it back, moving to another database.

use std::{
    fs,
    io::{BufRead as _, BufReader, BufWriter, Read, Write},
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
};

use anyhow::{Context, bail, ensure};
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use chrono::{DateTime, Utc};
use flate2::{Compression, read::DeflateDecoder, write::DeflateEncoder};
use serde::{Deserialize, Serialize};

use super::{
    sealed::{Opening, Sealing},
    table::{self, Filling, Table, Value},
};
use crate::{
    journal,
    store::{Db, Tx, dialect, is_postgres, keys::KeyFile, migrate, sqlite_path},
};

/// What a backup says of itself first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// The version of this form: 1.
    pub chadiao_backup: u32,
    /// The schema it was made under.
    pub schema: i64,
    /// When.
    pub made_at: DateTime<Utc>,
    /// Entries of the journal.
    pub entries: i64,
    /// Their root, base64.
    pub root: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct End {
    rows: u64,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Line {
    Row(Vec<Value>),
    Table(Table),
    End(End),
}

/// Makes a backup beside the running server and checks it by restoring it; under its name it stands whole or not at all.
///
/// # Errors
/// The database does not answer, the disk is full or cannot be written, or what was written does not restore.
pub async fn make(db: &Db, keys: &KeyFile, path: &Path, now: DateTime<Utc>) -> anyhow::Result<Head> {
    ensure!(!path.exists(), "`{}` is there already: a backup never overwrites another", path.display());
    let beside = path.with_extension("writing");
    let made = write(db, keys, &beside, now).await;
    let checked = match made {
        Ok(head) => check(keys, &beside, &head).await.map(|()| head),
        Err(error) => Err(error),
    };
    match checked {
        Ok(head) => {
            fs::rename(&beside, path)
                .and_then(|()| sync_folder(path))
                .with_context(|| format!("cannot put `{}` in place", path.display()))?;
            Ok(head)
        }
        Err(error) => {
            // Half a backup is none.
            let _ = fs::remove_file(&beside);
            Err(error)
        }
    }
}

fn sync_folder(path: &Path) -> std::io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    fs::File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

async fn write(db: &Db, keys: &KeyFile, path: &Path, now: DateTime<Utc>) -> anyhow::Result<Head> {
    let file = fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(path)
        .with_context(|| format!("cannot write `{}`", path.display()))?;
    let mut out = DeflateEncoder::new(Sealing::begin(BufWriter::new(file), keys)?, Compression::default());
    let mut tx = db.snapshot().await?;
    let written = dump(&mut tx, &mut out, now).await;
    tx.end().await?;
    let head = written.with_context(|| format!("writing `{}`", path.display()))?;
    let finish = || -> anyhow::Result<()> {
        let file = out.finish()?.finish()?.into_inner().map_err(std::io::IntoInnerError::into_error)?;
        Ok(file.sync_all()?)
    };
    finish().with_context(|| format!("writing `{}`", path.display()))?;
    Ok(head)
}

/// Every table as lines of JSON; the same records give the same lines but for the hour in the first.
async fn dump(tx: &mut Tx, out: &mut dyn Write, now: DateTime<Utc>) -> anyhow::Result<Head> {
    let journal = journal::store::head(tx).await?;
    let head = Head {
        chadiao_backup: 1,
        schema: table::schema(tx).await?,
        made_at: now,
        entries: journal.size,
        root: BASE64.encode(&journal.root),
    };
    put(out, &head)?;
    let mut rows = 0;
    let references = table::references(tx).await?;
    for table in table::in_order(table::all(tx).await?, &references) {
        put(out, &table)?;
        rows += table::rows(tx, &table, |row| put(out, &row)).await?;
    }
    put(out, &End { rows })?;
    Ok(head)
}

fn put(out: &mut dyn Write, value: &impl Serialize) -> anyhow::Result<()> {
    let mut line = serde_json::to_vec(value)?;
    line.push(b'\n');
    Ok(out.write_all(&line)?)
}

/// Restores a backup into a database of its own and verifies the journal there.
async fn check(keys: &KeyFile, path: &Path, head: &Head) -> anyhow::Result<()> {
    let trial = path.with_extension("checking");
    // A check that was killed may have left its own behind.
    remove_sqlite(&trial);
    let restored = async {
        let found = restore_sqlite(keys, path, &trial).await?;
        ensure!(found == *head, "what was restored is another backup");
        let db = Db::open_existing(&trial.display().to_string()).await?;
        let problems = journal::verify::of(&db).await;
        db.close().await;
        let problems = problems?;
        if let Some(first) = problems.first() {
            bail!("the journal of what was restored does not verify: {first}");
        }
        Ok(())
    };
    let restored = restored.await.context("the backup was checked by restoring it");
    remove_sqlite(&trial);
    restored
}

/// Puts a backup back into a database that holds no records: whole, or not at all.
///
/// # Errors
/// There are records, the backup was altered or is sealed under another key file, or the database refuses.
pub async fn restore(keys: &KeyFile, path: &Path, database: &str) -> anyhow::Result<Head> {
    if !is_postgres(database) {
        let place = sqlite_path(database);
        ensure!(
            !place.exists(),
            "there is a database at `{}`: put it aside first, nothing is overwritten",
            place.display()
        );
        let beside = place.with_extension("restoring");
        remove_sqlite(&beside);
        let restored = restore_sqlite(keys, path, &beside).await;
        let head = match restored {
            Ok(head) => head,
            Err(error) => {
                remove_sqlite(&beside);
                return Err(error);
            }
        };
        fs::File::open(&beside)?.sync_all()?;
        fs::rename(&beside, place).and_then(|()| sync_folder(place))?;
        return Ok(head);
    }
    let db = Db::open(database).await?;
    let restored = fill(keys, path, &db).await;
    db.close().await;
    restored
}

async fn restore_sqlite(keys: &KeyFile, path: &Path, place: &Path) -> anyhow::Result<Head> {
    let db = Db::open(&place.display().to_string()).await?;
    let filled = async {
        let head = fill(keys, path, &db).await?;
        let mut tx = db.write().await?;
        // Everything into the one file that is renamed.
        tx.execute("PRAGMA wal_checkpoint(TRUNCATE)").await?;
        Ok(head)
    };
    let filled = filled.await;
    db.close().await;
    filled
}

fn remove_sqlite(path: &Path) {
    for ending in ["", "-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        // What is not there need not go.
        let _ = fs::remove_file(PathBuf::from(name));
    }
}

/// Brings an empty database to the backup's schema, fills it in one transaction, and brings it up to date.
async fn fill(keys: &KeyFile, path: &Path, db: &Db) -> anyhow::Result<Head> {
    let file = fs::File::open(path).with_context(|| format!("cannot read `{}`", path.display()))?;
    let named = || format!("`{}`", path.display());
    let opening = Opening::begin(BufReader::new(file), keys).with_context(named)?;
    let mut lines = BufReader::new(DeflateDecoder::new(opening));
    let head: Head = serde_json::from_str(&line(&mut lines).with_context(named)?.with_context(named)?)
        .context("this is a backup of another version")?;
    ensure!(head.chadiao_backup == 1, "this is a backup of another version");
    if dialect::has_schema(db).await? {
        let mut tx = db.read().await?;
        let keys = crate::store::keys::all(&mut tx).await?;
        let entries = journal::store::head(&mut tx).await?.size;
        ensure!(keys.is_empty() && entries == 0, "the database holds records: nothing is overwritten");
    }
    migrate::run_to(db, head.schema).await?;
    let mut tx = db.write().await?;
    tx.execute("BEGIN").await?;
    let filled = rows(&mut tx, &mut lines).await.with_context(named);
    match filled {
        Ok(()) => tx.execute("COMMIT").await?,
        Err(error) => {
            tx.discard().await;
            return Err(error);
        }
    }
    drop(tx);
    migrate::run(db).await?;
    Ok(head)
}

async fn rows(tx: &mut Tx, lines: &mut impl std::io::BufRead) -> anyhow::Result<()> {
    let mut filling: Option<Filling> = None;
    let mut count = 0;
    while let Some(text) = line(lines)? {
        match serde_json::from_str(&text).context("a line of the backup does not read")? {
            Line::Table(table) => filling = Some(Filling::begin(tx, table).await?),
            Line::Row(row) => {
                filling.as_ref().context("rows of no table")?.put(tx, row).await?;
                count += 1;
            }
            Line::End(end) => {
                ensure!(end.rows == count, "the backup counts {} rows and holds {count}", end.rows);
                // Read to the file's own end, so that its last seal is checked too.
                return match line(lines)? {
                    None => Ok(()),
                    Some(_) => bail!("something follows the backup's end"),
                };
            }
        }
    }
    bail!("the backup has no end: it was cut")
}

/// A line; none at the end.
fn line(lines: &mut impl std::io::BufRead) -> anyhow::Result<Option<String>> {
    let mut text = String::new();
    let size = lines.read_line(&mut text)?;
    Ok((size > 0).then_some(text))
}

/// Moves the records to another database, which is either kind and empty; the old one stays as it is.
///
/// # Errors
/// As [`make`] and [`restore`]; or the old database went on meanwhile.
pub async fn relocate(
    db: &Db,
    keys: &KeyFile,
    to: &str,
    by: &Path,
    now: DateTime<Utc>,
) -> anyhow::Result<Head> {
    let moved = async {
        let head = make(db, keys, by, now).await?;
        restore(keys, by, to).await?;
        let mut tx = db.read().await?;
        let there = journal::store::head(&mut tx).await?.size;
        ensure!(
            there == head.entries,
            "the old database went on while it was moved: stop its servers, empty the new one and move again"
        );
        Ok(head)
    };
    let moved = moved.await;
    // The file between served its end.
    let _ = fs::remove_file(by);
    moved
}

/// Reads what a backup says of itself, and checks every byte of it.
///
/// # Errors
/// It was altered, or is sealed under another key file.
pub fn inspect(keys: &KeyFile, path: &Path) -> anyhow::Result<Head> {
    let file = fs::File::open(path).with_context(|| format!("cannot read `{}`", path.display()))?;
    let mut lines = BufReader::new(DeflateDecoder::new(Opening::begin(BufReader::new(file), keys)?));
    let mut first = String::new();
    lines.read_line(&mut first)?;
    std::io::copy(&mut lines.by_ref(), &mut std::io::sink())?;
    serde_json::from_str(&first).context("this is a backup of another version")
}

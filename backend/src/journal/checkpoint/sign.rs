//! Signing a checkpoint, by a signer that remembers what it signed last and signs nothing else.

use anyhow::Context;
use shared::{
    Bilingual,
    journal::{
        Entry,
        bundle::{CHANGE_KEY, FIRST_KEY, RESTORE},
        checkpoint::{Checkpoint, Policy, Seen, change_key, successors},
        note::{Means, Note, SignKey, VerifyKey},
        proof::{self, Span},
    },
    taiwan_day,
};
use uuid::Uuid;

use super::{
    files::{self, Files, StoredSeen},
    store::{self, Row},
};
use crate::{
    app::{Act, App},
    http::error::ApiError,
    journal::store::{NewEntry, append, head},
    schedule::{
        self,
        jobs::{Report, Result as Outcome, write},
    },
    store::{StoreError, Tx},
};

/// The job that signs.
pub const JOB: &str = "checkpoint";

/// Signs the journal as it stands, where it moved on.
///
/// # Errors
/// A file or the database cannot be used.
pub async fn make(app: App) -> anyhow::Result<Report> {
    let files = Files::of(app.config());
    let key = match ready(&app, &files).await? {
        Ok(key) => key,
        Err(refused) => return Ok(refused),
    };
    let origin = key.verify_key().name().to_owned();
    let mut tx = app.db().snapshot().await?;
    let state = state(&mut tx, &files, &key).await;
    tx.end().await?;
    let State { now, last, seen, is_grown } = state?;
    if let Some(refused) = refusal(seen, now, is_grown) {
        return Ok(refused);
    }
    if now.size == 0 || last == now.size {
        return Ok(Report::done("沒有新的紀錄。".into(), "Nothing new.".into()));
    }
    // Remembered before it is signed: a signature that left is never one the signer forgot.
    files::write_seen(&files.state, &StoredSeen::of(&origin, now))?;
    let text = Checkpoint { origin, size: now.size, root: now.root }.to_string();
    let line = key.sign(&text, 0);
    let note = Note { text, lines: vec![line] }.to_string();
    let size = i64::try_from(now.size).context("more entries than a number holds")?;
    let row = Row { size, at: app.clock().now().timestamp_micros(), note };
    write(&app, move |tx| Box::pin(async move { store::insert(tx, &row).await })).await?;
    Ok(Report::done(format!("已簽署 {size} 筆。"), format!("{size} entries signed.")))
}

/// What the signer weighs.
struct State {
    now: Seen,
    /// The size of the newest checkpoint.
    last: u64,
    seen: Option<Seen>,
    /// Whether the tree begins with what was seen.
    is_grown: bool,
}

async fn state(tx: &mut Tx, files: &Files, key: &SignKey) -> anyhow::Result<State> {
    let head = head(tx).await?;
    let root = head.root.try_into().map_err(|_| anyhow::anyhow!("the head's root is damaged"))?;
    let now = Seen { size: u64::try_from(head.size).unwrap_or_default(), root };
    let newest = store::newest(tx, i64::MAX, 1).await?.into_iter().next();
    let last = newest.as_ref().map_or(0, |row| u64::try_from(row.size).unwrap_or_default());
    let seen = match files::read_seen(&files.state)? {
        Some(stored) => Some(stored.seen()?),
        // A signer that lost its memory has at least what it signed here.
        None => newest.and_then(|row| {
            let note = Note::parse(&row.note)?;
            let checkpoint = Checkpoint::parse(&note.text)?;
            key.verify_key().verify(&note)?;
            Some(Seen { size: checkpoint.size, root: checkpoint.root })
        }),
    };
    let is_grown = match seen {
        Some(seen) if seen.size > 0 && seen.size <= now.size => {
            let path = store::roots(tx, &proof::consistency(seen.size, now.size)).await?;
            proof::continues((seen.size, &seen.root), (now.size, &now.root), &path)
        }
        _ => true,
    };
    Ok(State { now, last, seen, is_grown })
}

fn refusal(seen: Option<Seen>, now: Seen, is_grown: bool) -> Option<Report> {
    let size = seen.map_or(0, |seen| seen.size);
    let (zh_tw, en) = if size > now.size {
        (
            format!(
                "不予簽署：已簽過 {size} 筆，現在只有 {} 筆。若是由備份復原，請以 chadiao restored 宣告。",
                now.size
            ),
            format!(
                "Not signed: {size} entries were signed and {} are there. If a backup was put back, declare it: chadiao restored.",
                now.size
            ),
        )
    } else if !is_grown {
        (
            format!("不予簽署：已簽過的 {size} 筆被改寫。請查看稽核軌跡驗證結果。"),
            format!(
                "Not signed: the {size} entries signed before were rewritten. See the journal's verification."
            ),
        )
    } else {
        return None;
    };
    Some(Report { result: Outcome::Alarm, note: Bilingual::filled(zh_tw, en) })
}

/// The key to sign with: the journal's own. The first time it is made, and an entry names it.
async fn ready(app: &App, files: &Files) -> anyhow::Result<Result<SignKey, Report>> {
    let known = {
        let mut tx = app.db().read().await?;
        keys(&mut tx).await?
    };
    let held = files::read_key(&files.key, Means::Signature)?;
    let refused = |zh_tw, en| Ok(Err(Report { result: Outcome::Alarm, note: Bilingual::fixed(zh_tw, en) }));
    match (known.last(), held) {
        (Some(last), Some(key)) if key.verify_key() == *last => Ok(Ok(key)),
        (Some(_), Some(_)) => refused(
            "簽署金鑰檔不是本軌跡現用的金鑰，請放回正確的 journal.key。",
            "The signing key file is not the journal's present key: put the right journal.key back.",
        ),
        (Some(_), None) => refused(
            "簽署金鑰檔 journal.key 不見了，請由保險箱放回。",
            "The signing key file journal.key is missing: put it back from the safe.",
        ),
        (None, held) => {
            let key = match held {
                Some(key) => key,
                None => files::make_key(&files.key, &origin(app)?, Means::Signature)?,
            };
            let note = key.verify_key().to_string();
            about_itself(app, FIRST_KEY, note).await?;
            Ok(Ok(key))
        }
    }
}

/// What the log is called: by the county's address where there is one, and by chance where not.
fn origin(app: &App) -> anyhow::Result<String> {
    let host = app.config().origin.as_deref().and_then(|origin| origin.split_once("://"));
    Ok(match host {
        Some((_, host)) => format!("{host}/journal"),
        None => format!("chadiao/journal-{}", shared::journal::hex(&crate::clock::random::<4>()?)),
    })
}

/// Appends what the journal says of itself.
///
/// # Errors
/// It is not written.
pub async fn about_itself(app: &App, action: &'static str, note: String) -> anyhow::Result<()> {
    let (now, edition) = (app.clock().now(), app.editions().on(taiwan_day(app.clock().now())));
    write(app, move |tx| {
        Box::pin(async move {
            let entry = NewEntry::happened(action, "journal", Uuid::nil(), note);
            append(tx, now, None, edition, entry).await.map(drop)
        })
    })
    .await
}

/// The log's keys as its entries name them, the first first.
///
/// # Errors
/// The database does not answer.
pub async fn keys(tx: &mut Tx) -> Result<Vec<VerifyKey>, StoreError> {
    let entries = store::about_itself(tx, [FIRST_KEY, CHANGE_KEY]).await?;
    let mut notes = entries
        .iter()
        .filter_map(|bytes| serde_json::from_slice::<Entry>(bytes).ok())
        .map(|entry| entry.note);
    let Some(first) = notes.next().and_then(|note| VerifyKey::parse(&note).ok()) else {
        return Ok(Vec::new());
    };
    let changes: Vec<Note> = notes.filter_map(|note| Note::parse(&note)).collect();
    Ok(successors(&first, &changes))
}

/// The signed changes of the log's key, as texts.
///
/// # Errors
/// The database does not answer.
pub async fn key_changes(tx: &mut Tx) -> Result<Vec<String>, StoreError> {
    let entries = store::about_itself(tx, [CHANGE_KEY, CHANGE_KEY]).await?;
    let read = |bytes: &Vec<u8>| serde_json::from_slice::<Entry>(bytes).ok().map(|entry| entry.note);
    Ok(entries.iter().filter_map(read).collect())
}

/// The policy of this server: its file, or the log's first key alone where there is none; none before the first signature.
///
/// # Errors
/// The file makes no sense, or the database does not answer.
pub async fn policy(app: &App, tx: &mut Tx) -> anyhow::Result<Option<Policy>> {
    if let Some(policy) = Files::of(app.config()).policy()? {
        return Ok(Some(policy));
    }
    let first = keys(tx).await?.into_iter().next();
    Ok(first.map(|log| Policy { log, witnesses: Vec::new(), quorum: 0 }))
}

/// Changes the signing key: an entry that the old key signed names the new one. The old file is kept beside it.
///
/// # Errors
/// There is no key that the journal knows, or a file or the database cannot be used.
pub async fn rekey(app: &App) -> anyhow::Result<VerifyKey> {
    let files = Files::of(app.config());
    let known = {
        let mut tx = app.db().read().await?;
        keys(&mut tx).await?
    };
    let old = files::read_key(&files.key, Means::Signature)?.context("there is no signing key to change")?;
    anyhow::ensure!(
        known.last() == Some(&old.verify_key()),
        "the signing key is not the journal's present key"
    );
    let (fresh, kept) = (files.key.with_extension("new"), files.key.with_extension("old"));
    let new = files::make_key(&fresh, old.verify_key().name(), Means::Signature)?.verify_key();
    about_itself(app, CHANGE_KEY, change_key(&old, &new).to_string()).await?;
    std::fs::rename(&files.key, &kept).context("cannot put the old signing key aside")?;
    std::fs::rename(&fresh, &files.key).context("cannot put the new signing key in place")?;
    Ok(new)
}

/// Asks for a checkpoint as soon as this act is committed: what just happened is a milestone that outsiders must be able
/// to hold us to, such as a draw, an audit's report or a hand-over.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn soon(act: &mut Act<'_>) -> Result<(), ApiError> {
    let now = act.app().clock().now().timestamp_micros();
    Ok(schedule::store::hasten(act.tx, JOB, now).await?)
}

/// Declares that a backup was put back: an entry says how many entries were signed and how many are there, and the signer
/// begins anew from them. Gives what the entry says.
///
/// # Errors
/// A file or the database cannot be used.
pub async fn declare_restore(app: &App) -> anyhow::Result<String> {
    let files = Files::of(app.config());
    let signed = files::read_seen(&files.state)?;
    let mut tx = app.db().read().await?;
    let there = head(&mut tx).await?.size.unsigned_abs();
    let now = root_at(&mut tx, there).await?;
    drop(tx);
    let note =
        format!("{there} entries restored, {} signed before", signed.as_ref().map_or(0, |seen| seen.size));
    about_itself(app, RESTORE, note.clone()).await?;
    if let Some(signed) = signed {
        files::write_seen(&files.state, &StoredSeen::of(&signed.origin, now))?;
    }
    Ok(note)
}

/// The root of the first entries.
///
/// # Errors
/// A node is missing, or the database does not answer.
pub async fn root_at(tx: &mut Tx, size: u64) -> Result<Seen, StoreError> {
    let root = store::roots(tx, &[Span::tree(size)]).await?.into_iter().next().unwrap_or_default();
    Ok(Seen { size, root })
}

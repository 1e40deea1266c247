//! What outsiders ask for: an entry's proof, a witness's request, and the lines a witness signed.

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use shared::{
    api::v1::CheckpointRow,
    inspection::InspectionBody,
    journal::{
        bundle::Proof,
        checkpoint::{Checkpoint, Policy, Request},
        hex,
        note::{Line, Note},
        proof,
        verdict::Witnessed,
    },
    paper::Block,
};

use super::{sign, store};
use crate::{
    app::App,
    http::error::ApiError,
    inquiry::view::instant,
    inspection::room,
    journal::{
        contents,
        store::{self as journal, Filter, Row, since},
    },
    schedule::jobs::write,
    store::Tx,
};
use uuid::Uuid;

/// A checkpoint with every line under it.
///
/// # Errors
/// The row does not parse, or the database does not answer.
pub async fn note(tx: &mut Tx, row: &store::Row) -> Result<Note, ApiError> {
    let mut note = Note::parse(&row.note).ok_or_else(broken)?;
    let lines = store::cosigned(tx, row.size, row.size).await?;
    note.lines.extend(lines.iter().filter_map(|cosigned| Line::parse(&cosigned.line)));
    Ok(note)
}

fn broken() -> ApiError {
    ApiError::Internal(anyhow::anyhow!("journal_checkpoints.note does not parse"))
}

/// The proof of an entry by the newest checkpoint that the policy counts, or else by the newest there is.
///
/// # Errors
/// There is no such entry, no checkpoint has it below yet, or the database does not answer.
pub async fn of_entry(app: &App, tx: &mut Tx, seq: i64, with_content: bool) -> Result<Proof, ApiError> {
    let row = since(tx, seq, 1).await?.into_iter().next().filter(|row| row.seq == seq);
    let row = row.ok_or(ApiError::NotFound)?;
    let policy = sign::policy(app, tx).await.map_err(ApiError::Internal)?;
    let checkpoints = store::covering(tx, seq).await?;
    let newest = checkpoints.first().ok_or_else(|| {
        ApiError::bad_request(
            "這一筆尚無檢查點；十分鐘內會簽署，請稍後再下載。",
            "No checkpoint has this entry yet: one is signed within ten minutes, download it then.",
        )
    })?;
    let mut chosen = note(tx, newest).await?;
    for row in &checkpoints {
        let note = note(tx, row).await?;
        if policy.as_ref().is_some_and(|policy| policy.witnessed(&note).len() >= policy.quorum) {
            chosen = note;
            break;
        }
    }
    let size = Checkpoint::parse(&chosen.text).ok_or_else(broken)?.size;
    let (salt, content) = match with_content {
        true => contents::of_entry(tx, &row).await?.unwrap_or_default(),
        false => Default::default(),
    };
    let keys = sign::key_changes(tx).await?;
    under(tx, &row, (&chosen, size), &keys, (&salt, &content)).await
}

/// The proof of the newest entry of a record that a checkpoint covers; an inspector has it within their scope alone.
///
/// # Errors
/// There is no such record, no checkpoint covers any of its entries yet, or the database does not answer.
pub async fn of_record(
    app: &App,
    tx: &mut Tx,
    leave: Option<&InspectionBody>,
    record: Uuid,
    with_content: bool,
) -> Result<Proof, ApiError> {
    let size = store::newest(tx, i64::MAX, 1).await?.first().map_or(0, |checkpoint| checkpoint.size);
    let filter = Filter { record: Some(record), ..Filter::default() };
    let newest = journal::newest(tx, &filter, i64::MAX, 1).await?.into_iter().next();
    let newest = newest.ok_or(ApiError::NotFound)?;
    // What was read of a record says nothing of its content: the newest change is what is proved.
    let rows = journal::newest(tx, &filter, size, ENTRIES).await?;
    let entry = rows.iter().find(|row| contents::commits(row)).or(rows.first()).unwrap_or(&newest);
    if let Some(leave) = leave {
        room::check_proof(&mut app.act(tx, leave.person).await?, leave, entry.seq).await?;
    }
    of_entry(app, tx, entry.seq, with_content).await
}

/// Entries of a record among which its newest change is looked for.
const ENTRIES: i64 = 200;

/// An entry's proof under a checkpoint of so many entries, with a salt and a content that may be empty.
///
/// # Errors
/// The entry is no text, or the database does not answer.
pub async fn under(
    tx: &mut Tx,
    row: &Row,
    (checkpoint, size): (&Note, u64),
    keys: &[String],
    (salt, content): (&[u8], &[u8]),
) -> Result<Proof, ApiError> {
    let index = row.seq.unsigned_abs();
    let path = store::roots(tx, &proof::inclusion(index, size)).await?;
    Ok(Proof {
        chadiao_proof: 1,
        index,
        entry: String::from_utf8(row.bytes.clone()).map_err(|_| broken())?,
        path: path.iter().map(|hash| BASE64.encode(hash)).collect(),
        checkpoint: checkpoint.to_string(),
        keys: keys.to_vec(),
        salt: hex(salt),
        content: BASE64.encode(content),
    })
}

/// The newest checkpoint as it stands on paper; none before the first signature. A filed sheet with it guards the journal.
///
/// # Errors
/// The row does not parse, or the database does not answer.
pub async fn anchor(tx: &mut Tx) -> Result<Option<[Block; 2]>, ApiError> {
    let Some(newest) = store::newest(tx, i64::MAX, 1).await?.into_iter().next() else { return Ok(None) };
    let heading = Block::Heading { text: "稽核軌跡檢查點".to_owned() };
    Ok(Some([heading, Block::Anchor { text: note(tx, &newest).await?.to_string() }]))
}

/// What is asked of a witness that saw so many entries; without a number, what the first witness of the policy co-signed
/// last is taken.
///
/// # Errors
/// There is no checkpoint yet, the witness saw more than there is, or the database does not answer.
pub async fn request(app: &App, tx: &mut Tx, old: Option<u64>) -> Result<Request, ApiError> {
    let newest = store::newest(tx, i64::MAX, 1).await?.into_iter().next().ok_or(ApiError::NotFound)?;
    let old = match old {
        Some(old) => old,
        None => {
            let policy = sign::policy(app, tx).await.map_err(ApiError::Internal)?;
            match policy.as_ref().and_then(|policy| policy.witnesses.first()) {
                Some(witness) => store::cosigned_by(tx, &hex(&witness.id())).await?.unsigned_abs(),
                None => 0,
            }
        }
    };
    let size = newest.size.unsigned_abs();
    // A witness that saw more than there is is shown what there is, and draws its conclusion.
    let path = store::roots(tx, &proof::consistency(old.min(size), size)).await?;
    Ok(Request { old: old.min(size), path, note: note(tx, &newest).await? })
}

/// Keeps the lines of the policy's witnesses under a checkpoint of ours.
///
/// # Errors
/// It is no checkpoint of ours, no witness of the policy signed it, or it is not written.
pub async fn cosign(app: &App, text: &str, is_trial: bool) -> Result<CheckpointRow, ApiError> {
    let refused = |zh_tw, en| ApiError::bad_request(zh_tw, en);
    let brought = Note::parse(text).and_then(|note| Checkpoint::parse(&note.text).map(|found| (note, found)));
    let (brought, checkpoint) = brought
        .ok_or_else(|| refused("這不是見證者簽署的檢查點。", "This is no checkpoint with signatures."))?;
    let mut tx = app.db().read().await?;
    let size = i64::try_from(checkpoint.size).unwrap_or(i64::MAX);
    let row = store::find(&mut tx, size).await?.filter(|row| row.note.starts_with(&brought.text));
    let row = row.ok_or_else(|| {
        refused("本系統沒有簽過這個檢查點。", "This server's log signed no such checkpoint.")
    })?;
    let policy = sign::policy(app, &mut tx).await.map_err(ApiError::Internal)?;
    drop(tx);
    let lines: Vec<Line> = policy
        .iter()
        .flat_map(|policy| policy.witnessed(&brought))
        .filter_map(|(key, _)| {
            let of_key = |line: &&Line| line.name() == key.name() && line.key() == hex(&key.id());
            brought.lines.iter().find(of_key).cloned()
        })
        .collect();
    if lines.is_empty() {
        return Err(refused(
            "沒有驗證規則檔（journal.policy）所列見證者的有效簽章。",
            "No witness of the policy (journal.policy) signed it.",
        ));
    }
    let at = app.clock().now().timestamp_micros();
    if !is_trial {
        let keep = write(app, move |tx| {
            Box::pin(async move {
                for line in &lines {
                    store::cosign(tx, size, line, at).await?;
                }
                Ok(())
            })
        });
        keep.await.map_err(ApiError::Internal)?;
    }
    let mut tx = app.db().read().await?;
    view(&mut tx, &row, policy.as_ref()).await
}

/// A checkpoint as people read it.
///
/// # Errors
/// The row does not parse, or the database does not answer.
pub async fn view(tx: &mut Tx, row: &store::Row, policy: Option<&Policy>) -> Result<CheckpointRow, ApiError> {
    let note = note(tx, row).await?;
    let checkpoint = Checkpoint::parse(&note.text).ok_or_else(broken)?;
    let witnesses = policy.map(|policy| policy.witnessed(&note)).unwrap_or_default();
    Ok(CheckpointRow {
        size: row.size,
        root: BASE64.encode(checkpoint.root),
        at: instant(row.at),
        note: note.to_string(),
        is_counted: policy.is_some_and(|policy| witnesses.len() >= policy.quorum),
        witnessed: witnesses.into_iter().map(|(key, time)| Witnessed::at(key.name(), time)).collect(),
    })
}

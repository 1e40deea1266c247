//! The whole journal as a file that anybody verifies without us.

use std::io::Write;

use anyhow::Context;
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use shared::journal::{
    bundle::{Head, Line},
    hex, leaf_hash,
};

use super::{proof, sign, store};
use crate::{
    app::App,
    journal::{
        contents,
        store::{head, since},
    },
    store::Tx,
};

/// Rows read at a time.
const STRIDE: i64 = 2_000;

/// Writes the journal: its entries, the contents the tables still hold where they are wanted, its checkpoints. The same
/// records give the same bytes.
///
/// # Errors
/// Nothing was signed yet, or the database or the file cannot be used.
pub async fn write(app: &App, out: &mut (dyn Write + Send), with_contents: bool) -> anyhow::Result<u64> {
    let mut tx = app.db().snapshot().await?;
    let written = all(&mut tx, out, with_contents).await;
    tx.end().await?;
    written
}

async fn all(tx: &mut Tx, out: &mut (dyn Write + Send), with_contents: bool) -> anyhow::Result<u64> {
    let keys = sign::keys(tx).await?;
    let key = keys.first().context("nothing was signed yet: run `chadiao schedule run checkpoint`")?;
    let size = head(tx).await?.size.unsigned_abs();
    line(out, &Head { chadiao_bundle: 1, origin: key.name().to_owned(), size })?;
    let mut from = 0;
    loop {
        let rows = since(tx, from, STRIDE).await?;
        let Some(last) = rows.last() else { break };
        from = last.seq + 1;
        for row in rows {
            let found = if with_contents { contents::of_entry(tx, &row).await? } else { None };
            let (salt, content) = found.unwrap_or_default();
            let entry = Line {
                leaf: BASE64.encode(leaf_hash(&row.bytes)),
                entry: String::from_utf8(row.bytes).context("an entry is no text")?,
                salt: hex(&salt),
                content: BASE64.encode(content),
                ..Line::default()
            };
            line(out, &entry)?;
        }
    }
    let mut after = -1;
    loop {
        let rows = store::all(tx, after, STRIDE).await?;
        let Some(last) = rows.last() else { return Ok(size) };
        after = last.size;
        for row in rows {
            let note = proof::note(tx, &row).await.map_err(|error| anyhow::anyhow!("{error:?}"))?;
            line(out, &Line { checkpoint: note.to_string(), ..Line::default() })?;
        }
    }
}

fn line(out: &mut (dyn Write + Send), value: &impl serde::Serialize) -> anyhow::Result<()> {
    let mut text = serde_json::to_vec(value)?;
    text.push(b'\n');
    Ok(out.write_all(&text)?)
}

//! Making a pack, listing packs, handing a pack's file out.

use axum::body::Bytes;
use shared::{
    Kept as _,
    api::v1::{NewPack, Page},
    id::{PackId, PersonId},
    inspection::InspectionBody,
    pack::{Pack, PackBody},
};
use tokio::sync::mpsc;

use super::{
    file::File,
    gather::{self, Plan},
};
use crate::{
    app::{Act, App},
    http::error::ApiError,
    journal::store::NewEntry,
    records::{self, flow::Wanted, store::Scope},
    registers::flow::{refused, step},
    store::Tx,
};

/// Makes a pack: a record of what was asked for; its file follows from it.
///
/// # Errors
/// The report that refuses it.
pub async fn make(act: &mut Act<'_>, new: NewPack) -> Result<PackBody, ApiError> {
    let pack = Pack::make(new.id, &new.draft, &step(act)).map_err(refused)?;
    records::flow::enter(act, &pack, "pack.make").await?;
    Ok(pack.body().clone())
}

/// A page of them, for the manager.
///
/// # Errors
/// The cursor is none of ours, or the database does not answer.
pub async fn list(
    act: &mut Act<'_>,
    cursor: Option<String>,
    limit: Option<i64>,
) -> Result<Page<PackBody>, ApiError> {
    let wanted = Wanted { scopes: vec![Scope::All], status: String::new(), cursor, limit };
    records::flow::list(act.tx, &wanted, |pack: Pack| pack.body().clone()).await
}

/// Pieces of a file that wait for whoever downloads it.
const PIECES: usize = 8;
/// Bytes that make a piece.
const PIECE: usize = 256 * 1024;

/// A file as it is read.
pub type Pieces = mpsc::Receiver<std::io::Result<Bytes>>;

/// The file of a pack, handed out as it is read. Handing it out is an entry of its own, for whoever has it has what is in it;
/// the entry stands before the first byte goes.
///
/// # Errors
/// There is no such pack, it holds more than a file can, or the database does not answer.
pub async fn hand_out(
    app: &App,
    person: PersonId,
    leave: Option<&InspectionBody>,
    id: PackId,
) -> Result<Pieces, ApiError> {
    // Gathered beside the writer: nobody else's work waits for a large pack.
    let mut tx = app.db().snapshot().await?;
    let plan = match planned(app, &mut tx, leave, id).await {
        Ok(plan) => plan,
        Err(error) => {
            tx.end().await?;
            return Err(error);
        }
    };
    let word = if plan.pack.is_unmasked { "unmasked" } else { "masked" };
    let inside = app.clone();
    let written = app.writer().write(move |tx| {
        Box::pin(async move {
            let act = &mut inside.act(tx, person).await?;
            act.journal(NewEntry::happened("pack.hand_out", "pack", id.0, word.to_owned())).await
        })
    });
    written.await??;
    let (send, pieces) = mpsc::channel(PIECES);
    let app = app.clone();
    tokio::spawn(async move {
        if let Err(error) = hand(&app, &mut tx, person, &plan, &send).await {
            tracing::error!(error = format!("{error:?}"), "a pack was cut off");
            // A reader that sees the end broken off takes no half of a pack for the whole.
            let _ = send.send(Err(std::io::Error::other("the pack was cut off"))).await;
        }
        let _ = tx.end().await;
    });
    Ok(pieces)
}

async fn hand(
    app: &App,
    tx: &mut Tx,
    person: PersonId,
    plan: &Plan,
    send: &mpsc::Sender<std::io::Result<Bytes>>,
) -> Result<(), ApiError> {
    let act = &mut app.act(tx, person).await?;
    let mut file = File::begin(plan)?;
    let mut ready = Vec::new();
    for (point, row) in &plan.rows {
        let Some(item) = gather::item(act, plan, row).await? else { continue };
        file.add(*point, &item)?;
        ready.extend(file.take()?);
        if ready.len() >= PIECE && send.send(Ok(Bytes::from(std::mem::take(&mut ready)))).await.is_err() {
            // Whoever asked has gone.
            return Ok(());
        }
    }
    ready.extend(file.end()?);
    let _ = send.send(Ok(Bytes::from(ready))).await;
    Ok(())
}

async fn planned(
    app: &App,
    tx: &mut Tx,
    leave: Option<&InspectionBody>,
    id: PackId,
) -> Result<Plan, ApiError> {
    let pack: Pack = records::flow::find(tx, id.0).await?.ok_or(ApiError::NotFound)?;
    if leave.is_some_and(|leave| !leave.is_pack_of(pack.body())) {
        return Err(ApiError::NotFound);
    }
    gather::plan(app, tx, pack.body()).await
}

//! Making a pack, listing packs, handing a pack's file out.

use shared::{
    Kept as _,
    api::v1::{NewPack, Page},
    id::{PackId, PersonId},
    inspection::InspectionBody,
    pack::{Pack, PackBody},
};

use super::{file, gather};
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

/// The file of a pack. Handing it out is an entry of its own, for whoever has it has what is in it.
///
/// # Errors
/// There is no such pack, it holds more than a file can, or the database does not answer.
pub async fn hand_out(
    app: &App,
    person: PersonId,
    leave: Option<&InspectionBody>,
    id: PackId,
) -> Result<Vec<u8>, ApiError> {
    // Gathered beside the writer: nobody else's work waits for a large pack.
    let mut tx = app.db().snapshot().await?;
    let gathered = gathered(app, &mut tx, (person, leave), id).await;
    tx.end().await?;
    let content = gathered?;
    let word = if content.pack.is_unmasked { "unmasked" } else { "masked" };
    let inside = app.clone();
    let written = app.writer().write(move |tx| {
        Box::pin(async move {
            let act = &mut inside.act(tx, person).await?;
            act.journal(NewEntry::happened("pack.hand_out", "pack", id.0, word.to_owned())).await
        })
    });
    written.await??;
    file::write(&content).map_err(ApiError::Internal)
}

async fn gathered(
    app: &App,
    tx: &mut Tx,
    (person, leave): (PersonId, Option<&InspectionBody>),
    id: PackId,
) -> Result<gather::Content, ApiError> {
    let pack: Pack = records::flow::find(tx, id.0).await?.ok_or(ApiError::NotFound)?;
    if leave.is_some_and(|leave| !leave.is_pack_of(pack.body())) {
        return Err(ApiError::NotFound);
    }
    let act = &mut app.act(tx, person).await?;
    gather::gather(app, act, pack.body()).await
}

//! How a record is kept at a moment: its last event by the journal, what hangs and rests on it, and whether it is held.

use std::collections::{BTreeMap, BTreeSet};

use shared::{
    Kept as _,
    id::{ApplicationId, InquiryId},
    retention::{Hold, HoldBody, Keeping, KeepingFacts, RecordRef, keeping},
    taiwan_day,
};
use uuid::Uuid;

use super::store::{self, Row};
use crate::{
    app::Act,
    http::error::ApiError,
    inquiry::view::instant,
    printout,
    records::{self, store::Scope},
};

/// Every hold that stands, by what it holds.
///
/// # Errors
/// The database does not answer.
pub async fn holds(act: &mut Act<'_>) -> Result<BTreeMap<Uuid, HoldBody>, ApiError> {
    let standing: Vec<Hold> = records::flow::all(act.tx, Scope::All, "standing").await?;
    Ok(standing.iter().map(|hold| (hold.body().of.id, hold.body().clone())).collect())
}

/// The facts of a record; `going` are records that go before it in the same breath and so do not rest on it any more.
///
/// # Errors
/// The database does not answer.
pub async fn facts(
    act: &mut Act<'_>,
    row: &Row,
    is_held: bool,
    going: &BTreeSet<Uuid>,
) -> Result<KeepingFacts, ApiError> {
    let (last_at, duties) = store::last(act.tx, row.id).await?;
    Ok(KeepingFacts {
        kind: row.kind.clone(),
        status: row.status.clone(),
        last_on: last_at.map(|at| taiwan_day(instant(at))),
        duties: usize::try_from(duties).unwrap_or(usize::MAX),
        rests: rests(act, row, going).await?,
        is_held,
    })
}

/// What still rests on a record: printouts on their inquiry, an account's permissions on the application that gave them.
async fn rests(act: &mut Act<'_>, row: &Row, going: &BTreeSet<Uuid>) -> Result<usize, ApiError> {
    Ok(match row.kind.as_str() {
        "inquiry" => {
            let printouts = printout::store::of_inquiry(act.tx, InquiryId(row.id)).await?;
            printouts.iter().filter(|printout| !going.contains(&printout.id)).count()
        }
        "application" => {
            let (registers, today) = (act.registers(), act.today());
            let given = registers.accounts.values().filter(|account| {
                account.draft().granted_by == Some(ApplicationId(row.id)) && !account.is_over(today)
            });
            given.count()
        }
        _ => 0,
    })
}

/// How each of these records is kept now, with its row. Printouts are asked about first, so that an inquiry may go with them.
///
/// # Errors
/// The database does not answer.
pub async fn of_all(
    act: &mut Act<'_>,
    wanted: &[RecordRef],
) -> Result<BTreeMap<Uuid, (Row, KeepingFacts, Keeping)>, ApiError> {
    let holds = holds(act).await?;
    let today = act.today();
    let mut going = BTreeSet::new();
    let mut found = BTreeMap::new();
    let (inquiries, others): (Vec<_>, Vec<_>) = wanted.iter().partition(|of| of.kind == "inquiry");
    for of in others.into_iter().chain(inquiries) {
        let Some(row) = store::find(act.tx, &of.kind, of.id).await? else { continue };
        let facts = facts(act, &row, holds.contains_key(&of.id), &going).await?;
        let kept = keeping(&facts, today);
        if kept == Keeping::Due {
            going.insert(of.id);
        }
        found.insert(of.id, (row, facts, kept));
    }
    Ok(found)
}

//! The hand-over list, read from the live records inside the transaction that freezes it.

use shared::{
    custody::{FormLine, HandOverList, JournalPlace, RosterLine, hash_of},
    id::PersonId,
    journal::hex,
    taiwan_day,
};
use uuid::Uuid;

use crate::{
    app::Act,
    http::error::ApiError,
    inquiry::view::instant,
    records,
    registers::store::{self as registers, VersionOf},
};

/// What changes hands now. The change's own form is left out: making the list writes it.
///
/// # Errors
/// The database does not answer.
pub async fn make(act: &mut Act<'_>, own: Uuid) -> Result<HandOverList, ApiError> {
    let roster = roster(act).await?;
    let forms = forms(act, own).await?;
    let edge = &act.tx.frontier.edge;
    let journal = JournalPlace { size: edge.size(), root: hex(&edge.root()) };
    Ok(HandOverList::of(act.now(), roster, forms, journal))
}

async fn roster(act: &mut Act<'_>) -> Result<Vec<RosterLine>, ApiError> {
    let kept = registers::latest_of(act.tx, "account").await?;
    let known = act.registers();
    let today = act.today();
    let line = |version: VersionOf| {
        let account = known.accounts.get(&PersonId(version.id))?;
        let draft = account.draft();
        let number = |item| known.items.get(item).map(|item| item.draft().number.clone());
        Some(RosterLine {
            person: account.person(),
            revision: version.revision,
            name: draft.name.clone(),
            title: draft.title.clone(),
            unit_name: known.unit_name(account.unit()),
            egov_account: draft.egov_account.clone(),
            items: draft.grants.iter().filter_map(|grant| number(&grant.item)).collect(),
            is_active: account.is_active(today),
            sha256: hash_of(&version.body),
        })
    };
    Ok(kept.into_iter().filter_map(line).collect())
}

async fn forms(act: &mut Act<'_>, own: Uuid) -> Result<Vec<FormLine>, ApiError> {
    let mut found = Vec::new();
    let mut after = Uuid::nil();
    loop {
        let rows = records::store::every(act.tx, after, STRIDE).await?;
        let Some(last) = rows.last() else { return Ok(found) };
        after = last.id;
        found.extend(rows.into_iter().filter(|row| row.id != own).map(|row| FormLine {
            kind: row.kind,
            record: row.id,
            revision: row.revision,
            status: row.status,
            made_on: taiwan_day(instant(row.made_at)),
            sha256: hash_of(&row.body),
        }));
    }
}

/// Records read at a time.
const STRIDE: i64 = 500;

//! Entering, revising and repealing business items; what was in force on a day; what a repeal takes down.

use chrono::NaiveDate;
use shared::{
    Record,
    api::v1::{ItemVersion, ItemView, NewItem, RepealImpact},
    id::{ItemId, PersonId},
    inventory::{Item, ItemAction, paper::Line},
    taiwan_day,
};

use crate::{
    app::Act,
    http::error::ApiError,
    inquiry::{self, view::instant},
    registers::{
        ItemBody,
        flow::{at_revision, changed_at, expect_keeper, expect_new, put, refused, step},
        store,
    },
};

fn body(item: &Item) -> ItemBody {
    ItemBody { draft: item.draft().clone(), repeal: item.repeal().cloned() }
}

/// An item on the wire.
///
/// # Errors
/// The database does not answer.
pub async fn view(act: &mut Act<'_>, item: &Item) -> Result<ItemView, ApiError> {
    let at = changed_at(act, Item::KIND, item.item().0).await?;
    Ok(ItemView {
        id: item.item(),
        revision: item.revision(),
        covered: act.registers().covered(&item.draft().units),
        draft: item.draft().clone(),
        repeal: item.repeal().cloned(),
        updated_at: instant(at),
    })
}

/// Enters a row into the inventory.
///
/// # Errors
/// The report that refuses it.
pub async fn enter(act: &mut Act<'_>, new: NewItem) -> Result<ItemView, ApiError> {
    expect_keeper(act)?;
    expect_new(act.registers().items.contains_key(&new.id))?;
    let item = Item::enter(new.id, new.draft, act.edition()).map_err(refused)?;
    put(act, &item, &body(&item), "item.enter").await?;
    view(act, &item).await
}

/// Revises or repeals.
///
/// # Errors
/// The report that refuses it, or the item has moved on.
pub async fn act(
    act: &mut Act<'_>,
    id: ItemId,
    revision: i64,
    action: &ItemAction,
) -> Result<ItemView, ApiError> {
    let item = at_revision(act.registers().items.get(&id), revision)?;
    let item = item.step(&step(act), action).map_err(refused)?;
    let name = match action {
        ItemAction::Revise { .. } => "item.revise",
        ItemAction::Repeal(_) => "item.repeal",
    };
    put(act, &item, &body(&item), name).await?;
    view(act, &item).await
}

/// Every version of an item, newest first.
///
/// # Errors
/// There is no such item, or a version does not parse.
pub async fn versions(act: &mut Act<'_>, id: ItemId) -> Result<Vec<ItemVersion>, ApiError> {
    let rows = store::versions(act.tx, Item::KIND, id.0).await?;
    if rows.is_empty() {
        return Err(ApiError::NotFound);
    }
    let registers = act.registers();
    let version = |row: store::Version| {
        let body: ItemBody =
            serde_json::from_str(&row.body).map_err(|error| ApiError::Internal(error.into()))?;
        Ok(ItemVersion {
            revision: row.revision,
            draft: body.draft,
            repeal: body.repeal,
            at: instant(row.at),
            by_name: row.actor_id.map(|person| registers.person_name(PersonId(person))).unwrap_or_default(),
        })
    };
    rows.into_iter().rev().map(version).collect()
}

/// The inventory's lines in force on a day, by number: each in the version that stood at the day's end.
///
/// # Errors
/// A version does not parse, or the database does not answer.
pub async fn in_force_on(act: &mut Act<'_>, on: NaiveDate) -> Result<Vec<Line>, ApiError> {
    let registers = act.registers();
    let mut lines = Vec::new();
    for item in registers.items.values() {
        let closed_from = item.repeal().map(|repeal| repeal.on);
        let mut versions = versions(act, item.item()).await?;
        // A row written down after the day on which it took force is printed as it was first written.
        let first = versions.pop();
        let then = versions.into_iter().find(|version| taiwan_day(version.at) <= on).or(first);
        let Some(draft) = then.map(|version| version.draft) else { continue };
        let is_in_force =
            draft.in_force_from.is_some_and(|from| from <= on) && closed_from.is_none_or(|end| on < end);
        if is_in_force {
            let unit_names = draft.units.iter().map(|unit| registers.unit_name(*unit)).collect();
            lines.push(Line { draft, unit_names, closed_from });
        }
    }
    lines.sort_by_key(|line| {
        (line.draft.number.parse::<u32>().unwrap_or(u32::MAX), line.draft.number.clone())
    });
    Ok(lines)
}

/// What a repeal would take down.
///
/// # Errors
/// The database does not answer.
pub async fn impact(act: &mut Act<'_>, id: ItemId) -> Result<RepealImpact, ApiError> {
    let registers = act.registers();
    let holds =
        |account: &&shared::account::Account| account.draft().grants.iter().any(|grant| grant.item == id);
    let accounts =
        registers.accounts.values().filter(holds).map(|account| account.draft().name.clone()).collect();
    let (mut drafts, mut open_inquiries) = (0, 0);
    for (status, count) in inquiry::store::open_under_item(act.tx, id).await? {
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        if status == "draft" { drafts += count } else { open_inquiries += count }
    }
    Ok(RepealImpact { accounts, drafts, open_inquiries })
}

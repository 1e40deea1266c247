//! Entering, revising and repealing business items; what was in force on a day.

use chrono::NaiveDate;
use shared::{
    Record,
    api::v1::{ItemVersion, ItemView, NewItem},
    id::{ItemId, PersonId, UnitId},
    inventory::{self, Beside, Entered, Item, ItemAction, ItemDraft, paper::Line},
    regulation::point_02,
    taiwan_day,
};

use super::repeal;
use crate::{
    app::Act,
    http::error::ApiError,
    inquiry::view::instant,
    registers::{
        ItemBody, Registers,
        flow::{at_revision, expect_keeper, expect_new, put, refused, step},
        store,
    },
};

fn body(item: &Item) -> ItemBody {
    ItemBody { draft: item.draft().clone(), repeal: item.repeal().cloned() }
}

/// An item as it stands on a day, by the tree of agencies as `tree` knows it; none where there is none.
///
/// # Errors
/// The database does not answer.
pub async fn view_on(
    act: &mut Act<'_>,
    id: ItemId,
    on: NaiveDate,
    tree: &Registers,
) -> Result<Option<ItemView>, ApiError> {
    let registers = act.registers();
    let Some((item, known)) = registers.items.get(&id).zip(registers.item_versions.get(&id)) else {
        return Ok(None);
    };
    let Some(shown) = inventory::shown_on(known, on) else { return Ok(None) };
    let rows = store::versions(act.tx, Item::KIND, id.0).await?;
    let entered_at =
        |revision| rows.iter().find(|row| row.revision == revision).map(|row| row.at).unwrap_or_default();
    let later = inventory::coming(known, on);
    let is_later =
        |revision| later.iter().any(|version| version.revision == revision && revision != shown.revision);
    Ok(Some(ItemView {
        id,
        revision: item.revision(),
        version: shown.revision,
        takes_force_on: inventory::takes_force_on(shown),
        covered: tree.covered(&shown.draft.units),
        draft: shown.draft.clone(),
        repeal: item.repeal().cloned(),
        coming: rows
            .iter()
            .filter(|row| is_later(row.revision))
            .map(|row| version(&registers, known, row, on))
            .collect::<Result<_, _>>()?,
        updated_at: instant(entered_at(shown.revision)),
    }))
}

/// An item as it stands today.
///
/// # Errors
/// There is no such item, or the database does not answer.
pub async fn view(act: &mut Act<'_>, id: ItemId) -> Result<ItemView, ApiError> {
    let (registers, today) = (act.registers(), act.today());
    view_on(act, id, today, &registers).await?.ok_or(ApiError::NotFound)
}

/// Enters a row into the inventory.
///
/// # Errors
/// The report that refuses it.
pub async fn enter(act: &mut Act<'_>, new: NewItem) -> Result<ItemView, ApiError> {
    expect_keeper(act)?;
    expect_new(act.registers().items.contains_key(&new.id))?;
    let item = Item::enter(new.id, new.draft, act.edition()).map_err(refused)?;
    expect_beside(act, new.id, item.draft())?;
    put(act, &item, &body(&item), "item.enter").await?;
    act.look_again().await?;
    view(act, new.id).await
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
    if matches!(action, ItemAction::Revise { .. }) {
        expect_beside(act, id, item.draft())?;
    }
    let name = match action {
        ItemAction::Revise { .. } => "item.revise",
        ItemAction::Repeal(_) => "item.repeal",
    };
    put(act, &item, &body(&item), name).await?;
    act.look_again().await?;
    repeal::settle(act, id).await?;
    view(act, id).await
}

/// The row's units exist, and its number is its own (point 2).
fn expect_beside(act: &Act<'_>, id: ItemId, draft: &ItemDraft) -> Result<(), ApiError> {
    let registers = act.registers();
    let is_unit = |unit: &UnitId| registers.agencies.contains_key(unit);
    let beside = Beside::of(id, draft, registers.items.values(), is_unit, act.today());
    let report = point_02::check_beside(draft, &beside);
    if report.is_accepted() { Ok(()) } else { Err(refused(report)) }
}

/// Every version of an item, newest first.
///
/// # Errors
/// There is no such item, or a version does not parse.
pub async fn versions(act: &mut Act<'_>, id: ItemId) -> Result<Vec<ItemVersion>, ApiError> {
    let (registers, today) = (act.registers(), act.today());
    let known = registers.item_versions.get(&id).ok_or(ApiError::NotFound)?;
    let rows = store::versions(act.tx, Item::KIND, id.0).await?;
    rows.iter().rev().map(|row| version(&registers, known, row, today)).collect()
}

/// The inventory's lines in force on a day, by number, each in the version of that day and by the tree as it was then.
///
/// # Errors
/// The database does not answer.
pub async fn in_force_on(act: &mut Act<'_>, on: NaiveDate) -> Result<Vec<Line>, ApiError> {
    let registers = act.registers();
    let mut lines = Vec::new();
    for (id, item) in &registers.items {
        let closed_from = item.repeal().map(|repeal| repeal.on);
        let known = registers.item_versions.get(id).map(Vec::as_slice).unwrap_or_default();
        let Some(then) = inventory::in_force_on(known, on) else { continue };
        if closed_from.is_none_or(|end| on < end) {
            let unit_names = then.draft.units.iter().map(|unit| registers.unit_name(*unit)).collect();
            lines.push(Line { draft: then.draft.clone(), unit_names, closed_from });
        }
    }
    lines.sort_by_key(|line| {
        (line.draft.number.parse::<u32>().unwrap_or(u32::MAX), line.draft.number.clone())
    });
    Ok(lines)
}

fn version(
    registers: &Registers,
    known: &[Entered],
    row: &store::Version,
    today: NaiveDate,
) -> Result<ItemVersion, ApiError> {
    let body: ItemBody = serde_json::from_str(&row.body).map_err(|error| ApiError::Internal(error.into()))?;
    let entered = Entered {
        revision: row.revision,
        draft: body.draft,
        repeal: body.repeal,
        on: taiwan_day(instant(row.at)),
    };
    Ok(ItemVersion {
        revision: row.revision,
        takes_force_on: inventory::takes_force_on(&entered),
        is_in_force: inventory::in_force_on(known, today)
            .is_some_and(|version| version.revision == row.revision),
        draft: entered.draft,
        repeal: entered.repeal,
        at: instant(row.at),
        by_name: row.actor_id.map(|person| registers.person_name(PersonId(person))).unwrap_or_default(),
    })
}

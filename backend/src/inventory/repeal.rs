//! What a repeal takes down (point 7), and the manager's duty to settle it until nothing is left.

use std::collections::BTreeSet;

use shared::{
    Record,
    account::Account,
    api::v1::{InquiryRow, PersonRow, RepealImpact},
    duty,
    id::{ItemId, PersonId},
    inventory::Item,
};
use uuid::Uuid;

use crate::{
    app::Act,
    duty::store as duties,
    http::error::ApiError,
    inquiry::{self, store::Row},
};

/// States in which a registered inquiry still leads to a query.
const OPEN: [&str; 3] = ["submitted", "sent_back", "approved"];
/// Rows of one state that are listed; the counts tell of more.
const LISTED: i64 = 200;

/// What a repeal would take down, or what is left of it.
///
/// # Errors
/// The database does not answer.
pub async fn impact(act: &mut Act<'_>, id: ItemId) -> Result<RepealImpact, ApiError> {
    let registers = act.registers();
    let today = act.today();
    let holds = |account: &&Account| {
        account.draft().active_until.is_none_or(|until| today <= until)
            && account.draft().grants.iter().any(|grant| grant.item == id)
    };
    let holders: Vec<&Account> = registers.accounts.values().filter(holds).collect();
    let (mut drafts, mut open_inquiries) = (0, 0);
    for (status, count) in inquiry::store::open_under_item(act.tx, id).await? {
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        if status == "draft" { drafts += count } else { open_inquiries += count }
    }
    let owners = inquiry::store::of_item(act.tx, id, "draft", LISTED).await?;
    let draft_owners: BTreeSet<String> =
        owners.iter().map(|row| registers.person_name(PersonId(row.applicant_id))).collect();
    let mut rows: Vec<Row> = Vec::new();
    for status in OPEN {
        rows.extend(inquiry::store::of_item(act.tx, id, status, LISTED).await?);
    }
    let inquiries: Vec<InquiryRow> = rows.into_iter().map(|row| inquiry::view::row(act, row)).collect();
    Ok(RepealImpact {
        accounts: holders.iter().map(|account| account.draft().name.clone()).collect(),
        drafts,
        open_inquiries,
        account_rows: holders
            .iter()
            .map(|account| PersonRow {
                person: account.person(),
                name: account.draft().name.clone(),
                unit: account.unit(),
                unit_name: registers.unit_name(account.unit()),
            })
            .collect(),
        draft_owners: draft_owners.into_iter().collect(),
        inquiries,
    })
}

/// Leaves the duty to settle a repeal, or takes it away once nothing is left; does nothing where there is no repeal.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn settle(act: &mut Act<'_>, id: ItemId) -> Result<(), ApiError> {
    let registers = act.registers();
    let Some(item) = registers.items.get(&id) else { return Ok(()) };
    let Some(repeal) = item.repeal() else { return Ok(()) };
    let is_settled = impact(act, id).await?.is_settled();
    let today = act.today();
    let manager = registers.manager(today).map(|account| (account.person(), account.unit()));
    let (person, unit) = manager.unwrap_or((act.standing().person, act.unit()));
    let left = duty::of_repeal(item, repeal, person, unit, is_settled, today);
    let about = format!("{} {}", item.draft().number, item.draft().name);
    duties::replace(act.tx, Item::id(item), None, &about, &left).await?;
    Ok(())
}

/// Settles the repeals of the items that somebody's change may have touched.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn settle_any(act: &mut Act<'_>, items: impl IntoIterator<Item = Uuid>) -> Result<(), ApiError> {
    let touched: BTreeSet<Uuid> = items.into_iter().collect();
    for item in touched {
        settle(act, ItemId(item)).await?;
    }
    Ok(())
}

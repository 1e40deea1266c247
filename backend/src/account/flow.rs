//! Entering and changing accounts.

use shared::{
    Record,
    account::{Account, AccountDraft},
    api::v1::{AccountView, NewAccount},
    id::PersonId,
};

use crate::{
    app::Act,
    http::error::ApiError,
    registers::flow::{at_revision, expect_keeper, expect_new, put, refused, step},
};

/// An account as the manager sees it.
#[must_use]
pub fn view(act: &Act<'_>, account: &Account) -> AccountView {
    AccountView {
        id: account.person(),
        revision: account.revision(),
        unit_name: act.registers().unit_name(account.unit()),
        is_active: account.is_active(act.today()),
        draft: account.draft().clone(),
    }
}

/// Opens an account.
///
/// # Errors
/// The report that refuses it.
pub async fn open(act: &mut Act<'_>, new: NewAccount) -> Result<AccountView, ApiError> {
    expect_keeper(act)?;
    expect_new(act.registers().accounts.contains_key(&new.id))?;
    let draft = with_known_names(act, new.draft);
    let account = Account::open(new.id, draft).map_err(refused)?;
    put(act, &account, account.draft(), "account.open").await?;
    Ok(view(act, &account))
}

/// Changes an account.
///
/// # Errors
/// The report that refuses it, or the account has moved on.
pub async fn change(
    act: &mut Act<'_>,
    id: PersonId,
    revision: i64,
    draft: AccountDraft,
) -> Result<AccountView, ApiError> {
    let account = at_revision(act.registers().accounts.get(&id), revision)?;
    let draft = with_known_names(act, draft);
    let account = account.step(&step(act), &draft).map_err(refused)?;
    put(act, &account, account.draft(), "account.change").await?;
    Ok(view(act, &account))
}

/// The name of a head who is stood in for is recorded with each approval, so it is the register's and not the sender's.
fn with_known_names(act: &Act<'_>, mut draft: AccountDraft) -> AccountDraft {
    for deputy in &mut draft.deputy_for {
        if let Some(head) = act.registers().accounts.get(&deputy.head) {
            deputy.head_name = head.draft().name.clone();
        }
    }
    draft
}

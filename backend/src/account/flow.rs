//! Entering and changing accounts.

use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use shared::{
    Record,
    account::{Account, AccountDraft},
    api::v1::{AccountView, NewAccount},
    id::PersonId,
    session::CardRefusal,
};

use crate::{
    app::Act,
    card::Leaf,
    http::error::ApiError,
    inventory::repeal,
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
    bind_card(act, new.id, "", &draft).await?;
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
    bind_card(act, id, &account.draft().certificate, &draft).await?;
    let held = account.draft().grants.clone();
    let account = account.step(&step(act), &draft).map_err(refused)?;
    put(act, &account, account.draft(), "account.change").await?;
    act.look_again().await?;
    repeal::settle_any(act, held.iter().map(|grant| grant.item.0)).await?;
    Ok(view(act, &account))
}

/// A newly bound certificate is the person's own, of a trusted authority, and nobody else's (point 4(7)).
async fn bind_card(act: &Act<'_>, id: PersonId, known: &str, draft: &AccountDraft) -> Result<(), ApiError> {
    if draft.certificate.is_empty() || draft.certificate == known {
        return Ok(());
    }
    let der = BASE64.decode(&draft.certificate).map_err(|_| CardRefusal::Unreadable)?;
    let leaf = Leaf::read(&der)?;
    act.app().trust().await?.judge(&leaf, act.now())?;
    leaf.facts.belongs_to(&draft.name, &draft.id_last4)?;
    let is_taken =
        |account: &&Account| account.person() != id && account.draft().certificate == draft.certificate;
    if act.registers().accounts.values().any(|account| is_taken(&account)) {
        return Err(CardRefusal::Taken.into());
    }
    Ok(())
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

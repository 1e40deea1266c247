//! Entering and changing accounts.

use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use shared::{
    Record, Report,
    account::{Account, AccountDraft, application::Others},
    api::v1::{AccountView, NewAccount},
    id::PersonId,
    regulation::point_04::{self, Who},
    session::CardRefusal,
};

use super::{application, job_change};
use crate::{
    app::Act,
    card::Leaf,
    http::error::ApiError,
    inventory::repeal,
    registers::flow::{at_revision, expect_keeper, expect_manager_placed, expect_new, put, refused, step},
    session::token,
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

/// Whether whoever acts may read an account: the manager, the person, and the head who files for them.
#[must_use]
pub fn may_read(act: &Act<'_>, account: &Account) -> bool {
    let standing = act.standing();
    standing.is_manager
        || account.person() == standing.person
        || standing.approves_for(act.today()).contains(&account.unit())
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
    expect_unique(act, new.id, None, account.draft())?;
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
    let before = account.draft().clone();
    let is_stopped = before.active_until.is_none() && draft.active_until.is_some();
    let account = account.step(&step(act), &draft).map_err(refused)?;
    expect_unique(act, id, Some(&before), account.draft())?;
    put(act, &account, account.draft(), "account.change").await?;
    expect_manager_placed(act, "unit").await?;
    if is_stopped {
        application::flow::end_earlier(act, id).await?;
    }
    if !account.is_active(act.today()) {
        token::flow::stop(act, id).await?;
    }
    job_change::flow::settle(act, &account, None).await?;
    repeal::settle_any(act, before.grants.iter().map(|grant| grant.item.0)).await?;
    Ok(view(act, &account))
}

/// One card is one person's and one person has one account (4(5), 4(7)); what did not change was judged when it came.
fn expect_unique(
    act: &Act<'_>,
    id: PersonId,
    before: Option<&AccountDraft>,
    draft: &AccountDraft,
) -> Result<(), ApiError> {
    let signs = |draft: &AccountDraft| {
        let (name, last4) = (draft.name.clone(), draft.id_last4.clone());
        (name, last4, draft.egov_account.clone(), draft.card_number.clone(), draft.active_until)
    };
    if before.is_some_and(|before| signs(before) == signs(draft)) {
        return Ok(());
    }
    let who = Who {
        person: Some(id),
        name: &draft.name,
        id_last4: &draft.id_last4,
        egov_account: &draft.egov_account,
        card_number: &draft.card_number,
    };
    let mut report = Report::default();
    let registers = act.registers();
    point_04::check_unique(&mut report, &Others::among(registers.accounts.values(), who, act.today()));
    if report.is_accepted() { Ok(()) } else { Err(refused(report)) }
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

//! Watches what is written into the registers: whichever door a change came through, its notice is made with it.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use shared::{
    Kept as _, Record as _,
    account::{Account, AccountDraft},
    agency::{Agency, AgencyDraft, Contact},
    id::{PersonId, UnitId},
    notice::{Changed, Holder, Notice, Post},
};
use uuid::Uuid;

use super::flow::announce;
use crate::{
    app::Act,
    http::error::ApiError,
    records::{self, store::Scope},
};

/// Compares a register's record with the one before it and makes the notices that 4(8) asks for.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn watch(act: &mut Act<'_>, kind: &'static str, id: Uuid, text: &str) -> Result<(), ApiError> {
    if kind == Agency::KIND {
        if let Ok(after) = serde_json::from_str(text) {
            contact(act, UnitId(id), &after).await?;
        }
    } else if kind == Account::KIND
        && let Ok(after) = serde_json::from_str(text)
    {
        heads(act, PersonId(id), &after).await?;
    }
    Ok(())
}

async fn contact(act: &mut Act<'_>, of: UnitId, after: &AgencyDraft) -> Result<(), ApiError> {
    let registers = act.registers();
    let before = registers.agencies.get(&of).map(|agency| agency.draft().contact.clone()).unwrap_or_default();
    if before == after.contact {
        return Ok(());
    }
    let holder = |contact: &Contact| Holder {
        name: contact.name.clone(),
        title: contact.title.clone(),
        phone: contact.phone.clone(),
        email: contact.email.clone(),
    };
    let named = |contact: &Contact| (!contact.is_none()).then(|| holder(contact));
    // Our reading: the first contact ever named is no change of the contact.
    if before.is_none() && !was_announced(act, Post::Contact, of).await? {
        return Ok(());
    }
    let changed = Changed {
        post: Post::Contact,
        of,
        of_name: after.name.clone(),
        from: named(&before),
        to: named(&after.contact),
        on: act.today(),
    };
    announce(act, changed).await
}

async fn heads(act: &mut Act<'_>, person: PersonId, after: &AccountDraft) -> Result<(), ApiError> {
    let registers = act.registers();
    let before = registers.accounts.get(&person).map(|account| account.draft().clone()).unwrap_or_default();
    let is_ending = after.active_until.is_some() && after.active_until != before.active_until;
    let then: BTreeSet<UnitId> = before.heads.iter().copied().collect();
    let now: BTreeSet<UnitId> = after.heads.iter().copied().collect();
    for unit in then.difference(&now) {
        left(act, person, &before, *unit, act.today()).await?;
    }
    for unit in now.difference(&then) {
        came(act, person, after, *unit).await?;
    }
    // Our reading: the last day of a head's account is the day of the change, as the transfer's is in 4(3).
    if let Some(last) = after.active_until.filter(|_| is_ending) {
        for unit in now.intersection(&then) {
            left(act, person, &before, *unit, last).await?;
        }
    }
    Ok(())
}

/// A unit lost its head: to the head it has beside, or to nobody yet.
async fn left(
    act: &mut Act<'_>,
    person: PersonId,
    before: &AccountDraft,
    unit: UnitId,
    on: NaiveDate,
) -> Result<(), ApiError> {
    let gone = holder(before);
    let other = other_head(act, person, unit);
    let known: Vec<Notice> = records::flow::all(act.tx, Scope::All, "").await?;
    // The successor was entered first, and that notice told of both.
    let is_told = known.iter().any(|notice| {
        let body = notice.body();
        let is_same = body.post == Post::Head && body.of == unit && body.from.as_ref() == Some(&gone);
        is_same && body.to.is_some() && body.to == other && notice.status() != "withdrawn"
    });
    if is_told {
        return Ok(());
    }
    let of_name = act.registers().unit_name(unit);
    announce(act, Changed { post: Post::Head, of: unit, of_name, from: Some(gone), to: other, on }).await
}

/// A unit gained a head.
async fn came(
    act: &mut Act<'_>,
    person: PersonId,
    after: &AccountDraft,
    unit: UnitId,
) -> Result<(), ApiError> {
    let from = other_head(act, person, unit);
    // Our reading: the first head ever entered is no change of the head.
    if from.is_none() && !was_announced(act, Post::Head, unit).await? {
        return Ok(());
    }
    let of_name = act.registers().unit_name(unit);
    let (to, on) = (Some(holder(after)), act.today());
    announce(act, Changed { post: Post::Head, of: unit, of_name, from, to, on }).await
}

fn other_head(act: &Act<'_>, but: PersonId, unit: UnitId) -> Option<Holder> {
    let registers = act.registers();
    let today = act.today();
    let heads = |account: &&Account| {
        account.person() != but && account.draft().heads.contains(&unit) && account.is_active(today)
    };
    registers.accounts.values().find(heads).map(|account| holder(account.draft()))
}

fn holder(draft: &AccountDraft) -> Holder {
    Holder { name: draft.name.clone(), title: draft.title.clone(), ..Holder::default() }
}

async fn was_announced(act: &mut Act<'_>, post: Post, of: UnitId) -> Result<bool, ApiError> {
    let known: Vec<Notice> = records::flow::all(act.tx, Scope::All, "").await?;
    Ok(known.iter().any(|notice| notice.body().post == post && notice.body().of == of))
}

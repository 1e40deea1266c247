//! Making, using, listing and revoking tokens.

use chrono::{NaiveDate, TimeDelta};
use shared::{
    api::v1::{NewToken, TokenView},
    id::{PersonId, TokenId},
    regulation::point_04,
    session::{Token, TokenLife, TokenScope, TokenState},
    taiwan_day,
};

use super::store::{self, Row};
use crate::{
    app::{Act, App},
    clock,
    http::{
        error::ApiError,
        extract::{Signed, User},
    },
    inquiry::view::instant,
    journal::store::NewEntry,
    registers::{Registers, flow::refused},
};

/// The noun, in the journal.
const KIND: &str = "token";
/// Use is noted this often.
const NOTED: TimeDelta = TimeDelta::minutes(1);

/// A token that nobody has yet.
///
/// # Errors
/// The operating system has no randomness to give.
pub fn fresh() -> anyhow::Result<Token> {
    loop {
        // Twice what is needed: hardly ever does it take a second time.
        if let Some(token) = Token::of_random(&clock::random::<64>()?) {
            return Ok(token);
        }
    }
}

/// Whether an account carries what was made on an earlier day: active, with a card, and not stopped in between.
fn carries(registers: &Registers, person: PersonId, made_on: NaiveDate, today: NaiveDate) -> bool {
    let Some(account) = registers.accounts.get(&person) else { return false };
    let has_lasted = account.draft().active_from.is_some_and(|from| from <= made_on);
    account.is_active(today) && has_lasted && account.standing(today, Vec::new()).has_card
}

fn life(registers: &Registers, row: &Row, today: NaiveDate) -> TokenLife {
    let made_at = instant(row.made_at);
    TokenLife {
        made_at,
        ends_at: instant(row.ends_at),
        seen_at: row.seen_at.map(instant),
        is_revoked: row.revoked_at.is_some(),
        is_owner_active: carries(registers, PersonId(row.person_id), taiwan_day(made_at), today),
    }
}

fn scopes(row: &Row) -> Vec<TokenScope> {
    row.scopes.split(' ').filter_map(TokenScope::of).collect()
}

fn view(act: &Act<'_>, row: &Row) -> TokenView {
    let registers = act.registers();
    TokenView {
        id: TokenId(row.id),
        person: PersonId(row.person_id),
        person_name: registers.person_name(PersonId(row.person_id)),
        name: row.name.clone(),
        scopes: scopes(row),
        head: row.head.clone(),
        // It ends with the midnight after its last day.
        until: taiwan_day(instant(row.ends_at - 1)),
        made_at: instant(row.made_at),
        seen_at: row.seen_at.map(instant),
        seen_from: row.seen_from.clone(),
        revoked_at: row.revoked_at.map(instant),
        state: life(&registers, row, act.today()).state(act.now()),
    }
}

/// Makes a token for whoever acts.
///
/// # Errors
/// The report that refuses it, or its identifier is in use.
pub async fn make(act: &mut Act<'_>, new: NewToken, token: &Token) -> Result<TokenView, ApiError> {
    let owner = act.standing().person;
    let rows = store::list(act.tx, Some(owner.0)).await?;
    let live = rows.iter().filter(|row| view(act, row).state == TokenState::Live).count();
    let report = point_04::check_token(act.standing(), &new.draft, live, act.today());
    let ends_at = new.draft.ends_at().filter(|_| report.is_accepted()).ok_or_else(|| refused(report))?;
    let named = TokenScope::ALL.into_iter().filter(|scope| new.draft.scopes.contains(scope));
    let scopes: Vec<&str> = named.map(TokenScope::name).collect();
    let row = Row {
        token_hash: token.hash(),
        id: new.id.0,
        person_id: owner.0,
        name: new.draft.name.trim().to_owned(),
        scopes: scopes.join(" "),
        head: token.head(),
        made_at: act.now().timestamp_micros(),
        ends_at: ends_at.timestamp_micros(),
        seen_at: None,
        seen_from: String::new(),
        revoked_at: None,
    };
    store::insert(act.tx, &row).await?;
    let note = format!("{} {}", row.head, row.scopes);
    act.journal(NewEntry::happened("token.issue", KIND, row.id, note)).await?;
    Ok(view(act, &row))
}

/// Tokens, the newest first: one's own, or for the manager everybody's.
///
/// # Errors
/// The database does not answer.
pub async fn list(act: &mut Act<'_>, is_everybody: bool) -> Result<Vec<TokenView>, ApiError> {
    let person = (!is_everybody).then_some(act.standing().person.0);
    let mut rows = store::list(act.tx, person).await?;
    rows.sort_by_key(|row| std::cmp::Reverse((row.made_at, row.id)));
    Ok(rows.iter().map(|row| view(act, row)).collect())
}

/// Revokes a token: one's own, or for the manager anybody's.
///
/// # Errors
/// There is none that lasts, or it is somebody else's.
pub async fn revoke(act: &mut Act<'_>, id: TokenId) -> Result<(), ApiError> {
    let whose = (!act.standing().is_manager).then_some(act.standing().person.0);
    let rows = store::list(act.tx, whose).await?;
    let row = rows.iter().find(|row| row.id == id.0).ok_or(ApiError::NotFound)?;
    take_back(act, row).await?.then_some(()).ok_or(ApiError::NotFound)
}

/// Revokes every token of an account that is not active: opening it again brings none of them back.
///
/// # Errors
/// The database does not answer.
pub async fn stop(act: &mut Act<'_>, person: PersonId) -> Result<(), ApiError> {
    for row in store::list(act.tx, Some(person.0)).await? {
        take_back(act, &row).await?;
    }
    Ok(())
}

async fn take_back(act: &mut Act<'_>, row: &Row) -> Result<bool, ApiError> {
    let is_new = store::revoke(act.tx, row.id, act.now().timestamp_micros()).await?;
    if is_new {
        act.journal(NewEntry::happened("token.revoke", KIND, row.id, row.head.clone())).await?;
    }
    Ok(is_new)
}

/// Whoever a token belongs to, while it lives.
///
/// # Errors
/// It is none of ours, or dead.
pub async fn resume(app: &App, text: &str, from: &str) -> Result<User, ApiError> {
    // What a practice card made ends where practice is not served.
    if app.is_practice_database() && !app.config().is_practice {
        return Err(ApiError::TokenDead);
    }
    // A mistyped token is told by its checksum; the database is asked for whole ones alone.
    let token = Token::parse(text).map_err(|_| ApiError::TokenDead)?;
    let now = app.clock().now();
    let today = taiwan_day(now);
    let mut tx = app.db().read().await?;
    let row = store::find(&mut tx, &token.hash()).await?.ok_or(ApiError::TokenDead)?;
    let registers = app.registers(&mut tx).await?;
    drop(tx);
    if life(&registers, &row, today).state(now) != TokenState::Live {
        return Err(ApiError::TokenDead);
    }
    let standing = registers.standing(PersonId(row.person_id), today).ok_or(ApiError::TokenDead)?;
    let is_noted = row.seen_at.is_some_and(|at| now - instant(at) <= NOTED) && row.seen_from == from;
    if !is_noted {
        let (hash, at, from) = (row.token_hash.clone(), now.timestamp_micros(), from.to_owned());
        // A use that could not be noted merely ages the token.
        let _ = app
            .writer()
            .write(move |tx| Box::pin(async move { store::seen(tx, &hash, at, &from).await }))
            .await;
    }
    let signed = Signed::Token { id: TokenId(row.id), scopes: scopes(&row) };
    Ok(User { standing, signed })
}

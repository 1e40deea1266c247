//! Starting, resuming and ending a session.

use base64::{
    Engine,
    engine::general_purpose::{STANDARD as BASE64, URL_SAFE_NO_PAD as BASE64URL},
};
use chrono::TimeDelta;
use sha2::{Digest, Sha256};
use shared::{
    api::v1::{PracticePerson, SessionView},
    id::PersonId,
    session::CardRefusal,
    taiwan_day,
};
use uuid::Uuid;

use super::{
    challenge,
    store::{self, Row},
};
use crate::{
    app::App,
    card::Signer,
    clock,
    http::{error::ApiError, extract::User},
    registers::Registers,
    store::StoreError,
};

/// A session not used for this long is over.
const IDLE: TimeDelta = TimeDelta::minutes(15);
/// A session is over after this, used or not.
const LONGEST: TimeDelta = TimeDelta::hours(8);
/// Use is noted this often.
const NOTED: TimeDelta = TimeDelta::minutes(1);

fn hash(token: &str) -> Vec<u8> {
    Sha256::digest(token).to_vec()
}

/// Whose account a signer's card is registered to (point 4(7)): the certificate decides, the name and digits must agree.
fn holder(registers: &Registers, signer: &Signer) -> Result<PersonId, CardRefusal> {
    let certificate = BASE64.encode(&signer.leaf.der);
    let mut accounts = registers.accounts.values();
    let account = accounts
        .find(|account| account.draft().certificate == certificate)
        .ok_or(CardRefusal::NotRegistered)?;
    signer.leaf.facts.belongs_to(&account.draft().name, &account.draft().id_last4)?;
    Ok(account.person())
}

/// Starts a session for whoever signed the challenge of a browser; gives its token.
///
/// # Errors
/// Why the card is refused, or the account is not active.
pub async fn sign_in(app: &App, asker: &str, signature: &str, address: String) -> Result<String, ApiError> {
    let answered = challenge::answer(app, asker, signature).await?;
    let now = app.clock().now();
    let person = {
        let mut tx = app.db().read().await?;
        let registers = app.registers(&mut tx).await?;
        let person = holder(&registers, &answered.signer).inspect_err(|refusal| {
            tracing::warn!(code = refusal.code(), "a card was refused");
        })?;
        let standing = registers.standing(person, taiwan_day(now)).ok_or(ApiError::SignedOut)?;
        if !standing.is_active {
            return Err(ApiError::AccountInactive);
        }
        person
    };
    let token = BASE64URL.encode(clock::random::<32>()?);
    let row = Row {
        token_hash: hash(&token),
        id: Uuid::now_v7(),
        person_id: person.0,
        card: answered.card(),
        address,
        made_at: now.timestamp_micros(),
        seen_at: now.timestamp_micros(),
        ends_at: (now + LONGEST).timestamp_micros(),
    };
    let written = app.writer().write(move |tx| {
        Box::pin(async move {
            answered.use_up(tx).await?;
            store::insert(tx, &row).await.map_err(ApiError::from)
        })
    });
    written.await??;
    Ok(token)
}

/// Whoever a token belongs to, while the session lasts.
///
/// # Errors
/// There is no such session, or it is over.
pub async fn resume(app: &App, token: &str) -> Result<User, ApiError> {
    // What a practice card began ends where practice is not served.
    if app.is_practice_database() && !app.config().is_practice {
        return Err(ApiError::SignedOut);
    }
    let now = app.clock().now();
    let mut tx = app.db().read().await?;
    let row = store::find(&mut tx, &hash(token)).await?.ok_or(ApiError::SignedOut)?;
    let idle_since = now.timestamp_micros() - row.seen_at;
    if row.ends_at <= now.timestamp_micros() || idle_since > micros(IDLE) {
        return Err(ApiError::SignedOut);
    }
    let registers = app.registers(&mut tx).await?;
    drop(tx);
    let standing = registers.standing(PersonId(row.person_id), taiwan_day(now)).ok_or(ApiError::SignedOut)?;
    if idle_since > micros(NOTED) {
        let (session, at) = (row.token_hash.clone(), now.timestamp_micros());
        // A session that could not be noted as used merely ends sooner.
        let _ =
            app.writer().write(move |tx| Box::pin(async move { store::seen(tx, &session, at).await })).await;
    }
    Ok(User { standing, session: row.token_hash })
}

fn micros(delta: TimeDelta) -> i64 {
    delta.num_microseconds().unwrap_or(i64::MAX)
}

/// Ends a session.
///
/// # Errors
/// It could not be written.
pub async fn end(app: &App, user: User) -> Result<(), ApiError> {
    let now = app.clock().now().timestamp_micros();
    let written = app
        .writer()
        .write(move |tx| Box::pin(async move { store::end(tx, &user.session, now).await }))
        .await?;
    written.map_err(|error: StoreError| ApiError::from(error))
}

/// The session as the browser needs it.
///
/// # Errors
/// The database does not answer.
pub async fn view(app: &App, user: &User) -> Result<SessionView, ApiError> {
    let now = app.clock().now();
    let today = taiwan_day(now);
    let mut tx = app.db().read().await?;
    let registers = app.registers(&mut tx).await?;
    let ends_at =
        store::find(&mut tx, &user.session).await?.map_or(now.timestamp_micros(), |row| row.ends_at);
    Ok(SessionView {
        title: registers
            .accounts
            .get(&user.standing.person)
            .map(|account| account.draft().title.clone())
            .unwrap_or_default(),
        unit_name: registers.unit_name(user.standing.unit),
        approves_for: user.standing.approves_for(today),
        in_social_affairs: registers.in_social_affairs(user.standing.unit),
        expires_at: chrono::DateTime::from_timestamp_micros(ends_at).unwrap_or(now),
        is_practice: app.config().is_practice,
        standing: user.standing.clone(),
    })
}

/// Who one may be in the practice county.
///
/// # Errors
/// This is no practice server.
pub async fn practice_people(app: &App) -> Result<Vec<PracticePerson>, ApiError> {
    if !app.config().is_practice {
        return Err(ApiError::PracticeOff { is_practice_database: app.is_practice_database() });
    }
    let today = taiwan_day(app.clock().now());
    let mut tx = app.db().read().await?;
    let registers = app.registers(&mut tx).await?;
    let person = |account: &shared::account::Account| {
        let draft = account.draft();
        PracticePerson {
            person: account.person(),
            name: draft.name.clone(),
            title: draft.title.clone(),
            unit: account.unit(),
            unit_name: registers.unit_name(account.unit()),
            is_supervisor: !account.standing(today, Vec::new()).approves_for(today).is_empty(),
            is_manager: draft.is_manager,
            card_number: draft.card_number.clone(),
        }
    };
    Ok(registers.accounts.values().map(person).collect())
}

//! Starting, resuming and ending a session.

use base64::{
    Engine,
    engine::general_purpose::{STANDARD as BASE64, URL_SAFE_NO_PAD as BASE64URL},
};
use chrono::{DateTime, TimeDelta};
use sha2::{Digest, Sha256};
use shared::{
    account::AccountDraft,
    api::v1::{PracticePerson, SessionRow, SessionView, SignIn},
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
    http::{
        error::ApiError,
        extract::{Signed, User},
    },
    inspection,
    journal::{self, store::NewEntry},
    liability,
    registers::Registers,
    review,
    store::{StoreError, Tx},
};

/// The noun, in the journal.
const KIND: &str = "session";
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

/// What a session remembers of the card that an account is bound to: SHA-256 of its certificate.
fn card_of(account: &AccountDraft) -> Option<Vec<u8>> {
    Some(Sha256::digest(BASE64.decode(&account.certificate).ok()?).to_vec())
}

/// Starts a session for whoever signed the challenge of a browser; gives its token.
///
/// # Errors
/// Why the card is refused, or the account is not active.
pub async fn sign_in(app: &App, asker: &str, signed: &SignIn, address: String) -> Result<String, ApiError> {
    let answered = challenge::answer(app, asker, signed.provider, &signed.signature).await?;
    let now = app.clock().now();
    let (person, is_inspector) = {
        let mut tx = app.db().read().await?;
        let registers = app.registers(&mut tx).await?;
        let today = taiwan_day(now);
        match holder(&registers, &answered.signer) {
            Ok(person) => {
                let standing = registers.standing(person, today).ok_or(ApiError::SignedOut)?;
                if !standing.is_active {
                    return Err(ApiError::AccountInactive);
                }
                (person, false)
            }
            // A card of no account may be an inspector's.
            Err(CardRefusal::NotRegistered) => {
                (inspection::flow::inspector(&mut tx, &answered.signer, today).await.inspect_err(warn)?, true)
            }
            Err(refusal) => {
                let refusal = refusal.into();
                warn(&refusal);
                return Err(refusal);
            }
        }
    };
    let token = BASE64URL.encode(clock::random::<32>()?);
    let edition = app.editions().on(taiwan_day(now));
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
    let inside = app.clone();
    let written = app.writer().write(move |tx| {
        Box::pin(async move {
            answered.use_up(tx).await?;
            store::insert(tx, &row).await?;
            let note = format!("{} {}", row.address, BASE64URL.encode(&row.card));
            let entry = NewEntry::happened("session.sign_in", KIND, row.id, note);
            journal::store::append(tx, now, Some(person), edition, entry).await?;
            if is_inspector {
                return Ok::<_, ApiError>(());
            }
            let mut act = inside.act_at(tx, person, now).await?;
            liability::flow::ask(&mut act).await?;
            review::flow::owe(&mut act).await?;
            Ok::<_, ApiError>(())
        })
    });
    written.await??;
    Ok(token)
}

fn warn(error: &ApiError) {
    if let ApiError::Card(refusal) = error {
        tracing::warn!(code = refusal.code(), "a card was refused");
    }
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
    let (person, today, session) = (PersonId(row.person_id), taiwan_day(now), row.token_hash.clone());
    let (standing, signed) = match registers.standing(person, today) {
        Some(standing) => {
            // A session ends with the account and with the card that began it.
            let bound = registers.accounts.get(&person).and_then(|account| card_of(account.draft()));
            if !standing.is_active || bound.as_ref() != Some(&row.card) {
                return Err(ApiError::SignedOut);
            }
            (standing, Signed::Card { session })
        }
        None => {
            let leave = inspection::flow::leave_of(&mut tx, person).await?;
            let leave = Box::new(leave.filter(|leave| leave.is_open(today)).ok_or(ApiError::SignedOut)?);
            (leave.standing(today), Signed::Inspector { session, leave })
        }
    };
    drop(tx);
    if idle_since > micros(NOTED) {
        let (session, at) = (row.token_hash.clone(), now.timestamp_micros());
        // A session that could not be noted as used merely ends sooner.
        let _ =
            app.writer().write(move |tx| Box::pin(async move { store::seen(tx, &session, at).await })).await;
    }
    Ok(User { standing, signed })
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
        .write(move |tx| Box::pin(async move { store::end(tx, user.session(), now).await }))
        .await?;
    written.map_err(|error: StoreError| ApiError::from(error))
}

/// The sessions that last: a person's own, or everybody's; the newest first.
///
/// # Errors
/// The database does not answer.
pub async fn list(app: &App, user: &User, is_everybody: bool) -> Result<Vec<SessionRow>, ApiError> {
    let mut tx = app.db().read().await?;
    let person = (!is_everybody).then_some(user.standing.person.0);
    let mut rows = live(app, &mut tx, person).await?;
    let registers = app.registers(&mut tx).await?;
    rows.sort_by_key(|row| std::cmp::Reverse(row.made_at));
    let instant = |micros| DateTime::from_timestamp_micros(micros).unwrap_or_default();
    let mut views = Vec::with_capacity(rows.len());
    for row in rows {
        let mut person_name = registers.person_name(PersonId(row.person_id));
        // Whoever has no account is an inspector from outside.
        if person_name.is_empty() {
            person_name = inspection::flow::name_of(&mut tx, row.person_id).await?;
        }
        views.push(SessionRow {
            id: row.id,
            person: PersonId(row.person_id),
            person_name,
            is_this: row.token_hash == user.session(),
            address: row.address,
            began_at: instant(row.made_at),
            seen_at: instant(row.seen_at),
            ends_at: instant(row.ends_at),
        });
    }
    Ok(views)
}

async fn live(app: &App, tx: &mut Tx, person: Option<Uuid>) -> Result<Vec<Row>, ApiError> {
    let now = app.clock().now();
    let (at, seen) = (now.timestamp_micros(), (now - IDLE).timestamp_micros());
    Ok(store::live(tx, person, at, seen).await?)
}

/// Ends a session at another place: one's own, or for the manager anybody's.
///
/// # Errors
/// There is no such session, or it is somebody else's.
pub async fn end_one(app: &App, user: User, id: Uuid) -> Result<(), ApiError> {
    let now = app.clock().now();
    let owner = {
        let mut tx = app.db().read().await?;
        let whose = (!user.standing.is_manager).then_some(user.standing.person.0);
        let found = live(app, &mut tx, whose).await?.into_iter().find(|row| row.id == id);
        found.ok_or(ApiError::NotFound)?.person_id
    };
    let (actor, edition) = (user.standing.person, app.editions().on(taiwan_day(now)));
    let written = app.writer().write(move |tx| {
        Box::pin(async move {
            store::end_one(tx, id).await?;
            let entry = NewEntry::happened("session.end", KIND, id, owner.to_string());
            journal::store::append(tx, now, Some(actor), edition, entry).await?;
            Ok::<_, ApiError>(())
        })
    });
    written.await?
}

/// People whose card is in use at more than one place.
fn twice(rows: &[Row]) -> u32 {
    let mut people: Vec<Uuid> = rows.iter().map(|row| row.person_id).collect();
    people.sort_unstable();
    let several = people.chunk_by(|one, other| one == other).filter(|sessions| sessions.len() > 1);
    u32::try_from(several.count()).unwrap_or(u32::MAX)
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
        store::find(&mut tx, user.session()).await?.map_or(now.timestamp_micros(), |row| row.ends_at);
    let mine = live(app, &mut tx, Some(user.standing.person.0)).await?;
    let others = mine.iter().filter(|row| row.token_hash != user.session()).count();
    let everybody = if user.standing.is_manager { live(app, &mut tx, None).await? } else { Vec::new() };
    let leave = match &user.signed {
        Signed::Inspector { leave, .. } => Some(inspection::flow::view(&registers, leave, today)),
        Signed::Card { .. } | Signed::Token { .. } => None,
    };
    let unit_name = match &leave {
        Some(leave) => leave.inspection.agency.clone(),
        None => registers.unit_name(user.standing.unit),
    };
    Ok(SessionView {
        inspection: leave.map(Box::new),
        elsewhere: u32::try_from(others).unwrap_or(u32::MAX),
        shared_cards: twice(&everybody),
        title: registers
            .accounts
            .get(&user.standing.person)
            .map(|account| account.draft().title.clone())
            .unwrap_or_default(),
        unit_name,
        approves_for: user.standing.approves_for(today),
        in_social_affairs: registers.in_social_affairs(user.standing.unit),
        expires_at: DateTime::from_timestamp_micros(ends_at).unwrap_or(now),
        is_practice: app.config().is_practice,
        lock_minutes: app.config().lock_minutes,
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
    let mut people: Vec<PracticePerson> = registers.accounts.values().map(person).collect();
    people.extend(inspection::flow::guests(&mut tx, today).await?);
    Ok(people)
}

//! Who is reminded of what today, and who wants to be.

use std::collections::{HashMap, HashSet};

use anyhow::Context;
use chrono::{DateTime, Days, NaiveDate, Utc};
use sha2::{Digest as _, Sha256};
use shared::{
    Bilingual,
    account::Account,
    api::v1::{MailChoice, MailState, MailTrouble, MailView},
    duty::{Digest, Duty, digest},
    field::Email,
    id::PersonId,
    journal::hex,
    taiwan_day,
};
use uuid::Uuid;

use super::{
    send::{Post, PostError},
    store,
};
use crate::{
    app::{Act, App},
    duty::{self, store::Filter},
    http::error::ApiError,
    journal::{alarm::addressees, store::NewEntry},
    registers::Registers,
    schedule::jobs::{Report, Result as Outcome, write},
    store::{StoreError, Tx},
};

/// Days of which the manager sees what did not go.
const TROUBLE_SHOWN: Days = Days::new(7);
/// Letters in a row that the server does not take now before the rest waits for the next try.
const IN_A_ROW_MOST: usize = 3;

/// A letter to be written.
struct Due {
    person: PersonId,
    address: Email,
    digest: Digest,
}

/// Writes to everybody for whom something is pressing, on office days, once a day each.
///
/// # Errors
/// The database does not answer.
pub async fn remind(app: App) -> anyhow::Result<Report> {
    let Some(settings) = app.config().mail.clone() else {
        return Ok(Report::done(
            "未設定郵件伺服器，不寄提醒。".into(),
            "No mail server is set: nothing is sent.".into(),
        ));
    };
    let origin = app.config().origin.clone().context("reminders without an origin for their links")?;
    let now = app.clock().now();
    let day = taiwan_day(now);
    let letters = {
        let mut tx = app.db().read().await?;
        let registers = app.registers(&mut tx).await?;
        match registers.calendar.is_rest_day(day) {
            Ok(false) => {}
            Ok(true) => {
                return Ok(Report::done("休息日，不寄提醒。".into(), "A day off: nothing is sent.".into()));
            }
            Err(error) => return Ok(Report { result: Outcome::Again, note: error.message() }),
        }
        due(&mut tx, &registers, day).await?
    };
    if letters.is_empty() {
        return Ok(Report::done("沒有要寄的提醒。".into(), "Nobody is to be reminded.".into()));
    }
    let post = Post::open(&settings)?;
    if let Err(error) = post.knock().await {
        return Ok(Report {
            result: Outcome::Again,
            note: Bilingual::filled(
                format!("郵件伺服器無法使用：{error}"),
                format!("The mail server cannot be used: {error}"),
            ),
        });
    }
    let (mut sent, mut refused, mut later, mut in_a_row) = (0, 0, 0, 0);
    for letter in &letters {
        if in_a_row >= IN_A_ROW_MOST {
            later += 1;
            continue;
        }
        match hand_in(&app, &post, letter, &origin, day, now).await? {
            None => {}
            Some(Ok(())) => (sent, in_a_row) = (sent + 1, 0),
            Some(Err(PostError::Refused(_))) => (refused, in_a_row) = (refused + 1, 0),
            Some(Err(PostError::Later(_))) => (later, in_a_row) = (later + 1, in_a_row + 1),
        }
    }
    let result = match (later, refused) {
        (0, 0) => Outcome::Done,
        (0, _) => Outcome::Alarm,
        _ => Outcome::Again,
    };
    Ok(Report {
        result,
        note: Bilingual::filled(
            format!("寄出 {sent} 封，退件 {refused} 封，待重試 {later} 封。"),
            format!("{sent} sent, {refused} refused, {later} to be tried again."),
        ),
    })
}

/// One letter, unless it went already; none then.
async fn hand_in(
    app: &App,
    post: &Post,
    letter: &Due,
    origin: &str,
    day: NaiveDate,
    now: DateTime<Utc>,
) -> anyhow::Result<Option<Result<(), PostError>>> {
    let (person, text) = (letter.person.0, day.to_string());
    let at = now.timestamp_micros();
    let is_ours =
        write(app, move |tx| Box::pin(async move { store::begin(tx, person, &text, at).await })).await?;
    if !is_ours {
        return Ok(None);
    }
    let mark = hex(&Sha256::new().chain_update(person).chain_update(day.to_string()).finalize());
    let mark = mark.get(..32).unwrap_or(&mark);
    let taken = post.send(&letter.address.to_string(), &letter.digest.letter(origin), mark, now).await;
    let (state, error) = match &taken {
        Ok(()) => ("sent", String::new()),
        Err(error @ PostError::Refused(_)) => ("refused", error.to_string()),
        Err(error @ PostError::Later(_)) => ("failed", error.to_string()),
    };
    let text = day.to_string();
    write(app, move |tx| Box::pin(async move { store::settle(tx, person, &text, state, &error, at).await }))
        .await?;
    Ok(Some(taken))
}

/// The letters of a day that did not go yet.
async fn due(tx: &mut Tx, registers: &Registers, day: NaiveDate) -> Result<Vec<Due>, StoreError> {
    let done = store::of_day(tx, &day.to_string()).await?;
    let is_over =
        |person: PersonId| done.iter().any(|row| row.person_id == person.0 && row.state != "failed");
    let refusers: HashSet<Uuid> = store::refusers(tx).await?.into_iter().collect();
    let mut letters = Vec::new();
    for account in registers.accounts.values().filter(|account| account.is_active(day)) {
        let Ok(address) = Email::parse(&account.draft().email) else { continue };
        if is_over(account.person()) {
            continue;
        }
        let mut digest = pressing(tx, registers, account, day).await?;
        if refusers.contains(&account.person().0) {
            digest = digest.escalated_alone();
        }
        if !digest.is_empty() {
            letters.push(Due { person: account.person(), address, digest });
        }
    }
    Ok(letters)
}

/// What is pressing for a person, by their own list of duties.
async fn pressing(
    tx: &mut Tx,
    registers: &Registers,
    account: &Account,
    day: NaiveDate,
) -> Result<Digest, StoreError> {
    let standing = account.standing(day, registers.parents(account.unit()));
    let (mut seen, mut own, mut escalated) = (HashSet::new(), Vec::<Duty>::new(), Vec::<Duty>::new());
    for (scope, cut) in duty::flow::own(&standing, day, &registers.settings(day)) {
        let rows = duty::store::all(tx, scope, &Filter { due_before: cut, ..Filter::default() }).await?;
        let fresh = rows.iter().filter(|row| seen.insert(row.id)).filter_map(duty::store::Row::duty);
        if cut.is_none() { own.extend(fresh) } else { escalated.extend(fresh) }
    }
    Ok(digest(&own, &escalated, day))
}

/// One's own choice, and whether it matters here.
///
/// # Errors
/// The database does not answer.
pub async fn view(act: &mut Act<'_>) -> Result<MailView, ApiError> {
    let person = act.standing().person;
    let registers = act.registers();
    Ok(MailView {
        is_on: act.app().config().mail.is_some(),
        address: registers
            .accounts
            .get(&person)
            .map(|account| account.draft().email.clone())
            .unwrap_or_default(),
        wants_reminders: !store::refuses(act.tx, person.0).await?,
    })
}

/// Somebody wants reminders, or none.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn choose(act: &mut Act<'_>, choice: MailChoice) -> Result<MailView, ApiError> {
    let (person, now) = (act.standing().person, act.now().timestamp_micros());
    store::choose(act.tx, person.0, choice.wants_reminders, now).await?;
    let note = if choice.wants_reminders { "on" } else { "off" };
    act.journal(NewEntry::happened("mail.choose", "mail", person.0, note.to_owned())).await?;
    view(act).await
}

/// How reminders fare, for the manager.
///
/// # Errors
/// The database does not answer.
pub async fn state(app: &App, tx: &mut Tx) -> Result<MailState, ApiError> {
    let today = taiwan_day(app.clock().now());
    let since = today.checked_sub_days(TROUBLE_SHOWN).unwrap_or(today);
    let registers = app.registers(tx).await?;
    let trouble = store::trouble(tx, &since.to_string()).await?;
    let alarmed = app.config().mail.as_ref().map(|settings| addressees(settings, &registers, today));
    let alarmed: HashMap<Uuid, Email> = alarmed.into_iter().flatten().collect();
    let name = |id: Uuid| match alarmed.get(&id) {
        Some(address) => address.to_string(),
        None => registers.person_name(PersonId(id)),
    };
    let view = |row: store::Row| {
        Some(MailTrouble {
            person: PersonId(row.person_id),
            person_name: name(row.person_id),
            day: row.day.parse().ok()?,
            state: row.state,
            attempts: u32::try_from(row.attempts).unwrap_or(u32::MAX),
            error: row.error,
        })
    };
    Ok(MailState {
        is_on: app.config().mail.is_some(),
        trouble: trouble.into_iter().filter_map(view).collect(),
    })
}

//! What follows when the journal does not verify: an entry, a duty of the manager's that stays until it verifies again, and
//! a letter to the manager and to the ethics office, one a day.

use chrono::NaiveDate;
use sha2::{Digest as _, Sha256};
use shared::{
    api::v1::JournalHead,
    duty::{Duty, DutyKind, Letter},
    field::Email,
    journal::hex,
    taiwan_day,
};
use uuid::Uuid;

use super::{checkpoint::sign, verify};
use crate::{
    app::App,
    config::MailSettings,
    duty,
    mail::{
        self,
        send::{Post, PostError},
    },
    registers::Registers,
    schedule::jobs::write,
};

/// Problems a letter names; the page has them all.
const NAMED_MOST: usize = 5;

/// Verifies, and raises or ends the alarm by what was found.
///
/// # Errors
/// The database does not answer, so that nothing can be said.
pub async fn verify(app: &App) -> anyhow::Result<JournalHead> {
    let head = verify::run(app).await?;
    tell(app, &head).await?;
    Ok(head)
}

/// Raises or ends the alarm.
///
/// # Errors
/// The database does not answer.
pub async fn tell(app: &App, head: &JournalHead) -> anyhow::Result<()> {
    let now = app.clock().now();
    let today = taiwan_day(now);
    let (registers, is_raised) = {
        let mut tx = app.db().read().await?;
        let registers = app.registers(&mut tx).await?;
        (registers, !duty::store::of_record(&mut tx, Uuid::nil()).await?.is_empty())
    };
    let is_sound = head.problems.is_empty();
    if is_sound == is_raised {
        raise(app, &registers, head).await?;
    }
    if !is_sound && let Err(error) = post(app, &registers, head, today).await {
        tracing::error!(error = format!("{error:#}"), "the alarm could not be mailed");
    }
    Ok(())
}

/// The entry and the duty, or the end of both.
async fn raise(app: &App, registers: &Registers, head: &JournalHead) -> anyhow::Result<()> {
    let today = taiwan_day(app.clock().now());
    let duties: Vec<Duty> = registers
        .manager(today)
        .filter(|_| !head.problems.is_empty())
        .map(|manager| Duty {
            kind: DutyKind::CheckJournal,
            record_kind: "journal".into(),
            record: Uuid::nil(),
            unit: manager.unit(),
            person: Some(manager.person()),
            from: today,
            due: Some(today),
            due_adjusted: Some(today),
        })
        .into_iter()
        .collect();
    let (action, note) = match head.problems.len() {
        0 => ("journal.clear", String::new()),
        found => ("journal.alarm", format!("{found}: {}", head.problems.first().map_or("", |first| first))),
    };
    let about = format!("{}", head.problems.len());
    write(app, move |tx| {
        Box::pin(async move { duty::store::replace(tx, Uuid::nil(), None, &about, &duties).await })
    })
    .await?;
    sign::about_itself(app, action, note).await
}

/// One letter a day to the manager and to the ethics office.
async fn post(app: &App, registers: &Registers, head: &JournalHead, today: NaiveDate) -> anyhow::Result<()> {
    let Some(settings) = app.config().mail.clone() else { return Ok(()) };
    let (now, day) = (app.clock().now(), today.to_string());
    let origin = app.config().origin.clone().unwrap_or_default();
    let letter = letter(head, &origin);
    for (whom, address) in addressees(&settings, registers, today) {
        let (text, at) = (day.clone(), now.timestamp_micros());
        let is_ours =
            write(app, move |tx| Box::pin(async move { mail::store::begin(tx, whom, &text, at).await }))
                .await?;
        if !is_ours {
            continue;
        }
        let mark = hex(&Sha256::new().chain_update(whom).chain_update(&day).finalize());
        let mark = mark.get(..32).unwrap_or(&mark);
        let taken = Post::open(&settings)?.send(&address.to_string(), &letter, mark, now).await;
        let (state, error) = match &taken {
            Ok(()) => ("sent", String::new()),
            Err(error @ PostError::Refused(_)) => ("refused", error.to_string()),
            Err(error @ PostError::Later(_)) => ("failed", error.to_string()),
        };
        let text = day.clone();
        write(app, move |tx| {
            Box::pin(async move { mail::store::settle(tx, whom, &text, state, &error, at).await })
        })
        .await?;
    }
    Ok(())
}

/// Who is written to, and under which number the letter is kept: the manager's reminder of the same day is another letter.
pub fn addressees(settings: &MailSettings, registers: &Registers, today: NaiveDate) -> Vec<(Uuid, Email)> {
    let manager = registers.manager(today).map(|manager| &manager.draft().email);
    let addresses = manager.into_iter().chain(&settings.ethics).filter_map(|text| Email::parse(text).ok());
    let numbered = |address: Email| {
        let digest = Sha256::new().chain_update("journal.alarm").chain_update(address.to_string()).finalize();
        (Uuid::from_slice(digest.get(..16).unwrap_or_default()).unwrap_or_default(), address)
    };
    addresses.map(numbered).collect()
}

/// What was found, in both languages; problems name entries by number and records by identifier, and nobody.
fn letter(head: &JournalHead, origin: &str) -> Letter {
    let found = head.problems.len();
    let named: String =
        head.problems.iter().take(NAMED_MOST).map(|problem| format!("・{problem}\n")).collect();
    Letter {
        subject: format!("查調稽核軌跡驗證失敗：{found} 處異常"),
        text: format!(
            "稽核軌跡（{size} 筆）驗證失敗，發現 {found} 處異常。請管理者與政風單位立即查明，並保全資料庫、備份與金鑰檔現況。\n\
             The journal ({size} entries) does not verify: {found} problems. Manager and ethics office are to find out why at once,\n\
             and to keep database, backups and key files as they are.\n\n{named}\n{origin}/journal\n",
            size = head.size
        ),
    }
}

//! The platform's own query record of a half-year, as the county's people would have left it there, with some of each
//! difference planted: for trying out a reconciliation. Its people are made up, so it may name them.

use std::path::Path;

use anyhow::{anyhow, bail};
use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use shared::{
    field::RocDate,
    id::{InquiryId, UnitId},
    inquiry::InquiryBody,
    period::HalfYear,
    taiwan_day,
};

use super::{chance::Chance, person};
use crate::{
    app::{Act, App},
    exchange::{Table, ods, xlsx},
    http::{error::ApiError, page::midnight},
    inquiry::{seal, store as inquiries},
    reconciliation::store,
};

/// The headings under which the day, the account and the identity stand.
pub const COLUMNS: [&str; 3] = ["查詢日期", "使用者帳號", "被查詢人證號"];
/// Of so many queries one is missing there, one stands on the next day, and one under another account.
const PLANTED: usize = 40;
/// Queries there that nobody here approved.
const STRANGERS: u64 = 3;

/// The first and the last day of the half-year that ended last.
#[must_use]
pub fn days(now: DateTime<Utc>) -> Option<(NaiveDate, NaiveDate)> {
    let last = HalfYear::of(taiwan_day(now)).first_day()?.pred_opt()?;
    Some((HalfYear::of(last).first_day()?, last))
}

/// The record of some days.
///
/// # Errors
/// It is no practice county, or the database does not answer.
pub async fn record(app: &App, from: NaiveDate, to: NaiveDate) -> anyhow::Result<Table> {
    if !app.is_practice_database() {
        bail!("only a practice county's people may be named in a file");
    }
    let mut tx = app.db().read().await?;
    let registers = app.registers(&mut tx).await?;
    let manager = registers
        .manager(taiwan_day(app.clock().now()))
        .ok_or_else(|| anyhow!("nobody is manager"))?
        .person();
    let mut act = app.act(&mut tx, manager).await.map_err(|error| anyhow!("{error:?}"))?;
    rows(&mut act, from, to).await.map_err(|error| anyhow!("{error:?}"))
}

/// The same inside an act.
///
/// # Errors
/// The database does not answer.
pub async fn rows(act: &mut Act<'_>, from: NaiveDate, to: NaiveDate) -> Result<Table, ApiError> {
    let registers = act.registers();
    let units: Vec<UnitId> = registers.agencies.keys().copied().collect();
    let account = |at: usize| registers.accounts.values().nth(at).map(|one| one.draft().egov_account.clone());
    let (mut rows, mut chance) = (Vec::new(), Chance::new(80_051));
    for unit in units {
        let until = to.succ_opt().unwrap_or(to);
        let found = store::queried(act.tx, unit, midnight(from), midnight(until)).await?;
        let mut ids: Vec<InquiryId> = found.iter().map(|row| InquiryId(row.id)).collect();
        ids.sort_unstable();
        ids.dedup();
        for id in ids {
            let content = inquiries::content(act.tx, id).await?.and_then(|content| content.body);
            let body: Option<InquiryBody> = content.and_then(|body| serde_json::from_str(&body).ok());
            let Some(body) = body else { continue };
            let Some(queried_at) = body.status.query().map(|query| query.queried_at) else { continue };
            let own = registers.accounts.get(&body.applicant).map(|one| one.draft().egov_account.clone());
            for subject in seal::plain_subjects(act, id).await? {
                let place = rows.len() % PLANTED;
                let at = if place == 7 { queried_at + TimeDelta::days(1) } else { queried_at };
                let other = account(usize::try_from(chance.below(5)).unwrap_or_default());
                let user = if place == 11 { other } else { own.clone() };
                rows.push((at, user.unwrap_or_default(), subject.identity, place != 3));
            }
        }
    }
    rows.retain(|(.., is_there)| *is_there);
    for number in 0..STRANGERS {
        let day = from.checked_add_days(Days::new(20 + 31 * number)).unwrap_or(from);
        let at = shared::record::taiwan_midnight(day) + TimeDelta::hours(10);
        let user = account(usize::try_from(number + 2).unwrap_or_default()).unwrap_or_default();
        rows.push((at, user, person::national_id(&mut chance), true));
    }
    rows.sort();
    let line = |(at, user, identity, _): (DateTime<Utc>, String, String, bool)| {
        let day = RocDate::from_date(taiwan_day(at)).map(RocDate::slash).unwrap_or_default();
        let hour = (at + TimeDelta::hours(8)).format("%H:%M");
        vec![format!("{day} {hour}"), user, identity, "勞保投保資料".to_owned()]
    };
    let [day, account, identity] = COLUMNS;
    Ok(Table::of(&[day, account, identity, "查詢項目"], rows.into_iter().map(line)))
}

/// Writes the record of the last half-year as what the file's name says; gives its days.
///
/// # Errors
/// The name says no kind that is known, or the file cannot be written.
pub async fn write(app: &App, file: &Path) -> anyhow::Result<(NaiveDate, NaiveDate)> {
    let (from, to) =
        days(app.clock().now()).ok_or_else(|| anyhow!("there is no half-year before this one"))?;
    let table = record(app, from, to).await?;
    let bytes = match file.extension().and_then(|kind| kind.to_str()) {
        Some("csv") => table.csv()?,
        Some("xlsx") => xlsx::write(&table)?,
        Some("ods") => ods::write(&table)?,
        _ => bail!("`{}` is named neither .csv nor .xlsx nor .ods", file.display()),
    };
    std::fs::write(file, bytes)?;
    Ok((from, to))
}

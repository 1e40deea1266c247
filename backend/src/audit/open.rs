//! What the schedule does for audits: opens each using unit's when the half-year is over, and counts what came late.

use chrono::Datelike;
use shared::{
    EditionId, Kept as _,
    audit::Audit,
    id::{AuditId, UnitId},
    period::{Calendar, HalfYear},
    taiwan_day,
};

use super::store;
use crate::{
    app::App,
    records::{self, flow::Unattended, store::Scope},
    registers::Registers,
    schedule::jobs::{self, Report},
    store::{StoreError, Tx},
};

/// The half-year that was over last.
#[must_use]
pub fn last_over(today: chrono::NaiveDate) -> Option<HalfYear> {
    let first = HalfYear::of(today).first_day()?;
    first.pred_opt().map(HalfYear::of)
}

/// Opens and counts; twice is as once.
///
/// # Errors
/// The database does not answer.
pub async fn run(app: App) -> anyhow::Result<Report> {
    let now = app.clock().now();
    let today = taiwan_day(now);
    let edition = app.editions().on(today);
    let inside = app.clone();
    let (opened, late) = jobs::write(&app, move |tx| {
        Box::pin(async move {
            let registers = inside.registers(tx).await?;
            let by = Unattended { now, edition };
            let opened = match last_over(today) {
                Some(period) => open(tx, &registers, by, period).await?,
                None => 0,
            };
            Ok((opened, count(tx, &registers.calendar, by).await?))
        })
    })
    .await?;
    Ok(Report::done(
        format!("開立 {opened} 件，{late} 件有遲到案件。"),
        format!("{opened} opened, {late} with cases that came late."),
    ))
}

/// Units that had accounts with permissions when the half-year ended, or queried in it.
async fn open(
    tx: &mut Tx,
    registers: &Registers,
    by: Unattended,
    period: HalfYear,
) -> Result<u64, StoreError> {
    let Some(last) = period.last_day() else { return Ok(0) };
    let mut opened = 0;
    let known = audits(tx).await?;
    for unit in registers.agencies.keys().copied() {
        let is_there = known.iter().any(|audit| audit.body().unit == unit && audit.body().period == period);
        // Before the amendment the regulation was for Social Affairs alone.
        let is_in_scope = by.edition == EditionId::Amended || registers.in_social_affairs(unit);
        if !is_there && is_in_scope && uses(tx, registers, unit, period, last).await? {
            let name = registers.unit_name(unit);
            let audit = Audit::open(AuditId(by.fresh_id()), period, (unit, name), by.edition, None);
            records::flow::enter_unattended(tx, &registers.calendar, by, &audit, "audit.open").await?;
            opened += 1;
        }
    }
    Ok(opened)
}

async fn uses(
    tx: &mut Tx,
    registers: &Registers,
    unit: UnitId,
    period: HalfYear,
    last: chrono::NaiveDate,
) -> Result<bool, StoreError> {
    let holds = registers
        .accounts
        .values()
        .any(|account| account.unit() == unit && account.is_active(last) && !account.grants(last).is_empty());
    Ok(holds || store::has_cases(tx, unit, period).await?)
}

async fn audits(tx: &mut Tx) -> Result<Vec<Audit>, StoreError> {
    records::flow::every(tx, Scope::All, "").await
}

/// Audits of the last two years whose half-year got cases after the freeze.
async fn count(tx: &mut Tx, calendar: &Calendar, by: Unattended) -> Result<u64, StoreError> {
    let since = taiwan_day(by.now).year() - 2;
    let mut found = 0;
    for audit in audits(tx).await? {
        let body = audit.body();
        if body.rounds.is_empty() || body.period.year() < since {
            continue;
        }
        let late = store::unfrozen(tx, body.unit, body.period, body.id).await?.len() as u64;
        found += u64::from(late > 0);
        if let Some(audit) = audit.with_late(late) {
            records::flow::change_unattended(tx, calendar, by, &audit, "audit.note_late").await?;
        }
    }
    Ok(found)
}

//! The last week of each half-year against the platform's own record of it: made up here from what is on record, with a
//! difference of each kind.

use axum::body::Bytes;
use chrono::{DateTime, Days, NaiveDate, Utc};
use shared::{
    id::PersonId,
    period::HalfYear,
    reconciliation::{Asked, Columns},
    taiwan_day,
};

use super::{
    audit,
    oversight::{Office, morning},
    platform,
};
use crate::{app::App, http::error::ApiError, reconciliation::flow, registers::Registers, store::Tx};

/// Days of a file, to its last one.
const WEEK: Days = Days::new(6);

/// One for each half-year that ended between two instants, in the second week after.
pub fn tell(
    registers: &Registers,
    since: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Vec<(DateTime<Utc>, PersonId, Office)> {
    let today = taiwan_day(now);
    let Some(manager) = registers.manager(today).map(shared::account::Account::person) else {
        return Vec::new();
    };
    let mut told = Vec::new();
    let mut last = HalfYear::of(taiwan_day(since)).last_day();
    while let Some(day) = last.filter(|day| *day < today) {
        let reconciled = day.checked_add_days(Days::new(10)).unwrap_or(day);
        told.push((morning(reconciled, 35), manager, Office::Reconcile(day)));
        last = day.succ_opt().and_then(|next| HalfYear::of(next).last_day());
    }
    told
}

/// Reconciles the week that ends on a day, and clears up what it found, but for the last one's.
///
/// # Errors
/// A rule refuses it, which would be a mistake of this file, or the database does not answer.
pub async fn live(
    app: &App,
    tx: &mut Tx,
    manager: PersonId,
    at: DateTime<Utc>,
    to: NaiveDate,
) -> Result<(), ApiError> {
    let act = &mut app.act_at(tx, manager, at).await?;
    let from = to.checked_sub_days(WEEK).unwrap_or(to);
    let table = platform::rows(act, from, to).await?;
    let [queried_on, account, identity] = platform::COLUMNS.map(str::to_owned);
    let columns = Columns { queried_on, account, identity, sheet: String::new() };
    let asked = Asked { from: Some(from), to: Some(to), columns };
    let held = flow::hold_inside(act, asked, Bytes::from(table.csv()?)).await?;
    let made = flow::make(act, held).await?;
    let is_last = HalfYear::of(taiwan_day(app.clock().now())).first_day() == to.succ_opt();
    for open in made.findings.iter().filter(|open| !is_last && open.finding.owner != manager) {
        audit::mend(app, act.tx, at, open, manager, "已查明並補正登錄。").await?;
    }
    Ok(())
}

//! What the county holds: a signed review that the Bureau asked for stays until that is over.

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc};
use shared::{
    api::v1::NewHold,
    id::HoldId,
    retention::{HoldDraft, RecordRef},
    review::{ReviewKind, review_id},
    taiwan_day,
};

use super::{
    chance::Chance,
    oversight::{Office, Told, morning},
};
use crate::registers::Registers;

/// The hold on last year's review of accounts.
pub fn tell(registers: &Registers, now: DateTime<Utc>) -> Option<Told> {
    let today = taiwan_day(now);
    let manager = registers.manager(today)?.person();
    let day = NaiveDate::from_ymd_opt(today.year() - 1, 12, 22)?.checked_add_days(Days::new(1))?;
    let at = morning(day, 45);
    let of = RecordRef { kind: "review".into(), id: review_id(ReviewKind::Accounts, today.year() - 1).0 };
    let id = HoldId(Chance::new(30_011).id(at.timestamp_millis()));
    let reason = "勞保局書面稽核調閱中（保承資字第11460000001號）。".to_owned();
    Some((at, manager, Office::Hold(Box::new(NewHold { id, draft: HoldDraft { of, reason } }))))
}

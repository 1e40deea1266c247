//! Trying other numbers: what is on record, judged by the rules with both.

use std::collections::BTreeMap;

use anyhow::Context;
use chrono::{DateTime, Months, NaiveDate, Utc};
use shared::{
    Kept as _, Violation,
    amendment::{SettingImpact, compare},
    duty::{Level, escalations},
    id::EditionDayId,
    incident::{Clock, Incident},
    inquiry::InquiryBody,
    oversight::{Moment, Watched},
    period::Calendar,
    record::taiwan_midnight,
    regulation::{Setting, Settings, point_05, point_06},
    review::{ReviewKind, Subject},
    taiwan_day,
};

use super::store;
use crate::{
    app::Act,
    duty::store as duties,
    http::error::ApiError,
    inquiry::view::instant,
    records::{self, store::Scope},
    review::find,
};

/// What a prepared change would have made of the year before, number by number.
///
/// # Errors
/// Not the manager, no such change, or the database does not answer.
pub async fn impact(act: &mut Act<'_>, id: EditionDayId) -> Result<Vec<SettingImpact>, ApiError> {
    if !act.standing().is_manager {
        return Err(ApiError::Forbidden);
    }
    let registers = act.registers();
    let body = registers.editions.get(&id).ok_or(ApiError::NotFound)?.body().clone();
    let before = registers.settings(body.settings_from.unwrap_or_else(|| act.today()));
    let mut found = Vec::new();
    for change in &body.settings {
        let both = [before, before.with(change.setting, change.value)];
        let names = judged(act, change.setting, both).await?;
        found.push(compare(change.setting, (before.of(change.setting), change.value), names));
    }
    Ok(found)
}

async fn judged(
    act: &mut Act<'_>,
    setting: Setting,
    both: [Settings; 2],
) -> Result<[Vec<String>; 2], ApiError> {
    match setting {
        Setting::UnusedApprovalDays => {
            let queries = queries(act).await?;
            Ok(both.map(|settings| lapsed(&queries, &settings)))
        }
        Setting::FirstHour | Setting::LastHour => {
            let queries = queries(act).await?;
            let calendar = act.calendar();
            Ok(both.map(|settings| off_hours(&queries, calendar, &settings)))
        }
        Setting::IdleDays => flagged(act, both, point_06::IDLE.code).await,
        Setting::UnusedItemDays => flagged(act, both, point_06::UNUSED_ITEMS.code).await,
        Setting::VolumeTimes => {
            let days = days(act).await?;
            Ok(both.map(|settings| busy(&days, &settings)))
        }
        Setting::HeadAfterDays => late(act, both, Level::Head).await,
        Setting::ManagerAfterDays => late(act, both, Level::Manager).await,
        Setting::BureauHours => told_late(act, both, Clock::Bureau).await,
        Setting::CyberHours => told_late(act, both, Clock::Cyber).await,
        Setting::PersonalDataHours => told_late(act, both, Clock::PersonalData).await,
    }
}

fn year_before(act: &Act<'_>) -> i64 {
    let day = act.today().checked_sub_months(Months::new(12)).unwrap_or_default();
    taiwan_midnight(day).timestamp_micros()
}

/// The year's latest queries.
async fn queries(act: &mut Act<'_>) -> Result<Vec<InquiryBody>, ApiError> {
    let since = year_before(act);
    let registers = act.registers();
    let mut found = Vec::new();
    for unit in registers.agencies.keys() {
        for text in store::queried_since(act.tx, unit.0, since).await? {
            found.push(serde_json::from_str(&text).context("a stored inquiry")?);
        }
    }
    Ok(found)
}

fn lapsed(queries: &[InquiryBody], settings: &Settings) -> Vec<String> {
    let is_lapsed = |body: &&InquiryBody| {
        let (Some(approval), Some(query)) = (body.status.approval(), body.status.query()) else {
            return false;
        };
        point_05::approval_last_day(taiwan_day(approval.at), settings)
            .is_some_and(|last| taiwan_day(query.queried_at) > last)
    };
    queries.iter().filter(is_lapsed).map(|body| body.registration.case_number.clone()).collect()
}

fn off_hours(queries: &[InquiryBody], calendar: &Calendar, settings: &Settings) -> Vec<String> {
    let is_off = |body: &&InquiryBody| {
        body.status.query().is_some_and(|query| {
            let is_rest_day = calendar.is_rest_day(taiwan_day(query.queried_at)).ok();
            let watched = watched(Moment::Queried, query.queried_at, is_rest_day, 0, Vec::new());
            has(&point_05::notice(&watched, settings), point_05::OFF_HOURS.code)
        })
    };
    queries.iter().filter(is_off).map(|body| body.registration.case_number.clone()).collect()
}

fn watched(
    moment: Moment,
    at: DateTime<Utc>,
    is_rest_day: Option<bool>,
    that_day: u32,
    days_before: Vec<u32>,
) -> Watched {
    Watched { moment, at, is_rest_day, that_day, days_before, subjects_again: 0, colleagues: 0 }
}

fn has(found: &[Violation], code: &str) -> bool {
    found.iter().any(|violation| violation.code == code)
}

/// Forms a day of each person, by name, over the year.
type Days = BTreeMap<String, BTreeMap<NaiveDate, u32>>;

async fn days(act: &mut Act<'_>) -> Result<Days, ApiError> {
    let since = year_before(act);
    let registers = act.registers();
    let mut days = Days::new();
    for account in registers.accounts.values() {
        let of = days.entry(account.draft().name.clone()).or_default();
        for at in store::submitted_since(act.tx, account.person().0, since).await? {
            *of.entry(taiwan_day(instant(at))).or_default() += 1;
        }
    }
    Ok(days)
}

fn busy(days: &Days, settings: &Settings) -> Vec<String> {
    let mut found = Vec::new();
    for (name, of) in days {
        for (day, count) in of {
            let from = day.checked_sub_days(point_05::USUAL_DAYS).unwrap_or(*day);
            let before = of.range(from..*day).map(|(_, count)| *count).collect();
            let watched = watched(Moment::Submitted, taiwan_midnight(*day), None, *count, before);
            if has(&point_05::notice(&watched, settings), point_05::VOLUME.code) {
                found.push(format!("{name} {day}"));
            }
        }
    }
    found
}

/// Accounts that a review would flag today.
async fn flagged(act: &mut Act<'_>, both: [Settings; 2], code: &str) -> Result<[Vec<String>; 2], ApiError> {
    let (lines, today) = (find::snapshot(act, ReviewKind::Accounts, 0).await?.lines, act.today());
    Ok(both.map(|settings| {
        let named = lines.iter().filter_map(|line| {
            let Subject::Account(account) = &line.subject else { return None };
            let flags = point_06::flag_account(account, today, &settings);
            has(&flags.violations, code).then(|| format!("{} {}", account.unit_name, account.name))
        });
        named.collect()
    }))
}

/// Duties that are late enough today.
async fn late(act: &mut Act<'_>, both: [Settings; 2], level: Level) -> Result<[Vec<String>; 2], ApiError> {
    let today = act.today();
    let filter = duties::Filter { due_before: Some(today), ..duties::Filter::default() };
    let rows = duties::all(act.tx, duties::Scope::All, &filter).await?;
    Ok(both.map(|settings| {
        let named = rows.iter().filter_map(|row| {
            let duty = row.duty()?;
            let is_shown = escalations(&duty, today, &settings).any(|one| one.level == level);
            is_shown.then(|| format!("{} {}", duty.kind.words().zh_tw, row.about))
        });
        named.collect()
    }))
}

/// Incidents whose clock ran out before somebody was told.
async fn told_late(
    act: &mut Act<'_>,
    both: [Settings; 2],
    clock: Clock,
) -> Result<[Vec<String>; 2], ApiError> {
    let now = act.now();
    let mut incidents: Vec<Incident> = Vec::new();
    for status in ["open", "contained", "closed"] {
        incidents.extend(records::flow::all(act.tx, Scope::All, status).await?);
    }
    Ok(both.map(|settings| {
        let is_late = |incident: &&Incident| {
            let mut body = incident.body().clone();
            body.settings = settings;
            body.clocks.contains(&clock) && body.is_late(clock, now)
        };
        incidents.iter().filter(is_late).map(shared::Kept::about).collect()
    }))
}

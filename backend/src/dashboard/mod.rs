//! The manager's figures: read from counters, so that they cost the same at any size.

pub mod http;

use std::collections::BTreeMap;

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use chrono::{Days, Months};
use shared::{
    api::v1::{Dashboard, DutyFigure, Figure, JournalHead, MonthFigure, UnitFigure},
    duty::DutyKind,
    id::UnitId,
    inquiry::Status,
};
use uuid::Uuid;

use crate::{
    app::Act,
    duty,
    figures::{self, Stored},
    http::error::ApiError,
    inquiry, journal,
};

/// Months of the trend.
const TREND_MONTHS: u32 = 24;

/// Kinds of which there may be as many as inquiries, with the counters that know how many are open.
const COUNTED: [(DutyKind, &[&str]); 5] = [
    (DutyKind::DecideInquiry, &["submitted"]),
    (DutyKind::MendInquiry, &["sent_back"]),
    (DutyKind::UseApproval, &["approved"]),
    (DutyKind::AccountForPaper, &["carried_out"]),
    (DutyKind::DestroyPrintout, &["printout.kept", "printout.not_needed"]),
];

/// The figures of the units the asker answers for: the manager all, a supervisor their own.
///
/// # Errors
/// The database does not answer.
pub async fn figures(act: &mut Act<'_>) -> Result<Dashboard, ApiError> {
    let standing = act.standing().clone();
    let own = standing.approves_for(act.today());
    let sees = |unit: Uuid| standing.is_manager || own.contains(&UnitId(unit));
    let stored: Vec<Stored> =
        figures::all(act.tx).await?.into_iter().filter(|row| sees(row.unit_id)).collect();
    let soon = act.today().checked_add_days(Days::new(7)).unwrap_or(act.today());
    let pressing = duty::store::pressing(act.tx, &act.today().to_string(), &soon.to_string()).await?;
    let pressing: Vec<_> = pressing.into_iter().filter(|row| sees(row.unit_id)).collect();
    let head = journal::store::head(act.tx).await?;
    let total = |name: &str| {
        stored.iter().filter(|row| row.month.is_empty() && row.name == name).map(|row| row.count).sum()
    };
    let states = Status::NAMES.map(|name| Figure { name: name.to_owned(), count: total(name) });
    let papers = ["filed", "kept", "not_needed", "destroyed"]
        .map(|name| Figure { name: name.to_owned(), count: total(&format!("printout.{name}")) });
    let mut duties = Vec::new();
    for kind in DutyKind::ALL {
        let counters = COUNTED.iter().find(|(counted, _)| *counted == kind);
        let open: i64 = match counters {
            Some((_, names)) => names.iter().map(|name| total(name)).sum(),
            None => open_of(act, kind, &sees).await?,
        };
        let of_kind = || pressing.iter().filter(|row| row.kind == kind.name());
        let (late, soon) =
            (of_kind().map(|row| row.late).sum::<i64>(), of_kind().map(|row| row.soon).sum::<i64>());
        duties.push(DutyFigure {
            kind: kind.name().to_owned(),
            late,
            soon,
            later: (open - late - soon).max(0),
        });
    }
    let verified = act.app().verified();
    Ok(Dashboard {
        today: act.today(),
        by_status: states.to_vec(),
        duties,
        units: units(act, &stored, &pressing),
        months: months(act, &stored),
        printouts: papers.to_vec(),
        idle_accounts: if standing.is_manager { idle_accounts(act).await? } else { 0 },
        journal: JournalHead {
            size: head.size,
            root: BASE64.encode(head.root),
            verified_at: verified.as_ref().and_then(|head| head.verified_at),
            disposed: verified.as_ref().map_or(0, |head| head.disposed),
            problems: verified.map(|head| head.problems).unwrap_or_default(),
        },
    })
}

/// Open duties of a kind that comes by the dozen, counted where they stand.
async fn open_of(act: &mut Act<'_>, kind: DutyKind, sees: impl Fn(Uuid) -> bool) -> Result<i64, ApiError> {
    let units = duty::store::open(act.tx, kind).await?;
    Ok(i64::try_from(units.into_iter().filter(|unit| sees(*unit)).count()).unwrap_or(i64::MAX))
}

fn units(act: &Act<'_>, stored: &[Stored], pressing: &[duty::store::Pressing]) -> Vec<UnitFigure> {
    let registers = act.registers();
    let empty = |unit: Uuid| UnitFigure {
        unit: UnitId(unit),
        unit_name: registers.unit_name(UnitId(unit)),
        registered: 0,
        waiting: 0,
        to_account: 0,
        late: 0,
    };
    let mut units: BTreeMap<Uuid, UnitFigure> = BTreeMap::new();
    for row in stored.iter().filter(|row| row.month.is_empty()) {
        let figure = units.entry(row.unit_id).or_insert_with(|| empty(row.unit_id));
        if Status::NAMES.contains(&row.name.as_str()) {
            figure.registered += row.count;
        }
        match row.name.as_str() {
            "submitted" => figure.waiting += row.count,
            "carried_out" => figure.to_account += row.count,
            _ => {}
        }
    }
    for row in pressing {
        if row.late > 0 {
            units.entry(row.unit_id).or_insert_with(|| empty(row.unit_id)).late += row.late;
        }
    }
    units.into_values().collect()
}

fn months(act: &Act<'_>, stored: &[Stored]) -> Vec<MonthFigure> {
    let first = act.today().checked_sub_months(Months::new(TREND_MONTHS - 1)).unwrap_or(act.today());
    let month = |back: u32| {
        let day = first.checked_add_months(Months::new(back)).unwrap_or(first);
        let name = day.format("%Y-%m").to_string();
        let count = |what: &str| {
            stored.iter().filter(|row| row.month == name && row.name == what).map(|row| row.count).sum()
        };
        MonthFigure {
            registered: count("registered"),
            carried_out: count("carried_out"),
            refused: count("refused"),
            month: name,
        }
    };
    (0..TREND_MONTHS).map(month).collect()
}

/// Active accounts that hold items and have registered nothing for long; as many look-ups as there are accounts.
async fn idle_accounts(act: &mut Act<'_>) -> Result<u32, ApiError> {
    let registers = act.registers();
    let today = act.today();
    let since = today.checked_sub_days(Days::new(act.settings().idle_days.into())).unwrap_or(today);
    let since_micros = since.and_hms_opt(0, 0, 0).unwrap_or_default().and_utc().timestamp_micros();
    let mut idle = 0;
    for account in registers.accounts.values() {
        let draft = account.draft();
        let is_old = draft.active_from.is_some_and(|from| from <= since);
        if !account.is_active(today) || draft.grants.is_empty() || !is_old {
            continue;
        }
        let is_busy = inquiry::store::has_registered_since(act.tx, account.person(), since_micros).await?;
        idle += u32::from(!is_busy);
    }
    Ok(idle)
}

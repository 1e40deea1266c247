//! Reads the file, compares it, puts what does not match on record with an owner each.

use std::collections::HashMap;

use axum::body::Bytes;
use chrono::{Days, NaiveDate};
use serde::Deserialize;
use shared::{
    Kept as _, Record as _,
    account::Standing,
    api::v1::{Page, ReconciliationView},
    finding::{Found, Origin},
    id::{InquiryId, PersonId, ReconciliationId, UnitId},
    inquiry::Status,
    reconciliation::{
        Asked, Compared, Differs, File, Line, Pair, Pile, PlatformRow, Reconciliation, ReconciliationBody,
        RegisterRow, months, reconcile,
    },
    regulation::point_05,
    taiwan_day,
    violation::Citation,
};

use super::{file, store};
use crate::{
    app::{Act, App},
    exchange::sheet::Wrong,
    finding,
    http::{error::ApiError, page},
    records::{
        flow::{self as records, Wanted},
        store::Scope,
    },
    registers::flow::{expect_keeper, refused, step},
    store::Tx,
};

/// Days around the file's own that are looked at too: an approval lives a fortnight, and a day may be entered wrongly.
const MARGIN: Days = Days::new(14);

/// What the register knows of a row besides what is compared.
#[derive(Debug, Clone)]
struct Known {
    unit: UnitId,
    case_number: String,
}

/// Of an inquiry's record only this is read, for there may be a hundred thousand.
#[derive(Deserialize)]
struct Slim {
    applicant: PersonId,
    unit: UnitId,
    case_number: String,
    status: Status,
}

/// A file as it was held against the register.
#[derive(Debug, Default)]
pub struct Held {
    asked: Asked,
    file: File,
    compared: Compared,
    owners: Vec<Owner>,
}

/// Reads a file and compares it, for whoever keeps the registers; for anybody else it is not opened.
///
/// # Errors
/// The bytes are no table, or the database does not answer.
pub async fn hold_against(app: &App, who: &Standing, asked: Asked, bytes: Bytes) -> Result<Held, ApiError> {
    if !who.is_manager {
        return Ok(Held { asked, ..Held::default() });
    }
    let (sealer, wanted) = (app.sealer().clone(), asked.clone());
    let read = tokio::task::spawn_blocking(move || file::read(&bytes, &wanted, &sealer)).await;
    // A file on which the reader itself stumbles is no better than one that it refuses.
    let read = read.unwrap_or(Err(Wrong::Broken))?;
    // Days that the rules refuse are not walked: there may be a million of them.
    let days = point_05::reconciliation::span(&asked, taiwan_day(app.clock().now()));
    let (compared, owners) = match days {
        Some(days) => {
            let mut tx = app.db().snapshot().await?;
            let compared = compare_as(app, &mut tx, who.person, &read, days).await;
            tx.end().await?;
            compared?
        }
        None => (Compared::default(), Vec::new()),
    };
    Ok(Held { asked, file: read.file, compared, owners })
}

/// The same inside an act, for a past that is written in one go.
///
/// # Errors
/// As [`hold_against`].
pub async fn hold_inside(act: &mut Act<'_>, asked: Asked, bytes: Bytes) -> Result<Held, ApiError> {
    let read = file::read(&bytes, &asked, act.app().sealer())?;
    let days = point_05::reconciliation::span(&asked, act.today());
    let (compared, owners) = match days {
        Some(days) => compare(act, &read, days).await?,
        None => Default::default(),
    };
    Ok(Held { asked, file: read.file, compared, owners })
}

async fn compare_as(
    app: &App,
    tx: &mut Tx,
    person: PersonId,
    read: &file::Read,
    days: (NaiveDate, NaiveDate),
) -> Result<(Compared, Vec<Owner>), ApiError> {
    compare(&mut app.act(tx, person).await?, read, days).await
}

/// Puts on record what holding a file against the register came to.
///
/// # Errors
/// The report that refuses it.
pub async fn make(act: &mut Act<'_>, held: Held) -> Result<ReconciliationView, ApiError> {
    expect_keeper(act)?;
    let Held { asked, file, compared, owners } = held;
    let id = ReconciliationId(records::fresh_id(act));
    let made = Reconciliation::make(id, &asked, &file, compared, &step(act)).map_err(refused)?;
    records::enter(act, &made, "reconciliation.reconcile").await?;
    for (line, owner) in made.body().lines.iter().zip(owners) {
        raise(act, made.body(), line, owner).await?;
    }
    view(act, made).await
}

/// Whose each line is to clear up.
type Owner = (Option<PersonId>, Option<UnitId>);

async fn compare(
    act: &mut Act<'_>,
    read: &file::Read,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<(Compared, Vec<Owner>), ApiError> {
    let (register, known) = register(act, from, to).await?;
    let registers = act.registers();
    let accounts: HashMap<String, PersonId> = registers
        .accounts
        .values()
        .map(|account| (account.draft().egov_account.to_lowercase(), account.person()))
        .filter(|(account, _)| !account.is_empty())
        .collect();
    let is_within = |on: NaiveDate| from <= on && on <= to;
    let user = |row: &file::Row| accounts.get(&row.account).copied();
    let platform: Vec<PlatformRow> = read
        .rows
        .iter()
        .filter(|row| is_within(row.on))
        .map(|row| PlatformRow { line: row.line, on: row.on, user: user(row), keys: row.keys })
        .collect();
    let piles = reconcile(&platform, &register);
    let name = |user: Option<PersonId>| user.map(|user| registers.person_name(user)).unwrap_or_default();
    let (mut lines, mut owners) = (Vec::new(), Vec::new());
    for place in &piles.unapproved {
        let Some(row) = platform.get(*place) else { continue };
        lines.push(Line {
            pile: Pile::Unapproved,
            line: Some(row.line),
            on: row.on,
            user_name: name(row.user),
            inquiry: None,
            case_number: String::new(),
            differs: Vec::new(),
        });
        owners.push((row.user, None));
    }
    let of_register = |at: usize| Some((register.get(at)?, known.get(&register.get(at)?.inquiry)?));
    for Pair { platform: place, register: at, differs } in &piles.differing {
        let (Some(row), Some((here, more))) = (platform.get(*place), of_register(*at)) else { continue };
        lines.push(Line {
            pile: Pile::Differing,
            line: Some(row.line),
            on: row.on,
            user_name: name(row.user),
            inquiry: Some(here.inquiry),
            case_number: more.case_number.clone(),
            differs: differs.clone(),
        });
        owners.push((Some(here.user), Some(more.unit)));
    }
    for at in &piles.never_queried {
        let Some((here, more)) = of_register(*at) else { continue };
        // What the file does not reach was not expected in it.
        let on = here.queried_on.unwrap_or(here.approved_on);
        if !is_within(on) {
            continue;
        }
        lines.push(Line {
            pile: Pile::NeverQueried,
            line: None,
            on,
            user_name: name(Some(here.user)),
            inquiry: Some(here.inquiry),
            case_number: more.case_number.clone(),
            differs: Vec::new(),
        });
        owners.push((Some(here.user), Some(more.unit)));
    }
    let count = |pile| lines.iter().filter(|line| line.pile == pile).count() as u64;
    let queried: Vec<RegisterRow> =
        register.into_iter().filter(|row| row.queried_on.is_some_and(is_within)).collect();
    let compared = Compared {
        counts: [
            piles.matched.len() as u64,
            count(Pile::Unapproved),
            count(Pile::NeverQueried),
            count(Pile::Differing),
        ],
        months: months(&platform, &queried),
        lines,
        unreadable: read.unreadable.clone(),
    };
    Ok((compared, owners))
}

/// Every person asked for in what was queried around the days of the file, or approved in time for them.
async fn register(
    act: &mut Act<'_>,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<(Vec<RegisterRow>, HashMap<InquiryId, Known>), ApiError> {
    let first = from.checked_sub_days(MARGIN).unwrap_or(from);
    let last = to.checked_add_days(MARGIN).unwrap_or(to);
    let (mut rows, mut known) = (Vec::new(), HashMap::new());
    let registers = act.registers();
    for unit in registers.agencies.keys().copied() {
        // A day at a time, so that a year of a large unit is never in memory whole.
        for day in first.iter_days().take_while(|day| *day <= last) {
            let until = day.succ_opt().unwrap_or(day);
            let found = store::queried(act.tx, unit, page::midnight(day), page::midnight(until)).await?;
            take(&mut rows, &mut known, found)?;
        }
    }
    let found = store::approved(act.tx).await?;
    let before = rows.len();
    take(&mut rows, &mut known, found)?;
    let waiting = rows.split_off(before);
    rows.extend(waiting.into_iter().filter(|row| first <= row.approved_on && row.approved_on <= to));
    Ok((rows, known))
}

fn take(
    rows: &mut Vec<RegisterRow>,
    known: &mut HashMap<InquiryId, Known>,
    found: Vec<store::Row>,
) -> Result<(), ApiError> {
    for row in found {
        let body: Slim = serde_json::from_str(&row.body).map_err(|error| ApiError::Internal(error.into()))?;
        let (Some(approval), Ok(key)) = (body.status.approval(), row.blind.try_into()) else { continue };
        let inquiry = InquiryId(row.id);
        rows.push(RegisterRow {
            inquiry,
            user: body.applicant,
            approved_on: taiwan_day(approval.at),
            queried_on: body.status.query().map(|query| taiwan_day(query.queried_at)),
            key,
        });
        known.insert(inquiry, Known { unit: body.unit, case_number: body.case_number });
    }
    Ok(())
}

/// A finding: whoever is named clears it up, and where nobody is known the manager does.
async fn raise(
    act: &mut Act<'_>,
    body: &ReconciliationBody,
    line: &Line,
    (user, unit): Owner,
) -> Result<(), ApiError> {
    let registers = act.registers();
    let keeper = act.standing().person;
    let owner = user
        .filter(|user| registers.standing(*user, act.today()).is_some_and(|user| user.is_active))
        .unwrap_or(keeper);
    let unit = unit.or_else(|| registers.accounts.get(&owner).map(|account| account.unit()));
    let item = if line.differs == [Differs::NotRecorded] { 6 } else { 1 };
    let note = match line.pile {
        Pile::Unapproved => {
            format!("平臺第 {} 列（{}）之查詢查無核可登記", line.line.unwrap_or_default(), line.on)
        }
        Pile::Differing => format!("平臺第 {} 列（{}）與登記不符", line.line.unwrap_or_default(), line.on),
        Pile::NeverQueried => format!("{} 核可或登錄之查調，平臺無紀錄", line.on),
    };
    let found = Found {
        origin: Origin::Reconciliation,
        record: body.id.0,
        unit: unit.unwrap_or(body.unit),
        citation: Citation::item(5, item),
        inquiry: line.inquiry,
        case_number: line.case_number.clone(),
        note,
        correction: "查明原因，補正登錄或依第十一點通報".to_owned(),
        owner: (owner, registers.person_name(owner)),
        due: point_05::reconciliation::clear_up_by(act.today()),
        checker: keeper,
    };
    finding::flow::raise(act, found).await
}

async fn view(act: &mut Act<'_>, made: Reconciliation) -> Result<ReconciliationView, ApiError> {
    let findings = finding::flow::of_origin(act, made.id()).await?;
    let findings = findings.into_iter().map(|finding| finding::flow::view(act, finding)).collect();
    Ok(ReconciliationView { reconciliation: made.body().clone(), findings })
}

/// One reconciliation, for the manager.
///
/// # Errors
/// Absent and hidden are told alike.
pub async fn read(act: &mut Act<'_>, id: ReconciliationId) -> Result<ReconciliationView, ApiError> {
    if !act.standing().is_manager {
        return Err(ApiError::NotFound);
    }
    let made: Reconciliation = records::find(act.tx, id.0).await?.ok_or(ApiError::NotFound)?;
    view(act, made).await
}

/// A page of reconciliations without their lines, newest first, for the manager.
///
/// # Errors
/// The cursor is none of ours, or the database does not answer.
pub async fn page(
    act: &mut Act<'_>,
    cursor: Option<String>,
    limit: Option<i64>,
) -> Result<Page<ReconciliationBody>, ApiError> {
    let wanted = Wanted { scopes: vec![Scope::All], status: String::new(), cursor, limit };
    records::list(act.tx, &wanted, |made: Reconciliation| ReconciliationBody {
        lines: Vec::new(),
        unreadable: Vec::new(),
        ..made.body().clone()
    })
    .await
}

//! What there is to be found on the day a review is begun, and where what was decided stands later.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use shared::{
    Record as _, Report,
    account::{Account, Application, JobChange, job_change::JobChangeBody},
    id::{InquiryId, ItemId, PersonId, UnitId},
    inquiry::InquiryBody,
    printout::PrintoutBody,
    record::taiwan_midnight,
    regulation::point_06,
    review::{
        AccountLine, Figure, HeldItem, Line, MovedJob, PrintoutLine, Progress, QueryRecordLine, ReviewBody,
        ReviewKind, Snapshot, Standing, Subject, Verdict,
    },
    taiwan_day,
};
use uuid::Uuid;

use super::{security, store};
use crate::{
    app::Act,
    http::error::ApiError,
    inquiry::{self, view::instant},
    printout,
    records::{self, store::Scope},
    store::StoreError,
};

/// Rows read at a time.
const STRIDE: i64 = 500;

/// What a review of this kind finds now.
///
/// # Errors
/// The database does not answer.
pub async fn snapshot(act: &mut Act<'_>, kind: ReviewKind, year: i32) -> Result<Snapshot, ApiError> {
    match kind {
        ReviewKind::Accounts => accounts(act).await,
        ReviewKind::Destruction => destruction(act, year).await,
        ReviewKind::Security => security::snapshot(act, year).await,
    }
}

/// A fresh line.
pub fn line(number: usize, subject: Subject, flags: Report) -> Line {
    Line {
        number: u32::try_from(number).unwrap_or(u32::MAX),
        subject,
        flags: flags.violations,
        decision: None,
        carried: None,
        settled_on: None,
    }
}

/// A year's first instant and the first one after it, µs.
pub fn bounds(year: i32) -> (i64, i64) {
    let first = |year| NaiveDate::from_ymd_opt(year, 1, 1).map(taiwan_midnight).unwrap_or_default();
    (first(year).timestamp_micros(), first(year + 1).timestamp_micros())
}

/// The roster of users as it stands: every account that is not over, with why it should be looked at.
pub async fn accounts(act: &mut Act<'_>) -> Result<Snapshot, ApiError> {
    let moved = moved(act).await?;
    let (registers, today) = (act.registers(), act.today());
    let mut open: Vec<&Account> =
        registers.accounts.values().filter(|account| !account.is_over(today)).collect();
    open.sort_by_key(|account| (registers.unit_name(account.unit()), account.draft().name.clone()));
    let mut lines = Vec::new();
    for (at, account) in open.iter().enumerate() {
        let day = |at: Option<i64>| at.map(|at| taiwan_day(instant(at)));
        let last_inquiry_on = day(store::last_use(act.tx, account.person(), None).await?);
        let mut used: BTreeMap<ItemId, Option<NaiveDate>> = BTreeMap::new();
        for grant in account.grants(today) {
            let at = store::last_use(act.tx, account.person(), Some(grant.item)).await?;
            used.insert(grant.item, day(at));
        }
        let held = account.grants(today).iter().map(|grant| {
            let item = registers.items.get(&grant.item);
            let facts = registers.item_facts(grant.item, today);
            let is_covered = facts.is_some_and(|facts| {
                let is_over = facts.repealed_on.is_some_and(|from| from <= today);
                let is_in_force = facts.in_force_from.is_some_and(|from| from <= today);
                is_in_force && !is_over && facts.covered.contains(&account.unit())
            });
            HeldItem {
                item: grant.item,
                number: item.map(|item| item.draft().number.clone()).unwrap_or_default(),
                last_used_on: used.get(&grant.item).copied().flatten(),
                is_covered,
            }
        });
        let draft = account.draft();
        let subject = AccountLine {
            person: account.person(),
            name: draft.name.clone(),
            title: draft.title.clone(),
            unit: account.unit(),
            unit_name: registers.unit_name(account.unit()),
            egov_account: draft.egov_account.clone(),
            is_manager: draft.is_manager,
            active_from: draft.active_from,
            items: held.collect(),
            last_inquiry_on,
            others: open
                .iter()
                .filter(|other| is_same_person(account, other))
                .map(|other| format!("{}{}", registers.unit_name(other.unit()), other.draft().name))
                .collect(),
            moved: moved.get(&account.person()).copied(),
        };
        let flags = point_06::flag_account(&subject, today, &act.settings());
        lines.push(line(at + 1, Subject::Account(subject), flags));
    }
    let flagged = lines.iter().filter(|line| !line.flags.is_empty()).count();
    let figures = vec![
        Figure::new("使用中帳號", "open accounts", lines.len()),
        Figure::new("有提示的帳號", "accounts with something to look at", flagged),
    ];
    Ok(Snapshot { figures, lines })
}

/// Whether two accounts are one person's: the same card or address, or the same name with the same last four digits.
fn is_same_person(one: &Account, other: &Account) -> bool {
    let same = |a: &str, b: &str| !a.is_empty() && a == b;
    let (a, b) = (one.draft(), other.draft());
    one.person() != other.person()
        && (same(&a.card_number, &b.card_number)
            || same(&a.egov_account, &b.egov_account)
            || (same(&a.id_last4, &b.id_last4) && same(&a.name, &b.name)))
}

/// Job changes whose day has come and that the account has not followed.
async fn moved(act: &mut Act<'_>) -> Result<BTreeMap<PersonId, MovedJob>, ApiError> {
    let today = act.today();
    let mut found = BTreeMap::new();
    for status in ["announced", "filed"] {
        let changes: Vec<JobChange> = records::flow::all(act.tx, Scope::All, status).await?;
        let is_over = |body: &&JobChangeBody| body.effective_on <= today;
        for body in changes.iter().map(shared::Kept::body).filter(is_over) {
            found.insert(body.person, MovedJob { kind: body.kind, effective_on: body.effective_on });
        }
    }
    Ok(found)
}

/// Paper that should be gone, and queries whose record nobody filed.
async fn destruction(act: &mut Act<'_>, year: i32) -> Result<Snapshot, ApiError> {
    let (from, until) = bounds(year);
    let destroyed = store::destroyed(act.tx, from, until).await?;
    let (filed, gone) = (store::fate(act.tx, "filed").await?, store::fate(act.tx, "destroyed").await?);
    let kept = store::fate(act.tx, "kept").await? + store::fate(act.tx, "not_needed").await?;
    let mut lines = Vec::new();
    overdue(act, &mut lines).await?;
    let papers = lines.len();
    unrecorded(act, &mut lines).await?;
    let figures = vec![
        Figure::new("列印資料", "printouts", filed + kept + gone),
        Figure::new("已附卷", "filed to a case", filed),
        Figure::new("保存中", "kept", kept),
        Figure::new("本年銷毀", "destroyed this year", destroyed),
        Figure::new("逾期未銷毀", "overdue for destruction", papers),
        Figure::new("查詢紀錄未歸檔", "query records missing", lines.len() - papers),
    ];
    Ok(Snapshot { figures, lines })
}

async fn overdue(act: &mut Act<'_>, lines: &mut Vec<Line>) -> Result<(), ApiError> {
    let (registers, today) = (act.registers(), act.today());
    let day = today.to_string();
    let mut before = Uuid::max();
    loop {
        let scope = printout::store::Scope::All;
        let rows = printout::store::list(act.tx, scope, None, Some(&day), before, STRIDE).await?;
        let Some(last) = rows.last() else { return Ok(()) };
        before = last.id;
        for row in rows {
            let body: PrintoutBody = parse("printouts", row.id, &row.body)?;
            let Some(due) = row.due_on.and_then(|due| due.parse().ok()) else { continue };
            let subject = PrintoutLine {
                printout: body.id,
                case_number: row.case_number,
                unit_name: registers.unit_name(body.unit),
                holder_name: registers.person_name(body.holder),
                queried_on: body.queried_on,
                due,
                sheets: body.pages + body.copies,
            };
            let flags = point_06::flag_printout(&subject, today);
            if !flags.violations.is_empty() {
                lines.push(line(lines.len() + 1, Subject::Printout(subject), flags));
            }
        }
    }
}

async fn unrecorded(act: &mut Act<'_>, lines: &mut Vec<Line>) -> Result<(), ApiError> {
    let (registers, today) = (act.registers(), act.today());
    let mut after = Uuid::nil();
    loop {
        let rows = store::unclosed(act.tx, after, STRIDE).await?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = last.id;
        for row in rows {
            let body: InquiryBody = parse("inquiries", row.id, row.body.as_deref().unwrap_or_default())?;
            let Some(query) = body.status.query().filter(|query| query.query_record_place.is_empty()) else {
                continue;
            };
            let subject = QueryRecordLine {
                inquiry: InquiryId(row.id),
                case_number: row.case_number,
                unit_name: registers.unit_name(UnitId(row.unit_id)),
                applicant_name: registers.person_name(PersonId(row.applicant_id)),
                queried_on: taiwan_day(query.queried_at),
            };
            let flags = point_06::flag_query(&subject, today);
            if !flags.violations.is_empty() {
                lines.push(line(lines.len() + 1, Subject::QueryRecord(subject), flags));
            }
        }
    }
}

fn parse<T: serde::de::DeserializeOwned>(table: &'static str, id: Uuid, body: &str) -> Result<T, StoreError> {
    serde_json::from_str(body).map_err(|_| StoreError::Inconsistent {
        table,
        column: "body",
        row: id.to_string(),
    })
}

/// Where every decided line stands now.
///
/// # Errors
/// The database does not answer.
pub async fn standings(act: &mut Act<'_>, body: &ReviewBody) -> Result<Vec<Standing>, ApiError> {
    let mut found = Vec::new();
    for line in &body.lines {
        let (progress, application) = standing(act, line).await?;
        if progress != Progress::Nothing {
            found.push(Standing { line: line.number, progress, application });
        }
    }
    Ok(found)
}

async fn standing(act: &mut Act<'_>, line: &Line) -> Result<(Progress, String), ApiError> {
    let verdict = line.decision.as_ref().map(|decision| decision.verdict);
    if matches!(verdict, None | Some(Verdict::Keep)) {
        return Ok((Progress::Nothing, String::new()));
    }
    let settled = |is_done| if is_done { Progress::Done } else { Progress::ToDo };
    Ok(match &line.subject {
        Subject::Account(account) => return permission(act, line, account).await,
        Subject::Printout(paper) => {
            let row = printout::store::find(act.tx, paper.printout).await?;
            let is_done = row.is_none_or(|row| ["filed", "destroyed"].contains(&row.state.as_str()));
            (settled(is_done), String::new())
        }
        Subject::QueryRecord(query) => {
            let content = inquiry::store::content(act.tx, query.inquiry).await?;
            let body = content.and_then(|content| content.body);
            let body =
                body.map(|body| parse::<InquiryBody>("inquiries", query.inquiry.0, &body)).transpose()?;
            let is_filed = |body: InquiryBody| {
                body.status.query().is_some_and(|query| !query.query_record_place.is_empty())
            };
            (settled(body.is_none_or(is_filed)), String::new())
        }
        Subject::Measure(_) => (settled(line.carried.is_some()), String::new()),
    })
}

/// An account follows its application; one that is over meanwhile was revoked by another.
async fn permission(
    act: &mut Act<'_>,
    line: &Line,
    account: &AccountLine,
) -> Result<(Progress, String), ApiError> {
    let id = line.carried.as_ref().and_then(|carried| carried.application);
    let application: Option<Application> = match id {
        Some(id) => records::flow::find(act.tx, id.0).await?,
        None => None,
    };
    let status = application.as_ref().map_or("", |application| application.status());
    let registers = act.registers();
    let is_over = registers.accounts.get(&account.person).is_none_or(|one| one.is_over(act.today()));
    let progress = match status {
        "set" | "over" => Progress::Done,
        "" | "rejected" | "withdrawn" => {
            if is_over {
                Progress::Done
            } else {
                Progress::ToDo
            }
        }
        _ => Progress::UnderWay,
    };
    Ok((progress, status.to_owned()))
}

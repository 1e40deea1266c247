//! What can be done with a printout: one function a use-case.

use anyhow::Context;
use chrono::NaiveDate;
use serde::Deserialize;
use shared::{
    Bilingual, Record,
    api::v1::{Page, PrintoutView},
    duty,
    id::{InquiryId, PersonId, PrintoutId, UnitId},
    period,
    printout::{DestructionMethod, Fate, Printout, PrintoutAction, PrintoutBody},
};
use uuid::Uuid;

use super::store::{self, Row, Scope};
use crate::{
    app::Act,
    duty::store as duties,
    figures::{self, Count},
    http::{error::ApiError, page},
    journal::store::NewEntry,
    registers::flow::step,
};

/// Enters a printout that a query left.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn enter(act: &mut Act<'_>, printout: &Printout, case_number: &str) -> Result<(), ApiError> {
    let row = row(act, printout, case_number)?;
    let body = printout.body();
    let sheets = store::Sheets {
        queried_on: body.queried_on.to_string(),
        pages: body.pages.into(),
        copies: body.copies.into(),
    };
    store::insert(act.tx, &row, &sheets).await?;
    settle(act, printout, None, case_number).await?;
    let entry =
        NewEntry::changed("printout.enter", Printout::KIND, row.id, row.revision, row.body.into_bytes());
    act.journal(entry).await
}

/// Files, keeps, confirms or destroys.
///
/// # Errors
/// The report that refuses it, or the printout is out of sight or has moved on.
pub async fn act(
    act: &mut Act<'_>,
    id: PrintoutId,
    revision: i64,
    action: PrintoutAction,
) -> Result<PrintoutView, ApiError> {
    let (after, case_number) = acted(act, id, revision, action).await?;
    Ok(view(act, after.body().clone(), case_number))
}

/// The same for whoever does not look at what became of it; with the case number of its inquiry.
///
/// # Errors
/// As [`act`].
pub async fn acted(
    act: &mut Act<'_>,
    id: PrintoutId,
    revision: i64,
    mut action: PrintoutAction,
) -> Result<(Printout, String), ApiError> {
    let (row, body) = visible(act, id).await?;
    if row.revision != revision {
        return Err(ApiError::Stale { revision: row.revision });
    }
    name_witness(act, &mut action)?;
    let before = Printout::restore(body);
    let state = before.status();
    let step = step(act);
    let after = before.step(&step, &action).map_err(|report| ApiError::Refused(Box::new(report)))?;
    let next = self::row(act, &after, &row.case_number)?;
    store::update(act.tx, &next).await?;
    settle(act, &after, Some(state), &row.case_number).await?;
    let name = match action {
        PrintoutAction::File { .. } => "printout.file",
        PrintoutAction::Keep { .. } => "printout.keep",
        PrintoutAction::ConfirmNotNeeded => "printout.confirm_not_needed",
        PrintoutAction::Destroy { .. } => "printout.destroy",
    };
    act.journal(NewEntry::changed(name, Printout::KIND, id.0, next.revision, next.body.into_bytes())).await?;
    Ok((after, row.case_number))
}

/// One printout.
///
/// # Errors
/// Absent and hidden are told alike.
pub async fn read(act: &mut Act<'_>, id: PrintoutId) -> Result<PrintoutView, ApiError> {
    let (row, body) = visible(act, id).await?;
    Ok(view(act, body, row.case_number))
}

/// An inquiry's printouts.
///
/// # Errors
/// A row does not parse, or the database does not answer.
pub async fn of_inquiry(act: &mut Act<'_>, id: InquiryId) -> Result<Vec<PrintoutView>, ApiError> {
    let rows = store::of_inquiry(act.tx, id).await?;
    rows.into_iter().map(|row| Ok(view(act, parse(&row)?, row.case_number))).collect()
}

/// The day of the query that left a printout: from it its year runs.
///
/// # Errors
/// The row does not parse, or the database does not answer.
pub async fn queried_on(act: &mut Act<'_>, id: PrintoutId) -> Result<Option<NaiveDate>, ApiError> {
    let row = store::find(act.tx, id).await?;
    Ok(row.map(|row| parse(&row)).transpose()?.map(|body| body.queried_on))
}

/// A person's printouts of queries in some days, newest first; the caller says who may see them.
///
/// # Errors
/// A row does not parse, or the database does not answer.
pub async fn of_days(
    act: &mut Act<'_>,
    holder: PersonId,
    from: NaiveDate,
    to: NaiveDate,
    limit: i64,
) -> Result<Vec<PrintoutView>, ApiError> {
    let rows = store::of_days(act.tx, holder, &from.to_string(), &to.to_string(), limit).await?;
    rows.into_iter().map(|row| Ok(view(act, parse(&row)?, row.case_number))).collect()
}

/// What a list of printouts may be asked for.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct Query {
    /// `filed`, `kept`, `not_needed` or `destroyed`.
    pub state: Option<String>,
    /// One unit.
    pub unit: Option<Uuid>,
    /// One's own.
    pub mine: bool,
    /// To be destroyed before this day.
    pub due_before: Option<NaiveDate>,
    /// Where to go on.
    pub cursor: Option<String>,
    /// Rows a page, 1 to 200.
    pub limit: Option<i64>,
}

/// A page of the printouts the asker may see.
///
/// # Errors
/// The cursor is none of ours, or the database does not answer.
pub async fn list(act: &mut Act<'_>, query: &Query) -> Result<Page<PrintoutView>, ApiError> {
    let (limit, after) = (page::limit(query.limit), page::after(query.cursor.as_deref())?);
    let due_before = query.due_before.map(|day| day.to_string());
    let mut rows = Vec::new();
    for scope in scopes(act, query) {
        let (state, due) = (query.state.as_deref(), due_before.as_deref());
        rows.extend(store::list(act.tx, scope, state, due, after, limit + 1).await?);
    }
    rows.sort_by_key(|row| std::cmp::Reverse(row.id));
    rows.dedup_by(|a, b| a.id == b.id);
    let parsed = rows.into_iter().map(|row| Ok((parse(&row)?, row))).collect::<Result<Vec<_>, ApiError>>()?;
    Ok(page::of(parsed, limit, |(_, row)| row.id, |(body, row)| view(act, body, row.case_number)))
}

/// Every printout that a query finds, page after page.
///
/// # Errors
/// The database does not answer.
pub async fn all(act: &mut Act<'_>, mut query: Query) -> Result<Vec<PrintoutView>, ApiError> {
    query.limit = Some(200);
    let mut found = Vec::new();
    loop {
        let page = list(act, &query).await?;
        found.extend(page.items);
        query.cursor = page.next;
        if query.cursor.is_none() {
            return Ok(found);
        }
    }
}

fn scopes(act: &Act<'_>, query: &Query) -> Vec<Scope> {
    let standing = act.standing();
    let decides = standing.approves_for(act.today());
    if query.mine {
        return vec![Scope::Holder(standing.person)];
    }
    if let Some(unit) = query.unit.map(UnitId) {
        let may = standing.is_manager || decides.contains(&unit);
        return if may { vec![Scope::Unit(unit)] } else { Vec::new() };
    }
    if standing.is_manager {
        return vec![Scope::All];
    }
    let own = std::iter::once(Scope::Holder(standing.person));
    own.chain(decides.into_iter().map(Scope::Unit)).collect()
}

async fn visible(act: &mut Act<'_>, id: PrintoutId) -> Result<(Row, PrintoutBody), ApiError> {
    let row = store::find(act.tx, id).await?.ok_or(ApiError::NotFound)?;
    let standing = act.standing();
    let sees = standing.is_manager
        || row.holder_id == standing.person.0
        || standing.approves_for(act.today()).contains(&UnitId(row.unit_id));
    if !sees {
        return Err(ApiError::NotFound);
    }
    let body = parse(&row)?;
    Ok((row, body))
}

fn parse(row: &Row) -> Result<PrintoutBody, ApiError> {
    Ok(serde_json::from_str(&row.body).with_context(|| format!("printouts.body of {}", row.id))?)
}

fn row(act: &Act<'_>, printout: &Printout, case_number: &str) -> Result<Row, ApiError> {
    let body = printout.body();
    let due = matches!(body.fate, Fate::Kept { .. } | Fate::NotNeeded { .. });
    Ok(Row {
        id: body.id.0,
        revision: body.revision,
        state: printout.status().to_owned(),
        inquiry_id: body.inquiry.0,
        unit_id: body.unit.0,
        holder_id: body.holder.0,
        due_on: period::destroy_by(body.queried_on).filter(|_| due).map(|day| day.to_string()),
        body: serde_json::to_string(body).context("printout to JSON")?,
        updated_at: act.now().timestamp_micros(),
        case_number: case_number.to_owned(),
    })
}

/// Duties and figures after a change of state.
async fn settle(
    act: &mut Act<'_>,
    printout: &Printout,
    before: Option<&'static str>,
    case_number: &str,
) -> Result<(), ApiError> {
    let body = printout.body();
    let open = duty::of_printout(body, act.calendar());
    duties::replace(act.tx, body.id.0, Some(body.inquiry), case_number, &open).await?;
    let mut counts = vec![Count::total(paper(printout.status()), 1)];
    counts.extend(before.map(|state| Count::total(paper(state), -1)));
    figures::add(act.tx, body.unit, &counts).await?;
    Ok(())
}

/// The figure that counts printouts of a state.
fn paper(state: &str) -> &'static str {
    match state {
        "filed" => "printout.filed",
        "kept" => "printout.kept",
        "not_needed" => "printout.not_needed",
        _ => "printout.destroyed",
    }
}

/// The witness is a colleague on record; the server knows their name.
fn name_witness(act: &Act<'_>, action: &mut PrintoutAction) -> Result<(), ApiError> {
    if let PrintoutAction::Destroy { witness, witness_name, .. } = action {
        let name = act.registers().person_name(*witness);
        if name.is_empty() {
            return Err(ApiError::bad_request("監毀人不在名冊中。", "The witness is not on the roster."));
        }
        *witness_name = name;
    }
    Ok(())
}

/// A printout with its dates worked out, or with the reason why they cannot be.
fn view(act: &Act<'_>, body: PrintoutBody, inquiry_case_number: String) -> PrintoutView {
    let registers = act.registers();
    let is_open = matches!(body.fate, Fate::Kept { .. } | Fate::NotNeeded { .. });
    let window = is_open.then(|| period::printout(body.queried_on, act.calendar()));
    let (window, window_error): (_, Option<Bilingual>) = match window {
        None => (None, None),
        Some(Ok(window)) => (Some(window), None),
        Some(Err(error)) => (None, Some(error.message())),
    };
    PrintoutView {
        inquiry_case_number,
        holder_name: registers.person_name(body.holder),
        unit_name: registers.unit_name(body.unit),
        window,
        window_error,
        may: may(act, &body),
        printout: body,
    }
}

/// Each action is tried on the shared rules, so that a button never promises what they refuse.
fn may(act: &Act<'_>, body: &PrintoutBody) -> Vec<String> {
    let candidates = [
        ("file", PrintoutAction::File { case_number: "府社障字第1150000001號".into() }),
        ("keep", PrintoutAction::Keep { place: "-".into() }),
        ("confirm_not_needed", PrintoutAction::ConfirmNotNeeded),
        (
            "destroy",
            PrintoutAction::Destroy {
                on: act.today(),
                method: DestructionMethod::Shredded,
                witness: PersonId(Uuid::nil()),
                witness_name: String::new(),
                reason: "-".into(),
            },
        ),
    ];
    let step = step(act);
    let allowed = |action: &PrintoutAction| Printout::restore(body.clone()).step(&step, action).is_ok();
    candidates.into_iter().filter(|(_, action)| allowed(action)).map(|(name, _)| name.to_owned()).collect()
}

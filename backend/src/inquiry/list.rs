//! Lists of inquiries: who may see what, filters, pages; and what a supervisor should see beside a form.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, TimeDelta};
use serde::Deserialize;
use shared::{
    api::v1::{DecisionContext, InquiryRow, Page},
    id::{InquiryId, ItemId, UnitId},
    inquiry::Identity,
};
use uuid::Uuid;

use super::{
    flow, seal,
    store::{self, Filter, Row, Scope},
    usual, view,
};
use crate::{
    app::Act,
    http::{error::ApiError, page},
    oversight::watch,
};

/// What a list of inquiries may be asked for.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct Query {
    /// A state's name; `draft` only with `mine`.
    pub status: Option<String>,
    /// One unit; for the manager, or a unit one decides for.
    pub unit: Option<Uuid>,
    /// One's own.
    pub mine: bool,
    /// Those one decides on and that wait.
    pub to_decide: bool,
    /// One business item.
    pub item: Option<Uuid>,
    /// Part of the case number.
    pub case_number: Option<String>,
    /// Submitted on or after this Taiwan day.
    pub from: Option<NaiveDate>,
    /// Submitted on or before this Taiwan day.
    pub to: Option<NaiveDate>,
    /// Only approvals that lapsed.
    pub lapsed: bool,
    /// Where to go on.
    pub cursor: Option<String>,
    /// Rows a page, 1 to 200.
    pub limit: Option<i64>,
}

/// A page of what the asker may see.
///
/// # Errors
/// The cursor is none, or the database does not answer.
pub async fn page(act: &mut Act<'_>, query: &Query) -> Result<Page<InquiryRow>, ApiError> {
    let limit = page::limit(query.limit);
    let after = page::after(query.cursor.as_deref())?;
    let filter = filter(act, query);
    let mut rows = Vec::new();
    for scope in scopes(act, query) {
        rows.extend(store::list(act.tx, scope, &filter, after, limit + 1).await?);
    }
    rows.sort_by_key(|row| std::cmp::Reverse(row.id));
    rows.dedup_by(|a, b| a.id == b.id);
    Ok(page::of(rows, limit, |row: &Row| row.id, |row| view::row(act, row)))
}

/// From which sides the list is entered: only from those the asker may see.
fn scopes(act: &Act<'_>, query: &Query) -> Vec<Scope> {
    let standing = act.standing();
    let decides = standing.approves_for(act.today());
    if query.mine {
        return vec![Scope::Applicant(standing.person)];
    }
    if query.to_decide {
        return decides.into_iter().map(Scope::Approving).collect();
    }
    if let Some(unit) = query.unit.map(UnitId) {
        let may = standing.is_manager || decides.contains(&unit);
        return if may { vec![Scope::Unit(unit)] } else { Vec::new() };
    }
    if standing.is_manager {
        return vec![Scope::All];
    }
    let mut scopes = vec![Scope::Applicant(standing.person)];
    for unit in decides {
        scopes.extend([Scope::Approving(unit), Scope::Unit(unit)]);
    }
    scopes
}

fn filter(act: &Act<'_>, query: &Query) -> Filter {
    Filter {
        status: if query.to_decide { Some("submitted".to_owned()) } else { query.status.clone() },
        item: query.item.map(ItemId),
        case_number: query.case_number.clone().filter(|text| !text.is_empty()),
        from: query.from.map(page::midnight),
        to: query.to.and_then(|day| day.succ_opt()).map(page::midnight),
        lapsed_before: query.lapsed.then(|| act.today().to_string()),
    }
}

/// What a supervisor should see beside a form.
///
/// # Errors
/// The inquiry is out of sight, or the database does not answer.
pub async fn context(act: &mut Act<'_>, id: InquiryId) -> Result<DecisionContext, ApiError> {
    let (row, body) = flow::visible(act, id).await?;
    let since = (act.now() - TimeDelta::days(30)).timestamp_micros();
    let filter = Filter { from: Some(since), ..Filter::default() };
    let recent = store::list(act.tx, Scope::Applicant(body.applicant), &filter, Uuid::max(), 20).await?;
    let recent = recent
        .into_iter()
        .filter(|other| other.id != row.id && other.status != "draft")
        .map(|row| view::row(act, row))
        .collect();
    let (subjects_seen_before, same_subject) = seen_before(act, id).await?;
    let draft = seal::stored_draft(act, id).await?;
    let draft = seal::opened(act, draft);
    let usual = usual::usual_for(act, &draft, body.unit, id).await?;
    let mut report = flow::judge_for(act, &draft, body.applicant, usual);
    report.violations.retain(|violation| violation.severity != shared::Severity::Refusal);
    let subjects = seal::plain_subjects(act, id).await?;
    report.violations.extend(watch::judged(act, &body, &subjects).await?);
    Ok(DecisionContext { recent, subjects_seen_before, same_subject, report })
}

/// Other inquiries about the same people, by this year's and last year's keyed hash.
async fn seen_before(act: &mut Act<'_>, id: InquiryId) -> Result<(u32, Vec<InquiryRow>), ApiError> {
    let draft = seal::stored_draft(act, id).await?;
    let draft = seal::opened(act, draft);
    let year = act.today().year();
    let (mut seen, mut others) = (0, BTreeSet::new());
    for subject in &draft.subjects {
        let Identity::Typed(identity) = &subject.identity else { continue };
        let mut found = Vec::new();
        for year in [year, year - 1] {
            let blind = act.app().sealer().blind("subject", year, identity);
            found.extend(store::same_subject(act.tx, &blind, id).await?);
        }
        seen += u32::from(!found.is_empty());
        others.extend(found);
    }
    let mut rows = Vec::new();
    for other in others.into_iter().rev().take(20) {
        if let Some(row) = store::find(act.tx, other).await?.filter(|row| flow::may_see(act, row)) {
            rows.push(view::row(act, row));
        }
    }
    Ok((seen, rows))
}

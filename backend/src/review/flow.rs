//! What can be done with a review: one function a use-case.

use chrono::Datelike as _;
use serde::Deserialize;
use shared::{
    Kept as _, Record as _,
    account::{ApplicationDraft, application::ApplicationKind},
    api::v1::{NewApplication, Page, ReviewRow, ReviewView},
    custody::paper::Letterhead,
    id::{ApplicationId, PersonId, ReviewId, UnitId},
    paper::Sheet,
    period,
    regulation::point_06,
    review::{
        AccountLine, Decision, Review, ReviewAction, ReviewBody, ReviewFacts, ReviewKind, ReviewState,
        ReviewStep, Subject, Verdict, paper, review_id,
    },
    taiwan_day,
};
use uuid::Uuid;

use super::find;
use crate::{
    account::application,
    app::Act,
    custody::paper::letterhead,
    http::error::ApiError,
    records::{self, flow::Wanted, store::Scope},
    registers::flow::{expect_keeper, refused, step},
};

/// What this year asks for, made where the manager comes for the first time this year.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn owe(act: &mut Act<'_>) -> Result<(), ApiError> {
    let today = act.today();
    if !act.standing().is_manager {
        return Ok(());
    }
    let (keeper, edition) = (keeper(act), act.edition());
    for kind in ReviewKind::ALL {
        let id = review_id(kind, today.year());
        if records::flow::find::<Review>(act.tx, id.0).await?.is_none() {
            let review = Review::owed(kind, today.year(), keeper, edition, today);
            records::flow::enter(act, &review, "review.owe").await?;
        }
    }
    Ok(())
}

fn keeper(act: &Act<'_>) -> (PersonId, UnitId) {
    (act.standing().person, act.unit())
}

/// Everything that happens to a review. Carrying a decision out files the application that changes the account.
///
/// # Errors
/// The report that refuses it, or the review is out of sight or has moved on.
pub async fn act(
    act: &mut Act<'_>,
    id: ReviewId,
    revision: i64,
    action: ReviewAction,
) -> Result<ReviewView, ApiError> {
    expect_seen(act)?;
    let before: Review = records::flow::at_revision(act.tx, id.0, revision).await?;
    let mut facts =
        ReviewFacts { standings: find::standings(act, before.body()).await?, ..ReviewFacts::default() };
    if action == ReviewAction::Open {
        facts.snapshot = find::snapshot(act, before.body().kind, before.body().year).await?;
    }
    let mut judged = ReviewStep { action, facts };
    // Nothing is filed for a step that the rules refuse.
    let report = point_06::check_step(before.body(), &step(act), &judged);
    if !report.is_accepted() {
        return Err(refused(report));
    }
    if let ReviewAction::CarryOut { line, .. } = &judged.action
        && let Some(line) = before.body().line(*line)
        && let (Subject::Account(account), Some(decision)) = (&line.subject, &line.decision)
    {
        judged.facts.application = Some(apply(act, account, decision).await?);
    }
    let name = judged.action.journal_name();
    let after = before.step(&step(act), &judged).map_err(refused)?;
    records::flow::change(act, &after, name).await?;
    view(act, after).await
}

/// Files 附表三 for a decision: the manager files it for the person, whose supervisor approves.
async fn apply(
    act: &mut Act<'_>,
    account: &AccountLine,
    decision: &Decision,
) -> Result<ApplicationId, ApiError> {
    let registers = act.registers();
    let known = registers.accounts.get(&account.person).ok_or(ApiError::NotFound)?.draft();
    let kind =
        if decision.verdict == Verdict::Revoke { ApplicationKind::Revoke } else { ApplicationKind::Change };
    let mut draft = ApplicationDraft {
        basis: "年度帳號權限清查（第六點第一款）：僅保留業務所需項目。".to_owned(),
        reason: format!("年度帳號權限清查（第六點第一款）：{}", decision.reason),
        effective_on: Some(act.today()),
        expires_on: known.granted_until,
        // Less is asked for than the person has already promised confidentiality for.
        is_confidential: true,
        ..ApplicationDraft::of(kind, account.person, known)
    };
    if kind == ApplicationKind::Change {
        draft.grants.retain(|grant| decision.items.contains(&grant.item));
    }
    let id = ApplicationId(fresh_id(act));
    application::flow::file(act, NewApplication { id, draft }).await?;
    Ok(id)
}

/// Identifiers are of the act's own instant, so that lists by identifier are lists by time.
fn fresh_id(act: &Act<'_>) -> Uuid {
    let at = act.now();
    let seconds = u64::try_from(at.timestamp()).unwrap_or_default();
    Uuid::new_v7(uuid::Timestamp::from_unix(uuid::NoContext, seconds, at.timestamp_subsec_nanos()))
}

/// The manager alone reviews; others are told like of what is not there.
fn expect_seen(act: &Act<'_>) -> Result<(), ApiError> {
    if act.standing().is_manager { Ok(()) } else { Err(ApiError::NotFound) }
}

/// One review.
///
/// # Errors
/// Absent and hidden are told alike.
pub async fn read(act: &mut Act<'_>, id: ReviewId) -> Result<ReviewView, ApiError> {
    expect_seen(act)?;
    let review = records::flow::find::<Review>(act.tx, id.0).await?.ok_or(ApiError::NotFound)?;
    view(act, review).await
}

/// Its record on paper.
///
/// # Errors
/// Absent and hidden are told alike.
pub async fn sheet(act: &mut Act<'_>, id: ReviewId) -> Result<Sheet, ApiError> {
    expect_seen(act)?;
    let review = records::flow::find::<Review>(act.tx, id.0).await?.ok_or(ApiError::NotFound)?;
    let head: Letterhead = letterhead(act);
    Ok(paper::record(review.body(), &head))
}

/// What a list of reviews may be asked for.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct Query {
    /// `due`, `open` or `closed`.
    pub status: String,
    /// Where to go on.
    pub cursor: Option<String>,
    /// Rows a page, 1 to 200.
    pub limit: Option<i64>,
}

/// A page of reviews, the latest year first.
///
/// # Errors
/// Not the manager, the cursor is none of ours, or the database does not answer.
pub async fn list(act: &mut Act<'_>, query: &Query) -> Result<Page<ReviewRow>, ApiError> {
    if !act.standing().is_manager {
        return Err(ApiError::Forbidden);
    }
    let wanted = Wanted {
        scopes: vec![Scope::All],
        status: query.status.clone(),
        cursor: query.cursor.clone(),
        limit: query.limit,
    };
    let (registers, today) = (act.registers(), act.today());
    let row = |review: Review| {
        let body = review.body();
        ReviewRow {
            id: body.id,
            revision: body.revision,
            kind: body.kind,
            year: body.year,
            status: review.status().to_owned(),
            due: body.due(),
            is_late: body.is_late(today),
            keeper_name: registers.person_name(body.keeper),
            lines: body.lines.len(),
            flagged: body.lines.iter().filter(|line| !line.flags.is_empty()).count(),
            undecided: body.lines.iter().filter(|line| line.decision.is_none()).count(),
            closed_at: body.ended_at(),
        }
    };
    records::flow::list(act.tx, &wanted, row).await
}

async fn view(act: &mut Act<'_>, review: Review) -> Result<ReviewView, ApiError> {
    let body = review.body();
    let standings = find::standings(act, body).await?;
    let kept = body.ended_at().and_then(|at| period::retention(taiwan_day(at)).ok());
    Ok(ReviewView {
        status: review.status().to_owned(),
        due: body.due(),
        is_late: body.is_late(act.today()),
        keeper_name: act.registers().person_name(body.keeper),
        standings,
        kept,
        may: may(act, body),
        review: body.clone(),
    })
}

fn may(act: &Act<'_>, body: &ReviewBody) -> Vec<String> {
    let names: &[&str] = match body.state {
        _ if expect_keeper(act).is_err() => &[],
        ReviewState::Due => &["open"],
        ReviewState::Open { .. } => &["decide", "close"],
        ReviewState::Closed { .. } => &[],
    };
    names.iter().map(|name| (*name).to_owned()).collect()
}

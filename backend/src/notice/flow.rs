//! What can be done about the notices to the Bureau.

use shared::{
    Kept as _, Record as _,
    api::v1::{NoticeView, Page},
    id::{NoticeId, PersonId, UnitId},
    notice::{Changed, Notice, NoticeAction, NoticeBody, NoticeState, paper},
    paper::Sheet,
    period,
    regulation::point_04,
};

use crate::{
    app::Act,
    custody::paper::letterhead,
    http::error::ApiError,
    records::{self, flow::Wanted, store::Scope},
    registers::flow::{refused, step},
};

/// Makes the notice of a change, in the change's own transaction; or names the successor in a letter not yet sent.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn announce(act: &mut Act<'_>, changed: Changed) -> Result<(), ApiError> {
    if let Some(to) = &changed.to {
        let open: Vec<Notice> = records::flow::all(act.tx, Scope::All, OPEN).await?;
        if let Some(waiting) = open.into_iter().find(|one| one.waits_for(changed.post, changed.of)) {
            return records::flow::change(act, &waiting.named(to.clone()), "notice.name").await;
        }
    }
    let id = NoticeId(records::flow::fresh_id(act));
    let notice = Notice::of(id, changed, keeper(act), act.edition(), act.now());
    records::flow::enter(act, &notice, "notice.make").await
}

const OPEN: &str = "to_send";

/// The manager in office, who owes the letters.
fn keeper(act: &Act<'_>) -> (PersonId, UnitId) {
    let registers = act.registers();
    registers
        .manager(act.today())
        .map_or((act.standing().person, act.unit()), |account| (account.person(), account.unit()))
}

/// Sends, redates or withdraws.
///
/// # Errors
/// The report that refuses it, or the notice is out of sight or has moved on.
pub async fn act(
    act: &mut Act<'_>,
    id: NoticeId,
    revision: i64,
    action: NoticeAction,
) -> Result<NoticeView, ApiError> {
    expect_seen(act)?;
    let notice: Notice = records::flow::at_revision(act.tx, id.0, revision).await?;
    let name = action.journal_name();
    let notice = notice.step(&step(act), &action).map_err(refused)?;
    records::flow::change(act, &notice, name).await?;
    Ok(view(act, notice))
}

/// One notice.
///
/// # Errors
/// Absent and hidden are told alike.
pub async fn read(act: &mut Act<'_>, id: NoticeId) -> Result<NoticeView, ApiError> {
    expect_seen(act)?;
    let notice: Notice = records::flow::find(act.tx, id.0).await?.ok_or(ApiError::NotFound)?;
    Ok(view(act, notice))
}

/// The letter of a notice.
///
/// # Errors
/// Absent and hidden are told alike.
pub async fn letter(act: &mut Act<'_>, id: NoticeId) -> Result<Sheet, ApiError> {
    expect_seen(act)?;
    let notice: Notice = records::flow::find(act.tx, id.0).await?.ok_or(ApiError::NotFound)?;
    Ok(paper::letter(notice.body(), &letterhead(act)))
}

/// A page of notices, newest first.
///
/// # Errors
/// The asker is not the manager, the cursor is none of ours, or the database does not answer.
pub async fn page(
    act: &mut Act<'_>,
    status: String,
    cursor: Option<String>,
    limit: Option<i64>,
) -> Result<Page<NoticeView>, ApiError> {
    if !act.standing().is_manager {
        return Err(ApiError::Forbidden);
    }
    let wanted = Wanted { scopes: vec![Scope::All], status, cursor, limit };
    let found: Page<Notice> = records::flow::list(act.tx, &wanted, |notice| notice).await?;
    let items = found.items.into_iter().map(|notice| view(act, notice)).collect();
    Ok(Page { items, next: found.next })
}

/// Notices are the manager's.
fn expect_seen(act: &Act<'_>) -> Result<(), ApiError> {
    if act.standing().is_manager { Ok(()) } else { Err(ApiError::NotFound) }
}

/// A notice with its seven days worked out, or with the year of the calendar that is missing.
fn view(act: &Act<'_>, notice: Notice) -> NoticeView {
    let body = notice.body().clone();
    let (period, period_error) = match period::notice(body.changed_on, act.calendar()) {
        Ok(period) => (Some(period), None),
        Err(error) => (None, Some(error.message())),
    };
    NoticeView {
        status: notice.status().to_owned(),
        keeper_name: act.registers().person_name(body.keeper),
        last_day: point_04::notice::last_day(body.changed_on),
        is_late: body.is_late(act.today()),
        period,
        period_error,
        may: may(act, &body),
        notice: body,
    }
}

/// Each action is tried on the shared rules, so that a button never promises what they refuse.
fn may(act: &Act<'_>, body: &NoticeBody) -> Vec<String> {
    if !matches!(body.state, NoticeState::Open) {
        return Vec::new();
    }
    let send = NoticeAction::Send {
        on: act.today().max(body.changed_on),
        document_number: "府社障字第1150000001號".to_owned(),
        late_reason: "-".to_owned(),
    };
    let redate = NoticeAction::Redate { changed_on: body.changed_on, reason: "-".to_owned() };
    let withdraw = NoticeAction::Withdraw { reason: "-".to_owned() };
    let candidates = NoticeAction::NAMES.into_iter().zip([send, redate, withdraw]);
    let step = step(act);
    let allowed = |action: &NoticeAction| Notice::restore(body.clone()).step(&step, action).is_ok();
    candidates.filter(|(_, action)| allowed(action)).map(|(name, _)| name.to_owned()).collect()
}

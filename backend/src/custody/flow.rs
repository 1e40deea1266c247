//! What can be done about a change of manager: one function a use-case.

use shared::{
    Kept as _, Record as _,
    account::Account,
    api::v1::{Candidate, Keeper, ManagerChangeView, ManagerTerm, NewManagerChange, Page},
    custody::{ChangeAction, ChangeBody, ChangeFacts, ChangeStep, ManagerChange, Officer},
    id::{ManagerChangeId, PersonId},
    period,
    regulation::{Form, point_04::manager},
    taiwan_day,
};

use super::{history, list, switch::switch};
use crate::{
    app::Act,
    http::error::ApiError,
    journal,
    records::{self, flow::Wanted, store::Scope},
    registers::flow::{refused, step},
};

/// Opens a change.
///
/// # Errors
/// The report that refuses it.
pub async fn open(act: &mut Act<'_>, new: NewManagerChange) -> Result<ManagerChangeView, ApiError> {
    let facts = ChangeFacts { has_open_change: has_open(act).await?, ..facts(act, new.draft.successor) };
    let change = ManagerChange::open(new.id, &new.draft, &facts, &step(act)).map_err(refused)?;
    records::flow::enter(act, &change, "manager_change.open").await?;
    view(act, change).await
}

/// Moves a change on.
///
/// # Errors
/// The report that refuses it, or the change is out of sight or has moved on.
pub async fn act(
    act: &mut Act<'_>,
    id: ManagerChangeId,
    revision: i64,
    action: ChangeAction,
) -> Result<ManagerChangeView, ApiError> {
    let change = visible(act, id).await?;
    if change.revision() != revision {
        return Err(ApiError::Stale { revision: change.revision() });
    }
    let facts = facts(act, Some(change.body().successor.person));
    let list = match &action {
        ChangeAction::MakeList => Some(list::make(act, id.0).await?),
        _ => None,
    };
    let (name, is_switch) = (action.journal_name(), matches!(action, ChangeAction::Switch { .. }));
    let change = change.step(&step(act), &ChangeStep { action, facts, list }).map_err(refused)?;
    if is_switch {
        switch(act, &change).await?;
        journal::checkpoint::sign::soon(act).await?;
    }
    records::flow::change(act, &change, name).await?;
    view(act, change).await
}

/// One change.
///
/// # Errors
/// Absent and hidden are told alike.
pub async fn read(act: &mut Act<'_>, id: ManagerChangeId) -> Result<ManagerChangeView, ApiError> {
    let change = visible(act, id).await?;
    view(act, change).await
}

/// A page of the changes the asker may see, newest first.
///
/// # Errors
/// The cursor is none of ours, or the database does not answer.
pub async fn page(
    act: &mut Act<'_>,
    status: String,
    cursor: Option<String>,
    limit: Option<i64>,
) -> Result<Page<ManagerChangeView>, ApiError> {
    let wanted = Wanted { scopes: vec![Scope::All], status, cursor, limit };
    let found: Page<ManagerChange> = records::flow::list(act.tx, &wanted, |change| change).await?;
    let terms = history::terms(act.tx).await?;
    let seen = found.items.into_iter().filter(|change| sees(act, change.body()));
    let items = seen.map(|change| view_with(act, &terms, &change)).collect();
    Ok(Page { items, next: found.next })
}

/// Who of Social Affairs might take over, with what each still lacks; nobody for whoever opens no change.
#[must_use]
pub fn candidates(act: &Act<'_>) -> Vec<Candidate> {
    if !act.standing().is_manager && !heads_social_affairs(act) {
        return Vec::new();
    }
    let registers = act.registers();
    let Some(manager) = registers.manager(act.today()) else { return Vec::new() };
    let manager = officer(act, manager).standing;
    let in_house = registers.accounts.values().filter(|account| {
        registers.in_social_affairs(account.unit())
            && account.is_active(act.today())
            && account.person() != manager.person
    });
    let candidate = |account: &Account| {
        let mut report = shared::Report::default();
        manager::check_successor(&mut report, &officer(act, account), &manager);
        Candidate {
            person: account.person(),
            name: account.draft().name.clone(),
            title: account.draft().title.clone(),
            unit_name: registers.unit_name(account.unit()),
            report,
        }
    };
    in_house.map(candidate).collect()
}

/// Who was manager when; at one instant only, where one is given.
///
/// # Errors
/// The database does not answer.
pub async fn history(
    act: &mut Act<'_>,
    at: Option<chrono::DateTime<chrono::Utc>>,
) -> Result<Vec<ManagerTerm>, ApiError> {
    let terms = history::terms(act.tx).await?;
    Ok(terms.into_iter().filter(|term| at.is_none_or(|at| history::covers(term, at))).collect())
}

/// A change the asker may see.
///
/// # Errors
/// Absent and hidden are told alike.
pub async fn visible(act: &mut Act<'_>, id: ManagerChangeId) -> Result<ManagerChange, ApiError> {
    let change: ManagerChange = records::flow::find(act.tx, id.0).await?.ok_or(ApiError::NotFound)?;
    if sees(act, change.body()) { Ok(change) } else { Err(ApiError::NotFound) }
}

fn sees(act: &Act<'_>, body: &ChangeBody) -> bool {
    let standing = act.standing();
    standing.is_manager || body.is_party(standing.person) || heads_social_affairs(act)
}

/// Whether whoever acts heads Social Affairs, or stands in for its head today.
#[must_use]
pub fn heads_social_affairs(act: &Act<'_>) -> bool {
    let registers = act.registers();
    let is = |unit| registers.agencies.get(unit).is_some_and(|agency| agency.draft().is_social_affairs);
    act.standing().approves_for(act.today()).iter().any(is)
}

fn officer(act: &Act<'_>, account: &Account) -> Officer {
    let registers = act.registers();
    Officer {
        standing: account.standing(act.today(), registers.parents(account.unit())),
        title: account.draft().title.clone(),
        egov_account: account.draft().egov_account.clone(),
        in_social_affairs: registers.in_social_affairs(account.unit()),
    }
}

fn facts(act: &Act<'_>, successor: Option<PersonId>) -> ChangeFacts {
    let registers = act.registers();
    let successor = successor.and_then(|person| registers.accounts.get(&person));
    ChangeFacts {
        manager: registers.manager(act.today()).map(|account| officer(act, account)),
        successor: successor.map(|account| officer(act, account)),
        heads_social_affairs: heads_social_affairs(act),
        has_open_change: false,
    }
}

async fn has_open(act: &mut Act<'_>) -> Result<bool, ApiError> {
    for status in ["preparing", "switched"] {
        let found: Vec<ManagerChange> = records::flow::all(act.tx, Scope::All, status).await?;
        if !found.is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// A change with its countdown, its keeper and what the asker may do now.
async fn view(act: &mut Act<'_>, change: ManagerChange) -> Result<ManagerChangeView, ApiError> {
    let terms = history::terms(act.tx).await?;
    Ok(view_with(act, &terms, &change))
}

fn view_with(act: &Act<'_>, terms: &[ManagerTerm], change: &ManagerChange) -> ManagerChangeView {
    let body = change.body().clone();
    // The forms are kept by whoever is in office: custody passes with the office (4(2)).
    let keeper = history::in_office(terms).map(|term| Keeper {
        person: term.person,
        name: term.name.clone(),
        since: term.from.max(body.opened.at),
    });
    let closed_on = body.closed.as_ref().map(|mark| taiwan_day(mark.at));
    let kept = closed_on.and_then(|day| period::retention_strict(day).ok());
    ManagerChangeView {
        status: change.status().to_owned(),
        form_number: body.edition.form_number(Form::ManagerChange).unwrap_or_default().to_owned(),
        days_left: (body.transfer_on - act.today()).num_days(),
        is_late: body.is_late(act.today()),
        may: may(act, change),
        keeper,
        keep_through: kept.map(|days| days.keep_through),
        list_hash: body.hand_over.as_ref().map(|one| one.list.grouped()).unwrap_or_default(),
        change: body,
    }
}

/// Each action is tried on the shared rules, so that a button never promises what they refuse.
fn may(act: &Act<'_>, change: &ManagerChange) -> Vec<String> {
    let body = change.body();
    let facts = facts(act, Some(body.successor.person));
    let step = step(act);
    let allowed = |name: &&str| {
        let Some(action) = sample(act, body, name) else { return false };
        change.clone().step(&step, &ChangeStep { action, facts: facts.clone(), list: None }).is_ok()
    };
    ChangeAction::NAMES.into_iter().filter(allowed).map(str::to_owned).collect()
}

/// An action as somebody might send it now; none where there is nothing left to do by it.
fn sample(act: &Act<'_>, body: &ChangeBody, name: &str) -> Option<ChangeAction> {
    let (on, document_number, result) = (act.today(), "府社障字第1150000001號".to_owned(), String::new());
    Some(match name {
        "record_training" => ChangeAction::RecordTraining { on, course: String::new() },
        "report" => ChangeAction::Report { on, document_number, result },
        "switch" => ChangeAction::Switch { late_reason: "-".to_owned() },
        "stop_platform" => ChangeAction::StopPlatform { on, document_number, result },
        "make_list" => ChangeAction::MakeList,
        "confirm" => {
            let hand_over = body.hand_over.as_ref()?;
            let is_successor = act.standing().person == body.successor.person;
            let word = if is_successor { &hand_over.by_successor } else { &hand_over.by_predecessor };
            if word.is_some() {
                return None;
            }
            ChangeAction::Confirm { sha256: hand_over.list.sha256.clone(), stand_in_reason: "-".to_owned() }
        }
        "close" => ChangeAction::Close,
        "cancel" => ChangeAction::Cancel { reason: "-".to_owned() },
        _ => return None,
    })
}

//! What can be done with a job change: one function a use-case.

use serde::Deserialize;
use shared::{
    Kept, Record,
    account::{
        Account, JobChange, JobChangeDraft,
        job_change::{JobChangeAction, JobChangeBody, JobChangeFacts},
    },
    api::v1::{JobChangeView, NewJobChange, Page},
    id::{ApplicationId, JobChangeId, PersonId},
    regulation::point_04,
};

use crate::{
    account::application,
    app::Act,
    http::error::ApiError,
    records::{
        flow::{self as records, Wanted},
        store::Scope,
    },
    registers::flow::{expect_new, refused, step},
};

/// Announces a job change.
///
/// # Errors
/// The report that refuses it, or the identifier is in use.
pub async fn announce(act: &mut Act<'_>, new: NewJobChange) -> Result<JobChangeView, ApiError> {
    announce_one_of(act, new, None).await
}

/// The same for a person whom a file named in words that fit so many accounts.
///
/// # Errors
/// The report that refuses it, or the identifier is in use.
pub async fn announce_one_of(
    act: &mut Act<'_>,
    new: NewJobChange,
    fitting: Option<usize>,
) -> Result<JobChangeView, ApiError> {
    expect_new(records::find::<JobChange>(act.tx, new.id.0).await?.is_some())?;
    let facts = JobChangeFacts { fitting, ..facts(act, &new.draft).await? };
    let name = new.draft.person.map(|person| act.registers().person_name(person)).unwrap_or_default();
    let change = JobChange::announce(new.id, &new.draft, &name, &step(act), &facts).map_err(refused)?;
    records::enter(act, &change, "job_change.announce").await?;
    Ok(view(act, change.body()))
}

/// Withdraws what was announced by mistake.
///
/// # Errors
/// The report that refuses it, or the job change is out of sight or has moved on.
pub async fn act(
    act: &mut Act<'_>,
    id: JobChangeId,
    revision: i64,
    action: JobChangeAction,
) -> Result<JobChangeView, ApiError> {
    let before: JobChange = records::at_revision(act.tx, id.0, revision).await?;
    if !may_see(act, before.body()) {
        return Err(ApiError::NotFound);
    }
    let after = before.step(&step(act), &action).map_err(refused)?;
    records::change(act, &after, "job_change.withdraw").await?;
    Ok(view(act, after.body()))
}

/// One job change.
///
/// # Errors
/// Absent and hidden are told alike.
pub async fn read(act: &mut Act<'_>, id: JobChangeId) -> Result<JobChangeView, ApiError> {
    let change = records::find::<JobChange>(act.tx, id.0).await?.ok_or(ApiError::NotFound)?;
    if may_see(act, change.body()) { Ok(view(act, change.body())) } else { Err(ApiError::NotFound) }
}

/// What a list of job changes may be asked for.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct Query {
    /// `announced`, `filed`, `settled` or `withdrawn`.
    pub status: String,
    /// Where to go on.
    pub cursor: Option<String>,
    /// Rows a page, 1 to 200.
    pub limit: Option<i64>,
}

/// A page of the job changes the asker may see, newest first.
///
/// # Errors
/// The cursor is none of ours, or the database does not answer.
pub async fn list(act: &mut Act<'_>, query: &Query) -> Result<Page<JobChangeView>, ApiError> {
    let standing = act.standing();
    let scopes = if standing.is_manager {
        vec![Scope::All]
    } else {
        let units = standing.approves_for(act.today()).into_iter().map(Scope::Unit);
        std::iter::once(Scope::Person(standing.person)).chain(units).collect()
    };
    let wanted =
        Wanted { scopes, status: query.status.clone(), cursor: query.cursor.clone(), limit: query.limit };
    let page: Page<JobChangeBody> =
        records::list(act.tx, &wanted, |change: JobChange| change.body().clone()).await?;
    Ok(Page { items: page.items.iter().map(|body| view(act, body)).collect(), next: page.next })
}

/// An application for the person is on its way.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn filed(act: &mut Act<'_>, person: PersonId, id: ApplicationId) -> Result<(), ApiError> {
    for change in open(act, person).await? {
        if let Some(after) = change.filed(id) {
            records::change(act, &after, "job_change.apply").await?;
        }
    }
    Ok(())
}

/// The application is off the table.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn unfiled(act: &mut Act<'_>, person: PersonId, id: ApplicationId) -> Result<(), ApiError> {
    for change in open(act, person).await? {
        if let Some(after) = change.unfiled(id) {
            records::change(act, &after, "job_change.reopen").await?;
        }
    }
    Ok(())
}

/// The account has become so: settles the job changes that answers.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn settle(
    act: &mut Act<'_>,
    account: &Account,
    application: Option<ApplicationId>,
) -> Result<(), ApiError> {
    let now = act.now();
    for change in open(act, account.person()).await? {
        if let Some(after) = change.settle(account, application, now) {
            records::change(act, &after, "job_change.settle").await?;
        }
    }
    Ok(())
}

async fn open(act: &mut Act<'_>, person: PersonId) -> Result<Vec<JobChange>, ApiError> {
    let mut found = records::all::<JobChange>(act.tx, Scope::Person(person), "announced").await?;
    found.extend(records::all::<JobChange>(act.tx, Scope::Person(person), "filed").await?);
    Ok(found)
}

/// Whether this very change is announced and still open.
///
/// # Errors
/// The database does not answer.
pub async fn is_announced(act: &mut Act<'_>, draft: &JobChangeDraft) -> Result<bool, ApiError> {
    let Some(person) = draft.person else { return Ok(false) };
    let is_it = |change: &JobChange| {
        let body = change.body();
        body.kind == draft.kind
            && Some(body.effective_on) == draft.effective_on
            && body.to_unit == draft.to_unit
    };
    Ok(open(act, person).await?.iter().any(is_it))
}

/// The facts the server knows of an announcement.
async fn facts(act: &mut Act<'_>, draft: &JobChangeDraft) -> Result<JobChangeFacts, ApiError> {
    let is_announced = match draft.person {
        Some(person) => !open(act, person).await?.is_empty(),
        None => false,
    };
    let holding = application::flow::holding(act, draft.person);
    Ok(JobChangeFacts { holding: Some(holding), is_announced: Some(is_announced), fitting: None })
}

fn may_see(act: &Act<'_>, body: &JobChangeBody) -> bool {
    let standing = act.standing();
    standing.is_manager
        || body.person == standing.person
        || standing.approves_for(act.today()).contains(&body.unit)
}

fn view(act: &Act<'_>, body: &JobChangeBody) -> JobChangeView {
    let registers = act.registers();
    let account = registers.accounts.get(&body.person);
    let withdraw = JobChangeAction::Withdraw { note: "．".to_owned() };
    JobChangeView {
        unit_name: registers.unit_name(body.unit),
        to_unit_name: body.to_unit.map(|unit| registers.unit_name(unit)).unwrap_or_default(),
        is_late: body.is_late(act.today()),
        is_account_open: account.is_some_and(|account| !account.is_over(act.today())),
        may_withdraw: point_04::check_job_change_step(body, &step(act), &withdraw).is_accepted(),
        change: body.clone(),
    }
}

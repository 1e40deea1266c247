//! What can be done with an application: one function a use-case.

use serde::Deserialize;
use shared::{
    Kept, Record,
    account::{
        Account, Application, ApplicationDraft,
        application::{ApplicationAction, ApplicationBody, ApplicationFacts, Holding, Judged, Others},
        paper::{self, Named},
    },
    api::v1::{ApplicationRow, ApplicationView, NewApplication, Page},
    id::{ApplicationId, ItemId, PersonId},
    inventory::{Item, ItemDraft},
    paper::Sheet,
    regulation::point_04::Who,
};
use uuid::Uuid;

use super::view::{row, view};
use crate::{
    account::{job_change, roster},
    app::Act,
    http::error::ApiError,
    inventory::repeal,
    records::{
        flow::{self as records, Wanted},
        store::Scope,
    },
    registers::flow::{expect_manager_placed, expect_new, put, refused, step},
};

/// Files a form: judged whole, and then with the supervisor.
///
/// # Errors
/// The report that refuses it, or the identifier is in use.
pub async fn file(act: &mut Act<'_>, new: NewApplication) -> Result<ApplicationView, ApiError> {
    expect_new(records::find::<Application>(act.tx, new.id.0).await?.is_some())?;
    let facts = facts(act, &new.draft, new.draft.person);
    let application = Application::file(new.id, &new.draft, &step(act), &facts).map_err(refused)?;
    records::enter(act, &application, "application.submit").await?;
    job_change::flow::filed(act, application.body().person, new.id).await?;
    Ok(view(act, application.body()))
}

/// Everything that happens to a filed application. Setting it writes the account's next version in the same breath.
///
/// # Errors
/// The report that refuses the action, or the application is out of sight or has moved on.
pub async fn act(
    act: &mut Act<'_>,
    id: ApplicationId,
    revision: i64,
    action: ApplicationAction,
) -> Result<ApplicationView, ApiError> {
    let before: Application = records::at_revision(act.tx, id.0, revision).await.and_then(seen(act))?;
    let form = match &action {
        ApplicationAction::Resubmit { draft } => (**draft).clone(),
        _ => before.body().form.clone(),
    };
    let facts = facts(act, &form, Some(before.body().person));
    let name = action.journal_name();
    let judged = Judged { action, facts };
    let after = before.step(&step(act), &judged).map_err(refused)?;
    match &judged.action {
        ApplicationAction::Set => set(act, after.body()).await?,
        ApplicationAction::Resubmit { .. } => {
            job_change::flow::filed(act, after.body().person, id).await?;
        }
        ApplicationAction::Withdraw { .. } | ApplicationAction::Reject { .. } => {
            job_change::flow::unfiled(act, after.body().person, id).await?;
        }
        _ => {}
    }
    records::change(act, &after, name).await?;
    Ok(view(act, after.body()))
}

/// Writes the account, ends what it takes the place of, and settles the job changes it answers.
async fn set(act: &mut Act<'_>, body: &ApplicationBody) -> Result<(), ApiError> {
    let before = act.registers().accounts.get(&body.person).cloned();
    let draft = body.form.account(body.id, before.as_ref(), act.today());
    let held: Vec<_> =
        before.iter().flat_map(|before| &before.draft().grants).map(|grant| grant.item.0).collect();
    let account = Account::set(before, body.person, draft).map_err(refused)?;
    put(act, &account, account.draft(), "account.set").await?;
    expect_manager_placed(act, "unit").await?;
    end_earlier(act, body.person).await?;
    job_change::flow::settle(act, &account, Some(body.id)).await?;
    repeal::settle_any(act, held).await
}

/// Ends the permissions set before: another stands in their place, or the account is closed.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn end_earlier(act: &mut Act<'_>, person: PersonId) -> Result<(), ApiError> {
    let now = act.now();
    for earlier in records::all::<Application>(act.tx, Scope::Person(person), "set").await? {
        if let Some(over) = earlier.end(now) {
            records::change(act, &over, "application.conclude").await?;
        }
    }
    Ok(())
}

/// An application with its context.
///
/// # Errors
/// Absent and hidden are told alike.
pub async fn read(act: &mut Act<'_>, id: ApplicationId) -> Result<ApplicationView, ApiError> {
    let found = records::find::<Application>(act.tx, id.0).await?.ok_or(ApiError::NotFound);
    let application = found.and_then(seen(act))?;
    Ok(view(act, application.body()))
}

/// An application on paper: what it asks for ticked among all that its unit may ask for.
///
/// # Errors
/// Absent and hidden are told alike.
pub async fn sheet(act: &mut Act<'_>, id: ApplicationId) -> Result<Sheet, ApiError> {
    let body = read(act, id).await?.application;
    let registers = act.registers();
    let is_asked = |item: &ItemId| body.form.grants.iter().any(|grant| grant.item == *item);
    let is_open = |item: &Item| {
        let covers = registers.covered(&item.draft().units).contains(&body.unit);
        covers && item.repeal().is_none()
    };
    let items: Vec<(ItemId, ItemDraft)> = registers
        .items
        .values()
        .filter(|item| is_asked(&item.item()) || is_open(item))
        .map(|item| (item.item(), item.draft().clone()))
        .collect();
    let (agency, unit) = (registers.county_name(), registers.unit_name(body.unit));
    let sheet = paper::application(&body, &Named { agency: &agency, unit: &unit, items: &items });
    Ok(roster::printed(act, sheet))
}

/// What a list of applications may be asked for.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct Query {
    /// One state.
    pub status: String,
    /// One's own alone.
    pub mine: bool,
    /// Those that wait for the asker as supervisor.
    pub to_approve: bool,
    /// One person's.
    pub person: Option<Uuid>,
    /// Where to go on.
    pub cursor: Option<String>,
    /// Rows a page, 1 to 200.
    pub limit: Option<i64>,
}

/// A page of the applications the asker may see, newest first.
///
/// # Errors
/// The cursor is none of ours, or the database does not answer.
pub async fn list(act: &mut Act<'_>, query: &Query) -> Result<Page<ApplicationRow>, ApiError> {
    let standing = act.standing();
    let (me, decides) = (standing.person, standing.approves_for(act.today()));
    let units = decides.into_iter().map(Scope::Unit);
    let scopes = match query.person.map(PersonId) {
        _ if query.to_approve => units.collect(),
        Some(person) if standing.is_manager || person == me => vec![Scope::Person(person)],
        Some(_) => Vec::new(),
        None if query.mine => vec![Scope::Person(me)],
        None if standing.is_manager => vec![Scope::All],
        None => std::iter::once(Scope::Person(me)).chain(units).collect(),
    };
    let status = if query.to_approve { "submitted".to_owned() } else { query.status.clone() };
    let wanted = Wanted { scopes, status, cursor: query.cursor.clone(), limit: query.limit };
    let registers = act.registers();
    records::list(act.tx, &wanted, |application: Application| row(&registers, application.body())).await
}

/// The application, if whoever acts may see it: the person, who filed it, who approves or heads the unit, the manager.
fn seen<'a>(act: &Act<'_>) -> impl FnOnce(Application) -> Result<Application, ApiError> + use<'a> {
    let standing = act.standing().clone();
    let heads = standing.approves_for(act.today());
    move |application| {
        let body = application.body();
        let is_theirs = [body.person, body.filed_by].contains(&standing.person);
        let decides = heads.contains(&body.approving_unit) || heads.contains(&body.unit);
        if is_theirs || decides || standing.is_manager { Ok(application) } else { Err(ApiError::NotFound) }
    }
}

/// The facts the server knows for a form about `person`, who may have no account yet.
#[must_use]
pub fn facts(act: &Act<'_>, draft: &ApplicationDraft, person: Option<PersonId>) -> ApplicationFacts {
    let registers = act.registers();
    // What is asked for is judged by the inventory of the day from which it holds.
    let from = draft.effective_on.map_or(act.today(), |on| on.max(act.today()));
    let who = Who {
        person,
        name: &draft.name,
        id_last4: &draft.id_last4,
        egov_account: &draft.egov_account,
        card_number: &draft.card_number,
    };
    ApplicationFacts {
        holding: Some(holding(act, person)),
        parents: draft.unit.parse().ok().map(|unit| registers.parents(unit)),
        items: Some(draft.grants.iter().filter_map(|grant| registers.item_facts(grant.item, from)).collect()),
        others: Some(Others::among(registers.accounts.values(), who, act.today())),
    }
}

/// What the register says of a person today.
#[must_use]
pub fn holding(act: &Act<'_>, person: Option<PersonId>) -> Holding {
    let registers = act.registers();
    let account = person.and_then(|person| registers.accounts.get(&person));
    account.map_or_else(Holding::default, |account| Holding {
        person: Some(account.person()),
        is_open: !account.is_over(act.today()),
        unit: Some(account.unit()),
        grants: account.grants(act.today()).to_vec(),
        heads: account.draft().heads.clone(),
    })
}

//! Permissions and job changes of the practice county: what everybody holds was applied for on the first day, and a few
//! wait for whoever learns to decide.

use anyhow::anyhow;
use chrono::{DateTime, TimeDelta, Utc};
use shared::{
    account::{
        Account, ApplicationDraft, JobChangeDraft,
        application::{ApplicationAction, ApplicationKind},
        job_change::JobChangeKind,
    },
    api::v1::{ApplicationView, NewApplication, NewJobChange},
    id::{ApplicationId, JobChangeId, PersonId, UnitId},
    taiwan_day,
};

use super::chance::Chance;
use crate::{
    account::{application, job_change},
    app::App,
    http::error::ApiError,
    registers::Registers,
    store::Tx,
};

/// How far an application of the county has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Filed,
    Approved,
    Granted,
    Set,
}

/// A form with who files it, how far it comes, and a colleague's job change.
enum Deed {
    Apply(Box<ApplicationDraft>, ApplicationId, PersonId, Stage),
    Announce(JobChangeDraft, JobChangeId),
}

/// On the first day everybody files for what they hold, the real way; an item of a later day was held on paper till then.
///
/// # Errors
/// The database refuses or does not answer, or a rule refuses a form.
pub async fn begin(app: &App, at: DateTime<Utc>) -> anyhow::Result<()> {
    let registers = registers(app).await?;
    let mut chance = Chance::new(20_033);
    let day = taiwan_day(at);
    let in_force = |item| {
        let item = registers.items.get(&item);
        item.and_then(|item| item.draft().in_force_from).is_some_and(|from| from <= day)
    };
    let files = registers.accounts.values().filter(|account| {
        let draft = account.draft();
        let is_here = account.is_active(day) && !draft.card_number.is_empty() && !draft.grants.is_empty();
        is_here && draft.grants.iter().all(|grant| in_force(grant.item))
    });
    let deeds = files
        .map(|account| {
            let form = form(ApplicationKind::Change, &registers, account.person(), at);
            let id = ApplicationId(chance.id(at.timestamp_millis()));
            Deed::Apply(Box::new(form), id, account.person(), Stage::Set)
        })
        .collect();
    live(app, deeds, at).await
}

/// What waits today: for a supervisor, for the manager to grant, for the manager to set; somebody who goes on leave in ten
/// days, and somebody who left three days ago with an account that nobody has closed.
///
/// # Errors
/// The database refuses or does not answer, or a rule refuses a form.
pub async fn go_on(app: &App, now: DateTime<Utc>) -> anyhow::Result<()> {
    let registers = registers(app).await?;
    let mut chance = Chance::new(20_047);
    let today = taiwan_day(now);
    // Social Affairs is where people learn to inquire; its desks are left as they are.
    let is_user = |account: &&Account| {
        let draft = account.draft();
        let is_user = draft.heads.is_empty() && !draft.is_manager && !draft.grants.is_empty();
        let is_elsewhere = !registers.in_social_affairs(account.unit());
        is_user && is_elsewhere && account.is_active(today) && !draft.card_number.is_empty()
    };
    let users: Vec<&Account> = registers.accounts.values().filter(is_user).collect();
    let mut people = users.iter().cycle();
    let millis = now.timestamp_millis();
    let mut deeds = Vec::new();
    for stage in [Stage::Filed, Stage::Approved] {
        let Some(account) = people.next() else { break };
        let form = form(ApplicationKind::Change, &registers, account.person(), now);
        let id = ApplicationId(chance.id(millis));
        deeds.push(Deed::Apply(Box::new(form), id, account.person(), stage));
    }
    let changes = [
        (JobChangeKind::Leave, 10, "府人任字第1150000101號"),
        (JobChangeKind::Departure, -3, "府人任字第1150000102號"),
    ];
    for (kind, days, document) in changes {
        let Some(account) = people.next() else { break };
        let draft = JobChangeDraft {
            person: Some(account.person()),
            kind,
            to_unit: None,
            effective_on: Some(today + TimeDelta::days(days)),
            document_number: document.to_owned(),
        };
        deeds.push(Deed::Announce(draft, JobChangeId(chance.id(millis))));
    }
    if let Some((unit, head)) = people.next().and_then(|account| {
        let head = head_of(&registers, account.unit(), now)?;
        Some((account.unit(), head))
    }) {
        let known = form(ApplicationKind::Add, &registers, head, now);
        let form = ApplicationDraft {
            person: None,
            name: super::person::name(&mut chance),
            title: "約聘人員".into(),
            unit: unit.to_string(),
            extension: "2199".into(),
            email: "practice.new@chadiao.example".into(),
            id_last4: "4321".into(),
            egov_account: "practice.new".into(),
            card_number: "TP00000000000099".into(),
            ..known
        };
        let id = ApplicationId(chance.id(millis));
        deeds.push(Deed::Apply(Box::new(form), id, head, Stage::Granted));
    }
    live(app, deeds, now).await
}

async fn registers(app: &App) -> anyhow::Result<std::sync::Arc<Registers>> {
    let mut tx = app.db().read().await?;
    Ok(app.registers(&mut tx).await?)
}

fn form(
    kind: ApplicationKind,
    registers: &Registers,
    person: PersonId,
    at: DateTime<Utc>,
) -> ApplicationDraft {
    let account = registers.accounts.get(&person);
    let known = account.map(|account| ApplicationDraft::of(kind, person, account.draft()));
    ApplicationDraft {
        basis: "承辦清冊所列業務,須查詢勞保局資料。".into(),
        reason: "業務分工確認".into(),
        effective_on: Some(taiwan_day(at)),
        is_confidential: true,
        ..known.unwrap_or_default()
    }
}

fn head_of(registers: &Registers, unit: UnitId, at: DateTime<Utc>) -> Option<PersonId> {
    let deciders = registers.deciders(unit, taiwan_day(at));
    deciders.into_iter().find(|decider| decider.for_head.is_none()).map(|decider| decider.person)
}

async fn live(app: &App, deeds: Vec<Deed>, at: DateTime<Utc>) -> anyhow::Result<()> {
    let inside = app.clone();
    let written = app.writer().write(move |tx| {
        Box::pin(async move {
            for deed in deeds {
                match deed {
                    Deed::Announce(draft, id) => {
                        let manager = manager(&inside, tx).await?;
                        let act = &mut inside.act_at(tx, manager, at).await?;
                        job_change::flow::announce(act, NewJobChange { id, draft }).await?;
                    }
                    Deed::Apply(draft, id, filer, stage) => {
                        apply(&inside, tx, NewApplication { id, draft: *draft }, filer, stage, at).await?;
                    }
                }
            }
            Ok::<_, ApiError>(())
        })
    });
    let lived = written.await.map_err(|error| anyhow!("{error}"))?;
    lived.map_err(|error| anyhow!("the practice county broke a rule of its own: {error:?}"))
}

async fn manager(app: &App, tx: &mut Tx) -> Result<PersonId, ApiError> {
    let registers = app.registers(tx).await?;
    let manager = registers.accounts.values().find(|account| account.draft().is_manager);
    manager.map(Account::person).ok_or(ApiError::NotFound)
}

async fn apply(
    app: &App,
    tx: &mut Tx,
    new: NewApplication,
    filer: PersonId,
    stage: Stage,
    at: DateTime<Utc>,
) -> Result<(), ApiError> {
    let manager = manager(app, tx).await?;
    let mut view = application::flow::file(&mut app.act_at(tx, filer, at).await?, new).await?;
    let note = String::new;
    // The head of the county's own units has nobody above who could approve.
    let Some(head) = view.deciders.iter().find(|decider| decider.person != view.application.person) else {
        return Ok(());
    };
    let steps = [
        (Stage::Approved, head.person, ApplicationAction::Approve { note: note() }),
        (Stage::Granted, manager, ApplicationAction::Grant { note: note() }),
        (Stage::Set, manager, ApplicationAction::Set),
    ];
    for (reached, who, action) in steps {
        if (stage as u8) < (reached as u8) {
            break;
        }
        view = step(app, tx, &view, who, action, at).await?;
    }
    Ok(())
}

async fn step(
    app: &App,
    tx: &mut Tx,
    view: &ApplicationView,
    who: PersonId,
    action: ApplicationAction,
    at: DateTime<Utc>,
) -> Result<ApplicationView, ApiError> {
    let (id, revision) = (view.application.id, view.application.revision);
    application::flow::act(&mut app.act_at(tx, who, at).await?, id, revision, action).await
}

//! The rules asked directly, each kind of case in its own way.

use serde::de::DeserializeOwned;
use serde_json::Value;
use shared::{
    Kept, Record, Report, Step,
    account::{
        Account, AccountDraft, Application, ApplicationDraft, JobChange, JobChangeDraft, Standing,
        application::{ApplicationFacts, Judged},
        job_change::{JobChangeAction, JobChangeFacts},
    },
    agency::{Agency, AgencyDraft},
    custody::{ChangeStep, ManagerChange},
    id::{ApplicationId, ItemId, JobChangeId, ManagerChangeId, PersonId, UnitId},
    inquiry::{Inquiry, InquiryAction},
    inventory::{Item, ItemAction, ItemDraft, Repeal},
    notice::{Notice, NoticeAction},
    printout::{Printout, PrintoutAction},
    regulation::Settings,
    regulation::{
        point_02,
        point_04::{self, manager_step},
        point_05,
    },
};
use uuid::Uuid;

use super::cases_file::{Case, Kind};

/// What the rules said, and whether the record was made or moved on.
pub struct Outcome {
    pub report: Report,
    pub is_accepted: bool,
}

/// The Taiwan day for requests that name none.
pub fn today() -> chrono::NaiveDate {
    "2026-11-23".parse().expect("a day")
}

pub fn judge(case: &Case) -> Outcome {
    match case.kind {
        Kind::Review => shared::door::review(&case.text(), today()).into(),
        Kind::Agency => Agency::enter(UnitId(Uuid::nil()), read(case.draft("agency"))).into(),
        Kind::Item => {
            let draft: ItemDraft = read(case.draft("item"));
            let beside = point_02::check_beside(&draft, &case.beside);
            match Item::enter(ItemId(Uuid::nil()), draft, case.edition) {
                Err(report) => report.into(),
                Ok(_) => beside.into(),
            }
        }
        Kind::Account => Account::open(PersonId(Uuid::nil()), read(case.draft("account"))).into(),
        Kind::Application => application(case),
        Kind::JobChange => job_change(case),
        Kind::Reveal => point_05::check_reveal(&case.reason).into(),
        Kind::OpenChange => open_change(case),
        Kind::Step => step(case),
        Kind::Oversight => super::oversight::judge(case),
        Kind::Edition => super::edition::judge(case),
        Kind::Keeping => super::keeping::judge(case),
        Kind::Yearly => super::yearly::judge(case),
        Kind::Inspection => super::inspection::judge(case),
        Kind::Token => {
            let (owner, draft) = (read(case.person()), read(case.draft("token")));
            point_04::check_token(&owner, &draft, case.live, today()).into()
        }
    }
}

fn open_change(case: &Case) -> Outcome {
    let (actor, draft, facts) = case.opening();
    let actor: Standing = read(actor);
    let step = Step {
        now: case.now,
        edition: case.edition,
        settings: Settings::FIRST,
        actor: &actor,
        must_sign: false,
    };
    ManagerChange::open(ManagerChangeId(Uuid::nil()), &read(draft), &read(facts), &step).into()
}

fn application(case: &Case) -> Outcome {
    let world = case.draft("application");
    let filer: Standing = read(world["filer"].clone());
    let draft: ApplicationDraft = read(world["draft"].clone());
    let facts: ApplicationFacts = read(world["facts"].clone());
    let step = Step {
        now: case.now,
        edition: case.edition,
        settings: Settings::FIRST,
        actor: &filer,
        must_sign: false,
    };
    let report = point_04::check_application(&draft, Some(&filer), step.on(), &facts);
    let filed = Application::file(ApplicationId(Uuid::nil()), &draft, &step, &facts);
    made(filed.map(drop), report)
}

fn job_change(case: &Case) -> Outcome {
    let world = case.draft("job_change");
    let actor: Standing = read(world["actor"].clone());
    let draft: JobChangeDraft = read(world["draft"].clone());
    let facts: JobChangeFacts = read(world["facts"].clone());
    let step = Step {
        now: case.now,
        edition: case.edition,
        settings: Settings::FIRST,
        actor: &actor,
        must_sign: false,
    };
    let report = point_04::check_job_change(&draft, Some(&actor), step.on(), &facts);
    let announced = JobChange::announce(JobChangeId(Uuid::nil()), &draft, "林承辦", &step, &facts);
    made(announced.map(drop), report)
}

/// The check and the making agree; a record is made only where nothing is left to the server.
fn made(made: Result<(), Report>, report: Report) -> Outcome {
    match made {
        Ok(()) => assert!(report.is_accepted() && report.deferred.is_empty()),
        Err(refused) => assert_eq!(refused, report),
    }
    report.into()
}

fn step(case: &Case) -> Outcome {
    let (actor, record, action, facts) = case.step();
    let actor: Standing = read(actor);
    let step = Step {
        now: case.now,
        edition: case.edition,
        settings: Settings::FIRST,
        actor: &actor,
        must_sign: case.must_sign,
    };
    match &*case.record {
        "inquiry" => {
            let inquiry = Inquiry::restore(read(record));
            let action: InquiryAction = read(action);
            let report = point_05::check_step(inquiry.body(), &step, &action);
            taken(inquiry, &step, &action, report)
        }
        "printout" => {
            let printout = Printout::restore(read(record));
            let action: PrintoutAction = read(action);
            let report = point_05::check_printout_step(printout.body(), &step, &action);
            taken(printout, &step, &action, report)
        }
        "manager_change" => {
            let change = ManagerChange::restore(read(record));
            let action = ChangeStep { action: read(action), facts: read(facts), list: None };
            let report = manager_step::check_step(change.body(), &step, &action);
            taken(change, &step, &action, report)
        }
        "notice" => {
            let notice = Notice::restore(read(record));
            let action: NoticeAction = read(action);
            let report = point_04::notice::check_notice(notice.body(), &step, &action);
            taken(notice, &step, &action, report)
        }
        "application" => {
            let application = Application::restore(read(record));
            let judged = Judged { action: read(action), facts: read(facts) };
            let report =
                point_04::check_application_step(application.body(), &step, &judged.action, &judged.facts);
            taken(application, &step, &judged, report)
        }
        "job_change" => {
            let change = JobChange::restore(read(record));
            let action: JobChangeAction = read(action);
            let report = point_04::check_job_change_step(change.body(), &step, &action);
            taken(change, &step, &action, report)
        }
        "item" => {
            let mut record = record;
            let repeal = record.as_object_mut().unwrap().remove("repeal").map(read::<Repeal>);
            let draft: ItemDraft = read(record);
            let action = match action["name"].as_str() {
                Some("revise") => ItemAction::Revise { draft: draft.clone() },
                _ => read(action),
            };
            let began_on = draft.in_force_from;
            Item::restore(ItemId(Uuid::nil()), 1, draft, began_on, repeal).step(&step, &action).into()
        }
        "account" => {
            let after: AccountDraft = read(case.after(&record));
            let account = Account::restore(PersonId(Uuid::nil()), 1, read(record)).expect("the base account");
            account.step(&step, &after).into()
        }
        "agency" => {
            let draft: AgencyDraft = read(record);
            Agency::restore(UnitId(Uuid::nil()), 1, draft.clone()).step(&step, &draft).into()
        }
        other => panic!("`{}`: there is no record `{other}`", case.name),
    }
}

/// The check and the step agree; only the check shows warnings.
fn taken<R: Record>(record: R, step: &Step<'_>, action: &R::Action, report: Report) -> Outcome {
    let revision = record.revision();
    match record.step(step, action) {
        Ok(after) => {
            assert_eq!(after.revision(), revision + 1);
            Outcome { report, is_accepted: true }
        }
        Err(refused) => {
            assert_eq!(refused, report);
            Outcome { report, is_accepted: false }
        }
    }
}

pub fn read<T: DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).expect("a case reads as what it says it is")
}

impl From<Report> for Outcome {
    fn from(report: Report) -> Self {
        let is_accepted = report.is_accepted();
        Self { report, is_accepted }
    }
}

impl<T> From<Result<T, Report>> for Outcome {
    fn from(result: Result<T, Report>) -> Self {
        match result {
            Ok(_) => Self { report: Report::default(), is_accepted: true },
            Err(report) => Self { report, is_accepted: false },
        }
    }
}

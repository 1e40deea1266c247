//! The rules asked directly, each kind of case in its own way.

use serde::de::DeserializeOwned;
use serde_json::Value;
use shared::{
    Record, Report, Step,
    account::{Account, AccountDraft, Standing},
    agency::{Agency, AgencyDraft},
    id::{ItemId, PersonId, UnitId},
    inquiry::{Inquiry, InquiryAction},
    inventory::{Item, ItemAction, ItemDraft, Repeal},
    printout::{Printout, PrintoutAction},
    regulation::point_05,
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
        Kind::Item => Item::enter(ItemId(Uuid::nil()), read(case.draft("item")), case.edition).into(),
        Kind::Account => Account::open(PersonId(Uuid::nil()), read(case.draft("account"))).into(),
        Kind::Reveal => point_05::check_reveal(&case.reason).into(),
        Kind::Step => step(case),
        Kind::Oversight => super::oversight::judge(case),
    }
}

fn step(case: &Case) -> Outcome {
    let (actor, record, action) = case.step();
    let actor: Standing = read(actor);
    let step = Step { now: case.now, edition: case.edition, actor: &actor, must_sign: case.must_sign };
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
        "item" => {
            let mut record = record;
            let repeal = record.as_object_mut().unwrap().remove("repeal").map(read::<Repeal>);
            let draft: ItemDraft = read(record);
            let action = match action["name"].as_str() {
                Some("revise") => ItemAction::Revise { draft: draft.clone() },
                _ => read(action),
            };
            Item::restore(ItemId(Uuid::nil()), 1, draft, repeal).step(&step, &action).into()
        }
        "account" => {
            let draft: AccountDraft = read(record);
            let account =
                Account::restore(PersonId(Uuid::nil()), 1, draft.clone()).expect("the base account");
            account.step(&step, &draft).into()
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

//! What is held, and what may be disposed of before whom.

use std::collections::BTreeMap;

use serde::Deserialize;
use shared::{
    Kept as _, Record as _, Step,
    account::Standing,
    id::{DisposalId, HoldId},
    regulation::Settings,
    retention::{
        Disposal, DisposalAction, DisposalBody, DisposalDraft, DisposalStep, Hold, HoldAction, HoldBody,
        HoldDraft, HoldFacts, Keeping,
    },
};
use uuid::Uuid;

use super::{
    cases_file::Case,
    native::{Outcome, read},
};

#[derive(Deserialize)]
struct Set {
    draft: HoldDraft,
    facts: HoldFacts,
}

#[derive(Deserialize)]
struct Lift {
    record: HoldBody,
    reason: String,
}

#[derive(Deserialize)]
struct Propose {
    draft: DisposalDraft,
    keeping: BTreeMap<Uuid, Keeping>,
    witness: String,
}

#[derive(Deserialize)]
struct Act {
    record: DisposalBody,
    action: DisposalAction,
}

pub fn judge(case: &Case) -> Outcome {
    let actor: Standing = read(case.acting());
    let step = Step {
        now: case.now,
        edition: case.edition,
        settings: Settings::FIRST,
        actor: &actor,
        must_sign: false,
    };
    match &*case.record {
        "hold" => {
            let Set { draft, facts } = read(case.draft("keep_hold"));
            Hold::set(HoldId(Uuid::nil()), &draft, &step, facts).into()
        }
        "lift" => {
            let Lift { record, reason } = read(case.draft("keep_lift"));
            Hold::restore(record).step(&step, &HoldAction::Lift { reason }).into()
        }
        "propose" => {
            let Propose { draft, keeping, witness } = read(case.draft("keep_propose"));
            let person = case.base["people"][&witness].clone();
            let witness: Option<Standing> = (!person.is_null()).then(|| read(person));
            let id = DisposalId(Uuid::nil());
            Disposal::propose(id, &draft, Vec::new(), &keeping, witness.as_ref(), &step).into()
        }
        _ => {
            let Act { record, action } = read(case.draft("keep_disposal"));
            let judged = DisposalStep { action, keeping: BTreeMap::new() };
            Disposal::restore(record).step(&step, &judged).into()
        }
    }
}

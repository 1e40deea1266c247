//! The day from which the amended text judges: how it is prepared, put in force and taken back.

use serde::Deserialize;
use shared::{
    Editions, Record as _, Step,
    account::Standing,
    edition::{Edition, EditionAction, EditionBody, EditionDraft},
    id::EditionDayId,
    regulation::Settings,
};

use super::{
    cases_file::Case,
    native::{Outcome, read},
};

#[derive(Deserialize)]
struct World {
    draft: EditionDraft,
    known: Editions,
    record: EditionBody,
    action: EditionAction,
}

pub fn judge(case: &Case) -> Outcome {
    let actor: Standing = read(case.acting());
    let World { draft, known, record, action } = read(case.draft("edition"));
    let step = Step {
        now: case.now,
        edition: case.edition,
        settings: Settings::FIRST,
        actor: &actor,
        must_sign: false,
    };
    match &*case.record {
        "day" => {
            Edition::prepare(EditionDayId(record.id.0), &draft, known, |_| Settings::FIRST, &step).into()
        }
        _ => Edition::restore(record).step(&step, &action).into(),
    }
}

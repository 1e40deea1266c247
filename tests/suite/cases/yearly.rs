//! What yearly reviews notice, and the steps they take.

use serde::Deserialize;
use shared::{
    Kept as _, Record as _, Step,
    account::Standing,
    regulation::Settings,
    regulation::point_06,
    review::{Review, ReviewAction, ReviewBody, ReviewFacts, ReviewStep},
    taiwan_day,
};

use super::{
    cases_file::Case,
    native::{Outcome, read},
};

#[derive(Deserialize)]
struct World {
    record: ReviewBody,
    action: ReviewAction,
    facts: ReviewFacts,
}

pub fn judge(case: &Case) -> Outcome {
    let on = taiwan_day(case.now);
    match &*case.record {
        "account" => point_06::flag_account(&read(case.draft("review_account")), on, &Settings::FIRST).into(),
        "printout" => point_06::flag_printout(&read(case.draft("review_printout")), on).into(),
        "query_record" => point_06::flag_query(&read(case.draft("review_query")), on).into(),
        _ => {
            let actor: Standing = read(case.acting());
            let World { record, action, facts } = read(case.draft("review_step"));
            let step = Step {
                now: case.now,
                edition: case.edition,
                settings: Settings::FIRST,
                actor: &actor,
                must_sign: false,
            };
            Review::restore(record).step(&step, &ReviewStep { action, facts }).into()
        }
    }
}

//! What oversight and liability judge: the world of a case is its own part of the base.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Deserialize;
use shared::{
    Kept as _, Record as _, Report, Step,
    account::Standing,
    agency::AgencyDraft,
    id::{ReferralId, UnitId},
    inventory::ItemDraft,
    liability::{Acknowledgment, OutcomeDraft, Referral, ReferralBody, ReferralDraft, text_hash},
    regulation::Settings,
    regulation::{point_01, point_03, point_04, point_05},
};
use uuid::Uuid;

use super::{
    cases_file::Case,
    native::{Outcome, read},
};

/// Where a unit is to stand: the tree as it is, and the unit.
#[derive(Deserialize)]
struct Place {
    unit: UnitId,
    parent: Option<UnitId>,
    tree: BTreeMap<UnitId, Option<UnitId>>,
}

/// How long an item's data items were not asked for.
#[derive(Deserialize)]
struct Usage {
    since: NaiveDate,
    today: NaiveDate,
    last: BTreeMap<String, String>,
    row: ItemDraft,
}

/// Where an act leaves the manager.
#[derive(Deserialize)]
struct Office {
    in_social_affairs: bool,
}

#[derive(Deserialize)]
struct Refer {
    is_on_roster: bool,
    draft: ReferralDraft,
}

#[derive(Deserialize)]
struct Decide {
    record: ReferralBody,
    draft: OutcomeDraft,
}

pub fn judge(case: &Case) -> Outcome {
    let mut report = Report::default();
    let step = |actor| Step {
        now: case.now,
        edition: case.edition,
        settings: Settings::FIRST,
        actor,
        must_sign: false,
    };
    match &*case.record {
        "watched" => {
            report.violations = point_05::notice(&read(case.draft("watched")), &Settings::FIRST);
            report.into()
        }
        "place" => {
            let Place { unit, parent, tree } = read(case.draft("place"));
            // The county government stands nowhere, which a table cannot say.
            let tree: BTreeMap<_, _> =
                tree.into_iter().map(|(node, above)| (node, above.filter(|above| *above != node))).collect();
            let draft = AgencyDraft { parent, ..AgencyDraft::default() };
            point_01::check_place(&mut report, unit, &draft, |node| tree.get(&node).copied());
            report.into()
        }
        "office" => {
            let Office { in_social_affairs } = read(case.draft("office"));
            point_04::manager::check_placed(&mut report, in_social_affairs, "unit");
            report.into()
        }
        "usage" => {
            let Usage { since, today, last, row } = read(case.draft("usage"));
            point_03::check_unused(&mut report, &row, Some(since), today, |code| last.get(code).cloned());
            report.into()
        }
        "acknowledgment" => {
            let actor: Standing = read(case.acting());
            let record = Acknowledgment::restore(read(case.draft("acknowledgment")));
            let seen = if case.reason.is_empty() { text_hash() } else { case.reason.clone() };
            record.step(&step(&actor), &seen).into()
        }
        "referral" => {
            let actor: Standing = read(case.acting());
            let Refer { is_on_roster, draft } = read(case.draft("referral"));
            let about = is_on_roster.then(|| actor.clone());
            Referral::refer(ReferralId(Uuid::nil()), &draft, about.as_ref(), &step(&actor)).into()
        }
        _ => {
            let actor: Standing = read(case.acting());
            let Decide { record, draft } = read(case.draft("decide"));
            Referral::restore(record).step(&step(&actor), &draft).into()
        }
    }
}

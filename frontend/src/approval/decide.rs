//! One decision or many: each its own outcome, what failed stays picked.

use std::collections::BTreeSet;

use shared::{
    api::v1::{DecisionItem, DecisionResult, Decisions, InquiryRow},
    inquiry::InquiryAction,
};

use super::words;
use crate::{
    i18n::Label,
    platform::fetch::{self, Fault},
    state::{
        load::{App, announce, complain, words_of},
        shell::Act,
    },
};

/// Sends the decisions and gives back the rows that were not taken.
pub async fn decide(app: &App, rows: &[InquiryRow], action: &InquiryAction) -> BTreeSet<String> {
    if let [row] = rows {
        let is_done = crate::inquiry::carry(app, row.id, row.revision, action, done(action)).await;
        return if is_done { BTreeSet::new() } else { BTreeSet::from([row.id.to_string()]) };
    }
    let decisions = rows
        .iter()
        .map(|row| DecisionItem { id: row.id, revision: row.revision, action: action.clone() })
        .collect();
    match fetch::change::<_, Vec<DecisionResult>>(
        "POST",
        "/inquiries/decisions",
        None,
        &Decisions { decisions },
    )
    .await
    {
        Ok(answers) => {
            let left: BTreeSet<String> =
                answers.iter().filter(|one| !one.is_done).map(|one| one.id.to_string()).collect();
            let taken = answers.len() - left.len();
            if taken > 0 && matches!(action, InquiryAction::Approve { .. }) {
                app.dispatch(Act::Say(app.lang.fill(words::APPROVED_MANY, &[&taken])));
            } else if taken > 0 {
                announce(app, done(action));
            }
            if let Some(problem) = answers.into_iter().find_map(|one| one.problem) {
                let why = words_of(app, &Fault::Problem(Box::new(problem)));
                app.dispatch(Act::Warn(format!(
                    "{} {why}",
                    app.lang.fill(words::FAILED_MANY, &[&left.len()])
                )));
            }
            left
        }
        Err(fault) => {
            complain(app, &fault);
            rows.iter().map(|row| row.id.to_string()).collect()
        }
    }
}

const fn done(action: &InquiryAction) -> Label {
    match action {
        InquiryAction::SendBack { .. } => words::SENT_BACK,
        InquiryAction::Reject { .. } => words::REJECTED,
        _ => words::APPROVED,
    }
}

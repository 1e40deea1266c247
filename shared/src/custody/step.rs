//! The guided steps of a change of manager, in the order the regulation gives them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    Cancelled, ChangeBody, ChangeFacts, Confirmation, HandOver, HandOverList, Mark, PlatformWord, Switch,
    Training,
};
use crate::record::Step;

/// What can be done to a change of manager.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "name", rename_all = "snake_case", deny_unknown_fields)]
pub enum ChangeAction {
    /// Put the successor's security training on record.
    RecordTraining {
        /// The day it was done.
        on: NaiveDate,
        /// Which course.
        #[serde(default)]
        course: String,
    },
    /// Put the report to the platform on record.
    Report {
        /// The day.
        on: NaiveDate,
        /// The document's number.
        document_number: String,
        /// What came of it.
        #[serde(default)]
        result: String,
    },
    /// Take over: the successor's manager account is added, then the predecessor's is stopped, at one instant.
    Switch {
        /// Why after the day of the transfer.
        #[serde(default)]
        late_reason: String,
    },
    /// Put on record that the platform stopped the predecessor's account.
    StopPlatform {
        /// The day.
        on: NaiveDate,
        /// The document's number.
        document_number: String,
        /// What came of it.
        #[serde(default)]
        result: String,
    },
    /// Make the hand-over list from the records as they stand.
    MakeList,
    /// Confirm the list.
    Confirm {
        /// Its hash, as the confirmer saw it.
        sha256: String,
        /// Why the head of Social Affairs stands in for the predecessor.
        #[serde(default)]
        stand_in_reason: String,
    },
    /// Everything is done.
    Close,
    /// Give the change up before the switch.
    Cancel {
        /// Why.
        reason: String,
    },
}

impl ChangeAction {
    /// Every action's name, in the order of the steps.
    pub const NAMES: [&'static str; 8] =
        ["record_training", "report", "switch", "stop_platform", "make_list", "confirm", "close", "cancel"];

    /// The journal's name of it.
    #[must_use]
    pub const fn journal_name(&self) -> &'static str {
        match self {
            Self::RecordTraining { .. } => "manager_change.record_training",
            Self::Report { .. } => "manager_change.report",
            Self::Switch { .. } => "manager_change.switch",
            Self::StopPlatform { .. } => "manager_change.stop_platform",
            Self::MakeList => "manager_change.make_list",
            Self::Confirm { .. } => "manager_change.confirm_list",
            Self::Close => "manager_change.close",
            Self::Cancel { .. } => "manager_change.cancel",
        }
    }
}

/// An action with what the server knows.
#[derive(Debug, Clone)]
pub struct ChangeStep {
    /// What is done.
    pub action: ChangeAction,
    /// What the server knows.
    pub facts: ChangeFacts,
    /// The list, made by the server from the records when one is asked for.
    pub list: Option<HandOverList>,
}

/// Carries out what the rules agreed to.
pub(super) fn carry_out(body: &mut ChangeBody, step: &Step<'_>, act: &ChangeStep) {
    let mark = Mark::of(step);
    let word = |on: &NaiveDate, document_number: &str, result: &str| PlatformWord {
        on: *on,
        document_number: document_number.trim().to_owned(),
        result: result.trim().to_owned(),
        mark: mark.clone(),
    };
    match &act.action {
        ChangeAction::RecordTraining { on, course } => {
            body.training = Some(Training { on: *on, course: course.trim().to_owned(), mark });
        }
        ChangeAction::Report { on, document_number, result } => {
            body.report = Some(word(on, document_number, result));
        }
        ChangeAction::Switch { late_reason } => {
            body.switch = Some(Switch { mark, late_reason: late_reason.trim().to_owned() });
        }
        ChangeAction::StopPlatform { on, document_number, result } => {
            body.platform_stop = Some(word(on, document_number, result));
        }
        ChangeAction::MakeList => {
            if let Some(list) = &act.list {
                // A new list is a new thing to confirm.
                body.hand_over =
                    Some(HandOver { list: list.clone(), mark, by_predecessor: None, by_successor: None });
            }
        }
        ChangeAction::Confirm { sha256, stand_in_reason } => {
            let is_successor = step.actor.person == body.successor.person;
            let is_predecessor = step.actor.person == body.predecessor.person;
            let stand_in_reason = if is_predecessor || is_successor {
                String::new()
            } else {
                stand_in_reason.trim().to_owned()
            };
            let word = Some(Confirmation { mark, sha256: sha256.clone(), stand_in_reason });
            if let Some(hand_over) = &mut body.hand_over {
                if is_successor {
                    hand_over.by_successor = word;
                } else {
                    hand_over.by_predecessor = word;
                }
            }
        }
        ChangeAction::Close => body.closed = Some(mark),
        ChangeAction::Cancel { reason } => {
            body.cancelled = Some(Cancelled { reason: reason.trim().to_owned(), mark });
        }
    }
}

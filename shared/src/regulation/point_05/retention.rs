//! 5(1), and with it every point that keeps something five years: what may go, before whom, and what a hold keeps.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::{REGISTER, paper::check_text};
use crate::{
    account::Standing,
    record::Step,
    regulation::{point_04, rule::Rule},
    retention::{
        DisposalAction, DisposalBody, DisposalDraft, DisposalState, HoldBody, HoldDraft, HoldFacts, Keeping,
    },
    violation::Report,
};

/// Nothing to hold.
pub const HOLD_UNKNOWN: Rule = Rule::refusal(
    "P05-1-HOLD-UNKNOWN",
    REGISTER,
    "找不到這筆紀錄,無法加保留註記。",
    "There is no such record to hold.",
);
/// Held already.
pub const HELD_ALREADY: Rule = Rule::refusal(
    "P05-1-HELD-ALREADY",
    REGISTER,
    "這筆紀錄已有保留註記;先解除才能重新註記。",
    "A hold stands on this record already; lift it first.",
);
/// A hold without a reason.
pub const HOLD_REASON_MISSING: Rule = Rule::refusal(
    "P05-1-HOLD-REASON-MISSING",
    REGISTER,
    "請填寫保留原因,例如稽核、訴訟或調閱文號。",
    "Say why it is held: an audit, a lawsuit, the number of a request.",
);
/// Lifted before.
pub const HOLD_LIFTED: Rule =
    Rule::refusal("P05-1-HOLD-LIFTED", REGISTER, "此保留註記已解除。", "This hold was lifted before.");
/// Lifted without a reason.
pub const LIFT_REASON_MISSING: Rule = Rule::refusal(
    "P05-1-LIFT-REASON-MISSING",
    REGISTER,
    "請填寫解除保留的原因。",
    "Say why the hold is lifted.",
);
/// An empty list.
pub const DISPOSAL_EMPTY: Rule = Rule::refusal(
    "P05-1-DISPOSAL-EMPTY",
    REGISTER,
    "請至少選取一筆保存期滿的紀錄。",
    "Choose at least one record whose time is over.",
);
/// Something that may not go.
pub const NOT_DUE: Rule = Rule::refusal(
    "P05-1-NOT-DUE",
    REGISTER,
    "這筆紀錄不能列入銷毀:{why}",
    "This record cannot be listed: {why}",
);
/// Nobody else watches.
pub const DISPOSAL_WITNESS: Rule = Rule::refusal(
    "P05-1-DISPOSAL-WITNESS",
    REGISTER,
    "請指定監毀人:須為使用中帳號,且不得為提出者本人。",
    "Name a witness: somebody with an open account who is not whoever proposes.",
);
/// No reason.
pub const DISPOSAL_REASON_MISSING: Rule = Rule::refusal(
    "P05-1-DISPOSAL-REASON-MISSING",
    REGISTER,
    "請填寫原因或核准文號。",
    "Enter the reason, or the document that approves it.",
);
/// Out of order.
pub const DISPOSAL_STATE: Rule = Rule::refusal(
    "P05-1-DISPOSAL-STATE",
    REGISTER,
    "目前狀態不能這樣做:提出、監毀人確認、執行,依序辦理;執行後不再變更。",
    "Not in this state: it is proposed, confirmed by the witness, carried out, and then stays as it is.",
);
/// Not the witness.
pub const NOT_THE_WITNESS: Rule = Rule::refusal(
    "P05-1-NOT-THE-WITNESS",
    REGISTER,
    "只有指定的監毀人可以確認。",
    "The witness named confirms it, and nobody else.",
);

/// A record may be held by whoever keeps the registers.
#[must_use]
pub fn check_hold(draft: &HoldDraft, step: &Step<'_>, facts: HoldFacts) -> Report {
    let mut report = Report::default();
    point_04::check_keeper(&mut report, step.actor);
    if !facts.is_there {
        report.breach(&HOLD_UNKNOWN, "of");
    }
    if facts.is_held {
        report.breach(&HELD_ALREADY, "of");
    }
    if draft.reason.trim().is_empty() {
        report.breach(&HOLD_REASON_MISSING, "reason");
    }
    check_text(&mut report, &draft.reason, "reason");
    report
}

/// A hold may be lifted.
#[must_use]
pub fn check_lift(hold: &HoldBody, step: &Step<'_>, reason: &str) -> Report {
    let mut report = Report::default();
    point_04::check_keeper(&mut report, step.actor);
    if hold.lifted.is_some() {
        report.breach(&HOLD_LIFTED, "");
    }
    if reason.trim().is_empty() {
        report.breach(&LIFT_REASON_MISSING, "reason");
    }
    check_text(&mut report, reason, "reason");
    report
}

/// A disposal may be proposed: of what is due, before another person.
#[must_use]
pub fn check_disposal(
    draft: &DisposalDraft,
    keeping: &BTreeMap<Uuid, Keeping>,
    witness: Option<&Standing>,
    step: &Step<'_>,
) -> Report {
    let mut report = Report::default();
    point_04::check_keeper(&mut report, step.actor);
    if draft.records.is_empty() {
        report.breach(&DISPOSAL_EMPTY, "records");
    }
    for (at, record) in draft.records.iter().enumerate() {
        let keeping = keeping.get(&record.id).copied();
        if keeping == Some(Keeping::Due) {
            continue;
        }
        let words = keeping.unwrap_or(Keeping::Open).words();
        let mut refused = NOT_DUE.at(format!("records[{at}]"));
        refused.message.zh_tw = refused.message.zh_tw.replace("{why}", &words.zh_tw).into();
        refused.message.en = refused.message.en.replace("{why}", &words.en).into();
        report.violations.push(refused);
    }
    if witness.is_none_or(|witness| !witness.is_active || witness.person == step.actor.person) {
        report.breach(&DISPOSAL_WITNESS, "witness");
    }
    if draft.reason.trim().is_empty() {
        report.breach(&DISPOSAL_REASON_MISSING, "reason");
    }
    check_text(&mut report, &draft.reason, "reason");
    report
}

/// A step of a disposal may be taken.
#[must_use]
pub fn check_disposal_step(body: &DisposalBody, step: &Step<'_>, action: &DisposalAction) -> Report {
    let mut report = Report::default();
    let is_in_order = match action {
        DisposalAction::Confirm => {
            if step.actor.person != body.witness {
                report.breach(&NOT_THE_WITNESS, "");
            }
            point_04::check_active(&mut report, step.actor);
            body.state == DisposalState::Proposed
        }
        DisposalAction::Execute => {
            point_04::check_keeper(&mut report, step.actor);
            // Who watched does not destroy, though the office may have changed hands in between.
            if step.actor.person == body.witness {
                report.breach(&DISPOSAL_WITNESS, "");
            }
            matches!(body.state, DisposalState::Confirmed { .. })
        }
        DisposalAction::Withdraw { reason } => {
            point_04::check_keeper(&mut report, step.actor);
            if reason.trim().is_empty() {
                report.breach(&DISPOSAL_REASON_MISSING, "reason");
            }
            check_text(&mut report, reason, "reason");
            matches!(body.state, DisposalState::Proposed | DisposalState::Confirmed { .. })
        }
    };
    if !is_in_order {
        report.breach(&DISPOSAL_STATE, "");
    }
    report
}

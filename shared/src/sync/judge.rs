//! What the server makes of a mutation: first whether it is its turn, then what it means for the record as it stands.

use crate::{
    inquiry::InquiryDraft,
    sync::{
        Intent, Merge, Outcome, mark, merge,
        refusal::{ABSENT, FROZEN, TAKEN, refused},
    },
};

/// Whether a mutation's turn has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// It is the next one.
    Run,
    /// It was answered before: give that answer again.
    Replay,
    /// It was answered before, but said something else then.
    Fork,
    /// One before it is missing.
    Gap,
}

/// Compares a mutation's number with the last one answered; `is_same` tells whether the stored one said the same.
#[must_use]
pub const fn turn(last: u64, mid: u64, is_same: bool) -> Turn {
    if mid > last + 1 {
        Turn::Gap
    } else if mid == last + 1 {
        Turn::Run
    } else if is_same {
        Turn::Replay
    } else {
        Turn::Fork
    }
}

/// The record as the server has it, seen by the person who asks.
#[derive(Debug, Clone, Copy)]
pub enum State<'a> {
    /// There is none.
    Absent,
    /// There is one, not theirs.
    Foreign,
    /// Theirs, and open to edits.
    Open {
        /// Its revision.
        rev: i64,
        /// The form as kept.
        draft: &'a InquiryDraft,
        /// Whether it was registered before and sent back: then it can be withdrawn, never discarded.
        is_registered: bool,
    },
    /// Theirs, and submitted.
    Frozen,
}

/// What to do: each but the last is carried out by the same use-case as the REST endpoint's.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// Make the draft.
    Create(InquiryDraft),
    /// Keep this form in place of the one at the record's revision.
    Save {
        /// The form.
        draft: InquiryDraft,
        /// Whether somebody else's changes are in it.
        is_merged: bool,
    },
    /// Submit the draft as it is.
    Submit,
    /// Throw the draft away.
    Discard,
    /// Withdraw the registered form.
    Withdraw,
    /// Do nothing and answer this: a refusal, or that all is as asked already.
    Answer(Outcome),
}

/// What an intent means for the record as it stands. Contents decide, not revisions: numbers repeat after a restore.
#[must_use]
pub fn judge(state: State<'_>, intent: &Intent) -> Verdict {
    let (rev, theirs, is_registered) = match (state, intent) {
        (State::Open { rev, draft, is_registered }, _) => (rev, draft, is_registered),
        (State::Absent, Intent::Create { draft }) => return Verdict::Create(draft.clone()),
        (State::Absent, _) => return refuse(refused(&ABSENT)),
        (State::Foreign, Intent::Create { .. }) => return refuse(refused(&TAKEN)),
        // As if it were not there: who may not see a record does not learn that it exists.
        (State::Foreign, _) => return refuse(refused(&ABSENT)),
        (State::Frozen, Intent::Withdraw { .. }) => return Verdict::Withdraw,
        (State::Frozen, _) => return refuse(refused(&FROZEN)),
    };
    match intent {
        Intent::Create { draft } => change(rev, &InquiryDraft::default(), draft, theirs),
        Intent::Patch { base, draft } => change(rev, base, draft, theirs),
        Intent::Submit { mark: seen } | Intent::Withdraw { mark: seen } if *seen != mark(theirs) => {
            Verdict::Answer(Outcome::Conflict { rev, fields: Vec::new(), theirs: theirs.clone() })
        }
        Intent::Submit { .. } => Verdict::Submit,
        Intent::Withdraw { .. } if is_registered => Verdict::Withdraw,
        Intent::Withdraw { .. } => Verdict::Discard,
    }
}

fn change(rev: i64, base: &InquiryDraft, mine: &InquiryDraft, theirs: &InquiryDraft) -> Verdict {
    if mine == theirs {
        return Verdict::Answer(Outcome::Applied { rev, draft: None });
    }
    match merge(base, mine, theirs) {
        Merge::Clean(draft) if draft == *theirs => Verdict::Answer(Outcome::Merged { rev, draft }),
        Merge::Clean(draft) => Verdict::Save { is_merged: draft != *mine, draft },
        Merge::Conflict(fields) => Verdict::Answer(Outcome::Conflict { rev, fields, theirs: theirs.clone() }),
    }
}

const fn refuse(report: crate::violation::Report) -> Verdict {
    Verdict::Answer(Outcome::Rejected { report })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(reason: &str, remark: &str) -> InquiryDraft {
        InquiryDraft { reason: reason.into(), remark: remark.into(), ..InquiryDraft::default() }
    }

    #[test]
    fn numbers_run_in_turn_and_once() {
        assert_eq!(turn(4, 5, false), Turn::Run);
        assert_eq!(turn(4, 4, true), Turn::Replay);
        assert_eq!(turn(4, 3, false), Turn::Fork);
        assert_eq!(turn(4, 6, false), Turn::Gap);
    }

    #[test]
    fn a_submission_counts_only_for_the_form_the_person_saw() {
        let (seen, now) = (form("a", ""), form("b", ""));
        let intent = Intent::Submit { mark: mark(&seen) };
        let open = |draft| State::Open { rev: 2, draft, is_registered: false };
        assert_eq!(judge(open(&seen), &intent), Verdict::Submit);
        assert!(matches!(judge(open(&now), &intent), Verdict::Answer(Outcome::Conflict { .. })));
    }

    #[test]
    fn a_submitted_form_is_frozen_but_can_be_withdrawn() {
        let patch = Intent::Patch { base: Box::new(form("a", "")), draft: form("b", "") };
        let Verdict::Answer(Outcome::Rejected { report }) = judge(State::Frozen, &patch) else {
            unreachable!("frozen")
        };
        assert!(report.has("P05-1-FROZEN"));
        assert_eq!(judge(State::Frozen, &Intent::Withdraw { mark: String::new() }), Verdict::Withdraw);
    }

    #[test]
    fn a_patch_on_another_form_is_merged_or_left_to_a_person() {
        let theirs = form("a", "y");
        let open = State::Open { rev: 2, draft: &theirs, is_registered: false };
        let patch = |reason: &str, remark: &str| Intent::Patch {
            base: Box::new(form("a", "x")),
            draft: form(reason, remark),
        };
        let verdict = judge(open, &patch("b", "x"));
        assert_eq!(verdict, Verdict::Save { draft: form("b", "y"), is_merged: true });
        assert!(matches!(judge(open, &patch("b", "z")), Verdict::Answer(Outcome::Conflict { .. })));
        let same = Verdict::Answer(Outcome::Applied { rev: 2, draft: None });
        assert_eq!(judge(open, &patch("a", "y")), same);
    }
}

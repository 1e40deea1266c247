//! What can be done to a review, and what that makes of it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Carried, Decision, Figure, Line, Progress, ReviewBody, ReviewState, Standing, Verdict};
use crate::{
    custody::Mark,
    id::{ApplicationId, ItemId},
    record::Step,
};

/// A verdict on a line, as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LineVerdict {
    /// The line.
    pub line: u32,
    /// What becomes of it.
    pub verdict: Verdict,
    /// Why; needed where it is not simply kept, and where something was noticed about it.
    #[serde(default)]
    pub reason: String,
    /// How it is put right, for a measure.
    #[serde(default)]
    pub remedy: String,
    /// The items that stay, where the account is adjusted.
    #[serde(default)]
    pub items: Vec<ItemId>,
}

/// An action on a review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "name", rename_all = "snake_case", deny_unknown_fields)]
pub enum ReviewAction {
    /// Begin it: what is found now is frozen.
    Open,
    /// Decide on lines.
    Decide {
        /// Which become what.
        verdicts: Vec<LineVerdict>,
    },
    /// Carry a decision out: an account changes by an application alone; of a measure it is said what was done.
    CarryOut {
        /// The line.
        line: u32,
        /// What was done, for a measure.
        #[serde(default)]
        note: String,
    },
    /// Sign it.
    Close {
        /// What it came to.
        note: String,
    },
}

impl ReviewAction {
    /// As the journal names it.
    #[must_use]
    pub const fn journal_name(&self) -> &'static str {
        match self {
            Self::Open => "review.begin",
            Self::Decide { .. } => "review.judge",
            Self::CarryOut { .. } => "review.put_right",
            Self::Close { .. } => "review.sign",
        }
    }
}

/// What was found on a day.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// What was counted.
    pub figures: Vec<Figure>,
    /// What was found, line by line.
    pub lines: Vec<Line>,
}

/// What the server knows when somebody acts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ReviewFacts {
    /// What there is to be found, when it is begun.
    pub snapshot: Snapshot,
    /// The application just filed for the line that is carried out.
    pub application: Option<ApplicationId>,
    /// Where every line stands.
    pub standings: Vec<Standing>,
}

/// An action with what is known at its moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewStep {
    /// What is done.
    pub action: ReviewAction,
    /// What is known then.
    pub facts: ReviewFacts,
}

impl ReviewFacts {
    /// How far the carrying out of a line is.
    #[must_use]
    pub fn progress(&self, line: u32) -> Progress {
        let known = self.standings.iter().find(|standing| standing.line == line);
        known.map_or(Progress::Nothing, |standing| standing.progress)
    }
}

/// The review after an accepted action.
pub(super) fn taken(mut body: ReviewBody, step: &Step<'_>, judged: &ReviewStep) -> ReviewBody {
    body.revision += 1;
    let mark = Mark::of(step);
    match &judged.action {
        ReviewAction::Open => {
            body.edition = step.edition;
            body.figures.clone_from(&judged.facts.snapshot.figures);
            body.lines.clone_from(&judged.facts.snapshot.lines);
            body.state = ReviewState::Open { opened: mark };
        }
        ReviewAction::Decide { verdicts } => {
            for given in verdicts {
                decide(&mut body.lines, given, &mark);
            }
        }
        ReviewAction::CarryOut { line, note } => {
            let carried =
                Carried { application: judged.facts.application, note: note.trim().to_owned(), mark };
            if let Some(line) = body.lines.iter_mut().find(|one| one.number == *line) {
                line.carried = Some(carried);
            }
        }
        ReviewAction::Close { note } => {
            settle(&mut body.lines, &judged.facts, step.on());
            if let ReviewState::Open { opened } = body.state {
                body.state = ReviewState::Closed { opened, closed: mark, note: note.trim().to_owned() };
            }
        }
    }
    body
}

fn decide(lines: &mut [Line], given: &LineVerdict, mark: &Mark) {
    let Some(line) = lines.iter_mut().find(|line| line.number == given.line) else { return };
    line.carried = None;
    line.decision = Some(Decision {
        verdict: given.verdict,
        reason: given.reason.trim().to_owned(),
        remedy: given.remedy.trim().to_owned(),
        items: if given.verdict == Verdict::Adjust { given.items.clone() } else { Vec::new() },
        mark: mark.clone(),
    });
}

fn settle(lines: &mut [Line], facts: &ReviewFacts, on: NaiveDate) {
    for line in lines {
        line.settled_on = (facts.progress(line.number) == Progress::Done).then_some(on);
    }
}

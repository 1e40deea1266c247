//! 4(5): the steps of 附表三. The person's own supervisor approves, the manager grants, neither for themselves.

use super::{PERMISSION, check_active, check_application, check_keeper};
use crate::{
    account::application::{ApplicationAction, ApplicationBody, ApplicationFacts, ApplicationStatus},
    record::Step,
    regulation::{point_05, rule::Rule},
    violation::Report,
};

/// The action does not fit the state.
pub const WRONG_STATE: Rule = Rule::refusal(
    "P04-5-WRONG-STATE",
    PERMISSION,
    "此申請目前的狀態不能做這個動作,請重新整理後再試。",
    "The application's present state does not allow this; refresh and look again.",
);
/// One's own permission.
pub const OWN_APPLICATION: Rule = Rule::refusal(
    "P04-5-OWN-APPLICATION",
    PERMISSION,
    "不得核可自己的權限申請;請由所屬主管或其上級主管決定。",
    "Nobody approves permissions for themselves; it goes to the supervisor, or the one above.",
);
/// Not this unit's supervisor.
pub const NOT_THE_SUPERVISOR: Rule = Rule::refusal(
    "P04-5-NOT-THE-SUPERVISOR",
    PERMISSION,
    "您不是該單位主管,也不是今日的職務代理人。",
    "You neither head this unit nor are its head's deputy today.",
);
/// The manager's own.
pub const OWN_GRANT: Rule = Rule::refusal(
    "P04-5-OWN-GRANT",
    PERMISSION,
    "管理者不得核准或設定自己的權限。管理者一名且不兼使用者;如須查調,請先辦理管理者異動,由新任管理者核准。",
    "The manager grants nothing to themselves. There is one manager, who is no user; to inquire, hand the office over first and let the successor grant it.",
);
/// One hand for both.
pub const SAME_HAND: Rule = Rule::refusal(
    "P04-5-SAME-HAND",
    PERMISSION,
    "核可與核准須由不同人為之;您已以主管身分核可此申請,請退回後由職務代理人或上級主管核可。",
    "Approval and grant are two people's. You approved this as supervisor: send it back and let a deputy or the head above approve it.",
);
/// A refusal without a word why.
pub const NOTE_MISSING: Rule = Rule::refusal(
    "P04-5-NOTE-MISSING",
    PERMISSION,
    "請寫明原因,讓申請人知道如何補正。",
    "Say why, so that the applicant knows what to mend.",
);
/// Somebody else's form.
pub const NOT_THE_FILER: Rule = Rule::refusal(
    "P04-5-NOT-THE-FILER",
    PERMISSION,
    "只有填表人或申請人本人可以做這個動作。",
    "Only whoever filed it, or the person it is for, may do this.",
);

/// An action on an application may be taken.
#[must_use]
pub fn check_step(
    application: &ApplicationBody,
    step: &Step<'_>,
    action: &ApplicationAction,
    facts: &ApplicationFacts,
) -> Report {
    use ApplicationAction as Act;
    let mut report = Report::default();
    check_active(&mut report, step.actor);
    if !fits(&application.status, action) {
        report.breach(&WRONG_STATE, "");
        return report;
    }
    match action {
        Act::Resubmit { draft } => {
            check_filer(&mut report, application, step);
            let form = check_application(draft, None, step.on(), facts);
            report.extend(form);
            // Whom it is about is what the form was numbered and approved for.
            if draft.person.is_some_and(|person| person != application.person) {
                report.breach(&super::form::PERSON_MISSING, "person");
            }
        }
        Act::Withdraw { note } => {
            check_filer(&mut report, application, step);
            point_05::check_text(&mut report, note, "note");
        }
        Act::Approve { note } => {
            check_supervisor(&mut report, application, step);
            point_05::check_text(&mut report, note, "note");
            check_still(&mut report, application, step, facts);
        }
        Act::Grant { note } => {
            check_manager(&mut report, application, step);
            point_05::check_text(&mut report, note, "note");
            check_still(&mut report, application, step, facts);
        }
        Act::Set => {
            check_manager(&mut report, application, step);
            check_still(&mut report, application, step, facts);
        }
        Act::SendBack { note } | Act::Reject { note } => {
            match application.status {
                ApplicationStatus::Submitted => check_supervisor(&mut report, application, step),
                _ => check_keeper(&mut report, step.actor),
            }
            point_05::check_text(&mut report, note, "note");
            if note.trim().is_empty() {
                report.breach(&NOTE_MISSING, "note");
            }
        }
    }
    report
}

/// Which actions a state allows.
const fn fits(status: &ApplicationStatus, action: &ApplicationAction) -> bool {
    use ApplicationAction as Act;
    use ApplicationStatus as Is;
    match action {
        Act::Resubmit { .. } => matches!(status, Is::SentBack { .. }),
        Act::Withdraw { .. } => {
            matches!(status, Is::Submitted | Is::SentBack { .. } | Is::Approved { .. } | Is::Granted { .. })
        }
        Act::SendBack { .. } | Act::Reject { .. } => {
            matches!(status, Is::Submitted | Is::Approved { .. } | Is::Granted { .. })
        }
        Act::Approve { .. } => matches!(status, Is::Submitted),
        Act::Grant { .. } => matches!(status, Is::Approved { .. }),
        Act::Set => matches!(status, Is::Granted { .. }),
    }
}

fn check_filer(report: &mut Report, application: &ApplicationBody, step: &Step<'_>) {
    if ![application.filed_by, application.person].contains(&step.actor.person) {
        report.breach(&NOT_THE_FILER, "");
    }
}

fn check_supervisor(report: &mut Report, application: &ApplicationBody, step: &Step<'_>) {
    if step.actor.person == application.person {
        report.breach(&OWN_APPLICATION, "");
    } else if !step.actor.heads.contains(&application.approving_unit)
        && step.actor.deputyship(application.approving_unit, step.on()).is_none()
    {
        report.breach(&NOT_THE_SUPERVISOR, "");
    }
}

/// Our reading: 4(5) has the supervisor approve and then the manager grant, which one person cannot do to any effect.
fn check_manager(report: &mut Report, application: &ApplicationBody, step: &Step<'_>) {
    check_keeper(report, step.actor);
    if step.actor.person == application.person {
        report.breach(&OWN_GRANT, "");
    }
    let has_approved = |approval: &crate::inquiry::Decision| approval.by == step.actor.person;
    if application.status.approval().is_some_and(has_approved) {
        report.breach(&SAME_HAND, "");
    }
}

/// What the form rests on may have gone since it was filed: an item repealed, a card registered for another. Its day may
/// have passed as well, which nobody but whoever waited is to blame for.
fn check_still(
    report: &mut Report,
    application: &ApplicationBody,
    step: &Step<'_>,
    facts: &ApplicationFacts,
) {
    let mut again = check_application(&application.form, None, step.on(), facts);
    again.violations.retain(|violation| violation.code != super::form::EFFECTIVE_PAST.code);
    report.extend(again);
}

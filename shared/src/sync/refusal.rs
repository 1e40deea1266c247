//! Why a mutation is refused whatever the form says. What is wrong with the form itself comes from the review.

use crate::{
    regulation::Rule,
    violation::{Citation, Report},
};

const REGISTER: Citation = Citation::item(5, 1);

/// Edits to a registered form.
pub const FROZEN: Rule = Rule::refusal(
    "P05-1-FROZEN",
    REGISTER,
    "此登記已送陳,不能再修改;可另存為新草稿。",
    "This form has been submitted and can no longer be edited. Copy it to a new draft instead.",
);
/// The record is not there, or not the asker's.
pub const ABSENT: Rule = Rule::refusal(
    "P05-1-DRAFT-ABSENT",
    REGISTER,
    "伺服器上已沒有這份草稿;可另存為新草稿。",
    "The server no longer has this draft. Copy it to a new draft instead.",
);
/// Somebody else's record has this identifier.
pub const TAKEN: Rule = Rule::refusal(
    "P05-1-ID-TAKEN",
    REGISTER,
    "此識別碼已被使用;請另存為新草稿。",
    "This identifier is in use. Copy the form to a new draft.",
);
/// The person may not do this now.
pub const FORBIDDEN: Rule = Rule::refusal(
    "P05-1-FORBIDDEN",
    REGISTER,
    "您目前沒有權限;權限變更後會自動重試。",
    "You may not do this now; it is tried again when your rights change.",
);
/// A name this server does not know.
pub const UNKNOWN_NAME: Rule = Rule::refusal(
    "P05-1-MUTATION-UNKNOWN",
    REGISTER,
    "伺服器不認得這個動作;請重新整理頁面以更新程式。",
    "The server does not know this action. Reload the page to update the program.",
);

/// Everything above, for the catalogue.
pub const RULES: &[&Rule] = &[&FROZEN, &ABSENT, &TAKEN, &FORBIDDEN, &UNKNOWN_NAME];

/// A report with this one breach.
#[must_use]
pub fn refused(rule: &Rule) -> Report {
    let mut report = Report::default();
    report.breach(rule, "");
    report
}

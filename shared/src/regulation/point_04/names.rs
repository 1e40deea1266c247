//! 4(5): what a person is called is short enough to be read and printed, and holds no identity number.

use super::PERMISSION;
use crate::{
    regulation::{point_05, rule::Rule},
    violation::Report,
};

/// Characters of a name or a title at most. Our reading: the text sets none; a sheet of paper has no room for more.
const MOST: usize = 60;

/// A name nobody has.
pub const NAME_LONG: Rule = Rule::refusal(
    "P04-5-NAME-LONG",
    PERMISSION,
    "姓名最多 60 字,請只填姓名。",
    "A name has at most 60 characters; enter the name alone.",
);
/// A title nobody has.
pub const TITLE_LONG: Rule = Rule::refusal(
    "P04-5-TITLE-LONG",
    PERMISSION,
    "職稱最多 60 字,請縮短。",
    "A title has at most 60 characters; shorten it.",
);

/// A person's name and title can be kept.
pub fn check_names(report: &mut Report, name: &str, title: &str) {
    for (text, rule, path) in [(name, &NAME_LONG, "name"), (title, &TITLE_LONG, "title")] {
        if text.trim().chars().count() > MOST {
            report.breach(rule, path);
        }
        point_05::check_text(report, text, path);
    }
}

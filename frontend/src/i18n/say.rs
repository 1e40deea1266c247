//! Stable names of the rules in the words of people: states, duties, fates.

use shared::{duty::DutyKind, journal::words};

use super::{Label, Lang};

/// A state of an inquiry, `draft` included, or of an application.
#[must_use]
pub fn status(lang: Lang, name: &str) -> &str {
    let label = match name {
        "draft" => Label::new("草稿", "Draft"),
        "submitted" => Label::new("陳核中", "Submitted"),
        "sent_back" => Label::new("退回補正", "Sent back"),
        "withdrawn" => Label::new("已撤回", "Withdrawn"),
        "rejected" => Label::new("駁回", "Rejected"),
        "approved" => Label::new("已核可", "Approved"),
        "lapsed" => Label::new("核可逾期失效", "Approval lapsed"),
        "carried_out" => Label::new("已查調，待結", "Queried, to account for"),
        "closed" => Label::new("結案", "Closed"),
        "granted" => Label::new("已核准", "Granted"),
        "set" => Label::new("設定完成", "Set"),
        _ => return name,
    };
    lang.of(label)
}

/// A printout's state.
#[must_use]
pub fn fate(lang: Lang, name: &str) -> &str {
    let label = match name {
        "filed" => Label::new("附卷", "Filed to a case"),
        "kept" => Label::new("保存中", "Kept"),
        "not_needed" => Label::new("確認無保存必要", "Not needed"),
        "destroyed" => Label::new("已銷毀", "Destroyed"),
        _ => return name,
    };
    lang.of(label)
}

/// A duty's kind, as the rules call it.
#[must_use]
pub fn duty(lang: Lang, name: &str) -> String {
    DutyKind::of(name).map_or_else(|| name.to_owned(), |kind| lang.pick(&kind.words()))
}

/// What a journal entry did.
#[must_use]
pub fn action(lang: Lang, name: &str) -> &str {
    words::action(name).map_or(name, |(zh_tw, en)| lang.of(Label::new(zh_tw, en)))
}

/// A noun of the journal.
#[must_use]
pub fn noun(lang: Lang, name: &str) -> &str {
    words::noun(name).map_or(name, |(zh_tw, en)| lang.of(Label::new(zh_tw, en)))
}

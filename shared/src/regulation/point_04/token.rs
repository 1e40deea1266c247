//! 第四點第(七)款 for scripts: sign-in is by card, so a token is made with the card in hand, for a while and for little.

// Our reading: the point asks for a card at sign-in. A token is its owner's own sign-in, cut down to reading and drafting;
// it ends by a day, when nobody uses it, and with the account.

use chrono::{NaiveDate, TimeDelta};

use super::{SIGN_IN, check_active};
use crate::{
    account::Standing,
    regulation::{Dated, point_05, rule::Rule},
    session::TokenDraft,
    violation::Report,
};

/// Days a token lasts at most.
const DAYS_MOST: Dated<i64> = Dated::always(90);
/// Live tokens a person has at most.
const TOKENS_MOST: Dated<usize> = Dated::always(10);
/// Characters of a token's name at most.
const NAME_MOST: Dated<usize> = Dated::always(60);

/// A token without a name.
pub const TOKEN_NAME_MISSING: Rule = Rule::refusal(
    "P04-7-TOKEN-NAME-MISSING",
    SIGN_IN,
    "請為權杖取名,寫明給哪一支程式用,日後才知道要撤銷哪一個。",
    "Name the token after the script that will use it, so that you know later which one to revoke.",
);
/// A token with a name that is too long.
pub const TOKEN_NAME_LONG: Rule = Rule::refusal(
    "P04-7-TOKEN-NAME-LONG",
    SIGN_IN,
    "權杖名稱最多 60 字,請縮短。",
    "A token's name has at most 60 characters; shorten it.",
);
/// A token that may do nothing.
pub const TOKEN_SCOPE_MISSING: Rule = Rule::refusal(
    "P04-7-TOKEN-SCOPE-MISSING",
    SIGN_IN,
    "請至少勾選一項權杖可做的事:讀取或擬稿。",
    "Tick at least one thing the token may do: read, or draft.",
);
/// A token without a last day.
pub const TOKEN_UNTIL_MISSING: Rule = Rule::refusal(
    "P04-7-TOKEN-UNTIL-MISSING",
    SIGN_IN,
    "請填寫權杖的最後一天,最長 90 日。",
    "Enter the token's last day, at most 90 days from now.",
);
/// A token that is over before it begins.
pub const TOKEN_UNTIL_PAST: Rule = Rule::refusal(
    "P04-7-TOKEN-UNTIL-PAST",
    SIGN_IN,
    "權杖的最後一天已過,請填今日或以後的日期。",
    "The token's last day is over; enter today or a later day.",
);
/// A token that would last too long.
pub const TOKEN_UNTIL_FAR: Rule = Rule::refusal(
    "P04-7-TOKEN-UNTIL-FAR",
    SIGN_IN,
    "權杖最長 90 日,請填較近的日期;到期前可持卡另製新權杖。",
    "A token lasts 90 days at most; enter an earlier day, and make a new one with your card when it ends.",
);
/// One token too many.
pub const TOKEN_TOO_MANY: Rule = Rule::refusal(
    "P04-7-TOKEN-TOO-MANY",
    SIGN_IN,
    "您已有 10 個有效的權杖,請先撤銷不用的。",
    "You have ten live tokens; revoke one you no longer use first.",
);

/// Whether a person may make a token, given how many of theirs are live.
#[must_use]
pub fn check_token(owner: &Standing, draft: &TokenDraft, live: usize, on: NaiveDate) -> Report {
    let mut report = check_token_draft(draft, on);
    check_active(&mut report, owner);
    if live >= TOKENS_MOST.on(on) {
        report.breach(&TOKEN_TOO_MANY, "");
    }
    report
}

/// What can be said of a token while it is typed.
#[must_use]
pub fn check_token_draft(draft: &TokenDraft, on: NaiveDate) -> Report {
    let mut report = Report::default();
    let name = draft.name.trim();
    if name.is_empty() {
        report.breach(&TOKEN_NAME_MISSING, "name");
    } else if name.chars().count() > NAME_MOST.on(on) {
        report.breach(&TOKEN_NAME_LONG, "name");
    }
    point_05::check_text(&mut report, name, "name");
    if draft.scopes.is_empty() {
        report.breach(&TOKEN_SCOPE_MISSING, "scopes");
    }
    let last = on.checked_add_signed(TimeDelta::days(DAYS_MOST.on(on)));
    match draft.until {
        None => report.breach(&TOKEN_UNTIL_MISSING, "until"),
        Some(until) if until < on => report.breach(&TOKEN_UNTIL_PAST, "until"),
        Some(until) if last.is_none_or(|last| until > last) => report.breach(&TOKEN_UNTIL_FAR, "until"),
        Some(_) => {}
    }
    report
}

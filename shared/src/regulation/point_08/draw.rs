//! 8(1): what is drawn from is frozen and committed to before there is a seed, and the seed comes from outside.

use chrono::NaiveDate;

use super::{AUDIT, WRONG_STATE, check_auditor, check_text};
use crate::{
    audit::{AuditBody, AuditFacts, Population, Seed, SeedError},
    journal::hex,
    period::HalfYear,
    record::{Step, taiwan_day},
    regulation::rule::Rule,
    violation::Report,
};

/// The half-year still runs.
pub const PERIOD_NOT_OVER: Rule = Rule::refusal(
    "P08-1-PERIOD-NOT-OVER",
    AUDIT,
    "本期至 {day} 止,期滿後才能凍結母體。",
    "The half-year runs until {day}; its cases are frozen once it is over.",
);
/// Nothing came late.
pub const NOTHING_LATE: Rule = Rule::refusal(
    "P08-1-NOTHING-LATE",
    AUDIT,
    "前次凍結後沒有新增的案件,不需再抽。",
    "No case came to light since the last freeze, so there is nothing more to draw from.",
);
/// A seed that could be tried out.
pub const SEED_SHORT: Rule = Rule::refusal(
    "P08-1-SEED-SHORT",
    AUDIT,
    "種子至少十六個英數字,才無法逐一試算;例如兩期開獎號碼,或二十八次擲骰。",
    "A seed has at least sixteen letters and digits, beyond trying out: two published lottery draws, or 28 dice.",
);
/// Longer than anything published is.
pub const SEED_LONG: Rule = Rule::refusal(
    "P08-1-SEED-LONG",
    AUDIT,
    "種子至多二百個英數字,請照公布內容填寫。",
    "A seed has at most two hundred letters and digits; enter what was published.",
);
/// What two people would write down differently.
pub const SEED_SIGN: Rule = Rule::refusal(
    "P08-1-SEED-SIGN",
    AUDIT,
    "種子只含英文字母與數字,其他說明請寫在來源。",
    "A seed holds letters A to Z and digits; anything else belongs to its source.",
);
/// A seed from nowhere.
pub const SEED_SOURCE_MISSING: Rule = Rule::refusal(
    "P08-1-SEED-SOURCE-MISSING",
    AUDIT,
    "請寫明種子來源,例如開獎期別,或何人見證擲骰。",
    "Say where the seed comes from: which lottery draw, or before whom the dice were thrown.",
);
/// No day.
pub const SEED_DAY_MISSING: Rule = Rule::refusal(
    "P08-1-SEED-DAY-MISSING",
    AUDIT,
    "請填寫種子產生或公布的日期。",
    "Enter the day on which the seed was thrown or published.",
);
/// Known before the freeze.
pub const SEED_BEFORE_FREEZE: Rule = Rule::refusal(
    "P08-1-SEED-BEFORE-FREEZE",
    AUDIT,
    "種子產生日早於母體凍結日({day});請用凍結後才產生的種子。",
    "The seed is older than the freeze of {day}; use one that came after it.",
);
/// A day to come.
pub const SEED_AHEAD: Rule = Rule::refusal(
    "P08-1-SEED-AHEAD",
    AUDIT,
    "種子產生日在未來,請更正。",
    "The seed's day lies in the future; correct it.",
);
/// The population is not what was committed to.
pub const POPULATION_CHANGED: Rule = Rule::refusal(
    "P08-1-POPULATION-CHANGED",
    AUDIT,
    "母體與凍結時留在稽核軌跡的樹根不符,停止抽樣並通報管理者。",
    "The cases are not those whose root stands in the journal: stop, and report it to the manager.",
);

pub(super) fn check_over(report: &mut Report, period: HalfYear, step: &Step<'_>) {
    match period.last_day() {
        Some(last) if last < step.on() => {}
        Some(last) => report.violations.push(PERIOD_NOT_OVER.dated("period", last, &[])),
        None => report.breach(&WRONG_STATE, "period"),
    }
}

pub(super) fn check_freeze(report: &mut Report, body: &AuditBody, step: &Step<'_>, facts: &AuditFacts) {
    check_auditor(report, body, step);
    check_over(report, body.period, step);
    if body.waiting().is_some() {
        report.breach(&WRONG_STATE, "");
    } else if !body.rounds.is_empty() && facts.population.is_empty() {
        report.breach(&NOTHING_LATE, "");
    }
}

pub(super) fn check_seed(
    report: &mut Report,
    body: &AuditBody,
    step: &Step<'_>,
    entered: (&str, &str, Option<NaiveDate>),
    facts: &AuditFacts,
) {
    let (seed, source, published_on) = entered;
    check_auditor(report, body, step);
    let Some(round) = body.waiting() else {
        report.breach(&WRONG_STATE, "");
        return;
    };
    match Seed::parse(seed) {
        Ok(_) => {}
        Err(SeedError::Short) => report.breach(&SEED_SHORT, "seed"),
        Err(SeedError::Long) => report.breach(&SEED_LONG, "seed"),
        Err(SeedError::Sign) => report.breach(&SEED_SIGN, "seed"),
    }
    if source.trim().is_empty() {
        report.breach(&SEED_SOURCE_MISSING, "source");
    }
    check_text(report, source, "source");
    let frozen_on = taiwan_day(round.frozen.at);
    match published_on {
        None => report.breach(&SEED_DAY_MISSING, "published_on"),
        Some(day) if day < frozen_on => {
            report.violations.push(SEED_BEFORE_FREEZE.dated("published_on", frozen_on, &[]));
        }
        Some(day) if day > step.on() => report.breach(&SEED_AHEAD, "published_on"),
        Some(_) => {}
    }
    let population = Population::of(body.period, body.unit, round.stratum, facts.population.clone());
    if hex(&population.root()) != round.root {
        report.breach(&POPULATION_CHANGED, "");
    }
}

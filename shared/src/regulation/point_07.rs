//! 第七點: data may be used until the legal or policy basis is repealed; from that day the item is closed.

use chrono::NaiveDate;

use super::rule::Rule;
use crate::{
    id::ItemId,
    inquiry::{InquiryAction, InquiryCtx},
    inventory::Repeal,
    record::taiwan_day,
    violation::{Bilingual, Citation, Report},
};

/// What the point asks, in our words.
pub const SUMMARY: Bilingual = Bilingual::fixed(
    "勞保局資料用到法律依據或重大政策依據及計畫廢止為止;自廢止日起該業務項目關閉,不得再查調。",
    "The Bureau's data may be used until the legal basis, or the policy basis with its plan, is repealed. From that day the item is closed and nobody may inquire under it.",
);

const POINT: Citation = Citation::point(7);

/// The item's basis is repealed.
pub const ITEM_REPEALED: Rule = Rule::refusal(
    "P07-ITEM-REPEALED",
    POINT,
    "此業務項目的依據已廢止,自廢止日起不得查調;請改選仍有效的項目。",
    "The basis of this item is repealed, and from that day on nobody may inquire under it. Choose an item in force.",
);
/// A repeal without its document.
pub const REPEAL_REASON_MISSING: Rule = Rule::refusal(
    "P07-REPEAL-REASON-MISSING",
    POINT,
    "請填寫廢止的法規或文號。",
    "Name the law or document that repeals the basis.",
);
/// A repeal before the item began.
pub const REPEAL_TOO_EARLY: Rule = Rule::refusal(
    "P07-REPEAL-TOO-EARLY",
    POINT,
    "廢止日早於項目生效日,請更正。",
    "The repeal lies before the item's first day; correct the date.",
);
/// A closed item is not revised.
pub const CLOSED_ITEM: Rule = Rule::refusal(
    "P07-CLOSED-ITEM",
    POINT,
    "此項目已廢止,不能再修訂;如有新依據,請新增項目。",
    "This item is closed and cannot be revised. If there is a new basis, enter a new item.",
);

/// The registry lists what this point raises.
pub const RULES: &[&Rule] = &[&ITEM_REPEALED, &REPEAL_REASON_MISSING, &REPEAL_TOO_EARLY, &CLOSED_ITEM];

/// The item's basis still stands on the day.
pub fn check(report: &mut Report, item: Option<ItemId>, ctx: &InquiryCtx<'_>) {
    let facts = ctx.facts.item.as_ref().filter(|facts| Some(facts.id) == item);
    if facts.and_then(|item| item.repealed_on).is_some_and(|repealed| repealed <= ctx.on) {
        report.breach(&ITEM_REPEALED, "item");
    }
}

/// A registered inquiry may go on: nobody approves under a closed item, and no query is made from its closing day on.
pub fn check_step(
    report: &mut Report,
    closed_on: Option<NaiveDate>,
    action: &InquiryAction,
    today: NaiveDate,
) {
    let day = match action {
        InquiryAction::Approve { .. } => today,
        InquiryAction::CarryOut { query, .. } => taiwan_day(query.queried_at),
        _ => return,
    };
    if closed_on.is_some_and(|closed| closed <= day) {
        report.breach(&ITEM_REPEALED, "item");
    }
}

/// A repeal can be entered; `began_on` is the first day of the item's first version.
pub fn check_repeal(report: &mut Report, began_on: Option<NaiveDate>, repeal: &Repeal) {
    if repeal.reason.trim().is_empty() {
        report.breach(&REPEAL_REASON_MISSING, "reason");
    }
    if began_on.is_some_and(|from| repeal.on < from) {
        report.breach(&REPEAL_TOO_EARLY, "on");
    }
}

/// An item may be revised until it is closed.
pub fn check_revisable(report: &mut Report, repeal: Option<&Repeal>, today: NaiveDate) {
    if repeal.is_some_and(|repeal| repeal.on <= today) {
        report.breach(&CLOSED_ITEM, "");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inquiry::{Outcome, QueryDraft};

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, day).unwrap()
    }

    fn is_refused(action: &InquiryAction, today: NaiveDate) -> bool {
        let mut report = Report::default();
        check_step(&mut report, Some(day(10)), action, today);
        report.has(ITEM_REPEALED.code)
    }

    #[test]
    fn nobody_approves_from_the_closing_day_on_and_may_until_the_day_before() {
        assert!(is_refused(&InquiryAction::approve(), day(10)));
        assert!(!is_refused(&InquiryAction::approve(), day(9)));
        assert!(!is_refused(&InquiryAction::Reject { note: "已廢止".into() }, day(10)));
    }

    #[test]
    fn a_query_of_the_day_before_is_recorded_even_after_the_closing() {
        let query_on = |at: &str| InquiryAction::CarryOut {
            query: QueryDraft {
                queried_at: at.parse().unwrap(),
                outcome: Outcome::Found,
                printouts: Vec::new(),
                query_record_place: String::new(),
            },
            printout_ids: Vec::new(),
        };
        assert!(!is_refused(&query_on("2026-03-09T08:00:00Z"), day(12)));
        assert!(is_refused(&query_on("2026-03-09T16:00:00Z"), day(12)));
    }
}

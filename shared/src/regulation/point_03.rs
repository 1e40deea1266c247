//! 第三點: only items of the inventory, only their data items, and no more data than the case needs.

use std::collections::BTreeSet;

use chrono::{Months, NaiveDate};

use super::{dated::Dated, rule::Rule};
use crate::{
    field::RocMonth,
    id::ItemId,
    inquiry::{Identity, InquiryCtx, InquiryDraft},
    inventory::ItemDraft,
    violation::{Bilingual, Citation, Report},
};

/// What the point asks, in our words.
pub const SUMMARY: Bilingual = Bilingual::fixed(
    "查調限於清冊內有效且涵蓋您單位的業務項目,只能索取該項目列出的資料,並以達成目的所需的最少資料為限;超過一般範圍須說明理由。",
    "An inquiry names one item in force that covers your unit, asks only for the data items it lists, and for no more than the case needs. Asking for more than usual needs a written reason.",
);

const POINT: Citation = Citation::point(3);

/// Our reading: the text sets no number for "over-collection"; longer than this needs a written reason.
const USUAL_MONTHS: Dated<u32> = Dated::always(12);
/// Our reading: more subjects than this in one form need a written reason.
const USUAL_SUBJECTS: Dated<usize> = Dated::always(200);

/// Our reading: how many of a unit's latest forms under an item tell what is usual.
pub const USUAL_FORMS: usize = 20;
/// Fewer forms than this tell nothing.
const USUAL_FORMS_LEAST: Dated<u32> = Dated::always(5);
/// Our reading: so many times the usual is worth a second look,
const UNUSUAL_TIMES: Dated<u32> = Dated::always(2);
/// but not below so many more than usual.
const UNUSUAL_MORE: Dated<u32> = Dated::always(3);
/// Our reading: a data item nobody asked for in so many months need not stand in the inventory.
const UNUSED_MONTHS: Dated<u32> = Dated::always(12);

/// No item chosen.
pub const ITEM_MISSING: Rule = Rule::refusal(
    "P03-ITEM-MISSING",
    POINT,
    "請選擇業務項目;查調只能為清冊(附表一)所列業務辦理。",
    "Choose a business item: inquiries are made for items of the inventory alone.",
);
/// An item nobody knows.
pub const ITEM_UNKNOWN: Rule = Rule::refusal(
    "P03-ITEM-UNKNOWN",
    POINT,
    "清冊中沒有這個業務項目,請重新選擇。",
    "The inventory has no such item; choose another.",
);
/// The item starts later.
pub const ITEM_NOT_YET: Rule = Rule::refusal(
    "P03-ITEM-NOT-YET",
    POINT,
    "此業務項目尚未生效,生效日後才能查調。",
    "This item is not in force yet; ask again from its first day.",
);
/// The item is not for this unit.
pub const UNIT_NOT_COVERED: Rule = Rule::refusal(
    "P03-UNIT-NOT-COVERED",
    POINT,
    "此業務項目的適用機關不含您的單位;如有需要,請由管理者修訂清冊。",
    "This item does not cover your unit. If it should, the manager amends the inventory.",
);
/// No data items chosen.
pub const DATA_ITEMS_MISSING: Rule = Rule::refusal(
    "P03-DATA-ITEMS-MISSING",
    POINT,
    "請至少勾選一項資料項目。",
    "Tick at least one data item.",
);
/// A data item that the business item does not list.
pub const DATA_ITEM_NOT_LISTED: Rule = Rule::refusal(
    "P03-DATA-ITEM-NOT-LISTED",
    POINT,
    "清冊的這個業務項目未列此資料項目,不得索取。",
    "The inventory does not list this data item under the business item; it may not be asked for.",
);
/// The same data item twice.
pub const DATA_ITEM_TWICE: Rule = Rule::refusal(
    "P03-DATA-ITEM-TWICE",
    POINT,
    "同一資料項目重複勾選,請刪除其一。",
    "This data item is chosen twice; remove one.",
);
/// No first month.
pub const PERIOD_MISSING: Rule = Rule::refusal(
    "P03-PERIOD-MISSING",
    POINT,
    "請填寫查調資料期間的年月,例如 115/11。",
    "Enter the month, such as 115/11 or 2026-11.",
);
/// A month that is none.
pub const PERIOD_INVALID: Rule = Rule::refusal(
    "P03-PERIOD-INVALID",
    POINT,
    "年月格式不符,請輸入如 115/11 或 2026-11。",
    "This is no month; write 115/11 or 2026-11.",
);
/// Ends before it starts.
pub const PERIOD_BACKWARDS: Rule = Rule::refusal(
    "P03-PERIOD-BACKWARDS",
    POINT,
    "查調資料期間的迄月早於起月,請對調或更正。",
    "The last month lies before the first; swap or correct them.",
);
/// Lies ahead.
pub const PERIOD_AHEAD: Rule = Rule::refusal(
    "P03-PERIOD-AHEAD",
    POINT,
    "查調資料期間不得晚於本月;尚未發生的月份沒有資料。",
    "The period may not reach beyond this month: there is no data for months to come.",
);
/// Long, and no word why.
pub const PERIOD_UNJUSTIFIED: Rule = Rule::refusal(
    "P03-PERIOD-UNJUSTIFIED",
    POINT,
    "查調期間超過 {months} 個月,請縮短,或在「超出一般範圍之理由」說明必要性。",
    "The period is longer than {months} months. Shorten it, or say in the justification why the case needs it.",
);
/// Many people, and no word why.
pub const SUBJECTS_UNJUSTIFIED: Rule = Rule::refusal(
    "P03-SUBJECTS-UNJUSTIFIED",
    POINT,
    "被查詢人超過 {subjects} 人,請在「超出一般範圍之理由」說明必要性。",
    "There are more than {subjects} subjects. Say in the justification why the case needs them.",
);
/// The same person twice in one form.
pub const SUBJECT_TWICE: Rule = Rule::refusal(
    "P03-SUBJECT-TWICE",
    POINT,
    "此人與第 {row} 列重複;同一登記表每人只列一次,請刪除其一。",
    "This person already stands in row {row}; a form names each person once. Remove one.",
);
/// More subjects than the unit usually asks for.
pub const SUBJECTS_UNUSUAL: Rule = Rule::advice(
    "P03-SUBJECTS-UNUSUAL",
    POINT,
    "本件 {subjects} 人;貴單位最近 {forms} 件同項目登記的中位數為 {usual} 人。請確認每一位都是本案所需。",
    "This form names {subjects} people; the median of your unit's last {forms} forms under this item is {usual}. Make sure that the case needs each of them.",
);
/// A longer period than the unit usually asks for.
pub const PERIOD_UNUSUAL: Rule = Rule::advice(
    "P03-PERIOD-UNUSUAL",
    POINT,
    "本件期間 {months} 個月;貴單位最近 {forms} 件同項目登記的中位數為 {usual} 個月。請確認本案需要這麼長的期間。",
    "This form asks for {months} months; the median of your unit's last {forms} forms under this item is {usual}. Make sure that the case needs so long a period.",
);
/// A data item nobody asks for.
pub const DATA_ITEM_UNUSED: Rule = Rule::advice(
    "P03-DATA-ITEM-UNUSED",
    POINT,
    "近 {months} 個月沒有人查調「{name}」({last});如已無需要,請修訂清冊刪除。",
    "Nobody asked for “{name}” in {months} months ({last_en}). If it is no longer needed, revise the inventory and take it out.",
);

/// The registry lists what this point raises.
pub const RULES: &[&Rule] = &[
    &ITEM_MISSING,
    &ITEM_UNKNOWN,
    &ITEM_NOT_YET,
    &UNIT_NOT_COVERED,
    &DATA_ITEMS_MISSING,
    &DATA_ITEM_NOT_LISTED,
    &DATA_ITEM_TWICE,
    &PERIOD_MISSING,
    &PERIOD_INVALID,
    &PERIOD_BACKWARDS,
    &PERIOD_AHEAD,
    &PERIOD_UNJUSTIFIED,
    &SUBJECTS_UNJUSTIFIED,
    &SUBJECT_TWICE,
    &SUBJECTS_UNUSUAL,
    &PERIOD_UNUSUAL,
    &DATA_ITEM_UNUSED,
];

/// One item in force that covers the unit; its data items; a period and a number of people that the case needs.
pub fn check(report: &mut Report, draft: &InquiryDraft, item: Option<ItemId>, ctx: &InquiryCtx<'_>) {
    check_item(report, draft, item, ctx);
    check_data_items(report, draft, item, ctx);
    check_period(report, draft, ctx);
    check_subjects(report, draft, ctx);
    check_usual(report, draft, ctx);
}

/// The item is in force and covers the unit, and lists the data items: the part of the point that is about permission.
pub fn check_listed(report: &mut Report, draft: &InquiryDraft, item: Option<ItemId>, ctx: &InquiryCtx<'_>) {
    check_item(report, draft, item, ctx);
    if !draft.data_items.is_empty() {
        check_data_items(report, draft, item, ctx);
    }
}

/// Whether a form asks for so much that what is usual is worth finding out.
#[must_use]
pub fn may_be_unusual(draft: &InquiryDraft, on: NaiveDate) -> bool {
    let more = UNUSUAL_MORE.on(on);
    count(draft.subjects.len()) > more || months(draft).is_some_and(|months| months > more)
}

fn check_usual(report: &mut Report, draft: &InquiryDraft, ctx: &InquiryCtx<'_>) {
    let Some(usual) = ctx.facts.usual.filter(|usual| usual.forms >= USUAL_FORMS_LEAST.on(ctx.on)) else {
        return;
    };
    let is_unusual = |asked: u32, usual: u32| {
        asked > usual * UNUSUAL_TIMES.on(ctx.on) && asked >= usual + UNUSUAL_MORE.on(ctx.on)
    };
    let subjects = count(draft.subjects.len());
    if is_unusual(subjects, usual.subjects) {
        let values: [(&str, &dyn std::fmt::Display); 3] =
            [("subjects", &subjects), ("forms", &usual.forms), ("usual", &usual.subjects)];
        report.violations.push(SUBJECTS_UNUSUAL.filled("subjects", &values));
    }
    if let Some(months) = months(draft).filter(|months| is_unusual(*months, usual.months)) {
        let values: [(&str, &dyn std::fmt::Display); 3] =
            [("months", &months), ("forms", &usual.forms), ("usual", &usual.months)];
        report.violations.push(PERIOD_UNUSUAL.filled("period_to", &values));
    }
}

fn months(draft: &InquiryDraft) -> Option<u32> {
    let (from, to) = (RocMonth::parse(&draft.period_from).ok()?, RocMonth::parse(&draft.period_to).ok()?);
    (from <= to).then(|| from.span(to))
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Data items of a row in force for long that nobody asked for lately; `last` gives the last month, `2026-03`, in which
/// one was asked for.
pub fn check_unused(
    report: &mut Report,
    row: &ItemDraft,
    since: Option<NaiveDate>,
    today: NaiveDate,
    last: impl Fn(&str) -> Option<String>,
) {
    let months = UNUSED_MONTHS.on(today);
    let Some(from) = today.checked_sub_months(Months::new(months)) else { return };
    if since.is_none_or(|since| since > from) {
        return;
    }
    for (at, data) in row.data_items.iter().enumerate() {
        let month = last(&data.code);
        if month.as_deref().is_some_and(|month| month >= from.format("%Y-%m").to_string().as_str()) {
            continue;
        }
        let (zh_tw, en) = match &month {
            Some(month) => (format!("最近一次 {month}"), format!("last in {month}")),
            None => ("從未查調".to_owned(), "never".to_owned()),
        };
        report.violations.push(DATA_ITEM_UNUSED.filled(
            format!("data_items[{at}]"),
            &[("months", &months), ("name", &data.name), ("last", &zh_tw), ("last_en", &en)],
        ));
    }
}

fn check_item(report: &mut Report, draft: &InquiryDraft, item: Option<ItemId>, ctx: &InquiryCtx<'_>) {
    if draft.item.is_empty() {
        return report.breach(&ITEM_MISSING, "item");
    }
    let Some(id) = item else {
        return report.breach(&ITEM_UNKNOWN, "item");
    };
    let Some(item) = ctx.facts.item.as_ref().filter(|item| item.id == id) else {
        return report.defer("item", POINT, "item");
    };
    if item.in_force_from.is_none_or(|from| ctx.on < from) {
        report.breach(&ITEM_NOT_YET, "item");
    }
    match &ctx.facts.applicant {
        Some(applicant) if !item.covered.contains(&applicant.unit) => {
            report.breach(&UNIT_NOT_COVERED, "item")
        }
        Some(_) => {}
        None => report.defer("item", POINT, "applicant"),
    }
}

fn check_data_items(report: &mut Report, draft: &InquiryDraft, item: Option<ItemId>, ctx: &InquiryCtx<'_>) {
    if draft.data_items.is_empty() {
        report.breach(&DATA_ITEMS_MISSING, "data_items");
    }
    let listed = ctx.facts.item.as_ref().filter(|facts| Some(facts.id) == item);
    for (at, code) in draft.data_items.iter().enumerate() {
        if draft.data_items.iter().take(at).any(|earlier| earlier == code) {
            report.breach(&DATA_ITEM_TWICE, format!("data_items[{at}]"));
        }
        if listed.is_some_and(|item| !item.data_items.contains(code)) {
            report.breach(&DATA_ITEM_NOT_LISTED, format!("data_items[{at}]"));
        }
    }
    if listed.is_none() && !draft.data_items.is_empty() {
        report.defer("data_items", POINT, "item");
    }
}

fn check_period(report: &mut Report, draft: &InquiryDraft, ctx: &InquiryCtx<'_>) {
    let mut month = |text: &str, path: &str| {
        if text.is_empty() {
            report.breach(&PERIOD_MISSING, path);
            return None;
        }
        let parsed = RocMonth::parse(text).ok();
        if parsed.is_none() {
            report.breach(&PERIOD_INVALID, path);
        }
        parsed
    };
    let from = month(&draft.period_from, "period_from");
    let to = month(&draft.period_to, "period_to");
    let this_month = RocMonth::of(ctx.on).ok();
    let is_ahead =
        |month: Option<RocMonth>| month.zip(this_month).is_some_and(|(month, this_month)| month > this_month);
    if is_ahead(from) {
        report.breach(&PERIOD_AHEAD, "period_from");
    }
    if is_ahead(to) {
        report.breach(&PERIOD_AHEAD, "period_to");
    }
    let (Some(from), Some(to)) = (from, to) else { return };
    let usual = USUAL_MONTHS.on(ctx.on);
    if to < from {
        report.breach(&PERIOD_BACKWARDS, "period_to");
    } else if from.span(to) > usual && draft.justification.trim().is_empty() {
        report.violations.push(PERIOD_UNJUSTIFIED.filled("justification", &[("months", &usual)]));
    }
}

fn check_subjects(report: &mut Report, draft: &InquiryDraft, ctx: &InquiryCtx<'_>) {
    let usual = USUAL_SUBJECTS.on(ctx.on);
    if draft.subjects.len() > usual && draft.justification.trim().is_empty() {
        report.violations.push(SUBJECTS_UNJUSTIFIED.filled("justification", &[("subjects", &usual)]));
    }
    if draft.subjects.len() < 2 {
        return;
    }
    let mut rows = std::collections::BTreeMap::new();
    let typed = draft.subjects.iter().enumerate().filter_map(|(at, subject)| match &subject.identity {
        Identity::Typed(text) if !text.is_empty() => Some((at, text.as_str())),
        _ => None,
    });
    let mut twice = BTreeSet::new();
    for (at, identity) in typed {
        let first = *rows.entry(identity).or_insert(at);
        if first != at && twice.insert(at) {
            report
                .violations
                .push(SUBJECT_TWICE.filled(format!("subjects[{at}].identity"), &[("row", &(first + 1))]));
        }
    }
    if draft.subjects.iter().any(|subject| matches!(subject.identity, Identity::Sealed { .. })) {
        report.defer("subjects", POINT, "identities");
    }
}

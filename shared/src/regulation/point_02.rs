//! 第二點: the inventory of business items (附表一) with its legal or major-policy basis.

use std::collections::BTreeSet;

use super::{EditionId, point_05, rule::Rule};
use crate::{
    inventory::{BasisKind, Beside, ItemDraft},
    violation::{Bilingual, Citation, Report},
};

/// What the point asks, in our words.
pub const SUMMARY: Bilingual = Bilingual::fixed(
    "使用勞保局資料前,應在業務項目清冊(附表一)載明法律依據或重大政策依據及計畫、適用機關、業務項目與使用目的;過去任一天有效的內容都查得到。",
    "Before the Bureau's data is used, the inventory (form 1) states the legal basis, or the major-policy basis with its plan, the agencies it covers, the business item and the purpose. What was in force on any past day can be shown.",
);

const POINT: Citation = Citation::point(2);

/// No 項次.
pub const NUMBER_MISSING: Rule =
    Rule::refusal("P02-NUMBER-MISSING", POINT, "請填寫項次。", "Enter the item's number in the inventory.");
/// No 業務項目.
pub const NAME_MISSING: Rule =
    Rule::refusal("P02-NAME-MISSING", POINT, "請填寫業務項目。", "Enter the business item.");
/// A number that is none.
pub const NUMBER_LONG: Rule = Rule::refusal(
    "P02-NUMBER-LONG",
    POINT,
    "項次最多 20 字,請填清冊上的編號,例如 12 或 3-1。",
    "An item's number has at most 20 characters; enter the number of the inventory, such as 12 or 3-1.",
);
/// Another item's number.
pub const NUMBER_TAKEN: Rule = Rule::refusal(
    "P02-NUMBER-TAKEN",
    POINT,
    "項次 {number} 已是「{name}」的項次,請改用未使用的項次;要變更原項目請修訂該項目。",
    "Number {number} is that of \"{name}\"; choose one that is free. To change that item, revise it.",
);
/// A name that is a text.
pub const NAME_LONG: Rule = Rule::refusal(
    "P02-NAME-LONG",
    POINT,
    "業務項目名稱最多 200 字,請縮短;說明請填在使用目的。",
    "A business item's name has at most 200 characters; shorten it, and explain it under the purpose.",
);
/// A unit nobody knows.
pub const UNIT_UNKNOWN: Rule = Rule::refusal(
    "P02-UNIT-UNKNOWN",
    POINT,
    "適用機關中有機關單位清冊所沒有的單位({units}),請移除,或先登錄該單位。",
    "The register of agencies has no such unit ({units}); remove it, or enter the unit first.",
);
/// No 使用目的.
pub const PURPOSE_MISSING: Rule = Rule::refusal(
    "P02-PURPOSE-MISSING",
    POINT,
    "請填寫使用目的;查調只能在此目的內使用資料。",
    "Enter the purpose of use: inquiries may use the data for it alone.",
);
/// No 適用機關.
pub const UNITS_MISSING: Rule = Rule::refusal(
    "P02-UNITS-MISSING",
    POINT,
    "請至少選擇一個適用機關或單位。",
    "Choose at least one agency or unit that the item covers.",
);
/// Neither law nor policy.
pub const BASIS_MISSING: Rule = Rule::refusal(
    "P02-BASIS-MISSING",
    POINT,
    "請載明法律依據,或重大政策依據及其計畫。",
    "State the legal basis, or the major-policy basis with its plan.",
);
/// A basis without a name.
pub const BASIS_NAME_MISSING: Rule = Rule::refusal(
    "P02-BASIS-NAME-MISSING",
    POINT,
    "請填寫法規名稱與條號,或政策名稱。",
    "Name the law and article, or the policy.",
);
/// A policy without its plan.
pub const PLAN_MISSING: Rule = Rule::refusal(
    "P02-PLAN-MISSING",
    POINT,
    "重大政策依據須同時載明計畫名稱與文號。",
    "A major-policy basis needs its plan, with name and number.",
);
/// A plan without its document number.
pub const PLAN_NUMBER_MISSING: Rule = Rule::refusal(
    "P02-PLAN-NUMBER-MISSING",
    POINT,
    "請填寫計畫的核定文號。",
    "Enter the document number of the plan.",
);
/// A decision of which only half is told.
pub const DECISION_INCOMPLETE: Rule = Rule::refusal(
    "P02-DECISION-INCOMPLETE",
    POINT,
    "核定日期與核定文號須一併填寫。",
    "A decision has a date and a document number; enter both.",
);
/// No data items.
pub const DATA_ITEMS_MISSING: Rule = Rule::refusal(
    "P02-DATA-ITEMS-MISSING",
    POINT,
    "請列出可查調的資料項目;查調只能從中選取。",
    "List the data items that may be asked for: inquiries choose from these alone.",
);
/// A data item without code or name.
pub const DATA_ITEM_INCOMPLETE: Rule = Rule::refusal(
    "P02-DATA-ITEM-INCOMPLETE",
    POINT,
    "資料項目須有代號與名稱。",
    "A data item needs a code and a name.",
);
/// The same code twice.
pub const DATA_ITEM_TWICE: Rule = Rule::refusal(
    "P02-DATA-ITEM-TWICE",
    POINT,
    "資料項目代號重複,請改用不同代號。",
    "This data item's code is used twice; give it another.",
);
/// No first day.
pub const IN_FORCE_MISSING: Rule =
    Rule::refusal("P02-IN-FORCE-MISSING", POINT, "請填寫生效日。", "Enter the first day in force.");
/// The original edition knows one item only.
pub const ONE_ITEM_ONLY: Rule = Rule::refusal(
    "P02-ONE-ITEM-ONLY",
    POINT,
    "現行規定僅准辦理「身心障礙者參加社會保險不列入媒體交換保險費補助」一項;其他業務待修正規定生效後始得列入。",
    "The edition in force allows one item only: the premium subsidy for insured persons with disabilities outside the media exchange. Others wait for the amended edition.",
);

/// The registry lists what this point raises.
pub const RULES: &[&Rule] = &[
    &NUMBER_MISSING,
    &NUMBER_LONG,
    &NUMBER_TAKEN,
    &NAME_MISSING,
    &NAME_LONG,
    &UNIT_UNKNOWN,
    &PURPOSE_MISSING,
    &UNITS_MISSING,
    &BASIS_MISSING,
    &BASIS_NAME_MISSING,
    &PLAN_MISSING,
    &PLAN_NUMBER_MISSING,
    &DECISION_INCOMPLETE,
    &DATA_ITEMS_MISSING,
    &DATA_ITEM_INCOMPLETE,
    &DATA_ITEM_TWICE,
    &IN_FORCE_MISSING,
    &ONE_ITEM_ONLY,
];

/// Characters of 項次 at most, and of 業務項目. Our reading: the text sets none; form 1 has no room for more.
const NUMBER_MOST: usize = 20;
const NAME_MOST: usize = 200;

/// The one item of the original edition, by the words that name it in the text.
pub const ORIGINAL_ITEM: &str = "身心障礙者參加社會保險不列入媒體交換保險費補助";

/// A row of 附表一 can be entered.
#[must_use]
pub fn check_item(draft: &ItemDraft, edition: EditionId) -> Report {
    let mut report = Report::default();
    for (text, rule, path) in [
        (&draft.number, &NUMBER_MISSING, "number"),
        (&draft.name, &NAME_MISSING, "name"),
        (&draft.purpose, &PURPOSE_MISSING, "purpose"),
    ] {
        if text.trim().is_empty() {
            report.breach(rule, path);
        }
    }
    for (text, most, rule, path) in [
        (&draft.number, NUMBER_MOST, &NUMBER_LONG, "number"),
        (&draft.name, NAME_MOST, &NAME_LONG, "name"),
        (&draft.name_en, NAME_MOST, &NAME_LONG, "name_en"),
    ] {
        if text.trim().chars().count() > most {
            report.breach(rule, path);
        }
        point_05::check_text(&mut report, text, path);
    }
    if draft.units.is_empty() {
        report.breach(&UNITS_MISSING, "units");
    }
    if draft.in_force_from.is_none() {
        report.breach(&IN_FORCE_MISSING, "in_force_from");
    }
    match (draft.approved_by_document.trim().is_empty(), draft.approved_on) {
        (true, Some(_)) => report.breach(&DECISION_INCOMPLETE, "approved_by_document"),
        (false, None) => report.breach(&DECISION_INCOMPLETE, "approved_on"),
        _ => {}
    }
    check_bases(&mut report, draft);
    check_data_items(&mut report, draft);
    if edition == EditionId::Original && !draft.name.trim().is_empty() && draft.name.trim() != ORIGINAL_ITEM {
        report.breach(&ONE_ITEM_ONLY, "name");
    }
    report
}

/// A row fits in with what is registered beside it: its units exist, and its number is its own.
#[must_use]
pub fn check_beside(draft: &ItemDraft, beside: &Beside) -> Report {
    let mut report = Report::default();
    if let Some(name) = &beside.number_of {
        let number = draft.number.trim();
        report.violations.push(NUMBER_TAKEN.filled("number", &[("number", &number), ("name", name)]));
    }
    if !beside.unknown_units.is_empty() {
        let units = beside.unknown_units.iter().map(ToString::to_string).collect::<Vec<_>>().join("、");
        report.violations.push(UNIT_UNKNOWN.filled("units", &[("units", &units)]));
    }
    report
}

fn check_bases(report: &mut Report, draft: &ItemDraft) {
    if draft.bases.is_empty() {
        report.breach(&BASIS_MISSING, "bases");
    }
    for (at, basis) in draft.bases.iter().enumerate() {
        if basis.name.trim().is_empty() {
            report.breach(&BASIS_NAME_MISSING, format!("bases[{at}].name"));
        }
        if basis.kind == BasisKind::Policy && basis.plan.trim().is_empty() {
            report.breach(&PLAN_MISSING, format!("bases[{at}].plan"));
        } else if basis.kind == BasisKind::Policy && basis.plan_number.trim().is_empty() {
            report.breach(&PLAN_NUMBER_MISSING, format!("bases[{at}].plan_number"));
        }
    }
}

fn check_data_items(report: &mut Report, draft: &ItemDraft) {
    if draft.data_items.is_empty() {
        report.breach(&DATA_ITEMS_MISSING, "data_items");
    }
    let mut seen = BTreeSet::new();
    for (at, data) in draft.data_items.iter().enumerate() {
        if data.code.trim().is_empty() || data.name.trim().is_empty() {
            report.breach(&DATA_ITEM_INCOMPLETE, format!("data_items[{at}]"));
        } else if !seen.insert(data.code.trim()) {
            report.breach(&DATA_ITEM_TWICE, format!("data_items[{at}].code"));
        }
    }
}

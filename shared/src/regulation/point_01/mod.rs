//! 第一點: whom the regulation binds. Original: the Social Affairs department. Amended: the county government and
//! its subordinate agencies.

pub mod edition;

use std::collections::BTreeSet;

use super::{point_04, rule::Rule};
use crate::{
    agency::{AgencyDraft, AgencyKind},
    field::{AgencyCode, AgencyOid},
    id::UnitId,
    inquiry::InquiryCtx,
    violation::{Bilingual, Citation, Report},
};

/// What the point asks, in our words.
pub const SUMMARY: Bilingual = Bilingual::fixed(
    "本規定適用於彰化縣政府及所屬機關(修正前僅適用社會處)使用勞保局資料的人員與單位;每一筆業務、帳號、查調都歸屬於一個機關或單位。",
    "The regulation binds the county government and its subordinate agencies (before the amendment: the Social Affairs department only). Every item, account and inquiry belongs to one agency or unit.",
);

const POINT: Citation = Citation::point(1);

/// The unit is outside the edition's scope.
pub const UNIT_OUT_OF_SCOPE: Rule = Rule::refusal(
    "P01-UNIT-OUT-OF-SCOPE",
    POINT,
    "現行規定僅適用社會處,您的單位不在適用範圍;請洽管理者確認修正規定的生效日。",
    "The edition in force binds the Social Affairs department only, and your unit is outside it. Ask the manager when the amended edition takes force.",
);
/// A node of the tree has no name.
pub const AGENCY_NAME_MISSING: Rule = Rule::refusal(
    "P01-AGENCY-NAME-MISSING",
    POINT,
    "請填寫機關或單位的全銜。",
    "Enter the full name of the agency or unit.",
);
/// An agency without its published code.
pub const AGENCY_CODE_MISSING: Rule = Rule::refusal(
    "P01-AGENCY-CODE-MISSING",
    POINT,
    "機關須有機關代碼;內部單位請將類別改為「單位」。",
    "An agency has a published code. For an internal unit, choose the kind `unit`.",
);
/// A code that is none.
pub const AGENCY_CODE_INVALID: Rule = Rule::refusal(
    "P01-AGENCY-CODE-INVALID",
    POINT,
    "機關代碼格式不符:應為 10 碼,例如 376470000A。",
    "This is no agency code: ten characters such as 376470000A.",
);
/// An OID that is none.
pub const AGENCY_OID_INVALID: Rule = Rule::refusal(
    "P01-AGENCY-OID-INVALID",
    POINT,
    "機關 OID 格式不符:應以 2.16.886.101 開頭,各段為數字且不得以 0 起首。",
    "This is no agency OID: it starts with 2.16.886.101, its arcs are numbers without leading zeros.",
);

/// A unit above that nobody knows.
pub const PARENT_MISSING: Rule = Rule::refusal(
    "P01-PARENT-MISSING",
    POINT,
    "上級機關或單位不在樹狀清單中,請先登錄上級或更正其代碼。",
    "The agency or unit above is not in the tree. Enter it first, or correct its code.",
);
/// A unit below itself.
pub const PARENT_CYCLE: Rule = Rule::refusal(
    "P01-PARENT-CYCLE",
    POINT,
    "上級不得是自己或自己的下級,請改選其他上級。",
    "Nothing stands above itself: choose a unit that is not this one or below it.",
);

/// The registry lists what this point raises.
pub const RULES: &[&Rule] = &[
    &UNIT_OUT_OF_SCOPE,
    &AGENCY_NAME_MISSING,
    &AGENCY_CODE_MISSING,
    &AGENCY_CODE_INVALID,
    &AGENCY_OID_INVALID,
    &PARENT_MISSING,
    &PARENT_CYCLE,
    &edition::DAY_MISSING,
    &edition::DOCUMENT_MISSING,
    &edition::DAY_PAST,
    &edition::IN_FORCE,
    &edition::NOT_PREPARED,
    &edition::REASON_MISSING,
    &edition::SETTINGS_DAY_MISSING,
    &edition::SETTINGS_DAY_PAST,
    &edition::SETTING_OUT_OF_RANGE,
    &edition::SETTING_SOURCE_MISSING,
    &edition::SETTING_TWICE,
    &edition::SETTING_ORDER,
];

/// The applicant's unit is one the edition binds.
pub fn check(report: &mut Report, ctx: &InquiryCtx<'_>) {
    if ctx.edition.binds(false) {
        return;
    }
    match ctx.facts.in_social_affairs {
        Some(inside) if ctx.edition.binds(inside) => {}
        Some(_) => report.breach(&UNIT_OUT_OF_SCOPE, ""),
        None => report.defer("", POINT, "in_social_affairs"),
    }
}

/// A node of the tree can be entered.
#[must_use]
pub fn check_agency(draft: &AgencyDraft) -> Report {
    let mut report = Report::default();
    if draft.name.trim().is_empty() {
        report.breach(&AGENCY_NAME_MISSING, "name");
    }
    if draft.code.is_empty() {
        if draft.kind == AgencyKind::Agency {
            report.breach(&AGENCY_CODE_MISSING, "code");
        }
    } else if AgencyCode::parse(&draft.code).is_err() {
        report.breach(&AGENCY_CODE_INVALID, "code");
    }
    if !draft.oid.is_empty() && AgencyOid::parse(&draft.oid).is_err() {
        report.breach(&AGENCY_OID_INVALID, "oid");
    }
    point_04::notice::check_contact(&mut report, &draft.contact);
    report
}

/// A node has a place in the tree; `above` gives the parent of a node that is there, none of one that is not.
pub fn check_place(
    report: &mut Report,
    id: UnitId,
    draft: &AgencyDraft,
    above: impl Fn(UnitId) -> Option<Option<UnitId>>,
) {
    let Some(parent) = draft.parent else { return };
    if parent == id {
        return report.breach(&PARENT_CYCLE, "parent");
    }
    if above(parent).is_none() {
        return report.breach(&PARENT_MISSING, "parent");
    }
    let (mut at, mut seen) = (parent, BTreeSet::new());
    while let Some(next) = above(at).flatten() {
        if next == id {
            return report.breach(&PARENT_CYCLE, "parent");
        }
        if !seen.insert(next) {
            return;
        }
        at = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(id: u128) -> UnitId {
        UnitId(uuid::Uuid::from_u128(id))
    }

    /// 1 above 2 above 3.
    fn placed(id: u128, parent: Option<u128>) -> Report {
        let mut report = Report::default();
        let draft = AgencyDraft { parent: parent.map(unit), ..AgencyDraft::default() };
        check_place(&mut report, unit(id), &draft, |node| match node.0.as_u128() {
            1 => Some(None),
            2 => Some(Some(unit(1))),
            3 => Some(Some(unit(2))),
            _ => None,
        });
        report
    }

    #[test]
    fn a_unit_stands_below_one_that_is_there() {
        assert!(placed(4, Some(9)).has("P01-PARENT-MISSING"));
        assert!(placed(4, Some(3)).is_accepted());
        assert!(placed(4, None).is_accepted());
    }

    #[test]
    fn nothing_stands_above_itself_however_far_up() {
        assert!(placed(2, Some(2)).has("P01-PARENT-CYCLE"));
        assert!(placed(1, Some(3)).has("P01-PARENT-CYCLE"));
        assert!(placed(3, Some(1)).is_accepted());
    }
}

//! 第八點第四款: the Bureau's paper or on-site audits, and the pack that is handed to its inspectors.

use crate::{
    pack::PackDraft,
    record::Step,
    regulation::rule::Rule,
    violation::{Citation, Report},
};

const INSPECTION: Citation = Citation::item(8, 4);

/// Points of the regulation.
const POINTS: std::ops::RangeInclusive<u8> = 1..=11;

/// Somebody else than the manager.
pub const NOT_THE_MANAGER: Rule = Rule::refusal(
    "P08-4-NOT-THE-MANAGER",
    INSPECTION,
    "查核資料包由管理者製作,請洽管理者。",
    "The pack for an inspection is made by the manager; ask them.",
);
/// No period.
pub const PERIOD_MISSING: Rule = Rule::refusal(
    "P08-4-PERIOD-MISSING",
    INSPECTION,
    "請填寫查核期間的起訖日。",
    "Enter the first and the last day of the inspected period.",
);
/// The last day before the first.
pub const PERIOD_REVERSED: Rule = Rule::refusal(
    "P08-4-PERIOD-REVERSED",
    INSPECTION,
    "迄日早於起日,請更正。",
    "The last day lies before the first; correct one of them.",
);
/// Days that have not come.
pub const PERIOD_AHEAD: Rule = Rule::refusal(
    "P08-4-PERIOD-AHEAD",
    INSPECTION,
    "起日在未來,請更正。",
    "The first day lies in the future; correct it.",
);
/// A point that is none.
pub const POINT_UNKNOWN: Rule = Rule::refusal(
    "P08-4-POINT-UNKNOWN",
    INSPECTION,
    "點次應為 1 至 11。",
    "The regulation has points 1 to 11.",
);
/// Full identities without the order that asks for them.
pub const ORDER_MISSING: Rule = Rule::refusal(
    "P08-4-ORDER-MISSING",
    INSPECTION,
    "未遮罩的資料包須填寫查核機關來文文號。",
    "A pack with full identities names the document by which the inspection ordered them.",
);

/// Judges what is asked for.
#[must_use]
pub fn check(draft: &PackDraft, step: &Step<'_>) -> Report {
    let mut report = Report::default();
    if !step.actor.is_manager {
        report.breach(&NOT_THE_MANAGER, "");
    }
    if draft.from.is_none() {
        report.breach(&PERIOD_MISSING, "from");
    }
    if draft.to.is_none() {
        report.breach(&PERIOD_MISSING, "to");
    }
    if let (Some(from), Some(to)) = (draft.from, draft.to)
        && to < from
    {
        report.breach(&PERIOD_REVERSED, "to");
    }
    if draft.from.is_some_and(|from| from > step.on()) {
        report.breach(&PERIOD_AHEAD, "from");
    }
    if draft.points.iter().any(|point| !POINTS.contains(point)) {
        report.breach(&POINT_UNKNOWN, "points");
    }
    if draft.is_unmasked && draft.order.trim().is_empty() {
        report.breach(&ORDER_MISSING, "order");
    }
    report
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        account::Standing,
        id::{PersonId, UnitId},
        regulation::{EditionId, Settings},
    };

    fn judged(is_manager: bool, change: impl FnOnce(&mut PackDraft)) -> Report {
        let actor = Standing {
            person: PersonId(uuid::Uuid::nil()),
            name: "王管理".into(),
            unit: UnitId(uuid::Uuid::nil()),
            is_active: true,
            has_card: true,
            has_egov_account: true,
            grants: vec![],
            heads: vec![],
            parents: vec![],
            deputy_for: vec![],
            is_manager,
        };
        let now = "2026-03-10T02:00:00Z".parse().unwrap();
        let step = Step {
            now,
            edition: EditionId::Amended,
            settings: Settings::FIRST,
            actor: &actor,
            must_sign: false,
        };
        let day = |text: &str| text.parse().ok();
        let mut draft = PackDraft {
            from: day("2026-01-01"),
            to: day("2026-03-10"),
            points: vec![5],
            ..PackDraft::default()
        };
        change(&mut draft);
        check(&draft, &step)
    }

    #[test]
    fn a_masked_pack_of_a_past_period_is_the_managers_to_make() {
        assert!(judged(true, |_| {}).is_accepted());
        assert!(judged(false, |_| {}).has("P08-4-NOT-THE-MANAGER"));
    }

    #[test]
    fn a_period_has_two_days_in_order_that_have_come() {
        assert!(judged(true, |draft| draft.from = None).has("P08-4-PERIOD-MISSING"));
        assert!(judged(true, |draft| draft.to = None).has("P08-4-PERIOD-MISSING"));
        assert!(judged(true, |draft| draft.to = draft.from).is_accepted());
        let before = |draft: &mut PackDraft| draft.to = draft.from.and_then(|day| day.pred_opt());
        assert!(judged(true, before).has("P08-4-PERIOD-REVERSED"));
        let tomorrow = |draft: &mut PackDraft| {
            draft.from = "2026-03-11".parse().ok();
            draft.to = draft.from;
        };
        assert!(judged(true, tomorrow).has("P08-4-PERIOD-AHEAD"));
        assert!(judged(true, |draft| draft.from = draft.to).is_accepted(), "today is no future");
    }

    #[test]
    fn only_points_of_the_regulation_are_asked_for() {
        assert!(judged(true, |draft| draft.points = vec![1, 11]).is_accepted());
        assert!(judged(true, |draft| draft.points = vec![12]).has("P08-4-POINT-UNKNOWN"));
    }

    #[test]
    fn full_identities_need_the_order_that_asks_for_them() {
        assert!(judged(true, |draft| draft.is_unmasked = true).has("P08-4-ORDER-MISSING"));
        let ordered = |draft: &mut PackDraft| {
            draft.is_unmasked = true;
            draft.order = "保政字第11560000010號".into();
        };
        assert!(judged(true, ordered).is_accepted());
    }
}

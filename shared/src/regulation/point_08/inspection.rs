//! 第八點第四款: an inspector from outside is let in by the manager, for the days and the scope of an order, to look and
//! nothing else.

use crate::{
    inspection::{InspectionAction, InspectionBody, InspectionDraft},
    record::Step,
    regulation::{dated::Dated, rule::Rule},
    violation::{Citation, Report},
};

const INSPECTION: Citation = Citation::item(8, 4);

/// Points of the regulation.
const POINTS: std::ops::RangeInclusive<u8> = 1..=11;
/// Days a leave lasts at most. Our reading: the text names none; an audit on paper or on site is done within a month, and a
/// longer one is granted anew, so that no leave outlives its order unnoticed.
pub const LEAVE_DAYS: Dated<i64> = Dated::always(31);
/// Days after the leave in which its result is recorded. Our reading: the text names none; two weeks leave time for the
/// inspectors' document.
pub const RESULT_DAYS: Dated<u64> = Dated::always(14);

/// Somebody else than the manager.
pub const KEEPER: Rule = Rule::refusal(
    "P08-4-LEAVE-NOT-THE-MANAGER",
    INSPECTION,
    "查核人員的查核權限由管理者開放、結束及登錄結果,請洽管理者。",
    "An inspector's leave is granted, ended and concluded by the manager; ask them.",
);
/// No order.
pub const ORDER: Rule = Rule::refusal(
    "P08-4-LEAVE-ORDER-MISSING",
    INSPECTION,
    "請填寫查核機關來文文號;沒有來文不開放查核權限。",
    "Enter the number of the document that orders the inspection; without one nobody is let in.",
);
/// No name.
pub const NAME: Rule = Rule::refusal(
    "P08-4-INSPECTOR-NAME-MISSING",
    INSPECTION,
    "請填寫查核人員姓名,須與自然人憑證相同。",
    "Enter the inspector's name as on their citizen certificate.",
);
/// No agency.
pub const AGENCY: Rule = Rule::refusal(
    "P08-4-INSPECTOR-AGENCY-MISSING",
    INSPECTION,
    "請填寫查核人員所屬機關。",
    "Enter the agency that the inspector comes from.",
);
/// No card.
pub const CARD: Rule = Rule::refusal(
    "P08-4-INSPECTOR-CARD-MISSING",
    INSPECTION,
    "請填寫卡號與身分證末四碼,並讀取查核人員的自然人憑證。",
    "Enter the card's number and the last four digits, and read the inspector's citizen certificate.",
);
/// A day is missing.
pub const DAYS: Rule = Rule::refusal(
    "P08-4-LEAVE-DAY-MISSING",
    INSPECTION,
    "請填寫開放的起訖日。",
    "Enter the first and the last day of the leave.",
);
/// The last day before the first.
pub const DAYS_REVERSED: Rule = Rule::refusal(
    "P08-4-LEAVE-DAYS-REVERSED",
    INSPECTION,
    "開放迄日早於起日,請更正。",
    "The last day of the leave lies before its first; correct one of them.",
);
/// A day that is past.
pub const DAYS_PAST: Rule = Rule::refusal(
    "P08-4-LEAVE-BEGINS-PAST",
    INSPECTION,
    "開放起日已過,請填今日或以後。",
    "The leave would begin on a day that is past; enter today or a later day.",
);
/// Too long.
pub const TOO_LONG: Rule = Rule::refusal(
    "P08-4-LEAVE-TOO-LONG",
    INSPECTION,
    "一次至多開放 {most} 日;查核未完成時依來文再開放一次。",
    "A leave lasts {most} days at most; grant another by the order where the inspection takes longer.",
);
/// No period.
pub const PERIOD: Rule = Rule::refusal(
    "P08-4-SCOPE-PERIOD-MISSING",
    INSPECTION,
    "請填寫受查期間的起訖日。",
    "Enter the first and the last day of what is inspected.",
);
/// The period's last day before the first.
pub const PERIOD_REVERSED: Rule = Rule::refusal(
    "P08-4-SCOPE-PERIOD-REVERSED",
    INSPECTION,
    "受查期間迄日早於起日,請更正。",
    "The inspected period ends before it begins; correct one of the days.",
);
/// A point that is none.
pub const POINT: Rule = Rule::refusal(
    "P08-4-SCOPE-POINT-UNKNOWN",
    INSPECTION,
    "查核範圍的點次應為 1 至 11。",
    "The scope names points of the regulation, 1 to 11.",
);
/// A unit that is none.
pub const UNIT: Rule = Rule::refusal(
    "P08-4-SCOPE-UNIT-UNKNOWN",
    INSPECTION,
    "查核範圍的單位不在機關單位清冊,請重新選擇。",
    "The scope names a unit that is not in the register; choose it again.",
);
/// A colleague's card.
pub const COLLEAGUE: Rule = Rule::refusal(
    "P08-4-INSPECTOR-HAS-ACCOUNT",
    INSPECTION,
    "這張憑證已登錄於本府帳號或另一開放中的查核權限,不能再開放;查核人員須為外部人員,一人一次。",
    "This certificate belongs to an account here or to another leave that lasts; an inspector comes from outside and has one leave at a time.",
);
/// The leave is over, or the result is recorded.
pub const OVER: Rule = Rule::refusal(
    "P08-4-LEAVE-OVER",
    INSPECTION,
    "這項查核權限已結束,請重新整理。",
    "This leave is over; refresh the page.",
);
/// The leave lasts.
pub const LASTS: Rule = Rule::refusal(
    "P08-4-LEAVE-LASTS",
    INSPECTION,
    "查核權限仍開放中;請於結束後登錄查核結果。",
    "The leave still lasts; record the result once it is over.",
);
/// No reason.
pub const REASON: Rule = Rule::refusal(
    "P08-4-LEAVE-END-REASON-MISSING",
    INSPECTION,
    "請填寫提前結束的原因。",
    "Say why the leave is ended before its day.",
);
/// No result.
pub const RESULT: Rule = Rule::refusal(
    "P08-4-LEAVE-RESULT-MISSING",
    INSPECTION,
    "請填寫查核內容與結果。",
    "Enter what was inspected and what was found.",
);
/// An inspector writes.
pub const READS_ONLY: Rule = Rule::refusal(
    "P08-4-INSPECTOR-READS-ONLY",
    INSPECTION,
    "查核人員只能檢視,不能登錄、變更或核可任何資料。",
    "An inspector looks and changes nothing: no entry, no change, no approval.",
);
/// An inspector looks elsewhere.
pub const OUTSIDE: Rule = Rule::refusal(
    "P08-4-INSPECTOR-OUTSIDE",
    INSPECTION,
    "這不在查核權限內;請由查核首頁檢視範圍內的紀錄。",
    "This is outside the leave; look at the records of its scope from the inspection's first page.",
);
/// Full identities are not in the order.
pub const MASKED: Rule = Rule::refusal(
    "P08-4-INSPECTOR-MASKED",
    INSPECTION,
    "查核來文未要求完整個資,姓名與統一編號一律遮罩;如有必要請查核機關另行來文。",
    "The order does not ask for full identities, so they stay masked; where they are needed another order is.",
);

/// Judges what is granted.
#[must_use]
pub fn check(draft: &InspectionDraft, step: &Step<'_>) -> Report {
    let mut report = Report::default();
    if !step.actor.is_manager {
        report.breach(&KEEPER, "");
    }
    for (text, rule, path) in
        [(&draft.order, &ORDER, "order"), (&draft.name, &NAME, "name"), (&draft.agency, &AGENCY, "agency")]
    {
        if text.trim().is_empty() {
            report.breach(rule, path);
        }
    }
    for (text, path) in [
        (&draft.card_number, "card_number"),
        (&draft.id_last4, "id_last4"),
        (&draft.certificate, "certificate"),
    ] {
        if text.trim().is_empty() {
            report.breach(&CARD, path);
        }
    }
    check_leave(&mut report, draft, step);
    for (day, path) in [(draft.from, "from"), (draft.to, "to")] {
        if day.is_none() {
            report.breach(&PERIOD, path);
        }
    }
    if draft.from.zip(draft.to).is_some_and(|(from, to)| to < from) {
        report.breach(&PERIOD_REVERSED, "to");
    }
    if draft.points.iter().any(|point| !POINTS.contains(point)) {
        report.breach(&POINT, "points");
    }
    report
}

fn check_leave(report: &mut Report, draft: &InspectionDraft, step: &Step<'_>) {
    for (day, path) in [(draft.opens_on, "opens_on"), (draft.closes_on, "closes_on")] {
        if day.is_none() {
            report.breach(&DAYS, path);
        }
    }
    if draft.opens_on.is_some_and(|day| day < step.on()) {
        report.breach(&DAYS_PAST, "opens_on");
    }
    let Some((opens, closes)) = draft.opens_on.zip(draft.closes_on) else { return };
    let most = LEAVE_DAYS.on(opens);
    if closes < opens {
        report.breach(&DAYS_REVERSED, "closes_on");
    } else if (closes - opens).num_days() >= most {
        report.violations.push(TOO_LONG.filled("closes_on", &[("most", &most)]));
    }
}

/// What only the registers know: whether the units are there, and whether the card is somebody's already.
#[must_use]
pub fn check_known(are_units_known: bool, is_card_taken: bool) -> Report {
    let mut report = Report::default();
    if !are_units_known {
        report.breach(&UNIT, "units");
    }
    if is_card_taken {
        report.breach(&COLLEAGUE, "certificate");
    }
    report
}

/// Judges what is done to a leave.
#[must_use]
pub fn check_action(body: &InspectionBody, step: &Step<'_>, action: &InspectionAction) -> Report {
    let mut report = Report::default();
    if !step.actor.is_manager {
        report.breach(&KEEPER, "");
    }
    let is_over = body.is_over(step.on());
    match action {
        InspectionAction::End { reason } => {
            if is_over {
                report.breach(&OVER, "");
            }
            if reason.trim().is_empty() {
                report.breach(&REASON, "reason");
            }
        }
        InspectionAction::Conclude { result, .. } => {
            if body.concluded.is_some() {
                report.breach(&OVER, "");
            } else if !is_over {
                report.breach(&LASTS, "");
            }
            if result.trim().is_empty() {
                report.breach(&RESULT, "result");
            }
        }
    }
    report
}

/// What stops an inspector at whatever no leave opens.
#[must_use]
pub fn closed(is_reading: bool) -> Rule {
    if is_reading { OUTSIDE } else { READS_ONLY }
}

/// Records of a noun may be looked at by a leave.
///
/// # Errors
/// The rule that stops it.
pub fn check_look(leave: &InspectionBody, kind: &str) -> Result<(), Rule> {
    if leave.holds(kind) { Ok(()) } else { Err(OUTSIDE) }
}

/// Full identities may be looked at by a leave.
///
/// # Errors
/// The rule that stops it.
pub fn check_reveal(leave: &InspectionBody) -> Result<(), Rule> {
    if leave.is_unmasked { Ok(()) } else { Err(MASKED) }
}

#[cfg(test)]
mod tests;

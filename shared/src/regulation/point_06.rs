//! 第六點: once a year accounts and permissions are reviewed, and keeping and destruction are checked. The data-security
//! audit of 8(3) takes the same steps, and what is said of it cites that point.

use chrono::NaiveDate;

use super::{point_04, point_05, rule::Rule};
use crate::{
    account::job_change::JobChangeKind,
    record::Step,
    regulation::Settings,
    review::{
        AccountLine, LineVerdict, PrintoutLine, Progress, QueryRecordLine, ReviewAction, ReviewBody,
        ReviewFacts, ReviewState, ReviewStep, Subject, Verdict,
    },
    violation::{Bilingual, Citation, Report},
};

/// What the point asks, in our words.
pub const SUMMARY: Bilingual = Bilingual::fixed(
    "管理者每年清查帳號與權限並建立使用者名冊,重複、長期閒置、職務調整及離職者即時調整或註銷;每年查核資料保存及銷毀情形;紀錄均保存五年。",
    "Once a year the manager reviews accounts and permissions with a roster of users: duplicate, long idle, of somebody who changed jobs or left, they are adjusted or revoked at once. Keeping and destruction are checked once a year as well. The records are kept five years.",
);

const ACCOUNTS: Citation = Citation::item(6, 1);
const DESTRUCTION: Citation = Citation::item(6, 2);
const YEARLY: Citation = Citation::point(6);

/// Another account of the same person.
pub const DUPLICATE: Rule = Rule::warning(
    "P06-1-DUPLICATE",
    ACCOUNTS,
    "重複帳號:同一人另有 {others};請保留一個,其餘註銷。",
    "Duplicate: the same person also has {others}. Keep one of them and revoke the others.",
);
/// Used, but not for long.
pub const IDLE: Rule = Rule::warning(
    "P06-1-IDLE",
    ACCOUNTS,
    "長期閒置:最後一次查調登記為 {day},距今 {days} 天(基準 {most} 天);請確認是否仍需使用。",
    "Idle: the last inquiry was registered on {day}, {days} days ago (limit {most}). Find out whether it is still needed.",
);
/// Never used.
pub const NEVER_USED: Rule = Rule::warning(
    "P06-1-NEVER-USED",
    ACCOUNTS,
    "從未使用:自 {day} 啟用已 {days} 天,沒有任何查調登記;請確認是否需要。",
    "Never used: open since {day}, {days} days without any inquiry. Find out whether it is needed.",
);
/// The person has another post.
pub const JOB_CHANGED: Rule = Rule::warning(
    "P06-1-JOB-CHANGED",
    ACCOUNTS,
    "職務調整:{day} 起{change},帳號尚未調整(第四點第六款);請即時調整或註銷。",
    "Job changed ({change}) from {day}, and the account has not followed (point 4(6)). Adjust or revoke it now.",
);
/// The person left.
pub const LEFT: Rule = Rule::warning(
    "P06-1-LEFT",
    ACCOUNTS,
    "已離職:{day} 起離職,帳號仍啟用;請即時註銷。",
    "Left from {day}, and the account is still open. Revoke it now.",
);
/// Items nobody asks under.
pub const UNUSED_ITEMS: Rule = Rule::warning(
    "P06-1-UNUSED-ITEMS",
    ACCOUNTS,
    "權限多於使用:項次 {items} 逾 {most} 天未使用;請調整為業務所需。",
    "More items than used: nothing was asked under {items} for more than {most} days. Adjust to what the work needs.",
);
/// Items that are not the unit's.
pub const OUTSIDE_UNIT: Rule = Rule::warning(
    "P06-1-OUTSIDE-UNIT",
    ACCOUNTS,
    "超出單位:項次 {items} 不適用 {unit} 或已不在清冊內;請調整。",
    "Outside the unit: {items} does not apply to {unit} or is no longer in force. Adjust it.",
);
/// Paper that should be gone.
pub const PRINTOUT_OVERDUE: Rule = Rule::warning(
    "P06-2-PRINTOUT-OVERDUE",
    DESTRUCTION,
    "逾期未銷毀:應於 {day} 前銷毀,已逾 {days} 天;請銷毀並登錄,或附卷。",
    "Not destroyed: it was to be destroyed by {day}, {days} days ago. Destroy it and record that, or file it to its case.",
);
/// A query without its record.
pub const QUERY_RECORD_MISSING: Rule = Rule::warning(
    "P06-2-QUERY-RECORD-MISSING",
    DESTRUCTION,
    "查詢紀錄未歸檔:{day} 查調後未登錄查詢紀錄存放處(第五點第六款);請補列印並登錄。",
    "No query record: since the query of {day} nobody recorded where it is filed (point 5(6)). Print it and record where it is.",
);

/// Out of order.
pub const WRONG_STATE: Rule = Rule::refusal(
    "P06-REVIEW-STATE",
    YEARLY,
    "目前狀態不能這樣做:先開始、再逐筆決定、最後簽結;簽結後不再變更。",
    "Not in this state: it is begun, then decided line by line, then signed; once signed it stays as it is.",
);
/// No such line.
pub const LINE_UNKNOWN: Rule = Rule::refusal(
    "P06-LINE-UNKNOWN",
    YEARLY,
    "清單中沒有這一筆,請重新載入。",
    "There is no such line; load the list again.",
);
/// A verdict that such a line cannot have.
pub const VERDICT_UNFIT: Rule = Rule::refusal(
    "P06-VERDICT-UNFIT",
    YEARLY,
    "這一筆不能這樣決定:帳號可保留、調整或註銷,缺失可保留或改善;管理者的帳號只能依第四點第三款交接。",
    "Not for this line: an account is kept, adjusted or revoked, a finding kept or put right; the manager's own account changes hands by point 4(3).",
);
/// A verdict without a reason.
pub const VERDICT_REASON_MISSING: Rule = Rule::refusal(
    "P06-VERDICT-REASON-MISSING",
    YEARLY,
    "請填寫理由:調整、註銷、改善,或保留有提示的項目,都要說明為什麼。",
    "Say why: adjusting, revoking and remedying need a reason, and so does keeping what was flagged.",
);
/// An adjustment that changes nothing, or leaves nothing.
pub const ADJUST_UNFIT: Rule = Rule::refusal(
    "P06-ADJUST-UNFIT",
    YEARLY,
    "請勾選要留下的業務項目:至少一項,且少於現有項目;全部不留請選註銷。",
    "Tick the items that stay: at least one, and fewer than are held. Where none stays, revoke.",
);
/// A finding that nobody says how to mend.
pub const REMEDY_MISSING: Rule =
    Rule::refusal("P06-REMEDY-MISSING", YEARLY, "請填寫改善措施。", "Enter how it is put right.");
/// A decision that is being carried out.
pub const LINE_UNDER_WAY: Rule = Rule::refusal(
    "P06-LINE-UNDER-WAY",
    YEARLY,
    "這一筆的權限申請辦理中或已完成,不能再改決定;要改請先撤回申請。",
    "This line's application is on its way or done, so the decision stands; withdraw the application first.",
);
/// Nothing to carry out.
pub const NOTHING_TO_DO: Rule = Rule::refusal(
    "P06-NOTHING-TO-DO",
    YEARLY,
    "這一筆沒有待執行的決定:保留者不需執行;列印資料與查詢紀錄請到該筆資料登錄。",
    "This line has nothing to carry out here: what is kept stays, and paper is accounted for on its own page.",
);
/// Nobody says what was done.
pub const DONE_MISSING: Rule =
    Rule::refusal("P06-DONE-MISSING", YEARLY, "請填寫改善完成情形。", "Enter what was done.");
/// Lines nobody decided on.
pub const UNDECIDED: Rule = Rule::refusal(
    "P06-UNDECIDED",
    YEARLY,
    "還有 {count} 筆未決定,全部決定後才能簽結。",
    "{count} lines are undecided; sign once all are decided.",
);
/// Decisions nobody carried out.
pub const NOT_CARRIED_OUT: Rule = Rule::refusal(
    "P06-NOT-CARRIED-OUT",
    YEARLY,
    "還有 {count} 筆決定未執行完成(項次 {lines});執行完成後才能簽結。",
    "{count} decisions are not carried out yet (lines {lines}); sign once they are.",
);
/// Nothing said at the end.
pub const RESULT_MISSING: Rule =
    Rule::refusal("P06-RESULT-MISSING", YEARLY, "請填寫總結。", "Enter what it came to.");

/// The registry lists what this point raises.
pub const RULES: &[&Rule] = &[
    &DUPLICATE,
    &IDLE,
    &NEVER_USED,
    &JOB_CHANGED,
    &LEFT,
    &UNUSED_ITEMS,
    &OUTSIDE_UNIT,
    &PRINTOUT_OVERDUE,
    &QUERY_RECORD_MISSING,
    &WRONG_STATE,
    &LINE_UNKNOWN,
    &VERDICT_UNFIT,
    &VERDICT_REASON_MISSING,
    &ADJUST_UNFIT,
    &REMEDY_MISSING,
    &LINE_UNDER_WAY,
    &NOTHING_TO_DO,
    &DONE_MISSING,
    &UNDECIDED,
    &NOT_CARRIED_OUT,
    &RESULT_MISSING,
];

/// Why somebody should look at an account, by the facts of a day.
#[must_use]
pub fn flag_account(account: &AccountLine, on: NaiveDate, settings: &Settings) -> Report {
    let mut report = Report::default();
    if !account.others.is_empty() {
        let others = account.others.join("、");
        report.violations.push(DUPLICATE.filled("", &[("others", &others)]));
    }
    match account.moved {
        Some(moved) if moved.kind == JobChangeKind::Departure => {
            report.violations.push(LEFT.dated("", moved.effective_on, &[]));
        }
        Some(moved) => report.violations.push(JOB_CHANGED.dated(
            "",
            moved.effective_on,
            &[("change", &moved.kind.zh_tw())],
        )),
        None => {}
    }
    // Whoever holds nothing can leave nothing idle: heads sign in to approve.
    if !account.items.is_empty() {
        flag_use(&mut report, account, on, settings);
    }
    let outside = numbers(account, |item| !item.is_covered);
    if !outside.is_empty() {
        report.violations.push(OUTSIDE_UNIT.filled("", &[("items", &outside), ("unit", &account.unit_name)]));
    }
    report
}

fn flag_use(report: &mut Report, account: &AccountLine, on: NaiveDate, settings: &Settings) {
    let most = i64::from(settings.idle_days);
    let Some(last) = account.last_inquiry_on else {
        let Some(from) = account.active_from else { return };
        let days = (on - from).num_days();
        if days > most {
            report.violations.push(NEVER_USED.dated("", from, &[("days", &days)]));
        }
        return;
    };
    let days = (on - last).num_days();
    if days > most {
        report.violations.push(IDLE.dated("", last, &[("days", &days), ("most", &most)]));
        return;
    }
    let most = i64::from(settings.unused_item_days);
    let since = account.active_from.unwrap_or(NaiveDate::MIN);
    let unused = numbers(account, |item| (on - item.last_used_on.unwrap_or(since)).num_days() > most);
    if !unused.is_empty() {
        report.violations.push(UNUSED_ITEMS.filled("", &[("items", &unused), ("most", &most)]));
    }
}

fn numbers(account: &AccountLine, is_meant: impl Fn(&crate::review::HeldItem) -> bool) -> String {
    let found = account.items.iter().filter(|item| is_meant(item)).map(|item| item.number.as_str());
    found.collect::<Vec<_>>().join("、")
}

/// Whether a printout is overdue on a day.
#[must_use]
pub fn flag_printout(printout: &PrintoutLine, on: NaiveDate) -> Report {
    let mut report = Report::default();
    let days = (on - printout.due).num_days();
    if days > 0 {
        report.violations.push(PRINTOUT_OVERDUE.dated("", printout.due, &[("days", &days)]));
    }
    report
}

/// Whether a query that has no record yet should have one on a day: it is due on the day of the query itself.
#[must_use]
pub fn flag_query(query: &QueryRecordLine, on: NaiveDate) -> Report {
    let mut report = Report::default();
    if query.queried_on < on {
        report.violations.push(QUERY_RECORD_MISSING.dated("", query.queried_on, &[]));
    }
    report
}

/// An action on a review may be taken.
#[must_use]
pub fn check_step(review: &ReviewBody, step: &Step<'_>, judged: &ReviewStep) -> Report {
    let mut report = Report::default();
    point_04::check_keeper(&mut report, step.actor);
    let own = report.violations.len();
    let is_in_order = match (&judged.action, &review.state) {
        (ReviewAction::Open, state) => *state == ReviewState::Due,
        (_, state) => matches!(state, ReviewState::Open { .. }),
    };
    if is_in_order {
        match &judged.action {
            ReviewAction::Open => {}
            ReviewAction::Decide { verdicts } => {
                for (at, given) in verdicts.iter().enumerate() {
                    check_verdict(&mut report, review, given, &judged.facts, at);
                }
            }
            ReviewAction::CarryOut { line, note } => {
                check_carry_out(&mut report, review, *line, note, &judged.facts);
            }
            ReviewAction::Close { note } => check_close(&mut report, review, note, &judged.facts),
        }
    } else {
        report.breach(&WRONG_STATE, "");
    }
    // The steps are the same for all three; each cites the point that asks for it.
    for violation in report.violations.iter_mut().skip(own).filter(|one| one.citation == YEARLY) {
        violation.citation = review.kind.citation();
    }
    report
}

fn check_verdict(
    report: &mut Report,
    review: &ReviewBody,
    given: &LineVerdict,
    facts: &ReviewFacts,
    at: usize,
) {
    let path = |field: &str| format!("verdicts[{at}].{field}");
    let Some(line) = review.line(given.line) else { return report.breach(&LINE_UNKNOWN, path("line")) };
    if !line.subject.verdicts().contains(&given.verdict) {
        report.breach(&VERDICT_UNFIT, path("verdict"));
    }
    if line.carried.is_some() && matches!(facts.progress(given.line), Progress::UnderWay | Progress::Done) {
        report.breach(&LINE_UNDER_WAY, path("line"));
    }
    let is_plain = given.verdict == Verdict::Keep && line.flags.is_empty();
    if !is_plain && given.reason.trim().is_empty() {
        report.breach(&VERDICT_REASON_MISSING, path("reason"));
    }
    if let (Subject::Account(account), Verdict::Adjust) = (&line.subject, given.verdict) {
        let stays = account.items.iter().filter(|held| given.items.contains(&held.item)).count();
        if stays == 0 || stays == account.items.len() {
            report.breach(&ADJUST_UNFIT, path("items"));
        }
    }
    let is_measure = matches!(line.subject, Subject::Measure(_));
    if is_measure && given.verdict == Verdict::Remedy && given.remedy.trim().is_empty() {
        report.breach(&REMEDY_MISSING, path("remedy"));
    }
    point_05::check_text(report, &given.reason, &path("reason"));
    point_05::check_text(report, &given.remedy, &path("remedy"));
}

fn check_carry_out(report: &mut Report, review: &ReviewBody, line: u32, note: &str, facts: &ReviewFacts) {
    let Some(line) = review.line(line) else { return report.breach(&LINE_UNKNOWN, "line") };
    let verdict = line.decision.as_ref().map(|decision| decision.verdict);
    match (&line.subject, verdict) {
        (Subject::Account(_), Some(Verdict::Adjust | Verdict::Revoke)) => {
            if facts.progress(line.number) != Progress::ToDo {
                report.breach(&LINE_UNDER_WAY, "line");
            }
        }
        (Subject::Measure(_), Some(Verdict::Remedy)) => {
            if note.trim().is_empty() {
                report.breach(&DONE_MISSING, "note");
            }
            point_05::check_text(report, note, "note");
        }
        _ => report.breach(&NOTHING_TO_DO, "line"),
    }
}

fn check_close(report: &mut Report, review: &ReviewBody, note: &str, facts: &ReviewFacts) {
    let undecided = review.lines.iter().filter(|line| line.decision.is_none()).count();
    if undecided > 0 {
        report.violations.push(UNDECIDED.filled("", &[("count", &undecided)]));
    }
    let is_waiting = |line: &u32| matches!(facts.progress(*line), Progress::ToDo | Progress::UnderWay);
    let waiting: Vec<String> = review
        .lines
        .iter()
        .filter(|line| line.decision.is_some())
        .map(|line| line.number)
        .filter(is_waiting)
        .map(|line| line.to_string())
        .collect();
    if !waiting.is_empty() {
        let lines = waiting.join("、");
        report.violations.push(NOT_CARRIED_OUT.filled("", &[("count", &waiting.len()), ("lines", &lines)]));
    }
    if note.trim().is_empty() {
        report.breach(&RESULT_MISSING, "note");
    }
    point_05::check_text(report, note, "note");
}

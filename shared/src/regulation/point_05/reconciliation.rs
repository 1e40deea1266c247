//! 5(1), 5(6): the platform's own query record is held against the register, by the manager.

use chrono::{Days, Months, NaiveDate};

use super::QUERY_RECORD;
use crate::{
    reconciliation::{Asked, File},
    record::Step,
    regulation::{Dated, point_04, rule::Rule},
    violation::Report,
};

/// Rows of a file at most.
pub const ROWS_MOST: usize = 200_000;
/// Our reading: two years are reconciled at once, at most.
const MONTHS_MOST: Dated<u32> = Dated::always(24);
/// Our reading: the text sets no day for what a reconciliation finds, so thirty days.
const FINDING_DAYS: Dated<u64> = Dated::always(30);

/// No days, or the wrong way round.
pub const DAYS: Rule = Rule::refusal(
    "P05-6-RECONCILE-DAYS",
    QUERY_RECORD,
    "請填寫檔案涵蓋的起日與迄日,起日不得晚於迄日,迄日不得晚於今日;一次最長 {months} 個月。",
    "Enter the first and the last day that the file covers, in this order and none of them ahead: {months} months at most at once.",
);
/// A sheet that is not there.
pub const SHEET: Rule = Rule::refusal(
    "P05-6-RECONCILE-SHEET",
    QUERY_RECORD,
    "檔案沒有這個工作表,請填寫其中之一:{sheets};留空則讀取第一個有資料的工作表。",
    "The file has no such sheet. Name one of {sheets}, or leave it empty for the first that holds anything.",
);
/// A column that is not there.
pub const COLUMN: Rule = Rule::refusal(
    "P05-6-RECONCILE-COLUMN",
    QUERY_RECORD,
    "檔案沒有這個欄位,請填寫標題列上的欄名:{headings}。",
    "The file has no such column. Name it as in the heading: {headings}.",
);
/// Nothing in it.
pub const EMPTY: Rule = Rule::refusal(
    "P05-6-RECONCILE-EMPTY",
    QUERY_RECORD,
    "檔案沒有任何一列,請確認匯出的期間。",
    "The file has no rows; look at the days for which it was made.",
);
/// Too much in it.
pub const TOO_MANY: Rule = Rule::refusal(
    "P05-6-RECONCILE-TOO-MANY",
    QUERY_RECORD,
    "檔案超過 {most} 列,請分期對帳。",
    "The file has more than {most} rows; reconcile a shorter time.",
);

/// The days that are reconciled, where they can be on a day.
#[must_use]
pub fn span(asked: &Asked, on: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
    let (from, to) = asked.from.zip(asked.to)?;
    let end = from.checked_add_months(Months::new(MONTHS_MOST.on(on)))?;
    (from <= to && to <= on && to < end).then_some((from, to))
}

/// A file may be reconciled.
#[must_use]
pub fn check(asked: &Asked, file: &File, step: &Step<'_>) -> Report {
    let mut report = Report::default();
    point_04::check_keeper(&mut report, step.actor);
    if span(asked, step.on()).is_none() {
        report.violations.push(DAYS.filled("from", &[("months", &MONTHS_MOST.on(step.on()))]));
    }
    let columns = &asked.columns;
    if !columns.sheet.is_empty() && !file.sheets.is_empty() && !file.sheets.contains(&columns.sheet) {
        report.violations.push(SHEET.filled("sheet", &[("sheets", &file.sheets.join("、"))]));
        // What stands in a sheet that is not there says nothing.
        return report;
    }
    let headings = file.headings.join("、");
    for (path, name) in
        [("queried_on", &columns.queried_on), ("account", &columns.account), ("identity", &columns.identity)]
    {
        if !file.headings.contains(name) {
            report.violations.push(COLUMN.filled(path, &[("headings", &headings)]));
        }
    }
    if file.rows == 0 {
        report.breach(&EMPTY, "");
    } else if file.rows > ROWS_MOST {
        report.violations.push(TOO_MANY.filled("", &[("most", &ROWS_MOST)]));
    }
    report
}

/// Until when what was found on a day is cleared up.
#[must_use]
pub fn clear_up_by(on: NaiveDate) -> NaiveDate {
    on.checked_add_days(Days::new(FINDING_DAYS.on(on))).unwrap_or(on)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{
        account::Standing,
        id::{PersonId, UnitId},
        reconciliation::Columns,
        regulation::{EditionId, Settings},
    };

    fn judge(is_manager: bool, change: impl Fn(&mut Asked, &mut File)) -> Report {
        let actor = Standing {
            person: PersonId(Uuid::nil()),
            name: "吳管理".into(),
            unit: UnitId(Uuid::nil()),
            is_active: true,
            has_card: true,
            has_egov_account: true,
            grants: vec![],
            heads: vec![],
            parents: vec![],
            deputy_for: vec![],
            is_manager,
        };
        let step = Step {
            now: "2026-04-01T02:00:00Z".parse().unwrap(),
            edition: EditionId::Amended,
            settings: Settings::FIRST,
            actor: &actor,
            must_sign: false,
        };
        let columns = Columns {
            queried_on: "日期".into(),
            account: "帳號".into(),
            identity: "證號".into(),
            sheet: String::new(),
        };
        let mut asked = Asked {
            from: NaiveDate::from_ymd_opt(2026, 3, 1),
            to: NaiveDate::from_ymd_opt(2026, 3, 31),
            columns,
        };
        let headings = ["日期", "帳號", "證號"].map(str::to_owned).to_vec();
        let mut file = File { sheets: Vec::new(), headings, rows: ROWS_MOST };
        change(&mut asked, &mut file);
        check(&asked, &file, &step)
    }

    #[test]
    fn a_file_with_its_columns_and_days_is_reconciled_by_the_manager() {
        assert!(judge(true, |_, _| ()).is_accepted());
        assert!(judge(true, |asked, _| asked.to = asked.from).is_accepted(), "a single day");
        assert!(judge(false, |_, _| ()).has("P04-2-NOT-THE-MANAGER"));
        let ymd = NaiveDate::from_ymd_opt;
        assert!(judge(true, |asked, _| asked.from = ymd(2024, 4, 1)).is_accepted(), "two years");
        for (from, to) in [
            (None, ymd(2026, 3, 31)),
            (ymd(2026, 3, 31), ymd(2026, 3, 1)),
            (ymd(2024, 3, 31), ymd(2026, 3, 31)),
            (ymd(2026, 4, 1), ymd(2026, 4, 2)),
            (ymd(2026, 4, 1), ymd(5059, 10, 25)),
        ] {
            let report = judge(true, |asked, _| (asked.from, asked.to) = (from, to));
            assert!(report.has("P05-6-RECONCILE-DAYS"), "{from:?} to {to:?}");
        }
        assert!(judge(true, |asked, _| asked.columns.identity = "姓名".into()).has("P05-6-RECONCILE-COLUMN"));
        let named = |asked: &mut Asked, file: &mut File, sheet: &str| {
            file.sheets = vec!["說明".into(), "紀錄".into()];
            asked.columns.sheet = sheet.into();
        };
        assert!(judge(true, |asked, file| named(asked, file, "紀錄")).is_accepted());
        assert!(judge(true, |asked, file| named(asked, file, "紀錄表")).has("P05-6-RECONCILE-SHEET"));
        assert!(judge(true, |asked, _| asked.columns.sheet = "紀錄".into()).is_accepted(), "no spreadsheet");
        assert!(judge(true, |_, file| file.rows = 0).has("P05-6-RECONCILE-EMPTY"));
        assert!(judge(true, |_, file| file.rows += 1).has("P05-6-RECONCILE-TOO-MANY"));
    }
}

//! The checklist of the data-security audit: the measures of the law with what this register's own records say of each.

use chrono::Datelike as _;
use shared::{
    Kept as _, Report,
    api::v1::AcknowledgmentState,
    certificate::Certificate,
    custody::ManagerChange,
    field::roc_slash,
    finding::Finding,
    incident::Incident,
    record::Record as _,
    review::{
        Figure, Measure, MeasureLine, Progress, Review, ReviewKind, ReviewState, Snapshot, Subject, Verdict,
        review_id,
    },
    taiwan_day,
};

use super::{
    find::{accounts, bounds, line, standings},
    store,
};
use crate::{
    app::Act,
    figures,
    http::error::ApiError,
    journal, liability,
    records::{self, store::Scope},
};

/// Every measure, with its figures of the year.
///
/// # Errors
/// The database does not answer.
pub async fn snapshot(act: &mut Act<'_>, year: i32) -> Result<Snapshot, ApiError> {
    let mut lines = Vec::new();
    for (at, measure) in Measure::ALL.into_iter().enumerate() {
        let figures = figures_of(act, measure, year).await?;
        let subject = Subject::Measure(MeasureLine { measure, figures });
        lines.push(line(at + 1, subject, Report::default()));
    }
    let today = act.today().to_string();
    let late = store::late(act.tx, None, &today).await?;
    Ok(Snapshot { figures: vec![Figure::new("逾期待辦", "duties that are late", late)], lines })
}

async fn figures_of(act: &mut Act<'_>, measure: Measure, year: i32) -> Result<Vec<Figure>, ApiError> {
    let registers = act.registers();
    let today = act.today();
    let day = today.to_string();
    Ok(match measure {
        Measure::People => {
            let open = registers.accounts.values().filter(|account| account.is_active(today)).count();
            let manager = registers.manager(today).map(|account| account.draft().name.clone());
            vec![
                Figure::new("管理者", "manager in office", manager.unwrap_or_default()),
                Figure::new("使用中帳號", "open accounts", open),
            ]
        }
        Measure::Scope => {
            let in_force = registers.items.values().filter(|item| item.repeal().is_none()).count();
            vec![Figure::new("未廢止業務項目", "items not repealed", in_force)]
        }
        Measure::Procedures => {
            let months = format!("{year:04}-");
            let known = figures::all(act.tx).await?;
            let of_year =
                known.iter().filter(|row| row.name == "registered" && row.month.starts_with(&months));
            let unaccounted = store::late(act.tx, Some("account_for_paper"), &day).await?;
            vec![
                Figure::new(
                    "本年查調登記",
                    "inquiries registered this year",
                    of_year.map(|row| row.count).sum::<i64>(),
                ),
                Figure::new("查詢紀錄逾期", "query records late", unaccounted),
            ]
        }
        Measure::Security => {
            let found = accounts(act).await?;
            let flagged = found.lines.iter().filter(|line| !line.flags.is_empty()).count();
            let accounts_late = store::late(act.tx, Some("adjust_account"), &day).await?;
            let printouts_late = store::late(act.tx, Some("destroy_printout"), &day).await?;
            vec![
                Figure::new("有提示的帳號", "accounts with something to look at", flagged),
                Figure::new("逾期未調整帳號", "accounts late for a job change", accounts_late),
                Figure::new("逾期未銷毀列印資料", "printouts overdue for destruction", printouts_late),
            ]
        }
        Measure::Training => training(act, year).await?,
        Measure::Audit => {
            let mut figures = Vec::new();
            for (kind, zh_tw, en) in [
                (ReviewKind::Accounts, "本年帳號權限清查", "review of accounts this year"),
                (ReviewKind::Destruction, "本年保存及銷毀查核", "check of keeping this year"),
            ] {
                let review: Option<Review> = records::flow::find(act.tx, review_id(kind, year).0).await?;
                let value = review.map_or("未立案", |review| match review.status() {
                    "closed" => "已簽結",
                    "open" => "辦理中",
                    _ => "未開始",
                });
                figures.push(Figure::new(zh_tw, en, value));
            }
            figures
        }
        Measure::Trails => {
            let head = journal::store::head(act.tx).await?;
            let (from, until) = bounds(year);
            let looked = store::looked(act.tx, from, until).await?;
            let verified = act.app().verified();
            let word = verified.map_or_else(
                || "未驗證".to_owned(),
                |head| match head.verified_at {
                    Some(at) if head.problems.is_empty() => format!("{}無誤", roc_slash(taiwan_day(at))),
                    _ => format!("異常 {} 處", head.problems.len()),
                },
            );
            vec![
                Figure::new("稽核軌跡筆數", "entries of the journal", head.size),
                Figure::new("最近驗證", "last verification", word),
                Figure::new("本年檢視完整個資次數", "looks at full identities this year", looked),
            ]
        }
        Measure::Improvement => improvement(act, year - 1).await?,
        Measure::Risk => {
            let findings: Vec<Finding> = records::flow::all(act.tx, Scope::All, "").await?;
            let open = findings.iter().filter(|finding| finding.status() != "mended").count();
            vec![Figure::new("未結缺失", "findings still open", open)]
        }
        Measure::Incidents => incidents(act, year).await?,
        Measure::Equipment => {
            let present: Vec<Certificate> = records::flow::all(act.tx, Scope::All, "present").await?;
            let last = present.iter().map(|certificate| certificate.body().expires_on).max();
            let word = last.map_or_else(|| "無紀錄".to_owned(), roc_slash);
            vec![Figure::new("資安證書有效至", "security certificate valid until", word)]
        }
    })
}

async fn training(act: &mut Act<'_>, year: i32) -> Result<Vec<Figure>, ApiError> {
    let states = liability::flow::states(act, year).await?;
    let given = states.values().filter(|state| **state == AcknowledgmentState::Acknowledged).count();
    let changes: Vec<ManagerChange> = records::flow::all(act.tx, Scope::All, "").await?;
    let trained = changes.iter().filter_map(|change| change.body().training.as_ref()).map(|one| one.on).max();
    Ok(vec![
        Figure::new(
            "本年知悉法律責任",
            "liability acknowledged this year",
            format!("{given}／{}", states.len()),
        ),
        Figure::new(
            "管理者資安訓練",
            "manager's security training",
            trained.map(roc_slash).unwrap_or_else(|| "無紀錄".to_owned()),
        ),
    ])
}

/// Incidents that became known in a year.
async fn incidents(act: &mut Act<'_>, year: i32) -> Result<Vec<Figure>, ApiError> {
    let all: Vec<Incident> = records::flow::all(act.tx, Scope::All, "").await?;
    let of_year: Vec<_> =
        all.iter().map(Incident::body).filter(|body| taiwan_day(body.known_at).year() == year).collect();
    let open = of_year.iter().filter(|body| body.closed.is_none()).count();
    let now = act.now();
    let late =
        of_year.iter().filter(|body| body.clocks.iter().any(|clock| body.is_late(*clock, now))).count();
    Ok(vec![
        Figure::new("本年事故", "incidents this year", of_year.len()),
        Figure::new("其中未結案", "of these not closed", open),
        Figure::new("其中逾時通報", "of these told late", late),
    ])
}

/// What became of the findings of the year before.
async fn improvement(act: &mut Act<'_>, year: i32) -> Result<Vec<Figure>, ApiError> {
    let before: Option<Review> = records::flow::find(act.tx, review_id(ReviewKind::Security, year).0).await?;
    let Some(review) = before else {
        return Ok(vec![Figure::new("上年度稽核", "audit of the year before", "無紀錄")]);
    };
    let body = review.body();
    let is_finding = |line: &&shared::review::Line| {
        line.decision.as_ref().is_some_and(|decision| decision.verdict == Verdict::Remedy)
    };
    let findings = body.lines.iter().filter(is_finding).count();
    let done = if matches!(body.state, ReviewState::Closed { .. }) {
        findings
    } else {
        let known = standings(act, body).await?;
        known.iter().filter(|standing| standing.progress == Progress::Done).count()
    };
    Ok(vec![
        Figure::new("上年度缺失", "findings of the year before", findings),
        Figure::new("其中已改善", "of these put right", done),
    ])
}

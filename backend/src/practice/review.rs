//! The county's yearly reviews: owed in January, begun in October, signed in November; this year's are left to be decided on.

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc};
use shared::{
    Kept as _,
    review::{LineVerdict, Measure, Review, ReviewAction, ReviewKind, Subject, Verdict, review_id},
    taiwan_day,
};

use super::oversight::{Office, Told, morning};
use crate::{app::Act, http::error::ApiError, records, registers::Registers, review::flow};

/// Something that happens to a review.
#[derive(Debug, Clone, Copy)]
pub enum Deed {
    /// The year asks for all three.
    Owe,
    /// One is begun.
    Begin(ReviewKind, i32),
    /// Its lines are decided on: all of them, or those alone about which nothing was noticed.
    Judge(ReviewKind, i32, bool),
    /// What was decided is carried out, and it is signed.
    Sign(ReviewKind, i32),
}

impl Deed {
    /// What it is, for the report of a broken rule.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Owe => "owe the year's reviews",
            Self::Begin(..) => "begin a review",
            Self::Judge(..) => "decide on a review",
            Self::Sign(..) => "sign a review",
        }
    }
}

/// Every year's reviews between two instants.
pub fn tell(registers: &Registers, since: DateTime<Utc>, now: DateTime<Utc>) -> Vec<Told> {
    let (first, today) = (taiwan_day(since), taiwan_day(now));
    let mut told = Vec::new();
    let Some(manager) = registers.manager(today).map(shared::account::Account::person) else { return told };
    for year in first.year()..=today.year() {
        let on = |month, day| NaiveDate::from_ymd_opt(year, month, day);
        let Some(owed) = on(1, 4).map(|day| day.max(first + Days::new(1))) else { continue };
        told.push((morning(owed, 300), manager, Office::Review(Deed::Owe)));
        for (kind, place) in ReviewKind::ALL.into_iter().zip(0_u64..) {
            let begin = on(10, 20).map(|day| day.max(owed + Days::new(1)));
            let sign = on(11, 18).map(|day| day.max(owed + Days::new(8)));
            let (Some(begin), Some(sign)) = (begin, sign) else { continue };
            told.push((morning(begin, 20 + place), manager, Office::Review(Deed::Begin(kind, year))));
            let is_past = year < today.year();
            let judged = Deed::Judge(kind, year, is_past);
            told.push((morning(begin + Days::new(2), 20 + place), manager, Office::Review(judged)));
            if is_past {
                told.push((morning(sign, 20 + place), manager, Office::Review(Deed::Sign(kind, year))));
            }
        }
    }
    told
}

/// Lives it.
///
/// # Errors
/// A rule refuses it, which would be a mistake of this file, or the database does not answer.
pub async fn live(act: &mut Act<'_>, deed: Deed) -> Result<(), ApiError> {
    match deed {
        Deed::Owe => flow::owe(act).await,
        Deed::Begin(kind, year) => take(act, kind, year, ReviewAction::Open).await,
        Deed::Judge(kind, year, is_all) => {
            let review = known(act, kind, year).await?;
            let wanted = review.body().lines.iter().filter(|line| is_all || line.flags.is_empty());
            let verdicts: Vec<LineVerdict> = wanted.map(verdict).collect();
            take(act, kind, year, ReviewAction::Decide { verdicts }).await
        }
        Deed::Sign(kind, year) => {
            let review = known(act, kind, year).await?;
            let is_open = |line: &&shared::review::Line| {
                line.decision.as_ref().is_some_and(|decision| decision.verdict == Verdict::Remedy)
            };
            let open: Vec<u32> = review.body().lines.iter().filter(is_open).map(|line| line.number).collect();
            for line in open {
                let note = "資訊單位已完成設定並抽查確認。".to_owned();
                take(act, kind, year, ReviewAction::CarryOut { line, note }).await?;
            }
            let note = "清查完畢，均已處理。".to_owned();
            take(act, kind, year, ReviewAction::Close { note }).await
        }
    }
}

fn verdict(line: &shared::review::Line) -> LineVerdict {
    let given = LineVerdict {
        line: line.number,
        verdict: Verdict::Keep,
        reason: String::new(),
        remedy: String::new(),
        items: Vec::new(),
    };
    match &line.subject {
        Subject::Measure(one) if one.measure == Measure::Equipment => LineVerdict {
            verdict: Verdict::Remedy,
            reason: "兩台辦公電腦未設定螢幕自動鎖定。".to_owned(),
            remedy: "由資訊單位統一派送鎖定設定。".to_owned(),
            ..given
        },
        _ if line.flags.is_empty() => given,
        _ => LineVerdict {
            reason: "經洽單位主管，業務仍需使用，列管追蹤。".to_owned(), ..given
        },
    }
}

async fn known(act: &mut Act<'_>, kind: ReviewKind, year: i32) -> Result<Review, ApiError> {
    records::flow::find(act.tx, review_id(kind, year).0).await?.ok_or(ApiError::NotFound)
}

async fn take(act: &mut Act<'_>, kind: ReviewKind, year: i32, action: ReviewAction) -> Result<(), ApiError> {
    let revision = known(act, kind, year).await?.body().revision;
    flow::act(act, review_id(kind, year), revision, action).await.map(drop)
}

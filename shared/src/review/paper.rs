//! The record of a review on paper.

use super::{
    AccountLine, Line, MeasureLine, REPUBLIC, ReviewBody, ReviewKind, ReviewState, Subject, Verdict,
};
use crate::{
    custody::{Mark, paper::Letterhead},
    field::{roc_slash, roc_text},
    paper::{Block, Column, Field, Sheet, SignatureBox, moment},
    period::retention_strict,
    record::taiwan_day,
};

/// The record: of a review that is not signed yet it says so.
#[must_use]
pub fn record(body: &ReviewBody, head: &Letterhead) -> Sheet {
    let kept = body.ended_at().and_then(|at| retention_strict(taiwan_day(at)).ok());
    let keep =
        kept.map_or_else(|| "5年".to_owned(), |days| format!("5年（保存至{}）", roc_text(days.keep_through)));
    let mut blocks = vec![Block::Fields { rows: facts(body) }];
    if !body.figures.is_empty() {
        blocks.push(Block::Heading { text: "統計".to_owned() });
        let rows = body.figures.chunks(2).map(|pair| {
            pair.iter().map(|figure| Field::new(figure.name.zh_tw.to_string(), &*figure.value)).collect()
        });
        blocks.push(Block::Fields { rows: rows.collect() });
    }
    blocks.push(Block::Heading { text: heading(body.kind).to_owned() });
    blocks.push(table(body));
    Sheet {
        title: format!("民國{}年{}紀錄", body.year - REPUBLIC, body.kind.zh_tw()),
        agency: head.agency.clone(),
        keep,
        is_landscape: true,
        blocks,
        signatures: vec![
            signature(body),
            SignatureBox::blank("單位主管"),
            SignatureBox::blank("機關首長（或授權人）"),
        ],
        link: format!("/reviews/{}", body.id),
        note: format!(
            "依{}辦理；紀錄至少保存五年。期限以曆年計，係本系統之解讀。",
            body.kind.citation().zh_tw()
        ),
        printed_by: head.printed_by.clone(),
        printed_at: head.printed_at.clone(),
        ..Sheet::default()
    }
}

fn heading(kind: ReviewKind) -> &'static str {
    match kind {
        ReviewKind::Accounts => "使用者名冊及清查結果",
        ReviewKind::Destruction => "查核發現及處理",
        ReviewKind::Security => "安全維護措施及稽核結果（個人資料保護法施行細則第十二條第二項）",
    }
}

fn by(mark: &Mark) -> String {
    format!("{}　{}", mark.by_name, moment(mark.at))
}

fn facts(body: &ReviewBody) -> Vec<Vec<Field>> {
    let (opened, closed, note) = match &body.state {
        ReviewState::Due => (String::new(), "尚未開始".to_owned(), ""),
        ReviewState::Open { opened } => (by(opened), "辦理中".to_owned(), ""),
        ReviewState::Closed { opened, closed, note } => (by(opened), by(closed), note.as_str()),
    };
    let due = body.due().map(roc_text).unwrap_or_default();
    let late = match &body.state {
        ReviewState::Closed { closed, .. } if body.is_late(taiwan_day(closed.at)) => "（逾期）",
        _ => "",
    };
    vec![
        vec![Field::new("年度", format!("民國{}年", body.year - REPUBLIC)), Field::new("期限", due)],
        vec![Field::new("開始（名冊凍結時點）", opened), Field::new("簽結", format!("{closed}{late}"))],
        vec![Field::new("總結", note)],
    ]
}

fn signature(body: &ReviewBody) -> SignatureBox {
    match &body.state {
        ReviewState::Closed { closed, .. } => {
            SignatureBox::signed("管理者", &*closed.by_name, moment(closed.at))
        }
        _ => SignatureBox::blank("管理者"),
    }
}

type RowOf = fn(&Line) -> Vec<String>;

fn table(body: &ReviewBody) -> Block {
    let (columns, row): (&[(&str, u16)], RowOf) = match body.kind {
        ReviewKind::Accounts => (
            &[
                ("項次", 2),
                ("單位", 7),
                ("姓名職稱", 5),
                ("業務項目", 4),
                ("最後查調", 5),
                ("提示", 12),
                ("決定", 3),
                ("理由", 8),
                ("執行", 5),
            ],
            account_row,
        ),
        ReviewKind::Destruction => (
            &[
                ("項次", 2),
                ("單位", 7),
                ("承辦", 4),
                ("文號", 8),
                ("查調日", 5),
                ("發現", 12),
                ("決定", 3),
                ("說明", 8),
                ("執行", 5),
            ],
            finding_row,
        ),
        ReviewKind::Security => (
            &[
                ("項次", 2),
                ("措施", 9),
                ("系統紀錄", 11),
                ("結果", 4),
                ("發現", 7),
                ("改善措施", 7),
                ("完成情形", 7),
            ],
            measure_row,
        ),
    };
    let columns = columns.iter().map(|(title, share)| Column::new(*title, *share)).collect();
    Block::Table { columns, rows: body.lines.iter().map(row).collect() }
}

/// What becomes of a line, as the record has it.
#[must_use]
pub const fn verdict_words(subject: &Subject, verdict: Verdict) -> &'static str {
    match (subject, verdict) {
        (Subject::Measure(_), Verdict::Keep) => "符合",
        (_, Verdict::Keep) => "保留",
        (_, Verdict::Adjust) => "調整",
        (_, Verdict::Revoke) => "註銷",
        (_, Verdict::Remedy) => "改善",
    }
}

fn flags(line: &Line) -> String {
    line.flags.iter().map(|flag| flag.message.zh_tw.as_ref()).collect::<Vec<_>>().join("\n")
}

fn verdict(line: &Line) -> String {
    let decided = line.decision.as_ref().map(|decision| verdict_words(&line.subject, decision.verdict));
    decided.unwrap_or("未決定").to_owned()
}

fn reason(line: &Line) -> String {
    line.decision.as_ref().map(|decision| decision.reason.clone()).unwrap_or_default()
}

fn done(line: &Line) -> String {
    match (&line.decision, line.settled_on, &line.carried) {
        (_, Some(day), _) => format!("{}完成", roc_slash(day)),
        (Some(decision), None, _) if decision.verdict == Verdict::Keep => String::new(),
        (Some(_), None, Some(_)) => "辦理中".to_owned(),
        (Some(_), None, None) => "未執行".to_owned(),
        (None, ..) => String::new(),
    }
}

fn account_row(line: &Line) -> Vec<String> {
    let Subject::Account(account) = &line.subject else { return Vec::new() };
    let AccountLine { unit_name, name, title, items, last_inquiry_on, .. } = account;
    vec![
        line.number.to_string(),
        unit_name.clone(),
        format!("{name}\n{title}"),
        items.iter().map(|item| item.number.as_str()).collect::<Vec<_>>().join("、"),
        last_inquiry_on.map(roc_slash).unwrap_or_default(),
        flags(line),
        verdict(line),
        reason(line),
        done(line),
    ]
}

fn finding_row(line: &Line) -> Vec<String> {
    let (unit, who, case, day) = match &line.subject {
        Subject::Printout(one) => (&one.unit_name, &one.holder_name, &one.case_number, one.queried_on),
        Subject::QueryRecord(one) => (&one.unit_name, &one.applicant_name, &one.case_number, one.queried_on),
        Subject::Account(_) | Subject::Measure(_) => return Vec::new(),
    };
    vec![
        line.number.to_string(),
        unit.clone(),
        who.clone(),
        case.clone(),
        roc_slash(day),
        flags(line),
        verdict(line),
        reason(line),
        done(line),
    ]
}

fn measure_row(line: &Line) -> Vec<String> {
    let Subject::Measure(MeasureLine { measure, figures }) = &line.subject else { return Vec::new() };
    let known = figures.iter().map(|figure| format!("{}：{}", figure.name.zh_tw, figure.value));
    let figures =
        if figures.is_empty() { "由人員檢視".to_owned() } else { known.collect::<Vec<_>>().join("\n") };
    vec![
        line.number.to_string(),
        measure.words().zh_tw.into_owned(),
        figures,
        verdict(line),
        reason(line),
        line.decision.as_ref().map(|decision| decision.remedy.clone()).unwrap_or_default(),
        line.carried.as_ref().map(|carried| carried.note.clone()).unwrap_or_default(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        EditionId,
        id::{PersonId, ReviewId, UnitId},
        review::{Decision, Figure, Measure},
    };

    fn mark() -> Mark {
        let at = "2026-12-30T02:00:00Z".parse().unwrap();
        Mark { at, by: PersonId(uuid::Uuid::nil()), by_name: "吳管理".into() }
    }

    fn audited(state: ReviewState) -> ReviewBody {
        let figures = vec![Figure::new("稽核軌跡筆數", "entries of the journal", 12)];
        let nil = uuid::Uuid::nil();
        ReviewBody {
            id: ReviewId(nil),
            revision: 3,
            kind: ReviewKind::Security,
            year: 2026,
            edition: EditionId::Amended,
            unit: UnitId(nil),
            keeper: PersonId(nil),
            owed_from: "2026-01-05".parse().unwrap(),
            state,
            figures: Vec::new(),
            lines: vec![Line {
                number: 1,
                subject: Subject::Measure(MeasureLine { measure: Measure::Trails, figures }),
                flags: Vec::new(),
                decision: Some(Decision {
                    verdict: Verdict::Keep,
                    reason: String::new(),
                    remedy: String::new(),
                    items: Vec::new(),
                    mark: mark(),
                }),
                carried: None,
                settled_on: None,
            }],
        }
    }

    #[test]
    fn the_record_says_what_was_counted_what_was_decided_and_who_signed() {
        let closed = ReviewState::Closed { opened: mark(), closed: mark(), note: "均符合".into() };
        let sheet = record(&audited(closed), &Letterhead::default());
        assert_eq!(sheet.title, "民國115年資料安全稽核紀錄");
        assert_eq!(sheet.keep, "5年（保存至民國120年12月30日）");
        assert_eq!(sheet.signatures[0].name, "吳管理");
        let Some(Block::Table { columns, rows }) = sheet.blocks.last() else { panic!("a table") };
        assert!(rows.iter().all(|row| row.len() == columns.len()));
        assert_eq!((rows[0][2].as_str(), rows[0][3].as_str()), ("稽核軌跡筆數：12", "符合"));
    }

    #[test]
    fn a_record_nobody_signed_has_an_empty_box() {
        let sheet = record(&audited(ReviewState::Open { opened: mark() }), &Letterhead::default());
        assert_eq!((sheet.keep.as_str(), sheet.signatures[0].name.as_str()), ("5年", ""));
        assert!(format!("{sheet:?}").contains("辦理中"));
    }
}

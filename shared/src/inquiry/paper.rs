//! 查調資料登記表 on paper: 附表四, or the number of the edition it was registered under; its subjects are masked.

use super::{Decision, MaskedSubject, Outcome};
use crate::{
    api::v1::{InquiryView, PrintoutView},
    field::{RocMonth, roc_slash, roc_text},
    id::InquiryId,
    paper::{Block, Column, Field, Printing, Sheet, SignatureBox, Tick, moment},
    printout::{Destruction, Fate},
    taiwan_day,
};

/// The form of one inquiry.
#[must_use]
pub fn sheet(view: &InquiryView, county: &str, printing: &Printing) -> Sheet {
    let mut blocks = vec![registered(view)];
    blocks.push(subjects(&view.inquiry.registration.subjects));
    blocks.push(result(view));
    if !view.printouts.is_empty() {
        blocks.push(printouts(&view.printouts));
    }
    Sheet {
        title: "使用勞動部勞工保險局電子查驗服務系統查調資料登記表".to_owned(),
        form_number: view.form_number.clone(),
        agency: county.to_owned(),
        keep: "5年".to_owned(),
        is_landscape: true,
        blocks,
        signatures: signatures(view),
        link: format!("/inquiries/{}", view.inquiry.id),
        note: "本表不含完整個人資料，被查詢人姓名及統一編號均已遮蔽；完整資料以系統紀錄為準。".to_owned(),
        ..Sheet::default()
    }
    .watermarked(printing)
}

fn registered(view: &InquiryView) -> Block {
    let inquiry = &view.inquiry;
    let registration = &inquiry.registration;
    let mut rows = vec![
        vec![
            Field::new("登記日期", roc_text(taiwan_day(inquiry.submitted_at))),
            Field::new("流水號", short(inquiry.id)),
            Field::new("機關／單位", &view.unit_name),
        ],
        vec![
            Field::new("業務項目", format!("{}\u{3000}{}", view.item_number, view.item_name)),
            Field::new("文號或案號", &registration.case_number),
        ],
        vec![
            Field::new("使用目的", &view.purpose),
            Field::new(
                "資料期間",
                format!("{} 至 {}", month(&registration.period_from), month(&registration.period_to)),
            ),
        ],
        vec![Field::new("資料項目", view.data_item_names.join("、"))],
        vec![Field::new("查調事由", &registration.reason)],
    ];
    let further = [("擴大理由", &registration.justification), ("備註", &registration.remark)];
    rows.extend(
        further
            .iter()
            .filter(|(_, text)| !text.is_empty())
            .map(|(label, text)| vec![Field::new(*label, *text)]),
    );
    Block::Fields { rows }
}

/// Two subjects a row: a long list then takes half the paper.
fn subjects(subjects: &[MaskedSubject]) -> Block {
    let columns = [("序號", 2), ("被查詢人姓名", 5), ("統一編號", 6)];
    let cells = |(at, subject): (usize, &MaskedSubject)| {
        vec![(at + 1).to_string(), subject.name.clone(), subject.identity.clone()]
    };
    let all: Vec<Vec<String>> = subjects.iter().enumerate().map(cells).collect();
    Block::Table {
        columns: columns.iter().chain(&columns).map(|(title, share)| Column::new(*title, *share)).collect(),
        rows: all.chunks(2).map(<[Vec<String>]>::concat).collect(),
    }
}

fn result(view: &InquiryView) -> Block {
    let query = view.inquiry.status.query();
    let is = |outcome: Outcome| query.is_some_and(|query| query.outcome == outcome);
    let ticks = [
        Tick::new("有資料", is(Outcome::Found)),
        Tick::new("查無資料", is(Outcome::NothingFound)),
        Tick::new("尚未查調", query.is_none()),
    ];
    // One row: a short form then stays on one page.
    Block::Fields {
        rows: vec![vec![
            Field::new("查詢結果", ticks.iter().map(Tick::words).collect::<Vec<_>>().join("\u{3000}")),
            Field::new("查調時間", query.map(|query| moment(query.queried_at)).unwrap_or_default()),
            Field::new("紀錄存放", query.map(|query| query.query_record_place.as_str()).unwrap_or_default()),
        ]],
    }
}

fn printouts(printouts: &[PrintoutView]) -> Block {
    let columns = [("列印資料", 3), ("張數", 2), ("影印份數", 2), ("去處", 9), ("應銷毀期間", 6)];
    let row = |(at, view): (usize, &PrintoutView)| {
        vec![
            (at + 1).to_string(),
            view.printout.pages.to_string(),
            view.printout.copies.to_string(),
            fate(&view.printout.fate),
            view.window
                .as_ref()
                .map(|window| {
                    format!("{} 至 {}", roc_slash(window.destroy_from), roc_slash(window.destroy_by))
                })
                .unwrap_or_default(),
        ]
    };
    Block::Table {
        columns: columns.map(|(title, share)| Column::new(title, share)).to_vec(),
        rows: printouts.iter().enumerate().map(row).collect(),
    }
}

fn fate(fate: &Fate) -> String {
    match fate {
        Fate::Filed { case_number, on } => format!("附卷：{case_number}（{}）", roc_slash(*on)),
        Fate::Kept { place } => format!("暫存：{place}"),
        Fate::NotNeeded { place, confirmed_on, .. } => {
            format!("確認無保存必要：{place}（{}）", roc_slash(*confirmed_on))
        }
        Fate::Destroyed(destruction) => {
            format!("已銷毀：{}，{}", roc_slash(destruction.on), destruction.method.words())
        }
    }
}

fn signatures(view: &InquiryView) -> Vec<SignatureBox> {
    let inquiry = &view.inquiry;
    let approval = |decision: &Decision| {
        let name = match &decision.for_head_name {
            Some(head) => format!("{}（代 {head}）", decision.by_name),
            None => decision.by_name.clone(),
        };
        SignatureBox::signed("單位主管核可", name, moment(decision.at))
    };
    let destruction = view.printouts.iter().find_map(|view| match &view.printout.fate {
        Fate::Destroyed(destruction) => Some(destruction),
        _ => None,
    });
    let gone = |role: &str, name: fn(&Destruction) -> &String| match destruction {
        Some(destruction) => SignatureBox::signed(role, name(destruction), roc_text(destruction.on)),
        None => SignatureBox::blank(role),
    };
    vec![
        SignatureBox::signed("申請人（使用者）", &inquiry.applicant_name, moment(inquiry.submitted_at)),
        inquiry.status.approval().map_or_else(|| SignatureBox::blank("單位主管核可"), approval),
        gone("銷毀人", |destruction| &destruction.by_name),
        gone("監毀人", |destruction| &destruction.witness_name),
    ]
}

fn month(month: &str) -> String {
    RocMonth::parse(month).map_or_else(|_| month.to_owned(), RocMonth::text)
}

/// The record's identifier, short enough to read aloud and still found by search.
fn short(id: InquiryId) -> String {
    let text = id.to_string();
    text.chars().skip(text.chars().count().saturating_sub(12)).collect()
}

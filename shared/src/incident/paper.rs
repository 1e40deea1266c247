//! 事故通報單 to the Bureau: the facts as far as they are known, what was done, whom it touches by number.

use super::{Clock, IncidentBody, Part};
use crate::{
    api::v1::IncidentReach,
    custody::paper::Letterhead,
    paper::{Block, Column, Field, Sheet, SignatureBox, moment},
};

/// The report; a data subject is in it by number alone.
#[must_use]
pub fn report(body: &IncidentBody, reach: &IncidentReach, head: &Letterhead) -> Sheet {
    let nature = body.nature.words().zh_tw;
    let sort = if body.is_suspected { "疑似" } else { "確認" };
    let told = |clock| match body.told(clock) {
        Some(told) => format!("{}（{}）", moment(told.at), told.how),
        None => String::new(),
    };
    let fields = vec![
        vec![Field::new("受文者", "勞動部勞工保險局"), Field::new("通報機關", &head.agency)],
        vec![
            Field::new("事故類別", format!("{sort}　{nature}")),
            Field::new("知悉時間", moment(body.known_at)),
        ],
        vec![Field::new("發生單位", &body.unit_name), Field::new("通報人", &body.reporter.by_name)],
        vec![Field::new("通報貴局時間", told(Clock::Bureau))],
        vec![Field::new("事故摘要", &body.summary)],
        vec![
            Field::new("涉及查調件數", reach.inquiries.to_string()),
            Field::new("涉及當事人人次", reach.subjects.to_string()),
        ],
        vec![
            Field::new("涉及列印資料", format!("{} 張", reach.pages)),
            Field::new("涉及帳號", reach.accounts.len().to_string()),
        ],
    ];
    let mut blocks = vec![Block::Fields { rows: fields }];
    for part in Part::ALL {
        blocks.push(Block::Heading { text: part.words().zh_tw.into_owned() });
        let rows: Vec<Vec<String>> = body
            .timeline
            .iter()
            .filter(|entry| entry.part == part)
            .map(|entry| vec![moment(entry.at), entry.text.clone(), entry.mark.by_name.clone()])
            .collect();
        blocks.push(if rows.is_empty() {
            Block::Text { text: "（調查中）".to_owned() }
        } else {
            let columns = vec![Column::new("時間", 3), Column::new("內容", 8), Column::new("登錄人", 2)];
            Block::Table { columns, rows }
        });
    }
    if let Some(late) = body.told(Clock::Bureau).filter(|told| !told.late_reason.is_empty()) {
        blocks.push(Block::Heading { text: "逾時通報原因".to_owned() });
        blocks.push(Block::Text { text: late.late_reason.clone() });
    }
    Sheet {
        title: "使用勞保局資料事故通報單".to_owned(),
        agency: head.agency.clone(),
        keep: "5年".to_owned(),
        blocks,
        signatures: vec![
            SignatureBox::blank("管理者"),
            SignatureBox::blank("單位主管"),
            SignatureBox::blank("機關首長（或授權人）"),
        ],
        link: format!("/incidents/{}", body.id),
        note: "依規定第十一點即時通報並提供資料；當事人以人次列計，不列姓名及統一編號。".to_owned(),
        printed_by: head.printed_by.clone(),
        printed_at: head.printed_at.clone(),
        ..Sheet::default()
    }
}

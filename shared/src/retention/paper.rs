//! The list of a disposal, and once it is carried out the certificate of it.

use super::{DisposalBody, DisposalState};
use crate::{
    custody::paper::Letterhead,
    field::roc_slash,
    paper::{Block, Column, Field, Sheet, SignatureBox, moment},
};

/// What the county calls a noun on paper.
#[must_use]
pub fn noun(kind: &str) -> &str {
    match kind {
        "inquiry" => "查調登記",
        "printout" => "列印資料紀錄",
        "application" => "權限異動申請",
        "job_change" => "職務異動",
        "manager_change" => "管理者異動",
        "notice" => "異動通知",
        "acknowledgment" => "法律責任知悉",
        "referral" => "移送議處",
        "review" => "年度清查",
        "audit" => "半年內部查核",
        "joint_audit" => "聯合稽核",
        "finding" => "查核缺失",
        "incident" => "事故",
        "certificate" => "資安證書",
        "pack" => "查核資料包",
        "inspection" => "外部查核權限",
        "reconciliation" => "平臺對帳",
        "hold" => "保留註記",
        "disposal" => "銷毀清冊",
        other => other,
    }
}

/// The list; of one that was carried out it says what went and what stayed.
#[must_use]
pub fn disposal(body: &DisposalBody, head: &Letterhead) -> Sheet {
    let (witnessed, executed) = match &body.state {
        DisposalState::Confirmed { witnessed } => (Some(witnessed), None),
        DisposalState::Executed { witnessed, executed, .. } => (Some(witnessed), Some(executed)),
        DisposalState::Proposed | DisposalState::Withdrawn { .. } => (None, None),
    };
    let spared = match &body.state {
        DisposalState::Executed { spared, .. } => spared.as_slice(),
        _ => &[],
    };
    let rows = body.lines.iter().enumerate().map(|(at, line)| {
        let stays = spared.iter().find(|one| one.id == line.of.id);
        let outcome = match (executed, stays) {
            (None, _) => String::new(),
            (Some(_), None) => "已銷毀".to_owned(),
            (Some(_), Some(one)) => format!("未銷毀：{}", one.why.zh_tw),
        };
        vec![
            (at + 1).to_string(),
            noun(&line.of.kind).to_owned(),
            line.of.id.to_string(),
            line.unit_name.clone(),
            roc_slash(line.last_on),
            roc_slash(line.keep_through),
            outcome,
        ]
    });
    let columns = [
        ("項次", 2),
        ("紀錄種類", 6),
        ("識別碼", 14),
        ("單位", 8),
        ("最後異動", 5),
        ("保存至", 5),
        ("結果", 10),
    ];
    let gone = body.lines.len() - spared.len();
    let count = match executed {
        Some(_) => format!("列冊 {} 筆，銷毀 {gone} 筆，保留 {} 筆", body.lines.len(), spared.len()),
        None => format!("列冊 {} 筆", body.lines.len()),
    };
    let signed = |role: &str, mark: Option<&crate::custody::Mark>| match mark {
        Some(mark) => SignatureBox::signed(role, &*mark.by_name, moment(mark.at)),
        None => SignatureBox::blank(role),
    };
    let title = if executed.is_some() { "電子紀錄銷毀證明" } else { "電子紀錄銷毀清冊" };
    Sheet {
        title: title.to_owned(),
        agency: head.agency.clone(),
        keep: "永久".to_owned(),
        is_landscape: true,
        blocks: vec![
            Block::Fields {
                rows: vec![
                    vec![Field::new("原因或核准文號", &*body.reason), Field::new("筆數", count)],
                    vec![
                        Field::new("銷毀方式", "刪除內容、密封個資及其鹽值；雜湊承諾保留，可驗證而不可還原"),
                        Field::new("監毀人", &*body.witness_name),
                    ],
                ],
            },
            Block::Table {
                columns: columns.map(|(title, share)| Column::new(title, share)).to_vec(),
                rows: rows.collect(),
            },
        ],
        signatures: vec![
            signed("提出", Some(&body.proposed)),
            signed("監毀人", witnessed),
            signed("執行", executed),
        ],
        link: format!("/disposals/{}", body.id),
        note: "紀錄自最後一次異動翌日起保存五年，期滿並經監毀人確認後銷毀；有保留註記者不銷毀。".to_owned(),
        printed_by: head.printed_by.clone(),
        printed_at: head.printed_at.clone(),
        ..Sheet::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        custody::Mark,
        id::{DisposalId, PersonId, UnitId},
        retention::{DisposalLine, Keeping, RecordRef, Spared},
    };

    fn mark(name: &str) -> Mark {
        let at = "2032-03-10T02:00:00Z".parse().unwrap();
        Mark { at, by: PersonId(uuid::Uuid::nil()), by_name: name.into() }
    }

    fn line(id: u128) -> DisposalLine {
        DisposalLine {
            of: RecordRef { kind: "inquiry".into(), id: uuid::Uuid::from_u128(id) },
            revision: 5,
            unit_name: "社會處".into(),
            last_on: "2026-03-10".parse().unwrap(),
            keep_through: "2031-03-10".parse().unwrap(),
        }
    }

    #[test]
    fn a_certificate_says_what_went_and_what_a_hold_kept() {
        let spared = vec![Spared { id: uuid::Uuid::from_u128(2), why: Keeping::Held.words() }];
        let state =
            DisposalState::Executed { witnessed: mark("陳監毀"), executed: mark("吳管理"), spared };
        let nil = uuid::Uuid::nil();
        let body = DisposalBody {
            id: DisposalId(nil),
            revision: 3,
            unit: UnitId(nil),
            reason: "府檔字第1210000001號".into(),
            proposed: mark("吳管理"),
            witness: PersonId(nil),
            witness_name: "陳監毀".into(),
            lines: vec![line(1), line(2)],
            state,
        };
        let sheet = disposal(&body, &Letterhead::default());
        assert_eq!(sheet.title, "電子紀錄銷毀證明");
        let Some(Block::Table { columns, rows }) = sheet.blocks.last() else { panic!("a table") };
        assert!(rows.iter().all(|row| row.len() == columns.len()));
        assert_eq!(rows[0][6], "已銷毀");
        assert!(rows[1][6].starts_with("未銷毀") && rows[1][6].contains("保留註記"));
        assert_eq!(sheet.signatures[1].name, "陳監毀");
        let open = DisposalBody { state: DisposalState::Proposed, ..body };
        assert_eq!(disposal(&open, &Letterhead::default()).title, "電子紀錄銷毀清冊");
    }
}

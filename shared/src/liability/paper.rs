//! The roster of a year's acknowledgments on paper.

use super::ARTICLES;
use crate::{
    api::v1::Roster,
    field::roc_slash,
    paper::{Block, Column, Sheet, SignatureBox},
    record::taiwan_day,
};

const REPUBLIC: i32 = 1911;

/// The roster as a sheet; who prints it and when is filled in by whoever does.
#[must_use]
pub fn roster(roster: &Roster, agency: &str) -> Sheet {
    let columns = vec![
        Column::new("單位", 5),
        Column::new("職稱", 3),
        Column::new("姓名", 3),
        Column::new("知悉日期", 3),
        Column::new("期限", 3),
        Column::new("狀態", 2),
        Column::new("內容版本", 4),
    ];
    let rows = roster
        .rows
        .iter()
        .map(|row| {
            vec![
                row.unit_name.clone(),
                row.title.clone(),
                row.person_name.clone(),
                row.at.map(|at| roc_slash(taiwan_day(at))).unwrap_or_default(),
                row.due.map(roc_slash).unwrap_or_default(),
                row.state.word().to_owned(),
                row.text_hash.chars().take(12).collect(),
            ]
        })
        .collect();
    let text = ARTICLES.iter().map(|article| article.zh_tw.as_ref()).collect::<Vec<_>>().join("\n");
    Sheet {
        title: format!("民國{}年使用勞保局資料法律責任知悉名冊", roster.year - REPUBLIC),
        agency: agency.to_owned(),
        is_landscape: true,
        blocks: vec![
            Block::Heading { text: "法律責任(第十點)".to_owned() },
            Block::Text { text },
            Block::Table { columns, rows },
        ],
        signatures: vec![SignatureBox::blank("管理者"), SignatureBox::blank("單位主管")],
        link: "/liability".to_owned(),
        note: "期限為當年首次登入後三十日,係本系統之解讀;知悉為紀錄,不作為查調之前提。".to_owned(),
        ..Sheet::default()
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::{
        api::v1::{AcknowledgmentState, LiabilityRow},
        id::{PersonId, UnitId},
    };

    #[test]
    fn every_person_has_a_line_with_the_day_or_the_reason_why_there_is_none() {
        let row = |state, at: Option<&str>| LiabilityRow {
            person: PersonId(uuid::Uuid::nil()),
            person_name: "林承辦".into(),
            title: "科員".into(),
            unit: UnitId(uuid::Uuid::nil()),
            unit_name: "社會處身心障礙福利科".into(),
            record: None,
            state,
            due: NaiveDate::from_ymd_opt(2026, 4, 9),
            at: at.map(|at| at.parse().unwrap()),
            text_hash: super::super::text_hash(),
        };
        let rows = vec![
            row(AcknowledgmentState::Acknowledged, Some("2026-03-10T17:00:00Z")),
            row(AcknowledgmentState::Late, None),
        ];
        let sheet = roster(&Roster { year: 2026, rows }, "彰化縣政府");
        assert_eq!(sheet.title, "民國115年使用勞保局資料法律責任知悉名冊");
        let Some(Block::Table { columns, rows }) = sheet.blocks.last() else { panic!("a table") };
        assert!(rows.iter().all(|row| row.len() == columns.len()));
        assert_eq!(
            (rows[0][3].as_str(), rows[1][3].as_str(), rows[1][5].as_str()),
            ("115/03/11", "", "逾期")
        );
    }
}

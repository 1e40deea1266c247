//! The answer to "was she authorised on that day?" on paper.

use super::{Authorisation, Question};
use crate::{
    field::roc_text,
    paper::{Block, Column, Field, Sheet, SignatureBox, moment},
    regulation::EditionId,
};

const fn question(question: Question) -> &'static str {
    match question {
        Question::Scope => "當日有效之規定適用於其單位",
        Question::ItemInForce => "業務項目當日已生效",
        Question::BasisStands => "依據當日未廢止",
        Question::UnitCovered => "業務項目適用於其單位",
        Question::DataItemListed => "清冊列有該資料項目",
        Question::AccountActive => "帳號當日啟用",
        Question::Card => "已登錄自然人憑證",
        Question::EgovAccount => "已登錄我的E政府帳號",
        Question::ItemGranted => "帳號持有該業務項目",
        Question::DataItemGranted => "帳號持有該資料項目",
    }
}

fn noun(kind: &str) -> &str {
    match kind {
        "account" => "帳號",
        "item" => "業務項目清冊",
        "agency" => "機關單位",
        "edition" => "規定版本",
        "application" => "權限異動申請表",
        _ => kind,
    }
}

/// The answer as a sheet; who prints it is filled in by whoever does.
#[must_use]
pub fn authorisation(answer: &Authorisation, agency: &str) -> Sheet {
    let edition = match answer.edition {
        EditionId::Original => "修正前規定",
        EditionId::Amended => "修正規定",
    };
    let fields = vec![
        vec![Field::new("姓名", &answer.person_name), Field::new("職稱", &answer.title)],
        vec![Field::new("單位", &answer.unit_name), Field::new("查核日", roc_text(answer.on))],
        vec![Field::new("業務項目", format!("{} {}", answer.item_number, answer.item_name))],
        vec![Field::new("資料項目", answer.data_items.join("、"))],
        vec![
            Field::new("有效之規定", edition),
            Field::new("結論", if answer.is_authorised { "有權限" } else { "無權限" }),
        ],
    ];
    let checks = answer
        .checks
        .iter()
        .map(|check| {
            vec![
                check.citation.zh_tw(),
                question(check.question).to_owned(),
                if check.holds { "是" } else { "否" }.to_owned(),
            ]
        })
        .collect();
    let documents = answer
        .documents
        .iter()
        .map(|document| {
            vec![
                noun(&document.kind).to_owned(),
                document.title.clone(),
                format!("第{}版", document.revision),
                moment(document.at),
                document.by.clone(),
            ]
        })
        .collect();
    Sheet {
        title: "查調權限查核表".to_owned(),
        agency: agency.to_owned(),
        blocks: vec![
            Block::Fields { rows: fields },
            Block::Heading { text: "逐點查核".to_owned() },
            Block::Table {
                columns: vec![Column::new("規定", 2), Column::new("問題", 5), Column::new("結果", 1)],
                rows: checks,
            },
            Block::Heading { text: "依據文件(當日有效之版本)".to_owned() },
            Block::Table {
                columns: vec![
                    Column::new("文件", 2),
                    Column::new("名稱", 4),
                    Column::new("版次", 1),
                    Column::new("登錄時間", 3),
                    Column::new("登錄人", 2),
                ],
                rows: documents,
            },
        ],
        signatures: vec![SignatureBox::blank("查核人"), SignatureBox::blank("管理者")],
        link: "/authorisation".to_owned(),
        note: format!("依 {} 前已登錄之資料判定;其後之更正不溯及既往。", moment(answer.at)),
        ..Sheet::default()
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::{
        id::{ItemId, PersonId},
        oversight::{Check, Document},
        violation::Report,
    };

    #[test]
    fn the_sheet_says_yes_or_no_with_each_reason_and_each_document() {
        let id = uuid::Uuid::nil();
        let at = "2026-03-10T15:59:59Z".parse().unwrap();
        let answer = Authorisation {
            person: PersonId(id),
            person_name: "林承辦".into(),
            title: "科員".into(),
            unit_name: "社會處身心障礙福利科".into(),
            item: ItemId(id),
            item_number: "1".into(),
            item_name: "補助".into(),
            data_items: vec![],
            on: NaiveDate::from_ymd_opt(2026, 3, 10).unwrap(),
            at,
            edition: EditionId::Amended,
            is_authorised: false,
            checks: vec![Check {
                question: Question::AccountActive,
                citation: Question::AccountActive.citation(),
                holds: false,
            }],
            report: Report::default(),
            documents: vec![Document {
                kind: "account".into(),
                id,
                revision: 3,
                at,
                by: "吳管理".into(),
                title: "林承辦".into(),
            }],
        };
        let sheet = authorisation(&answer, "彰化縣政府");
        let text = serde_json::to_string(&sheet).unwrap();
        for part in ["無權限", "第四點第一款", "帳號當日啟用", "第3版", "吳管理", "民國115年3月10日"]
        {
            assert!(text.contains(part), "{part}: {text}");
        }
    }
}

//! 查詢勞保局資料業務項目清冊 on paper: the whole inventory as it stood on a day; 附表一 since the amended edition.

use chrono::NaiveDate;

use super::{Basis, BasisKind, ItemDraft};
use crate::{
    field::{roc_slash, roc_text},
    paper::{Block, Column, Field, Printing, Sheet, SignatureBox},
    regulation::{EditionId, Form},
};

/// An item in force, with its units' names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The row.
    pub draft: ItemDraft,
    /// 適用機關(單位), by name.
    pub unit_names: Vec<String>,
    /// The day from which it is closed, where that is known already.
    pub closed_from: Option<NaiveDate>,
}

/// The inventory on a day, its lines in the order given.
#[must_use]
pub fn sheet(lines: &[Line], on: NaiveDate, edition: EditionId, county: &str, printing: &Printing) -> Sheet {
    let row = |line: &Line| {
        let item = &line.draft;
        let from = item.in_force_from.map(roc_slash).unwrap_or_default();
        let until = match line.closed_from {
            Some(day) => format!("{from} 起，{} 廢止", roc_slash(day)),
            None => format!("{from} 起，至依據廢止為止"),
        };
        vec![
            item.number.clone(),
            item.name.clone(),
            line.unit_names.join("、"),
            item.bases.iter().map(basis).collect::<Vec<_>>().join("\n"),
            item.purpose.clone(),
            item.data_items.iter().map(|data| data.name.as_str()).collect::<Vec<_>>().join("、"),
            until,
            item.approved_by_document.clone(),
        ]
    };
    let columns = [
        ("項次", 2),
        ("業務項目", 7),
        ("適用機關（單位）", 5),
        ("法律依據或重大政策依據及計畫", 8),
        ("使用目的", 7),
        ("查調資料項目", 6),
        ("使用期限", 5),
        ("核定文號", 5),
    ];
    Sheet {
        title: "查詢勞保局資料業務項目清冊".to_owned(),
        form_number: edition.form_number(Form::Inventory).unwrap_or_default().to_owned(),
        agency: county.to_owned(),
        is_landscape: true,
        blocks: vec![
            Block::Fields {
                rows: vec![vec![
                    Field::new("清冊基準日", roc_text(on)),
                    Field::new("業務項目數", format!("{} 項", lines.len())),
                ]],
            },
            Block::Table {
                columns: columns.map(|(title, share)| Column::new(title, share)).to_vec(),
                rows: lines.iter().map(row).collect(),
            },
        ],
        signatures: ["承辦人", "管理者", "單位主管", "機關首長（或授權人）"]
            .map(SignatureBox::blank)
            .to_vec(),
        link: "/items".to_owned(),
        note: "勞保局資料之使用期限至相關法律依據或重大政策依據及計畫廢止為止（第七點）。".to_owned(),
        ..Sheet::default()
    }
    .printed(printing)
}

fn basis(basis: &Basis) -> String {
    let kind = match basis.kind {
        BasisKind::Law => "法律依據",
        BasisKind::Policy => "重大政策依據及計畫",
    };
    format!("{kind}：{} {}", basis.name, basis.plan).trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(edition: EditionId) -> Sheet {
        let day = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        let basis = Basis {
            name: "身心障礙者權益保障法第七十一條之一".to_owned(), ..Basis::default()
        };
        let draft = ItemDraft { bases: vec![basis], in_force_from: Some(day), ..ItemDraft::default() };
        let line = Line { draft, unit_names: vec!["社會處".to_owned()], closed_from: None };
        let printing = Printing { by: "王小明".to_owned(), at: chrono::DateTime::UNIX_EPOCH };
        sheet(&[line], day, edition, "彰化縣政府", &printing)
    }

    #[test]
    fn the_inventory_is_form_one_since_the_amendment_and_had_no_number_before() {
        assert_eq!(printed(EditionId::Amended).form_number, "附表一");
        assert_eq!(printed(EditionId::Original).form_number, "");
    }

    #[test]
    fn a_line_says_on_what_it_rests_and_until_when() {
        let Some(Block::Table { rows, .. }) = printed(EditionId::Amended).blocks.pop() else { panic!() };
        assert_eq!(rows[0][3], "法律依據：身心障礙者權益保障法第七十一條之一");
        assert_eq!(rows[0][6], "115/11/23 起，至依據廢止為止");
    }
}

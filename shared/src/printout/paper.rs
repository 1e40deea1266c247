//! 列印資料銷毀清冊 (point 5(5)): what was or is to be destroyed, when, how, by whom, before whom. It names no subject.

use super::{DestructionMethod, Fate};
use crate::{
    api::v1::PrintoutView,
    field::roc_slash,
    paper::{Block, Column, Printing, Sheet, SignatureBox},
};

impl DestructionMethod {
    /// The words of forms.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Shredded => "碎紙",
            Self::Incinerated => "焚化",
            Self::Pulped => "水銷溶解",
        }
    }
}

/// The list of what is confirmed unneeded or already destroyed, in the order given; what is filed or kept is left out.
#[must_use]
pub fn sheet(printouts: &[PrintoutView], county: &str, printing: &Printing) -> Sheet {
    let listed: Vec<&PrintoutView> = printouts
        .iter()
        .filter(|view| matches!(view.printout.fate, Fate::NotNeeded { .. } | Fate::Destroyed(_)))
        .collect();
    let pages: u64 = listed.iter().map(|view| u64::from(view.printout.pages)).sum();
    let columns = [
        ("項次", 2),
        ("公文文號或案號", 7),
        ("單位", 5),
        ("保管人", 3),
        ("張數", 2),
        ("影印份數", 2),
        ("查調日", 4),
        ("應銷毀期間", 5),
        ("銷毀日", 4),
        ("方式", 3),
        ("銷毀人", 3),
        ("監毀人", 3),
        ("備註", 5),
    ];
    Sheet {
        title: "勞保局資料列印資料銷毀清冊".to_owned(),
        agency: county.to_owned(),
        keep: "5年".to_owned(),
        is_landscape: true,
        blocks: vec![
            Block::Text { text: format!("共 {} 件，{pages} 張。", listed.len()) },
            Block::Table {
                columns: columns.map(|(title, share)| Column::new(title, share)).to_vec(),
                rows: listed.iter().enumerate().map(|(at, view)| row(at + 1, view)).collect(),
            },
        ],
        signatures: ["銷毀人", "監毀人", "單位主管", "管理者"].map(SignatureBox::blank).to_vec(),
        link: "/printouts".to_owned(),
        note: "無附卷需求且確認無保存必要者，於查調日翌日起一年後一個月內銷毀至無法辨識（第五點第五款）。"
            .to_owned(),
        ..Sheet::default()
    }
    .printed(printing)
}

fn row(number: usize, view: &PrintoutView) -> Vec<String> {
    let printout = &view.printout;
    let window = crate::period::printout_strict(printout.queried_on)
        .map(|days| format!("{} 至 {}", roc_slash(days.destroy_from), roc_slash(days.destroy_by)));
    let gone = match &printout.fate {
        Fate::Destroyed(gone) => [
            roc_slash(gone.on),
            gone.method.words().to_owned(),
            gone.by_name.clone(),
            gone.witness_name.clone(),
            gone.reason.clone(),
        ],
        // Room for a pen: the list is signed beside the shredder.
        _ => <[String; 5]>::default(),
    };
    let mut row = vec![
        number.to_string(),
        view.inquiry_case_number.clone(),
        view.unit_name.clone(),
        view.holder_name.clone(),
        printout.pages.to_string(),
        printout.copies.to_string(),
        roc_slash(printout.queried_on),
        window.unwrap_or_default(),
    ];
    row.extend(gone);
    row
}

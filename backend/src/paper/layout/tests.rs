use shared::paper::{Block, Column, Field, Sheet, SignatureBox};

use super::*;

fn laid(sheet: &Sheet) -> Layout {
    lay(&Faces::get().unwrap(), sheet)
}

fn texts(page: &Page) -> Vec<(&str, f32, f32, Place)> {
    let of = |mark: &'_ Mark| matches!(mark, Mark::Text { .. });
    page.marks
        .iter()
        .filter(|mark| of(mark))
        .map(|mark| match mark {
            Mark::Text { x, y, text, place, .. } => (text.as_str(), *x, *y, *place),
            _ => unreachable!(),
        })
        .collect()
}

fn register(rows: usize) -> Sheet {
    Sheet {
        title: "使用者名冊".to_owned(),
        blocks: vec![Block::Table {
            columns: vec![Column::new("姓名", 2), Column::new("單位", 3)],
            rows: (0..rows).map(|row| vec![format!("第{row}位"), "社會處".to_owned()]).collect(),
        }],
        ..Sheet::default()
    }
}

#[test]
fn a_register_of_two_hundred_rows_has_its_heading_on_each_page_and_every_row_once() {
    let layout = laid(&register(200));
    assert!(layout.pages.len() > 3, "{}", layout.pages.len());
    let mut seen = 0;
    for (at, page) in layout.pages.iter().enumerate() {
        let texts = texts(page);
        assert_eq!(texts.iter().filter(|(text, ..)| *text == "姓名").count(), 1);
        let words = Sheet::page_words(at + 1, layout.pages.len());
        assert!(texts.iter().any(|(text, ..)| *text == words));
        seen += texts.iter().filter(|(text, ..)| text.starts_with('第') && text.ends_with('位')).count();
    }
    assert_eq!(seen, 200);
}

#[test]
fn nothing_stands_outside_the_margins() {
    let mut sheet = register(60);
    sheet.blocks.insert(
        0,
        Block::Fields {
            rows: vec![vec![Field::new("業務項目", "字".repeat(120)), Field::new("文號", "A".repeat(80))]],
        },
    );
    sheet.note = "說明".repeat(200);
    sheet.link = "https://example.gov.tw/x".to_owned();
    for is_landscape in [false, true] {
        sheet.is_landscape = is_landscape;
        for page in laid(&sheet).pages {
            let right = page.width - if is_landscape { 1.5 * CM } else { 2.5 * CM };
            for mark in &page.marks {
                let Mark::Text { x, y, size, text, place, .. } = mark else { continue };
                let end = x + Faces::get().unwrap().width(text) * size;
                assert!(end <= right + 0.5, "{text} ends at {end} of {right}");
                assert!(
                    *y <= page.height - if *place == Place::Artifact { CM } else { BOTTOM },
                    "{text} at {y}"
                );
            }
        }
    }
}

#[test]
fn a_row_longer_than_a_page_goes_on_over_the_next_and_loses_nothing() {
    let long: String = (0..3000).map(|at| char::from_u32(0x4e00 + at).unwrap()).collect();
    let sheet = Sheet {
        blocks: vec![Block::Table {
            columns: vec![Column::new("事由", 1)],
            rows: vec![vec!["短".to_owned()], vec![long.clone()], vec!["完".to_owned()]],
        }],
        ..Sheet::default()
    };
    let layout = laid(&sheet);
    assert!(layout.pages.len() > 1);
    let all: Vec<(&str, f32, f32, Place)> = layout.pages.iter().flat_map(texts).collect();
    let cell = |row| move |(_, _, _, place): &&(&str, f32, f32, Place)| matches!(place, Place::Cell { row: at, .. } if *at == row);
    let drawn: String = all.iter().filter(cell(2)).map(|(text, ..)| *text).collect();
    assert_eq!(drawn, long);
    assert_eq!(all.iter().filter(cell(3)).count(), 1);
}

#[test]
fn signature_boxes_are_kept_together() {
    for rows in 20..60 {
        let mut sheet = register(rows);
        sheet.signatures =
            ["申請人", "單位主管", "管理者", "機關首長", "監交人"].map(SignatureBox::blank).to_vec();
        let layout = laid(&sheet);
        let pages = layout
            .pages
            .iter()
            .filter(|page| texts(page).iter().any(|(text, ..)| *text == "申請人" || *text == "監交人"));
        assert_eq!(pages.count(), 1, "{rows}");
    }
}

#[test]
fn a_checkpoint_is_text_and_code_on_one_page_whatever_stands_above_it() {
    let text = "chadiao.example.gov.tw/journal\n1234\n".to_owned()
        + &"A".repeat(44)
        + "\n\n— chadiao.example.gov.tw/journal "
        + &"B".repeat(92)
        + "\n";
    for lines in 0..60 {
        let above = Block::Text { text: "一\n".repeat(lines) };
        let sheet = Sheet { blocks: vec![above, Block::Anchor { text: text.clone() }], ..Sheet::default() };
        let layout = laid(&sheet);
        let of_code =
            layout.pages.iter().find(|page| page.marks.iter().any(|mark| matches!(mark, Mark::Code { .. })));
        let page = of_code.expect("the code is drawn");
        let has = |word: &str| {
            page.marks.iter().any(|mark| matches!(mark, Mark::Text { text, .. } if text.contains(word)))
        };
        assert!(has("1234") && has("BBBB"), "{lines}");
        assert!(
            page.marks
                .iter()
                .all(|mark| !matches!(mark, Mark::Code { y, side, .. } if y + side > page.height))
        );
    }
    assert!(shared::paper::qr(&text).is_some());
}

#[test]
fn the_code_of_the_link_is_drawn_once_beside_the_boxes_or_the_small_print() {
    let codes = |sheet: &Sheet| {
        let marks = laid(sheet).pages.into_iter().flat_map(|page| page.marks);
        marks.filter(|mark| matches!(mark, Mark::Code { .. })).count()
    };
    let mut sheet = register(3);
    assert_eq!(codes(&sheet), 0);
    sheet.link = "https://example.gov.tw/x".to_owned();
    assert_eq!(codes(&sheet), 1);
    sheet.signatures = vec![SignatureBox::blank("主管")];
    assert_eq!(codes(&sheet), 1);
}

#[test]
fn a_sheet_with_nothing_in_it_is_one_page() {
    assert_eq!(laid(&Sheet::default()).pages.len(), 1);
}

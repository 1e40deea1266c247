use shared::paper::{Block, Column, Field, SignatureBox, Tick};

use super::*;

/// What a reader finds when it looks for text, page by page.
fn pages(bytes: &[u8]) -> Vec<String> {
    let document = lopdf::Document::load_mem(bytes).unwrap();
    let numbers: Vec<u32> = document.get_pages().keys().copied().collect();
    numbers.iter().map(|number| document.extract_text(&[*number]).unwrap()).collect()
}

fn sheet(rows: usize) -> Sheet {
    Sheet {
        title: "彰化縣政府使用勞動部勞工保險局電子查驗服務系統查調資料登記表".to_owned(),
        form_number: "附表四".to_owned(),
        agency: "彰化縣政府".to_owned(),
        file_number: "115/030199/1".to_owned(),
        keep: "5年".to_owned(),
        is_landscape: true,
        blocks: vec![
            Block::Fields {
                rows: vec![
                    vec![
                        Field::new("業務項目", "1　身心障礙者參加社會保險不列入媒體交換保險費補助"),
                        Field::new("公文文號", "府社障字第1150012345號"),
                    ],
                    vec![Field::new(
                        "查調事由",
                        "依身心障礙者權益保障法第七十一條之一辦理，核對勞保被保險人各月份自付額。".repeat(3),
                    )],
                    vec![Field::new("備註", "")],
                ],
            },
            Block::Ticks {
                label: "查詢結果".to_owned(),
                boxes: vec![Tick::new("有資料", true), Tick::new("查無資料", false)],
            },
            Block::Heading { text: "被查詢人".to_owned() },
            Block::Table {
                columns: vec![Column::new("序號", 1), Column::new("姓名", 3), Column::new("統一編號", 4)],
                rows: (1..=rows)
                    .map(|row| vec![row.to_string(), "王○明".to_owned(), "N12***6780".to_owned()])
                    .collect(),
            },
            Block::Text { text: "以上資料僅供原申請目的使用。".to_owned() },
        ],
        signatures: vec![
            SignatureBox::signed("申請人", "林美惠", "民國115年11月23日 14:05"),
            SignatureBox::blank("單位主管核可"),
            SignatureBox::blank("銷毀人"),
            SignatureBox::blank("監毀人"),
        ],
        link: "https://chadiao.example.gov.tw/inquiries/0190b3a0-0000-7000-8000-000000000001".to_owned(),
        watermark: "林美惠　民國115年11月23日 14:05".to_owned(),
        note: "列印資料自查調日翌日起一年後，確認無保存必要者，應於一個月內銷毀至無法辨識。".to_owned(),
        printed_by: "林美惠".to_owned(),
        printed_at: "民國115年11月23日 14:05".to_owned(),
    }
}

#[test]
fn the_text_can_be_searched_and_every_page_is_numbered() {
    let pages = pages(&write(&sheet(60)).unwrap());
    assert!(pages.len() > 2);
    for (at, text) in pages.iter().enumerate() {
        assert!(text.contains(&Sheet::page_words(at + 1, pages.len())), "{text}");
        assert!(text.contains("列印人：林美惠") && text.contains("民國115年11月23日"), "{text}");
    }
    for word in ["附表四", "查調資料登記表", "府社障字第1150012345號", "☑", "N12***6780", "保存年限：5年"]
    {
        assert!(pages[0].contains(word), "{word} in {}", pages[0]);
    }
}

#[test]
fn the_same_sheet_is_the_same_bytes() {
    assert_eq!(write(&sheet(3)).unwrap(), write(&sheet(3)).unwrap());
}

#[test]
fn it_is_an_archival_file_with_structure_and_language() {
    let bytes = write(&sheet(3)).unwrap();
    let text = String::from_utf8_lossy(&bytes);
    assert!(
        text.contains("<pdfaid:part>2</pdfaid:part>")
            && text.contains("<pdfaid:conformance>A</pdfaid:conformance>")
    );
    let document = lopdf::Document::load_mem(&bytes).unwrap();
    let catalogue = document.catalog().unwrap();
    assert_eq!(catalogue.get(b"Lang").unwrap().as_str().unwrap(), paper::LANGUAGE.as_bytes());
    assert!(catalogue.has(b"StructTreeRoot"));
}

#[test]
fn a_name_that_no_font_has_is_drawn_with_its_number_and_the_file_is_made_all_the_same() {
    let mut sheet = sheet(1);
    sheet.title = "王\u{f0001}\u{e000}明".to_owned();
    sheet.blocks = vec![Block::Text { text: "堃犇喆峯温".to_owned() }];
    let pages = pages(&write(&sheet).unwrap());
    assert!(pages[0].contains("F00") && pages[0].contains("E0"), "{}", pages[0]);
    assert!(pages[0].contains("堃犇喆峯温"), "{}", pages[0]);
}

#[test]
fn a_sheet_is_drawn_for_the_eye() {
    // For whoever changes the layout: CHADIAO_PAPER=folder keeps what is drawn.
    let Ok(folder) = std::env::var("CHADIAO_PAPER") else { return };
    for (name, rows, is_landscape) in [("short", 5, false), ("long", 70, true)] {
        let sheet = Sheet { is_landscape, ..sheet(rows) };
        std::fs::write(format!("{folder}/{name}.pdf"), write(&sheet).unwrap()).unwrap();
        std::fs::write(format!("{folder}/{name}.odt"), super::super::odt::write(&sheet).unwrap()).unwrap();
    }
}

use std::io::Write as _;

use zip::{ZipWriter, write::SimpleFileOptions};

use super::*;
use crate::exchange::{Table, ods, xlsx};

fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut package = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        package.start_file(*name, SimpleFileOptions::default()).unwrap();
        package.write_all(text.as_bytes()).unwrap();
    }
    package.finish().unwrap().into_inner()
}

/// A workbook of sheets by name, with a style by which a number is a day.
fn workbook(sheets: &[(&str, &str)]) -> Vec<u8> {
    let types = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#;
    let rels = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
    let (mut listed, mut targets) = (String::new(), String::new());
    for (at, (name, _)) in sheets.iter().enumerate() {
        listed += &format!(r#"<sheet name="{name}" sheetId="{}" r:id="s{at}"/>"#, at + 1);
        targets += &format!(
            r#"<Relationship Id="s{at}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/s{at}.xml"/>"#
        );
    }
    let book = format!(
        r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>{listed}</sheets></workbook>"#
    );
    let targets = format!(
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{targets}<Relationship Id="y" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#
    );
    let styles = r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="1"><numFmt numFmtId="165" formatCode="[$-404]e/mm/dd"/></numFmts><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="165"/></cellXfs></styleSheet>"#;
    let mut parts = vec![
        ("[Content_Types].xml".to_owned(), types.to_owned()),
        ("_rels/.rels".into(), rels.into()),
        ("xl/workbook.xml".into(), book),
        ("xl/_rels/workbook.xml.rels".into(), targets),
        ("xl/styles.xml".into(), styles.into()),
    ];
    for (at, (_, rows)) in sheets.iter().enumerate() {
        let text = format!(
            r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>"#
        );
        parts.push((format!("xl/worksheets/s{at}.xml"), text));
    }
    packed(&parts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect::<Vec<_>>())
}

fn document(tables: &str) -> Vec<u8> {
    let text = format!(
        r#"<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"#
    );
    packed(&[("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", &text)])
}

type Rows = Vec<(u32, Vec<String>)>;

fn rows_of(bytes: &[u8], sheet: &str) -> Result<(Vec<String>, Rows), Wrong> {
    let mut rows = Vec::new();
    let sheets = walk(bytes, sheet, &mut |line, row| {
        rows.push((line, row.to_vec()));
        if rows.len() > 300 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })?;
    Ok((sheets, rows))
}

fn row(line: u32, cells: &[&str]) -> (u32, Vec<String>) {
    (line, cells.iter().map(|&cell| cell.to_owned()).collect())
}

#[test]
fn the_same_table_gives_the_same_rows_whatever_it_was_saved_as() {
    let table =
        Table::of(&["日期", "帳號", "證號"], [vec!["115/03/10".into(), "a<b&c".into(), "A123456789".into()]]);
    let big5 = encoding_rs::BIG5.encode("日期,帳號,證號\n115/03/10,a<b&c,A123456789\n").0.into_owned();
    let expected = [row(1, &["日期", "帳號", "證號"]), row(2, &["115/03/10", "a<b&c", "A123456789"])];
    for bytes in [table.csv().unwrap(), big5, ods::write(&table).unwrap(), xlsx::write(&table).unwrap()] {
        assert_eq!(rows_of(&bytes, "").unwrap().1, expected);
    }
}

#[test]
fn a_day_that_a_workbook_keeps_as_a_number_is_a_day() {
    let rows = r#"<row r="3"><c r="A3" s="1"><v>46091</v></c><c r="B3" s="2"><v>46091.42</v></c><c r="D3"><v>1150310</v></c></row>"#;
    let (_, found) = rows_of(&workbook(&[("紀錄", rows)]), "").unwrap();
    assert_eq!(found, [row(3, &["2026-03-10 00:00:00", "2026-03-10 10:04:48", "", "1150310"])]);
}

#[test]
fn the_first_sheet_that_holds_anything_is_read_unless_one_is_named() {
    let cell = |text: &str| format!(r#"<row r="1"><c r="A1" t="inlineStr"><is><t>{text}</t></is></c></row>"#);
    let (second, third) = (cell("二"), cell("三"));
    let book = workbook(&[("空", ""), ("乙", &second), ("丙", &third)]);
    let sheet = |name: &str, text: &str| {
        format!(
            r#"<table:table table:name="{name}"><table:table-row><table:table-cell><text:p>{text}</text:p></table:table-cell></table:table-row></table:table>"#
        )
    };
    let ods = document(&(sheet("空", "") + &sheet("乙", "二") + &sheet("丙", "三")));
    for bytes in [book, ods] {
        let (sheets, rows) = rows_of(&bytes, "").unwrap();
        assert_eq!((sheets, rows), (vec!["空".into(), "乙".into(), "丙".into()], vec![row(1, &["二"])]));
        assert_eq!(rows_of(&bytes, "丙").unwrap().1, [row(1, &["三"])]);
        assert_eq!(rows_of(&bytes, "丁").unwrap().1, []);
    }
}

#[test]
fn a_document_says_how_often_a_cell_stands_there_and_what_was_noted_beside_it() {
    let cells = r#"<table:table-row table:number-rows-repeated="4"><table:table-cell table:number-columns-repeated="1024"/></table:table-row>
        <table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="date" office:date-value="2026-03-10T10:05:00"><text:p>115/3/10</text:p></table:table-cell>
        <table:table-cell office:value-type="float" office:value="1150310"><text:p>1,150,310</text:p></table:table-cell>
        <table:table-cell table:number-columns-repeated="2"/><table:table-cell office:value-type="string"><office:annotation><text:p>不是這個</text:p></office:annotation><text:p>A&amp;B</text:p></table:table-cell></table:table-row>"#;
    let (_, found) =
        rows_of(&document(&format!(r#"<table:table table:name="a">{cells}</table:table>"#)), "").unwrap();
    let cells = ["2026-03-10T10:05:00", "1150310", "", "", "A&B"];
    assert_eq!(found, [row(5, &cells), row(6, &cells)]);
}

#[test]
fn what_stands_a_million_times_is_not_copied() {
    let cells = r#"<table:table-row table:number-rows-repeated="4000000000"><table:table-cell office:value-type="string" table:number-columns-repeated="4000000000"><text:p>x</text:p></table:table-cell></table:table-row>"#;
    let tables = format!(r#"<table:table table:name="a">{}</table:table>"#, cells.repeat(3));
    let (_, rows) = rows_of(&document(&tables), "").unwrap();
    assert_eq!((rows.len(), rows[0].1.len()), (301, COLUMNS_MOST));
    // A workbook's cell far out is left out, however far its row is.
    let far = r#"<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>"#;
    assert_eq!(rows_of(&workbook(&[("a", far)]), "").unwrap().1, []);
}

#[test]
fn what_unpacks_to_too_much_is_refused_before_it_is_read() {
    let blank = " ".repeat(100_000);
    let bytes = packed(&[("content.xml", &blank), ("a", &blank)]);
    assert!(bytes.len() < 2_000, "{}", bytes.len());
    assert_eq!(expect_bounded(&bytes, 200_000), Ok(()));
    assert_eq!(expect_bounded(&bytes, 199_999), Err(Wrong::TooLarge));
    let names: Vec<String> = (0..=PARTS_MOST).map(|part| part.to_string()).collect();
    let many = packed(&names.iter().map(|name| (name.as_str(), "")).collect::<Vec<_>>());
    assert_eq!(expect_bounded(&many, UNPACKED_MOST), Err(Wrong::TooLarge));
}

#[test]
fn a_file_of_another_kind_says_what_to_do() {
    assert_eq!(rows_of(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ""), Err(Wrong::OldOrLocked));
    assert_eq!(rows_of(b"%PDF-1.7 ...", ""), Err(Wrong::NoTable));
    assert_eq!(rows_of(b"\x89PNG\r\n\x1a\n\0\0\0", ""), Err(Wrong::NoTable));
    assert_eq!(rows_of(&packed(&[("word.txt", "x")]), ""), Err(Wrong::NoTable));
    assert_eq!(rows_of(b"PK\x03\x04", ""), Err(Wrong::Broken));
    assert_eq!(rows_of(b"", "").unwrap().1, []);
}

#[test]
fn no_damage_to_a_file_brings_the_reader_down() {
    let rows = r#"<row r="3"><c r="A3" s="1"><v>46091</v></c><c r="B3" t="s"><v>7</v></c></row>"#;
    let cells = r#"<table:table table:name="a"><table:table-row><table:table-cell office:value-type="date" office:date-value="2026"><text:p>&#x41;</text:p></table:table-cell></table:table-row></table:table>"#;
    let whole = [workbook(&[("紀錄", rows)]), document(cells), "日期,帳號\n1,\"2\n".as_bytes().to_vec()];
    let mut state = 7_u64;
    let mut below = |most: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % most
    };
    for bytes in &whole {
        for _ in 0..400 {
            let mut bent = bytes.clone();
            for _ in 0..=below(4) {
                let at = below(bent.len());
                bent[at] = u8::try_from(below(256)).unwrap();
            }
            bent.truncate(bent.len() - below(bent.len()) * usize::from(below(3) == 0));
            let _any = rows_of(&bent, "");
        }
    }
    // Inside the package too, where no checksum guards: the text is bent before it is packed.
    for _ in 0..400 {
        let mut text = rows.to_owned();
        let (at, letter) = (below(text.len()), char::from(u8::try_from(32 + below(95)).unwrap()));
        text.replace_range(at..=at, &letter.to_string());
        let _any = rows_of(&workbook(&[("紀錄", &text)]), "");
        let mut text = cells.to_owned();
        text.replace_range(below(text.len())..=text.len() - 1, "");
        let _any = rows_of(&document(&text), "");
    }
}

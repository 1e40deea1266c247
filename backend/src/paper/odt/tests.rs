use std::io::Read;

use super::*;

fn parts(bytes: &[u8]) -> Vec<(String, CompressionMethod, String)> {
    let mut package = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..package.len())
        .map(|at| {
            let mut file = package.by_index(at).unwrap();
            let mut text = String::new();
            file.read_to_string(&mut text).unwrap();
            (file.name().unwrap().into_owned(), file.compression(), text)
        })
        .collect()
}

fn sheet() -> Sheet {
    Sheet {
        title: "查調資料登記表".to_owned(),
        blocks: vec![
            Block::Fields {
                rows: vec![
                    vec![Field::new("事由", "A & B <查>")],
                    vec![Field::new("一", ""), Field::new("二", "")],
                ],
            },
            Block::Table {
                columns: vec![Column::new("姓名", 1)], rows: vec![vec!["王○明".to_owned()]]
            },
            Block::Ticks {
                label: "類別".to_owned(),
                boxes: vec![Tick::new("新增", true), Tick::new("註銷", false)],
            },
        ],
        signatures: vec![SignatureBox::signed("主管", "李四", "115/11/23")],
        watermark: "王小明".to_owned(),
        ..Sheet::default()
    }
}

#[test]
fn the_media_type_comes_first_and_uncompressed_and_every_part_is_in_the_manifest() {
    let bytes = write(&sheet()).unwrap();
    let parts = parts(&bytes);
    assert_eq!(parts[0], ("mimetype".to_owned(), CompressionMethod::Stored, MEDIA_TYPE.to_owned()));
    for (name, ..) in parts.iter().skip(2) {
        assert!(MANIFEST.contains(&format!("full-path=\"{name}\"")), "{name}");
    }
    assert_eq!(write(&sheet()).unwrap(), bytes);
}

#[test]
fn what_is_written_is_text_and_never_markup() {
    let bytes = write(&sheet()).unwrap();
    let content = parts(&bytes).into_iter().find(|(name, ..)| name == "content.xml").unwrap().2;
    assert!(content.contains("A &amp; B &lt;查&gt;"));
    assert!(content.contains("☑\u{a0}新增\u{3000}☐\u{a0}註銷"));
    assert!(
        content.contains("<table:table-header-rows>")
            && content.contains("王○明")
            && content.contains("李四")
    );
    assert_eq!(content.matches("<table:table ").count(), content.matches("</table:table>").count());
}

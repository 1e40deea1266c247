//! A sheet as an OpenDocument text (CNS 15251), for those who must change a letter or fill a form by hand.

use std::io::{Cursor, Write};

use anyhow::Context;
use shared::paper::{Block, Column, Field, Sheet, SignatureBox, Tick};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use crate::exchange::escape;

/// The format's media type, also the first file of the package.
pub const MEDIA_TYPE: &str = "application/vnd.oasis.opendocument.text";

const MANIFEST: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2"><manifest:file-entry manifest:full-path="/" manifest:version="1.2" manifest:media-type="application/vnd.oasis.opendocument.text"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/><manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/><manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/></manifest:manifest>"#;

const NAMES: &str = r#"xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.2""#;

/// The Kai faces by the names under which offices have them.
const FACES: &str = r#"<office:font-face-decls><style:font-face style:name="Kai" svg:font-family="標楷體, 'DFKai-SB', BiauKai, 'TW-Kai', serif"/></office:font-face-decls>"#;

/// Styles of paragraphs: name, size in points, alignment, weight.
const PARAGRAPHS: [(&str, &str, &str, &str); 8] = [
    ("Title", "18pt", "center", "normal"),
    ("Agency", "15pt", "center", "normal"),
    ("Filing", "10pt", "end", "normal"),
    ("Body", "12pt", "start", "normal"),
    ("Subheading", "13pt", "start", "bold"),
    ("Cell", "11pt", "start", "normal"),
    ("Head", "11pt", "center", "normal"),
    ("Small", "9pt", "start", "normal"),
];

/// The file.
///
/// # Errors
/// Never in practice: it is written in memory.
pub fn write(sheet: &Sheet) -> anyhow::Result<Vec<u8>> {
    let mut package = ZipWriter::new(Cursor::new(Vec::new()));
    // Readers look for the media type at the very start, uncompressed; the fixed date keeps the bytes the same.
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let packed = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, options, text) in [
        ("mimetype", stored, MEDIA_TYPE.to_owned()),
        ("META-INF/manifest.xml", packed, MANIFEST.to_owned()),
        ("styles.xml", packed, styles(sheet)),
        ("meta.xml", packed, meta(sheet)),
        ("content.xml", packed, content(sheet)),
    ] {
        package.start_file(name, options).context("text document")?;
        package.write_all(text.as_bytes())?;
    }
    Ok(package.finish().context("text document")?.into_inner())
}

fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    escape(&mut safe, text);
    safe
}

/// A paragraph per line of a text.
fn paragraphs(style: &str, text: &str) -> String {
    let one = |line: &str| format!("<text:p text:style-name=\"{style}\">{}</text:p>", escaped(line));
    text.split('\n').map(one).collect()
}

fn meta(sheet: &Sheet) -> String {
    let title = escaped(&sheet.title);
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<office:document-meta {NAMES}><office:meta><meta:generator>Chadiao</meta:generator><dc:title>{title}</dc:title><dc:language>zh-TW</dc:language></office:meta></office:document-meta>"
    )
}

fn styles(sheet: &Sheet) -> String {
    let (width, height, orientation, right) = if sheet.is_landscape {
        ("29.7cm", "21cm", "landscape", "1.5cm")
    } else {
        ("21cm", "29.7cm", "portrait", "2.5cm")
    };
    let styles: String = PARAGRAPHS
        .iter()
        .map(|(name, size, align, weight)| {
            format!(
                "<style:style style:name=\"{name}\" style:family=\"paragraph\"><style:paragraph-properties fo:text-align=\"{align}\" fo:line-height=\"120%\"/><style:text-properties style:font-name=\"Kai\" style:font-name-asian=\"Kai\" fo:font-size=\"{size}\" style:font-size-asian=\"{size}\" fo:font-weight=\"{weight}\" style:font-weight-asian=\"{weight}\" fo:language=\"zh\" fo:country=\"TW\" style:language-asian=\"zh\" style:country-asian=\"TW\"/></style:style>"
            )
        })
        .collect();
    let watermark = if sheet.watermark.is_empty() {
        String::new()
    } else {
        format!("<style:header>{}</style:header>", paragraphs("Small", &sheet.watermark))
    };
    let printed = escaped(&sheet.printed_words());
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<office:document-styles {NAMES}>{FACES}<office:styles>{styles}</office:styles><office:automatic-styles><style:page-layout style:name=\"Page\"><style:page-layout-properties fo:page-width=\"{width}\" fo:page-height=\"{height}\" style:print-orientation=\"{orientation}\" fo:margin-top=\"1.8cm\" fo:margin-bottom=\"1.2cm\" fo:margin-left=\"2.5cm\" fo:margin-right=\"{right}\"/><style:header-style><style:header-footer-properties fo:min-height=\"0.7cm\"/></style:header-style><style:footer-style><style:header-footer-properties fo:min-height=\"0.8cm\"/></style:footer-style></style:page-layout></office:automatic-styles><office:master-styles><style:master-page style:name=\"Standard\" style:page-layout-name=\"Page\">{watermark}<style:footer><text:p text:style-name=\"Small\">{printed}　第 <text:page-number text:select-page=\"current\">1</text:page-number> 頁，共 <text:page-count>1</text:page-count> 頁</text:p></style:footer></style:master-page></office:master-styles></office:document-styles>"
    )
}

fn content(sheet: &Sheet) -> String {
    let mut body = Body::default();
    body.text.push_str(&paragraphs("Filing", &sheet.filing_words().join("\n")));
    if !sheet.form_number.is_empty() {
        body.text.push_str(&paragraphs("Body", &sheet.form_number));
    }
    if !sheet.agency.is_empty() {
        body.text.push_str(&paragraphs("Agency", &sheet.agency));
    }
    let title = escaped(&sheet.title);
    body.text
        .push_str(&format!("<text:h text:style-name=\"Title\" text:outline-level=\"1\">{title}</text:h>"));
    for block in &sheet.blocks {
        body.block(block);
    }
    body.signatures(&sheet.signatures);
    if !sheet.note.is_empty() {
        body.text.push_str(&paragraphs("Small", &sheet.note));
    }
    if !sheet.link.is_empty() {
        body.text.push_str(&paragraphs("Small", &format!("紀錄：{}", sheet.link)));
    }
    let Body { text, styles, .. } = body;
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<office:document-content {NAMES}>{FACES}<office:automatic-styles><style:style style:name=\"Box\" style:family=\"table-cell\"><style:table-cell-properties fo:border=\"0.6pt solid #000000\" fo:padding=\"0.12cm\" style:vertical-align=\"middle\"/></style:style><style:style style:name=\"Grey\" style:family=\"table-cell\"><style:table-cell-properties fo:border=\"0.6pt solid #000000\" fo:padding=\"0.12cm\" fo:background-color=\"#f0f0f0\" style:vertical-align=\"middle\"/></style:style><style:style style:name=\"Whole\" style:family=\"table-row\"><style:table-row-properties fo:keep-together=\"always\" style:min-row-height=\"0.9cm\"/></style:style><style:style style:name=\"Seal\" style:family=\"table-row\"><style:table-row-properties fo:keep-together=\"always\" style:min-row-height=\"2.4cm\"/></style:style><style:style style:name=\"Grid\" style:family=\"table\"><style:table-properties table:align=\"margins\" fo:margin-top=\"0.2cm\" fo:margin-bottom=\"0.2cm\"/></style:style>{styles}</office:automatic-styles><office:body><office:text>{text}</office:text></office:body></office:document-content>"
    )
}

/// What stands between the title and the small print, with the widths it needs.
#[derive(Default)]
struct Body {
    text: String,
    styles: String,
    tables: usize,
}

impl Body {
    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading { text } => self.text.push_str(&format!(
                "<text:h text:style-name=\"Subheading\" text:outline-level=\"2\">{}</text:h>",
                escaped(text)
            )),
            Block::Text { text } => self.text.push_str(&paragraphs("Body", text)),
            Block::Fields { rows } => self.fields(rows),
            Block::Table { columns, rows } => self.table(columns, rows),
            Block::Ticks { label, boxes } => {
                let words: Vec<String> = boxes.iter().map(Tick::words).collect();
                self.fields(&[vec![Field::new(label, words.join("\u{3000}"))]]);
            }
            Block::Anchor { text } => self.text.push_str(&paragraphs("Small", text.trim_end())),
        }
    }

    /// Opens a table with its columns' shares of the width.
    fn open(&mut self, shares: &[u16]) {
        self.tables += 1;
        let table = self.tables;
        self.text.push_str(&format!("<table:table table:name=\"Table{table}\" table:style-name=\"Grid\">"));
        for (at, share) in shares.iter().enumerate() {
            let width = u32::from((*share).max(1)) * 100;
            self.styles.push_str(&format!("<style:style style:name=\"T{table}C{at}\" style:family=\"table-column\"><style:table-column-properties style:rel-column-width=\"{width}*\"/></style:style>"));
            self.text.push_str(&format!("<table:table-column table:style-name=\"T{table}C{at}\"/>"));
        }
    }

    fn cell(&mut self, style: &str, paragraph: &str, span: usize, text: &str) {
        let span = if span > 1 { format!(" table:number-columns-spanned=\"{span}\"") } else { String::new() };
        let text = paragraphs(paragraph, text);
        self.text.push_str(&format!("<table:table-cell table:style-name=\"{style}\" office:value-type=\"string\"{span}>{text}</table:table-cell>"));
    }

    fn covered(&mut self, count: usize) {
        self.text.push_str(&"<table:covered-table-cell/>".repeat(count));
    }

    fn fields(&mut self, rows: &[Vec<Field>]) {
        let pairs = rows.iter().map(Vec::len).max().unwrap_or_default().max(1);
        self.open(&[[3, 7]].repeat(pairs).concat());
        for row in rows.iter().filter(|row| !row.is_empty()) {
            self.text.push_str("<table:table-row table:style-name=\"Whole\">");
            for (at, field) in row.iter().enumerate() {
                self.cell("Grey", "Cell", 1, &field.label);
                // The last value takes what the row leaves.
                let span = if at + 1 == row.len() { 2 * (pairs - row.len()) + 1 } else { 1 };
                self.cell("Box", "Cell", span, &field.value);
                self.covered(span - 1);
            }
            self.text.push_str("</table:table-row>");
        }
        self.text.push_str("</table:table>");
    }

    fn table(&mut self, columns: &[Column], rows: &[Vec<String>]) {
        let shares: Vec<u16> = columns.iter().map(|column| column.share).collect();
        self.open(&shares);
        self.text.push_str("<table:table-header-rows><table:table-row table:style-name=\"Whole\">");
        for column in columns {
            self.cell("Grey", "Head", 1, &column.title);
        }
        self.text.push_str("</table:table-row></table:table-header-rows>");
        for row in rows {
            self.text.push_str("<table:table-row table:style-name=\"Whole\">");
            let texts = row.iter().map(String::as_str).chain(std::iter::repeat(""));
            for text in texts.take(columns.len()) {
                self.cell("Box", "Cell", 1, text);
            }
            self.text.push_str("</table:table-row>");
        }
        self.text.push_str("</table:table>");
    }

    fn signatures(&mut self, boxes: &[SignatureBox]) {
        for row in boxes.chunks(4) {
            self.open(&vec![1; row.len()]);
            self.text.push_str("<table:table-row table:style-name=\"Seal\">");
            for one in row {
                let lines = [&one.role, &one.name, &one.at];
                let known: Vec<&str> =
                    lines.into_iter().map(String::as_str).filter(|line| !line.is_empty()).collect();
                self.cell("Box", "Cell", 1, &known.join("\n"));
            }
            self.text.push_str("</table:table-row></table:table>");
        }
    }
}

#[cfg(test)]
mod tests;

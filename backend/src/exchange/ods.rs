//! A table as an OpenDocument spreadsheet (CNS 15251): every cell is text, so that nothing in it is ever run.

use std::io::{Cursor, Write};

use anyhow::Context;
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::Table;

/// The format's media type, also the first file of the package.
pub const MEDIA_TYPE: &str = "application/vnd.oasis.opendocument.spreadsheet";

const MANIFEST: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2"><manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>"#;

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body><office:spreadsheet><table:table table:name="Sheet1">"#;
const TAIL: &str = "</table:table></office:spreadsheet></office:body></office:document-content>";

/// The file.
///
/// # Errors
/// Never in practice: it is written in memory.
pub fn write(table: &Table) -> anyhow::Result<Vec<u8>> {
    let mut package = ZipWriter::new(Cursor::new(Vec::new()));
    // Readers look for the media type at the very start, uncompressed.
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let packed = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, options, text) in [
        ("mimetype", stored, MEDIA_TYPE.to_owned()),
        ("META-INF/manifest.xml", packed, MANIFEST.to_owned()),
        ("content.xml", packed, content(table)),
    ] {
        package.start_file(name, options).context("spreadsheet")?;
        package.write_all(text.as_bytes())?;
    }
    Ok(package.finish().context("spreadsheet")?.into_inner())
}

fn content(table: &Table) -> String {
    let mut text = HEAD.to_owned();
    for row in std::iter::once(&table.head).chain(&table.rows) {
        text.push_str("<table:table-row>");
        for cell in row {
            text.push_str("<table:table-cell office:value-type=\"string\"><text:p>");
            escape(&mut text, cell);
            text.push_str("</text:p></table:table-cell>");
        }
        text.push_str("</table:table-row>");
    }
    text.push_str(TAIL);
    text
}

/// A text inside XML.
pub fn escape(to: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => to.push_str("&amp;"),
            '<' => to.push_str("&lt;"),
            '>' => to.push_str("&gt;"),
            // Characters that XML cannot hold.
            c if c.is_control() => to.push(' '),
            c => to.push(c),
        }
    }
}

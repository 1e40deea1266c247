//! `.ods`, read as a stream: a cell or a row that says it stands there a million times is counted, not copied.

use std::{
    io::{BufRead, BufReader, Cursor},
    ops::ControlFlow,
};

use quick_xml::{
    Reader, XmlVersion,
    escape::resolve_predefined_entity,
    events::{BytesStart, Event},
};
use zip::ZipArchive;

use super::{COLUMNS_MOST, Row, Take, Wrong, number};

/// Times that a row with something in it is taken.
const REPEATS_MOST: u32 = 250_000;

pub fn walk(bytes: &[u8], sheet: &str, take: Take<'_>) -> Result<Vec<String>, Wrong> {
    let mut package = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Wrong::Broken)?;
    let content = package.by_name("content.xml").map_err(|_| Wrong::Broken)?;
    let mut xml = Reader::from_reader(BufReader::new(content));
    xml.config_mut().expand_empty_elements = true;
    let mut walker = Walker { xml, buffer: Vec::new() };
    let (mut sheets, mut is_done) = (Vec::new(), false);
    loop {
        match walker.next()? {
            Event::Start(tag) if tag.name().as_ref() == "table:table" => {
                let name = attribute(&tag, "table:name").unwrap_or_default();
                let is_wanted = !is_done && (sheet.is_empty() || name == sheet);
                sheets.push(name);
                if is_wanted {
                    is_done = walker.table(take)?;
                }
            }
            Event::Eof => return Ok(sheets),
            _ => {}
        }
    }
}

struct Walker<R> {
    xml: Reader<R>,
    buffer: Vec<u8>,
}

impl<R: BufRead> Walker<R> {
    fn next(&mut self) -> Result<Event<'static>, Wrong> {
        self.buffer.clear();
        let event = self.xml.read_event_into(&mut self.buffer).map_err(|_| Wrong::Broken)?;
        Ok(event.into_owned())
    }

    /// Whether the sheet held anything.
    fn table(&mut self, take: Take<'_>) -> Result<bool, Wrong> {
        let (mut row, mut line) = (Row::default(), 0_u32);
        loop {
            match self.next()? {
                Event::Start(tag) if tag.name().as_ref() == "table:table-row" => {
                    let times = times(&tag, "table:number-rows-repeated");
                    self.row(&mut row)?;
                    let cells = row.cells.clone();
                    for copy in 0..times.min(REPEATS_MOST) {
                        row.cells.clone_from(&cells);
                        if cells.is_empty() {
                            break;
                        }
                        let flow = row.give(line.saturating_add(copy).saturating_add(1), take);
                        if flow == ControlFlow::Break(()) {
                            return Ok(true);
                        }
                    }
                    line = line.saturating_add(times);
                }
                Event::End(tag) if tag.name().as_ref() == "table:table" => return Ok(row.gave),
                Event::Eof => return Err(Wrong::Broken),
                _ => {}
            }
        }
    }

    fn row(&mut self, row: &mut Row) -> Result<(), Wrong> {
        let mut column = 0_usize;
        loop {
            match self.next()? {
                Event::Start(tag)
                    if matches!(tag.name().as_ref(), "table:table-cell" | "table:covered-table-cell") =>
                {
                    let times = times(&tag, "table:number-columns-repeated");
                    let text = self.cell(&tag)?;
                    let end = column.saturating_add(usize::try_from(times).unwrap_or(usize::MAX));
                    for place in column..end.min(COLUMNS_MOST) {
                        row.put(place, &text);
                    }
                    column = end;
                }
                Event::End(tag) if tag.name().as_ref() == "table:table-row" => return Ok(()),
                Event::Eof => return Err(Wrong::Broken),
                _ => {}
            }
        }
    }

    /// A cell's value: by its type where it has one, else what is shown.
    fn cell(&mut self, tag: &BytesStart<'_>) -> Result<String, Wrong> {
        let value = match attribute(tag, "office:value-type").as_deref() {
            Some("date") => attribute(tag, "office:date-value"),
            Some("float" | "percentage" | "currency") => {
                attribute(tag, "office:value").and_then(|value| value.parse().ok()).map(number)
            }
            _ => attribute(tag, "office:string-value"),
        };
        let shown = self.shown(tag.name().as_ref())?;
        Ok(value.filter(|value| !value.is_empty()).unwrap_or(shown))
    }

    fn shown(&mut self, until: &str) -> Result<String, Wrong> {
        let mut text = String::new();
        // What somebody noted beside a cell is none of its content.
        let mut notes = 0_u32;
        loop {
            match self.next()? {
                Event::Start(tag) => match tag.name().as_ref() {
                    "office:annotation" => notes += 1,
                    "text:p" | "text:s" | "text:tab" | "text:line-break" if notes == 0 => text.push(' '),
                    _ => {}
                },
                Event::Text(part) if notes == 0 => text.push_str(&part.xml_content(XmlVersion::Explicit1_0)),
                Event::GeneralRef(part) if notes == 0 => match part.resolve_char_ref() {
                    Ok(Some(letter)) => text.push(letter),
                    _ => text.push_str(resolve_predefined_entity(&part).unwrap_or_default()),
                },
                Event::End(tag) if tag.name().as_ref() == "office:annotation" => {
                    notes = notes.saturating_sub(1);
                }
                Event::End(tag) if tag.name().as_ref() == until => return Ok(text),
                Event::Eof => return Err(Wrong::Broken),
                _ => {}
            }
        }
    }
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.try_get_attribute(name).ok()??;
    found.normalized_value(XmlVersion::Explicit1_0).ok().map(std::borrow::Cow::into_owned)
}

fn times(tag: &BytesStart<'_>, name: &str) -> u32 {
    attribute(tag, name).and_then(|times| times.parse().ok()).unwrap_or(1)
}

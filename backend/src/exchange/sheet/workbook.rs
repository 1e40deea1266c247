//! `.xlsx`: calamine reads its cells one at a time and knows which numbers are days.

use std::io::Cursor;

use calamine::{DataRef, Reader as _, SheetType, Xlsx};

use super::{Row, Take, Wrong, number};

pub fn walk(bytes: &[u8], sheet: &str, take: Take<'_>) -> Result<Vec<String>, Wrong> {
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|_| Wrong::Broken)?;
    let all = book.sheets_metadata().iter().filter(|one| one.typ == SheetType::WorkSheet);
    let sheets: Vec<String> = all.map(|one| one.name.clone()).collect();
    for name in sheets.iter().filter(|name| sheet.is_empty() || *name == sheet) {
        if walk_sheet(&mut book, name, take)? {
            break;
        }
    }
    Ok(sheets)
}

/// Whether the sheet held anything.
fn walk_sheet(book: &mut Xlsx<Cursor<&[u8]>>, name: &str, take: Take<'_>) -> Result<bool, Wrong> {
    let mut cells = book.worksheet_cells_reader(name).map_err(|_| Wrong::Broken)?;
    let (mut row, mut at) = (Row::default(), 0);
    while let Some(cell) = cells.next_cell().map_err(|_| Wrong::Broken)? {
        let (line, column) = cell.get_position();
        if line != at {
            if row.give(at.saturating_add(1), take).is_break() {
                return Ok(true);
            }
            at = line;
        }
        row.put(usize::try_from(column).unwrap_or(usize::MAX), &text(cell.get_value()));
    }
    let _enough = row.give(at.saturating_add(1), take);
    Ok(row.gave)
}

fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(value) => value.to_string(),
        DataRef::Float(value) => number(*value),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(is) => is.to_string(),
        DataRef::DateTime(at) if at.is_datetime() => {
            let (year, month, day, hour, minute, second, _) = at.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
        }
        DataRef::DateTime(at) => number(at.as_f64()),
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}

//! Taking in a year as the government publishes it: row by row, whole or not at all, kept in versions, journaled.

use std::borrow::Cow;

use shared::{
    Bilingual, Report, Severity, Violation,
    api::v1::{CalendarImport, CalendarResult, CalendarView},
    period::{Adopted, IfPresent, read_year_bytes},
    violation::Citation,
};

use super::{KIND, id_of};
use crate::{
    app::Act,
    http::error::ApiError,
    registers::flow::{expect_keeper, put_body, refused},
};

/// What the server reckons with.
#[must_use]
pub fn view(act: &Act<'_>) -> CalendarView {
    let registers = act.registers();
    CalendarView {
        version: registers.calendar.version(),
        imported: registers.calendar_revisions.keys().copied().collect(),
        calendar: registers.calendar.clone(),
    }
}

/// Takes in one year's file; a year that is there and differs only when asked to replace it.
///
/// # Errors
/// The report that names each faulty row, or that says who may do this.
pub async fn import(act: &mut Act<'_>, file: &[u8], is_replacing: bool) -> Result<CalendarImport, ApiError> {
    expect_keeper(act)?;
    let year = read_year_bytes(file).map_err(|error| {
        let faults = error.faults.into_iter();
        let violations = faults.map(|fault| fault_at(fault.line, fault.code, fault.message)).collect();
        refused(Report { violations, ..Report::default() })
    })?;
    let registers = act.registers();
    let if_present = if is_replacing { IfPresent::Replace } else { IfPresent::Refuse };
    let adopted = registers.calendar.clone().adopt(year, if_present).map_err(|error| {
        let violations = vec![fault_at(0, error.code(), error.message())];
        refused(Report { violations, ..Report::default() })
    })?;
    let (result, changed) = match adopted {
        Adopted::Added => (CalendarResult::Added, Vec::new()),
        Adopted::Unchanged => (CalendarResult::Unchanged, Vec::new()),
        Adopted::Replaced { changed } => (CalendarResult::Replaced, changed),
    };
    let before = registers.calendar_revisions.get(&year.year()).copied().unwrap_or_default();
    if result == CalendarResult::Unchanged {
        return Ok(CalendarImport { year: year.year(), result, changed, revision: before });
    }
    let revision = before + 1;
    put_body(act, KIND, id_of(year.year()), revision, &year, "calendar.import").await?;
    Ok(CalendarImport { year: year.year(), result, changed, revision })
}

/// A faulty row as the breach it is: without the official days no month of 5(5) can be reckoned.
fn fault_at(line: usize, code: &'static str, message: Bilingual) -> Violation {
    Violation {
        code: Cow::Borrowed(code),
        path: if line == 0 { String::new() } else { format!("lines[{line}]") },
        citation: Citation::item(5, 5),
        severity: Severity::Refusal,
        message,
    }
}

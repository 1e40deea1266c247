//! Forms and items from CSV files: each row an operation of its own, judged by the rules everybody else is judged by.

use encoding_rs::{BIG5, UTF_8};
use serde::Deserialize;
use shared::{
    Report,
    api::v1::{ImportResult, ImportRow, NewDraft, NewItem, Problem},
    id::{InquiryId, ItemId, PersonId},
    inquiry::{Identity, InquiryDraft, SubjectDraft},
    inventory::{Basis, BasisKind, DataItem, ItemDraft},
    regulation::point_05,
};
use uuid::Uuid;

use crate::{
    app::App,
    http::{
        command::{self, Answer, Operation},
        error::ApiError,
    },
    inquiry, inventory,
};

/// Rows of one file at most.
const ROWS: usize = 10_000;

/// A row of a file of inquiries: one subject; the columns of the form, data items separated by `;`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct InquiryRow {
    item: String,
    data_items: String,
    name: String,
    identity: String,
    reason: String,
    case_number: String,
    period_from: String,
    period_to: String,
    #[serde(default)]
    justification: String,
    #[serde(default)]
    remark: String,
}

/// A row of a file of business items; lists separated by `;`, a basis as `law|name` or `policy|name|plan|plan number`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ItemRow {
    number: String,
    name: String,
    units: String,
    bases: String,
    purpose: String,
    data_items: String,
    in_force_from: String,
    #[serde(default)]
    approved_by_document: String,
    #[serde(default)]
    approved_on: String,
}

/// The file's text: UTF-8 with or without its mark, otherwise Big5.
#[must_use]
pub fn decode(bytes: &[u8]) -> String {
    let (text, _, has_errors) = UTF_8.decode(bytes);
    if has_errors { BIG5.decode(bytes).0.into_owned() } else { text.into_owned() }
}

/// A line's number, and its row or why it is none.
pub type Line<T> = (u64, Result<T, Report>);

/// Every row of a file that has the columns, with its line; a row that has not is refused alone.
///
/// # Errors
/// The bytes are no table, or there are too many rows.
pub fn rows<T: for<'de> Deserialize<'de>>(bytes: &[u8]) -> Result<Vec<Line<T>>, ApiError> {
    let text = decode(bytes);
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let mut found = Vec::new();
    let head = reader.headers().cloned().map_err(|_| no_table())?;
    for record in reader.records().take(ROWS + 1) {
        let row = match record {
            Ok(record) => {
                let line = record.position().map_or(0, csv::Position::line);
                // The reader's message may quote the cell, so only the kind of trouble is told.
                (line, record.deserialize(Some(&head)).map_err(|_| unreadable(WRONG_COLUMNS)))
            }
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                (line, Err(unreadable(RAGGED)))
            }
        };
        found.push(row);
    }
    if found.is_empty() {
        return Err(ApiError::bad_request(
            "檔案裡沒有資料列:請確認第一列是標題、其下有資料,且為 UTF-8 或 Big5 的 CSV。",
            "The file has no rows: its first line is the header, rows follow, and it is CSV in UTF-8 or Big5.",
        ));
    }
    if found.len() > ROWS {
        return Err(ApiError::bad_request("一次最多匯入 10,000 列。", "At most 10,000 rows at once."));
    }
    Ok(found)
}

const WRONG_COLUMNS: (&str, &str) =
    ("缺少欄位、欄名不明，或內容型別不符", "a column is missing, unknown or of the wrong type");
const RAGGED: (&str, &str) =
    ("這一列的欄數與標題列不同", "the row has another number of columns than the header");

fn no_table() -> ApiError {
    ApiError::bad_request("這不是含標題列的 CSV 檔。", "This is no CSV file with a header row.")
}

/// The report on a row that cannot be read; `what` says the kind of trouble and quotes nothing.
#[must_use]
pub fn unreadable((what, what_en): (&str, &str)) -> Report {
    let mut report = Report::default();
    report.violations.push(point_05::UNREADABLE.filled("", &[("what", &what), ("what_en", &what_en)]));
    report
}

/// How far a row is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// Saved as a draft of which the rules say that it may be submitted.
    Draft,
    /// Submitted.
    Submit,
}

/// Registers an inquiry for each row that the rules agree to.
///
/// # Errors
/// The bytes are no table, or a row could not be served at all.
pub async fn import_inquiries(
    app: &App,
    operation: &Operation,
    bytes: &[u8],
    depth: Depth,
) -> Result<Vec<ImportRow>, ApiError> {
    let mut results = Vec::new();
    for (line, row) in rows::<InquiryRow>(bytes)? {
        let id = InquiryId(Uuid::now_v7());
        let row = match row {
            Ok(row) => row,
            Err(report) => {
                results.push(ImportRow { line, result: ImportResult::Refused, id: None, report });
                continue;
            }
        };
        let draft = inquiry_draft(app, operation.person, row).await?;
        let outcome = command::outcome(app, of_line(operation, line), move |act| {
            Box::pin(async move {
                let draft = inquiry::flow::create_draft(act, NewDraft { id, draft }).await?;
                match depth {
                    Depth::Submit => {
                        inquiry::flow::submit(act, id, draft.revision).await?;
                    }
                    Depth::Draft if draft.report.is_accepted() => {}
                    Depth::Draft => return Err(ApiError::Refused(Box::new(draft.report))),
                }
                Ok(Answer::created(1, id.0))
            })
        })
        .await;
        results.push(result(line, id.0, outcome)?);
    }
    Ok(results)
}

async fn inquiry_draft(app: &App, person: PersonId, row: InquiryRow) -> Result<InquiryDraft, ApiError> {
    let mut tx = app.db().read().await?;
    let act = app.act(&mut tx, person).await?;
    let registers = act.registers();
    // People write the number of the inventory, programs the identifier.
    let by_number = registers.items.values().find(|item| item.draft().number == row.item);
    Ok(InquiryDraft {
        item: by_number.map_or(row.item, |item| item.item().to_string()),
        data_items: list(&row.data_items),
        subjects: vec![SubjectDraft { name: row.name, identity: Identity::Typed(row.identity) }],
        reason: row.reason,
        case_number: row.case_number,
        period_from: row.period_from,
        period_to: row.period_to,
        justification: row.justification,
        remark: row.remark,
    })
}

/// Enters a business item for each row that the rules agree to.
///
/// # Errors
/// The bytes are no table, or a row could not be served at all.
pub async fn import_items(
    app: &App,
    operation: &Operation,
    bytes: &[u8],
) -> Result<Vec<ImportRow>, ApiError> {
    let mut results = Vec::new();
    for (line, row) in rows::<ItemRow>(bytes)? {
        let id = ItemId(Uuid::now_v7());
        let row = match row {
            Ok(row) => row,
            Err(report) => {
                results.push(ImportRow { line, result: ImportResult::Refused, id: None, report });
                continue;
            }
        };
        let number = row.number.clone();
        let outcome = command::outcome(app, of_line(operation, line), move |act| {
            Box::pin(async move {
                let registers = act.registers();
                if registers.items.values().any(|item| item.draft().number == number) {
                    return Err(ApiError::Exists);
                }
                let named = |name: &String| {
                    registers
                        .agencies
                        .values()
                        .find(|agency| agency.draft().name == *name)
                        .map(|agency| agency.unit())
                };
                let draft = item_draft(row, named);
                inventory::flow::enter(act, NewItem { id, draft }).await?;
                Ok(Answer::created(1, id.0))
            })
        })
        .await;
        results.push(result(line, id.0, outcome)?);
    }
    Ok(results)
}

fn item_draft(row: ItemRow, named: impl Fn(&String) -> Option<shared::id::UnitId>) -> ItemDraft {
    let basis = |text: String| {
        let mut parts = text.split('|').map(|part| part.trim().to_owned());
        let kind = if parts.next().as_deref() == Some("policy") { BasisKind::Policy } else { BasisKind::Law };
        let mut part = || parts.next().unwrap_or_default();
        Basis { kind, name: part(), plan: part(), plan_number: part() }
    };
    let data =
        |(at, name): (usize, String)| DataItem { code: format!("D{}", at + 1), name, name_en: String::new() };
    ItemDraft {
        number: row.number,
        name: row.name,
        name_en: String::new(),
        units: list(&row.units).iter().filter_map(named).collect(),
        bases: list(&row.bases).into_iter().map(basis).collect(),
        purpose: row.purpose,
        data_items: list(&row.data_items).into_iter().enumerate().map(data).collect(),
        must_sign: false,
        in_force_from: day(&row.in_force_from),
        approved_by_document: row.approved_by_document,
        approved_on: day(&row.approved_on),
    }
}

fn day(text: &str) -> Option<chrono::NaiveDate> {
    shared::field::RocDate::parse(text).ok().map(|date| date.date())
}

fn list(text: &str) -> Vec<String> {
    text.split(';').map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

/// Each line is an operation of its own, so that sending a file twice registers nothing twice.
#[must_use]
pub fn of_line(operation: &Operation, line: u64) -> Operation {
    Operation { key: format!("{}/{line}", operation.key), ..operation.clone() }
}

/// What became of a row.
///
/// # Errors
/// It could not be served at all.
pub fn result(
    line: u64,
    id: Uuid,
    outcome: Result<crate::store::operation::Outcome, ApiError>,
) -> Result<ImportRow, ApiError> {
    match outcome {
        Ok(outcome) if outcome.status < 400 => {
            let id = serde_json::from_slice(&outcome.answer).unwrap_or(id);
            Ok(ImportRow { line, result: ImportResult::Created, id: Some(id), report: Report::default() })
        }
        Ok(outcome) => {
            let problem: Option<Problem> = serde_json::from_slice(&outcome.answer).ok();
            let report = problem
                .map(|problem| Report { violations: problem.violations, deferred: problem.deferred })
                .unwrap_or_default();
            Ok(ImportRow { line, result: ImportResult::Refused, id: None, report })
        }
        Err(ApiError::Exists) => {
            Ok(ImportRow { line, result: ImportResult::Skipped, id: None, report: Report::default() })
        }
        Err(error) => Err(error),
    }
}

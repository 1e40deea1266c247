//! Job changes from the personnel office's file: each row an operation of its own.

use serde::Deserialize;
use shared::{
    account::{Account, JobChangeDraft, job_change::JobChangeKind},
    api::v1::{ImportResult, ImportRow, NewJobChange},
    field::{FieldKind, RocDate, tidy},
    id::{JobChangeId, PersonId, UnitId},
};
use uuid::Uuid;

use super::flow;
use crate::{
    app::{Act, App},
    exchange::import::{of_line, result, rows, unreadable},
    http::{
        command::{self, Answer, Operation},
        error::ApiError,
    },
};

const KINDS: (&str, &str) =
    ("異動類別應為 調職、留職停薪 或 離職", "the kind is none of 調職, 留職停薪, 離職");

/// A row as personnel offices write it: who in words, what, when, by which order.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    #[serde(alias = "姓名")]
    name: String,
    #[serde(default, alias = "末四碼")]
    id_last4: String,
    #[serde(default, alias = "單位")]
    unit: String,
    #[serde(default, alias = "E政府帳號")]
    egov_account: String,
    #[serde(alias = "異動類別")]
    kind: String,
    #[serde(default, alias = "新單位")]
    to_unit: String,
    #[serde(alias = "異動日")]
    effective_on: String,
    #[serde(alias = "文號")]
    document_number: String,
}

/// Announces a job change for each row that the rules agree to. A row whose change is announced already is skipped, so that
/// the same file, or next week's with the same people, announces nothing twice.
///
/// # Errors
/// The bytes are no table, or a row could not be served at all.
pub async fn import_job_changes(
    app: &App,
    operation: &Operation,
    bytes: &[u8],
) -> Result<Vec<ImportRow>, ApiError> {
    let mut results = Vec::new();
    for (line, row) in rows::<Line>(bytes)? {
        let id = JobChangeId(Uuid::now_v7());
        let row = row.and_then(|row| {
            let kind = JobChangeKind::parse(&row.kind);
            kind.map(|kind| (kind, row)).ok_or_else(|| unreadable(KINDS))
        });
        let (kind, row) = match row {
            Ok(row) => row,
            Err(report) => {
                results.push(ImportRow { line, result: ImportResult::Refused, id: None, report });
                continue;
            }
        };
        let outcome = command::outcome(app, of_line(operation, line), move |act| {
            Box::pin(async move {
                let (draft, fitting) = draft(act, kind, &row);
                if flow::is_announced(act, &draft).await? {
                    return Err(ApiError::Exists);
                }
                flow::announce_one_of(act, NewJobChange { id, draft }, Some(fitting)).await?;
                Ok(Answer::created(1, id.0))
            })
        })
        .await;
        results.push(result(line, id.0, outcome)?);
    }
    Ok(results)
}

/// The row in the register's words, and how many accounts it fits.
fn draft(act: &Act<'_>, kind: JobChangeKind, row: &Line) -> (JobChangeDraft, usize) {
    let registers = act.registers();
    let is_named = |unit: UnitId, name: &str| {
        registers.unit_name(unit) == name
            || registers.agencies.get(&unit).is_some_and(|agency| agency.draft().name == name)
    };
    let fits = |account: &&Account| {
        let draft = account.draft();
        let is_said = |said: &str, is: bool| said.is_empty() || is;
        !account.is_over(act.today())
            && draft.name == row.name
            && is_said(&row.id_last4, draft.id_last4 == row.id_last4)
            && is_said(&row.egov_account, draft.egov_account == row.egov_account)
            && is_said(&row.unit, is_named(account.unit(), &row.unit))
    };
    let found: Vec<PersonId> = registers.accounts.values().filter(fits).map(Account::person).collect();
    let to_unit = registers.agencies.keys().copied().find(|unit| is_named(*unit, &row.to_unit));
    let day = RocDate::parse(&tidy(FieldKind::RocDate, &row.effective_on)).ok();
    let draft = JobChangeDraft {
        person: match found.as_slice() {
            [person] => Some(*person),
            _ => None,
        },
        kind,
        to_unit: to_unit.filter(|_| kind == JobChangeKind::Transfer),
        effective_on: day.map(RocDate::date),
        document_number: row.document_number.clone(),
    };
    (draft, found.len())
}

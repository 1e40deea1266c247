//! What entries committed to, as far as the tables still hold it: every version of a register, and the present revision of
//! everything else.

use shared::journal::Entry;
use sqlx::FromRow;

use super::store::Row;
use crate::{
    on_tx,
    store::{StoreError, Tx},
};

const SALT: &str = "SELECT salt FROM journal_salts WHERE seq = $1";
const INQUIRY: &str = "SELECT draft, body FROM inquiries WHERE id = $1 AND revision = $2";
const PRINTOUT: &str = "SELECT body FROM printouts WHERE id = $1 AND revision = $2";
const RECORD: &str = "SELECT body FROM records WHERE kind = $3 AND id = $1 AND revision = $2";
const REGISTER: &str = "SELECT body FROM register_versions WHERE kind = $3 AND id = $1 AND revision = $2";

#[derive(FromRow)]
struct Inquiry {
    draft: Option<Vec<u8>>,
    body: Option<String>,
}

/// The salt and the content of an entry; none where it has none, or where it is gone.
///
/// # Errors
/// The database does not answer.
pub async fn of_entry(tx: &mut Tx, row: &Row) -> Result<Option<(Vec<u8>, Vec<u8>)>, StoreError> {
    let salt: Option<Vec<u8>> =
        on_tx!(tx, conn => sqlx::query_scalar(SALT).bind(row.seq).fetch_optional(conn).await)?;
    let Some(salt) = salt else { return Ok(None) };
    let content = match row.kind.as_str() {
        "inquiry" | "draft" => {
            let found: Option<Inquiry> = on_tx!(tx, conn => sqlx::query_as(INQUIRY).bind(row.record_id).bind(row.revision)
                .fetch_optional(conn).await)?;
            found.and_then(|found| match row.action.starts_with("draft.") {
                true => found.draft,
                false => found.body.map(String::into_bytes),
            })
        }
        "printout" => {
            let found: Option<String> = on_tx!(tx, conn => sqlx::query_scalar(PRINTOUT).bind(row.record_id)
                .bind(row.revision).fetch_optional(conn).await)?;
            found.map(String::into_bytes)
        }
        kind => {
            let sql = if matches!(kind, "agency" | "item" | "account") { REGISTER } else { RECORD };
            let found: Option<String> = on_tx!(tx, conn => sqlx::query_scalar(sql).bind(row.record_id)
                .bind(row.revision).bind(kind).fetch_optional(conn).await)?;
            found.map(String::into_bytes)
        }
    };
    Ok(content.map(|content| (salt, content)))
}

/// Whether an entry committed to a content: it was a change and no look.
#[must_use]
pub fn commits(row: &Row) -> bool {
    serde_json::from_slice::<Entry>(&row.bytes).is_ok_and(|entry| !entry.commitment.is_empty())
}

/// Every statement of this module, prepared by a test on both databases.
pub const STATEMENTS: &[&str] = &[SALT, INQUIRY, PRINTOUT, RECORD, REGISTER];

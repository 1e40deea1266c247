//! Keyset paging: an opaque cursor says after which row the next page starts.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL};
use chrono::NaiveDate;
use shared::{api::v1::Page, record::taiwan_midnight};
use uuid::Uuid;

use super::error::ApiError;

/// Rows a page when none is asked for.
const USUAL: i64 = 50;
/// Rows a page at most.
const MOST: i64 = 200;

/// The number of rows to give.
#[must_use]
pub fn limit(asked: Option<i64>) -> i64 {
    asked.unwrap_or(USUAL).clamp(1, MOST)
}

/// When a Taiwan day begins, in µs: where a filter by days is cut.
#[must_use]
pub fn midnight(day: NaiveDate) -> i64 {
    taiwan_midnight(day).timestamp_micros()
}

/// The row after which to start; without a cursor before everything, as newest comes first.
///
/// # Errors
/// The cursor is none of ours.
pub fn after(cursor: Option<&str>) -> Result<Uuid, ApiError> {
    let Some(cursor) = cursor else { return Ok(Uuid::max()) };
    let bytes = BASE64URL.decode(cursor).ok().and_then(|bytes| Uuid::from_slice(&bytes).ok());
    bytes.ok_or_else(no_cursor)
}

/// A cursor that is none of ours.
#[must_use]
pub fn no_cursor() -> ApiError {
    ApiError::bad_request(
        "cursor 無效,請從第一頁重新開始。",
        "This is no cursor of ours; start over from the first page.",
    )
}

/// A page of rows of which one more than asked for was read.
pub fn of<R, T>(
    mut rows: Vec<R>,
    limit: i64,
    id: impl Fn(&R) -> Uuid,
    mut view: impl FnMut(R) -> T,
) -> Page<T> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).map(|row| BASE64URL.encode(id(row).as_bytes()));
    Page { items: rows.into_iter().map(&mut view).collect(), next }
}

//! `/journal`.

use std::collections::BTreeMap;

use axum::{
    Json,
    extract::{Query as UrlQuery, State},
};
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use chrono::NaiveDate;
use serde::Deserialize;
use shared::{
    api::v1::{JournalHead, JournalRow, Page, Problem},
    id::PersonId,
    journal::leaf_hash,
};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{alarm, store};
use crate::{
    app::{Act, App},
    http::{
        error::ApiError,
        extract::{Command, Manager, ManagerReader, OrInspector},
        page,
    },
    inquiry::view::instant,
    inspection,
};

/// The routes of this noun.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list_journal)).routes(routes!(verify_journal))
}

/// What the journal may be asked for.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct Query {
    /// One record's entries; the other filters are then left aside.
    pub record: Option<Uuid>,
    /// One noun: `inquiry`, `printout`, `item`, `agency`, `account`, …
    pub kind: Option<String>,
    /// One person's.
    pub person: Option<Uuid>,
    /// On or after this Taiwan day.
    pub from: Option<NaiveDate>,
    /// On or before this Taiwan day.
    pub to: Option<NaiveDate>,
    /// Where to go on: the last number shown.
    pub cursor: Option<String>,
    /// Rows a page, 1 to 200.
    pub limit: Option<i64>,
}

/// Entries, newest first, for the manager.
#[utoipa::path(get, path = "/journal", tag = "journal", security(("card" = []), ("token" = ["read"])), params(Query),
    responses((status = 200, body = Page<JournalRow>), (status = 403, body = Problem)))]
pub async fn list_journal(
    State(app): State<App>,
    ManagerReader(user): ManagerReader,
    UrlQuery(query): UrlQuery<Query>,
) -> Result<Json<Page<JournalRow>>, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    Ok(Json(page(&mut act, &query).await?))
}

/// A page of the journal.
///
/// # Errors
/// The cursor is none of ours, or the database does not answer.
pub async fn page(act: &mut Act<'_>, query: &Query) -> Result<Page<JournalRow>, ApiError> {
    let limit = page::limit(query.limit);
    let before = match &query.cursor {
        None => i64::MAX,
        Some(cursor) => cursor.parse().map_err(|_| page::no_cursor())?,
    };
    let filter = store::Filter {
        record: query.record,
        kind: query.kind.clone(),
        actor: query.person,
        from: query.from.map(page::midnight),
        until: query.to.and_then(|day| day.succ_opt()).map(page::midnight),
    };
    let mut rows = store::newest(act.tx, &filter, before, limit + 1).await?;
    let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > wanted;
    rows.truncate(wanted);
    let next = rows.last().filter(|_| more).map(|row| row.seq.to_string());
    let registers = act.registers();
    let mut guests = BTreeMap::new();
    for person in rows.iter().filter_map(|row| row.actor_id) {
        if !registers.accounts.contains_key(&PersonId(person)) && !guests.contains_key(&person) {
            guests.insert(person, inspection::flow::name_of(act.tx, person).await?);
        }
    }
    let name = |person: Uuid| match guests.get(&person) {
        Some(name) => name.clone(),
        None => registers.person_name(PersonId(person)),
    };
    let view = |row: store::Row| JournalRow {
        seq: row.seq,
        at: instant(row.at),
        actor_name: row.actor_id.map(name).unwrap_or_default(),
        action: row.action,
        kind: row.kind,
        record: row.record_id,
        revision: row.revision,
        leaf: BASE64.encode(leaf_hash(&row.bytes)),
    };
    Ok(Page { items: rows.into_iter().map(view).collect(), next })
}

/// Recomputes the whole journal and says what was found.
#[utoipa::path(post, path = "/journal/verify", tag = "journal", params(("Idempotency-Key" = String, Header)),
    responses((status = 200, body = JournalHead), (status = 403, body = Problem)))]
pub async fn verify_journal(
    State(app): State<App>,
    _who: OrInspector<Manager>,
    _command: Command<()>,
) -> Result<Json<JournalHead>, ApiError> {
    Ok(Json(alarm::verify(&app).await.map_err(ApiError::Internal)?))
}

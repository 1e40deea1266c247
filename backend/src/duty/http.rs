//! `/duties`.

use axum::{
    Json,
    extract::{Query as UrlQuery, State},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL};
use serde::Deserialize;
use shared::{
    api::v1::{DutyView, Page, Problem},
    id::{InquiryId, UnitId},
};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::store::{self, Row, Scope};
use crate::{
    app::{Act, App},
    http::{error::ApiError, extract::User, page},
};

/// The routes of this noun.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list_duties))
}

/// What the duties may be asked for.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct Query {
    /// One's own.
    pub mine: bool,
    /// One unit's.
    pub unit: Option<Uuid>,
    /// Only those past their strict day.
    pub late: bool,
    /// One kind.
    pub kind: Option<String>,
    /// Where to go on.
    pub cursor: Option<String>,
    /// Rows a page, 1 to 200.
    pub limit: Option<i64>,
}

/// Open duties, most pressing first.
#[utoipa::path(get, path = "/duties", tag = "duty", params(Query),
    responses((status = 200, body = Page<DutyView>), (status = 401, body = Problem)))]
pub async fn list_duties(
    State(app): State<App>,
    user: User,
    UrlQuery(query): UrlQuery<Query>,
) -> Result<Json<Page<DutyView>>, ApiError> {
    let mut tx = app.db().read().await?;
    let mut act = app.act(&mut tx, user.standing.person).await?;
    Ok(Json(page(&mut act, &query).await?))
}

/// A page of the duties the asker may see.
///
/// # Errors
/// The cursor is none of ours, or the database does not answer.
pub async fn page(act: &mut Act<'_>, query: &Query) -> Result<Page<DutyView>, ApiError> {
    let limit = page::limit(query.limit);
    let (day, id) = after(query.cursor.as_deref())?;
    let late = query.late.then(|| act.today().to_string());
    let mut rows = Vec::new();
    for scope in scopes(act, query) {
        let kind = query.kind.as_deref();
        rows.extend(store::list(act.tx, scope, late.as_deref(), kind, (&day, id), limit + 1).await?);
    }
    let place = |row: &Row| (row.due_on.clone().unwrap_or_else(|| NO_DAY.to_owned()), row.id);
    rows.sort_by_key(place);
    rows.dedup_by(|a, b| a.id == b.id);
    let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > wanted;
    rows.truncate(wanted);
    let next = rows.last().filter(|_| more).map(|row| {
        let (day, id) = place(row);
        BASE64URL.encode(format!("{day}{id}"))
    });
    let view = |row: Row| {
        let duty = row.duty()?;
        Some(super::view(act, duty, row.inquiry_id.map(InquiryId), row.about))
    };
    Ok(Page { items: rows.into_iter().filter_map(view).collect(), next })
}

/// Sorts a duty without a day behind all others.
const NO_DAY: &str = "9999-12-31";

fn after(cursor: Option<&str>) -> Result<(String, Uuid), ApiError> {
    let Some(cursor) = cursor else { return Ok((String::new(), Uuid::nil())) };
    let text = BASE64URL.decode(cursor).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let place = text.as_deref().and_then(|text| text.split_at_checked(NO_DAY.len()));
    place.and_then(|(day, id)| Some((day.to_owned(), id.parse().ok()?))).ok_or_else(page::no_cursor)
}

fn scopes(act: &Act<'_>, query: &Query) -> Vec<Scope> {
    let standing = act.standing();
    let decides = standing.approves_for(act.today());
    if query.mine {
        return vec![Scope::Person(standing.person)];
    }
    if let Some(unit) = query.unit.map(UnitId) {
        let may = standing.is_manager || decides.contains(&unit);
        return if may { vec![Scope::Unit(unit)] } else { Vec::new() };
    }
    if standing.is_manager {
        return vec![Scope::All];
    }
    let own = std::iter::once(Scope::Person(standing.person));
    own.chain(decides.into_iter().map(Scope::Unit)).collect()
}

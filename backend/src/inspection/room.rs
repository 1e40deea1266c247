//! The room in which an inspector reads: what is within the scope of the leave and nothing else, each look in the journal.

use chrono::{DateTime, Utc};
use serde_json::Value;
use shared::{
    Bilingual,
    api::v1::{
        InspectedField, InspectedKind, InspectedRecord, InspectedRow, InspectedSubject, JournalRow,
        OwnInspection, Page,
    },
    field,
    id::{InquiryId, PersonId, UnitId},
    inquiry::mask_name,
    inspection::{InspectionBody, KINDS},
    journal::{fields, values},
    pack::point_of,
    regulation::point_08,
};
use uuid::Uuid;

use super::{
    flow,
    store::{self, Found},
};
use crate::{
    app::{Act, App},
    http::{error::ApiError, page},
    inquiry::{seal, view::instant},
    journal::{self, store::NewEntry},
};

/// Rows read from the database at a time while a page is filled.
const STRIDE: i64 = 200;
/// What no inspection asks for: keys of people's cards and what they signed with them.
const LEFT_OUT: [&str; 4] = ["certificate", "id_last4", "signature", "card_number"];

/// The leave with how much is within its scope.
///
/// # Errors
/// The database does not answer.
pub async fn own(act: &mut Act<'_>, leave: &InspectionBody) -> Result<OwnInspection, ApiError> {
    let touched = store::touched(act.tx, leave).await?;
    let mut kinds = Vec::new();
    for kind in KINDS.into_iter().filter(|kind| leave.holds(kind)) {
        let mut count =
            touched.get(kind).map_or(0, |records| i64::try_from(records.len()).unwrap_or(i64::MAX));
        if !leave.units.is_empty() {
            count = 0;
            for record in touched.get(kind).into_iter().flatten() {
                count += i64::from(within(act, leave, kind, *record).await?.is_some());
            }
        }
        kinds.push(InspectedKind { point: point_of(kind), kind: kind.to_owned(), count });
    }
    kinds.sort_by_key(|kind| kind.point);
    Ok(OwnInspection { view: flow::view(&act.registers(), leave, act.today()), kinds })
}

/// A page of a noun's records within the scope, the latest first.
///
/// # Errors
/// The noun is outside the scope, the cursor is none of ours, or the database does not answer.
pub async fn list(
    act: &mut Act<'_>,
    leave: &InspectionBody,
    kind: &str,
    cursor: Option<&str>,
    limit: Option<i64>,
) -> Result<Page<InspectedRow>, ApiError> {
    point_08::inspection::check_look(leave, kind).map_err(|rule| ApiError::inspecting(&rule))?;
    let wanted = usize::try_from(page::limit(limit)).unwrap_or(usize::MAX);
    let mut before = match cursor {
        None => i64::MAX,
        Some(cursor) => cursor.parse().map_err(|_| page::no_cursor())?,
    };
    let mut items = Vec::new();
    loop {
        let rows = store::done(act.tx, leave, kind, before, STRIDE).await?;
        if rows.is_empty() {
            return Ok(Page { items, next: None });
        }
        for row in rows {
            if items.len() == wanted {
                return Ok(Page { items, next: Some(before.to_string()) });
            }
            before = row.seq;
            let Some((found, unit)) = within(act, leave, kind, row.record_id).await? else { continue };
            items.push(InspectedRow {
                kind: kind.to_owned(),
                record: row.record_id,
                about: about(&found),
                unit_name: unit.map(|unit| act.registers().unit_name(unit)).unwrap_or_default(),
                at: instant(row.at),
            });
        }
    }
}

/// A record with its unit, where its unit is within the scope.
async fn within(
    act: &mut Act<'_>,
    leave: &InspectionBody,
    kind: &str,
    record: Uuid,
) -> Result<Option<(Found, Option<UnitId>)>, ApiError> {
    let found = store::find(act.tx, kind, record).await?;
    // Of what is gone the journal still tells; whose it was is gone with it.
    if found.is_none() && !leave.units.is_empty() {
        return Ok(None);
    }
    let found = found.unwrap_or(Found { unit_id: None, body: None, revision: 1 });
    let registers = act.registers();
    let unit = match kind {
        "agency" => Some(UnitId(record)),
        "account" => registers.accounts.get(&PersonId(record)).map(shared::account::Account::unit),
        _ => found.unit(),
    };
    // An item is the whole county's.
    let is_within = leave.units.is_empty()
        || unit.is_none_or(|unit| {
            leave.units.contains(&unit)
                || registers.parents(unit).iter().any(|above| leave.units.contains(above))
        });
    Ok(is_within.then_some((found, unit)))
}

/// A record within the whole scope: noun, unit and period.
async fn in_scope(
    act: &mut Act<'_>,
    leave: &InspectionBody,
    kind: &str,
    record: Uuid,
) -> Result<(Found, Option<UnitId>), ApiError> {
    if !leave.holds(kind) || !store::is_done(act.tx, leave, kind, record).await? {
        return Err(ApiError::NotFound);
    }
    within(act, leave, kind, record).await?.ok_or(ApiError::NotFound)
}

/// A record as the inspector sees it. That they looked is in the journal.
///
/// # Errors
/// It is outside the scope, or the database does not answer.
pub async fn look(
    app: &App,
    leave: &InspectionBody,
    kind: String,
    record: Uuid,
) -> Result<InspectedRecord, ApiError> {
    let (inside, leave) = (app.clone(), leave.clone());
    let written = app.writer().write(move |tx| {
        Box::pin(async move {
            let act = &mut inside.act(tx, leave.person).await?;
            let (found, unit) = in_scope(act, &leave, &kind, record).await?;
            let kind = known(&kind)?;
            let entry = NewEntry::looked("inspection.look", kind, record, found.revision, &leave.order);
            let shown = shown(act, &leave, kind, (record, unit, &found)).await?;
            act.journal(entry).await?;
            Ok::<_, ApiError>(shown)
        })
    });
    written.await?
}

/// The full identities of a record, once. The look is journaled; what was seen is kept nowhere.
///
/// # Errors
/// The order does not ask for them, the record is outside the scope, or the database does not answer.
pub async fn reveal(
    app: &App,
    leave: &InspectionBody,
    kind: String,
    record: Uuid,
) -> Result<Vec<InspectedSubject>, ApiError> {
    point_08::inspection::check_reveal(leave).map_err(|rule| ApiError::inspecting(&rule))?;
    let (inside, leave) = (app.clone(), leave.clone());
    let written = app.writer().write(move |tx| {
        Box::pin(async move {
            let act = &mut inside.act(tx, leave.person).await?;
            let (found, _) = in_scope(act, &leave, &kind, record).await?;
            let kind = known(&kind)?;
            let subjects = subjects(act, kind, record, true).await?;
            let action = "inspection.reveal_to_inspector";
            act.journal(NewEntry::looked(action, kind, record, found.revision, &leave.order)).await?;
            Ok::<_, ApiError>(subjects)
        })
    });
    written.await?
}

/// The journal's own name of a noun.
fn known(kind: &str) -> Result<&'static str, ApiError> {
    KINDS.into_iter().find(|known| *known == kind).ok_or(ApiError::NotFound)
}

async fn shown(
    act: &mut Act<'_>,
    leave: &InspectionBody,
    kind: &'static str,
    (record, unit, found): (Uuid, Option<UnitId>, &Found),
) -> Result<InspectedRecord, ApiError> {
    let mut said = Vec::new();
    let body: Value = found
        .body
        .as_deref()
        .map(serde_json::from_str)
        .transpose()
        .map_err(anyhow::Error::new)?
        .unwrap_or_default();
    flatten(&mut said, "", &body);
    let field = |(path, value): (String, String)| {
        let (zh_tw, en) = fields::place(&path);
        let value = match values::word(&value) {
            Some((zh_tw, en)) => Bilingual::fixed(zh_tw, en),
            None => Bilingual::filled(value.clone(), value),
        };
        InspectedField { words: Bilingual::filled(zh_tw, en), value }
    };
    let subjects = subjects(act, kind, record, false).await?;
    let query = journal::http::Query { record: Some(record), limit: Some(200), ..Default::default() };
    let history: Vec<JournalRow> = journal::http::page(act, &query).await?.items;
    Ok(InspectedRecord {
        kind: kind.to_owned(),
        record,
        about: about(found),
        unit_name: unit.map(|unit| act.registers().unit_name(unit)).unwrap_or_default(),
        fields: said.into_iter().map(field).collect(),
        may_unmask: leave.is_unmasked && !subjects.is_empty(),
        subjects,
        history,
    })
}

async fn subjects(
    act: &mut Act<'_>,
    kind: &str,
    record: Uuid,
    is_full: bool,
) -> Result<Vec<InspectedSubject>, ApiError> {
    if kind != "inquiry" {
        return Ok(Vec::new());
    }
    let plain = seal::plain_subjects(act, InquiryId(record)).await?;
    let shown = |name: &str, identity: &str| {
        if is_full {
            return InspectedSubject { name: name.to_owned(), identity: identity.to_owned() };
        }
        let identity = field::Identity::parse(identity).map(|identity| identity.masked());
        InspectedSubject { name: mask_name(name), identity: identity.unwrap_or_default() }
    };
    Ok(plain.iter().map(|subject| shown(&subject.name, &subject.identity)).collect())
}

/// Whether an inspector may have the proof of an entry: it is of a record within the scope.
///
/// # Errors
/// It is not, or the database does not answer.
pub async fn check_proof(act: &mut Act<'_>, leave: &InspectionBody, seq: i64) -> Result<(), ApiError> {
    let row = journal::store::since(act.tx, seq, 1).await?.into_iter().next().filter(|row| row.seq == seq);
    let row = row.ok_or(ApiError::NotFound)?;
    in_scope(act, leave, &row.kind, row.record_id).await.map(drop)
}

/// What a record is about in a few words: the first of its names.
fn about(found: &Found) -> String {
    const NAMES: [&str; 12] = [
        "case_number",
        "name",
        "number",
        "document_number",
        "person_name",
        "applicant_name",
        "title",
        "summary",
        "period",
        "year",
        "reason",
        "order",
    ];
    let body: Value =
        found.body.as_deref().and_then(|body| serde_json::from_str(body).ok()).unwrap_or_default();
    let text = |value: &Value| match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let inner = ["draft", "form", "registration"].into_iter().filter_map(|part| body.get(part));
    let places: Vec<&Value> = std::iter::once(&body).chain(inner).collect();
    NAMES
        .iter()
        .find_map(|name| places.iter().find_map(|place| place.get(name).and_then(text)))
        .unwrap_or_default()
}

/// A record as places and values, in the order of the record, without what no inspection asks for.
fn flatten(fields: &mut Vec<(String, String)>, path: &str, value: &Value) {
    let inner = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    match value {
        Value::Object(object) => {
            let shown = object.iter().filter(|(name, _)| !LEFT_OUT.contains(&name.as_str()));
            shown.for_each(|(name, value)| flatten(fields, &inner(name), value));
        }
        Value::Array(values) => {
            (1..).zip(values).for_each(|(at, value)| flatten(fields, &inner(&at.to_string()), value));
        }
        Value::Null => {}
        Value::String(text) if text.is_empty() => {}
        Value::String(text) => fields.push((path.to_owned(), readable(text))),
        other => fields.push((path.to_owned(), other.to_string())),
    }
}

/// An instant in Taiwan's time; any other text as it is.
fn readable(text: &str) -> String {
    text.parse::<DateTime<Utc>>().map_or_else(|_| text.to_owned(), shared::paper::moment)
}

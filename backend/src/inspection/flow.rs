//! Granting, ending and concluding a leave, and finding whose it is.

use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use chrono::NaiveDate;
use shared::{
    Kept as _, Record as _,
    api::v1::{InspectionPage, InspectionView, Look, NewInspection, Page, PracticePerson},
    id::{InspectionId, PersonId},
    inspection::{Inspection, InspectionAction, InspectionBody, InspectionDraft},
    regulation::point_08,
    session::CardRefusal,
};
use uuid::Uuid;

use crate::{
    app::Act,
    card::{Leaf, Signer},
    http::error::ApiError,
    inquiry::view::instant,
    journal::store::{self as journal, Filter},
    records::{self, flow::Wanted, store::Scope},
    registers::{
        Registers,
        flow::{refused, step},
    },
    store::Tx,
};

/// Entries of an inspector shown to the manager.
const LOOKS: i64 = 200;

/// Grants a leave.
///
/// # Errors
/// The report that refuses it, or why the card is none of the inspector's.
pub async fn grant(act: &mut Act<'_>, new: NewInspection) -> Result<InspectionView, ApiError> {
    let person = PersonId(records::flow::fresh_id(act));
    let inspection = Inspection::grant(new.id, person, &new.draft, &step(act)).map_err(refused)?;
    let registers = act.registers();
    let are_known = new.draft.units.iter().all(|unit| registers.agencies.contains_key(unit));
    let is_taken = is_taken(act, &new.draft).await?;
    let report = point_08::inspection::check_known(are_known, is_taken);
    if !report.is_accepted() {
        return Err(refused(report));
    }
    let der = BASE64.decode(&new.draft.certificate).map_err(|_| CardRefusal::Unreadable)?;
    let leaf = Leaf::read(&der)?;
    act.app().trust().await?.judge(&leaf, act.now())?;
    leaf.facts.belongs_to(&inspection.body().name, &inspection.body().id_last4)?;
    records::flow::enter(act, &inspection, "inspection.grant_leave").await?;
    Ok(view(&registers, inspection.body(), act.today()))
}

/// Whether the card is a colleague's, or an inspector's who has another leave that is not over.
async fn is_taken(act: &mut Act<'_>, draft: &InspectionDraft) -> Result<bool, ApiError> {
    let of_account = |account: &shared::account::Account| account.draft().certificate == draft.certificate;
    if act.registers().accounts.values().any(of_account) {
        return Ok(true);
    }
    let today = act.today();
    let granted: Vec<Inspection> = records::flow::all(act.tx, Scope::All, "granted").await?;
    let lasts = |one: &InspectionBody| one.certificate == draft.certificate && !one.is_over(today);
    Ok(granted.iter().any(|one| lasts(one.body())))
}

/// Ends or concludes a leave.
///
/// # Errors
/// It is out of sight, has moved on, or the report that refuses it.
pub async fn act_on(
    act: &mut Act<'_>,
    id: InspectionId,
    revision: i64,
    action: &InspectionAction,
) -> Result<InspectionView, ApiError> {
    if !act.standing().is_manager {
        return Err(ApiError::NotFound);
    }
    let inspection: Inspection = records::flow::at_revision(act.tx, id.0, revision).await?;
    let inspection = inspection.step(&step(act), action).map_err(refused)?;
    records::flow::change(act, &inspection, action.journaled()).await?;
    Ok(view(&act.registers(), inspection.body(), act.today()))
}

/// A page of leaves, newest first.
///
/// # Errors
/// The cursor is none of ours, or the database does not answer.
pub async fn list(
    act: &mut Act<'_>,
    cursor: Option<String>,
    limit: Option<i64>,
) -> Result<Page<InspectionView>, ApiError> {
    let wanted = Wanted { scopes: vec![Scope::All], status: String::new(), cursor, limit };
    let (registers, today) = (act.registers(), act.today());
    records::flow::list(act.tx, &wanted, |one: Inspection| view(&registers, one.body(), today)).await
}

/// One leave with what was looked at by it.
///
/// # Errors
/// There is none, or the database does not answer.
pub async fn read(act: &mut Act<'_>, id: InspectionId) -> Result<InspectionPage, ApiError> {
    let inspection: Inspection = records::flow::find(act.tx, id.0).await?.ok_or(ApiError::NotFound)?;
    let filter = Filter { actor: Some(inspection.body().person.0), ..Filter::default() };
    let rows = journal::newest(act.tx, &filter, i64::MAX, LOOKS).await?;
    let look = |row: journal::Row| Look {
        at: instant(row.at),
        action: row.action,
        kind: row.kind,
        record: row.record_id,
    };
    let today = act.today();
    Ok(InspectionPage {
        view: view(&act.registers(), inspection.body(), today),
        looks: rows.into_iter().map(look).collect(),
        today,
    })
}

/// A leave as it stands on a day.
#[must_use]
pub fn view(registers: &Registers, body: &InspectionBody, today: NaiveDate) -> InspectionView {
    let is_open = body.is_open(today);
    let state = match () {
        () if body.concluded.is_some() => "concluded",
        () if is_open => "open",
        () if body.is_over(today) => "over",
        () => "waiting",
    };
    let days_left = if is_open { (body.closes_on - today).num_days() + 1 } else { 0 };
    InspectionView {
        inspection: body.clone(),
        state: state.to_owned(),
        days_left,
        unit_names: body.units.iter().map(|unit| registers.unit_name(*unit)).collect(),
    }
}

/// The leave by which a person looks; none for everybody with an account.
///
/// # Errors
/// The row does not parse, or the database does not answer.
pub async fn leave_of(tx: &mut Tx, person: PersonId) -> Result<Option<InspectionBody>, ApiError> {
    let rows: Vec<Inspection> = records::flow::all(tx, Scope::Person(person), "").await?;
    Ok(rows.into_iter().next().map(|leave| leave.body().clone()))
}

/// The inspector whose card signed, where a leave is open for them on a day.
///
/// # Errors
/// The certificate says another name, or the database does not answer.
pub async fn inspector(tx: &mut Tx, signer: &Signer, on: NaiveDate) -> Result<PersonId, ApiError> {
    let certificate = BASE64.encode(&signer.leaf.der);
    let granted: Vec<Inspection> = records::flow::all(tx, Scope::All, "granted").await?;
    let open =
        granted.iter().map(Inspection::body).find(|one| one.certificate == certificate && one.is_open(on));
    let leave = open.ok_or(CardRefusal::NotRegistered)?;
    signer.leaf.facts.belongs_to(&leave.name, &leave.id_last4)?;
    Ok(leave.person)
}

/// The name of somebody without an account who is in the journal: an inspector's.
///
/// # Errors
/// The database does not answer.
pub async fn name_of(tx: &mut Tx, person: Uuid) -> Result<String, ApiError> {
    let leave = leave_of(tx, PersonId(person)).await?;
    Ok(leave.map(|leave| format!("{} {}", leave.agency, leave.name)).unwrap_or_default())
}

/// Inspectors who may sign in today, for the people of the practice county.
///
/// # Errors
/// The database does not answer.
pub async fn guests(tx: &mut Tx, today: NaiveDate) -> Result<Vec<PracticePerson>, ApiError> {
    let granted: Vec<Inspection> = records::flow::all(tx, Scope::All, "granted").await?;
    let open = granted.iter().map(Inspection::body).filter(|leave| leave.is_open(today));
    let guest = |leave: &InspectionBody| PracticePerson {
        person: leave.person,
        name: leave.name.clone(),
        title: "查核人員".to_owned(),
        unit: leave.standing(today).unit,
        unit_name: leave.agency.clone(),
        is_supervisor: false,
        is_manager: false,
        card_number: leave.card_number.clone(),
    };
    Ok(open.map(guest).collect())
}

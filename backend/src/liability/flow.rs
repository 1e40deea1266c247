//! Asking for a year's acknowledgment, giving it, the roster; recording referrals and their outcome.

use std::collections::BTreeMap;

use chrono::Datelike;
use shared::{
    Kept,
    api::v1::{AcknowledgmentState, LiabilityRow, LiabilityView, NewReferral, Page, Roster},
    id::{AcknowledgmentId, PersonId, ReferralId},
    liability::{
        ARTICLES, Acknowledgment, AcknowledgmentBody, OutcomeDraft, Referral, ReferralBody, text_hash,
    },
    paper::Sheet,
};
use uuid::Uuid;

use crate::{
    app::Act,
    http::error::ApiError,
    oversight,
    records::{
        flow::{self as records, Wanted},
        store::Scope,
    },
    registers::flow::{refused, step},
};

/// One person's acknowledgments, the newest first.
async fn of_person(act: &mut Act<'_>, person: PersonId) -> Result<Vec<Acknowledgment>, ApiError> {
    records::all(act.tx, Scope::Person(person), "").await
}

/// This year's acknowledgment of whoever acts, asked for now where it is the first time they come this year.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn ask(act: &mut Act<'_>) -> Result<Acknowledgment, ApiError> {
    let (person, today) = (act.standing().person, act.today());
    let known = of_person(act, person).await?.into_iter().find(|record| record.body().year == today.year());
    if let Some(record) = known {
        return Ok(record);
    }
    let record = Acknowledgment::ask(AcknowledgmentId(Uuid::now_v7()), act.standing(), today);
    records::enter(act, &record, "acknowledgment.ask").await?;
    Ok(record)
}

/// The text, and one's own years.
///
/// # Errors
/// The database does not answer.
pub async fn view(act: &mut Act<'_>) -> Result<LiabilityView, ApiError> {
    let person = act.standing().person;
    let years = of_person(act, person).await?.into_iter().map(|record| record.body().clone()).collect();
    Ok(LiabilityView { text: ARTICLES.to_vec(), text_hash: text_hash(), years })
}

/// Acknowledges the year's liability.
///
/// # Errors
/// The report that refuses it.
pub async fn acknowledge(act: &mut Act<'_>, text_hash: &String) -> Result<AcknowledgmentBody, ApiError> {
    use shared::Record as _;
    let record = ask(act).await?;
    let record = record.step(&step(act), text_hash).map_err(refused)?;
    records::change(act, &record, "acknowledgment.acknowledge").await?;
    Ok(record.body().clone())
}

/// A year's acknowledgments by person.
async fn of_year(act: &mut Act<'_>, year: i32) -> Result<BTreeMap<PersonId, AcknowledgmentBody>, ApiError> {
    let all: Vec<Acknowledgment> = records::all(act.tx, Scope::All, "").await?;
    let of_year = all.iter().map(Kept::body).filter(|body| body.year == year);
    Ok(of_year.map(|body| (body.person, body.clone())).collect())
}

fn state(act: &Act<'_>, body: &AcknowledgmentBody) -> AcknowledgmentState {
    if body.acknowledged.is_some() {
        AcknowledgmentState::Acknowledged
    } else if body.due.is_some_and(|due| due < act.today()) {
        AcknowledgmentState::Late
    } else {
        AcknowledgmentState::Open
    }
}

/// Where everybody who was asked stands with a year.
///
/// # Errors
/// The database does not answer.
pub async fn states(
    act: &mut Act<'_>,
    year: i32,
) -> Result<BTreeMap<PersonId, AcknowledgmentState>, ApiError> {
    let bodies = of_year(act, year).await?;
    Ok(bodies.into_iter().map(|(person, body)| (person, state(act, &body))).collect())
}

/// The roster of a year: of everybody for the manager, of their people for a supervisor.
///
/// # Errors
/// Nobody is overseen, or the database does not answer.
pub async fn roster(act: &mut Act<'_>, year: i32) -> Result<Roster, ApiError> {
    let mut bodies = of_year(act, year).await?;
    let (registers, today) = (act.registers(), act.today());
    let mut rows = Vec::new();
    for account in oversight::flow::people(act)? {
        let body = bodies.remove(&account.person());
        if body.is_none() && !account.is_active(today) {
            continue;
        }
        let given = body.as_ref().and_then(|body| body.acknowledged.as_ref());
        rows.push(LiabilityRow {
            person: account.person(),
            person_name: account.draft().name.clone(),
            title: account.draft().title.clone(),
            unit: account.unit(),
            unit_name: registers.unit_name(account.unit()),
            record: body.as_ref().map(|body| body.id.0),
            state: body.as_ref().map_or(AcknowledgmentState::NotAsked, |body| state(act, body)),
            due: body.as_ref().and_then(|body| body.due),
            at: given.map(|given| given.at),
            text_hash: given.map(|given| given.text_hash.clone()).unwrap_or_default(),
        });
    }
    rows.sort_by(|a, b| (&a.unit_name, &a.person_name).cmp(&(&b.unit_name, &b.person_name)));
    Ok(Roster { year, rows })
}

/// The roster on paper.
///
/// # Errors
/// As [`roster`].
pub async fn roster_sheet(act: &mut Act<'_>, year: i32) -> Result<Sheet, ApiError> {
    let roster = roster(act, year).await?;
    let registers = act.registers();
    let agency = registers.agencies.values().find(|agency| agency.draft().parent.is_none());
    let name = agency.map(|agency| agency.draft().name.as_str()).unwrap_or_default();
    let sheet = shared::liability::paper::roster(&roster, name);
    Ok(Sheet {
        printed_by: act.standing().name.clone(),
        printed_at: shared::paper::moment(act.now()),
        ..sheet
    })
}

/// Records a referral for discipline.
///
/// # Errors
/// The report that refuses it.
pub async fn refer(act: &mut Act<'_>, new: NewReferral) -> Result<ReferralBody, ApiError> {
    let about =
        new.draft.person.parse().ok().and_then(|person| act.registers().standing(person, act.today()));
    if records::find::<Referral>(act.tx, new.id.0).await?.is_some() {
        return Err(ApiError::Exists);
    }
    let referral = Referral::refer(new.id, &new.draft, about.as_ref(), &step(act)).map_err(refused)?;
    records::enter(act, &referral, "referral.refer").await?;
    Ok(referral.body().clone())
}

/// Records what the agency decided.
///
/// # Errors
/// The report that refuses it, or the referral is absent or has moved on.
pub async fn decide(
    act: &mut Act<'_>,
    id: ReferralId,
    revision: i64,
    outcome: &OutcomeDraft,
) -> Result<ReferralBody, ApiError> {
    use shared::Record as _;
    if !act.standing().is_manager {
        return Err(ApiError::NotFound);
    }
    let referral: Referral = records::at_revision(act.tx, id.0, revision).await?;
    let referral = referral.step(&step(act), outcome).map_err(refused)?;
    records::change(act, &referral, "referral.decide").await?;
    Ok(referral.body().clone())
}

/// Referrals, newest first, for the manager.
///
/// # Errors
/// The cursor is none of ours, or the database does not answer.
pub async fn referrals(
    act: &mut Act<'_>,
    cursor: Option<String>,
    limit: Option<i64>,
) -> Result<Page<ReferralBody>, ApiError> {
    let wanted = Wanted { scopes: vec![Scope::All], status: String::new(), cursor, limit };
    records::list(act.tx, &wanted, |referral: Referral| referral.body().clone()).await
}

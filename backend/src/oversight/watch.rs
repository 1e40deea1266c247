//! What is noticed about an inquiry when it is submitted and when it is carried out. It is kept beside the record, shown to
//! whoever decides and oversees, and holds up nothing.

use anyhow::Context;
use chrono::{DateTime, Datelike, Months, NaiveDate, Utc};
use shared::{
    Violation,
    id::PersonId,
    inquiry::{InquiryBody, PlainSubject},
    oversight::{Moment, Watched},
    record::taiwan_midnight,
    regulation::point_05,
    taiwan_day,
};

use super::store;
use crate::{app::Act, http::error::ApiError, inquiry::seal};

/// Keeps what is noticed about a submission, and counts what was asked for.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn submitted(
    act: &mut Act<'_>,
    body: &InquiryBody,
    subjects: &[PlainSubject],
    is_first: bool,
) -> Result<(), ApiError> {
    if is_first {
        let month = act.today().format("%Y-%m").to_string();
        for code in &body.registration.data_items {
            store::count_use(act.tx, body.registration.item, code, &month).await?;
        }
    } else {
        store::forget_hints(act.tx, body.id).await?;
    }
    let found = judged(act, body, subjects).await?;
    keep(act, body, &found).await
}

/// Keeps what is noticed about a query.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn queried(act: &mut Act<'_>, body: &InquiryBody, at: DateTime<Utc>) -> Result<(), ApiError> {
    let watched = Watched {
        moment: Moment::Queried,
        at,
        is_rest_day: act.calendar().is_rest_day(taiwan_day(at)).ok(),
        that_day: 0,
        days_before: Vec::new(),
        subjects_again: 0,
        colleagues: 0,
    };
    let settings = act.registers().settings(taiwan_day(at));
    keep(act, body, &point_05::notice(&watched, &settings)).await
}

async fn keep(act: &mut Act<'_>, body: &InquiryBody, found: &[Violation]) -> Result<(), ApiError> {
    let at = act.now().timestamp_micros();
    for hint in found {
        let text = serde_json::to_string(hint).context("hint to JSON")?;
        let row = store::NewHint { inquiry: body.id, person: body.applicant, unit: body.unit, at };
        store::put_hint(act.tx, &row, &hint.code, &hint.path, &text).await?;
    }
    Ok(())
}

/// What there is to notice about a submission, by what is known now: a colleague may have come since.
///
/// # Errors
/// The database does not answer.
pub async fn judged(
    act: &mut Act<'_>,
    body: &InquiryBody,
    subjects: &[PlainSubject],
) -> Result<Vec<Violation>, ApiError> {
    let at = body.submitted_at;
    let day = taiwan_day(at);
    let (that_day, days_before) = volume(act, body, day).await?;
    let mut watched = Watched {
        moment: Moment::Submitted,
        at,
        is_rest_day: act.calendar().is_rest_day(day).ok(),
        that_day,
        days_before,
        subjects_again: 0,
        colleagues: 0,
    };
    let since = day.checked_sub_months(Months::new(12)).unwrap_or(day);
    let since = taiwan_midnight(since).timestamp_micros();
    let marks = colleagues(act, body, day.year());
    let sealer = act.app().sealer().clone();
    for subject in subjects {
        let blinds =
            [day.year(), day.year() - 1].map(|year| sealer.blind("subject", year, &subject.identity));
        let is_again = store::asked_by(act.tx, &blinds, body, since).await?;
        watched.subjects_again += u32::from(is_again);
        let mark = sealer.mark(day.year(), &subject.name, seal::last_four(&subject.identity));
        watched.colleagues += u32::from(marks.contains(&mark));
    }
    Ok(point_05::notice(&watched, &act.registers().settings(day)))
}

/// Forms of the day, this one included, and of each day with any in the thirty days before.
async fn volume(act: &mut Act<'_>, body: &InquiryBody, day: NaiveDate) -> Result<(u32, Vec<u32>), ApiError> {
    let first = day.checked_sub_days(point_05::USUAL_DAYS).unwrap_or(day);
    let mut days = store::submitted_by_day(act.tx, body.applicant, &(first..=day)).await?;
    let that_day = days.remove(&day).unwrap_or_default();
    Ok((that_day, days.into_values().collect()))
}

/// The marks of everybody on the roster but the applicant.
fn colleagues(act: &mut Act<'_>, body: &InquiryBody, year: i32) -> Vec<Vec<u8>> {
    let sealer = act.app().sealer().clone();
    let registers = act.registers();
    let but_applicant = |marks: &[(PersonId, Vec<u8>)]| {
        let others = marks.iter().filter(|(person, _)| *person != body.applicant);
        others.map(|(_, mark)| mark.clone()).collect()
    };
    if let Some(marks) = act.tx.behind.as_ref().and_then(|behind| behind.marks(&registers.version, year)) {
        return but_applicant(marks);
    }
    let known = registers.accounts.values().filter(|account| !account.draft().id_last4.is_empty());
    let marks: Vec<_> = known
        .map(|account| {
            (account.person(), sealer.mark(year, &account.draft().name, &account.draft().id_last4))
        })
        .collect();
    let found = but_applicant(&marks);
    if let Some(behind) = act.tx.behind.as_mut() {
        behind.remember_marks(&registers.version, year, marks);
    }
    found
}

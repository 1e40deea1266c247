//! The blast radius: what an incident may touch, from who, which unit and which days.

use std::collections::BTreeMap;

use shared::{
    api::v1::{IncidentReach, TouchedAccount, TouchedInquiry},
    id::{InquiryId, PersonId, UnitId},
    incident::Scope as Touched,
    inquiry::InquiryBody,
    printout::PrintoutBody,
};
use uuid::Uuid;

use crate::{
    app::Act,
    http::{error::ApiError, page},
    inquiry::{
        store::{self, Filter, Row, Scope},
        view::subject_label,
    },
    printout,
};

/// Rows shown; all are counted.
const SHOWN: usize = 1_000;
/// Rows read at a time.
const STRIDE: i64 = 500;

/// Counts and lists what a scope touches; an empty scope touches nothing.
///
/// # Errors
/// A row does not parse, or the database does not answer.
pub async fn of(act: &mut Act<'_>, scope: &Touched) -> Result<IncidentReach, ApiError> {
    let mut reach = IncidentReach::default();
    if *scope == Touched::default() {
        return Ok(reach);
    }
    let side = match (scope.person, scope.unit) {
        (Some(person), _) => Scope::Applicant(person),
        (None, Some(unit)) => Scope::Unit(unit),
        (None, None) => Scope::All,
    };
    let filter = Filter {
        from: scope.from.map(page::midnight),
        to: scope.to.and_then(|day| day.succ_opt()).map(page::midnight),
        ..Filter::default()
    };
    let mut accounts = BTreeMap::<PersonId, u64>::new();
    let mut before = Uuid::max();
    loop {
        let rows = store::list(act.tx, side, &filter, before, STRIDE).await?;
        let Some(last) = rows.last() else { break };
        before = last.id;
        let is_touched =
            |row: &&Row| row.status != "draft" && scope.unit.is_none_or(|unit| row.unit_id == unit.0);
        for row in rows.iter().filter(is_touched) {
            *accounts.entry(PersonId(row.applicant_id)).or_default() += 1;
            touch(act, &mut reach, row).await?;
        }
    }
    let registers = act.registers();
    reach.accounts = accounts
        .into_iter()
        .map(|(person, inquiries)| TouchedAccount {
            person,
            name: registers.person_name(person),
            unit_name: registers
                .accounts
                .get(&person)
                .map(|account| registers.unit_name(account.unit()))
                .unwrap_or_default(),
            inquiries,
        })
        .collect();
    Ok(reach)
}

async fn touch(act: &mut Act<'_>, reach: &mut IncidentReach, row: &Row) -> Result<(), ApiError> {
    let id = InquiryId(row.id);
    let papers = printout::store::of_inquiry(act.tx, id).await?;
    let sheets = |paper: &printout::store::Row| {
        serde_json::from_str::<PrintoutBody>(&paper.body).map(|paper| paper.pages).unwrap_or_default()
    };
    let pages: u32 = papers.iter().map(sheets).sum();
    reach.inquiries += 1;
    reach.subjects += u64::try_from(row.subject_count).unwrap_or_default();
    reach.printouts += papers.len() as u64;
    reach.pages += u64::from(pages);
    if reach.rows.len() < SHOWN {
        let content = store::content(act.tx, id).await?.and_then(|content| content.body);
        let body: Option<InquiryBody> = content.and_then(|body| serde_json::from_str(&body).ok());
        let registers = act.registers();
        reach.rows.push(TouchedInquiry {
            id,
            case_number: row.case_number.clone(),
            applicant_name: registers.person_name(PersonId(row.applicant_id)),
            unit_name: registers.unit_name(UnitId(row.unit_id)),
            subjects: body
                .map(|body| body.registration.subjects.iter().map(subject_label).collect())
                .unwrap_or_default(),
            pages,
        });
    }
    Ok(())
}

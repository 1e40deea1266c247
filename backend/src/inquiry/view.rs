//! 查調登記 as people read it: names for identifiers, open duties, and what the reader may do now.

use chrono::{DateTime, Utc};
use shared::{
    api::v1::{InquiryRow, InquiryView},
    duty,
    id::{InquiryId, ItemId, PersonId, UnitId},
    inquiry::{InquiryAction, InquiryBody, MaskedSubject, Outcome, QueryDraft, Status},
    regulation::Form,
    taiwan_day,
};

use super::{flow, sign, store::Row};
use crate::{app::Act, duty as duties, http::error::ApiError, printout};

/// An instant from its microseconds.
#[must_use]
pub fn instant(micros: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(micros).unwrap_or_default()
}

/// `王○明 A12*****89`.
#[must_use]
pub fn subject_label(subject: &MaskedSubject) -> String {
    format!("{} {}", subject.name, subject.identity).trim().to_owned()
}

/// The whole record.
///
/// # Errors
/// The database does not answer.
pub async fn inquiry(act: &mut Act<'_>, body: &InquiryBody) -> Result<InquiryView, ApiError> {
    let printouts = printout::flow::of_inquiry(act, body.id).await?;
    let signature = sign::kept(act.app(), body).await?;
    let registers = act.registers();
    // The row by which it was registered: a later version must not reword what somebody signed.
    let item = registers.item_on(body.registration.item, taiwan_day(body.submitted_at));
    let named = |code: &String| {
        let data = item.and_then(|item| item.data_items.iter().find(|data| data.code == *code));
        data.map_or_else(|| (code.clone(), String::new()), |data| (data.name.clone(), data.name_en.clone()))
    };
    let (data_item_names, data_item_names_en) = body.registration.data_items.iter().map(named).unzip();
    let today = act.today();
    Ok(InquiryView {
        unit_name: registers.unit_name(body.unit),
        item_number: item.map(|item| item.number.clone()).unwrap_or_default(),
        item_name: item.map(|item| item.name.clone()).unwrap_or_default(),
        item_name_en: item.map(|item| item.name_en.clone()).unwrap_or_default(),
        must_sign: must_sign(act, body.registration.item),
        signature,
        data_item_names,
        data_item_names_en,
        purpose: item.map(|item| item.purpose.clone()).unwrap_or_default(),
        form_number: body.edition.form_number(Form::InquiryRegister).unwrap_or_default().to_owned(),
        is_lapsed: is_lapsed(body, act),
        duties: duty::of_inquiry(body, act.calendar())
            .into_iter()
            .map(|duty| duties::view(act, duty, Some(body.id), body.registration.case_number.clone()))
            .collect(),
        printouts,
        may: may(act, body),
        deciders: match body.status {
            Status::Submitted => registers
                .deciders(body.approving_unit, today)
                .into_iter()
                .filter(|decider| decider.person != body.applicant)
                .collect(),
            _ => Vec::new(),
        },
        inquiry: body.clone(),
    })
}

/// One row of a list.
#[must_use]
pub fn row(act: &Act<'_>, row: Row) -> InquiryRow {
    let registers = act.registers();
    let day = row.submitted_at.map_or_else(|| act.today(), |at| taiwan_day(instant(at)));
    let item = row.item_id.and_then(|item| registers.item_on(ItemId(item), day));
    let today = act.today().to_string();
    InquiryRow {
        id: InquiryId(row.id),
        revision: row.revision,
        is_lapsed: row.status == "approved" && row.use_by.as_ref().is_some_and(|last| *last < today),
        status: row.status,
        unit: UnitId(row.unit_id),
        unit_name: registers.unit_name(UnitId(row.unit_id)),
        applicant: PersonId(row.applicant_id),
        applicant_name: registers.person_name(PersonId(row.applicant_id)),
        item_number: item.map(|item| item.number.clone()).unwrap_or_default(),
        item_name: item.map(|item| item.name.clone()).unwrap_or_default(),
        item_name_en: item.map(|item| item.name_en.clone()).unwrap_or_default(),
        case_number: row.case_number,
        subjects: u32::try_from(row.subject_count).unwrap_or_default(),
        must_sign: row.item_id.is_some_and(|item| must_sign(act, ItemId(item))),
        first_subject: row.first_subject,
        submitted_at: row.submitted_at.map(instant),
        queried_at: row.queried_at.map(instant),
        updated_at: instant(row.updated_at),
        due: row.due_on.and_then(|day| day.parse().ok()),
    }
}

/// Whether an approval under an item is signed with the supervisor's card.
#[must_use]
pub fn must_sign(act: &Act<'_>, item: ItemId) -> bool {
    let says_so = act.registers().item_on(item, act.today()).is_some_and(|item| item.must_sign);
    act.app().config().sign_approvals.must_sign(says_so)
}

fn is_lapsed(body: &InquiryBody, act: &Act<'_>) -> bool {
    matches!(body.status, Status::Approved { .. })
        && duty::of_inquiry(body, act.calendar()).iter().any(|duty| duty.is_late(act.today()))
}

/// What the reader may do: each action is tried on the shared rules, so a button never promises what they refuse.
fn may(act: &Act<'_>, body: &InquiryBody) -> Vec<String> {
    let note = || "-".to_owned();
    let query = QueryDraft {
        queried_at: act.now(),
        outcome: Outcome::NothingFound,
        printouts: Vec::new(),
        query_record_place: String::new(),
    };
    let candidates = [
        ("withdraw", InquiryAction::Withdraw),
        ("send_back", InquiryAction::SendBack { note: note() }),
        ("approve", InquiryAction::approve()),
        ("reject", InquiryAction::Reject { note: note() }),
        ("carry_out", InquiryAction::CarryOut { query, printout_ids: Vec::new() }),
        ("file_query_record", InquiryAction::FileQueryRecord { place: note() }),
        ("close", InquiryAction::Close),
    ];
    let allowed = |action: &InquiryAction| flow::stepped(act, body.clone(), action, false).is_ok();
    candidates.into_iter().filter(|(_, action)| allowed(action)).map(|(name, _)| name.to_owned()).collect()
}

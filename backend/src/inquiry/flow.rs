//! What can be done with a 查調登記: one function a use-case, each inside the writer's one transaction.

use anyhow::Context;
use shared::{
    Record, Step,
    account::Standing,
    api::v1::{DraftView, InquiryView, NewDraft},
    door, field,
    id::{InquiryId, PersonId, PrintoutId},
    inquiry::{Inquiry, InquiryAction, InquiryBody, InquiryCtx, InquiryDraft, InquiryFacts, Status, Usual},
    printout::Printout,
    regulation::{self, point_07},
};

use super::{
    seal, sign,
    store::{self, Content, Row},
    usual, view,
};
use crate::{
    app::Act,
    duty,
    figures::{self, Count},
    http::error::ApiError,
    inventory::repeal,
    journal::store::NewEntry,
    oversight::watch,
    printout,
    registers::flow::step,
};

/// Makes a draft. It may hold anything; only its owner sees it.
///
/// # Errors
/// The identifier is in use.
pub async fn create_draft(act: &mut Act<'_>, new: NewDraft) -> Result<DraftView, ApiError> {
    if store::find(act.tx, new.id).await?.is_some() {
        return Err(ApiError::Exists);
    }
    let (row, draft) = enter_draft(act, new).await?;
    draft_view(act, &row, draft).await
}

/// Makes a draft under an identifier that nobody has; gives it as it is kept.
///
/// # Errors
/// The database refuses or does not answer.
pub async fn enter_draft(act: &mut Act<'_>, new: NewDraft) -> Result<(Row, InquiryDraft), ApiError> {
    write_draft(act, new.id, None, new.draft, "draft.create").await
}

/// Saves a draft over the revision its owner saw.
///
/// # Errors
/// It is not the owner's, not editable any more, or has moved on.
pub async fn save_draft(
    act: &mut Act<'_>,
    id: InquiryId,
    revision: i64,
    draft: InquiryDraft,
) -> Result<DraftView, ApiError> {
    let row = own_draft(act, id).await?;
    expect_revision(&row, revision)?;
    let (row, draft) = write_draft(act, id, Some(row), draft, "draft.patch").await?;
    draft_view(act, &row, draft).await
}

/// A draft as its owner gets it back.
///
/// # Errors
/// It is not the owner's, or is no draft any more.
pub async fn read_draft(act: &mut Act<'_>, id: InquiryId) -> Result<DraftView, ApiError> {
    let row = own_draft(act, id).await?;
    let draft = seal::stored_draft(act, id).await?;
    draft_view(act, &row, draft).await
}

/// Throws a draft away that was never submitted.
///
/// # Errors
/// It is not the owner's, or was submitted.
pub async fn delete_draft(act: &mut Act<'_>, id: InquiryId, revision: i64) -> Result<(), ApiError> {
    let row = own_draft(act, id).await?;
    expect_revision(&row, revision)?;
    if row.status != "draft" {
        return Err(ApiError::NotFound);
    }
    store::delete_draft(act.tx, id).await?;
    repeal::settle_any(act, row.item_id).await?;
    figures::add(act.tx, act.unit(), &[Count::total("draft", -1)]).await?;
    act.journal(NewEntry::removed("draft.delete", Inquiry::KIND, id.0, row.revision + 1)).await
}

/// 送陳: judges the form whole and makes the record.
///
/// # Errors
/// The report that refuses it, or the draft is not the owner's or has moved on.
pub async fn submit(act: &mut Act<'_>, id: InquiryId, revision: i64) -> Result<InquiryView, ApiError> {
    let inquiry = submitted(act, id, revision).await?;
    view::inquiry(act, inquiry.body()).await
}

/// The same for whoever does not look at what became of it.
///
/// # Errors
/// As [`submit`].
pub async fn submitted(act: &mut Act<'_>, id: InquiryId, revision: i64) -> Result<Inquiry, ApiError> {
    let row = own_draft(act, id).await?;
    expect_revision(&row, revision)?;
    let draft = seal::stored_draft(act, id).await?;
    let draft = seal::opened(act, draft);
    let facts = facts_for(act, &draft);
    let ctx = InquiryCtx { on: act.today(), edition: act.edition(), facts: &facts };
    let registered = Inquiry::register(id, row.revision, &draft, &ctx, act.standing(), act.now())
        .map_err(|report| ApiError::Refused(Box::new(report)))?;
    let subjects = seal::subject_rows(act, id, &registered.subjects)?;
    let is_first = row.status == "draft";
    write_record(act, row, registered.inquiry.body(), "inquiry.submit").await?;
    store::put_subjects(act.tx, id, &subjects).await?;
    watch::submitted(act, registered.inquiry.body(), &registered.subjects, is_first).await?;
    Ok(registered.inquiry)
}

/// Everything that happens to a registered inquiry.
///
/// # Errors
/// The report that refuses the action, or the record is out of sight or has moved on.
pub async fn act(
    act: &mut Act<'_>,
    id: InquiryId,
    revision: i64,
    action: InquiryAction,
) -> Result<InquiryView, ApiError> {
    let inquiry = acted(act, id, revision, action).await?;
    view::inquiry(act, inquiry.body()).await
}

/// The same for whoever does not look at what became of it.
///
/// # Errors
/// As [`act`].
pub async fn acted(
    act: &mut Act<'_>,
    id: InquiryId,
    revision: i64,
    mut action: InquiryAction,
) -> Result<Inquiry, ApiError> {
    let (row, body) = visible(act, id).await?;
    expect_revision(&row, revision)?;
    name_printouts(&mut action);
    sign::expect_covered(act, id, revision, &action).await?;
    let must_sign = view::must_sign(act, body.registration.item);
    let inquiry =
        stepped(act, body, &action, must_sign).map_err(|report| ApiError::Refused(Box::new(report)))?;
    write_record(act, row, inquiry.body(), action_name(&action)).await?;
    if let InquiryAction::CarryOut { query, printout_ids } = &action {
        watch::queried(act, inquiry.body(), query.queried_at).await?;
        let left = Printout::left_by(inquiry.body(), query, printout_ids, act.today());
        for paper in left {
            printout::flow::enter(act, &paper, &inquiry.body().registration.case_number).await?;
        }
    }
    Ok(inquiry)
}

/// The record after an action, where the rules and the item's closing day allow it.
///
/// # Errors
/// The report that refuses the action.
pub fn stepped(
    act: &Act<'_>,
    body: InquiryBody,
    action: &InquiryAction,
    must_sign: bool,
) -> Result<Inquiry, shared::Report> {
    let registers = act.registers();
    let closed_on =
        registers.items.get(&body.registration.item).and_then(|item| item.repeal()).map(|repeal| repeal.on);
    let mut report = shared::Report::default();
    point_07::check_step(&mut report, closed_on, action, act.today());
    let step = Step { must_sign, ..step(act) };
    match Inquiry::restore(body).step(&step, action) {
        Ok(inquiry) if report.is_accepted() => Ok(inquiry),
        Ok(_) => Err(report),
        Err(refused) => {
            report.extend(refused);
            Err(report)
        }
    }
}

/// A registered inquiry with everything a person needs to read it.
///
/// # Errors
/// It is absent or out of the asker's sight.
pub async fn read(act: &mut Act<'_>, id: InquiryId) -> Result<InquiryView, ApiError> {
    let (_, body) = visible(act, id).await?;
    view::inquiry(act, &body).await
}

/// A registered inquiry the asker may see: their own, those they decide on, and for the manager all.
///
/// # Errors
/// Absent and hidden are told alike.
pub async fn visible(act: &mut Act<'_>, id: InquiryId) -> Result<(Row, InquiryBody), ApiError> {
    let row = store::find(act.tx, id).await?.filter(|row| may_see(act, row)).ok_or(ApiError::NotFound)?;
    let content =
        store::content(act.tx, id).await?.and_then(|content| content.body).ok_or(ApiError::NotFound)?;
    let body = serde_json::from_str(&content).with_context(|| format!("inquiries.body of {id}"))?;
    Ok((row, body))
}

/// Whether a row may be seen by whoever acts.
#[must_use]
pub fn may_see(act: &Act<'_>, row: &Row) -> bool {
    let standing = act.standing();
    let decides = standing
        .approves_for(act.today())
        .iter()
        .any(|unit| unit.0 == row.approving_unit_id || unit.0 == row.unit_id);
    row.applicant_id == standing.person.0 || row.status != "draft" && (standing.is_manager || decides)
}

/// The facts the server knows for a form of whoever acts.
#[must_use]
pub fn facts_for(act: &Act<'_>, draft: &InquiryDraft) -> InquiryFacts {
    let standing: &Standing = act.standing();
    InquiryFacts {
        applicant: Some(standing.clone()),
        item: draft.item.parse().ok().and_then(|item| act.registers().item_facts(item, act.today())),
        in_social_affairs: Some(act.registers().in_social_affairs(standing.unit)),
        usual: None,
    }
}

/// The server's verdict on a form, with identities opened; an item nobody knows is refused, not deferred.
#[must_use]
pub fn judge(act: &Act<'_>, draft: &InquiryDraft) -> shared::Report {
    let facts = facts_for(act, draft);
    let ctx = InquiryCtx { on: act.today(), edition: act.edition(), facts: &facts };
    regulation::review(draft, &ctx)
}

/// The same for somebody else's form: the supervisor sees what the applicant's facts say.
#[must_use]
pub fn judge_for(
    act: &Act<'_>,
    draft: &InquiryDraft,
    applicant: PersonId,
    usual: Option<Usual>,
) -> shared::Report {
    let registers = act.registers();
    let facts = InquiryFacts {
        applicant: registers.standing(applicant, act.today()),
        item: draft.item.parse().ok().and_then(|item| registers.item_facts(item, act.today())),
        in_social_affairs: registers
            .accounts
            .get(&applicant)
            .map(|account| registers.in_social_affairs(account.unit())),
        usual,
    };
    let ctx = InquiryCtx { on: act.today(), edition: act.edition(), facts: &facts };
    regulation::review(draft, &ctx)
}

async fn own_draft(act: &mut Act<'_>, id: InquiryId) -> Result<Row, ApiError> {
    let row = store::find(act.tx, id).await?.ok_or(ApiError::NotFound)?;
    let is_own = row.applicant_id == act.standing().person.0;
    if is_own && matches!(row.status.as_str(), "draft" | "sent_back") {
        Ok(row)
    } else {
        Err(ApiError::NotFound)
    }
}

fn expect_revision(row: &Row, revision: i64) -> Result<(), ApiError> {
    if row.revision == revision { Ok(()) } else { Err(ApiError::Stale { revision: row.revision }) }
}

async fn write_draft(
    act: &mut Act<'_>,
    id: InquiryId,
    before: Option<Row>,
    draft: InquiryDraft,
    action: &'static str,
) -> Result<(Row, InquiryDraft), ApiError> {
    let draft = seal::boxed(act, draft)?;
    let sealed = seal::draft_bytes(act, id, &draft)?;
    let is_new = before.is_none();
    let standing = act.standing();
    let row = Row {
        id: id.0,
        revision: before.as_ref().map_or(1, |row| row.revision + 1),
        status: before.as_ref().map_or_else(|| "draft".to_owned(), |row| row.status.clone()),
        applicant_id: standing.person.0,
        unit_id: standing.unit.0,
        approving_unit_id: before.as_ref().map_or(standing.unit.0, |row| row.approving_unit_id),
        approver_id: None,
        item_id: draft.item.parse().ok(),
        // Only what is a case number may stand in clear: a draft's field may hold anything.
        case_number: field::CaseNumber::parse(&draft.case_number)
            .map(|n| n.as_str().to_owned())
            .unwrap_or_default(),
        subject_count: i64::try_from(draft.subjects.len()).unwrap_or(i64::MAX),
        first_subject: seal::first_subject(&draft),
        edition: act.edition().name().to_owned(),
        submitted_at: before.as_ref().and_then(|row| row.submitted_at),
        queried_at: None,
        use_by: None,
        due_on: None,
        updated_at: act.now().timestamp_micros(),
    };
    let content = Content { draft: Some(sealed.clone()), body: None };
    store::put(act.tx, is_new, &row, &content).await?;
    repeal::settle_any(act, before.iter().filter_map(|row| row.item_id).chain(row.item_id)).await?;
    if is_new {
        figures::add(act.tx, act.unit(), &[Count::total("draft", 1)]).await?;
    }
    act.journal(NewEntry::changed(action, Inquiry::KIND, id.0, row.revision, sealed)).await?;
    Ok((row, draft))
}

async fn draft_view(act: &mut Act<'_>, row: &Row, draft: InquiryDraft) -> Result<DraftView, ApiError> {
    let opened = seal::opened(act, draft.clone());
    let usual = usual::usual_for(act, &opened, act.unit(), InquiryId(row.id)).await?;
    let facts = InquiryFacts { usual, ..facts_for(act, &opened) };
    let report =
        regulation::review(&opened, &InquiryCtx { on: act.today(), edition: act.edition(), facts: &facts });
    Ok(DraftView {
        id: InquiryId(row.id),
        revision: row.revision,
        status: row.status.clone(),
        draft,
        report,
        updated_at: view::instant(row.updated_at),
    })
}

/// Record, index columns, duties, figures and journal entry, together.
async fn write_record(
    act: &mut Act<'_>,
    before: Row,
    body: &InquiryBody,
    action: &'static str,
) -> Result<(), ApiError> {
    let duties = shared::duty::of_inquiry(body, act.calendar());
    let text = serde_json::to_string(body).context("inquiry to JSON")?;
    let row = Row {
        id: body.id.0,
        revision: body.revision,
        status: body.status.name().to_owned(),
        applicant_id: body.applicant.0,
        unit_id: body.unit.0,
        approving_unit_id: body.approving_unit.0,
        approver_id: body.status.approval().map(|decision| decision.by.0),
        item_id: Some(body.registration.item.0),
        case_number: body.registration.case_number.clone(),
        subject_count: i64::try_from(body.registration.subjects.len()).unwrap_or(i64::MAX),
        first_subject: body.registration.subjects.first().map(view::subject_label).unwrap_or_default(),
        edition: body.edition.name().to_owned(),
        submitted_at: Some(body.submitted_at.timestamp_micros()),
        queried_at: body.status.query().map(|query| query.queried_at.timestamp_micros()),
        use_by: match &body.status {
            Status::Approved { decision } => decision.last_day().map(|day| day.to_string()),
            _ => None,
        },
        due_on: duties.iter().filter_map(|duty| duty.due).min().map(|day| day.to_string()),
        updated_at: act.now().timestamp_micros(),
    };
    store::put(act.tx, false, &row, &Content { draft: None, body: Some(text.clone()) }).await?;
    duty::store::replace(act.tx, body.id.0, Some(body.id), &body.registration.case_number, &duties).await?;
    repeal::settle_any(act, row.item_id).await?;
    figures::add(act.tx, body.unit, &figures::of_inquiry(&before.status, body, act.now())).await?;
    act.journal(NewEntry::changed(action, Inquiry::KIND, body.id.0, body.revision, text.into_bytes())).await
}

const fn action_name(action: &InquiryAction) -> &'static str {
    match action {
        InquiryAction::Withdraw => "inquiry.withdraw",
        InquiryAction::SendBack { .. } => "inquiry.send_back",
        InquiryAction::Approve { .. } => "inquiry.approve",
        InquiryAction::Reject { .. } => "inquiry.reject",
        InquiryAction::CarryOut { .. } => "inquiry.carry_out",
        InquiryAction::FileQueryRecord { .. } => "inquiry.file_query_record",
        InquiryAction::Close => "inquiry.close",
    }
}

/// A draft judged from bytes, for imports: the same door as everybody's.
///
/// # Errors
/// The report that says why the bytes are no form.
pub fn read_form(json: &str) -> Result<InquiryDraft, shared::Report> {
    door::ReviewRequest::parse(json).map(|request| request.draft)
}

/// Identifiers for the printouts of a query, when the sender made none.
fn name_printouts(action: &mut InquiryAction) {
    if let InquiryAction::CarryOut { query, printout_ids } = action
        && printout_ids.is_empty()
    {
        printout_ids.extend(query.printouts.iter().map(|_| PrintoutId(uuid::Uuid::now_v7())));
    }
}

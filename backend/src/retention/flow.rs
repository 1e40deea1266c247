//! Asking how a record is kept, holding it, and disposing of what is due: one function a use-case.

use std::collections::BTreeMap;

use chrono::Months;
use shared::{
    Kept as _, Record as _,
    api::v1::{DisposalView, DueList, DueRow, KeepingView, NewDisposal, NewHold, Page},
    custody::paper::Letterhead,
    id::{DisposalId, HoldId, InquiryId, PersonId, UnitId},
    inquiry::Inquiry,
    paper::Sheet,
    record::taiwan_midnight,
    regulation::point_05,
    retention::{
        Disposal, DisposalAction, DisposalBody, DisposalLine, DisposalState, DisposalStep, ENDED, Hold,
        HoldAction, HoldBody, HoldFacts, Keeping, KeepingFacts, RecordRef, keeping, paper, years,
    },
};
use uuid::Uuid;

use super::{
    keeping::{facts, holds, of_all},
    store::{self, Row, Source},
};
use crate::{
    app::Act,
    custody::paper::letterhead,
    http::error::ApiError,
    inquiry,
    journal::store::NewEntry,
    records::{self, flow::Wanted, store::Scope},
    registers::flow::{expect_new, refused, step},
};

/// Rows read at a time.
const STRIDE: i64 = 200;
/// Rows of the list of what is due.
const MOST: usize = 200;

/// How a record is kept, for whoever it belongs to.
///
/// # Errors
/// Absent and hidden are told alike.
pub async fn read(act: &mut Act<'_>, of: &RecordRef) -> Result<KeepingView, ApiError> {
    let row = store::find(act.tx, &of.kind, of.id).await?.ok_or(ApiError::NotFound)?;
    if !may_see(act, &row).await? {
        return Err(ApiError::NotFound);
    }
    let hold = holds(act).await?.remove(&of.id);
    let facts = facts(act, &row, hold.is_some(), &[].into()).await?;
    let kept = keeping(&facts, act.today());
    Ok(KeepingView {
        of: of.clone(),
        keeping: kept,
        why: kept.words(),
        years: years(&facts),
        hold,
        rests: facts.rests,
        may_hold: act.standing().is_manager,
    })
}

async fn may_see(act: &mut Act<'_>, row: &Row) -> Result<bool, ApiError> {
    if row.kind == Inquiry::KIND {
        let found = inquiry::store::find(act.tx, InquiryId(row.id)).await?;
        return Ok(found.is_some_and(|found| inquiry::flow::may_see(act, &found)));
    }
    let standing = act.standing();
    let is_theirs = row.person_id == Some(standing.person.0)
        || standing.approves_for(act.today()).contains(&UnitId(row.unit_id));
    Ok(standing.is_manager || is_theirs)
}

/// Records whose five years are over, those that stay for a reason among them.
///
/// # Errors
/// Not the manager, or the database does not answer.
pub async fn due(act: &mut Act<'_>) -> Result<DueList, ApiError> {
    expect_manager(act)?;
    // A first sieve, by the row's own time; the journal's day and the shared count decide.
    let years = Months::new(12 * 5);
    let day = act.today().checked_sub_months(years).map(taiwan_midnight).unwrap_or_default();
    let before = day.timestamp_micros();
    let holds = holds(act).await?;
    let mut rows = Vec::new();
    let mut is_cut = false;
    let mut going = std::collections::BTreeSet::new();
    for source in sources() {
        let mut after = Uuid::nil();
        loop {
            let found = store::old(act.tx, source, before, after, STRIDE).await?;
            let Some(last) = found.last() else { break };
            after = last.id;
            for row in found {
                let facts = facts(act, &row, holds.contains_key(&row.id), &going).await?;
                let kept = keeping(&facts, act.today());
                if kept == Keeping::Due {
                    going.insert(row.id);
                }
                rows.extend(due_row(act, &row, &facts, kept));
            }
            if rows.len() >= MOST {
                is_cut = true;
                break;
            }
        }
    }
    rows.sort_by_key(|row| (row.keep_through, row.of.id));
    is_cut |= rows.len() > MOST;
    rows.truncate(MOST);
    Ok(DueList { rows, is_cut })
}

/// Every noun whose years run, printouts first: an inquiry is kept as long as they are.
fn sources() -> Vec<Source> {
    let mut found = Vec::new();
    for (noun, make) in
        [("printout", Source::Printouts as fn(&'static str) -> Source), ("inquiry", Source::Inquiries)]
    {
        let states = ENDED.iter().filter(|(kind, _)| *kind == noun).flat_map(|(_, states)| states.iter());
        found.extend(states.map(|state| make(state)));
    }
    let records = ENDED.iter().filter(|(kind, _)| !["printout", "inquiry"].contains(kind));
    found.extend(records.map(|(kind, _)| Source::Records(kind)));
    found
}

fn due_row(act: &Act<'_>, row: &Row, facts: &KeepingFacts, kept: Keeping) -> Option<DueRow> {
    if matches!(kept, Keeping::Open | Keeping::Kept) {
        return None;
    }
    let years = years(facts)?;
    Some(DueRow {
        of: RecordRef { kind: row.kind.clone(), id: row.id },
        keeping: kept,
        why: kept.words(),
        unit_name: act.registers().unit_name(UnitId(row.unit_id)),
        last_on: years.completed_on,
        keep_through: years.keep_through,
    })
}

fn expect_manager(act: &Act<'_>) -> Result<(), ApiError> {
    if act.standing().is_manager { Ok(()) } else { Err(ApiError::Forbidden) }
}

/// Holds a record.
///
/// # Errors
/// The report that refuses it, or the identifier is in use.
pub async fn hold(act: &mut Act<'_>, new: NewHold) -> Result<HoldBody, ApiError> {
    expect_new(records::flow::find::<Hold>(act.tx, new.id.0).await?.is_some())?;
    let of = &new.draft.of;
    let facts = HoldFacts {
        is_there: store::find(act.tx, &of.kind, of.id).await?.is_some(),
        is_held: holds(act).await?.contains_key(&of.id),
    };
    let hold = Hold::set(new.id, &new.draft, &step(act), facts).map_err(refused)?;
    records::flow::enter(act, &hold, "hold.hold").await?;
    Ok(hold.body().clone())
}

/// Lifts a hold.
///
/// # Errors
/// The report that refuses it, or the hold is out of sight or has moved on.
pub async fn lift(
    act: &mut Act<'_>,
    id: HoldId,
    revision: i64,
    action: &HoldAction,
) -> Result<HoldBody, ApiError> {
    expect_manager(act).map_err(|_| ApiError::NotFound)?;
    let hold: Hold = records::flow::at_revision(act.tx, id.0, revision).await?;
    let hold = hold.step(&step(act), action).map_err(refused)?;
    records::flow::change(act, &hold, "hold.lift").await?;
    Ok(hold.body().clone())
}

/// Holds, newest first, for the manager.
///
/// # Errors
/// Not the manager, the cursor is none of ours, or the database does not answer.
pub async fn list_holds(
    act: &mut Act<'_>,
    status: String,
    cursor: Option<String>,
    limit: Option<i64>,
) -> Result<Page<HoldBody>, ApiError> {
    expect_manager(act)?;
    let wanted = Wanted { scopes: vec![Scope::All], status, cursor, limit };
    records::flow::list(act.tx, &wanted, |hold: Hold| hold.body().clone()).await
}

/// Proposes a disposal.
///
/// # Errors
/// The report that refuses it, or the identifier is in use.
pub async fn propose(act: &mut Act<'_>, new: NewDisposal) -> Result<DisposalView, ApiError> {
    expect_new(records::flow::find::<Disposal>(act.tx, new.id.0).await?.is_some())?;
    let found = of_all(act, &new.draft.records).await?;
    let registers = act.registers();
    let line = |of: &RecordRef| {
        let (row, facts, _) = found.get(&of.id)?;
        let years = years(facts)?;
        Some(DisposalLine {
            of: of.clone(),
            revision: row.revision,
            unit_name: registers.unit_name(UnitId(row.unit_id)),
            last_on: years.completed_on,
            keep_through: years.keep_through,
        })
    };
    let lines: Vec<DisposalLine> = new.draft.records.iter().filter_map(line).collect();
    let kept: BTreeMap<Uuid, Keeping> = found.iter().map(|(id, (_, _, kept))| (*id, *kept)).collect();
    let witness = new.draft.witness.parse().ok();
    let witness = witness.and_then(|person: PersonId| registers.standing(person, act.today()));
    let made = Disposal::propose(new.id, &new.draft, lines, &kept, witness.as_ref(), &step(act));
    let disposal = made.map_err(refused)?;
    records::flow::enter(act, &disposal, "disposal.propose").await?;
    view(act, disposal).await
}

/// Confirms, carries out or gives up a disposal. What is carried out is asked about again in this very transaction.
///
/// # Errors
/// The report that refuses it, or the disposal is out of sight or has moved on.
pub async fn act(
    act: &mut Act<'_>,
    id: DisposalId,
    revision: i64,
    action: DisposalAction,
) -> Result<DisposalView, ApiError> {
    let before: Disposal = records::flow::at_revision(act.tx, id.0, revision).await.and_then(seen(act))?;
    let keeping = match action {
        DisposalAction::Execute => now(act, before.body()).await?,
        DisposalAction::Confirm | DisposalAction::Withdraw { .. } => BTreeMap::new(),
    };
    let name = action.journal_name();
    let listed = before.body().clone();
    let judged = DisposalStep { action, keeping };
    let after = before.step(&step(act), &judged).map_err(refused)?;
    if judged.action == DisposalAction::Execute {
        // Printouts first: they point at their inquiry.
        let (last, first): (Vec<_>, Vec<_>) =
            listed.going(&judged.keeping).partition(|line| line.of.kind == Inquiry::KIND);
        for line in first.into_iter().chain(last) {
            destroy(act, line).await?;
        }
    }
    records::flow::change(act, &after, name).await?;
    view(act, after).await
}

/// How every listed record is kept now; one that has changed since it was listed is open again.
async fn now(act: &mut Act<'_>, body: &DisposalBody) -> Result<BTreeMap<Uuid, Keeping>, ApiError> {
    let wanted: Vec<RecordRef> = body.lines.iter().map(|line| line.of.clone()).collect();
    let found = of_all(act, &wanted).await?;
    let of = |line: &DisposalLine| {
        let (row, _, kept) = found.get(&line.of.id)?;
        Some((line.of.id, if row.revision == line.revision { *kept } else { Keeping::Open }))
    };
    Ok(body.lines.iter().filter_map(of).collect())
}

/// Destroys one record and says so in the journal, where its commitments stay.
async fn destroy(act: &mut Act<'_>, line: &DisposalLine) -> Result<(), ApiError> {
    let (kind, action) = entry_of(&line.of.kind).ok_or(ApiError::NotFound)?;
    if !store::destroy(act.tx, kind, line.of.id, line.revision).await? {
        return Err(ApiError::NotFound);
    }
    act.journal(NewEntry::removed(action, kind, line.of.id, line.revision)).await
}

/// What the journal calls the disposal of a noun's record.
fn entry_of(kind: &str) -> Option<(&'static str, &'static str)> {
    const ACTIONS: &[(&str, &str)] = &[
        ("inquiry", "inquiry.dispose"),
        ("printout", "printout.dispose"),
        ("application", "application.dispose"),
        ("job_change", "job_change.dispose"),
        ("manager_change", "manager_change.dispose"),
        ("notice", "notice.dispose"),
        ("acknowledgment", "acknowledgment.dispose"),
        ("referral", "referral.dispose"),
        ("review", "review.dispose"),
        ("audit", "audit.dispose"),
        ("joint_audit", "joint_audit.dispose"),
        ("finding", "finding.dispose"),
        ("incident", "incident.dispose"),
        ("certificate", "certificate.dispose"),
        ("pack", "pack.dispose"),
        ("inspection", "inspection.dispose"),
        ("reconciliation", "reconciliation.dispose"),
        ("hold", "hold.dispose"),
        ("disposal", "disposal.dispose"),
    ];
    let noun = ENDED.iter().map(|(noun, _)| *noun).find(|noun| *noun == kind)?;
    ACTIONS.iter().find(|(known, _)| *known == noun).map(|(_, action)| (noun, *action))
}

/// The manager and the witness see a disposal; others are told like of what is not there.
fn seen(act: &Act<'_>) -> impl FnOnce(Disposal) -> Result<Disposal, ApiError> + use<> {
    let (me, is_manager) = (act.standing().person, act.standing().is_manager);
    move |disposal| {
        let is_theirs = is_manager || disposal.body().witness == me;
        if is_theirs { Ok(disposal) } else { Err(ApiError::NotFound) }
    }
}

/// One disposal.
///
/// # Errors
/// Absent and hidden are told alike.
pub async fn read_disposal(act: &mut Act<'_>, id: DisposalId) -> Result<DisposalView, ApiError> {
    let found = records::flow::find::<Disposal>(act.tx, id.0).await?.ok_or(ApiError::NotFound);
    let disposal = found.and_then(seen(act))?;
    view(act, disposal).await
}

/// The list of a disposal, or the certificate of it, on paper.
///
/// # Errors
/// Absent and hidden are told alike.
pub async fn sheet(act: &mut Act<'_>, id: DisposalId) -> Result<Sheet, ApiError> {
    let found = records::flow::find::<Disposal>(act.tx, id.0).await?.ok_or(ApiError::NotFound);
    let disposal = found.and_then(seen(act))?;
    let head: Letterhead = letterhead(act);
    Ok(paper::disposal(disposal.body(), &head))
}

/// Disposals, newest first: the manager's all, a witness's own.
///
/// # Errors
/// The cursor is none of ours, or the database does not answer.
pub async fn list_disposals(
    act: &mut Act<'_>,
    status: String,
    cursor: Option<String>,
    limit: Option<i64>,
) -> Result<Page<DisposalBody>, ApiError> {
    let standing = act.standing();
    let scope = if standing.is_manager { Scope::All } else { Scope::Person(standing.person) };
    let wanted = Wanted { scopes: vec![scope], status, cursor, limit };
    records::flow::list(act.tx, &wanted, |disposal: Disposal| disposal.body().clone()).await
}

async fn view(act: &mut Act<'_>, disposal: Disposal) -> Result<DisposalView, ApiError> {
    let body = disposal.body().clone();
    let is_waiting = matches!(body.state, DisposalState::Proposed | DisposalState::Confirmed { .. });
    let known = if is_waiting { now(act, &body).await? } else { BTreeMap::new() };
    let of = |line: &DisposalLine| known.get(&line.of.id).copied().unwrap_or(Keeping::Open);
    let kept = if is_waiting { body.lines.iter().map(of).collect() } else { Vec::new() };
    let actions = [
        ("confirm", DisposalAction::Confirm),
        ("execute", DisposalAction::Execute),
        ("withdraw", DisposalAction::Withdraw { reason: "．".to_owned() }),
    ];
    let is_open =
        |action: &DisposalAction| point_05::check_disposal_step(&body, &step(act), action).is_accepted();
    let may = actions.iter().filter(|(_, action)| is_open(action)).map(|(name, _)| (*name).to_owned());
    Ok(DisposalView { status: disposal.status().to_owned(), now: kept, may: may.collect(), disposal: body })
}

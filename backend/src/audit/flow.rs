//! What can be done with an audit: each step with what is known for it, judged by the shared rules.

use shared::{
    Kept as _, Record as _,
    api::v1::{AuditRow, AuditView, AuditedCase, NewAudit, Page, PublishedDraw, PublishedRound},
    audit::{
        self, Audit, AuditAction, AuditBody, AuditFacts, AuditStep, Candidate, CaseFacts, Opening,
        Population, Sample, Seed, Verdict, differences, named,
    },
    custody::Mark,
    finding::{Found, Origin},
    id::{AuditId, InquiryId, PersonId, UnitId},
    paper::Sheet,
    period::HalfYear,
    regulation::point_08,
};

use super::{joint, store, view};
use crate::{
    app::Act,
    custody::paper::letterhead,
    finding,
    http::error::ApiError,
    inquiry,
    journal::{
        checkpoint::{proof, sign},
        store::NewEntry,
    },
    records::{
        flow::{self as records, Wanted},
        store::Scope,
    },
    registers::flow::{refused, step},
};

/// Opens an audit that was not opened by itself.
///
/// # Errors
/// The report that refuses it, or the identifier is in use.
pub async fn open(act: &mut Act<'_>, new: NewAudit) -> Result<AuditView, ApiError> {
    let registers = act.registers();
    let unit = new.unit.parse().ok().map(UnitId).filter(|unit| registers.agencies.contains_key(unit));
    let is_there = match unit {
        Some(unit) => of_unit(act, unit, new.period).await?.is_some(),
        None => false,
    };
    let parents = unit.map(|unit| registers.parents(unit)).unwrap_or_default();
    let report = point_08::check_open(new.period, unit, &parents, is_there, &step(act));
    let Some(unit) = unit.filter(|_| report.is_accepted()) else { return Err(refused(report)) };
    if records::find::<Audit>(act.tx, new.id.0).await?.is_some() {
        return Err(ApiError::Exists);
    }
    let opened = Some(Mark::of(&step(act)));
    let audit = Audit::open(new.id, new.period, (unit, registers.unit_name(unit)), act.edition(), opened);
    records::enter(act, &audit, "audit.open").await?;
    view::audit(act, audit).await
}

/// The audit of a unit's half-year, where it is open.
///
/// # Errors
/// The database does not answer.
pub async fn of_unit(act: &mut Act<'_>, unit: UnitId, period: HalfYear) -> Result<Option<Audit>, ApiError> {
    let all: Vec<Audit> = records::all(act.tx, Scope::Unit(unit), "").await?;
    Ok(all.into_iter().find(|audit| audit.body().period == period))
}

/// Takes a step.
///
/// # Errors
/// The report that refuses it, or the audit is out of sight or has moved on.
pub async fn act(
    act: &mut Act<'_>,
    id: AuditId,
    revision: i64,
    action: AuditAction,
) -> Result<AuditView, ApiError> {
    let before = visible(act, id).await?;
    if before.revision() != revision {
        return Err(ApiError::Stale { revision: before.revision() });
    }
    let facts = facts(act, before.body(), &action).await?;
    let asked = AuditStep { action, facts };
    let audit = before.step(&step(act), &asked).map_err(refused)?;
    records::change(act, &audit, asked.action.journal_name()).await?;
    follow(act, &audit, &asked).await?;
    view::audit(act, audit).await
}

/// What a step needs to know.
async fn facts(act: &mut Act<'_>, body: &AuditBody, action: &AuditAction) -> Result<AuditFacts, ApiError> {
    let registers = act.registers();
    let today = act.today();
    let mut facts = AuditFacts { parents: registers.parents(body.unit), ..AuditFacts::default() };
    match action {
        AuditAction::Appoint { auditor, .. } => {
            let person = named(auditor);
            let standing = person.and_then(|person| registers.standing(person, today));
            if let Some(standing) = standing {
                let involved = store::involved(act.tx, body.unit, body.period, standing.person).await?;
                let title = registers.accounts.get(&standing.person).map(|known| known.draft().title.clone());
                facts.candidate = Some(Candidate { standing, title: title.unwrap_or_default(), involved });
            }
        }
        AuditAction::Freeze => {
            facts.population = store::unfrozen(act.tx, body.unit, body.period, body.id).await?;
            let sample = Sample::of(facts.population.len() as u64);
            if sample.n == sample.sample {
                facts.drawn = cases(act, &facts.population).await?;
            }
        }
        AuditAction::EnterSeed { seed, .. } => {
            if let Some(at) = body.rounds.iter().position(|round| round.drawn.is_none()) {
                facts.population = store::frozen(act.tx, body.id, at).await?;
                facts.drawn = drawn(act, body, at, seed, &facts.population).await?;
            }
        }
        AuditAction::Judge { lines, .. } => {
            let owners = lines.iter().filter_map(|line| named(&line.owner));
            facts.owners = owners
                .filter(|owner| registers.standing(*owner, today).is_some_and(|known| known.is_active))
                .collect();
        }
        AuditAction::Finish { .. } => {
            facts.late = late(act, body).await?;
            facts.manager = registers.manager(today).map(|account| account.person());
        }
        AuditAction::NotePaper { .. } | AuditAction::Unveil { .. } | AuditAction::Receive => {}
    }
    Ok(facts)
}

/// Cases that came to light after the last freeze.
///
/// # Errors
/// The database does not answer.
pub async fn late(act: &mut Act<'_>, body: &AuditBody) -> Result<u64, ApiError> {
    if body.rounds.is_empty() {
        return Ok(0);
    }
    Ok(store::unfrozen(act.tx, body.unit, body.period, body.id).await?.len() as u64)
}

/// What is known of the cases that a seed draws; nothing where it is none, which the rules will say.
async fn drawn(
    act: &mut Act<'_>,
    body: &AuditBody,
    at: usize,
    seed: &str,
    population: &[InquiryId],
) -> Result<Vec<CaseFacts>, ApiError> {
    let (Ok(seed), Some(round)) = (Seed::parse(seed), body.rounds.get(at)) else { return Ok(Vec::new()) };
    let population = Population::of(body.period, body.unit, round.stratum, population.to_vec());
    let tickets = population.draw(&seed);
    let wanted: Vec<InquiryId> =
        tickets.into_iter().filter(|ticket| ticket.is_drawn).map(|ticket| ticket.case).collect();
    cases(act, &wanted).await
}

async fn cases(act: &mut Act<'_>, wanted: &[InquiryId]) -> Result<Vec<CaseFacts>, ApiError> {
    let mut found = Vec::new();
    for case in wanted {
        let row = inquiry::store::find(act.tx, *case).await?.ok_or(ApiError::NotFound)?;
        found.push(CaseFacts {
            case: *case,
            case_number: row.case_number,
            applicant: PersonId(row.applicant_id),
            approver: row.approver_id.map(PersonId),
        });
    }
    Ok(found)
}

/// What a step leads to beside the record itself.
async fn follow(act: &mut Act<'_>, audit: &Audit, asked: &AuditStep) -> Result<(), ApiError> {
    let body = audit.body();
    // What outsiders hold us to is signed at once: the population before there is a seed, the draw, the record.
    if matches!(
        asked.action,
        AuditAction::Freeze | AuditAction::EnterSeed { .. } | AuditAction::Finish { .. }
    ) {
        sign::soon(act).await?;
    }
    match &asked.action {
        AuditAction::Freeze => {
            let Some(round) = body.rounds.last() else { return Ok(()) };
            store::freeze(act.tx, body.id, body.rounds.len() - 1, &asked.facts.population).await?;
            let note = format!("{} {} n={} root={}", body.period, round.stratum.name(), round.n, round.root);
            commit(act, body, "audit.commit_population", &note).await
        }
        AuditAction::EnterSeed { .. } => {
            let Some(drawn) = body.rounds.iter().rev().find_map(|round| round.drawn.as_ref()) else {
                return Ok(());
            };
            let seed = drawn.seed.as_ref().map(ToString::to_string).unwrap_or_default();
            let note = format!("{} seed={seed} sample={}", body.period, drawn.sample);
            commit(act, body, "audit.publish_seed", &note).await
        }
        AuditAction::Judge { case, lines } => raise(act, body, *case, lines).await,
        _ => Ok(()),
    }
}

/// In clear in the journal, so that nobody has to be trusted with what was committed to.
async fn commit(
    act: &mut Act<'_>,
    body: &AuditBody,
    action: &'static str,
    note: &str,
) -> Result<(), ApiError> {
    act.journal(NewEntry::looked(action, Audit::KIND, body.id.0, body.revision, note)).await
}

/// A finding for every line that is one; a serious anomaly opens the joint audit.
async fn raise(
    act: &mut Act<'_>,
    body: &AuditBody,
    case: InquiryId,
    lines: &[audit::FindingDraft],
) -> Result<(), ApiError> {
    let Some(known) = body.case(case) else { return Ok(()) };
    let registers = act.registers();
    for line in lines.iter().filter(|line| line.verdict.is_finding()) {
        let (Some(owner), Some(due)) = (named(&line.owner), line.due) else { continue };
        let found = Found {
            origin: Origin::Audit,
            record: body.id.0,
            unit: body.unit,
            citation: line.checkpoint.citation(),
            inquiry: Some(case),
            case_number: known.case_number.clone(),
            note: line.note.trim().to_owned(),
            correction: line.correction.trim().to_owned(),
            owner: (owner, registers.person_name(owner)),
            due,
            checker: act.standing().person,
        };
        finding::flow::raise(act, found).await?;
    }
    let serious: Vec<String> = lines
        .iter()
        .filter(|line| line.verdict == Verdict::Serious)
        .map(|line| format!("{}：{}", line.checkpoint.citation().zh_tw(), line.note.trim()))
        .collect();
    if serious.is_empty() {
        return Ok(());
    }
    let keeper = registers
        .manager(act.today())
        .map_or((act.standing().person, act.unit()), |account| (account.person(), account.unit()));
    let opening = Opening {
        audit: (body.id, body.period),
        unit: (body.unit, body.unit_name.clone()),
        case: (case, known.case_number.clone()),
        found: serious,
        keeper,
    };
    joint::open(act, opening).await
}

/// An audit whoever acts may see: the manager all, heads those of their units and below, the auditor their own.
///
/// # Errors
/// Absent and hidden are told alike.
pub async fn visible(act: &mut Act<'_>, id: AuditId) -> Result<Audit, ApiError> {
    let audit: Audit = records::find(act.tx, id.0).await?.ok_or(ApiError::NotFound)?;
    let standing = act.standing();
    let is_own = audit.body().auditor().is_some_and(|auditor| auditor.person == standing.person);
    let is_seen = standing.is_manager || is_own || overseen(act).contains(&audit.body().unit);
    if is_seen { Ok(audit) } else { Err(ApiError::NotFound) }
}

/// The units whoever acts decides for, and those below.
#[must_use]
pub fn overseen(act: &Act<'_>) -> Vec<UnitId> {
    act.registers().covered(&act.standing().approves_for(act.today()))
}

/// From which sides a list of audits or findings is entered.
#[must_use]
pub fn scopes(act: &Act<'_>) -> Vec<Scope> {
    let standing = act.standing();
    if standing.is_manager {
        return vec![Scope::All];
    }
    let units = overseen(act).into_iter().map(Scope::Unit);
    std::iter::once(Scope::Person(standing.person)).chain(units).collect()
}

/// A page of audits, newest first.
///
/// # Errors
/// The cursor is none of ours, or the database does not answer.
pub async fn page(
    act: &mut Act<'_>,
    status: String,
    cursor: Option<String>,
    limit: Option<i64>,
) -> Result<Page<AuditRow>, ApiError> {
    let wanted = Wanted { scopes: scopes(act), status, cursor, limit };
    let today = act.today();
    records::list(act.tx, &wanted, |audit: Audit| view::row(&audit, today)).await
}

/// One audit.
///
/// # Errors
/// Absent and hidden are told alike.
pub async fn read(act: &mut Act<'_>, id: AuditId) -> Result<AuditView, ApiError> {
    let audit = visible(act, id).await?;
    view::audit(act, audit).await
}

/// The published draw: everybody signed in may recompute it.
///
/// # Errors
/// There is no such audit, or the database does not answer.
pub async fn draw(act: &mut Act<'_>, id: AuditId) -> Result<PublishedDraw, ApiError> {
    let audit: Audit = records::find(act.tx, id.0).await?.ok_or(ApiError::NotFound)?;
    let body = audit.body();
    let mut rounds = Vec::new();
    for (at, round) in body.rounds.iter().enumerate() {
        let cases = store::frozen(act.tx, body.id, at).await?;
        let population = Population::of(body.period, body.unit, round.stratum, cases);
        let tickets = audit::tickets(body, round, population.cases().to_vec());
        rounds.push(PublishedRound { round: round.clone(), cases: population.cases().to_vec(), tickets });
    }
    Ok(PublishedDraw { period: body.period, unit: body.unit, unit_name: body.unit_name.clone(), rounds })
}

/// What was registered of a case, once it was opened to the auditor.
///
/// # Errors
/// The report that refuses it; absent and hidden are told alike.
pub async fn case(act: &mut Act<'_>, id: AuditId, case: InquiryId) -> Result<AuditedCase, ApiError> {
    let audit = visible(act, id).await?;
    let report = point_08::check_reading(audit.body(), case);
    let paper = audit.body().case(case).and_then(|known| known.paper.clone());
    let Some(paper) = paper.filter(|_| report.is_accepted()) else { return Err(refused(report)) };
    let registered = view::registered(act, case).await?;
    let differences = differences(&paper.notes, &registered);
    Ok(AuditedCase { registered, differences })
}

/// The record on paper.
///
/// # Errors
/// Absent and hidden are told alike.
pub async fn sheet(act: &mut Act<'_>, id: AuditId) -> Result<Sheet, ApiError> {
    let audit = visible(act, id).await?;
    let findings = finding::flow::of_record(act, audit.id(), audit.body().unit).await?;
    let findings: Vec<_> = findings.iter().map(|finding| finding.body().clone()).collect();
    let mut sheet = audit::paper::record(audit.body(), &findings, &letterhead(act));
    sheet.blocks.extend(proof::anchor(act.tx).await?.into_iter().flatten());
    Ok(sheet)
}

//! Each using unit audits its half-years: those that are over long ago are done, the last one is under way.

use chrono::{DateTime, Days, TimeDelta, Utc};
use shared::{
    EditionId,
    api::v1::{AuditView, FindingView, NewAudit},
    audit::{AuditAction, Checkpoint, FindingDraft, PaperDraft, Sample, Verdict},
    finding::FindingAction,
    id::{AuditId, FindingId, PersonId, UnitId},
    period::HalfYear,
    record::taiwan_midnight,
    taiwan_day,
};

use super::{joint, oversight::Office};
use crate::{
    app::{Act, App},
    audit::{flow, store},
    finding,
    http::error::ApiError,
    records,
    registers::Registers,
    store::Tx,
};

/// Days after a half-year on which its audits begin.
const BEGINS_AFTER: u64 = 20;
/// Cases of a large sample that are looked at: a county for load tests has more to do than this.
const LOOKS_MOST: usize = 30;

/// How far an audit gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Received for reference.
    Whole,
    /// Some cases looked at, with a finding still open.
    Half,
    /// Somebody is appointed.
    Appointed,
    /// Nobody is, yet.
    Opened,
}

/// The audit of a unit's half-year.
#[derive(Debug, Clone)]
pub struct Scene {
    unit: UnitId,
    period: HalfYear,
    reach: Reach,
}

/// Every audit that begins between two instants.
pub fn tell(
    registers: &Registers,
    since: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Vec<(DateTime<Utc>, PersonId, Office)> {
    let mut told = Vec::new();
    let today = taiwan_day(now);
    let mut period = HalfYear::of(taiwan_day(since)).next();
    let units = |registers: &Registers| -> Vec<UnitId> {
        let holds = |unit: &UnitId| {
            registers
                .accounts
                .values()
                .any(|account| account.unit() == *unit && !account.draft().grants.is_empty())
        };
        registers.agencies.keys().copied().filter(holds).collect()
    };
    while let Some(begins) =
        period.next().first_day().and_then(|day| day.checked_add_days(Days::new(BEGINS_AFTER)))
    {
        if begins >= today {
            break;
        }
        let is_last = period.next() == HalfYear::of(today);
        for (place, unit) in (0_u64..).zip(units(registers)) {
            let head = registers.deciders(unit, begins).into_iter().find(|one| one.for_head.is_none());
            let Some(head) = head else { continue };
            let reach = match (is_last, place) {
                (false, _) => Reach::Whole,
                (true, 0) => Reach::Half,
                (true, 1) => Reach::Appointed,
                (true, 2) => Reach::Whole,
                (true, _) => Reach::Opened,
            };
            let minutes = i64::try_from(600 + place * 7).unwrap_or_default();
            let at = taiwan_midnight(begins + Days::new(place % 9)) + TimeDelta::minutes(minutes);
            told.push((at, head.person, Office::Audit(Box::new(Scene { unit, period, reach }))));
        }
        period = period.next();
    }
    told
}

/// Lives an audit inside the writer's transaction: everybody acts in turn, at the same instant.
///
/// # Errors
/// A rule refuses it, which would be a mistake of this file, or the database does not answer.
pub async fn live(
    app: &App,
    tx: &mut Tx,
    head: PersonId,
    at: DateTime<Utc>,
    scene: &Scene,
) -> Result<(), ApiError> {
    let act = &mut app.act_at(tx, head, at).await?;
    let registers = act.registers();
    let is_original = act.edition() == EditionId::Original;
    // Before the amendment the regulation was for Social Affairs alone.
    if is_original && !registers.in_social_affairs(scene.unit) {
        return Ok(());
    }
    let Some(manager) = registers.manager(act.today()).map(|account| account.person()) else { return Ok(()) };
    let appointer = if is_original { manager } else { head };
    let auditor = if is_original { Some(manager) } else { auditor(act, scene).await? };
    let act = &mut app.act_at(act.tx, appointer, at).await?;
    let new = NewAudit {
        id: AuditId(records::flow::fresh_id(act)),
        period: scene.period,
        unit: scene.unit.to_string(),
    };
    let mut view = flow::open(act, new).await?;
    let Some(auditor) = auditor.filter(|_| scene.reach != Reach::Opened) else { return Ok(()) };
    let appoint = AuditAction::Appoint { auditor: auditor.to_string(), reason: String::new() };
    view = step(act, &view, appoint).await?;
    if scene.reach == Reach::Appointed {
        return Ok(());
    }
    let act = &mut app.act_at(act.tx, auditor, at).await?;
    view = step(act, &view, AuditAction::Freeze).await?;
    if view.audit.waiting().is_some() {
        let dice = view.audit.rounds.iter().flat_map(|round| round.root.bytes()).map(|sign| sign % 6 + 1);
        let seed = dice.take(30).map(|eyes| eyes.to_string()).collect::<Vec<_>>().join(" ");
        let source = "政風處見證擲骰三十次".to_owned();
        view = step(act, &view, AuditAction::EnterSeed { seed, source, published_on: Some(act.today()) })
            .await?;
    }
    let all = view.audit.cases.len();
    let looks = if scene.reach == Reach::Half { all.div_ceil(2).min(LOOKS_MOST) } else { all };
    if looks > LOOKS_MOST {
        return Ok(());
    }
    let is_whole = scene.reach == Reach::Whole;
    // One in the whole past, so that there is a room of the three to look into.
    let is_serious = is_whole && !is_original && joint::none_yet(app, act.tx, manager, at).await?;
    view = look(act, view, looks, is_serious).await?;
    if !is_whole {
        return Ok(());
    }
    if is_serious {
        joint::live(app, act.tx, manager, at).await?;
    }
    for open in view.findings.clone() {
        let is_serious = open.finding.note == SERIOUS;
        let text =
            if is_serious { "已向當事人說明並加強督導。" } else { "已補印並附卷。" };
        mend(app, act.tx, at, &open, auditor, text).await?;
    }
    let act = &mut app.act_at(act.tx, auditor, at).await?;
    let sample = Sample::of(view.audit.rounds.iter().map(|round| round.n).sum());
    let conclusion = if sample.n == 0 {
        "本期無查調案件。".to_owned()
    } else {
        format!("查核 {} 件，缺失 {} 件，均已改善並複查。", view.audit.cases.len(), view.findings.len())
    };
    view = step(act, &view, AuditAction::Finish { conclusion }).await?;
    if !is_original {
        let act = &mut app.act_at(act.tx, manager, at).await?;
        step(act, &view, AuditAction::Receive).await?;
    }
    Ok(())
}

async fn step(act: &mut Act<'_>, view: &AuditView, action: AuditAction) -> Result<AuditView, ApiError> {
    flow::act(act, view.audit.id, view.audit.revision, action).await
}

/// Somebody who is neither user nor approver of the half-year's cases: of the unit itself first.
async fn auditor(act: &mut Act<'_>, scene: &Scene) -> Result<Option<PersonId>, ApiError> {
    let (registers, today) = (act.registers(), act.today());
    let may = |account: &&shared::account::Account| {
        let draft = account.draft();
        account.is_active(today)
            && draft.heads.is_empty()
            && !draft.is_manager
            && !draft.card_number.is_empty()
    };
    let mut known: Vec<_> = registers.accounts.values().filter(may).collect();
    known.sort_by_key(|account| (account.unit() != scene.unit, account.person()));
    for account in known {
        if store::involved(act.tx, scene.unit, scene.period, account.person()).await? == 0 {
            return Ok(Some(account.person()));
        }
    }
    Ok(None)
}

/// What the auditor finds that goes beyond a lack of paper.
const SERIOUS: &str = "查調對象與案件無關，疑似非公務查詢";

/// Looks at the first cases: one in four lacks its query record, and one may be worse.
async fn look(
    act: &mut Act<'_>,
    mut view: AuditView,
    looks: usize,
    is_serious: bool,
) -> Result<AuditView, ApiError> {
    let cases = view.audit.cases.clone();
    for (at, known) in cases.iter().enumerate().take(looks) {
        let case = known.case;
        let (is_deficient, is_serious) = (at % 4 == 1, is_serious && at == 2);
        let paper = PaperDraft { has_form: true, has_query_record: !is_deficient, ..PaperDraft::default() };
        view = step(act, &view, AuditAction::NotePaper { case, paper }).await?;
        view = step(act, &view, AuditAction::Unveil { case }).await?;
        let due = act.today() + Days::new(30);
        let owner = known.applicant;
        let is_there = act.registers().standing(owner, act.today()).is_some_and(|owner| owner.is_active);
        let line = |checkpoint: Checkpoint| {
            let (verdict, note, correction) = match checkpoint {
                Checkpoint::QueryRecord if is_deficient && is_there => {
                    (Verdict::Deficient, "查詢紀錄未歸檔", "補印查詢紀錄並附卷")
                }
                Checkpoint::Purpose if is_serious && is_there => {
                    (Verdict::Serious, SERIOUS, "由管理者會同政風、資訊單位聯合稽核")
                }
                _ => (Verdict::Conforms, "", ""),
            };
            let is_found = verdict.is_finding();
            FindingDraft {
                checkpoint,
                verdict,
                note: note.to_owned(),
                correction: correction.to_owned(),
                owner: if is_found { owner.to_string() } else { String::new() },
                due: is_found.then_some(due),
            }
        };
        let lines = Checkpoint::ALL.map(line).to_vec();
        view = step(act, &view, AuditAction::Judge { case, lines }).await?;
    }
    Ok(view)
}

/// Done by its owner, looked at again by somebody else.
///
/// # Errors
/// A rule refuses it, or the database does not answer.
pub async fn mend(
    app: &App,
    tx: &mut Tx,
    at: DateTime<Utc>,
    open: &FindingView,
    checker: PersonId,
    text: &str,
) -> Result<(), ApiError> {
    let (id, owner): (FindingId, PersonId) = (open.finding.id, open.finding.owner);
    let act = &mut app.act_at(tx, owner, at).await?;
    let settled = FindingAction::Settle { text: text.to_owned() };
    let settled = finding::flow::act(act, id, 1, settled).await?;
    let act = &mut app.act_at(act.tx, checker, at).await?;
    let look = FindingAction::Recheck { is_mended: true, note: String::new(), due: None };
    finding::flow::act(act, id, settled.finding.revision, look).await?;
    Ok(())
}

//! What can be done with an audit, step by step; each step is judged by point 8.

use std::str::FromStr;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    Appointment, AuditBody, AuditCase, Drawn, FindingDraft, Findings, Judged, PaperDraft, PaperNotes,
    Population, Round, Sample, Seed, Stratum, Ticket,
};
use crate::{
    account::Standing,
    custody::Mark,
    duty::{Duty, DutyKind},
    id::{AuditId, InquiryId, PersonId, UnitId},
    journal::hex,
    period::{Calendar, HalfYear},
    record::{Kept, OfOffice, Record, Step},
    regulation::{EditionId, point_08},
    violation::Report,
};

/// What can be done with an audit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "name", rename_all = "snake_case", deny_unknown_fields)]
pub enum AuditAction {
    /// Appoint whoever audits; again while the record is not sent.
    Appoint {
        /// The auditor, as an identifier.
        auditor: String,
        /// Why, although something speaks against them.
        #[serde(default)]
        reason: String,
    },
    /// Freeze the cases: the half-year's at first, later those that came to light since.
    Freeze,
    /// Enter the seed of the draw that waits for one.
    EnterSeed {
        /// As it was read out.
        seed: String,
        /// Where it comes from.
        source: String,
        /// The day on which it was thrown or published.
        published_on: Option<NaiveDate>,
    },
    /// Note what the paper of a case shows.
    NotePaper {
        /// The case.
        case: InquiryId,
        /// What it shows.
        paper: PaperDraft,
    },
    /// Open what was registered.
    Unveil {
        /// The case.
        case: InquiryId,
    },
    /// Enter the findings of a case.
    Judge {
        /// The case.
        case: InquiryId,
        /// A line for every question.
        lines: Vec<FindingDraft>,
    },
    /// Send the record to the manager for reference; under the original edition the manager closes it.
    Finish {
        /// What the audit comes to.
        conclusion: String,
    },
    /// 備查: the manager received it for reference; no approval.
    Receive,
}

impl AuditAction {
    /// The journal's name of it.
    #[must_use]
    pub const fn journal_name(&self) -> &'static str {
        match self {
            Self::Appoint { .. } => "audit.appoint",
            Self::Freeze => "audit.freeze",
            Self::EnterSeed { .. } => "audit.enter_seed",
            Self::NotePaper { .. } => "audit.note_paper",
            Self::Unveil { .. } => "audit.unveil",
            Self::Judge { .. } => "audit.enter_findings",
            Self::Finish { .. } => "audit.finish",
            Self::Receive => "audit.receive",
        }
    }
}

/// Somebody who may be appointed.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// What their account amounts to today.
    pub standing: Standing,
    /// Their title.
    pub title: String,
    /// Cases of the half-year in which they are user or approver.
    pub involved: u64,
}

/// What is known of a case that is drawn.
#[derive(Debug, Clone)]
pub struct CaseFacts {
    /// The inquiry.
    pub case: InquiryId,
    /// 公文文號或案號.
    pub case_number: String,
    /// Who made the inquiry.
    pub applicant: PersonId,
    /// Who approved it.
    pub approver: Option<PersonId>,
}

/// What the server knows besides the record; each step asks for its own part.
#[derive(Debug, Clone, Default)]
pub struct AuditFacts {
    /// The units above the audited one.
    pub parents: Vec<UnitId>,
    /// Whoever is to be appointed; none where the roster has nobody of that identifier.
    pub candidate: Option<Candidate>,
    /// To freeze: every case not frozen yet. To draw: every case of the freeze that waits.
    pub population: Vec<InquiryId>,
    /// The cases that are drawn.
    pub drawn: Vec<CaseFacts>,
    /// People of the roster who may own a correction.
    pub owners: Vec<PersonId>,
    /// Cases that came to light after the last freeze.
    pub late: u64,
    /// The manager in office, who receives the record.
    pub manager: Option<PersonId>,
}

/// An action with what is known for it.
#[derive(Debug, Clone)]
pub struct AuditStep {
    /// What is done.
    pub action: AuditAction,
    /// What is known.
    pub facts: AuditFacts,
}

/// An audit the rules agreed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Audit(AuditBody);

impl Audit {
    /// Opens the audit of a unit's half-year: by somebody, or by the schedule once the half-year is over.
    #[must_use]
    pub fn open(
        id: AuditId,
        period: HalfYear,
        unit: (UnitId, String),
        edition: EditionId,
        opened: Option<Mark>,
    ) -> Self {
        Self(AuditBody {
            id,
            revision: 1,
            edition,
            period,
            unit: unit.0,
            unit_name: unit.1,
            opened,
            appointments: Vec::new(),
            rounds: Vec::new(),
            cases: Vec::new(),
            late: 0,
            sent: None,
            manager: None,
            received: None,
            conclusion: String::new(),
        })
    }

    /// The same with what came to light after the last freeze; none where nothing changes.
    #[must_use]
    pub fn with_late(&self, late: u64) -> Option<Self> {
        let is_news = !self.0.rounds.is_empty() && self.0.late != late;
        is_news.then(|| Self(AuditBody { revision: self.0.revision + 1, late, ..self.0.clone() }))
    }
}

/// The tickets of a round, smallest first; none while it has no seed, and none needed where every case is looked at.
#[must_use]
pub fn tickets(body: &AuditBody, round: &Round, population: Vec<InquiryId>) -> Vec<Ticket> {
    let population = Population::of(body.period, body.unit, round.stratum, population);
    let seed = round.drawn.as_ref().and_then(|drawn| drawn.seed.as_ref());
    seed.map(|seed| population.draw(seed)).unwrap_or_default()
}

impl OfOffice for Audit {
    fn passed_to(self, (person, _): (PersonId, UnitId)) -> Self {
        let mut body = self.0;
        body.revision += 1;
        body.manager = body.manager.map(|_| person);
        Self(body)
    }
}

impl Record for Audit {
    const KIND: &'static str = "audit";
    type Action = AuditStep;

    fn id(&self) -> Uuid {
        self.0.id.0
    }

    fn revision(&self) -> i64 {
        self.0.revision
    }

    fn status(&self) -> &'static str {
        self.0.status()
    }

    fn step(self, step: &Step<'_>, asked: &AuditStep) -> Result<Self, Report> {
        let report = point_08::check_audit(&self.0, step, &asked.action, &asked.facts);
        if !report.is_accepted() {
            return Err(report);
        }
        let mut body = self.0;
        body.revision += 1;
        let mark = Mark::of(step);
        match &asked.action {
            AuditAction::Appoint { reason, .. } => {
                body.appointments.extend(appointment(&asked.facts, &report, reason, mark));
            }
            AuditAction::Freeze => freeze(&mut body, &asked.facts, mark, step.on()),
            AuditAction::EnterSeed { seed, source, published_on } => {
                if let (Ok(seed), Some(on)) = (Seed::parse(seed), published_on) {
                    draw(&mut body, &asked.facts, (seed, source, *on), mark);
                }
            }
            AuditAction::NotePaper { case, paper } => on_case(&mut body, *case, |one| {
                let notes = PaperDraft { note: paper.note.trim().to_owned(), ..paper.clone() };
                one.paper = Some(PaperNotes { notes, mark });
            }),
            AuditAction::Unveil { case } => on_case(&mut body, *case, |one| one.revealed = Some(mark)),
            AuditAction::Judge { case, lines } => on_case(&mut body, *case, |one| {
                let lines = lines.iter().map(|line| Judged {
                    checkpoint: line.checkpoint,
                    verdict: line.verdict,
                    note: line.note.trim().to_owned(),
                });
                one.findings = Some(Findings { lines: lines.collect(), mark });
            }),
            AuditAction::Finish { conclusion } => {
                conclusion.trim().clone_into(&mut body.conclusion);
                // Under the original edition the manager audits, so that nobody is left to send it to.
                if step.edition == EditionId::Original {
                    body.received = Some(mark.clone());
                }
                body.sent = Some(mark);
                body.manager = asked.facts.manager;
            }
            AuditAction::Receive => body.received = Some(mark),
        }
        Ok(Self(body))
    }
}

fn on_case(body: &mut AuditBody, case: InquiryId, change: impl FnOnce(&mut AuditCase)) {
    if let Some(one) = body.cases.iter_mut().find(|known| known.case == case) {
        change(one);
    }
}

fn appointment(facts: &AuditFacts, report: &Report, reason: &str, mark: Mark) -> Option<Appointment> {
    let candidate = facts.candidate.as_ref()?;
    Some(Appointment {
        person: candidate.standing.person,
        name: candidate.standing.name.clone(),
        title: candidate.title.clone(),
        exceptions: report.violations.iter().map(|violation| violation.code.to_string()).collect(),
        reason: reason.trim().to_owned(),
        mark,
    })
}

/// The root of what is frozen; where every case is looked at anyway there is nothing to draw.
fn freeze(body: &mut AuditBody, facts: &AuditFacts, mark: Mark, today: NaiveDate) {
    let stratum = if body.rounds.is_empty() { Stratum::Main } else { Stratum::Late };
    let population = Population::of(body.period, body.unit, stratum, facts.population.clone());
    let Sample { n, sample } = Sample::of(population.cases().len() as u64);
    let is_full = sample == n;
    let drawn = is_full.then(|| Drawn {
        seed: None,
        source: String::new(),
        published_on: today,
        sample,
        mark: mark.clone(),
    });
    body.rounds.push(Round { stratum, n, root: hex(&population.root()), frozen: mark, drawn });
    if is_full {
        take(body, stratum, population.cases(), facts);
    }
    // Whoever had the record already gets it again with what came late.
    (body.late, body.sent, body.received) = (0, None, None);
}

fn draw(body: &mut AuditBody, facts: &AuditFacts, entered: (Seed, &str, NaiveDate), mark: Mark) {
    let (seed, source, published_on) = entered;
    let Some(stratum) = body.waiting().map(|round| round.stratum) else { return };
    let population = Population::of(body.period, body.unit, stratum, facts.population.clone());
    let tickets = population.draw(&seed);
    let drawn: Vec<InquiryId> =
        tickets.into_iter().filter(|ticket| ticket.is_drawn).map(|ticket| ticket.case).collect();
    let sample = drawn.len() as u64;
    take(body, stratum, &drawn, facts);
    if let Some(round) = body.rounds.iter_mut().find(|round| round.drawn.is_none()) {
        round.drawn =
            Some(Drawn { seed: Some(seed), source: source.trim().to_owned(), published_on, sample, mark });
    }
}

fn take(body: &mut AuditBody, stratum: Stratum, drawn: &[InquiryId], facts: &AuditFacts) {
    let known = |case: &InquiryId| facts.drawn.iter().find(|known| known.case == *case);
    body.cases.extend(drawn.iter().filter_map(known).map(|known| AuditCase {
        case: known.case,
        stratum,
        case_number: known.case_number.clone(),
        applicant: known.applicant,
        approver: known.approver,
        paper: None,
        revealed: None,
        findings: None,
    }));
}

impl Kept for Audit {
    type Body = AuditBody;

    fn restore(body: AuditBody) -> Self {
        Self(body)
    }

    fn body(&self) -> &AuditBody {
        &self.0
    }

    fn unit(&self) -> UnitId {
        self.0.unit
    }

    fn person(&self) -> Option<PersonId> {
        self.0.auditor().map(|auditor| auditor.person)
    }

    fn about(&self) -> String {
        format!("{}{}", self.0.unit_name, self.0.period.zh_tw())
    }

    fn duties(&self, calendar: &Calendar) -> Vec<Duty> {
        let body = &self.0;
        let Some(from) = body.period.next().first_day() else { return Vec::new() };
        let duty = |kind, person, from, due| {
            let duty = Duty {
                kind,
                record_kind: Self::KIND.into(),
                record: body.id.0,
                unit: body.unit,
                person,
                from,
                due,
                due_adjusted: None,
            };
            duty.adjusted(calendar)
        };
        let is_open = body.sent.is_none() || body.late > 0;
        let audit = is_open
            .then(|| duty(DutyKind::AuditHalfYear, self.person(), from, point_08::audit_by(body.period)));
        let receive = body.sent.as_ref().filter(|_| body.received.is_none()).map(|sent| {
            let from = crate::taiwan_day(sent.at);
            duty(DutyKind::ReceiveAudit, body.manager, from, None)
        });
        audit.into_iter().chain(receive).collect()
    }
}

/// Whoever an action names, where it names somebody of an identifier's form.
#[must_use]
pub fn named(text: &str) -> Option<PersonId> {
    PersonId::from_str(text.trim()).ok()
}

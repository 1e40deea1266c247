//! 聯合稽核 (8(2)): a serious anomaly is audited by the manager, the ethics office and the IT office together; one report,
//! three names.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    account::Standing,
    custody::Mark,
    duty::{Duty, DutyKind},
    id::{AuditId, InquiryId, JointAuditId, PersonId, UnitId},
    period::{Calendar, HalfYear},
    record::{Kept, OfOffice, Record, Step},
    regulation::point_08,
    taiwan_day,
    violation::Report,
};

/// Who sits in a joint audit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum JointRole {
    /// 管理者.
    Manager,
    /// 政風單位.
    Ethics,
    /// 資訊單位.
    It,
}

impl JointRole {
    /// All three, in the order of the regulation.
    pub const ALL: [Self; 3] = [Self::Manager, Self::Ethics, Self::It];

    /// As the report has it.
    #[must_use]
    pub const fn zh_tw(self) -> &'static str {
        match self {
            Self::Manager => "管理者",
            Self::Ethics => "政風單位",
            Self::It => "資訊單位",
        }
    }
}

/// One of the three.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JointMember {
    /// For whom.
    pub role: JointRole,
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Their unit.
    pub unit_name: String,
    /// When they signed the report as it stands.
    pub signed: Option<Mark>,
}

/// The one report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JointReport {
    /// What happened.
    pub facts: String,
    /// Why.
    pub causes: String,
    /// What is done about it.
    pub measures: String,
    /// Who wrote it last.
    pub mark: Mark,
}

/// The store's picture of a joint audit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JointBody {
    /// The joint audit.
    pub id: JointAuditId,
    /// Its revision.
    pub revision: i64,
    /// The audit that found the anomaly.
    pub audit: AuditId,
    /// Its half-year.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub period: HalfYear,
    /// The audited unit.
    pub unit: UnitId,
    /// Its name.
    pub unit_name: String,
    /// The case.
    pub case: InquiryId,
    /// 公文文號或案號.
    pub case_number: String,
    /// What the auditor found, line by line.
    pub found: Vec<String>,
    /// Who found it.
    pub opened: Mark,
    /// The manager, who calls the others.
    pub keeper: PersonId,
    /// The manager's unit.
    pub keeper_unit: UnitId,
    /// The three; empty until the manager names them.
    pub members: Vec<JointMember>,
    /// The report.
    pub report: Option<JointReport>,
}

impl JointBody {
    /// Whether all three signed the report as it stands.
    #[must_use]
    pub fn is_signed(&self) -> bool {
        !self.members.is_empty() && self.members.iter().all(|member| member.signed.is_some())
    }
}

/// What can be done with a joint audit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "name", rename_all = "snake_case", deny_unknown_fields)]
pub enum JointAction {
    /// Name who comes from the ethics and the IT office.
    Name {
        /// 政風, as an identifier.
        ethics: String,
        /// 資訊, as an identifier.
        it: String,
    },
    /// Write the report, or write it anew: then it is to be signed anew.
    Write {
        /// What happened; names no data subject.
        facts: String,
        /// Why.
        causes: String,
        /// What is done about it.
        measures: String,
    },
    /// Sign it.
    Sign,
}

impl JointAction {
    /// The journal's name of it.
    #[must_use]
    pub const fn journal_name(&self) -> &'static str {
        match self {
            Self::Name { .. } => "joint_audit.name_members",
            Self::Write { .. } => "joint_audit.write",
            Self::Sign => "joint_audit.sign_report",
        }
    }
}

/// People of the roster whom an action names, each with the name of their unit; none where nobody has that identifier.
#[derive(Debug, Clone, Default)]
pub struct JointFacts {
    /// The name of the manager's unit.
    pub keeper_unit_name: String,
    /// 政風.
    pub ethics: Option<(Standing, String)>,
    /// 資訊.
    pub it: Option<(Standing, String)>,
}

/// An action with what is known for it.
#[derive(Debug, Clone)]
pub struct JointStep {
    /// What is done.
    pub action: JointAction,
    /// What is known.
    pub facts: JointFacts,
}

/// What a joint audit starts from.
#[derive(Debug, Clone)]
pub struct Opening {
    /// The audit and its half-year.
    pub audit: (AuditId, HalfYear),
    /// The audited unit.
    pub unit: (UnitId, String),
    /// The case with its number.
    pub case: (InquiryId, String),
    /// What was found.
    pub found: Vec<String>,
    /// The manager, with their unit.
    pub keeper: (PersonId, UnitId),
}

/// A joint audit the rules agreed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct JointAudit(JointBody);

impl JointAudit {
    /// Opens the room: the finding of a serious anomaly does, by itself.
    #[must_use]
    pub fn open(id: JointAuditId, opening: Opening, opened: Mark) -> Self {
        Self(JointBody {
            id,
            revision: 1,
            audit: opening.audit.0,
            period: opening.audit.1,
            unit: opening.unit.0,
            unit_name: opening.unit.1,
            case: opening.case.0,
            case_number: opening.case.1,
            found: opening.found,
            opened,
            keeper: opening.keeper.0,
            keeper_unit: opening.keeper.1,
            members: Vec::new(),
            report: None,
        })
    }
}

impl OfOffice for JointAudit {
    fn passed_to(self, keeper: (PersonId, UnitId)) -> Self {
        let mut body = self.0;
        body.revision += 1;
        (body.keeper, body.keeper_unit) = keeper;
        Self(body)
    }
}

impl Record for JointAudit {
    const KIND: &'static str = "joint_audit";
    type Action = JointStep;

    fn id(&self) -> Uuid {
        self.0.id.0
    }

    fn revision(&self) -> i64 {
        self.0.revision
    }

    fn status(&self) -> &'static str {
        match () {
            () if self.0.is_signed() => "signed",
            () if self.0.report.is_some() => "reported",
            () if !self.0.members.is_empty() => "named",
            () => "opened",
        }
    }

    fn step(self, step: &Step<'_>, asked: &JointStep) -> Result<Self, Report> {
        let report = point_08::check_joint(&self.0, step, &asked.action, &asked.facts);
        if !report.is_accepted() {
            return Err(report);
        }
        let mut body = self.0;
        body.revision += 1;
        match &asked.action {
            JointAction::Name { .. } => {
                let keeper = Some((step.actor.clone(), asked.facts.keeper_unit_name.clone()));
                let called = [keeper, asked.facts.ethics.clone(), asked.facts.it.clone()];
                let named = JointRole::ALL.into_iter().zip(called).filter_map(|(role, called)| {
                    let (who, unit_name) = called?;
                    Some(JointMember { role, person: who.person, name: who.name, unit_name, signed: None })
                });
                body.members = named.collect();
                (body.keeper, body.keeper_unit) = (step.actor.person, step.actor.unit);
            }
            JointAction::Write { facts, causes, measures } => {
                let [facts, causes, measures] = [facts, causes, measures].map(|text| text.trim().to_owned());
                body.report = Some(JointReport { facts, causes, measures, mark: Mark::of(step) });
                body.members.iter_mut().for_each(|member| member.signed = None);
            }
            JointAction::Sign => {
                let own = body.members.iter_mut().filter(|member| member.person == step.actor.person);
                own.for_each(|member| member.signed = Some(Mark::of(step)));
            }
        }
        Ok(Self(body))
    }
}

impl Kept for JointAudit {
    type Body = JointBody;

    fn restore(body: JointBody) -> Self {
        Self(body)
    }

    fn body(&self) -> &JointBody {
        &self.0
    }

    fn unit(&self) -> UnitId {
        self.0.unit
    }

    fn person(&self) -> Option<PersonId> {
        None
    }

    fn about(&self) -> String {
        format!("{}　{}", self.0.unit_name, self.0.case_number)
    }

    fn duties(&self, calendar: &Calendar) -> Vec<Duty> {
        if self.0.is_signed() {
            return Vec::new();
        }
        let from: NaiveDate = taiwan_day(self.0.opened.at);
        let duty = Duty {
            kind: DutyKind::ReportJointAudit,
            record_kind: Self::KIND.into(),
            record: self.0.id.0,
            unit: self.0.keeper_unit,
            person: Some(self.0.keeper),
            from,
            due: None,
            due_adjusted: None,
        };
        vec![duty.adjusted(calendar)]
    }
}

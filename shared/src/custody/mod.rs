//! 管理者異動 (point 4(2)–(4), 附表二): how the one manager changes, in guided steps, and what is handed over by list.

mod list;
pub mod paper;
mod step;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use list::{FormLine, HandOverList, JournalPlace, KindCount, RosterLine, hash_of};
pub use step::{ChangeAction, ChangeStep};

use crate::{
    account::Standing,
    duty::{Duty, DutyKind},
    id::{ManagerChangeId, PersonId, UnitId},
    period::Calendar,
    record::{Kept, Record, Step, taiwan_day},
    regulation::{
        EditionId,
        point_04::{manager, manager_step},
    },
    violation::Report,
};

/// Why the manager changes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ChangeReason {
    /// 業務調動.
    #[default]
    Transfer,
    /// 離職.
    Leaves,
    /// 其他, in words.
    Other,
}

impl ChangeReason {
    /// All of them, in the order of the form.
    pub const ALL: [Self; 3] = [Self::Transfer, Self::Leaves, Self::Other];

    /// As the form has it.
    #[must_use]
    pub const fn zh_tw(self) -> &'static str {
        match self {
            Self::Transfer => "業務調動",
            Self::Leaves => "離職",
            Self::Other => "其他",
        }
    }
}

/// 附表二 as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ChangeDraft {
    /// Why.
    pub reason: ChangeReason,
    /// In words, where the reason is another one.
    pub reason_note: String,
    /// The day of the transfer.
    pub transfer_on: Option<NaiveDate>,
    /// Who takes over.
    pub successor: Option<PersonId>,
    /// Telephone of whoever hands over.
    pub predecessor_phone: String,
    /// Telephone of whoever takes over.
    pub successor_phone: String,
    /// E-mail of whoever takes over.
    pub successor_email: String,
    /// Why the manager does not open the change: written by the head of Social Affairs alone.
    pub absence: String,
    /// Why it is opened on the day of the transfer or after it.
    pub late_reason: String,
}

/// What is known of somebody who may hold the office.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Officer {
    /// What their account amounts to today.
    pub standing: Standing,
    /// 職稱.
    pub title: String,
    /// 我的E政府 account.
    pub egov_account: String,
    /// Whether their unit belongs to Social Affairs.
    pub in_social_affairs: bool,
}

/// What the server knows when a change is opened or moved on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ChangeFacts {
    /// The manager in office.
    pub manager: Option<Officer>,
    /// Who is to take over.
    pub successor: Option<Officer>,
    /// Whether whoever acts heads Social Affairs, or stands in for its head today.
    pub heads_social_affairs: bool,
    /// Whether another change is open.
    pub has_open_change: bool,
}

/// Somebody on the form, as they stood when it was opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Party {
    /// The person.
    pub person: PersonId,
    /// Name.
    pub name: String,
    /// 職稱.
    pub title: String,
    /// Telephone.
    pub phone: String,
    /// E-mail; not asked of whoever leaves.
    #[serde(default)]
    pub email: String,
    /// 我的E政府 account.
    pub egov_account: String,
}

impl Party {
    fn of(officer: &Officer, phone: &str, email: &str) -> Self {
        Self {
            person: officer.standing.person,
            name: officer.standing.name.clone(),
            title: officer.title.clone(),
            phone: phone.trim().to_owned(),
            email: email.trim().to_owned(),
            egov_account: officer.egov_account.clone(),
        }
    }
}

/// Who recorded a step, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Mark {
    /// When, by the server's clock.
    pub at: DateTime<Utc>,
    /// Who.
    pub by: PersonId,
    /// Their name.
    pub by_name: String,
}

impl Mark {
    /// The mark of whoever acts.
    #[must_use]
    pub fn of(step: &Step<'_>) -> Self {
        Self { at: step.now, by: step.actor.person, by_name: step.actor.name.clone() }
    }
}

/// 資安教育訓練 of the successor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Training {
    /// The day it was done.
    pub on: NaiveDate,
    /// Which course.
    pub course: String,
    /// Recorded by.
    pub mark: Mark,
}

/// 報請電子化政府服務平臺處理: the form sent to the platform, or its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlatformWord {
    /// The day.
    pub on: NaiveDate,
    /// The document's number.
    pub document_number: String,
    /// What came of it.
    pub result: String,
    /// Recorded by.
    pub mark: Mark,
}

/// The one instant at which the successor's manager account was added and the predecessor's stopped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Switch {
    /// When, and by the successor.
    pub mark: Mark,
    /// Why after the day of the transfer; empty when in time.
    pub late_reason: String,
}

/// A party's word that the list is what changed hands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Confirmation {
    /// When and by whom.
    pub mark: Mark,
    /// The list's hash, as the confirmer saw it.
    pub sha256: String,
    /// Why the head of Social Affairs stands in for the predecessor; empty when they confirm themselves.
    pub stand_in_reason: String,
}

/// The list with the words of both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HandOver {
    /// 移交清冊, frozen.
    pub list: HandOverList,
    /// Made by.
    pub mark: Mark,
    /// The predecessor's word.
    pub by_predecessor: Option<Confirmation>,
    /// The successor's word.
    pub by_successor: Option<Confirmation>,
}

/// How a change was given up before the switch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Cancelled {
    /// Why.
    pub reason: String,
    /// By whom.
    pub mark: Mark,
}

/// The store's picture of a change of manager.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangeBody {
    /// The change.
    pub id: ManagerChangeId,
    /// Its revision.
    pub revision: i64,
    /// The edition it was opened under, which decides the form's number.
    pub edition: EditionId,
    /// The predecessor's unit, in Social Affairs.
    pub unit: UnitId,
    /// Why.
    pub reason: ChangeReason,
    /// In words, where the reason is another one.
    pub reason_note: String,
    /// The day of the transfer.
    pub transfer_on: NaiveDate,
    /// 原管理者.
    pub predecessor: Party,
    /// 新任管理者.
    pub successor: Party,
    /// Opened by.
    pub opened: Mark,
    /// Why the head of Social Affairs opened it; empty when the manager did.
    pub absence: String,
    /// Why it was opened late; empty when ahead of the day.
    pub late_reason: String,
    /// The successor's training.
    pub training: Option<Training>,
    /// The report to the platform.
    pub report: Option<PlatformWord>,
    /// The switch.
    pub switch: Option<Switch>,
    /// The predecessor's account at the platform was stopped.
    pub platform_stop: Option<PlatformWord>,
    /// The hand-over.
    pub hand_over: Option<HandOver>,
    /// Everything is done.
    pub closed: Option<Mark>,
    /// Given up.
    pub cancelled: Option<Cancelled>,
}

impl ChangeBody {
    /// Whether it is neither closed nor given up.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.closed.is_none() && self.cancelled.is_none()
    }

    /// Whether somebody is one of the two.
    #[must_use]
    pub fn is_party(&self, person: PersonId) -> bool {
        self.predecessor.person == person || self.successor.person == person
    }

    /// Whether the day of the transfer went by without the switch, or the switch came after it.
    #[must_use]
    pub fn is_late(&self, today: NaiveDate) -> bool {
        let day = self.switch.as_ref().map_or(today, |switch| taiwan_day(switch.mark.at));
        self.cancelled.is_none() && self.transfer_on < day
    }

    /// The day the office changed hands for the Bureau: the switch, or the transfer where that came first.
    #[must_use]
    pub fn changed_on(&self) -> Option<NaiveDate> {
        // Our reading: the seven days of 4(8) run from whichever came first, so that a late switch wins no time.
        self.switch.as_ref().map(|switch| taiwan_day(switch.mark.at).min(self.transfer_on))
    }
}

/// A change of manager the rules agreed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct ManagerChange(ChangeBody);

impl ManagerChange {
    /// Opens a change.
    ///
    /// # Errors
    /// The report that refuses it (4(2), 4(3)).
    pub fn open(
        id: ManagerChangeId,
        draft: &ChangeDraft,
        facts: &ChangeFacts,
        step: &Step<'_>,
    ) -> Result<Self, Report> {
        let report = manager::check_open(draft, facts, step);
        let (Some(manager), Some(successor), Some(transfer_on), true) =
            (&facts.manager, &facts.successor, draft.transfer_on, report.is_accepted())
        else {
            return Err(report);
        };
        let is_manager = step.actor.person == manager.standing.person;
        Ok(Self(ChangeBody {
            id,
            revision: 1,
            edition: step.edition,
            unit: manager.standing.unit,
            reason: draft.reason,
            reason_note: draft.reason_note.trim().to_owned(),
            transfer_on,
            predecessor: Party::of(manager, &draft.predecessor_phone, ""),
            successor: Party::of(successor, &draft.successor_phone, &draft.successor_email),
            opened: Mark::of(step),
            absence: if is_manager { String::new() } else { draft.absence.trim().to_owned() },
            late_reason: draft.late_reason.trim().to_owned(),
            training: None,
            report: None,
            switch: None,
            platform_stop: None,
            hand_over: None,
            closed: None,
            cancelled: None,
        }))
    }
}

impl Record for ManagerChange {
    const KIND: &'static str = "manager_change";
    type Action = ChangeStep;

    fn id(&self) -> Uuid {
        self.0.id.0
    }

    fn revision(&self) -> i64 {
        self.0.revision
    }

    fn status(&self) -> &'static str {
        match &self.0 {
            ChangeBody { cancelled: Some(_), .. } => "cancelled",
            ChangeBody { closed: Some(_), .. } => "closed",
            ChangeBody { switch: Some(_), .. } => "switched",
            _ => "preparing",
        }
    }

    fn step(self, step: &Step<'_>, action: &ChangeStep) -> Result<Self, Report> {
        let report = manager_step::check_step(&self.0, step, action);
        if !report.is_accepted() {
            return Err(report);
        }
        let mut body = self.0;
        body.revision += 1;
        step::carry_out(&mut body, step, action);
        Ok(Self(body))
    }
}

impl Kept for ManagerChange {
    type Body = ChangeBody;

    fn restore(body: ChangeBody) -> Self {
        Self(body)
    }

    fn body(&self) -> &ChangeBody {
        &self.0
    }

    fn unit(&self) -> UnitId {
        self.0.unit
    }

    fn person(&self) -> Option<PersonId> {
        Some(self.0.predecessor.person)
    }

    fn about(&self) -> String {
        format!("{} → {}", self.0.predecessor.name, self.0.successor.name)
    }

    fn duties(&self, _: &Calendar) -> Vec<Duty> {
        let body = &self.0;
        if !body.is_open() {
            return Vec::new();
        }
        let duty = |kind, person, due| Duty {
            kind,
            record_kind: Self::KIND.into(),
            record: body.id.0,
            unit: body.unit,
            person: Some(person),
            from: taiwan_day(body.opened.at),
            due: Some(due),
            due_adjusted: Some(due),
        };
        // Our reading: 異動前辦理 ends the day before the transfer; the switch itself may be made on the day.
        let before = body.transfer_on.pred_opt().unwrap_or(body.transfer_on);
        let mut duties = Vec::new();
        if body.training.is_none() {
            duties.push(duty(DutyKind::TrainManager, body.successor.person, before));
        }
        if body.report.is_none() {
            duties.push(duty(DutyKind::ReportManagerChange, body.opened.by, before));
        }
        if body.switch.is_none() {
            duties.push(duty(DutyKind::SwitchManager, body.successor.person, body.transfer_on));
            return duties;
        }
        let word = body.hand_over.as_ref();
        let is_predecessors = word.is_some_and(|hand_over| hand_over.by_predecessor.is_none());
        let who =
            if is_predecessors && body.absence.is_empty() { &body.predecessor } else { &body.successor };
        duties.push(duty(DutyKind::HandOver, who.person, body.transfer_on));
        duties
    }
}

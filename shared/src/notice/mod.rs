//! 異動通知 (point 4(8)): the Bureau is told of a new agency contact, manager or unit head within seven days from the day after.

pub mod paper;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    custody::Mark,
    duty::{Duty, DutyKind},
    id::{NoticeId, PersonId, UnitId},
    period::{self, Calendar},
    record::{Kept, OfOffice, Record, Step, taiwan_day},
    regulation::{EditionId, point_04::notice},
    violation::Report,
};

/// Whose post changed hands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Post {
    /// 機關聯繫窗口.
    Contact,
    /// 管理者.
    Manager,
    /// 單位主管.
    Head,
}

impl Post {
    /// As the letter has it.
    #[must_use]
    pub const fn zh_tw(self) -> &'static str {
        match self {
            Self::Contact => "聯繫窗口",
            Self::Manager => "管理者",
            Self::Head => "單位主管",
        }
    }
}

/// Who holds a post, as the Bureau is told.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Holder {
    /// Name.
    pub name: String,
    /// 職稱.
    pub title: String,
    /// Telephone.
    pub phone: String,
    /// E-mail.
    pub email: String,
}

/// A change that the Bureau is to be told of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// Which post.
    pub post: Post,
    /// The agency or unit it is of.
    pub of: UnitId,
    /// Its name, as on the letter.
    pub of_name: String,
    /// Who held it; none where nobody did.
    pub from: Option<Holder>,
    /// Who holds it; none while nobody is named.
    pub to: Option<Holder>,
    /// 異動日.
    pub on: NaiveDate,
}

/// The letter's way out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "state", rename_all = "snake_case", deny_unknown_fields)]
pub enum NoticeState {
    /// To be sent.
    Open,
    /// Sent.
    Sent {
        /// The day of sending.
        on: NaiveDate,
        /// The letter's number.
        document_number: String,
        /// Why after the seventh day; empty when in time.
        late_reason: String,
        /// Recorded by.
        mark: Mark,
    },
    /// There was no change: a mistaken entry.
    Withdrawn {
        /// Why.
        reason: String,
        /// By whom.
        mark: Mark,
    },
}

/// An earlier day of the change, with why it was corrected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Redated {
    /// The day as it stood.
    pub was: NaiveDate,
    /// Why it was corrected.
    pub reason: String,
    /// By whom.
    pub mark: Mark,
}

/// The store's picture of a notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NoticeBody {
    /// The notice.
    pub id: NoticeId,
    /// Its revision.
    pub revision: i64,
    /// The edition it was made under.
    pub edition: EditionId,
    /// Which post.
    pub post: Post,
    /// The agency or unit it is of.
    pub of: UnitId,
    /// Its name, as on the letter.
    pub of_name: String,
    /// Who held it; none where nobody did.
    pub from: Option<Holder>,
    /// Who holds it; none while nobody is named.
    pub to: Option<Holder>,
    /// 異動日.
    pub changed_on: NaiveDate,
    /// Days it stood at before, oldest first.
    #[serde(default)]
    pub redated: Vec<Redated>,
    /// The manager's unit, which owes it.
    pub unit: UnitId,
    /// The manager, who owes it.
    pub keeper: PersonId,
    /// When the change was entered.
    pub made_at: DateTime<Utc>,
    /// The letter's way out.
    pub state: NoticeState,
}

impl NoticeBody {
    /// Whether it is late by the strict day: still open after it, or sent after it.
    #[must_use]
    pub fn is_late(&self, today: NaiveDate) -> bool {
        let Some(last) = notice::last_day(self.changed_on) else { return false };
        match &self.state {
            NoticeState::Open => last < today || self.was_late(),
            NoticeState::Sent { on, .. } => last < *on || self.was_late(),
            NoticeState::Withdrawn { .. } => false,
        }
    }

    /// Whether it was late already when its day was corrected: another day takes no lateness away, its reason explains it.
    fn was_late(&self) -> bool {
        self.redated
            .iter()
            .any(|one| notice::last_day(one.was).is_some_and(|last| last < taiwan_day(one.mark.at)))
    }
}

/// What can be done with a notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "name", rename_all = "snake_case", deny_unknown_fields)]
pub enum NoticeAction {
    /// Put the letter's sending on record.
    Send {
        /// The day of sending.
        on: NaiveDate,
        /// The letter's number.
        document_number: String,
        /// Why after the seventh day.
        #[serde(default)]
        late_reason: String,
    },
    /// There was no change.
    Withdraw {
        /// Why.
        reason: String,
    },
    /// Correct the day of the change, from which the seven days run.
    Redate {
        /// The day.
        changed_on: NaiveDate,
        /// Why.
        reason: String,
    },
}

impl NoticeAction {
    /// Every action's name.
    pub const NAMES: [&'static str; 3] = ["send", "redate", "withdraw"];

    /// The journal's name of it.
    #[must_use]
    pub const fn journal_name(&self) -> &'static str {
        match self {
            Self::Send { .. } => "notice.send",
            Self::Withdraw { .. } => "notice.withdraw_notice",
            Self::Redate { .. } => "notice.redate",
        }
    }
}

/// A notice the rules agreed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Notice(NoticeBody);

impl Notice {
    /// The notice of a change that was just entered; `keeper` is the manager after it, and their unit.
    #[must_use]
    pub fn of(
        id: NoticeId,
        changed: Changed,
        keeper: (PersonId, UnitId),
        edition: EditionId,
        made_at: DateTime<Utc>,
    ) -> Self {
        Self(NoticeBody {
            id,
            revision: 1,
            edition,
            post: changed.post,
            of: changed.of,
            of_name: changed.of_name,
            from: changed.from,
            to: changed.to,
            changed_on: changed.on,
            redated: Vec::new(),
            unit: keeper.1,
            keeper: keeper.0,
            made_at,
            state: NoticeState::Open,
        })
    }

    /// Whether a letter not yet sent says that nobody is named for this post.
    #[must_use]
    pub fn waits_for(&self, post: Post, of: UnitId) -> bool {
        let body = &self.0;
        body.post == post && body.of == of && body.to.is_none() && matches!(body.state, NoticeState::Open)
    }

    /// The post that fell vacant is filled before the letter went out: one letter tells both.
    #[must_use]
    pub fn named(self, to: Holder) -> Self {
        let mut body = self.0;
        body.revision += 1;
        body.to = Some(to);
        Self(body)
    }
}

impl OfOffice for Notice {
    fn passed_to(self, keeper: (PersonId, UnitId)) -> Self {
        let mut body = self.0;
        body.revision += 1;
        (body.keeper, body.unit) = keeper;
        Self(body)
    }
}

impl Record for Notice {
    const KIND: &'static str = "notice";
    type Action = NoticeAction;

    fn id(&self) -> Uuid {
        self.0.id.0
    }

    fn revision(&self) -> i64 {
        self.0.revision
    }

    fn status(&self) -> &'static str {
        match self.0.state {
            NoticeState::Open => "to_send",
            NoticeState::Sent { .. } => "sent",
            NoticeState::Withdrawn { .. } => "withdrawn",
        }
    }

    fn step(self, step: &Step<'_>, action: &NoticeAction) -> Result<Self, Report> {
        let report = notice::check_notice(&self.0, step, action);
        if !report.is_accepted() {
            return Err(report);
        }
        let mut body = self.0;
        body.revision += 1;
        let mark = Mark::of(step);
        match action {
            NoticeAction::Send { on, document_number, late_reason } => {
                body.state = NoticeState::Sent {
                    on: *on,
                    document_number: document_number.trim().to_owned(),
                    late_reason: late_reason.trim().to_owned(),
                    mark,
                };
            }
            NoticeAction::Withdraw { reason } => {
                body.state = NoticeState::Withdrawn { reason: reason.trim().to_owned(), mark };
            }
            NoticeAction::Redate { changed_on, reason } => {
                let reason = reason.trim().to_owned();
                body.redated.push(Redated { was: body.changed_on, reason, mark });
                body.changed_on = *changed_on;
            }
        }
        Ok(Self(body))
    }
}

impl Kept for Notice {
    type Body = NoticeBody;

    fn restore(body: NoticeBody) -> Self {
        Self(body)
    }

    fn body(&self) -> &NoticeBody {
        &self.0
    }

    fn unit(&self) -> UnitId {
        self.0.unit
    }

    fn person(&self) -> Option<PersonId> {
        Some(self.0.keeper)
    }

    fn about(&self) -> String {
        format!("{}{}異動", self.0.of_name, self.0.post.zh_tw())
    }

    fn duties(&self, calendar: &Calendar) -> Vec<Duty> {
        let body = &self.0;
        if !matches!(body.state, NoticeState::Open) {
            return Vec::new();
        }
        vec![Duty {
            kind: DutyKind::NotifyBureau,
            record_kind: Self::KIND.into(),
            record: body.id.0,
            unit: body.unit,
            person: Some(body.keeper),
            from: body.changed_on,
            due: notice::last_day(body.changed_on),
            due_adjusted: period::notice(body.changed_on, calendar).ok().map(|days| days.adjusted_last_day),
        }]
    }
}

//! Applications for permissions, job changes and the roster on the wire.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::Decider;
use crate::{
    account::{
        application::{ApplicationBody, ApplicationDraft, ApplicationKind, Holding},
        job_change::{JobChangeBody, JobChangeDraft},
    },
    id::{ApplicationId, JobChangeId, PersonId, UnitId},
    violation::Report,
};

/// Files an application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewApplication {
    /// UUIDv7 made by the caller.
    pub id: ApplicationId,
    /// The form.
    pub draft: ApplicationDraft,
}

/// An application with what its deciders need to see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ApplicationView {
    /// The record.
    #[serde(flatten)]
    pub application: ApplicationBody,
    /// The unit's name.
    pub unit_name: String,
    /// Name of the unit whose head approves.
    pub approving_unit_name: String,
    /// 附表三, or 附表二 by the original edition.
    pub form_number: String,
    /// Who may approve today.
    pub deciders: Vec<Decider>,
    /// The manager in office.
    pub manager_name: String,
    /// What the person holds today.
    pub holding: Holding,
    /// Name of the unit the account is of today.
    pub holding_unit_name: String,
    /// Actions open to whoever asks, by name.
    pub may: Vec<String>,
    /// What the rules say of the form today.
    pub report: Report,
    /// Until when it is kept, once nothing more is to come.
    pub keep_through: Option<NaiveDate>,
}

/// An application in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ApplicationRow {
    /// The application.
    pub id: ApplicationId,
    /// Its revision.
    pub revision: i64,
    /// Its state.
    pub status: String,
    /// 新增, 異動 or 註銷.
    pub kind: ApplicationKind,
    /// Whose account.
    pub person: PersonId,
    /// Their name.
    pub person_name: String,
    /// The unit's name.
    pub unit_name: String,
    /// Numbers of the items asked for.
    pub items: Vec<String>,
    /// From when.
    pub effective_on: Option<NaiveDate>,
    /// Who filed it.
    pub filed_by_name: String,
    /// When.
    pub submitted_at: DateTime<Utc>,
}

/// Announces a job change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewJobChange {
    /// UUIDv7 made by the caller.
    pub id: JobChangeId,
    /// What is announced.
    pub draft: JobChangeDraft,
}

/// A job change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JobChangeView {
    /// The record.
    #[serde(flatten)]
    pub change: JobChangeBody,
    /// Name of the unit that is left.
    pub unit_name: String,
    /// Name of the new one.
    pub to_unit_name: String,
    /// Whether the day passed before the account was seen to.
    pub is_late: bool,
    /// Whether the account is still open today.
    pub is_account_open: bool,
    /// Whether whoever asks may withdraw it.
    pub may_withdraw: bool,
}

/// An account in the roster of users (使用者名冊).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RosterRow {
    /// The person.
    pub person: PersonId,
    /// 姓名.
    pub name: String,
    /// 職稱.
    pub title: String,
    /// 分機.
    pub extension: String,
    /// The unit.
    pub unit: UnitId,
    /// Its name.
    pub unit_name: String,
    /// 我的E政府 account.
    pub egov_account: String,
    /// The card's number.
    pub card_number: String,
    /// Whether its certificate is registered (4(1)).
    pub has_certificate: bool,
    /// The items held today.
    pub items: Vec<RosterItem>,
    /// First day.
    pub active_from: Option<NaiveDate>,
    /// Last day, where one is known.
    pub active_until: Option<NaiveDate>,
    /// Last day of the items, where they were granted for a time.
    pub granted_until: Option<NaiveDate>,
    /// `active`, `ahead` or `over`.
    pub state: String,
    /// Whether this is the manager.
    pub is_manager: bool,
    /// The application the permission comes from.
    pub application: Option<ApplicationId>,
    /// When it was set, and by whom.
    pub set_at: Option<DateTime<Utc>>,
    /// Who set it.
    pub set_by_name: String,
}

/// An item in the roster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RosterItem {
    /// 項次.
    pub number: String,
    /// 業務項目.
    pub name: String,
    /// Names of the data items.
    pub data_items: Vec<String>,
}

//! 機關與單位 (point 1): the county government, its subordinate agencies, and their units, as a tree.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    id::UnitId,
    record::{Record, Step},
    regulation::{point_01, point_04},
    violation::Report,
};

/// What a node of the tree is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AgencyKind {
    /// 機關: has a published code.
    Agency,
    /// 單位 (處, 科): internal, usually without a code.
    #[default]
    Unit,
}

/// 聯繫窗口 of an agency: whom the Bureau writes to (4(8)).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Contact {
    /// Name.
    pub name: String,
    /// 職稱.
    pub title: String,
    /// Telephone.
    pub phone: String,
    /// E-mail.
    pub email: String,
}

impl Contact {
    /// Whether there is no contact.
    #[must_use]
    pub fn is_none(&self) -> bool {
        [&self.name, &self.title, &self.phone, &self.email].into_iter().all(|field| field.trim().is_empty())
    }
}

/// An agency or unit as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct AgencyDraft {
    /// The node above; none for the county government itself.
    pub parent: Option<UnitId>,
    /// Agency or unit.
    pub kind: AgencyKind,
    /// Full name in Chinese.
    pub name: String,
    /// Name in English.
    pub name_en: String,
    /// 機關代碼; empty for internal units, which have none.
    pub code: String,
    /// 機關 OID; empty where unknown.
    pub oid: String,
    /// Whether this is the Social Affairs department (社會處), the only unit the original edition covers.
    pub is_social_affairs: bool,
    /// 聯繫窗口; empty where none is named.
    #[serde(skip_serializing_if = "Contact::is_none")]
    pub contact: Contact,
}

/// An agency or unit the rules agreed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Agency {
    id: UnitId,
    revision: i64,
    #[serde(flatten)]
    draft: AgencyDraft,
}

impl Agency {
    /// Enters a node into the tree.
    ///
    /// # Errors
    /// The report that refuses it.
    pub fn enter(id: UnitId, draft: AgencyDraft) -> Result<Self, Report> {
        let report = point_01::check_agency(&draft);
        if report.is_accepted() { Ok(Self { id, revision: 1, draft }) } else { Err(report) }
    }

    /// Gives back what the store kept; the store alone calls this.
    #[must_use]
    pub fn restore(id: UnitId, revision: i64, draft: AgencyDraft) -> Self {
        Self { id, revision, draft }
    }

    /// The node.
    #[must_use]
    pub fn unit(&self) -> UnitId {
        self.id
    }

    /// What was typed.
    #[must_use]
    pub fn draft(&self) -> &AgencyDraft {
        &self.draft
    }
}

impl Record for Agency {
    const KIND: &'static str = "agency";
    type Action = AgencyDraft;

    fn id(&self) -> Uuid {
        self.id.0
    }

    fn revision(&self) -> i64 {
        self.revision
    }

    fn status(&self) -> &'static str {
        "kept"
    }

    fn step(self, step: &Step<'_>, action: &AgencyDraft) -> Result<Self, Report> {
        let mut report = Report::default();
        point_04::check_keeper(&mut report, step.actor);
        report.extend(point_01::check_agency(action));
        if report.is_accepted() {
            Ok(Self { id: self.id, revision: self.revision + 1, draft: action.clone() })
        } else {
            Err(report)
        }
    }
}

//! Agencies, business items and accounts on the wire.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::InquiryRow;
use crate::{
    account::AccountDraft,
    agency::AgencyDraft,
    id::{ItemId, PersonId, UnitId},
    inventory::{ItemDraft, Repeal},
    violation::Report,
};

/// Enters an agency or unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewAgency {
    /// UUIDv7 made by the caller.
    pub id: UnitId,
    /// Its content.
    pub draft: AgencyDraft,
}

/// An agency or unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AgencyView {
    /// The node.
    pub id: UnitId,
    /// Revision, also the ETag.
    pub revision: i64,
    /// Its content.
    #[serde(flatten)]
    pub draft: AgencyDraft,
}

/// Enters a business item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewItem {
    /// UUIDv7 made by the caller.
    pub id: ItemId,
    /// The row.
    pub draft: ItemDraft,
}

/// A business item as it stands on a day: in the version in force, before its first day in the one to come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ItemView {
    /// The item.
    pub id: ItemId,
    /// Revision of the last version entered, also the ETag.
    pub revision: i64,
    /// Revision of the version shown.
    #[serde(default)]
    pub version: i64,
    /// The day from which the version shown counts.
    #[serde(default)]
    pub takes_force_on: Option<NaiveDate>,
    /// The row.
    #[serde(flatten)]
    pub draft: ItemDraft,
    /// Its end, where one is set.
    pub repeal: Option<Repeal>,
    /// Versions that take force later, the next one first.
    #[serde(default)]
    pub coming: Vec<ItemVersion>,
    /// Units it covers, nodes below included.
    pub covered: Vec<UnitId>,
    /// When this version was entered.
    pub updated_at: DateTime<Utc>,
}

/// One version of a business item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ItemVersion {
    /// Revision.
    pub revision: i64,
    /// The row then.
    pub draft: ItemDraft,
    /// Its end then.
    pub repeal: Option<Repeal>,
    /// When it was entered.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by_name: String,
    /// The day from which it counts.
    #[serde(default)]
    pub takes_force_on: Option<NaiveDate>,
    /// Whether it is the one in force today.
    #[serde(default)]
    pub is_in_force: bool,
}

/// What a repeal takes down (point 7).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RepealImpact {
    /// Accounts that hold the item: names.
    pub accounts: Vec<String>,
    /// Drafts under it.
    pub drafts: u32,
    /// Registered inquiries not yet carried out.
    pub open_inquiries: u32,
    /// The accounts that hold the item, to open and change.
    #[serde(default)]
    pub account_rows: Vec<PersonRow>,
    /// Whose drafts these are: their owners alone see what stands in them.
    #[serde(default)]
    pub draft_owners: Vec<String>,
    /// The registered inquiries, to open and settle; at most 200 of each state.
    #[serde(default)]
    pub inquiries: Vec<InquiryRow>,
}

impl RepealImpact {
    /// Nothing is left to settle.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        self.accounts.is_empty() && self.drafts == 0 && self.open_inquiries == 0
    }
}

/// Opens an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewAccount {
    /// UUIDv7 made by the caller.
    pub id: PersonId,
    /// Its content.
    pub draft: AccountDraft,
}

/// An account as the manager sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountView {
    /// The person.
    pub id: PersonId,
    /// Revision, also the ETag.
    pub revision: i64,
    /// Its content.
    #[serde(flatten)]
    pub draft: AccountDraft,
    /// Unit name.
    pub unit_name: String,
    /// Active today.
    pub is_active: bool,
}

/// A colleague, for pickers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonRow {
    /// The person.
    pub person: PersonId,
    /// Name.
    pub name: String,
    /// Unit.
    pub unit: UnitId,
    /// Its name.
    pub unit_name: String,
}

/// What became of one row of an import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportRow {
    /// Line of the file, the header is line 1.
    pub line: u64,
    /// What became of it.
    pub result: ImportResult,
    /// The record made, where one was.
    pub id: Option<uuid::Uuid>,
    /// Why not, where none was; names nobody.
    pub report: Report,
}

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ImportResult {
    /// A record was made.
    Created,
    /// It stood there otherwise, and was changed.
    Changed,
    /// It stood there already.
    Skipped,
    /// Refused.
    Refused,
}

//! 業務項目清冊, 附表一 (points 2, 3, 7): what the Bureau's data may be asked for, why, by whom, until when.

mod beside;
pub mod paper;
mod timeline;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use beside::Beside;
pub use timeline::{Entered, coming, facts_on, in_force_on, shown_on, takes_force_on};

use crate::{
    id::{ItemId, UnitId},
    record::{Record, Step},
    regulation::{EditionId, point_02, point_04, point_07},
    violation::Report,
};

/// What a business item rests on (point 2).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum BasisKind {
    /// 法律依據.
    #[default]
    Law,
    /// 重大政策依據及計畫.
    Policy,
}

/// One legal or policy basis.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Basis {
    /// Law or policy.
    pub kind: BasisKind,
    /// Law and article, or the policy's name.
    pub name: String,
    /// For a policy: its plan.
    pub plan: String,
    /// For a policy: the plan's document number.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub plan_number: String,
}

/// A data item of the Bureau that may be asked for under a business item.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct DataItem {
    /// Short code, unique in the item.
    pub code: String,
    /// Name, such as 勞保被保險人各月份自付額.
    pub name: String,
    /// Name in English.
    pub name_en: String,
}

/// A row of 附表一 as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ItemDraft {
    /// 項次, such as `1`.
    pub number: String,
    /// 業務項目.
    pub name: String,
    /// The same in English.
    pub name_en: String,
    /// 適用機關(單位): each covers the nodes below it.
    pub units: Vec<UnitId>,
    /// 法律依據或重大政策依據及計畫.
    pub bases: Vec<Basis>,
    /// 使用目的.
    pub purpose: String,
    /// 查調資料項目.
    pub data_items: Vec<DataItem>,
    /// First day in force; of a later version the day from which it takes the place of the one before.
    pub in_force_from: Option<NaiveDate>,
    /// 核定文號.
    pub approved_by_document: String,
    /// 核定日期.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub approved_on: Option<NaiveDate>,
    /// Approvals of its inquiries are signed with the supervisor's card.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub must_sign: bool,
}

/// The end of an item: its basis was repealed (point 7).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Repeal {
    /// The day from which the item is closed.
    pub on: NaiveDate,
    /// What repealed it: law, document number.
    pub reason: String,
}

/// What can be done to an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "name", rename_all = "snake_case", deny_unknown_fields)]
pub enum ItemAction {
    /// A new version of the row.
    Revise {
        /// The new content.
        draft: ItemDraft,
    },
    /// Close it from a day on.
    Repeal(Repeal),
}

/// An item the rules agreed to, in its latest version; earlier versions are kept by the store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Item {
    id: ItemId,
    revision: i64,
    #[serde(flatten)]
    draft: ItemDraft,
    /// First day of its first version: the latest may be one to come.
    began_on: Option<NaiveDate>,
    repeal: Option<Repeal>,
}

impl Item {
    /// Enters a row into the inventory.
    ///
    /// # Errors
    /// The report that refuses it (point 2).
    pub fn enter(id: ItemId, draft: ItemDraft, edition: EditionId) -> Result<Self, Report> {
        let report = point_02::check_item(&draft, edition);
        let began_on = draft.in_force_from;
        if report.is_accepted() {
            Ok(Self { id, revision: 1, draft, began_on, repeal: None })
        } else {
            Err(report)
        }
    }

    /// Gives back what the store kept, with the first day of all its versions; the store alone calls this.
    #[must_use]
    pub fn restore(
        id: ItemId,
        revision: i64,
        draft: ItemDraft,
        began_on: Option<NaiveDate>,
        repeal: Option<Repeal>,
    ) -> Self {
        Self { id, revision, draft, began_on, repeal }
    }

    /// The item.
    #[must_use]
    pub fn item(&self) -> ItemId {
        self.id
    }

    /// The row.
    #[must_use]
    pub fn draft(&self) -> &ItemDraft {
        &self.draft
    }

    /// Its end, where one is set.
    #[must_use]
    pub fn repeal(&self) -> Option<&Repeal> {
        self.repeal.as_ref()
    }
}

/// What an inquiry needs to know of its item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ItemFacts {
    /// The item.
    pub id: ItemId,
    /// Units it covers, nodes below included.
    pub covered: Vec<UnitId>,
    /// Codes of its data items.
    pub data_items: Vec<String>,
    /// First day in force.
    pub in_force_from: Option<NaiveDate>,
    /// The day from which it is closed.
    #[serde(default)]
    pub repealed_on: Option<NaiveDate>,
}

impl Record for Item {
    const KIND: &'static str = "item";
    type Action = ItemAction;

    fn id(&self) -> Uuid {
        self.id.0
    }

    fn revision(&self) -> i64 {
        self.revision
    }

    fn status(&self) -> &'static str {
        if self.repeal.is_some() { "repealed" } else { "in_force" }
    }

    fn step(self, step: &Step<'_>, action: &ItemAction) -> Result<Self, Report> {
        let mut report = Report::default();
        point_04::check_keeper(&mut report, step.actor);
        let (draft, repeal) = match action {
            ItemAction::Revise { draft } => {
                report.extend(point_02::check_item(draft, step.edition));
                point_07::check_revisable(&mut report, self.repeal.as_ref(), step.on());
                (draft.clone(), self.repeal)
            }
            ItemAction::Repeal(repeal) => {
                point_07::check_repeal(&mut report, self.began_on, repeal);
                (self.draft, Some(repeal.clone()))
            }
        };
        if report.is_accepted() {
            let began_on = [self.began_on, draft.in_force_from].into_iter().flatten().min();
            Ok(Self { id: self.id, revision: self.revision + 1, draft, began_on, repeal })
        } else {
            Err(report)
        }
    }
}

//! 規定版本 (edition): the day from which the amended text judges and the numbers that the county decides, as dated data that
//! the manager prepares, tries and puts in force.

mod pack;
mod settings;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use pack::{County, EditionPack, FORMAT, PackError, changes};
pub use settings::{InForce, SettingChange, rows, settings_on, source, standing};

use crate::{
    id::{EditionDayId, PersonId},
    record::{Record, Step},
    regulation::{Editions, Settings, point_01},
    violation::Report,
};

/// A day as typed, with the document that announced it: of the amended text, of settings, or of both.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct EditionDraft {
    /// First day on which the amended text judges.
    pub amended_from: Option<NaiveDate>,
    /// First day on which the settings hold.
    pub settings_from: Option<NaiveDate>,
    /// The settings that change.
    pub settings: Vec<SettingChange>,
    /// The document that announced it.
    pub document_number: String,
    /// Why, or what to know about it.
    pub remark: String,
}

/// Where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "name", rename_all = "snake_case")]
pub enum EditionStatus {
    /// To be tried; it judges nothing.
    Prepared,
    /// It decides which text judges.
    InForce {
        /// By whom.
        by: PersonId,
        /// Their name.
        by_name: String,
        /// Since when it decides.
        at: DateTime<Utc>,
    },
    /// Taken back before it decided anything.
    Withdrawn {
        /// By whom.
        by: PersonId,
        /// Their name.
        by_name: String,
        /// When.
        at: DateTime<Utc>,
        /// Why.
        reason: String,
    },
}

impl EditionStatus {
    /// The stable name used in storage and on the wire.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Prepared => "prepared",
            Self::InForce { .. } => "in_force",
            Self::Withdrawn { .. } => "withdrawn",
        }
    }
}

/// What is kept of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EditionBody {
    /// It.
    pub id: EditionDayId,
    /// Its revision.
    pub revision: i64,
    /// First day of the amended text; none where it is about settings alone.
    pub amended_from: Option<NaiveDate>,
    /// First day of the settings; none where it is about the text alone.
    #[serde(default)]
    pub settings_from: Option<NaiveDate>,
    /// The settings that change.
    #[serde(default)]
    pub settings: Vec<SettingChange>,
    /// The document that announced it.
    pub document_number: String,
    /// What to know about it.
    pub remark: String,
    /// Who prepared it.
    pub prepared_by: PersonId,
    /// Their name.
    pub prepared_by_name: String,
    /// When.
    pub prepared_at: DateTime<Utc>,
    /// Where it stands.
    pub status: EditionStatus,
}

/// What can be done to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "name", rename_all = "snake_case", deny_unknown_fields)]
pub enum EditionAction {
    /// Lets it decide.
    PutInForce,
    /// Takes it back, with a reason.
    Withdraw {
        /// Why.
        reason: String,
    },
}

impl EditionAction {
    /// The stable name used in the journal.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::PutInForce => "edition.put_in_force",
            Self::Withdraw { .. } => "edition.withdraw",
        }
    }
}

/// A day that the rules agreed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Edition(EditionBody);

impl Edition {
    /// Prepares a day; `known` is what decides today, `settings` the numbers that hold on a day.
    ///
    /// # Errors
    /// The report that refuses it.
    pub fn prepare(
        id: EditionDayId,
        draft: &EditionDraft,
        known: Editions,
        settings: impl FnOnce(NaiveDate) -> Settings,
        step: &Step<'_>,
    ) -> Result<Self, Report> {
        let report = point_01::edition::check_draft(draft, known, settings, step);
        if !report.is_accepted() {
            return Err(report);
        }
        let tidy = |change: &SettingChange| SettingChange {
            source: change.source.trim().to_owned(),
            ..change.clone()
        };
        Ok(Self(EditionBody {
            id,
            revision: 1,
            amended_from: draft.amended_from,
            settings_from: draft.settings_from.filter(|_| !draft.settings.is_empty()),
            settings: draft.settings.iter().map(tidy).collect(),
            document_number: draft.document_number.trim().to_owned(),
            remark: draft.remark.trim().to_owned(),
            prepared_by: step.actor.person,
            prepared_by_name: step.actor.name.clone(),
            prepared_at: step.now,
            status: EditionStatus::Prepared,
        }))
    }

    /// Gives back what the store kept; the store alone calls this.
    #[must_use]
    pub const fn restore(body: EditionBody) -> Self {
        Self(body)
    }

    /// What is kept.
    #[must_use]
    pub const fn body(&self) -> &EditionBody {
        &self.0
    }
}

impl Record for Edition {
    const KIND: &'static str = "edition";
    type Action = EditionAction;

    fn id(&self) -> Uuid {
        self.0.id.0
    }

    fn revision(&self) -> i64 {
        self.0.revision
    }

    fn status(&self) -> &'static str {
        self.0.status.name()
    }

    fn step(self, step: &Step<'_>, action: &EditionAction) -> Result<Self, Report> {
        let report = point_01::edition::check_step(&self.0, action, step);
        if !report.is_accepted() {
            return Err(report);
        }
        let (by, by_name, at) = (step.actor.person, step.actor.name.clone(), step.now);
        let status = match action {
            EditionAction::PutInForce => EditionStatus::InForce { by, by_name, at },
            EditionAction::Withdraw { reason } => {
                EditionStatus::Withdrawn { by, by_name, at, reason: reason.trim().to_owned() }
            }
        };
        Ok(Self(EditionBody { revision: self.0.revision + 1, status, ..self.0 }))
    }
}

/// What decides: the day put in force last, else what the server was started with.
#[must_use]
pub fn deciding<'a>(known: impl IntoIterator<Item = &'a Edition>, started_with: Editions) -> Editions {
    let in_force = known.into_iter().filter_map(|edition| match &edition.0.status {
        EditionStatus::InForce { at, .. } => Some((*at, edition.0.amended_from?)),
        _ => None,
    });
    in_force.max().map_or(started_with, |(_, from)| Editions { amended_from: Some(from) })
}

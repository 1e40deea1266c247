//! 規定參數 as dated data: which change holds on a day.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Edition, EditionStatus};
use crate::{
    api::v1::{SettingAhead, SettingRow},
    regulation::{Setting, Settings},
    violation::Bilingual,
};

/// A number to hold from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SettingChange {
    /// Which.
    pub setting: Setting,
    /// In the unit that its name says.
    pub value: u32,
    /// Where the number comes from: a law with its article, or the county's own reason.
    pub source: String,
}

/// A change that was put in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InForce<'a> {
    /// Its first day.
    pub from: NaiveDate,
    /// It.
    pub change: &'a SettingChange,
}

/// Every change that was put in force, in the order in which they hold: of two of one day, the one decided last.
#[must_use]
pub fn standing<'a>(known: impl IntoIterator<Item = &'a Edition>) -> Vec<InForce<'a>> {
    let mut decided: Vec<_> = known
        .into_iter()
        .filter_map(|edition| match &edition.0.status {
            EditionStatus::InForce { at, .. } => Some((edition.0.settings_from?, *at, &edition.0.settings)),
            _ => None,
        })
        .collect();
    decided.sort_by_key(|(from, at, _)| (*from, *at));
    let changes = decided
        .into_iter()
        .flat_map(|(from, _, changes)| changes.iter().map(move |change| InForce { from, change }));
    changes.collect()
}

/// The numbers that hold on a day.
#[must_use]
pub fn settings_on<'a>(known: impl IntoIterator<Item = &'a Edition>, day: NaiveDate) -> Settings {
    let holding = standing(known).into_iter().filter(|one| one.from <= day);
    holding.fold(Settings::FIRST, |settings, one| settings.with(one.change.setting, one.change.value))
}

/// What decided a number that holds on a day; none where it is the first one.
#[must_use]
pub fn decided<'a>(
    known: impl IntoIterator<Item = &'a Edition>,
    setting: Setting,
    day: NaiveDate,
) -> Option<InForce<'a>> {
    standing(known).into_iter().rfind(|one| one.from <= day && one.change.setting == setting)
}

/// Where a number that holds on a day comes from, in words.
#[must_use]
pub fn source<'a>(
    known: impl IntoIterator<Item = &'a Edition>,
    setting: Setting,
    day: NaiveDate,
) -> Bilingual {
    let said = |one: InForce<'_>| Bilingual::filled(one.change.source.clone(), one.change.source.clone());
    decided(known, setting, day).map_or_else(|| setting.about().basis, said)
}

/// Every number with where it comes from and what follows it, in the order of the regulation.
#[must_use]
pub fn rows<'a>(known: impl IntoIterator<Item = &'a Edition> + Clone, day: NaiveDate) -> Vec<SettingRow> {
    let (settings, all) = (settings_on(known.clone(), day), standing(known.clone()));
    let row = |setting: Setting| SettingRow {
        setting,
        value: settings.of(setting),
        source: source(known.clone(), setting, day),
        since: decided(known.clone(), setting, day).map(|one| one.from),
        next: all
            .iter()
            .find(|one| one.from > day && one.change.setting == setting)
            .map(|one| SettingAhead { from: one.from, value: one.change.value }),
    };
    Setting::ALL.into_iter().map(row).collect()
}

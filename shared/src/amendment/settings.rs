//! 參數試算: what another number would have made of this county's records of the year before.

use serde::{Deserialize, Serialize};

use crate::{regulation::Setting, violation::Bilingual};

/// Names shown of what one number finds and the other does not; the counts tell of more.
pub const NAMED: usize = 20;

/// What one setting would change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SettingImpact {
    /// Which.
    pub setting: Setting,
    /// The number that holds on the day without the change.
    pub before: u32,
    /// The number tried.
    pub after: u32,
    /// What is counted.
    pub what: Bilingual,
    /// How many by the number before.
    pub count_before: usize,
    /// How many by the number tried.
    pub count_after: usize,
    /// Some of those that differ; nobody here is a data subject.
    pub names: Vec<String>,
}

/// What is counted to show a setting's effect.
#[must_use]
pub const fn counted(setting: Setting) -> Bilingual {
    match setting {
        Setting::UnusedApprovalDays => Bilingual::fixed(
            "最近一年查調中，核可已失效而不得查調者",
            "queries of the year that would have come after their approval lapsed",
        ),
        Setting::IdleDays => Bilingual::fixed("現有閒置帳號", "accounts that are idle now"),
        Setting::UnusedItemDays => {
            Bilingual::fixed("現有久未使用項目的帳號", "accounts with an unused item now")
        }
        Setting::FirstHour | Setting::LastHour => Bilingual::fixed(
            "最近一年中，提示為非上班時段的查調",
            "queries of the year outside the usual hours",
        ),
        Setting::VolumeTimes => Bilingual::fixed(
            "最近一年中，提示為單日件數過多的人日",
            "days of a person in the year with unusually many forms",
        ),
        Setting::HeadAfterDays => {
            Bilingual::fixed("現在提報單位主管的逾期待辦", "late duties shown to the head now")
        }
        Setting::ManagerAfterDays => {
            Bilingual::fixed("現在提報管理者的逾期待辦", "late duties shown to the manager now")
        }
        Setting::BureauHours | Setting::CyberHours | Setting::PersonalDataHours => {
            Bilingual::fixed("歷來事故中，此項通報逾時者", "incidents so far that would have been told late")
        }
    }
}

/// Puts two findings side by side: what each number finds, by name.
#[must_use]
pub fn compare(setting: Setting, (before, after): (u32, u32), found: [Vec<String>; 2]) -> SettingImpact {
    let [by_before, by_after] = found;
    let differs = |one: &[String], other: &[String]| {
        one.iter().filter(|name| !other.contains(name)).cloned().collect::<Vec<_>>()
    };
    let mut names = differs(&by_after, &by_before);
    names.extend(differs(&by_before, &by_after));
    names.dedup();
    names.truncate(NAMED);
    SettingImpact {
        setting,
        before,
        after,
        what: counted(setting),
        count_before: by_before.len(),
        count_after: by_after.len(),
        names,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_either_number_finds_alone_is_named() {
        let names = |found: &[&str]| found.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let impact = compare(Setting::IdleDays, (180, 90), [names(&["甲"]), names(&["甲", "乙", "丙"])]);
        assert_eq!((impact.count_before, impact.count_after), (1, 3));
        assert_eq!(impact.names, ["乙", "丙"]);
        let none = compare(Setting::IdleDays, (180, 180), [names(&["甲"]), names(&["甲"])]);
        assert!(none.names.is_empty());
    }
}

//! 規定參數 (settings): numbers that the text leaves open or other laws may change. The county decides them, dated; each has a
//! reason and bounds within which the promise is still kept.

use serde::{Deserialize, Serialize};

use crate::violation::{Bilingual, Citation};

/// A number the county may decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Setting {
    /// Days after which an approval that was not used lapses.
    UnusedApprovalDays,
    /// Days without an inquiry after which an account is idle.
    IdleDays,
    /// Days without an inquiry under an item after which the item is unused.
    UnusedItemDays,
    /// The hour from which a query is at a usual time.
    FirstHour,
    /// The hour from which it is not any more.
    LastHour,
    /// How many times the usual number of forms a day is much.
    VolumeTimes,
    /// Days past the strict day after which the head of the unit is shown a duty.
    HeadAfterDays,
    /// Days past it after which the manager is.
    ManagerAfterDays,
    /// Hours to tell the Bureau of an incident.
    BureauHours,
    /// Hours to report a cyber-security incident.
    CyberHours,
    /// Hours to tell the people whose data an incident touched.
    PersonalDataHours,
}

/// What is known of a setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// What it is, with its unit.
    pub words: Bilingual,
    /// The point it serves.
    pub citation: Citation,
    /// Where the number comes from that holds until another is decided.
    pub basis: Bilingual,
    /// The least that can be decided.
    pub least: u32,
    /// The most.
    pub most: u32,
}

impl Setting {
    /// All of them, in the order of the regulation.
    pub const ALL: [Self; 11] = [
        Self::UnusedApprovalDays,
        Self::IdleDays,
        Self::UnusedItemDays,
        Self::FirstHour,
        Self::LastHour,
        Self::VolumeTimes,
        Self::HeadAfterDays,
        Self::ManagerAfterDays,
        Self::BureauHours,
        Self::CyberHours,
        Self::PersonalDataHours,
    ];

    /// The stable name used in storage and on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::UnusedApprovalDays => "unused_approval_days",
            Self::IdleDays => "idle_days",
            Self::UnusedItemDays => "unused_item_days",
            Self::FirstHour => "first_hour",
            Self::LastHour => "last_hour",
            Self::VolumeTimes => "volume_times",
            Self::HeadAfterDays => "head_after_days",
            Self::ManagerAfterDays => "manager_after_days",
            Self::BureauHours => "bureau_hours",
            Self::CyberHours => "cyber_hours",
            Self::PersonalDataHours => "personal_data_hours",
        }
    }

    /// The number that holds until another is decided; [`About::basis`] says where it comes from.
    #[must_use]
    pub const fn first(self) -> u32 {
        match self {
            Self::UnusedApprovalDays => 14,
            Self::IdleDays => 180,
            Self::UnusedItemDays => 365,
            Self::FirstHour => 7,
            Self::LastHour => 19,
            Self::VolumeTimes | Self::ManagerAfterDays => 3,
            Self::HeadAfterDays | Self::BureauHours | Self::CyberHours => 1,
            Self::PersonalDataHours => 72,
        }
    }

    /// What is known of it. Bounds are our reading: beyond them the point would be kept in name only.
    #[must_use]
    pub fn about(self) -> About {
        match self {
            // An approval answers one case at one time; the text sets no limit.
            Self::UnusedApprovalDays => About {
                words: Bilingual::fixed("核可後未查調即失效（日）", "An unused approval lapses (days)"),
                citation: Citation::item(5, 1),
                basis: Bilingual::fixed(
                    "核可後逾十四日未查調即失效",
                    "an approval not used within fourteen days lapses",
                ),
                least: 1,
                most: 60,
            },
            Self::IdleDays => About {
                words: Bilingual::fixed("帳號閒置（日）", "An account is idle (days)"),
                citation: Citation::item(6, 1),
                basis: Bilingual::fixed("一百八十日未查調視為閒置", "180 days without an inquiry"),
                least: 30,
                most: 366,
            },
            Self::UnusedItemDays => About {
                words: Bilingual::fixed("已授權業務項目久未使用（日）", "A granted item is unused (days)"),
                citation: Citation::item(6, 1),
                basis: Bilingual::fixed(
                    "一年未使用的項目應檢討",
                    "an item not used for a year is looked at again",
                ),
                least: 30,
                most: 731,
            },
            Self::FirstHour => About {
                words: Bilingual::fixed("上班時段起（時）", "Usual hours begin (o'clock)"),
                citation: Citation::item(5, 2),
                basis: Bilingual::fixed("七時前查調提示主管留意", "a query before seven is worth a look"),
                least: 0,
                most: 12,
            },
            Self::LastHour => About {
                words: Bilingual::fixed("上班時段止（時）", "Usual hours end (o'clock)"),
                citation: Citation::item(5, 2),
                basis: Bilingual::fixed(
                    "十九時後查調提示主管留意",
                    "a query from seven in the evening is worth a look",
                ),
                least: 13,
                most: 24,
            },
            Self::VolumeTimes => About {
                words: Bilingual::fixed(
                    "單日件數超過平日倍數即提示（倍）",
                    "Many forms in a day (times the usual)",
                ),
                citation: Citation::item(5, 2),
                basis: Bilingual::fixed(
                    "超過平日三倍提示主管留意",
                    "more than three times the usual is worth a look",
                ),
                least: 2,
                most: 10,
            },
            // A supervisor answers for how their people use the data, so they learn of what is late on the first day it is.
            Self::HeadAfterDays => About {
                words: Bilingual::fixed(
                    "逾期後提報單位主管（日）",
                    "Late duties are shown to the head (days)",
                ),
                citation: Citation::item(5, 2),
                basis: Bilingual::fixed(
                    "逾期一日提報單位主管",
                    "one day late: shown to the head of the unit",
                ),
                least: 1,
                most: 14,
            },
            // The manager answers for data security in the whole county; the days between are the head's to settle it.
            Self::ManagerAfterDays => About {
                words: Bilingual::fixed(
                    "逾期後提報管理者（日）",
                    "Late duties are shown to the manager (days)",
                ),
                citation: Citation::item(4, 2),
                basis: Bilingual::fixed("逾期三日提報管理者", "three days late: shown to the manager"),
                least: 1,
                most: 30,
            },
            // "At once" has no number, so the shortest that any law sets for reporting an incident.
            Self::BureauHours => About {
                words: Bilingual::fixed("通報勞保局（小時）", "The Bureau is told (hours)"),
                citation: Citation::point(11),
                basis: Bilingual::fixed(
                    "規定第十一點：即時通報勞保局（解讀為一小時內）",
                    "point 11: the Bureau is told at once, read as within an hour",
                ),
                least: 1,
                most: 24,
            },
            Self::CyberHours => About {
                words: Bilingual::fixed("資安事件通報（小時）", "The cyber-security report (hours)"),
                citation: Citation::point(11),
                basis: Bilingual::fixed(
                    "資通安全事件通報及應變辦法第四條：知悉後一小時內通報（115年1月5日新辦法之時限待資安單位確認）",
                    "Regulations for the Notification and Response of Cyber Security Incidents, article 4: within one hour; the limits of the rule of 2026-01-05 are to be confirmed",
                ),
                least: 1,
                most: 72,
            },
            Self::PersonalDataHours => About {
                words: Bilingual::fixed("個資事故通知（小時）", "The people concerned are told (hours)"),
                citation: Citation::point(11),
                basis: Bilingual::fixed(
                    "個人資料事故通知通報及應變辦法草案（115年1月22日）：知悉後七十二小時內",
                    "draft Regulations on Personal Data Incidents (2026-01-22): within 72 hours",
                ),
                least: 1,
                most: 168,
            },
        }
    }
}

/// The numbers in force on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Days after which an approval that was not used lapses (5(1)).
    pub unused_approval_days: u32,
    /// Days without an inquiry after which an account is idle (6(1)).
    pub idle_days: u32,
    /// Days without an inquiry under an item after which the item is unused (6(1)).
    pub unused_item_days: u32,
    /// The hour from which a query is at a usual time (5(2)).
    pub first_hour: u32,
    /// The hour from which it is not any more (5(2)).
    pub last_hour: u32,
    /// How many times the usual number of forms a day is much (5(2)).
    pub volume_times: u32,
    /// Days past the strict day after which the head is shown a duty (5(2)).
    pub head_after_days: u32,
    /// Days past it after which the manager is (4(2)).
    pub manager_after_days: u32,
    /// Hours to tell the Bureau of an incident (11).
    pub bureau_hours: u32,
    /// Hours to report a cyber-security incident (11).
    pub cyber_hours: u32,
    /// Hours to tell the people whose data an incident touched (11).
    pub personal_data_hours: u32,
}

impl Settings {
    /// The numbers that hold until the county decides others.
    pub const FIRST: Self = Self {
        unused_approval_days: Setting::UnusedApprovalDays.first(),
        idle_days: Setting::IdleDays.first(),
        unused_item_days: Setting::UnusedItemDays.first(),
        first_hour: Setting::FirstHour.first(),
        last_hour: Setting::LastHour.first(),
        volume_times: Setting::VolumeTimes.first(),
        head_after_days: Setting::HeadAfterDays.first(),
        manager_after_days: Setting::ManagerAfterDays.first(),
        bureau_hours: Setting::BureauHours.first(),
        cyber_hours: Setting::CyberHours.first(),
        personal_data_hours: Setting::PersonalDataHours.first(),
    };

    /// The value of a setting.
    #[must_use]
    pub fn of(mut self, setting: Setting) -> u32 {
        *self.slot(setting)
    }

    /// The same with another value of one.
    #[must_use]
    pub fn with(mut self, setting: Setting, value: u32) -> Self {
        *self.slot(setting) = value;
        self
    }

    const fn slot(&mut self, setting: Setting) -> &mut u32 {
        match setting {
            Setting::UnusedApprovalDays => &mut self.unused_approval_days,
            Setting::IdleDays => &mut self.idle_days,
            Setting::UnusedItemDays => &mut self.unused_item_days,
            Setting::FirstHour => &mut self.first_hour,
            Setting::LastHour => &mut self.last_hour,
            Setting::VolumeTimes => &mut self.volume_times,
            Setting::HeadAfterDays => &mut self.head_after_days,
            Setting::ManagerAfterDays => &mut self.manager_after_days,
            Setting::BureauHours => &mut self.bureau_hours,
            Setting::CyberHours => &mut self.cyber_hours,
            Setting::PersonalDataHours => &mut self.personal_data_hours,
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self::FIRST
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_has_its_own_name_and_number_on_the_wire() {
        let all = serde_json::to_value(Settings::FIRST).unwrap();
        assert_eq!(all.as_object().unwrap().len(), Setting::ALL.len());
        for setting in Setting::ALL {
            let (first, About { least, most, .. }) = (setting.first(), setting.about());
            assert_eq!(serde_json::to_value(setting).unwrap(), setting.name());
            assert_eq!(all[setting.name()], first);
            assert!(least <= first && first <= most, "{}", setting.name());
            let other = Settings::FIRST.with(setting, most + 1);
            let changed = Setting::ALL.into_iter().filter(|one| other.of(*one) != Settings::FIRST.of(*one));
            assert_eq!(changed.collect::<Vec<_>>(), [setting]);
        }
    }
}

//! The words of an incident: what kind it is, which clocks run, and what an entry of the timeline is about.

use serde::{Deserialize, Serialize};

use crate::{duty::DutyKind, regulation::Setting, violation::Bilingual};

/// What kind of incident.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = IncidentNature))]
#[serde(rename_all = "snake_case")]
pub enum Nature {
    /// 外洩.
    #[default]
    Leak,
    /// 違規查詢或使用.
    Misuse,
    /// 遺失 of paper or a card.
    Loss,
    /// 帳號或系統遭入侵.
    Intrusion,
    /// 其他.
    Other,
}

impl Nature {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Leak, Self::Misuse, Self::Loss, Self::Intrusion, Self::Other];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Leak => "leak",
            Self::Misuse => "misuse",
            Self::Loss => "loss",
            Self::Intrusion => "intrusion",
            Self::Other => "other",
        }
    }

    /// In words.
    #[must_use]
    pub const fn words(self) -> Bilingual {
        match self {
            Self::Leak => Bilingual::fixed("資料外洩", "Data leaked"),
            Self::Misuse => Bilingual::fixed("違規查詢或使用", "Wrongful query or use"),
            Self::Loss => Bilingual::fixed("紙本或卡片遺失", "Paper or a card was lost"),
            Self::Intrusion => {
                Bilingual::fixed("帳號或系統遭入侵", "An account or the system was broken into")
            }
            Self::Other => Bilingual::fixed("其他", "Something else"),
        }
    }
}

/// A clock that runs from the moment an incident is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = IncidentClock))]
#[serde(rename_all = "snake_case")]
pub enum Clock {
    /// 勞保局, at once (11).
    Bureau,
    /// 資通安全事件通報.
    Cyber,
    /// 個人資料事故通知.
    PersonalData,
}

impl Clock {
    /// All three.
    pub const ALL: [Self; 3] = [Self::Bureau, Self::Cyber, Self::PersonalData];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bureau => "bureau",
            Self::Cyber => "cyber",
            Self::PersonalData => "personal_data",
        }
    }

    /// Who is told, in words.
    #[must_use]
    pub const fn words(self) -> Bilingual {
        match self {
            Self::Bureau => Bilingual::fixed("通報勞保局", "The Bureau is told"),
            Self::Cyber => Bilingual::fixed("資安事件通報", "The cyber-security report"),
            Self::PersonalData => {
                Bilingual::fixed("個資事故通知當事人及通報", "The people concerned are told")
            }
        }
    }

    /// The setting that gives its hours.
    #[must_use]
    pub const fn setting(self) -> Setting {
        match self {
            Self::Bureau => Setting::BureauHours,
            Self::Cyber => Setting::CyberHours,
            Self::PersonalData => Setting::PersonalDataHours,
        }
    }

    pub(super) const fn duty(self) -> DutyKind {
        match self {
            Self::Bureau => DutyKind::TellBureauOfIncident,
            Self::Cyber => DutyKind::ReportCyberIncident,
            Self::PersonalData => DutyKind::NotifyPeopleOfIncident,
        }
    }
}

/// A line of the timeline is one of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = IncidentPart))]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// 事實.
    Fact,
    /// 緊急應變措施.
    Measure,
    /// 責任釐清.
    Responsibility,
    /// 損害控制.
    Limitation,
}

impl Part {
    /// All of them, in the order of the regulation.
    pub const ALL: [Self; 4] = [Self::Fact, Self::Measure, Self::Responsibility, Self::Limitation];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Fact => "fact",
            Self::Measure => "measure",
            Self::Responsibility => "responsibility",
            Self::Limitation => "limitation",
        }
    }

    /// In words.
    #[must_use]
    pub const fn words(self) -> Bilingual {
        match self {
            Self::Fact => Bilingual::fixed("事實", "Facts"),
            Self::Measure => Bilingual::fixed("緊急應變措施", "Emergency measures"),
            Self::Responsibility => Bilingual::fixed("責任釐清", "Responsibilities"),
            Self::Limitation => Bilingual::fixed("損害控制", "Limitation of damage"),
        }
    }
}

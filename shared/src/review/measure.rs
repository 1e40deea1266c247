//! The security measures of 個人資料保護法施行細則 12 II, which the yearly audit walks through.

use serde::{Deserialize, Serialize};

use crate::violation::Bilingual;

/// One of the eleven.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// 一.
    People,
    /// 二.
    Scope,
    /// 三.
    Risk,
    /// 四.
    Incidents,
    /// 五.
    Procedures,
    /// 六.
    Security,
    /// 七.
    Training,
    /// 八.
    Equipment,
    /// 九.
    Audit,
    /// 十.
    Trails,
    /// 十一.
    Improvement,
}

impl Measure {
    /// All of them, in the order of the article.
    pub const ALL: [Self; 11] = [
        Self::People,
        Self::Scope,
        Self::Risk,
        Self::Incidents,
        Self::Procedures,
        Self::Security,
        Self::Training,
        Self::Equipment,
        Self::Audit,
        Self::Trails,
        Self::Improvement,
    ];

    /// What it asks.
    #[must_use]
    pub const fn words(self) -> Bilingual {
        match self {
            Self::People => Bilingual::fixed(
                "配置管理之人員及相當資源",
                "Staff and resources are assigned to manage the data",
            ),
            Self::Scope => {
                Bilingual::fixed("界定個人資料之範圍", "The scope of the personal data is defined")
            }
            Self::Risk => Bilingual::fixed(
                "個人資料之風險評估及管理機制",
                "Risks to the personal data are assessed and managed",
            ),
            Self::Incidents => Bilingual::fixed(
                "事故之預防、通報及應變機制",
                "Incidents are prevented, reported and responded to",
            ),
            Self::Procedures => Bilingual::fixed(
                "個人資料蒐集、處理及利用之內部管理程序",
                "Collection, processing and use follow internal procedures",
            ),
            Self::Security => {
                Bilingual::fixed("資料安全管理及人員管理", "Data security and personnel are managed")
            }
            Self::Training => Bilingual::fixed("認知宣導及教育訓練", "Awareness and training"),
            Self::Equipment => Bilingual::fixed("設備安全管理", "Equipment is kept secure"),
            Self::Audit => Bilingual::fixed("資料安全稽核機制", "Data security is audited"),
            Self::Trails => Bilingual::fixed(
                "使用紀錄、軌跡資料及證據保存",
                "Usage records, trails and evidence are kept",
            ),
            Self::Improvement => Bilingual::fixed(
                "個人資料安全維護之整體持續改善",
                "The protection of personal data is improved throughout",
            ),
        }
    }
}

//! Which controls of ISO/IEC 27001:2022, annex A, the records of this system are evidence of.

use serde::Serialize;

use crate::violation::{Bilingual, Citation};

/// A control with the point whose records support it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Control {
    /// Its number in annex A.
    pub number: &'static str,
    /// What it is about, and which records show it.
    pub words: Bilingual,
    /// The point of the regulation.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub citation: Citation,
}

const fn control(number: &'static str, citation: Citation, zh_tw: &'static str, en: &'static str) -> Control {
    Control { number, words: Bilingual::fixed(zh_tw, en), citation }
}

/// All of them, in the order of the annex.
pub const CONTROLS: [Control; 12] = [
    control(
        "A.5.2",
        Citation::item(4, 2),
        "資訊安全角色與責任:管理者異動與交接紀錄",
        "Roles and responsibilities: changes of manager and their hand-over",
    ),
    control(
        "A.5.12",
        Citation::point(2),
        "資訊分類:業務項目清冊與法令依據",
        "Classification: the inventory of business items with its legal bases",
    ),
    control(
        "A.5.15",
        Citation::item(4, 5),
        "存取控制:權限申請、核可與核准",
        "Access control: applications, approvals, grants",
    ),
    control(
        "A.5.16",
        Citation::item(4, 5),
        "身分管理:帳號名冊",
        "Identity management: the roster of accounts",
    ),
    control(
        "A.5.18",
        Citation::item(4, 6),
        "存取權限:職務異動前的調整與註銷",
        "Access rights: adjusted or closed before a job change",
    ),
    control(
        "A.5.33",
        Citation::item(5, 6),
        "紀錄保護:稽核軌跡、檢查點與見證",
        "Protection of records: journal, checkpoints, witness",
    ),
    control(
        "A.5.34",
        Citation::item(5, 1),
        "個資保護:事前核可、遮罩與完整個資檢視紀錄",
        "Privacy: approval beforehand, masking, and the record of every look",
    ),
    control(
        "A.5.35",
        Citation::item(8, 1),
        "獨立審查:半年抽查與查核紀錄",
        "Independent review: the half-year draw and its records",
    ),
    control("A.6.4", Citation::point(10), "懲處程序:移送議處紀錄", "Disciplinary process: referrals"),
    control(
        "A.7.10",
        Citation::item(5, 5),
        "儲存媒體:列印資料的附卷與銷毀",
        "Storage media: printouts filed and destroyed",
    ),
    control(
        "A.8.13",
        Citation::point(9),
        "備份:加密備份與復原演練",
        "Backup: sealed backups, each restored once",
    ),
    control(
        "A.8.15",
        Citation::item(5, 6),
        "日誌:每一步驟的稽核軌跡",
        "Logging: a journal entry for every step",
    ),
];

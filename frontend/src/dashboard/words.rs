//! Words of the dashboard.

crate::i18n::labels! {
    TITLE = "儀表板", "Dashboard";
    LEAD = "逾期的、快到期的、各單位的，以及日誌是否完好。", "What is late, what is due, unit by unit, and whether the journal is sound.";
    LATE = "逾期待辦", "Late duties";
    SOON = "七日內到期", "Due within seven days";
    WAITING = "待核可", "Waiting for approval";
    TO_ACCOUNT = "待交代紙本", "Paper to account for";
    IDLE = "久未使用帳號", "Idle accounts";
    IDLE_NOTE = "180 日內沒有登記", "no inquiry for 180 days";
    LIABILITY = "法律責任待知悉", "Liability not acknowledged";
    LIABILITY_NOTE = "本年度尚未知悉者", "this year's still open";
    JOURNAL = "稽核日誌", "Journal";
    ENTRIES = "{} 筆", "{} entries";
    SOUND = "完好", "Sound";
    UNVERIFIED = "尚未驗證", "Not verified yet";
    BROKEN = "{} 處異常", "{} problems";
    TREND = "每月件數", "By month";
    REGISTERED = "登記", "Registered";
    CARRIED_OUT = "查調", "Queried";
    REFUSED = "退回與駁回", "Sent back or rejected";
    DUTIES = "待辦與期限", "Duties";
    KIND = "待辦事項", "Duty";
    LATER = "其後", "Later";
    BY_UNIT = "各單位", "By unit";
    UNIT = "單位", "Unit";
    UNIT_LATE = "各單位逾期待辦", "Late duties by unit";
    COUNT = "件數", "Count";
    STATES = "目前狀態", "By state";
    PAPER = "列印資料去處", "Where the paper is";
    NOTHING_LATE = "沒有任何單位逾期。", "No unit is late.";
}

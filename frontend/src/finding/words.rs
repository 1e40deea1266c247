//! Words of what is to be mended.

crate::i18n::labels! {
    TITLE = "改善事項", "Findings";
    LEAD = "查核與對帳發現的缺失：由負責人改善，由查核人員複查（第八點第二款）。", "What audits and reconciliations found: mended by whoever answers for it, looked at again by whoever found it (point 8(2)).";
    EMPTY = "沒有改善事項", "No findings";
    EMPTY_NEXT = "查核或對帳發現缺失時會出現在這裡。", "They appear when an audit or a reconciliation finds something.";
    WHAT = "缺失與措施", "What was found";
    OWNER = "負責人", "Owner";
    DUE = "期限", "Last day";
    STATE = "狀態", "State";
    OPEN = "待改善", "Open";
    SETTLED = "待複查", "To be looked at again";
    MENDED = "已改善", "Mended";
    SETTLE = "登錄改善情形", "Say what was done";
    RECHECK = "複查", "Look again";
    RECHECK_OF = "複查 {}", "Look again at {}";
    SETTLE_OF = "登錄 {} 的改善情形", "Say what was done about {}";
    TEXT = "如何改善", "What was done";
    IS_MENDED = "已改善完成", "It is mended";
    NOTE = "複查所見", "What was seen";
    NEXT_DUE = "未完成者，新的期限", "If not: the new last day";
    DONE = "已登錄", "Recorded";
    SAID = "改善：{}（{}）", "Done: {} ({})";
    LOOKED = "複查未通過：{}", "Not mended at the second look: {}";
}

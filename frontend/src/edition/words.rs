//! Words of the pages about editions.

crate::i18n::labels! {
    TITLE = "規定版本", "Editions";
    LEAD = "哪一版規定判定，依行為當日決定。施行日由管理者預備、試算，再公布生效；生效寫入稽核日誌。", "Which text judges an act is decided by its day. The manager prepares the day, tries it, and puts it in force; that is in the journal.";
    ORIGINAL = "現行規定（修正前）", "Original text";
    AMENDED = "修正規定", "Amended text";
    TODAY = "今日適用", "In force today";
    FROM_DAY = "修正規定施行日", "The amended text takes force";
    UNDECIDED = "尚未決定", "not decided yet";
    PREPARE = "預備施行日", "Prepare a day";
    DAY = "施行日", "First day";
    DOCUMENT = "發布文號", "Document number";
    REMARK = "備註", "Remark";
    SAVE = "儲存", "Save";
    DAYS = "施行日紀錄", "Days on record";
    STATE = "狀態", "State";
    BY = "何人何時", "By whom and when";
    PREPARED = "預備中", "Prepared";
    IN_FORCE = "已公布生效", "Decides";
    WITHDRAWN = "已撤回", "Withdrawn";
    PUT_IN_FORCE = "公布生效", "Put in force";
    WITHDRAW = "撤回", "Withdraw";
    REASON = "理由", "Reason";
    DONE = "已完成", "Done";
    NO_DAYS = "還沒有預備的施行日。", "No day has been prepared yet.";
    SIMULATE = "試算差異", "What would change";
}

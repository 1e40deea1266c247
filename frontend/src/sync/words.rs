//! Words of the queue.

crate::i18n::labels! {
    TITLE = "待送與被退的變更", "Changes waiting or refused";
    LEAD = "離線時寫的草稿與送陳會在這裡等候；被退的會留著，直到您決定。", "Drafts and submissions written offline wait here; what was refused stays until you decide.";
    EMPTY = "沒有待送的變更", "Nothing is waiting";
    EMPTY_NEXT = "伺服器已收到您寫的一切。", "The server has everything you wrote.";
    WHAT = "變更", "Change";
    STATE = "狀態", "State";
    WAITING = "待送", "Waiting";
    SENT = "傳送中", "On its way";
    REFUSED = "被退", "Refused";
    CONFLICT = "版本衝突", "Conflict";
    CREATE = "新草稿", "New draft";
    PATCH = "修改草稿", "Edit";
    SUBMIT = "送陳", "Submit";
    WITHDRAW = "撤回", "Withdraw";
    RETRY = "再送一次", "Send again";
    DISMISS = "放棄此變更", "Give this change up";
    DISMISSED = "已放棄變更", "Change given up";
    EXPORT = "匯出我的草稿", "Export my drafts";
    NOT_PERSISTED = "瀏覽器未保證長期保存離線資料；請儘快連線，或匯出草稿。", "The browser does not promise to keep offline data; connect soon, or export your drafts.";
    SERVER_REFUSED = "伺服器不受理（{}）", "The server would not take it ({})";
    NEW_PROGRAM = "系統已更新，請重新載入頁面；草稿都還在。", "The system was updated. Reload the page; your drafts are safe.";
}

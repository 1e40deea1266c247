//! Words of the regulation's own page.

crate::i18n::labels! {
    TITLE = "要點說明", "The regulation, point by point";
    LEAD = "本系統檢查的每一條規定、代碼與訊息，都在這一頁；用語是我們的說明，規定以公告全文為準。", "Every rule this system checks, its code and its message. The words are our explanation; the published text decides.";
    GATE = "不符即擋", "Gate";
    DUTY = "期限", "Duty";
    RECORD = "留存五年", "Kept five years";
    CHECKED = "檢查", "Checks";
    DUTIES = "待辦", "Duties";
    SCREENS = "畫面", "Pages";
    PAPERS = "表單", "Forms";
    RULES = "檢查項目 {} 條", "{} checks";
    POINT = "第 {} 點", "Point {}";
    MESSAGE = "訊息", "Message";
    WEIGHT = "效力", "Weight";
    REFUSES = "不符即不能送出", "Refuses";
    WARNS = "可送出，核可人會看到", "Goes through; approvers see it";
    ADVISES = "提醒", "Advice";
    UNENFORCED = "需由人執行、系統無法代為檢查的規定", "What people must do and software cannot check";
}

//! Words of job changes.

crate::i18n::labels! {
    TITLE = "職務異動", "Job changes";
    LEAD = "事先預告調職、留職停薪與離職；帳號應於異動前辦理、異動前或當日調整或註銷（第四點第六款）。", "Transfers, leave and departures announced ahead: the account is changed before, and adjusted or closed on the day at the latest (point 4(6)).";
    NOTHING_SILENT = "系統不會自行停用帳號：逾期者以紅色顯示，由管理者處理。", "Nothing is closed by itself: what is late is shown in red, and the manager sees to it.";
    NEW = "預告職務異動", "Announce a job change";
    IMPORT = "匯入人事名單", "Import the personnel list";
    IMPORT_LEAD = "CSV 欄位：姓名、末四碼、單位、E政府帳號、異動類別（調職／留職停薪／離職）、新單位、異動日、文號。先試算，再匯入；一列有誤不影響其他列。", "CSV columns: name, id_last4, unit, egov_account, kind (transfer, leave, departure), to_unit, effective_on, document_number. Judged first, then imported; a bad row costs no other.";
    IMPORT_FILE = "選擇檔案", "Choose a file";
    IMPORT_DO = "匯入 {} 列", "Import {} rows";
    IMPORT_DONE = "已預告 {} 件", "{} announced";
    LINE = "列", "Line";
    CREATED = "可預告", "To be announced";
    MADE = "已預告", "Announced";
    SKIPPED = "已有預告，略過", "Announced before, skipped";
    REFUSED = "未採用", "Not taken";
    PERSON = "同仁", "Colleague";
    PERSON_BLANK = "請選擇", "Choose";
    KIND = "異動類別", "Kind";
    TRANSFER = "調職", "Transfer";
    LEAVE = "留職停薪", "Leave of absence";
    DEPARTURE = "離職", "Departure";
    TO_UNIT = "新單位", "New unit";
    DAY = "異動日", "Day of the change";
    DAY_HINT = "新職或離職的第一日", "First day in the new post, or out of this one";
    DOCUMENT = "文號", "Document number";
    STATUS = "帳號", "Account";
    ANNOUNCED_BY = "預告人", "Announced by";
    ACCOUNT_OPEN = "使用中", "Open";
    ACCOUNT_OVER = "已停用", "Closed";
    S_ANNOUNCED = "待申請", "To be applied for";
    S_FILED = "申請辦理中", "Application under way";
    S_SETTLED = "已辦理", "Settled";
    S_WITHDRAWN = "已撤回", "Withdrawn";
    LATE = "逾期", "Late";
    APPLY = "填申請表", "Apply";
    SEE = "看申請", "See it";
    WITHDRAW = "撤回", "Withdraw";
    NOTE = "撤回原因", "Why it is withdrawn";
    SAVED = "已預告", "Announced";
    DONE = "已撤回", "Withdrawn";
    EMPTY = "沒有職務異動", "No job changes";
    EMPTY_NEXT = "單位主管或管理者預告後會出現在這裡。", "What heads and the manager announce appears here.";
    NEXT = "辦理", "What to do";
}

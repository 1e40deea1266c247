//! Words of accounts.

crate::i18n::labels! {
    TITLE = "使用者帳號", "Accounts";
    LEAD = "誰可以查調什麼、誰核可、誰代理（第四點）。", "Who may query what, who approves, who stands in (point 4).";
    NEW = "開立帳號", "Open an account";
    NAME = "姓名", "Name";
    JOB = "職稱", "Title";
    UNIT = "單位", "Unit";
    UNIT_BLANK = "請選擇單位", "Choose a unit";
    EMAIL = "電子郵件信箱", "E-mail address";
    EMAIL_HINT = "只用來寄待辦提醒；信裡不寫案號與任何人的姓名。", "For reminders only; a letter names no case and nobody.";
    EGOV = "我的E政府公務帳號", "E-government agency account";
    CARD = "自然人憑證卡號", "Citizen certificate card number";
    LAST_FOUR = "身分證字號末四碼", "Last four digits of the identity number";
    LAST_FOUR_HINT = "與憑證上的末四碼核對；完整字號不留存。", "Compared with the certificate; the whole number is never kept.";
    CERTIFICATE = "簽章憑證", "Signing certificate";
    BOUND = "已登錄", "Registered";
    UNBOUND = "尚未登錄，不能登入", "Not registered: cannot sign in";
    READ_CARD = "讀取讀卡機裡的卡片", "Read the card in the reader";
    GRANTS = "核准的業務項目", "Items granted";
    GRANTS_HINT = "勾選即核准該項目的全部資料項目。", "Ticking grants all data items of the item.";
    HEADS = "擔任主管的單位", "Units headed";
    FROM = "啟用日", "Active from";
    UNTIL = "停用日", "Active until";
    ACTIVE = "啟用中", "Active";
    STOPPED = "停用", "Stopped";
    ROLE = "職務", "Role";
    MANAGER = "管理者", "Manager";
    HEAD = "單位主管", "Supervisor";
    USER = "使用者", "User";
    ITEMS = "項目數", "Items";
    FIND = "找姓名或單位", "Find a name or unit";
    EMPTY = "還沒有帳號", "No accounts yet";
    SAVED = "帳號已儲存", "Account saved";
    DEPUTY = "職務代理（事先指定）", "Deputyship (named in advance)";
    DEPUTY_HEAD = "代理哪一位主管", "Stands in for";
    DEPUTY_FROM = "代理起日", "From";
    DEPUTY_UNTIL = "代理迄日", "Until";
    DEPUTY_ADD = "加入代理", "Add deputyship";
    DEPUTY_END = "移除", "Remove";
    DEPUTIES = "職務代理：{}（{} 至 {}）", "Stands in for {} ({} to {})";
}

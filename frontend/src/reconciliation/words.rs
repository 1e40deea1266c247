//! Words of the reconciliation with the platform's query record.

crate::i18n::labels! {
    TITLE = "平臺查詢紀錄對帳", "Reconciliation";
    LEAD = "把電子化政府服務平臺匯出的查詢紀錄與登記冊核對：哪些查詢未經核可、哪些核可沒有查詢（第五點第一、六款）。身分只以加密雜湊比對，檔案內容不留存；未指定的欄位不讀取。", "The platform's own query record against the register: what was queried without an approval, and what was approved and never queried (point 5(1), 5(6)). Identities are compared as keyed hashes and the file is not kept; columns that are not named are not read.";
    FILE = "平臺查詢紀錄（CSV、.xlsx 或 .ods）", "The platform's query record (CSV, .xlsx or .ods)";
    FROM = "起日", "From";
    TO = "迄日", "To";
    COLUMNS = "標題列上的欄名", "Headings of the columns";
    QUERIED_ON = "查詢日期欄", "Day of the query";
    ACCOUNT = "使用者帳號欄", "User's account";
    IDENTITY = "被查詢人證號欄", "Identity asked for";
    SHEET = "工作表", "Sheet";
    SHEET_HINT = "檔案有多個工作表時填寫；留空則讀取第一個有資料的。", "Where the file has several; empty for the first that holds anything.";
    GO = "核對", "Reconcile";
    NO_FILE = "請先選擇檔案", "Choose a file first";
    DONE = "已核對：{} 列相符，{} 列待釐清", "Reconciled: {} match, {} to be cleared up";
    PAST = "歷次對帳", "Earlier reconciliations";
    DAYS = "期間", "Days";
    ROWS = "檔案列數", "Rows";
    MATCHED = "相符", "Matched";
    UNAPPROVED = "查詢而無核可", "Queried without approval";
    NEVER_QUERIED = "核可而未查詢", "Approved, never queried";
    DIFFERING = "內容不符", "Differing";
    UNREADABLE = "{} 列無法讀取", "{} rows could not be read";
    MADE = "核對", "Made";
    OPEN = "查看", "Show";
    OPEN_OF = "查看 {}", "Show {}";
    MONTHS = "每月件數", "By month";
    MONTH = "月份", "Month";
    PLATFORM = "平臺", "Platform";
    REGISTER = "登記", "Register";
    LINES = "待釐清", "To be cleared up";
    PILE = "類別", "Pile";
    LINE = "檔案列", "Line";
    DAY = "日期", "Day";
    USER = "使用者", "User";
    CASE = "公文文號或案號", "Case number";
    DIFFERS = "不符處", "Differs in";
    D_USER = "使用者不同", "another user";
    D_DAY = "日期不同", "another day";
    D_BEFORE = "早於核可", "before the approval";
    D_NOT_RECORDED = "未登錄已查調", "not recorded as carried out";
    FINDINGS = "每一列皆為改善事項，由當事使用者於三十日內釐清。", "Each line is a finding, to be cleared up by its user within thirty days.";
    EMPTY = "還沒有對帳", "Nothing was reconciled yet";
    EMPTY_NEXT = "由平臺匯出查詢紀錄後在上方選擇檔案。", "Choose the file that the platform gave above.";
}

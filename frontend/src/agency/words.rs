//! Words of agencies and units.

crate::i18n::labels! {
    TITLE = "機關與單位", "Agencies and units";
    LEAD = "本府及所屬機關（第一點）；機關代碼與 OID 依公告。", "The county government and its agencies (point 1), with their published codes and OIDs.";
    NEW = "新增機關或單位", "New agency or unit";
    NAME = "名稱", "Name";
    NAME_EN = "英文名稱", "Name in English";
    PARENT = "上級", "Belongs to";
    PARENT_NONE = "（最上層）", "(top)";
    KIND = "類別", "Kind";
    AGENCY = "機關", "Agency";
    UNIT = "單位", "Unit";
    AGENCY_CODE = "機關代碼", "Agency code";
    OID = "機關 OID", "Agency OID";
    SOCIAL = "社會處（現行規定僅適用於此）", "Social Affairs (the only unit of the original edition)";
    CONTACT = "勞保局聯繫窗口", "Contact for the Bureau";
    CONTACT_HINT = "窗口異動時，系統會產生通知勞保局的待辦（第四點第八款）。", "A change of the contact makes a notice to the Bureau (point 4(8)).";
    CONTACT_NAME = "窗口姓名", "Contact's name";
    CONTACT_TITLE = "窗口職稱", "Contact's title";
    CONTACT_PHONE = "窗口電話", "Contact's telephone";
    CONTACT_EMAIL = "窗口電子郵件", "Contact's e-mail";
    FIND = "找機關、單位或代碼", "Find an agency, unit or code";
    EMPTY = "還沒有機關", "No agencies yet";
    SAVED = "已儲存", "Saved";
    OPEN_NODE = "展開 {}", "Open {}";
    CLOSE_NODE = "收合 {}", "Close {}";
    OPEN_ALL = "全部展開", "Open all";
    CLOSE_ALL = "全部收合", "Close all";
    IMPORT = "匯入", "Import";
    IMPORT_LEAD = "CSV 檔，標題列為 code,oid,name,name_en,parent,kind；以機關代碼辨識，同一檔匯入兩次不會重複。", "A CSV file with the header code,oid,name,name_en,parent,kind. Rows are known by their code, so the same file twice changes nothing twice.";
    IMPORT_FILE = "選擇檔案", "Choose a file";
    IMPORT_TRY = "先試算", "Try first";
    IMPORT_DO = "匯入", "Import";
    LINE = "列", "Line";
    RESULT = "結果", "Result";
    WHY = "原因", "Why";
    CREATED = "新增", "Created";
    CHANGED = "變更", "Changed";
    SKIPPED = "無變動", "Unchanged";
    REFUSED = "未匯入", "Refused";
}

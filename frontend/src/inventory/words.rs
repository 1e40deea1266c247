//! Words of the inventory.

crate::i18n::labels! {
    TITLE = "業務項目清冊", "Inventory of business items";
    LEAD = "附表一：向勞保局查詢什麼、憑什麼、為什麼、誰可以（第二、三、七點）。", "What the Bureau may be asked for, on what basis, why, and by whom (points 2, 3, 7).";
    NEW = "新增業務項目", "New business item";
    NUMBER = "項次", "No.";
    NAME = "業務項目", "Business item";
    NAME_EN = "英文名稱", "Name in English";
    PURPOSE = "使用目的", "Purpose";
    BASES = "法律依據或重大政策依據及計畫", "Legal basis, or policy and plan";
    BASIS_KIND = "依據類型", "Kind of basis";
    LAW = "法律依據", "Law";
    POLICY = "重大政策依據及計畫", "Policy and plan";
    BASIS_NAME = "法規名稱與條號，或政策名稱", "Law and article, or the policy";
    PLAN = "計畫名稱與文號", "Plan and its number";
    ADD_BASIS = "加一項依據", "Add a basis";
    DATA_ITEMS = "查調資料項目", "Data items";
    DATA_CODE = "代碼", "Code";
    DATA_NAME = "資料項目", "Data item";
    ADD_DATA = "加一項資料", "Add a data item";
    UNITS = "適用機關（單位）", "Agencies and units covered";
    UNITS_HINT = "勾選上層即涵蓋其下所有單位。", "Ticking a node covers everything below it.";
    FROM = "生效日", "In force from";
    DOCUMENT = "核定文號", "Approved by document";
    STATUS = "狀態", "State";
    IN_FORCE = "有效", "In force";
    NOT_YET = "尚未生效", "Not yet in force";
    REPEALED = "已廢止", "Repealed";
    REPEALED_ON = "{} 起廢止：{}", "Repealed from {}: {}";
    HISTORY = "修訂沿革", "Versions";
    VERSION = "第 {} 版", "Version {}";
    BY = "{} 於 {}", "{} on {}";
    NO_CHANGE = "內容沒有變動", "No change in content";
    REVISE = "修訂", "Revise";
    REPEAL = "廢止", "Repeal";
    REPEAL_ON = "廢止日（當日起不得查調）", "Repealed from (no query from that day)";
    REPEAL_REASON = "廢止的法令或文號", "What repealed it";
    IMPACT = "廢止會影響", "What the repeal takes down";
    IMPACT_COUNTS = "草稿 {} 件、未查調登記 {} 件", "{} drafts, {} inquiries not yet carried out";
    IMPACT_ACCOUNTS = "持有此項目的帳號", "Accounts that hold it";
    SAVED = "已儲存業務項目", "Item saved";
    DONE_REPEAL = "已登錄廢止", "Repeal recorded";
    EMPTY = "清冊是空的", "The inventory is empty";
    EMPTY_NEXT = "由管理者登錄第一個業務項目。", "The manager enters the first item.";
    FIND = "找業務項目", "Find an item";
}

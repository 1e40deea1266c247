//! Words of trying an edition.

crate::i18n::labels! {
    TITLE = "修正試算", "Try an edition";
    LEAD = "規定修正前，先看它在本府的資料上會改變什麼：適用單位、業務項目、表單、人員、查核與待辦。只讀取，不變更任何紀錄。", "Before an amendment takes force, see what it would change on this county's records: units, items, forms, people, audits and duties. It only reads.";
    DIRECTION = "比較", "Compare";
    TO_AMENDED = "修正前 → 修正後", "original → amended";
    TO_ORIGINAL = "修正後 → 修正前", "amended → original";
    ON = "試算日", "On the day";
    TEXTS = "條文差異", "What the texts say";
    ABOUT = "事項", "About";
    BEFORE = "原本", "Before";
    AFTER = "試算後", "After";
    FORMS = "表單編號", "Forms";
    NO_FORM = "（無此表）", "(no such form)";
    UNITS = "適用單位", "Units";
    UNIT = "單位", "Unit";
    BOUND = "納入適用", "comes into scope";
    UNBOUND = "不再適用", "leaves the scope";
    PEOPLE_COUNT = "使用中帳號", "Open accounts";
    ITEMS = "業務項目", "Items";
    ITEM = "業務項目", "Item";
    ALLOWED = "可列入清冊", "may be listed";
    NOT_ALLOWED = "不得列入", "may not be listed";
    HOLDERS = "持有人數", "Holders";
    OPEN_COUNT = "未結案件", "Not over";
    PEOPLE = "人員", "People";
    PERSON = "人員", "Person";
    MAY = "可以查調", "may inquire";
    MAY_NOT = "不得查調", "may not inquire";
    WHY = "依據", "By which rule";
    AUDITS = "半年內部查核", "Half-year audits";
    CASES = "本期案件", "Cases of the half-year";
    SAMPLE = "應抽件數", "To be drawn";
    OPEN = "辦理中的紀錄", "Records under way";
    OPEN_HINT = "這些紀錄在生效日後的動作，依新版規定判斷與編號。", "What happens to these from that day is judged and numbered by the other edition.";
    RECORD = "紀錄", "Record";
    STATE = "狀態", "State";
    COUNT = "件數", "Count";
    LATEST = "最近", "Latest";
    DUTIES = "待辦歸屬", "Duties";
    DUTY = "待辦", "Duty";
    SAME = "沒有差異", "Nothing differs";
}

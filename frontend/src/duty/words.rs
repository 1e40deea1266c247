//! Words of duties.

crate::i18n::labels! {
    TITLE = "待辦與期限", "Duties and dates";
    LEAD = "期限以法定末日為準；遇假日順延的日子只供參考。", "The strict last day decides; the day moved past days off is for information.";
    WHAT = "待辦事項", "Duty";
    ABOUT = "案號", "Case";
    WHO = "應辦人", "Who";
    FROM = "可辦起日", "From";
    AT_ONCE = "即辦", "At once";
    ONLY_LATE = "只看逾期", "Late only";
    ONLY_MINE = "只看我的", "Mine only";
    EMPTY = "沒有待辦事項", "Nothing to do";
    EMPTY_NEXT = "期限都已辦結。", "Every date has been met.";
}

//! Words of the journal.

crate::i18n::labels! {
    TITLE = "稽核日誌", "Journal";
    LEAD = "只增不改；每一筆都是雜湊樹的一片葉，改過任何一筆都驗得出來。", "Append-only; every entry is a leaf of a hash tree, so that a change to any of them shows.";
    VERIFY = "立即驗證", "Verify now";
    DISPOSED = "其中 {} 筆紀錄期滿銷毀，僅存承諾", "{} records were disposed of after their five years; their commitments are left";
    SOUND = "全部 {} 筆完好", "All {} entries are sound";
    BROKEN = "發現 {} 處異常", "{} problems found";
    ROOT = "樹根", "Root";
    SEQ = "序號", "No.";
    AT = "時間", "When";
    WHO = "何人", "Who";
    WHAT = "做了什麼", "What";
    RECORD = "紀錄", "Record";
    REVISION = "版次", "Rev.";
    LEAF = "葉雜湊", "Leaf";
    KIND = "類別", "Noun";
    FROM_DAY = "日期 起", "From";
    TO_DAY = "日期 迄", "To";
    ONE_RECORD = "只列這一筆紀錄的軌跡", "Only the entries of this record";
    SHOW_ALL = "看全部", "Show all";
    EMPTY = "沒有符合的紀錄", "No entry fits";
}

//! Words of printouts.

crate::i18n::labels! {
    TITLE = "列印資料", "Printouts";
    LEAD = "每一張紙都有去處：附卷，或保存一年後一個月內銷毀（第五點第五款）。", "Every sheet has a fate: filed to a case, or kept a year and destroyed within the month after (point 5(5)).";
    STATE = "去處", "Fate";
    HOLDER = "保管人", "Holder";
    PAGES = "張數", "Sheets";
    PAGES_AND = "{} 張，另影印 {} 份", "{} sheets, {} further copies";
    QUERIED = "查調日", "Queried";
    WINDOW = "應銷毀期間", "To be destroyed";
    WINDOW_SPAN = "{} 至 {}", "{} to {}";
    MOVED = "末日遇假日順延至 {}（僅供參考）", "last day moved past days off to {} (for information)";
    PLACE = "存放處", "Where it is";
    CASE = "案號", "Case";
    EMPTY = "沒有列印資料", "No printouts";
    EMPTY_NEXT = "查調後登錄的列印資料會出現在這裡。", "Printouts recorded after a query appear here.";
    WORKING = "期限怎麼算的", "How the dates were found";
    FILE = "附卷", "File to a case";
    KEEP = "改存放處", "Keep elsewhere";
    CONFIRM = "確認無保存必要", "Confirm not needed";
    DESTROY = "登錄銷毀", "Record destruction";
    DESTROYED_ON = "銷毀日期", "Day of destruction";
    METHOD = "銷毀方式", "Method";
    SHREDDED = "碎紙", "Shredded";
    INCINERATED = "焚化", "Incinerated";
    PULPED = "水銷溶解", "Pulped";
    WITNESS = "監毀人", "Witness";
    WITNESS_BLANK = "請選擇另一位同仁", "Choose a colleague";
    REASON = "提前或逾期的原因", "Why early or late";
    REASON_HINT = "一年未滿或已逾期限時必填。", "Needed before the year is over or after the last day.";
    DONE = "已登錄", "Recorded";
    MINE = "只看我保管的", "Only those I hold";
    DUE_BEFORE = "應銷毀末日在此日之前", "To be destroyed before";
    DESTROYED_BY = "{} 銷毀，{} 監毀，{}", "destroyed by {}, witnessed by {}, {}";
}

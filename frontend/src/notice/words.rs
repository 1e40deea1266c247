//! Words of the notices to the Bureau.

crate::i18n::labels! {
    TITLE = "異動通知勞保局", "Notices to the Bureau";
    LEAD = "聯繫窗口、管理者或單位主管異動，於異動翌日起七日內通知勞保局（第四點第八款）。", "A new contact, manager or unit head is told to the Bureau within seven days from the day after (point 4(8)).";
    WHAT = "異動", "Change";
    CONTACT = "聯繫窗口", "Contact";
    MANAGER = "管理者", "Manager";
    HEAD = "單位主管", "Unit head";
    OF = "{}　{}", "{}, {}";
    FROM_TO = "{} → {}", "{} → {}";
    NOBODY = "（未派）", "(nobody yet)";
    CHANGED_ON = "異動日", "Day of the change";
    LAST_DAY = "通知期限", "Last day";
    STATE = "狀態", "State";
    TO_SEND = "待發文", "To be sent";
    SENT = "已發文", "Sent";
    WITHDRAWN = "已撤銷", "Withdrawn";
    LATE = "逾期", "Late";
    EMPTY = "沒有異動通知", "No notices";
    EMPTY_NEXT = "機關窗口、管理者或主管異動登錄時，通知會自動產生。", "A notice is made by itself when a contact, manager or head changes.";
    FROM = "原任", "From";
    TO = "新任", "To";
    KEEPER = "承辦", "Owed by";
    WORKING = "期限怎麼算的", "How the date was found";
    MOVED = "末日遇假日順延至 {}（僅供參考）", "last day moved past days off to {} (for information)";
    SENT_ON = "{} 發文，{}", "sent on {}, {}";
    SEND = "登錄發文", "Record that it was sent";
    REDATE = "更正異動日", "Correct the day of the change";
    WITHDRAW = "撤銷通知", "Withdraw the notice";
    DAY = "發文日", "Day of sending";
    DOCUMENT = "公文文號", "Letter's number";
    LATE_REASON = "逾期原因", "Why it is late";
    LATE_HINT = "超過通知期限時必填，並留在紀錄上。", "Needed after the last day, and kept with the record.";
    REASON = "原因", "Why";
    REDATED = "原登錄 {}，{}", "entered as {}: {}";
    DONE = "已登錄", "Recorded";
    DAY_MISSING = "請填寫日期，例如 115/11/23", "Enter the day, for example 2026-11-23";
}

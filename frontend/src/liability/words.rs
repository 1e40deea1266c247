//! Words of liability.

crate::i18n::labels! {
    TITLE = "法律責任", "Liability";
    LEAD = "每年知悉一次並留存日期（第十點）。這是紀錄，不影響查調。", "Acknowledged once a year, with the date (point 10). It is a record and holds up no inquiry.";
    ACKNOWLEDGE = "我已閱讀並知悉", "I have read and understood this";
    DONE = "已記下您的知悉", "Your acknowledgment is recorded";
    DUE = "請於 {} 前知悉", "To be acknowledged by {}";
    LATE = "已逾期：{}", "Late since {}";
    MINE = "我的紀錄", "My record";
    YEAR_DONE = "{}：{} 知悉", "{}: acknowledged {}";
    YEAR_OPEN = "{}：尚未知悉", "{}: not acknowledged yet";
    VERSION = "內容版本 {}", "Text version {}";
    TAB_TEXT = "法律責任", "The text";
    TAB_ROSTER = "知悉名冊", "Roster";
    TAB_REFERRALS = "移送議處", "Referrals";
    ROSTER_YEAR = "年度", "Year";
    UNIT = "單位", "Unit";
    NAME = "姓名", "Name";
    STATE = "狀態", "State";
    AT = "知悉日期", "Acknowledged on";
    DUE_COL = "期限", "Due";
    PRINT = "列印", "Print";
    REFER = "登錄移送", "Record a referral";
    PERSON = "人員", "Person";
    DOCUMENT = "公文文號", "Document number";
    DAY = "日期", "Day";
    REASON = "移送事由（不得寫入被查詢人資料）", "Reason (name no data subject)";
    OUTCOME = "議處結果", "Outcome";
    RECORD_OUTCOME = "登錄議處結果", "Record the outcome";
    OUTCOME_DOCUMENT = "議處文號", "Document of the outcome";
    SAVED = "已登錄", "Recorded";
    NONE = "沒有移送紀錄", "No referrals";
    OPEN = "議處中", "Open";
}

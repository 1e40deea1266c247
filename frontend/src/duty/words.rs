//! Words of duties.

crate::i18n::labels! {
    TITLE = "待辦與期限", "Duties and dates";
    LEAD = "期限以法定末日為準；遇假日順延的日子只供參考。", "The strict last day decides; the day moved past days off is for information.";
    WHAT = "待辦事項", "Duty";
    ABOUT = "案號", "Case";
    WHO = "應辦人", "Who";
    UNIT = "單位", "Unit";
    POINT = "規定", "Point";
    FROM = "可辦起日", "From";
    DUE_UNTIL = "期限在此日以前", "Due until";
    AT_ONCE = "即辦", "At once";
    ONLY_LATE = "只看逾期", "Late only";
    ONLY_MINE = "只看我的", "Mine only";
    EMPTY = "沒有待辦事項", "Nothing to do";
    EMPTY_NEXT = "期限都已辦結。", "Every date has been met.";
    WORKING = "怎麼算", "Working";
    WORKING_OF = "{}的期限怎麼算", "Working: how the dates of “{}” were found";
    MOVED_TO = "遇假日順延至 {}；逾期仍以法定末日為準。", "Past days off it moves to {}; late is judged by the strict day all the same.";
    TO_HEAD = "{} 起提報主管", "Shown to the head since {}";
    TO_MANAGER = "{} 起提報管理者", "Shown to the manager since {}";
    REMINDERS = "提醒", "Reminders";
    FEED_TITLE = "行事曆訂閱", "In your calendar";
    FEED_LEAD = "把自己的期限訂閱到行事曆軟體；只有事項與日期，不含案號與任何人的姓名。", "Subscribe to your own dates in a calendar program: what and when only, no case and nobody's name.";
    FEED_MAKE = "產生訂閱網址", "Make an address";
    FEED_ANEW = "換新網址", "Make a new address";
    FEED_REVOKE = "停用訂閱網址", "Revoke the address";
    FEED_SINCE = "訂閱網址自 {} 起有效。", "Your address has been good since {}.";
    FEED_ONCE = "網址只顯示這一次，請立即複製到行事曆軟體。知道網址的人就能看到這些期限，請勿轉傳；換新後舊網址失效。", "This is the only time it is shown: copy it into your calendar program now. Whoever knows it sees these dates, so pass it on to nobody. A new one ends the old.";
    FEED_ADDRESS = "訂閱網址", "Address";
    FEED_COPY = "複製網址", "Copy the address";
    FEED_COPIED = "已複製", "Copied";
    FEED_MADE = "訂閱網址已產生", "The address is made";
    FEED_GONE = "訂閱網址已停用", "The address is revoked";
    MAIL_TITLE = "電子郵件提醒", "By e-mail";
    MAIL_TO = "上班日早上把快到期與逾期的件數寄到 {}。", "On the morning of each office day the counts of what is due soon and late go to {}.";
    MAIL_NOWHERE = "您的帳號沒有電子郵件信箱；要收提醒請洽管理者登錄。", "Your account has no e-mail address; to be reminded, have the manager enter one.";
    MAIL_OFF = "本系統未設定寄信，目前不會寄出提醒。", "This server sends no mail, so nothing goes out at present.";
    MAIL_WANTED = "寄提醒給我", "Send me reminders";
    MAIL_ALWAYS = "逾期提報給您的事項一律寄出。", "What is late and shown to you is sent in any case.";
    MAIL_SAVED = "已更新提醒設定", "Your choice is kept";
}

//! Words of the schedule.

crate::i18n::labels! {
    TITLE = "系統排程", "What the servers do by themselves";
    JOB = "工作", "Job";
    LAST = "上次執行", "Last run";
    RESULT = "結果", "Result";
    NEXT = "下次執行", "Next run";
    GOOD = "正常", "Went well";
    BAD = "需要查看", "To be looked at";
    AGAIN = "失敗 {} 次，將重試", "Failed {} times, to be tried again";
    RUNNING = "執行中", "Running";
    NEVER = "尚未執行", "Not yet run";
    MAIL_OFF = "未設定郵件伺服器：不寄待辦提醒（設定方式見說明文件）。", "No mail server is set: nobody is reminded by e-mail (the README says how to set one).";
    TROUBLE = "最近七日未寄達的提醒：{} 封", "Reminders that did not go in the last seven days: {}";
    DAY = "日期", "Day";
    STATE = "狀態", "State";
    FAILED = "待重試", "To be tried again";
    REFUSED = "郵件伺服器拒收", "Refused by the mail server";
    SENDING = "寄送中斷，可能已送出", "Interrupted; it may have gone";
    SAID = "郵件伺服器的回覆", "What the mail server said";
    WHO = "收件人", "To";
}

//! Words of deciding.

crate::i18n::labels! {
    TITLE = "待我核可", "Waiting for my decision";
    LEAD = "j／k 移動、x 選取、a 核可、r 退回補正；可一次核可多件。", "j and k move, x selects, a approves, r sends back; several can be approved at once.";
    PERMISSIONS = "另有 {} 件權限申請待您核可。", "{} applications for permissions wait for you, too.";
    PERMISSIONS_OPEN = "查看權限申請", "See the applications";
    EMPTY = "沒有等待您審核的登記", "Nothing waits for your decision";
    EMPTY_NEXT = "新送陳的登記會自動出現在這裡。", "New submissions appear here by themselves.";
    APPROVE = "核可", "Approve";
    SIGN = "以卡片簽章核可", "Approve with your card";
    SIGN_LEAD = "簽章涵蓋下列登記表目前的內容，隨核可保存（第五點第一款）。", "The signature covers these forms as they stand and is kept with the approval (point 5(1)).";
    APPROVE_MANY = "核可所選 {} 件", "Approve {} selected";
    SEND_BACK = "退回補正", "Send back";
    REJECT = "駁回", "Reject";
    NOTE = "意見", "Note";
    NOTE_BACK = "請寫明要補正什麼；申請人會看到。", "Say what to mend; the applicant reads it.";
    NOTE_REJECT = "請寫明駁回的理由；申請人會看到。", "Say why; the applicant reads it.";
    APPROVED = "已核可", "Approved";
    APPROVED_MANY = "已核可 {} 件", "{} approved";
    FAILED_MANY = "{} 件未核可", "{} not approved";
    SENT_BACK = "已退回補正", "Sent back";
    REJECTED = "已駁回", "Rejected";
    CONTEXT = "核可前請看", "Before you decide";
    PICK_ONE = "選一件登記，這裡會顯示核可前該看的事。", "Choose an inquiry to see what matters for the decision.";
    RECENT = "申請人近三十日", "The applicant's last thirty days";
    RECENT_NONE = "近三十日沒有其他登記。", "No other inquiry in the last thirty days.";
    SAME = "同一被查詢人", "Same data subject";
    SAME_SEEN = "本件有 {} 位被查詢人今年或去年曾被查調。", "{} of these subjects were asked for before, this year or last.";
    SAME_NONE = "今年與去年都沒有查過這些人。", "None of these subjects was asked for before, this year or last.";
    FINDINGS = "檢查提醒", "Findings";
    FINDINGS_NONE = "規則檢查沒有提醒。", "The rules have nothing to add.";
}

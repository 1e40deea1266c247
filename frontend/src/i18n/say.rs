//! Stable names of the rules in the words of people: states, duties, fates.

use shared::duty::DutyKind;

use super::{Label, Lang};

/// A state of an inquiry, `draft` included, or of an application.
#[must_use]
pub fn status(lang: Lang, name: &str) -> &str {
    let label = match name {
        "draft" => Label::new("草稿", "Draft"),
        "submitted" => Label::new("陳核中", "Submitted"),
        "sent_back" => Label::new("退回補正", "Sent back"),
        "withdrawn" => Label::new("已撤回", "Withdrawn"),
        "rejected" => Label::new("駁回", "Rejected"),
        "approved" => Label::new("已核可", "Approved"),
        "lapsed" => Label::new("核可逾期失效", "Approval lapsed"),
        "carried_out" => Label::new("已查調，待結", "Queried, to account for"),
        "closed" => Label::new("結案", "Closed"),
        "granted" => Label::new("已核准", "Granted"),
        "set" => Label::new("設定完成", "Set"),
        _ => return name,
    };
    lang.of(label)
}

/// A printout's state.
#[must_use]
pub fn fate(lang: Lang, name: &str) -> &str {
    let label = match name {
        "filed" => Label::new("附卷", "Filed to a case"),
        "kept" => Label::new("保存中", "Kept"),
        "not_needed" => Label::new("確認無保存必要", "Not needed"),
        "destroyed" => Label::new("已銷毀", "Destroyed"),
        _ => return name,
    };
    lang.of(label)
}

/// A duty's kind, as the rules call it.
#[must_use]
pub fn duty(lang: Lang, name: &str) -> String {
    DutyKind::of(name).map_or_else(|| name.to_owned(), |kind| lang.pick(&kind.words()))
}

/// What a journal entry did.
#[must_use]
pub fn action(lang: Lang, name: &str) -> &str {
    let label = match name.rsplit('.').next().unwrap_or(name) {
        "create" | "draft" => Label::new("建立", "Create"),
        "save" | "patch" | "edit" => Label::new("修改草稿", "Edit draft"),
        "submit" => Label::new("送陳", "Submit"),
        "withdraw" => Label::new("撤回", "Withdraw"),
        "send_back" => Label::new("退回補正", "Send back"),
        "approve" => Label::new("核可", "Approve"),
        "reject" => Label::new("駁回", "Reject"),
        "carry_out" => Label::new("查調", "Carry out"),
        "file_query_record" => Label::new("查詢紀錄歸檔", "File query record"),
        "close" => Label::new("結案", "Close"),
        "reveal" => Label::new("檢視完整個資", "Reveal identities"),
        "file" => Label::new("附卷", "File to a case"),
        "keep" => Label::new("保存", "Keep"),
        "confirm_not_needed" => Label::new("確認無保存必要", "Confirm not needed"),
        "destroy" => Label::new("銷毀", "Destroy"),
        "left" | "make" => Label::new("列印", "Print"),
        "enter" => Label::new("登錄", "Enter"),
        "revise" => Label::new("修訂", "Revise"),
        "repeal" => Label::new("廢止", "Repeal"),
        "open" => Label::new("開立", "Open"),
        "export" => Label::new("匯出", "Export"),
        "grant" => Label::new("核准", "Grant"),
        "set" => Label::new("設定權限", "Set a permission"),
        "announce" => Label::new("預告", "Announce"),
        "settle" => Label::new("辦理完成", "Settle"),
        "conclude" => Label::new("終止權限", "End a permission"),
        "apply" => Label::new("申請辦理", "Apply"),
        "reopen" => Label::new("恢復待辦", "Reopen"),
        "ask" => Label::new("請本人知悉", "Ask to acknowledge"),
        "acknowledge" => Label::new("知悉", "Acknowledge"),
        "refer" => Label::new("移送議處", "Refer for discipline"),
        "decide" => Label::new("登錄議處結果", "Record the outcome"),
        "sign_in" => Label::new("登入", "Sign in"),
        "end" => Label::new("結束登入", "End a session"),
        "escalate" => Label::new("逾期提報", "Escalate"),
        "choose" => Label::new("選擇提醒", "Choose reminders"),
        "issue" => Label::new("製發", "Issue"),
        "revoke" => Label::new("撤銷", "Revoke"),
        "sign_out" => Label::new("登出", "Sign out"),
        "take_office" => Label::new("承接管理者", "Take office as manager"),
        "leave_office" => Label::new("停止管理者", "Leave office as manager"),
        "record_training" => Label::new("登錄教育訓練", "Record training"),
        "report" => Label::new("報請平臺", "Report to the platform"),
        "switch" => Label::new("新舊管理者交接", "Switch managers"),
        "stop_platform" => Label::new("平臺停用原帳號", "Platform stops the old account"),
        "make_list" => Label::new("產生移交清冊", "Make the hand-over list"),
        "confirm_list" => Label::new("確認移交清冊", "Confirm the hand-over list"),
        "cancel" => Label::new("撤銷", "Give up"),
        "prepare" => Label::new("預備", "Prepare"),
        "put_in_force" => Label::new("公布生效", "Put in force"),
        "send" => Label::new("發文", "Send"),
        "redate" => Label::new("更正異動日", "Correct the day"),
        "name" => Label::new("補列新任", "Name the successor"),
        "pass" => Label::new("移交承辦", "Pass on"),
        "reconcile" => Label::new("對帳", "Reconcile"),
        "report_incident" => Label::new("通報事故", "Report an incident"),
        "note" => Label::new("補登經過", "Add to the timeline"),
        "tell" => Label::new("登錄已通報", "Record that it was told"),
        "assess" => Label::new("研判影響範圍", "Assess"),
        "contain" => Label::new("完成損害控制", "Contain"),
        "appoint" => Label::new("指派查核人員", "Appoint an auditor"),
        "freeze" => Label::new("凍結母體", "Freeze the cases"),
        "commit_population" => Label::new("留存母體樹根", "Commit to the cases"),
        "enter_seed" => Label::new("登錄種子", "Enter the seed"),
        "publish_seed" => Label::new("公布種子", "Publish the seed"),
        "note_paper" => Label::new("登錄紙本所見", "Note what the paper shows"),
        "unveil" => Label::new("開啟登記內容", "Open the register"),
        "enter_findings" => Label::new("登錄查核結果", "Enter the findings"),
        "finish" => Label::new("送備查", "Send for reference"),
        "receive" => Label::new("備查", "Receive for reference"),
        "note_late" => Label::new("發現遲到案件", "Notice late cases"),
        "raise" => Label::new("列管缺失", "Raise a finding"),
        "mend" => Label::new("登錄改善", "Mend"),
        "recheck" => Label::new("複查", "Look again"),
        "name_members" => Label::new("會同政風、資訊", "Call ethics and IT"),
        "write" => Label::new("撰寫報告", "Write the report"),
        "sign_report" => Label::new("簽署", "Sign"),
        "hold" => Label::new("加保留註記", "Hold"),
        "lift" => Label::new("解除保留", "Lift a hold"),
        "propose" => Label::new("提出銷毀清冊", "Propose a disposal"),
        "confirm" => Label::new("監毀人確認", "Witness a disposal"),
        "execute" => Label::new("執行銷毀清冊", "Carry out a disposal"),
        "dispose" => Label::new("期滿銷毀", "Dispose of"),
        "owe" => Label::new("年度立案", "Owe for the year"),
        "begin" => Label::new("開始清查", "Begin a review"),
        "judge" => Label::new("清查決定", "Decide on lines"),
        "put_right" => Label::new("執行清查決定", "Carry a decision out"),
        "sign" => Label::new("簽結", "Sign"),
        "first_key" => Label::new("啟用簽署金鑰", "First signing key"),
        "change_key" => Label::new("更換簽署金鑰", "Change the signing key"),
        "restore" => Label::new("宣告由備份復原", "Declare a restore"),
        "alarm" => Label::new("驗證失敗", "Verification failed"),
        "clear" => Label::new("驗證恢復正常", "Verification sound again"),
        "replace" => Label::new("由新證書取代", "Replaced by a later one"),
        "hand_out" => Label::new("交付資料包", "Hand out a pack"),
        "withdraw_notice" => Label::new("撤銷通知", "Withdraw a notice"),
        _ => return name,
    };
    lang.of(label)
}

/// A noun of the journal.
#[must_use]
pub fn noun(lang: Lang, name: &str) -> &str {
    let label = match name {
        "inquiry" => Label::new("查調登記", "Inquiry"),
        "draft" => Label::new("草稿", "Draft"),
        "printout" => Label::new("列印資料", "Printout"),
        "item" => Label::new("業務項目", "Business item"),
        "agency" => Label::new("機關單位", "Agency"),
        "account" => Label::new("帳號", "Account"),
        "application" => Label::new("權限申請", "Application"),
        "job_change" => Label::new("職務異動", "Job change"),
        "session" => Label::new("登入", "Session"),
        "token" => Label::new("API 權杖", "API token"),
        "calendar" => Label::new("辦公日曆", "Calendar"),
        "duty" => Label::new("待辦", "Duty"),
        "mail" => Label::new("提醒信", "Reminders"),
        "feed" => Label::new("行事曆訂閱", "Calendar address"),
        "manager_change" => Label::new("管理者異動", "Change of manager"),
        "edition" => Label::new("規定版本", "Edition"),
        "notice" => Label::new("異動通知", "Notice to the Bureau"),
        "audit" => Label::new("半年查核", "Half-year audit"),
        "reconciliation" => Label::new("平臺對帳", "Reconciliation"),
        "incident" => Label::new("事故通報", "Incident"),
        "finding" => Label::new("改善事項", "Finding"),
        "joint_audit" => Label::new("聯合稽核", "Joint audit"),
        "acknowledgment" => Label::new("法律責任知悉", "Acknowledgment of liability"),
        "referral" => Label::new("移送議處", "Referral"),
        "review" => Label::new("年度清查", "Yearly review"),
        "hold" => Label::new("保留註記", "Hold"),
        "disposal" => Label::new("銷毀清冊", "Disposal"),
        "journal" => Label::new("稽核軌跡", "Journal"),
        "certificate" => Label::new("資安證書", "Security certificate"),
        "pack" => Label::new("查核資料包", "Inspection pack"),
        _ => return name,
    };
    lang.of(label)
}

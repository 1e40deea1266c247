//! Words of signing in and out.

crate::i18n::labels! {
    TITLE = "登入", "Sign in";
    LEAD = "查調登記、核可、查調、交代紙本，一件一件有據可查。", "Register, approve, query, account for the paper: every step on record.";
    PRACTICE_LEAD = "選擇一個人開始。這裡沒有密碼，也沒有真實的人。", "Choose whom to be. There are no passwords and no real people here.";
    NO_PRACTICE = "此伺服器不是練習模式", "This server is not in practice mode";
    NO_PRACTICE_NEXT = "自然人憑證登入將於下一階段提供；請洽管理者。", "Sign-in by citizen certificate comes with the next stage; ask the manager.";
    STAFF = "使用者（承辦人）", "Users (case officers)";
    SUPERVISORS = "單位主管", "Supervisors";
    MANAGERS = "管理者", "The manager";
    SEARCH = "找姓名或單位", "Find a name or unit";
    NOBODY = "還沒有練習人員", "There are no practice people yet";
    NOBODY_NEXT = "請以 chadiao practice 建立練習縣政府。", "Run chadiao practice to make the practice county.";
    LEFT = "已登出", "Signed out";
}

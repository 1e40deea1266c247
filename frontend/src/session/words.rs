//! Words of signing in and out.

crate::i18n::labels! {
    TITLE = "登入", "Sign in";
    LEAD = "查調登記、核可、查調、交代紙本，一件一件有據可查。", "Register, approve, query, account for the paper: every step on record.";
    PRACTICE_LEAD = "選擇一個人，插入他的練習卡片。這裡沒有密碼，也沒有真實的人。", "Choose whom to be and put their practice card in. There are no passwords and no real people here.";
    CARD_LEAD = "請插入本人的自然人憑證，輸入 PIN 碼後登入（第四點第七款）。這裡沒有密碼。", "Insert your own citizen certificate, enter its PIN and sign in (point 4(7)). There are no passwords.";
    CARD = "自然人憑證", "Citizen certificate";
    PIN = "PIN 碼", "PIN";
    PIN_HINT = "只交給這台電腦上的讀卡元件，不會送到伺服器，也不會留存。", "It goes to the card component on this PC alone; the server never sees it and nothing keeps it.";
    PIN_PRACTICE = "練習卡片的 PIN 碼都是 123456。", "Every practice card's PIN is 123456.";
    SIGN_IN = "以卡片登入 {}", "Sign in with the card {}";
    SIGNING = "請在讀卡元件的視窗完成簽章…", "The card component's window is signing…";
    NOT_SIGNED = "沒有簽章", "Nothing was signed";
    STAFF = "使用者（承辦人）", "Users (case officers)";
    SUPERVISORS = "單位主管", "Supervisors";
    MANAGERS = "管理者", "The manager";
    SEARCH = "找姓名或單位", "Find a name or unit";
    NOBODY = "還沒有練習人員", "There are no practice people yet";
    NOBODY_NEXT = "請以 chadiao practice 建立練習縣政府。", "Run chadiao practice to make the practice county.";
    PLACES_LEAD = "一張卡片一個人、一個地方（第四點第七款）；不是您本人的請立即結束。", "One card, one person, one place (point 4(7)); end at once what is not you.";
    WHO = "何人", "Who";
    ADDRESS = "來源位址", "From";
    SINCE = "登入時間", "Since";
    SEEN = "最後使用", "Last used";
    THIS = "這裡", "Here";
    END = "結束", "End";
    ENDED = "已結束該處的登入", "That session was ended";
    LEFT = "已登出", "Signed out";
}

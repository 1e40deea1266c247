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
    PROOF = "證明", "Proof";
    PROOF_OF = "下載第 {} 筆的證明", "Download the proof of entry {}";
    CHECKPOINTS = "檢查點與見證", "Checkpoints and witnesses";
    ENTRIES = "筆數", "Entries";
    SIGNED_AT = "簽署時間", "Signed";
    WITNESSES = "見證者", "Witnessed by";
    NOBODY_YET = "尚無見證", "Nobody yet";
    NO_CHECKPOINT = "尚未簽署檢查點；有新紀錄後十分鐘內簽署。", "Nothing was signed yet; a checkpoint follows new entries within ten minutes.";
    POLICY = "驗證規則檔", "Policy file";
    VERIFY_FILE = "驗證證明檔", "Verify a proof";
    VERIFY_LEAD = "在本機的瀏覽器裡驗證證明檔或整份軌跡檔，內容不會離開這台電腦，也不必登入。", "Verifies a proof or a whole bundle in this browser: nothing leaves the computer, and nobody has to sign in.";
    DROP = "把檔案拖到這裡，或", "Drop the file here, or";
    CHOOSE = "選擇檔案", "Choose a file";
    POLICY_FIELD = "驗證規則（誰的簽章算數）", "Policy: whose signatures count";
    POLICY_HINT = "預設取自本系統；外部查核請改貼政風單位保管的版本。", "Taken from this server; an outside auditor pastes the ethics office's copy instead.";
    IS_SOUND = "完好：與簽署時相同", "Sound: as it was when it was signed";
    IS_UNCHECKED = "無法驗證", "It cannot be checked";
    IS_TAMPERED = "被改過", "It was tampered with";
    ENTRY_IS = "第 {} 筆，{}：", "Entry {}, {}:";
    COUNTS = "{} 筆、{} 個檢查點、重算 {} 份內容。", "{} entries, {} checkpoints, {} contents hashed anew.";
    WITNESSED_BY = "前 {} 筆由 {} 於 {} 見證。", "The first {} were witnessed by {} at {}.";
    KIND = "類別", "Noun";
    FROM_DAY = "日期 起", "From";
    TO_DAY = "日期 迄", "To";
    ONE_RECORD = "只列這一筆紀錄的軌跡", "Only the entries of this record";
    SHOW_ALL = "看全部", "Show all";
    EMPTY = "沒有符合的紀錄", "No entry fits";
    PROOF_OF_RECORD = "下載證明", "Proof";
    PROOF_HINT = "這筆紀錄最近一次變更的稽核軌跡證明,可離線驗證(第九點);尚未簽署時十分鐘後再試。", "The journal's proof of the newest change, verified anywhere; where nothing is signed yet, try in ten minutes.";
}

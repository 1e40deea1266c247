//! Words of packs.

crate::i18n::labels! {
    TITLE = "查核資料包", "Inspection packs";
    LEAD = "給勞保局查核人員的離線資料包:依點次編排,每一筆附證明,用瀏覽器打開即可自行驗證(第八點第四款)。", "An offline pack for the Bureau's inspectors: by point, each record with its proof, verified in any browser (point 8(4)).";
    NONE = "尚未製作過資料包", "No pack was made yet";
    MAKE = "製作資料包", "Make a pack";
    LIMIT = "一個資料包至多 50,000 筆變更;超過 2,000 筆時依點次分頁,每頁各自驗證。超過上限請縮短期間或減少點次,分成數個。", "A pack holds 50,000 changes at most; beyond 2,000 it has a page for each part of a point, each verified by itself. For more, choose a shorter period or fewer points and make several.";
    FROM = "查核期間 起", "From";
    TO = "查核期間 迄", "To";
    PERIOD = "查核期間", "Period";
    POINTS = "點次", "Points";
    POINTS_HINT = "全不勾選即為全部。", "None ticked means all.";
    ALL_POINTS = "全部", "All";
    ORDER = "查核來文文號", "Document of the inspection";
    ORDER_HINT = "例如 保政字第11560000010號", "Such as 保政字第11560000010號";
    UNMASK = "依來文提供完整個資", "Full identities, as the document orders";
    UNMASK_NOTE = "未勾選時姓名與統一編號一律遮罩;製作與交付都會記入稽核軌跡。", "Names and numbers are masked otherwise. Making and handing out are in the journal.";
    MASKED = "已遮罩", "Masked";
    UNMASKED = "完整個資", "Full identities";
    MADE = "製作", "Made";
    FILE = "檔案", "File";
    DOWNLOAD = "下載", "Download";
    SAVED = "資料包已製作,可以下載。", "The pack is made and can be downloaded.";
}

//! Words around a sheet; what stands on it is the record's, in the language of record.
crate::i18n::labels! {
    PRINT = "列印", "Print";
    PDF = "下載 PDF", "Download PDF";
    ODT = "下載 ODT（可編輯）", "Download ODT (to edit)";
    AS_OF = "基準日", "As of";
    DESTRUCTION_LIST = "列印銷毀清冊", "Print the list of destruction";
    CHINESE = "紙本為正式文件，一律以中文列印。", "Paper is filed, so it is printed in Chinese.";
}

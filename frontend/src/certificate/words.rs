//! Words of certificates.

crate::i18n::labels! {
    TITLE = "資安證書", "Security certificate";
    LEAD = "本府 ISO 27001 證書、有效期限,以及本系統紀錄可佐證的控制措施(第九點)。到期前九十日提醒管理者。", "The county's ISO 27001 certificate, its last day, and the controls that the records here support (point 9). The manager is reminded ninety days before it ends.";
    NONE = "尚未登錄證書", "No certificate was entered yet";
    ENTER = "登錄證書", "Enter a certificate";
    NUMBER = "證書編號", "Number";
    STANDARD = "標準", "Standard";
    STANDARD_HINT = "例如 ISO/IEC 27001:2022", "Such as ISO/IEC 27001:2022";
    ISSUER = "驗證機構", "Certified by";
    SCOPE = "驗證範圍", "Scope";
    ISSUED = "發證日", "First day";
    EXPIRES = "有效期限", "Last day";
    STATE = "狀態", "State";
    PRESENT = "現行", "Present";
    EXPIRED = "已過期", "Expired";
    REPLACED = "已由新證書取代", "Replaced";
    CONTROLS = "本系統紀錄可佐證的控制措施", "Controls that the records here support";
    CONTROL = "附錄 A", "Annex A";
    WHAT = "佐證", "Evidence";
    POINT = "規定", "Point";
    SAVED = "證書已登錄。", "The certificate is entered.";
}

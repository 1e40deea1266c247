//! The messages of the card component on the person's PC (HiPKI's popup), and what its error numbers mean to a person.

use serde::{Deserialize, Serialize};

use crate::violation::Bilingual;

/// What the popup posts when it is ready for a request.
pub const READY: &str = "getTbs";

/// A request to sign. The PIN goes from the page to the component and nowhere else.
#[derive(Debug, Serialize)]
pub struct SignRequest<'a> {
    func: &'static str,
    #[serde(rename = "signatureType")]
    signature_type: &'static str,
    tbs: &'a str,
    #[serde(rename = "tbsEncoding")]
    tbs_encoding: &'static str,
    #[serde(rename = "hashAlgorithm")]
    hash_algorithm: &'static str,
    #[serde(rename = "withCardSN")]
    with_card_sn: &'static str,
    pin: &'a str,
    nonce: &'static str,
    #[serde(rename = "slotDescription", skip_serializing_if = "str::is_empty")]
    slot: &'a str,
}

impl<'a> SignRequest<'a> {
    /// A signature over a text as CMS SignedData with SHA-256; an empty `slot` is any reader.
    #[must_use]
    pub fn new(text: &'a str, pin: &'a str, slot: &'a str) -> Self {
        Self {
            func: "MakeSignature",
            signature_type: "PKCS7",
            tbs: text,
            tbs_encoding: "NONE",
            hash_algorithm: "SHA256",
            with_card_sn: "true",
            pin,
            nonce: "",
            slot,
        }
    }
}

/// A request for the signing certificate in the reader, which needs no PIN; an empty `slot` is any reader.
#[must_use]
pub fn certificate_request(slot: &str) -> String {
    if slot.is_empty() {
        return serde_json::json!({ "func": "GetUserCert" }).to_string();
    }
    serde_json::json!({ "func": "GetUserCert", "slotDescription": slot }).to_string()
}

/// What the popup posts: that it is ready, or what came of the request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CardAnswer {
    /// It waits for the request.
    Ready,
    /// The card signed.
    Signed {
        /// CMS SignedData, base64.
        signature: String,
    },
    /// The signing certificate in the reader, base64 DER, and the card's number.
    Certificate {
        /// Base64 DER.
        certificate: String,
        /// Two letters and fourteen digits.
        card_number: String,
    },
    /// It could not.
    Trouble(CardTrouble),
}

/// Why the component could not sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CardTrouble {
    /// Nothing answers on the PC.
    Missing,
    /// It did not answer in time, or its helper failed.
    Stuck,
    /// No reader.
    NoReader,
    /// No card in the reader.
    NoCard,
    /// The wrong PIN; tries left where the component says.
    WrongPin(Option<u8>),
    /// No PIN was typed.
    PinMissing,
    /// A PIN of the wrong length.
    PinLength,
    /// Too many wrong PINs.
    Locked,
    /// This site is not on the component's list.
    NotTrusted,
    /// The person closed the dialog.
    Cancelled,
    /// The card cannot be read.
    Unreadable,
    /// A card of an authority the component does not know.
    UnknownAuthority,
    /// Another error; its number.
    Other(u32),
}

#[derive(Deserialize)]
struct Raw {
    #[serde(default)]
    func: String,
    #[serde(default)]
    ret_code: i64,
    #[serde(default)]
    last_error: i64,
    #[serde(default)]
    signature: String,
    #[serde(default)]
    slots: Vec<Slot>,
}

#[derive(Deserialize)]
struct Slot {
    // An empty reader has no token, or one that is a word.
    #[serde(default)]
    token: serde_json::Value,
}

#[derive(Deserialize)]
struct Token {
    #[serde(rename = "serialNumber", default)]
    serial_number: String,
    #[serde(default)]
    certs: Vec<Certificate>,
}

#[derive(Deserialize)]
struct Certificate {
    #[serde(default)]
    usage: String,
    #[serde(default)]
    certb64: String,
}

/// Reads what the popup posted. Nothing it may post stops the page: what cannot be read is trouble too.
#[must_use]
pub fn read_answer(text: &str) -> CardAnswer {
    let Ok(raw) = serde_json::from_str::<Raw>(text) else { return CardAnswer::Trouble(CardTrouble::Stuck) };
    if raw.func == READY {
        return CardAnswer::Ready;
    }
    if let Some(trouble) = trouble(raw.ret_code, raw.last_error) {
        return CardAnswer::Trouble(trouble);
    }
    if raw.func == "pkcs11info" {
        let tokens =
            raw.slots.into_iter().filter_map(|slot| serde_json::from_value::<Token>(slot.token).ok());
        let signing = tokens.filter_map(|token| {
            let of_usage =
                token.certs.into_iter().find(|certificate| certificate.usage == "digitalSignature");
            of_usage.map(|found| (found.certb64, token.serial_number))
        });
        return match signing.into_iter().next() {
            Some((certificate, card_number)) => CardAnswer::Certificate { certificate, card_number },
            None => CardAnswer::Trouble(CardTrouble::NoCard),
        };
    }
    if raw.signature.is_empty() {
        return CardAnswer::Trouble(CardTrouble::Stuck);
    }
    CardAnswer::Signed { signature: raw.signature }
}

/// What two error numbers amount to; the second says more where there is one.
fn trouble(ret_code: i64, last_error: i64) -> Option<CardTrouble> {
    if ret_code == 0 {
        return None;
    }
    match last_error {
        0xa0 => return Some(CardTrouble::WrongPin(None)),
        -2_147_483_647 => return Some(CardTrouble::WrongPin(Some(1))),
        -2_147_483_646 => return Some(CardTrouble::WrongPin(Some(2))),
        0xa2 => return Some(CardTrouble::PinLength),
        0xa4 => return Some(CardTrouble::Locked),
        _ => {}
    }
    // Some builds give the number signed.
    let code = u32::try_from(ret_code & 0xffff_ffff).unwrap_or_default();
    Some(match code {
        0x7600_0006 => CardTrouble::NoCard,
        0x7600_000b | 0x7600_000d => CardTrouble::Stuck,
        0x7600_000f | 0x7600_0031 => CardTrouble::NotTrusted,
        0x7600_0998 => CardTrouble::PinMissing,
        0x7600_0999 => CardTrouble::Cancelled,
        0x7610_0003 => CardTrouble::NoReader,
        0x7610_0006 => CardTrouble::WrongPin(None),
        0x7610_0009 => CardTrouble::Unreadable,
        0x7620_0008 => CardTrouble::UnknownAuthority,
        other => CardTrouble::Other(other),
    })
}

impl CardTrouble {
    /// What happened and what to do.
    #[must_use]
    pub fn message(self) -> Bilingual {
        let text = Bilingual::fixed;
        match self {
            Self::Missing => text(
                "這台電腦上的跨平台網頁元件沒有回應。請確認已安裝並執行元件(HiPKI),且瀏覽器允許本站開啟彈出視窗,再試一次。",
                "The card component on this PC does not answer. See that it (HiPKI) is installed and running and that the browser lets this site open a popup, then try again.",
            ),
            Self::Stuck => text(
                "元件執行錯誤或逾時。請拔出卡片重新插入,再試一次;仍不行請重新啟動元件。",
                "The component failed or took too long. Take the card out, put it back and try again; if that does not help, restart the component.",
            ),
            Self::NoReader => text(
                "找不到讀卡機。請接上讀卡機後再試。",
                "No card reader is connected. Connect one and try again.",
            ),
            Self::NoCard => text(
                "讀卡機裡沒有卡片。請插入自然人憑證後再試。",
                "There is no card in the reader. Insert your citizen certificate and try again.",
            ),
            Self::WrongPin(None) => text(
                "PIN 碼錯誤。連續錯三次卡片會鎖住,請確認後再輸入。",
                "The PIN is wrong. Three wrong PINs in a row lock the card: make sure before you type again.",
            ),
            Self::WrongPin(Some(left)) => Bilingual::filled(
                format!("PIN 碼錯誤,還可以再試 {left} 次;用完卡片會鎖住。"),
                format!("The PIN is wrong; {left} more before the card locks."),
            ),
            Self::PinMissing => text("請輸入 PIN 碼。", "Enter the PIN."),
            Self::PinLength => text("PIN 碼應為 6 至 8 位。", "A PIN has six to eight characters."),
            Self::Locked => text(
                "卡片已鎖住。請到內政部憑證管理中心網站以用戶代碼解鎖,或到戶政事務所辦理。",
                "The card is locked. Unlock it with your user code at the citizen certificate authority's site, or at a household registration office.",
            ),
            Self::NotTrusted => text(
                "元件尚未信任本網站。請在元件詢問時選「信任」;若未出現詢問,請資訊單位把本站加入元件的信任清單。",
                "The component does not trust this site yet. Choose to trust it when the component asks; if it does not ask, have the IT office add this site to its list.",
            ),
            Self::Cancelled => {
                text("您取消了簽章,沒有登入。", "You cancelled the signature; nobody was signed in.")
            }
            Self::Unreadable => text(
                "讀不到卡片上的憑證。請擦拭晶片重新插入;仍不行可能是卡片損壞。",
                "The certificate on the card cannot be read. Wipe the chip and insert it again; if that does not help, the card may be broken.",
            ),
            Self::UnknownAuthority => text(
                "元件不支援這張卡片的發卡機關。請使用自然人憑證。",
                "The component does not know who issued this card. Use a citizen certificate.",
            ),
            Self::Other(code) => Bilingual::filled(
                format!("元件回報錯誤 0x{code:08X}。請再試一次;仍不行請把此代碼告訴資訊單位。"),
                format!(
                    "The component reports error 0x{code:08X}. Try again; if that does not help, give this number to the IT office."
                ),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vectors() -> serde_json::Value {
        serde_json::from_str(include_str!("../../../tests/vectors/hipki_messages.json")).expect("vectors")
    }

    #[test]
    fn a_request_has_the_shape_the_component_reads() {
        let request = serde_json::to_value(SignRequest::new("text", "123456", "reader")).expect("JSON");
        let (ours, theirs) = (request.as_object(), vectors());
        let theirs = theirs["request_sign"].as_object().cloned().expect("a request");
        let ours = ours.expect("an object");
        assert_eq!(ours.keys().collect::<Vec<_>>(), theirs.keys().collect::<Vec<_>>());
        for same in ["func", "signatureType", "tbsEncoding", "hashAlgorithm", "withCardSN", "nonce"] {
            assert_eq!(ours[same], theirs[same], "{same}");
        }
        let anywhere = serde_json::to_value(SignRequest::new("text", "123456", "")).expect("JSON");
        assert_eq!(anywhere.get("slotDescription"), None, "any reader");
    }

    #[test]
    fn a_certificate_is_asked_for_as_the_component_reads() {
        let vectors = vectors();
        let ours: serde_json::Value =
            serde_json::from_str(&certificate_request("<optional reader name>")).expect("JSON");
        assert_eq!(ours, vectors["request_cert"]);
    }

    #[test]
    fn answers_are_read_as_the_component_gives_them() {
        let vectors = vectors();
        let read = |name: &str| read_answer(&vectors[name].to_string());
        assert_eq!(read("popup_ready"), CardAnswer::Ready);
        let signature = "<base64 CMS SignedData>".to_owned();
        assert_eq!(read("response_sign_ok"), CardAnswer::Signed { signature });
        assert_eq!(read("response_pin_wrong"), CardAnswer::Trouble(CardTrouble::WrongPin(None)));
        assert_eq!(read("response_card_locked"), CardAnswer::Trouble(CardTrouble::Locked));
        assert_eq!(read("response_untrusted_site"), CardAnswer::Trouble(CardTrouble::NotTrusted));
        let found =
            CardAnswer::Certificate { certificate: "...".into(), card_number: "TP00000000000001".into() };
        assert_eq!(read("response_pkcs11info"), found);
    }

    #[test]
    fn every_known_number_has_words_of_its_own() {
        let vectors = vectors();
        let mut seen = std::collections::BTreeSet::new();
        for code in vectors["major_codes"].as_object().expect("codes").keys() {
            let number = i64::from_str_radix(code.trim_start_matches("0x"), 16).expect("hex");
            for sent in [number, i64::from(number as u32 as i32)] {
                let told = trouble(sent, 0).expect("trouble");
                assert!(!matches!(told, CardTrouble::Other(_)), "{code}");
                seen.insert(told.message().en.into_owned());
            }
        }
        assert!(seen.len() >= 9, "{seen:?}");
        for code in vectors["minor_codes"].as_object().expect("codes").keys() {
            let number =
                code.strip_prefix("0x").map_or_else(|| code.parse(), |hex| i64::from_str_radix(hex, 16));
            let told = trouble(0x7610_0006, number.expect("a number")).expect("trouble");
            assert!(!matches!(told, CardTrouble::Other(_)), "{code}");
        }
    }

    #[test]
    fn nothing_the_popup_posts_stops_the_page() {
        for text in [
            "",
            "null",
            "[]",
            "{\"func\":\"sign\"}",
            "{\"func\":\"pkcs11info\",\"slots\":[{\"token\":\"unknown token\"}]}",
        ] {
            assert!(matches!(read_answer(text), CardAnswer::Trouble(_)), "{text}");
        }
    }
}

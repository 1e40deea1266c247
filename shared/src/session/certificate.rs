//! Which certificate is a person's own (point 4(7)), and every reason a card is refused.

use chrono::{DateTime, Utc};

use crate::violation::{Bilingual, Citation};

/// What the key of a certificate may be used for, as far as signing in asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Usage {
    /// digitalSignature.
    Sign,
    /// Anything else, such as the encryption certificate of the same card, or nothing said.
    Other,
}

/// What a certificate says, read by the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateFacts {
    /// CN of the subject: the person's name.
    pub name: String,
    /// Last four digits of the national identity number; empty where the certificate has none.
    pub last4: String,
    /// Whether the subject is a natural person, by the authority's own attribute.
    pub is_person: bool,
    /// First instant.
    pub not_before: DateTime<Utc>,
    /// Last instant.
    pub not_after: DateTime<Utc>,
    /// Use of the key.
    pub usage: Usage,
    /// Bits of the RSA modulus; 0 for another kind of key.
    pub rsa_bits: u32,
}

impl CertificateFacts {
    /// Whether such a certificate signs anybody in at an instant.
    ///
    /// # Errors
    /// The first reason why not.
    pub fn judge(&self, at: DateTime<Utc>) -> Result<(), CardRefusal> {
        let refusals = [
            (!matches!(self.rsa_bits, 2048..=8192), CardRefusal::WeakKey),
            (at < self.not_before, CardRefusal::NotYetValid),
            (at > self.not_after, CardRefusal::Expired),
            (self.usage != Usage::Sign, CardRefusal::WrongUsage),
            (!self.is_person, CardRefusal::NotAPerson),
        ];
        refusals.into_iter().find(|(is_so, _)| *is_so).map_or(Ok(()), |(_, refusal)| Err(refusal))
    }

    /// Whether the certificate is of the person an account was opened for.
    ///
    /// # Errors
    /// The name or the digits differ.
    pub fn belongs_to(&self, name: &str, last4: &str) -> Result<(), CardRefusal> {
        if self.name.trim() != name.trim() {
            return Err(CardRefusal::OtherName);
        }
        if self.last4 != last4 {
            return Err(CardRefusal::OtherDigits);
        }
        Ok(())
    }
}

macro_rules! refusals {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $zh_tw:literal, $en:literal;)+) => {
        /// Why a card does not sign somebody in.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
        #[error("{}", self.code())]
        pub enum CardRefusal {
            $($(#[$doc])* $name,)+
        }

        impl CardRefusal {
            /// Every reason there is.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The stable code.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)+ }
            }

            /// What is wrong and what to do.
            #[must_use]
            pub const fn message(self) -> Bilingual {
                match self { $(Self::$name => Bilingual::fixed($zh_tw, $en),)+ }
            }
        }
    };
}

refusals! {
    /// Not a signature of the expected form.
    Unreadable = "P04-7-CARD-UNREADABLE",
        "簽章資料無法讀取,請重新簽章一次。", "The signature cannot be read; sign once more.";
    /// No signer, or several.
    NotOneSigner = "P04-7-CARD-NOT-ONE-SIGNER",
        "簽章應恰由一張憑證簽署。", "A signature is by exactly one certificate.";
    /// The signer's certificate is not in the message.
    NoCertificate = "P04-7-CARD-NO-CERTIFICATE",
        "簽章未附上簽署人的憑證,請更新元件後再試。", "The signer's certificate is not in the signature; update the component and try again.";
    /// Not RSA with SHA-256.
    Algorithm = "P04-7-CARD-ALGORITHM",
        "簽章演算法不符:只接受 RSA 與 SHA-256,請更新元件。", "Only RSA with SHA-256 is taken; update the component.";
    /// The signed attributes are not as they must be.
    Attributes = "P04-7-CARD-ATTRIBUTES",
        "簽章屬性缺漏、重複或被更動,請重新簽章一次。", "The signed attributes are missing, doubled or altered; sign once more.";
    /// Another text was signed.
    OtherText = "P04-7-CARD-OTHER-TEXT",
        "簽署的內容不是本站這次發出的,請重新整理頁面後再簽一次。", "What was signed is not what this site asked for this time; load the page again and sign.";
    /// The signature does not verify.
    BadSignature = "P04-7-CARD-BAD-SIGNATURE",
        "簽章驗證不符,請重新簽章一次。", "The signature does not verify; sign once more.";
    /// There is no such challenge, or it was used.
    NoChallenge = "P04-7-CARD-NO-CHALLENGE",
        "這次簽章的要求不存在或已使用過,請重新簽章一次。", "There is no such request to sign, or it was used before; sign once more.";
    /// The challenge is too old.
    Late = "P04-7-CARD-LATE",
        "簽章逾時,請重新簽章並在三分鐘內完成。", "The signature came too late; sign again, within three minutes.";
    /// Nobody we trust issued it.
    UnknownIssuer = "P04-7-CARD-UNKNOWN-ISSUER",
        "發卡的憑證機構不在信任清單,請使用內政部核發的自然人憑證。", "No trusted authority issued this card; use a citizen certificate.";
    /// A practice card on a real server.
    PracticeCard = "P04-7-CARD-PRACTICE",
        "這是練習用的憑證,不能登入正式系統。", "This is a practice card, which opens no real server.";
    /// A key below 2048 bits or not RSA.
    WeakKey = "P04-7-CARD-WEAK-KEY",
        "憑證金鑰不足 2048 位元,請換發卡片。", "The certificate's key is shorter than 2048 bits; have the card renewed.";
    /// Not valid yet.
    NotYetValid = "P04-7-CARD-NOT-YET-VALID",
        "憑證尚未生效。", "The certificate is not valid yet.";
    /// Expired.
    Expired = "P04-7-CARD-EXPIRED",
        "憑證已過期,請換發後由管理者重新登錄。", "The certificate has expired; renew the card and have the manager register it.";
    /// Not the signing certificate.
    WrongUsage = "P04-7-CARD-WRONG-USAGE",
        "這張憑證不是簽章用,請以簽章憑證登入。", "This certificate is not for signing; sign in with the signing one.";
    /// Not a person's.
    NotAPerson = "P04-7-CARD-NOT-A-PERSON",
        "這不是自然人憑證,請使用本人的自然人憑證。", "This is not a natural person's certificate; use your own citizen certificate.";
    /// Revoked.
    Revoked = "P04-7-CARD-REVOKED",
        "憑證已廢止,不能登入;請換發卡片後由管理者重新登錄。", "The certificate was revoked; renew the card and have the manager register it.";
    /// Whether it was revoked is not known.
    StaleList = "P04-7-CARD-STALE-LIST",
        "伺服器的憑證廢止清冊缺漏或已過期,暫時無法登入;請通知資訊單位更新清冊。", "The server's revocation list is missing or out of date and nobody can sign in for now; tell the IT office.";
    /// No account has it.
    NotRegistered = "P04-7-CARD-NOT-REGISTERED",
        "這張卡片沒有登錄在任何啟用的帳號;換過卡片請洽管理者重新登錄。", "No account has this card registered; if your card was renewed, have the manager register it.";
    /// The name is another.
    OtherName = "P04-7-CARD-OTHER-NAME",
        "憑證上的姓名與帳號不符,請使用本人的卡片或洽管理者。", "The name on the certificate is not the account's; use your own card or ask the manager.";
    /// The digits are others.
    OtherDigits = "P04-7-CARD-OTHER-DIGITS",
        "憑證上的身分證字號末四碼與帳號不符,請洽管理者。", "The last four digits on the certificate are not the account's; ask the manager.";
    /// Somebody else has it.
    Taken = "P04-7-CARD-TAKEN",
        "這張卡片已登錄在另一個帳號;一張卡片只屬於一人。", "This card is registered to another account; one card is one person's.";
}

impl CardRefusal {
    /// Where the regulation says so.
    pub const CITATION: Citation = Citation::item(4, 7);
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    fn facts(at: DateTime<Utc>) -> CertificateFacts {
        CertificateFacts {
            name: "王小明".into(),
            last4: "6789".into(),
            is_person: true,
            not_before: at - TimeDelta::days(1),
            not_after: at + TimeDelta::days(1),
            usage: Usage::Sign,
            rsa_bits: 2048,
        }
    }

    #[test]
    fn each_flaw_is_refused_for_its_own_reason_and_its_neighbour_is_not() {
        let at = DateTime::from_timestamp(1_800_000_000, 0).expect("an instant");
        let good = facts(at);
        assert_eq!(good.judge(at), Ok(()));
        assert_eq!(good.judge(good.not_before), Ok(()), "the first instant counts");
        assert_eq!(good.judge(good.not_after), Ok(()), "the last instant counts");
        let second = TimeDelta::seconds(1);
        assert_eq!(good.judge(good.not_before - second), Err(CardRefusal::NotYetValid));
        assert_eq!(good.judge(good.not_after + second), Err(CardRefusal::Expired));
        for bits in [0, 1024, 2047] {
            let weak = CertificateFacts { rsa_bits: bits, ..good.clone() };
            assert_eq!(weak.judge(at), Err(CardRefusal::WeakKey), "{bits}");
        }
        assert_eq!(CertificateFacts { rsa_bits: 4096, ..good.clone() }.judge(at), Ok(()));
        let other = CertificateFacts { usage: Usage::Other, ..good.clone() };
        assert_eq!(other.judge(at), Err(CardRefusal::WrongUsage));
        let company = CertificateFacts { is_person: false, ..good.clone() };
        assert_eq!(company.judge(at), Err(CardRefusal::NotAPerson));
        assert_eq!(good.belongs_to(" 王小明", "6789"), Ok(()));
        assert_eq!(good.belongs_to("王大明", "6789"), Err(CardRefusal::OtherName));
        assert_eq!(good.belongs_to("王小明", "6780"), Err(CardRefusal::OtherDigits));
    }

    #[test]
    fn every_reason_has_a_code_of_its_own() {
        let codes: std::collections::BTreeSet<_> =
            CardRefusal::ALL.iter().map(|refusal| refusal.code()).collect();
        assert_eq!(codes.len(), CardRefusal::ALL.len());
    }
}

//! 登入 (points 4(7), 5(3)): what a card is asked to sign, what the component on the PC answers, and which certificate is
//! the person's own. Reading certificates and verifying signatures is the server's; what is true of one is judged here.

mod certificate;
mod component;
mod sign_text;
mod token;

pub use certificate::{CardRefusal, CertificateFacts, Usage};
pub use component::{CardAnswer, CardTrouble, READY, SignRequest, certificate_request, read_answer};
pub use sign_text::{Purpose, SignText};
pub use token::{TOKEN_IDLE_DAYS, Token, TokenDraft, TokenError, TokenLife, TokenScope, TokenState};

use serde::{Deserialize, Serialize};

/// Whether supervisors sign their approvals with the card: the county's setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SignApprovals {
    /// Never.
    Never,
    /// For the items that say so.
    #[default]
    ByItem,
    /// Always.
    Always,
}

impl SignApprovals {
    /// Whether an approval under an item is signed.
    #[must_use]
    pub const fn must_sign(self, item_says_so: bool) -> bool {
        match self {
            Self::Never => false,
            Self::ByItem => item_says_so,
            Self::Always => true,
        }
    }
}

/// Whose signature opens a session. A second way in, such as the citizen certificate on a telephone, is a variant here and
/// an arm where the server verifies; whatever it asks, it ends in one person's certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Provider {
    /// 自然人憑證: the card in the reader, by the component on the PC.
    #[default]
    CitizenCertificate,
}

/// Seconds a challenge may be answered in: time to find the card and type the PIN, little for anybody else (at most 300).
pub const CHALLENGE_SECONDS: i64 = 180;
/// Minutes without input after which the screen locks, where the county sets no others (point 5(3)).
pub const LOCK_MINUTES: u32 = 5;
/// The longest a county may set: "a short idle time" is no more than what a session outlasts unused.
pub const LOCK_MINUTES_MOST: u32 = 15;
/// Seconds before the lock in which the page counts down.
pub const LOCK_WARNING_SECONDS: u32 = 30;

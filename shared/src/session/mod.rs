//! 登入 (points 4(7), 5(3)): what a card is asked to sign, what the component on the PC answers, and which certificate is
//! the person's own. Reading certificates and verifying signatures is the server's; what is true of one is judged here.

mod certificate;
mod component;
mod sign_text;

pub use certificate::{CardRefusal, CertificateFacts, Usage};
pub use component::{CardAnswer, CardTrouble, READY, SignRequest, certificate_request, read_answer};
pub use sign_text::{Purpose, SignText};

/// Seconds a challenge may be answered in: time to find the card and type the PIN, little for anybody else (at most 300).
pub const CHALLENGE_SECONDS: i64 = 180;
/// Minutes without input after which the screen locks (point 5(3)).
pub const LOCK_MINUTES: u32 = 5;
/// Seconds before the lock in which the page counts down.
pub const LOCK_WARNING_SECONDS: u32 = 30;

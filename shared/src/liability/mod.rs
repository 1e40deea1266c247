//! 法律責任 (point 10): what everybody acknowledges once a year, and what is referred for discipline.

mod acknowledgment;
pub mod paper;
mod referral;
mod text;

pub use acknowledgment::{Acknowledged, Acknowledgment, AcknowledgmentBody};
pub use referral::{Outcome, OutcomeDraft, Referral, ReferralBody, ReferralDraft};
pub use text::{ARTICLES, text_hash};

//! 法律責任 (point 10): acknowledged once a year, referrals for discipline.

pub mod flow;
pub mod http;

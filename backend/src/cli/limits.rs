//! The flags by which a county sets how much anybody may ask for.

use clap::Args;

use crate::limit::Limits;

/// How much anybody may ask for; 0 is as much as they like.
#[derive(Debug, Args)]
pub struct LimitFlags {
    /// Sign-ins a minute from one address; more where many share one, as behind a proxy whose hops are not set.
    #[arg(long, env = "CHADIAO_LIMIT_SIGN_INS", default_value_t = Limits::default().sign_ins)]
    limit_sign_ins: u32,
    /// Forms judged without a session a minute from one address.
    #[arg(long, env = "CHADIAO_LIMIT_REVIEWS", default_value_t = Limits::default().reviews)]
    limit_reviews: u32,
    /// Requests a minute of one person.
    #[arg(long, env = "CHADIAO_LIMIT_REQUESTS", default_value_t = Limits::default().requests)]
    limit_requests: u32,
    /// Requests a minute of one API token.
    #[arg(long, env = "CHADIAO_LIMIT_TOKEN_REQUESTS", default_value_t = Limits::default().token_requests)]
    limit_token_requests: u32,
    /// Looks at full identities an hour of one person.
    #[arg(long, env = "CHADIAO_LIMIT_REVEALS", default_value_t = Limits::default().reveals)]
    limit_reveals: u32,
}

impl From<LimitFlags> for Limits {
    fn from(flags: LimitFlags) -> Self {
        Self {
            sign_ins: flags.limit_sign_ins,
            reviews: flags.limit_reviews,
            requests: flags.limit_requests,
            token_requests: flags.limit_token_requests,
            reveals: flags.limit_reveals,
        }
    }
}

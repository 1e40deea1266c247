//! How much anybody may ask for in a time: GCRA, by address before sign-in, by person or token after it. Each server
//! counts for itself and forgets at its end.

use std::{
    fmt,
    hash::Hash,
    net::{IpAddr, Ipv6Addr},
    num::NonZeroU32,
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use governor::{Quota, RateLimiter, clock, middleware::NoOpMiddleware, state::keyed::DashMapStateStore};
use shared::id::{PersonId, TokenId};

use crate::{clock::Clock, http::error::ApiError};

/// Requests after which those who have long been quiet are forgotten.
const TIDY: u32 = 4_096;

/// How much of each, with bursts as large; 0 is as much as one likes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Sign-ins a minute from one address.
    pub sign_ins: u32,
    /// Forms judged without a session a minute from one address.
    pub reviews: u32,
    /// Requests a minute of one person.
    pub requests: u32,
    /// Requests a minute of one token.
    pub token_requests: u32,
    /// Looks at full identities an hour of one person.
    pub reveals: u32,
}

impl Limits {
    /// As much of everything as one likes.
    pub const NONE: Self = Self { sign_ins: 0, reviews: 0, requests: 0, token_requests: 0, reveals: 0 };
}

impl Default for Limits {
    fn default() -> Self {
        // A whole office may sign in from one address at eight in the morning.
        Self { sign_ins: 60, reviews: 600, requests: 1_200, token_requests: 600, reveals: 20 }
    }
}

/// What an address does before anybody is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Door {
    /// Asks for a challenge.
    Challenge,
    /// Answers one.
    SignIn,
    /// Brings a witness's signature.
    Cosign,
}

/// The server's clock, as the limiter reads it.
#[derive(Debug, Clone)]
struct Ticks(Clock);

impl clock::Clock for Ticks {
    type Instant = Duration;

    fn now(&self) -> Duration {
        Duration::from_micros(u64::try_from(self.0.now().timestamp_micros()).unwrap_or_default())
    }
}

/// One limit and how much everybody took of it; none where there is no limit.
struct Limit<K: Hash + Eq + Clone> {
    limiter: Option<RateLimiter<K, DashMapStateStore<K>, Ticks, NoOpMiddleware<Duration>>>,
    clock: Ticks,
    asked: AtomicU32,
}

impl<K: Hash + Eq + Clone> Limit<K> {
    fn new(quota: Option<Quota>, clock: &Clock) -> Self {
        let clock = Ticks(clock.clone());
        let limiter = quota.map(|quota| RateLimiter::new(quota, DashMapStateStore::default(), clock.clone()));
        Self { limiter, clock, asked: AtomicU32::new(0) }
    }

    fn take(&self, key: &K) -> Result<(), ApiError> {
        let Some(limiter) = &self.limiter else { return Ok(()) };
        if self.asked.fetch_add(1, Ordering::Relaxed) % TIDY == TIDY - 1 {
            limiter.retain_recent();
        }
        limiter.check_key(key).map_err(|until| {
            let wait = until.wait_time_from(clock::Clock::now(&self.clock));
            ApiError::TooMany { retry_after: wait.as_secs() + u64::from(wait.subsec_nanos() != 0) }
        })
    }
}

/// Every limit of a server.
pub struct Limiters {
    doors: Limit<(Door, IpAddr)>,
    reviews: Limit<IpAddr>,
    requests: Limit<PersonId>,
    token_requests: Limit<TokenId>,
    reveals: Limit<PersonId>,
}

impl Limiters {
    /// Starts counting.
    #[must_use]
    pub fn new(limits: &Limits, clock: &Clock) -> Self {
        let minute = |most| NonZeroU32::new(most).map(Quota::per_minute);
        let hour = |most| NonZeroU32::new(most).map(Quota::per_hour);
        Self {
            doors: Limit::new(minute(limits.sign_ins), clock),
            reviews: Limit::new(minute(limits.reviews), clock),
            requests: Limit::new(minute(limits.requests), clock),
            token_requests: Limit::new(minute(limits.token_requests), clock),
            reveals: Limit::new(hour(limits.reveals), clock),
        }
    }

    /// An address begins or ends a sign-in.
    ///
    /// # Errors
    /// It did so too often.
    pub fn door(&self, door: Door, address: IpAddr) -> Result<(), ApiError> {
        self.doors.take(&(door, network(address)))
    }

    /// An address has a form judged.
    ///
    /// # Errors
    /// It did so too often.
    pub fn review(&self, address: IpAddr) -> Result<(), ApiError> {
        self.reviews.take(&network(address))
    }

    /// A person asks for anything.
    ///
    /// # Errors
    /// They did so too often.
    pub fn request(&self, person: PersonId) -> Result<(), ApiError> {
        self.requests.take(&person)
    }

    /// A token asks for anything.
    ///
    /// # Errors
    /// It did so too often.
    pub fn token_request(&self, token: TokenId) -> Result<(), ApiError> {
        self.token_requests.take(&token)
    }

    /// A person looks at full identities.
    ///
    /// # Errors
    /// They did so too often.
    pub fn reveal(&self, person: PersonId) -> Result<(), ApiError> {
        self.reveals.take(&person)
    }
}

impl fmt::Debug for Limiters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Limiters")
    }
}

/// A computer has a whole network of IPv6 addresses to choose from.
fn network(address: IpAddr) -> IpAddr {
    const NETWORK: u128 = u128::MAX << 64;
    match address.to_canonical() {
        IpAddr::V6(six) => Ipv6Addr::from_bits(six.to_bits() & NETWORK).into(),
        four => four,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limiters(limits: &Limits) -> (Limiters, Clock) {
        let clock = Clock::standing_at("2026-03-10T02:00:00Z".parse().expect("an instant"));
        (Limiters::new(limits, &clock), clock)
    }

    fn address(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    #[test]
    fn what_is_too_much_is_told_when_it_is_not() {
        let (limiters, clock) = limiters(&Limits { sign_ins: 2, ..Limits::NONE });
        let ask = |from| limiters.door(Door::SignIn, address(from));
        assert!(ask("10.0.0.1").is_ok() && ask("10.0.0.1").is_ok());
        let refused = ask("10.0.0.1");
        assert!(matches!(refused, Err(ApiError::TooMany { retry_after: 30 })), "{refused:?}");
        assert!(ask("10.0.0.2").is_ok(), "another address is another matter");
        assert!(limiters.door(Door::Challenge, address("10.0.0.1")).is_ok(), "so is another door");
        clock.set(clock.now() + chrono::TimeDelta::seconds(29));
        assert!(ask("10.0.0.1").is_err());
        clock.set(clock.now() + chrono::TimeDelta::seconds(1));
        assert!(ask("10.0.0.1").is_ok() && ask("10.0.0.1").is_err());
    }

    #[test]
    fn a_network_of_the_new_kind_counts_as_one_computer() {
        let (limiters, _) = limiters(&Limits { reviews: 1, ..Limits::NONE });
        assert!(limiters.review(address("2001:db8:1:1::1")).is_ok());
        assert!(limiters.review(address("2001:db8:1:1:ffff::9")).is_err());
        assert!(limiters.review(address("2001:db8:1:2::1")).is_ok());
        assert!(limiters.review(address("192.0.2.1")).is_ok());
        assert!(
            limiters.review(address("::ffff:192.0.2.1")).is_err(),
            "the same address, written the new way"
        );
    }

    #[test]
    fn nothing_is_too_much_where_there_is_no_limit() {
        let (limiters, _) = limiters(&Limits::NONE);
        assert!((0..10_000).all(|_| limiters.request(PersonId(uuid::Uuid::nil())).is_ok()));
    }
}

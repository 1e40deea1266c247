//! Settings of a server.

use std::{net::SocketAddr, path::PathBuf};

use anyhow::ensure;
use shared::{
    Editions,
    session::{LOCK_MINUTES_MOST, SignApprovals},
};

use crate::store;

/// Where the card component listens on every PC that has one.
pub const CARD_COMPONENT: &str = "http://localhost:61161";

/// The files of a TLS server, in PEM.
#[derive(Debug, Clone)]
pub struct TlsFiles {
    /// The chain, its own certificate first.
    pub certificate: PathBuf,
    /// The key.
    pub key: PathBuf,
}

/// What a server is started with.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where it listens.
    pub bind: SocketAddr,
    /// Path of an SQLite file, or a PostgreSQL URL.
    pub database: String,
    /// The key file, outside the database's folder.
    pub keys: PathBuf,
    /// The folder of the authorities whose cards sign in, with their revocation lists.
    pub authorities: PathBuf,
    /// The folder of the practice authority and its cards.
    pub cards: PathBuf,
    /// Origin of this server as browsers know it; by default the one they say they asked.
    pub origin: Option<String>,
    /// Whether supervisors sign their approvals.
    pub sign_approvals: SignApprovals,
    /// TLS without a proxy.
    pub tls: Option<TlsFiles>,
    /// Proxies in front of this server whose word on the caller is taken; 0 is none.
    pub proxy_hops: u8,
    /// Minutes without input after which screens lock.
    pub lock_minutes: u32,
    /// Origin of the card component on a person's PC.
    pub card_component: String,
    /// Practice county, on loopback alone.
    pub is_practice: bool,
    /// When the amended edition takes force.
    pub editions: Editions,
}

impl Config {
    /// Refuses settings that would open a door.
    ///
    /// # Errors
    /// Practice sign-in on an address that others can reach.
    pub fn check(&self) -> anyhow::Result<()> {
        ensure!(
            !self.is_practice || self.bind.ip().is_loopback(),
            "practice cards belong to nobody, so practice is served on loopback only, and `{}` is not: bind 127.0.0.1 or leave --practice out",
            self.bind.ip()
        );
        ensure!(
            (1..=LOCK_MINUTES_MOST).contains(&self.lock_minutes),
            "--lock-minutes is 1 to {LOCK_MINUTES_MOST}: point 5(3) asks for a screen that locks when its person is away"
        );
        ensure!(
            self.tls.is_none() || self.is_secure(),
            "with TLS, --origin says by which `https://` address browsers know this server: cards sign for it alone"
        );
        Ok(())
    }

    /// Whether browsers reach this server over TLS.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.origin.as_ref().is_some_and(|origin| origin.starts_with("https://"))
    }

    /// The database's folder, for an SQLite file.
    #[must_use]
    pub fn database_folder(&self) -> Option<PathBuf> {
        store::folder(&self.database)
    }
}
